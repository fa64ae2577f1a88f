"""Four events, so that a draft knows which kind of value each property has."""

import duckdb

from signals_nb import Signals

# | domain_userid | page_urlpath | domain_sessionidx | item: price, name, in_stock | page (JSON text) |
EVENTS = """
SELECT TIMESTAMP '2026-03-01 10:00:00' + to_seconds(i) AS derived_tstamp, 'page_view' AS event_name,
       'com.snowplowanalytics.snowplow' AS event_vendor, '1-0-0' AS event_version, 'web' AS app_id,
       'u' || i % 2 AS domain_userid, '/p' || i AS page_urlpath, i::INTEGER AS domain_sessionidx,
       NULL::VARCHAR AS mkt_source, i::DOUBLE AS tr_total,
       [{'price': i::DOUBLE, 'name': 'n' || i, 'in_stock': true}] AS contexts_com_acme_item_1,
       '[{"pageType": "shop", "depth": 3}]' AS contexts_com_acme_page_1
FROM range(4) r(i)
"""

PATH = {"type": "atomic", "name": "page_urlpath"}
VISITS = {"type": "atomic", "name": "domain_sessionidx"}
TIME = {"type": "atomic", "name": "derived_tstamp"}


def item(path):
    """A field of the typed entity ``com.acme/item``."""
    return {"type": "entity", "vendor": "com.acme", "name": "item", "major_version": 1, "path": path}


def page(path):
    """A field of the entity ``com.acme/page``, whose values are JSON text."""
    return {"type": "entity", "vendor": "com.acme", "name": "page", "major_version": 1, "path": path}


def signals_over(registry):
    return Signals(duckdb.sql(EVENTS).arrow().read_all(), registry)


def codes(findings):
    return [(one.code, one.where) for one in findings]


def attribute(draft, index=0):
    """An attribute as the group given out holds it."""
    return draft.state["group"]["attributes"][index]
