"""What the catalogue tells of the events as a whole, counted by hand."""

from datetime import datetime, timedelta

import pandas as pd
from meaning.drawn import at, draw, happen

from signals_nb import Event, Signals
from signals_nb.catalog import KeyFacts

EVENTS = """
| id | app   | event     | version | key    | user   | time        | collector   |
| -- | ----- | --------- | ------- | ------ | ------ | ----------- | ----------- |
| a  | web   | page_view | 1-0-0   | u1     | *null* | 03-01 09:00 | 03-01 09:01 |
| a  | web   | page_view | 1-0-0   | u1     | *null* | 03-01 09:00 | 03-01 09:05 |
| b  | web   | page_view | 1-0-0   | u2     | c1     | 03-02 09:00 | 03-02 09:01 |
| c  | shop  | page_view | 1-0-1   | u2     | *null* | *null*      | 03-03 09:00 |
| d  | *null* | page_ping | 1-0-0  |        | *null* | 12-31 23:59 | 03-04 09:00 |
| *null* | shop | page_ping | 1-0-0 | *null* | *null* | 03-03 08:00 | 03-03 08:00 |
| *null* | shop | *null* | *null* | u1    | *null* | 03-03 07:00 | 03-03 07:00 |
"""


def test_facts(catalog_of):
    """Seven events: one ``event_id`` comes twice, a null is never a duplicate (semantics.md, 5)."""
    facts = catalog_of(draw(EVENTS)).facts
    assert facts.events == 7
    assert facts.apps == {"shop": 3, "web": 3, None: 1}
    assert (facts.duplicates, facts.duplicates_sampled) == (1, False)


def test_times(catalog_of):
    """Event time is ``derived_tstamp``, else ``collector_tstamp``; the clock is the server's."""
    facts = catalog_of(draw(EVENTS)).facts
    assert (facts.first, facts.last, facts.clock) == (
        at("03-01 09:00"),
        at("12-31 23:59"),
        at("03-04 09:00"),
    )


def test_keys(catalog_of):
    """``u1`` and ``u2``; an empty text is no value of a key (semantics.md, 4)."""
    facts = catalog_of(draw(EVENTS)).facts
    assert facts.keys == (
        KeyFacts("domain_userid", 2, 1 - 5 / 7, sampled=False),
        KeyFacts("user_id", 1, 1 - 1 / 7, sampled=False),
    )
    assert facts.missing == ("domain_sessionid", "network_userid")


def test_events_are_listed_by_volume(catalog_of):
    kinds = catalog_of(draw(EVENTS)).events
    assert [(kind.name, kind.version, kind.count) for kind in kinds] == [
        ("page_view", "1-0-0", 3),
        ("page_ping", "1-0-0", 2),
        ("page_view", "1-0-1", 1),
        (None, None, 1),
    ]
    assert (kinds[0].first_seen, kinds[0].last_seen) == (at("03-01 09:00"), at("03-02 09:00"))
    assert kinds[0].share == 3 / 7


def test_an_entry_is_an_event_filter(catalog_of):
    kinds = catalog_of(draw(EVENTS)).events
    assert kinds[2].event == Event(vendor="com.snowplowanalytics.snowplow", name="page_view", version="1-0-1")
    assert kinds[3].event is None


def test_a_name_that_no_filter_can_have(catalog_of):
    hostile = happen(event_name="<script>alert(1)</script>", event_vendor='x" OR 1=1 --')
    [kind] = catalog_of([hostile]).events
    assert (kind.name, kind.event) == ("<script>alert(1)</script>", None)


def test_an_empty_table(tmp_path):
    frame = pd.DataFrame(
        {
            "event_name": pd.Series([], dtype="string"),
            "event_id": pd.Series([], dtype="string"),
            "domain_userid": pd.Series([], dtype="string"),
            "collector_tstamp": pd.Series([], dtype="datetime64[us, UTC]"),
            "page_urlpath": pd.Series([], dtype="string"),
            "contexts_com_acme_item_1": pd.Series([], dtype="string"),
        }
    )
    catalog = Signals(frame, tmp_path).catalog
    facts = catalog.facts
    assert (facts.events, facts.first, facts.last, facts.clock, facts.duplicates) == (0, None, None, None, 0)
    assert (facts.apps, len(catalog.events)) == ({}, 0)
    assert facts.keys == (KeyFacts("domain_userid", 0, 0.0, sampled=False),)
    assert [(each.events, each.share, each.most) for each in catalog.entities] == [(0, 0.0, 0)]
    assert catalog.property("page_urlpath").figures.share == 0.0
    assert list(catalog.properties("item")) == []
    assert catalog.values("page_urlpath") == []
    assert repr(catalog) == "<EventCatalog the DataFrame: 0 events of 0 types, 1 schema>"
    assert "snb-card" in catalog._repr_html_()


def test_moments_that_python_cannot_tell(tmp_path):
    """Device clocks reach the year 10013 (field-cases.md, 4): such a moment is left out."""
    import duckdb

    events = duckdb.sql(
        "SELECT 'page_view' AS event_name, t AS derived_tstamp FROM (VALUES "
        "(TIMESTAMP '10013-12-10 01:09:46'), (TIMESTAMP '5966-09-20 (BC) 15:44:22'), "
        "(TIMESTAMP 'infinity'), (TIMESTAMP '2026-03-01 09:00:00')) v(t)"
    )
    facts = Signals(events, tmp_path).catalog.facts
    assert (facts.events, facts.first, facts.last) == (4, at("03-01 09:00"), at("03-01 09:00"))


def test_without_event_id_nobody_knows_of_duplicates(tmp_path):
    frame = pd.DataFrame({"event_name": ["page_view"], "collector_tstamp": [datetime(2026, 3, 1)]})
    facts = Signals(frame, tmp_path).catalog.facts
    assert (facts.duplicates, facts.keys) == (None, ())
    assert "event_id" in facts.missing


def test_the_catalogue_is_read_once_and_shared_by_clocks(tmp_path):
    signals = Signals(registry=tmp_path)
    assert signals.catalog is signals.catalog
    assert signals.catalog.facts is signals.catalog.facts
    assert signals.at(datetime(2026, 9, 2) + timedelta(hours=1)).catalog is signals.catalog
