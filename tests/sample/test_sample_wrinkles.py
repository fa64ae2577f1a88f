"""The wrinkles of real tables are in the sample, and each is what it says."""

import unicodedata
from collections.abc import Callable

import pytest

One = Callable[[str], tuple]
Rows = Callable[[str], list[tuple]]


def test_the_times_of_an_event_agree(one: One) -> None:
    assert one("""
        SELECT count(*) FILTER (
                derived_tstamp <> collector_tstamp - (dvce_sent_tstamp - dvce_created_tstamp)),
            count(*) FILTER (etl_tstamp <= collector_tstamp),
            count(*) FILTER (load_tstamp <= etl_tstamp OR load_tstamp > etl_tstamp + INTERVAL 6 MINUTE),
            count(*) FILTER (derived_tstamp IS NULL OR dvce_created_tstamp IS NULL),
            count(*) FILTER (microsecond(derived_tstamp) % 1000 <> 0)
        FROM e
    """) == (0, 0, 0, 0, 0)


def test_a_window_is_loaded_in_one_moment(one: One) -> None:
    moments, windows = one("""
        SELECT count(DISTINCT load_tstamp),
            count(DISTINCT time_bucket(INTERVAL 5 MINUTE, etl_tstamp - INTERVAL 1 MILLISECOND))
        FROM e
    """)
    assert moments == windows > 1000


def test_one_in_two_hundred_events_has_the_id_of_another(one: One) -> None:
    number, surplus = one("SELECT count(*), count(*) - count(DISTINCT event_id) FROM e")
    assert surplus == 300
    assert surplus / number == pytest.approx(0.005, abs=0.0005)
    same, different = one("""
        WITH pairs AS (
            SELECT count(DISTINCT derived_tstamp) AS moments, count(DISTINCT collector_tstamp) AS arrivals,
                count(DISTINCT coalesce(web_page, app_session.session_id)) AS places
            FROM e GROUP BY event_id HAVING count(*) = 2)
        SELECT count(*) FILTER (moments = 1 AND arrivals = 2 AND places <= 1), count(*) FILTER (moments = 2)
        FROM pairs
    """)
    assert (same, different) == (252, 48)


def test_a_second_delivery_differs_in_its_way_and_in_nothing_else(one: One) -> None:
    assert one("""
        WITH copies AS (
            SELECT *, count(*) OVER (PARTITION BY event_id, derived_tstamp) AS n FROM everything),
        stripped AS (
            SELECT * EXCLUDE (dvce_sent_tstamp, collector_tstamp, etl_tstamp, load_tstamp)
            FROM copies WHERE n = 2)
        SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT * FROM stripped)) FROM stripped
    """) == (504, 252)


def test_late_events_come_from_phones_in_sessions_sent_at_once(one: One) -> None:
    apps, sessions, spread, latest = one("""
        WITH late AS (
            SELECT domain_sessionid, any_value(app_id) AS app,
                max(dvce_sent_tstamp) - min(dvce_sent_tstamp) AS spread,
                max(collector_tstamp - derived_tstamp) AS lag
            FROM (SELECT DISTINCT ON (event_id) * FROM e ORDER BY load_tstamp)
            WHERE collector_tstamp - derived_tstamp > INTERVAL 1 HOUR GROUP BY 1)
        SELECT list(DISTINCT app), count(*), max(epoch(spread)), max(epoch(lag)) FROM late
    """)
    assert apps == ["mobile_app"]
    assert sessions == 14
    assert spread < 1
    assert 2 * 86_400 < latest < 4 * 86_400


def test_the_wrong_clock_is_one_phone(one: One) -> None:
    found = one("""
        SELECT count(DISTINCT domain_userid), list(DISTINCT app_id), list(DISTINCT year(derived_tstamp)),
            list(DISTINCT year(dvce_sent_tstamp))
        FROM e WHERE derived_tstamp > collector_tstamp
    """)
    assert found == (1, ["mobile_app"], [2036], [2026])


def test_the_crawler_is_one_visitor_that_dwarfs_all_others(one: One) -> None:
    crawlers, names, views = one("""
        SELECT count(DISTINCT domain_userid), list(DISTINCT event_name), count(*)
        FROM e WHERE agent.device_class = 'Robot'
    """)
    assert (crawlers, names) == (1, ["page_view"])
    (busiest,) = one("""
        SELECT max(n) FROM (
            SELECT count(*) AS n FROM e WHERE agent.device_class <> 'Robot' AND domain_userid IS NOT NULL
            GROUP BY domain_userid)
    """)
    assert views > 2 * busiest


def test_who_refuses_cookies_leaves_no_trace(one: One) -> None:
    assert one("""
        SELECT count(*) > 100, count(domain_sessionid), count(domain_sessionidx), count(user_id),
            count(user_ipaddress), list(DISTINCT network_userid)
        FROM e WHERE domain_userid IS NULL
    """) == (True, 0, 0, 0, 0, ["00000000-0000-0000-0000-000000000000"])


def test_a_minor_version_brought_two_fields(one: One) -> None:
    assert one("""
        SELECT list_sort(list(DISTINCT s._schema_version)),
            count(*) FILTER (s._schema_version = '1-0-1'
                AND (s.event_index IS NOT NULL OR s.first_event_timestamp IS NOT NULL)),
            count(*) FILTER (s._schema_version = '1-0-2'
                AND (s.event_index IS NULL OR s.first_event_timestamp IS NULL))
        FROM (SELECT app_session AS s FROM e WHERE app_session IS NOT NULL)
    """) == (["1-0-1", "1-0-2"], 0, 0)


def test_titles_hold_what_breaks_naive_code(rows: Rows) -> None:
    titles = [title for (title,) in rows("SELECT DISTINCT page_title FROM e WHERE page_title IS NOT NULL")]
    assert all(unicodedata.normalize("NFC", title) == title for title in titles)
    for needle in ("🍵", "é", "ü", "玉露", "תה", '"', "'", "%", "_", "&", "“"):
        assert any(needle in title for title in titles), needle
