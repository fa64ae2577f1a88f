"""Faults of the data under a form: told as findings or errors, never a broken form (widgets.md 8.4)."""

import duckdb
import pandas as pd
import pytest

from signals_nb import EventsError, Signals
from signals_nb.widgets.draft import Draft
from widgets.draft_world import EVENTS, PATH, VISITS, codes

NOW = "TIMESTAMP '2026-03-01 10:00:00' AS derived_tstamp, 'page_view' AS event_name, 'u' AS domain_userid"


@pytest.fixture
def over(tmp_path):
    """A draft over events given as SQL, with one attribute ``a``: the last of a property."""

    def make(query, source=PATH):
        path = tmp_path / "events.parquet"
        duckdb.sql(query).write_parquet(str(path))
        draft = Draft(Signals(str(path), tmp_path / "registry"), folder=tmp_path, autosave=False)
        for field, value in {"name": "g", "owner": "a@b.com", "attribute_key": "domain_userid"}.items():
            draft.set(field, value)
        draft.add_attribute({"name": "a", "aggregation": "last", "events": [], "property": source})
        return draft

    return make


def evaluate(draft):
    call = draft.prepare_test()
    return draft.signals.evaluate(call.group, **call.options)


def test_a_missing_column(over):
    draft = over(f"SELECT {NOW}, 1 AS page_urlpth")
    assert [one.message for one in draft.findings if one.severity == "error"] == [
        "The events have no column page_urlpath. Did you mean page_urlpth?"
    ]
    assert draft.permits().test == "Fix 1 error first."


def test_a_timestamp_that_is_a_number(over):
    """What the engine would refuse stands at the attribute, before any test."""
    source = {"type": "atomic", "name": "collector_tstamp"}
    draft = over(f"SELECT {NOW}, 1767225600000 AS collector_tstamp", source)
    assert codes(draft.findings_at("attributes.0")) == [("V01", "attributes.a")]
    assert draft.findings_at("attributes.0")[0].message == (
        "Column collector_tstamp holds BIGINT, and a timestamp is expected. Convert it first, for example "
        'with pandas.to_datetime(frame["collector_tstamp"], unit="ms", utc=True).'
    )


def test_no_event_at_all(over):
    draft = over(f"SELECT * FROM ({EVENTS}) WHERE false")
    assert (draft.errors, draft.get("attributes.0.type")) == (0, "auto")
    assert codes(draft.deep_findings()) == []
    assert evaluate(draft).frame.shape == (0, 2)


@pytest.mark.parametrize(
    ("key", "percent"),
    [("NULL::VARCHAR", 100), ("CASE WHEN domain_userid = 'u0' THEN '' ELSE 'u1' END", 50)],
)
def test_a_key_that_is_empty(over, key, percent):
    """G08: null and blank keys, of four events, are told by share."""
    draft = over(f"SELECT * REPLACE ({key} AS domain_userid) FROM ({EVENTS})")
    assert [one.message for one in draft.deep_findings()] == [
        f"The key domain_userid is empty in {percent} % of events; those events are ignored."
    ]


def test_a_key_that_is_empty_in_every_event(over):
    draft = over(f"SELECT * REPLACE (NULL::VARCHAR AS domain_userid) FROM ({EVENTS})", VISITS)
    assert draft.errors == 0
    assert evaluate(draft).frame.empty


def test_a_file_that_is_gone_between_the_edit_and_the_test(over, tmp_path):
    draft = over(EVENTS)
    (tmp_path / "events.parquet").unlink()
    draft.set("attributes.0.name", "path")
    assert (draft.errors, draft.badge) == (0, "Draft")
    for call in (draft.deep_findings, lambda: evaluate(draft)):
        with pytest.raises(EventsError):
            call()
    assert draft.code("sql").startswith("-- DuckDB could not read ")


def test_a_zone_that_is_not_utc(tmp_path):
    frame = duckdb.sql(EVENTS).df()
    frame["derived_tstamp"] = pd.to_datetime(frame["derived_tstamp"]).dt.tz_localize("America/New_York")
    draft = Draft(Signals(frame, tmp_path), folder=tmp_path, autosave=False)
    draft.add_attribute(
        {
            "name": "t",
            "aggregation": "last",
            "events": [],
            "property": {"type": "atomic", "name": "derived_tstamp"},
        }
    )
    assert draft.state["group"]["attributes"][0]["type"] == "timestamp"
