"""What a form hands to a test and shows as code, when a result is out of date (widgets.md 6.4, 6.6)."""

import ast
import json
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from signals_nb import InvalidDefinition, SignalsError
from signals_nb.widgets.draft import Draft
from widgets.draft_world import EVENTS, PATH

NOTHING = {
    "attribute_key_ids": [],
    "app_ids": [],
    "window": None,
    "as_of": None,
    "sample": 10,
    "seed": 0,
}


def test_the_call_runs(basket, signals):
    """Four page views, two of each of u0 and u1."""
    call = basket.prepare_test()
    assert call.options == NOTHING
    result = signals.evaluate(call.group, **call.options)
    assert result.frame.values.tolist() == [["u0", 2], ["u1", 2]]


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        ({"n_keys": 100, "seed": 7}, {"sample": 100, "seed": 7}),
        ({"n_keys": None}, {"sample": None}),
        ({"keys": ["u1", "u9"]}, {"attribute_key_ids": ["u1", "u9"], "sample": None}),
        ({"app_ids": ["web"]}, {"app_ids": ["web"]}),
        ({"window": "P7D"}, {"window": timedelta(days=7)}),
        ({"window": "PT1H"}, {"window": timedelta(hours=1)}),
        ({"as_of": "2026-03-01T12:00:00"}, {"as_of": datetime(2026, 3, 1, 12, tzinfo=UTC)}),
        ({"as_of": "2026-03-01T12:00:00+02:00"}, {"as_of": datetime(2026, 3, 1, 10, tzinfo=UTC)}),
        (
            {"window": {"from": "2026-02-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}},
            {"window": timedelta(days=28), "as_of": datetime(2026, 3, 1, tzinfo=UTC)},
        ),
        (
            {"window": {"from": "2026-02-01T00:00:00Z"}, "as_of": "2026-02-03T00:00:00Z"},
            {"window": timedelta(days=2), "as_of": datetime(2026, 2, 3, tzinfo=UTC)},
        ),
    ],
)
def test_options(basket, signals, options, changed):
    for name, value in options.items():
        basket.set(f"test.{name}", value)
    call = basket.prepare_test()
    assert call.options == {**NOTHING, **changed}
    if call.options["app_ids"] != ["web"]:
        signals.evaluate(call.group, **call.options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": "x"}, "seed takes a whole number; it is 'x'."),
        ({"n_keys": 0}, "sample is 0: give a number of key values from 1 up, or None for all."),
        ({"window": "soon"}, "window takes ISO 8601 text such as P7D; it is 'soon'."),
        ({"window": "PT0S"}, "window must be longer than 0; it is 0:00:00."),
        ({"as_of": "noon"}, "as_of takes ISO 8601 text such as 2026-03-01T00:00:00Z; it is 'noon'."),
        ({"keys": "u1"}, 'keys takes a list: keys=["u1"].'),
        (
            {"window": {"from": "2026-02-02T00:00:00Z", "to": "2026-02-01T00:00:00Z"}},
            "The window ends before it begins.",
        ),
        ({"window": {"from": "2026-02-02T00:00:00Z"}}, "The window has no end: give it one, or an as_of."),
    ],
)
def test_options_that_make_no_sense(basket, options, message):
    for name, value in options.items():
        basket.set(f"test.{name}", value)
    with pytest.raises(SignalsError) as caught:
        basket.prepare_test()
    assert str(caught.value) == message


def test_errors_come_all_at_once(basket):
    basket.set("owner", "")
    basket.set("attributes.0.aggregation", "sum")
    with pytest.raises(InvalidDefinition) as caught:
        basket.prepare_test()
    assert [one.code for one in caught.value.findings] == ["G03", "A01"]


def test_no_data_and_no_events_to_test(basket, tmp_path):
    bare = Draft(None, basket.state["group"], folder=tmp_path, autosave=False)
    with pytest.raises(SignalsError) as caught:
        bare.prepare_test()
    assert str(caught.value) == "No data is open. Open a parquet file first."
    basket.set("source", "external")
    basket.set("fields", [{"name": "a", "type": "double"}])
    source = {"name": "s", "database": "d", "schema": "s", "table": "t", "timestamp_field": "u"}
    basket.set("batch_source", source)
    with pytest.raises(SignalsError) as caught:
        basket.prepare_test()
    assert str(caught.value) == (
        "basket is an external table: The values of an external table are not computed from events."
    )


def test_a_call_is_a_snapshot(basket):
    """6.4: an edit after the call makes its result stale; taken back, it is none."""
    call = basket.prepare_test()
    assert not basket.is_stale(call)
    basket.set("attributes.0.name", "seen")
    assert basket.is_stale(call)
    assert call.group.attributes[0].name == "views"
    basket.undo()
    assert not basket.is_stale(call)
    basket.set("test.seed", 1)
    assert basket.is_stale(call)
    basket.set("test.seed", 0)
    basket.select(0)
    assert not basket.is_stale(call)


def test_code_runs_and_gives_the_group(basket):
    for language in ("python", "sdk"):
        pytest.importorskip("snowplow_signals") if language == "sdk" else None
        names = {}
        exec(basket.code(language), names)
        assert (
            names["basket"].model_dump(mode="json", exclude_none=True, by_alias=True)
            == basket.group.to_dict()
        )
    assert json.loads(basket.code("json")) == basket.group.to_dict()
    assert list(json.loads(basket.code("json")))[:2] == ["name", "version"]


def test_sql_runs_alone(basket, signals):
    """The same query as the one that evaluate() ran; the view has the name that a frame goes by."""
    text = basket.code("sql")
    assert text == signals.evaluate(basket.group).sql
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW events AS {EVENTS}")
    assert sorted(connection.execute(text).fetchall())[0][:2] == ("u0", 2)


def test_code_of_an_invalid_group_says_why(basket):
    basket.set("name", "a b\nimport os")
    basket.set("attributes.0.aggregation", "sum")
    assert basket.code("python") == (
        "# 2 errors to fix first:\n"
        "#   name: Name may only hold letters, digits and underscores (1–128). "
        '"a b\n# import os" has a space and a line break. Try "a_b_import_os". '
        'Write name="a_b_import_os".\n'
        "#   attributes.views.property: Sum needs a property. Choose one under Property. Set property.\n"
    )
    assert ast.parse(basket.code("sdk")).body == []
    assert basket.code("sql").splitlines()[0] == "-- 2 errors to fix first:"
    assert all(line.startswith("--") for line in basket.code("sql").splitlines())
    assert json.loads(basket.code("json")) == basket.state["group"]
    basket.set("name", "basket")
    assert 'aggregation="sum"' in basket.code("python")


def test_code_without_data(basket, tmp_path):
    bare = Draft(None, basket.state["group"], folder=tmp_path, autosave=False)
    assert bare.code("sql") == "-- No data is open: the SQL depends on the columns of the events.\n"
    with pytest.raises(SignalsError) as caught:
        bare.code("scala")
    assert str(caught.value) == "There is no code in 'scala'. Choose from python, sdk, json, sql."


def test_sql_of_an_external_table(basket):
    basket.set("source", "external")
    basket.set("fields", [{"name": "a", "type": "double"}])
    source = {"name": "s", "database": "d", "schema": "s", "table": "t", "timestamp_field": "u"}
    basket.set("batch_source", source)
    assert basket.code("sql") == (
        "-- basket is an external batch group: its values come from the table t, and none are computed from "
        "events.\n"
    )


def test_deep_findings_on_a_worker_while_the_form_is_edited(basket):
    from concurrent.futures import ThreadPoolExecutor

    basket.set("attributes.0.events", [{"name": "nothing"}])
    with ThreadPoolExecutor(1) as worker:
        found = worker.submit(basket.deep_findings)
        basket.set("description", "x")
        assert [one.code for one in found.result(30)] == ["A13"]


def test_criteria_that_nothing_passes(basket):
    basket.set("attributes.0.criteria", {"all": [{"property": PATH, "operator": "=", "value": "/none"}]})
    assert [one.message for one in basket.deep_findings()] == ["No event passes these criteria (0 of 4)."]
