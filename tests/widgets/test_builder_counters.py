"""One counter for each frequent value of a property (widgets.md, feature 42)."""

import pytest

from signals_nb import AtomicProperty, SignalsError
from widgets.draft_world import PATH, VISITS, item

HIDDEN = "none"


def names(builder):
    return [one["name"] for one in builder.draft["group"]["attributes"]]


@pytest.fixture
def row(builder):
    """The row of `basket`, unfolded."""
    panel = builder.panels["attributes"]
    panel.each.click()
    assert panel.counters.layout.display is None
    return panel.counters


def test_the_row_adds_a_counter_for_each_value(builder, row):
    """The four events have /p0 to /p3 as page_urlpath, once each; the counters are like `views`."""
    assert row.note.value == (
        '<div class="snb-help" role="status">One counter for each of the 20 most frequent values, with the '
        "events, criteria and period of views.</div>"
    )
    row.property.value = "page_urlpath"
    row.add.click()
    assert builder.wait(20)
    assert names(builder)[:2] == ["views", "last_page"]
    assert sorted(names(builder)[2:]) == ["p0_count", "p1_count", "p2_count", "p3_count"]
    made = next(one for one in builder.draft["group"]["attributes"] if one["name"] == "p1_count")
    assert made == {
        "name": "p1_count",
        "type": "int64",
        "aggregation": "counter",
        "events": [{"name": "page_view"}],
        "period": "P7D",
        "criteria": {"all": [{"property": PATH, "operator": "=", "value": "/p1"}]},
    }
    assert builder.messages.texts == [
        '<div role="status">Added 4 counters. Undo takes them back in one step.</div>'
    ]
    assert row.layout.display == HIDDEN
    assert builder.form.errors == 0
    builder.undo()
    assert names(builder) == ["views", "last_page"]


def test_what_they_count(builder):
    """u0 saw /p0 and /p2, u1 saw /p1 and /p3."""
    builder.add_counters(PATH)
    frame = builder.test().frame
    counts = frame[["p0_count", "p1_count", "p2_count", "p3_count"]].to_numpy().tolist()
    assert counts == [[1, 0, 1, 0], [0, 1, 0, 1]]


def test_cancel_adds_nothing(builder, row):
    row.property.value = "page_urlpath"
    row.cancel.click()
    assert row.layout.display == HIDDEN
    assert row.property.value == ""
    assert names(builder) == ["views", "last_page"]


def test_cancel_while_values_are_looked_up(builder, row, monkeypatch):
    asked = []
    monkeypatch.setattr(builder, "suggest", lambda property, done, lane: asked.append(done))
    row.property.value = "page_urlpath"
    row.add.click()
    assert "Looking up values…" in row.note.value
    row.cancel.click()
    asked[0](["/p1"])
    assert names(builder) == ["views", "last_page"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choose a property first."),
        ("nowhere", "The events have no property nowhere."),
        ("<b>", "The events have no property &lt;b&gt;."),
        ("mkt_source", "No event has a value of this property."),
    ],
)
def test_the_row_says_what_is_wrong(builder, row, text, said):
    row.property.value = text
    row.add.click()
    assert builder.wait(20)
    assert row.note.value == f'<div class="snb-say snb-error" role="status"><b>Error:</b>{said}</div>'
    assert names(builder) == ["views", "last_page"]


def test_without_events_the_row_says_where_to_open_them(build):
    builder = build(signals=None)
    row = builder.panels["attributes"].counters
    builder.panels["attributes"].each.click()
    row.property.value = "page_urlpath"
    row.add.click()
    assert "No events are open to find values in. Open them in the Data tab." in row.note.value


def test_an_external_table_has_no_counters(builder, row):
    builder.form.set("source", "external")
    assert row.layout.display == HIDDEN
    assert builder.panels["attributes"].each.layout.display == HIDDEN


def test_the_method_takes_values_and_models(builder):
    """Names are legal, and unique beside those that are there; numbers stay numbers."""
    assert builder.add_counters(AtomicProperty(name="page_urlpath"), ["Views!", "views", "日本", "/"]) == [
        2,
        3,
        4,
        5,
    ]
    assert names(builder)[2:] == ["views_count", "views_count_2", "value_count", "value_count_2"]
    builder.undo()
    builder.add_counters(VISITS)
    values = [one["criteria"]["all"][-1]["value"] for one in builder.draft["group"]["attributes"][2:]]
    assert sorted(values) == [0, 1, 2, 3]
    assert builder.form.errors == 0


def test_an_empty_form_gets_counters_over_all_events(build):
    builder = build(None)
    assert builder.add_counters(item("in_stock")) == [0]
    made = builder.draft["group"]["attributes"][0]
    assert (made["name"], made["events"], made["period"]) == ("true_count", [], "P7D")


def test_the_method_says_what_it_cannot_find(builder, build):
    with pytest.raises(SignalsError) as caught:
        builder.add_counters({"type": "atomic"})
    assert str(caught.value) == "A property, or its JSON, is needed; {'type': 'atomic'} is none."
    with pytest.raises(SignalsError) as caught:
        build(signals=None).add_counters(PATH)
    assert str(caught.value) == "No events are open to find values in. Open events, or give the values."
