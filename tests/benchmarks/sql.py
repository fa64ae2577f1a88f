"""The best SQL by hand for G12 on DuckDB, and the floor under it.

The shape: one scan into a materialized CTE of short typed columns and match flags, which DuckDB streams to
all its readers; scalar aggregates grouped once; a distribution of values grouped by key and value first.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd

from .data import APP_IDS, AS_OF

__all__ = ["FLOOR", "HAND", "floor", "hand"]

_PRODUCT = "contexts_com_snowplowanalytics_snowplow_ecommerce_product_1[1]"
_VIEW = """
    event_name = 'page_view' AND event_vendor = 'com.snowplowanalytics.snowplow' AND event_version = '1-0-0'
"""

FLOOR = f"""
SELECT domain_userid,
       count(event_name), max(event_vendor), count(event_version), max(page_urlpath), count({_PRODUCT}.price),
       max({_PRODUCT}.category), max(pp_yoffset_max), max(domain_sessionidx), count(mkt_source),
       max(geo_country), count(domain_sessionid), max(coalesce(derived_tstamp, collector_tstamp))
FROM read_parquet($path)
WHERE app_id IN (SELECT unnest($apps)) AND domain_userid <> ''
  AND coalesce(derived_tstamp, collector_tstamp) <= $as_of
GROUP BY domain_userid
"""

HAND = f"""
WITH src AS MATERIALIZED (
    SELECT domain_userid AS k, coalesce(derived_tstamp, collector_tstamp) AS t, page_urlpath AS path,
           geo_country AS country, domain_sessionid AS session, domain_sessionidx AS idx,
           mkt_source AS source, hour(derived_tstamp)::UTINYINT AS hour_of_day,
           ({_VIEW})::UTINYINT AS is_view,
           (event_name = 'page_ping' AND event_vendor = 'com.snowplowanalytics.snowplow'
            AND event_version = '1-0-0')::UTINYINT AS is_ping,
           pp_yoffset_max AS yoffset,
           CASE WHEN {_PRODUCT}.category = 'tents' THEN {_PRODUCT}.price END AS price
    FROM read_parquet($path)
    WHERE app_id IN (SELECT unnest($apps)) AND domain_userid <> ''
      AND coalesce(derived_tstamp, collector_tstamp) <= $as_of
),
scalars AS (
    SELECT k,
           count(*) FILTER (is_view = 1) AS page_views,
           count(*) FILTER (is_view = 1 AND path LIKE '/pricing%' AND t > $as_of - INTERVAL 7 DAY)
               AS pricing_views_7d,
           coalesce(sum(price), 0) AS tents_value,
           avg(yoffset) FILTER (is_ping = 1) AS mean_scroll,
           max(idx) AS sessions_so_far,
           (min({{'t': t, 'v': source}}) FILTER (source IS NOT NULL)).v AS first_source,
           (max({{'t': t, 'v': path}}) FILTER (is_view = 1 AND path IS NOT NULL)).v AS last_page,
           greatest((epoch_us($as_of) - epoch_us(max(t))) / 3.6e9, 0) AS hours_since
    FROM src GROUP BY k
),
pages AS (
    SELECT k, list(path ORDER BY seen, path)[-100:] AS pages
    FROM (SELECT k, path, max(t) AS seen FROM src WHERE is_view = 1 AND path IS NOT NULL GROUP BY k, path)
    GROUP BY k
),
hours AS (
    SELECT k, min({{'n': -n, 'v': hour_of_day}}).v AS busiest_hour
    FROM (SELECT k, hour_of_day, count(*) AS n FROM src WHERE hour_of_day IS NOT NULL GROUP BY k, hour_of_day)
    GROUP BY k
),
countries AS (
    SELECT k, list_sort(list({{'n': -n, 'v': country}}))[:100] AS counted
    FROM (SELECT k, country, count(*) AS n FROM src WHERE country IS NOT NULL GROUP BY k, country)
    GROUP BY k
),
sessions AS (
    SELECT k, count(*) AS sessions
    FROM (SELECT DISTINCT k, session FROM src WHERE session IS NOT NULL)
    GROUP BY k
)
SELECT scalars.k AS domain_userid, page_views, pricing_views_7d, tents_value, mean_scroll, sessions_so_far,
       first_source, last_page, coalesce(pages, []) AS pages, busiest_hour::INTEGER AS busiest_hour,
       [each.v FOR each IN coalesce(counted, [])] AS country_names,
       [-each.n FOR each IN coalesce(counted, [])] AS country_counts,
       coalesce(sessions, 0) AS sessions, hours_since
FROM scalars LEFT JOIN pages USING (k) LEFT JOIN hours USING (k) LEFT JOIN countries USING (k)
     LEFT JOIN sessions USING (k)
ORDER BY k
"""


def floor(path: Path) -> None:
    """One plain count or max per needed column, grouped by key: what reading and grouping alone costs."""
    _connection().execute(FLOOR, _parameters(path)).df()


def hand(path: Path) -> pd.DataFrame:
    """G12 by hand, as the frame a user wants: Python lists and dicts in it."""
    frame = _connection().execute(HAND, _parameters(path)).df()
    frame["pages"] = [pages.tolist() for pages in frame["pages"]]
    # DuckDB makes a dict of a map five times as slowly as Python makes it of two lists.
    pairs = zip(frame.pop("country_names"), frame.pop("country_counts"), strict=True)
    frame["countries"] = [dict(zip(names, counts.tolist(), strict=True)) for names, counts in pairs]
    return frame


def _parameters(path: Path) -> dict[str, str | list[str] | dt.datetime]:
    return {"path": str(path), "apps": APP_IDS, "as_of": AS_OF}


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    return connection
