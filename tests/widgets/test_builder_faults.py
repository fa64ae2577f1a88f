"""Faults of data, registry and callbacks: told in words, never lost (widgets.md 6.9, 8.4)."""

import logging

import duckdb
import pandas as pd
import pytest

from signals_nb import Signals
from widgets.draft_world import EVENTS


def parquet(path, sql=EVENTS):
    duckdb.sql(sql).write_parquet(str(path))
    return str(path)


@pytest.fixture
def over(build, tmp_path):
    """A builder over events that a query makes."""

    def over(sql, **arguments):
        return build(signals=Signals(duckdb.sql(sql).arrow().read_all(), tmp_path / "r"), **arguments)

    return over


def test_a_callback_that_raises(builder, caplog):
    def fail():
        raise ZeroDivisionError("secret")

    with caplog.at_level(logging.ERROR, "signals_nb"):
        builder.guard.run("adding an attribute", fail)
    assert builder.messages.texts == [
        '<div role="alert"><b>Error:</b> Something went wrong while adding an attribute (ZeroDivisionError). '
        "Details: builder.last_error</div>"
    ]
    assert isinstance(builder.last_error, ZeroDivisionError)
    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_a_message_can_be_dismissed(builder):
    builder.messages.say("error", "No.")
    box = builder.messages.children[0]
    assert box.children[-1].description == "Dismiss"
    builder.messages._end(box)
    assert builder.messages.children == ()


def test_a_control_that_the_draft_sets_is_no_edit(builder):
    """A value that is set while the form shows the draft comes back as no edit."""
    with builder.guard.quiet():
        builder.panels["group"].name.value = "cart"
    assert builder.form.get("name") == "basket"
    assert not builder.form.can_undo


def test_a_file_that_is_not_there(build, tmp_path):
    builder = build(signals=Signals(parquet(tmp_path / "events.parquet"), tmp_path / "r"))
    path = builder.panels["data"].path
    assert path.value.endswith("events.parquet")
    path.value = str(tmp_path / "event.parquet")
    assert 'role="alert"' in builder.messages.texts[0]
    assert "Did you mean" in builder.messages.texts[0]
    assert builder.signals is not None


def test_other_events_are_opened(build, tmp_path):
    """The form stays; what the events offer is read again."""
    builder = build(signals=Signals(parquet(tmp_path / "events.parquet"), tmp_path / "r"))
    more = f"SELECT * FROM ({EVENTS}) UNION ALL SELECT * FROM ({EVENTS})"
    builder.panels["data"].path.value = parquet(tmp_path / "more.parquet", more)
    assert builder.wait(20)
    assert "<b>8 events" in builder.panels["data"].summary.value
    assert builder.group.name == "basket"
    assert list(builder.test().frame["views"]) == [4, 4]


def test_no_snowplow_events(build, tmp_path):
    """T02."""
    builder = build(signals=None)
    builder.panels["data"].path.value = parquet(tmp_path / "x.parquet", "SELECT 1 AS a")
    assert 'role="alert"' in builder.messages.texts[0]
    assert builder.signals is None


def test_a_file_that_goes_between_scan_and_test(build, tmp_path):
    path = tmp_path / "events.parquet"
    builder = build(signals=Signals(parquet(path), tmp_path / "r"))
    path.unlink()
    builder.test(wait=False)
    assert builder.wait(20)
    assert builder.test_state == "failed"
    assert "DuckDB could not read" in builder.messages.texts[0]
    builder.rescan()
    assert builder.wait(20)
    assert builder.panels["group"].name.value == "basket"


def test_a_column_that_is_missing(builder):
    builder.form.select(1)
    picker = builder.panels["attributes"].editor.prop
    picker.path.value = "geo_city"
    assert "The events have no column geo_city." in picker.path_field.note.value
    assert builder.footer.test.disabled


def test_an_empty_table(over):
    builder = over(f"SELECT * FROM ({EVENTS}) WHERE false")
    assert "0 events" in builder.panels["data"].summary.value
    builder.test(wait=False)
    assert builder.wait(20)
    assert builder.test_state == "done"
    assert len(builder.result.frame) == 0
    for view in (1, 2, 3):
        builder.panels["test"].views.tabs.selected_index = view
        assert builder.wait(60)
    assert builder.last_error is None


def test_one_key(over):
    builder = over(f"SELECT * FROM ({EVENTS}) WHERE domain_userid = 'u1'")
    assert list(builder.test().frame["views"]) == [2]


def test_a_key_that_is_always_null(over):
    builder = over(f"SELECT * REPLACE (NULL::VARCHAR AS domain_userid) FROM ({EVENTS})")
    assert len(builder.test().frame) == 0
    assert dict(builder.panels["group"].key.options)["domain_userid – 0 values"] == "domain_userid"


def test_times_with_a_zone(over):
    builder = over(
        f"SELECT * REPLACE (derived_tstamp AT TIME ZONE 'Asia/Tokyo' AS derived_tstamp) FROM ({EVENTS})"
    )
    assert "2026-03-01" in builder.panels["data"].summary.value
    assert len(builder.test().frame) == 2


def test_columns_of_one_name(build, tmp_path):
    """A frame with two columns of one name is refused in words."""
    frame = duckdb.sql(EVENTS).df()
    twice = pd.concat([frame, frame[["app_id"]]], axis=1)
    builder = build(signals=Signals(twice, tmp_path / "r"))
    assert "4 events" in builder.panels["data"].summary.value


def test_a_registry_that_cannot_be_written(build, tmp_path):
    """P03: a file lies where the folder should be."""
    (tmp_path / "r").write_text("no folder")
    builder = build(signals=Signals(duckdb.sql(EVENTS).arrow().read_all(), tmp_path / "r"))
    builder.guard.run("publishing", builder.publish)
    assert 'role="alert"' in builder.messages.texts[0]
    assert builder.form.badge == "Draft"


def test_a_damaged_file_of_the_registry(build, signals):
    folder = signals.registry.root / "attribute_groups" / "basket"
    folder.mkdir(parents=True)
    (folder / "v1.json").write_text("{")
    builder = build()
    assert "v1.json" in builder.messages.texts[0]
    assert builder.header.version.options[1][0] == "v1 (damaged)"
