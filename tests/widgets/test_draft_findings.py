"""What the form says, live: findings with their places, and what can be pressed (widgets.md 6.4, 6.5)."""

import sys
import time
from subprocess import run

import pytest
from definitions.generate import Generator

from signals_nb import AtomicProperty, SignalsError
from signals_nb.check import check_definition
from signals_nb.widgets.draft import Draft
from signals_nb.widgets.drafts.values import Permits
from widgets.draft_world import PATH, VISITS, codes, item, page


def test_an_empty_form_lacks_everything(draft):
    draft.set("owner", None)
    assert codes(draft.findings) == [
        ("G01", "name"),
        ("G03", "owner"),
        ("G04", "attribute_key"),
        ("G05", "attributes"),
    ]
    assert (draft.errors, draft.warnings) == (4, 0)
    assert draft.first_error[0] == "name"


def test_the_findings_are_those_of_check(tmp_path):
    """Whatever the group, and however damaged: as many, and the same."""
    draft = Draft(None, {"name": "x"}, folder=tmp_path, autosave=False)
    for seed in range(120):
        wire = Generator(seed).group().to_dict()
        wire["name"] = ["ok", "not ok", None][seed % 3]
        for number, one in enumerate(wire.get("attributes") or []):
            one["name"] = [one["name"], "same", "", "a b", "SAME"][(seed + number) % 5]
            one.pop(["type", "ttl", "property", "events"][(seed + number) % 4], None)
        draft.open(wire)
        assert set(draft.findings) == set(check_definition(draft.state["group"]))
        assert len(draft.findings) == len(set(draft.findings))


def test_places_go_by_position_whatever_the_names(basket):
    """Two attributes of one name, one without: each shows its own faults (G06 shows at both)."""
    basket.add_attribute({"name": "views", "aggregation": "sum", "events": [{"name": "x"}]})
    basket.add_attribute({"name": "", "aggregation": "counter", "events": [{"name": "x"}]})
    assert codes(basket.findings_at("attributes.0")) == [("G06", "attributes.views")]
    assert codes(basket.findings_at("attributes.0.name")) == [("G06", "attributes.views")]
    assert codes(basket.findings_at("attributes.1")) == [
        ("G06", "attributes.views"),
        ("A01", "attributes.views.property"),
    ]
    assert codes(basket.findings_at("attributes.1.property")) == [("A01", "attributes.views.property")]
    assert codes(basket.findings_at("attributes.2")) == [("G01", "attributes.2.name")]
    assert basket.findings_at("attributes.1.prop") == []
    assert basket.first_error[0] == "attributes.0.name"


def test_a_finding_leaves_with_its_attribute(basket):
    basket.add_attribute({"name": "total", "aggregation": "sum", "events": []})
    basket.move_attribute(1, 0)
    assert codes(basket.findings_at("attributes.0")) == [("A01", "attributes.total.property")]
    basket.delete_attribute(0)
    assert basket.findings == []


def test_fields_of_an_external_table_by_position(basket):
    basket.set("source", "external")
    basket.set("fields", [{"name": "a", "type": "double"}, {"name": "b", "type": "dubble"}])
    assert [one.message for one in basket.findings_at("fields.1.type")] == [
        '"dubble" is no type. Did you mean double? Choose from bytes, string, int32, '
        "int64, double, float, bool, unix_timestamp, timestamp, bytes_list, string_list, int32_list, "
        "int64_list, double_list, float_list, bool_list, unix_timestamp_list, dict."
    ]
    assert basket.findings_at("fields.0") == []


@pytest.mark.parametrize(
    ("source", "aggregation", "message"),
    [
        (PATH, "sum", "Sum needs a number; page_urlpath is text."),
        (item("prise"), "last", "com.acme/item/1 has no field prise in this data. Did you mean price?"),
        (
            {"type": "atomic", "name": "geo_city"},
            "last",
            "The events have no column geo_city.",
        ),
        (
            {**item("price"), "vendor": "com.other"},
            "last",
            "This data has no column for com.other/item/1: the value is always empty.",
        ),
    ],
)
def test_the_shape_of_the_events_counts_at_once(basket, source, aggregation, message):
    basket.set("attributes.0.aggregation", aggregation)
    basket.set("attributes.0.property", source)
    assert [one.message for one in basket.findings_at("attributes.0.property")] == [message]


def test_a_key_that_the_events_have_not(basket):
    basket.set("attribute_key", "network_userid")
    assert [one.message for one in basket.findings_at("attribute_key")] == [
        "The events have no column network_userid."
    ]


def test_no_row_is_read_for_a_finding(basket, signals, monkeypatch):
    """An edit runs no query; only deep_findings does (6.5: A13 and C06 need the rows)."""
    events = signals._evaluator.events
    asked = []
    fetch = events._fetch
    object.__setattr__(events, "_fetch", lambda query: asked.append(query) or fetch(query))
    basket.set("attributes.0.events", [{"name": "page_vew"}])
    basket.set("attributes.0.aggregation", "last")
    basket.set("attributes.0.property", page("pageTipe"))
    assert (basket.errors, basket.badge, basket.permits(), asked) == (
        0,
        "Draft",
        Permits("", "No test runs.", ""),
        [],
    )
    found = basket.deep_findings()
    assert asked
    assert [one.message for one in found] == ["Event page_vew is not in this data. Seen: page_view 1-0-0."]
    assert basket.path_of(found[0]) == "attributes.0.events"


def test_deep_findings_wait_for_the_errors(basket):
    basket.set("attributes.0.aggregation", "sum")
    assert basket.deep_findings() == []
    basket.set("source", "external")
    assert basket.deep_findings() == []


def test_what_can_be_pressed(draft, tmp_path):
    """Table of 6.4; every reason can stand next to its button."""
    off = "No test runs."
    assert draft.permits() == Permits("Fix 3 errors first.", off, "Fix 3 errors first.")
    draft.set("name", "basket")
    draft.set("attribute_key", "domain_userid")
    draft.add_attribute({"name": "views", "aggregation": "sum", "events": [], "property": VISITS})
    assert draft.permits() == Permits("", off, "")
    assert draft.permits(running=True) == Permits("Testing...", "", "A test runs.")
    draft.publish()
    assert draft.permits().publish == "Nothing to publish: v1 already holds this definition."
    draft.set("attributes.0.aggregation", "last")
    draft.set("attributes.0.property", None)
    assert draft.permits() == Permits("Fix 1 error first.", off, "Fix 1 error first.")
    draft.set("source", "external")
    draft.set("fields", [{"name": "a", "type": "double"}])
    draft.set(
        "batch_source",
        {"name": "s", "database": "d", "schema": "s", "table": "t", "timestamp_field": "u"},
    )
    assert draft.permits().test == "The values of an external table are not computed from events."
    assert draft.permits().publish == ""


def test_without_data(tmp_path, basket):
    bare = Draft(None, basket.state["group"], folder=tmp_path, autosave=False)
    assert bare.permits() == Permits("Open a parquet file first.", "No test runs.", "No registry is open.")
    assert (bare.errors, bare.versions, bare.badge, bare.deep_findings()) == (0, (), "Draft", [])
    assert bare.target == ""
    with pytest.raises(SignalsError) as caught:
        bare.publish()
    assert str(caught.value) == "No registry is open."
    assert bare.keys == ("domain_userid", "domain_sessionid", "user_id", "network_userid")
    bare.set("attributes.0.type", "auto")
    bare.set("attributes.0.aggregation", "last")
    bare.set("attributes.0.property", AtomicProperty(name="domain_sessionidx"))
    assert bare.group.attributes[0].type == "int64"


def test_other_events_change_what_is_inferred(basket, tmp_path):
    """Feature 13: without data the price is of no known kind; over the data it is a double, and back."""
    bare = Draft(None, folder=tmp_path, autosave=False)
    told = []
    bare.observe(lambda changed: told.append(changed.what))
    bare.set("owner", "a@b.com")
    bare.add_attribute({"name": "price", "aggregation": "last", "events": [], "property": item("price")})
    assert bare.get("attributes.0") | {"type": "string"} == bare.state["group"]["attributes"][0]
    bare.use(basket.signals)
    assert bare.state["group"]["attributes"][0]["type"] == "double"
    bare.undo()
    bare.redo()
    assert bare.state["group"]["attributes"][0]["type"] == "double"
    assert told == ["edit", "edit", "data", "undo", "redo"]
    bare.use(None)
    assert bare.permits().publish.startswith("Fix ")
    assert bare.state["group"]["attributes"][0]["type"] == "string"


def test_states_of_a_group(draft):
    """Empty -> invalid -> valid -> published -> valid ("Unpublished changes") -> published again by undo."""
    seen = []
    draft.open(None)
    draft.observe(lambda changed: seen.append((draft.group_state, draft.badge)))
    draft.set("name", "basket")
    draft.set("owner", "a@b.com")
    draft.set("attribute_key", "domain_userid")
    draft.add_attribute({"name": "views", "aggregation": "counter", "events": []})
    draft.publish()
    draft.set("description", "x")
    draft.undo()
    draft.set("name", "other")
    assert list(dict.fromkeys(seen)) == [
        ("invalid", "Draft"),
        ("valid", "Draft"),
        ("published", "Published v1"),
        ("valid", "Unpublished changes"),
    ]
    assert seen[-2:] == [("published", "Published v1"), ("valid", "Draft")]


def test_choices_of_an_attribute(basket):
    choices = basket.choices(0)
    assert [name for _, name in choices.aggregations][:3] == ["counter", "sum", "min"]
    assert (choices.help, choices.property, choices.property_note) == (
        "Number of matching events.",
        False,
        "Counts events.",
    )
    assert choices.types == (
        ("auto (int64)", "auto"),
        ("int32", "int32"),
        ("int64", "int64"),
        ("float", "float"),
        ("double", "double"),
    )
    assert (choices.date_parts, choices.time_units, choices.more) == ((), (), 0)
    basket.set("attributes.0.aggregation", "time_since_last")
    basket.set("attributes.0.description", "x")
    basket.set("attributes.0.type", "float")
    choices = basket.choices(0)
    assert (choices.property_note, choices.more) == ("Uses derived_tstamp.", 2)
    assert [value for _, value in choices.time_units] == ["s", "min", "h", "d"]


@pytest.mark.parametrize(
    ("source", "aggregation", "offered"),
    [
        ({"type": "atomic", "name": "collector_tstamp"}, "most_frequent", True),
        ({"type": "atomic", "name": "collector_tstamp"}, "max", False),
        (PATH, "last", False),
        (VISITS, "last", False),
        (item("name"), "last", True),
        (item("price"), "last", False),
        (page("pageType"), "last", True),
    ],
)
def test_a_date_part_is_offered_for_what_may_be_a_date(basket, source, aggregation, offered):
    """*_tstamp columns, and texts of schemas, which hold date-times as text (widgets.md 2.7)."""
    basket.set("attributes.0.aggregation", aggregation)
    basket.set("attributes.0.property", source)
    assert bool(basket.choices(0).date_parts) == offered


def test_an_illegal_type_that_was_opened_is_shown(basket):
    group = basket.state["group"]
    group["attributes"][0]["type"] = "string"
    basket.open(group)
    assert basket.choices(0).types[-1] == ("string", "string")
    assert basket.get("attributes.0.type") == "string"


def test_thirty_attributes_cost_at_most_20_ms_an_edit(basket):
    for number in range(29):
        basket.add_attribute({"name": f"a{number}", "aggregation": "last", "events": [], "property": PATH})
    spent = []
    for number in range(30):
        started = time.process_time()
        basket.set("attributes.15.name", f"name_{number}")
        assert basket.findings_at("attributes.15") == []
        assert (basket.errors, basket.badge, basket.permits().test) == (0, "Draft", "")
        basket.choices(15)
        spent.append(time.process_time() - started)
    assert sorted(spent)[15] < 0.020


def test_a_draft_needs_no_widgets():
    code = "import sys, signals_nb.widgets.draft; print('ipywidgets' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
