"""Switching back and forth: what was typed is hidden, never lost, and never given out (widgets.md 6.3)."""

import pytest

from signals_nb import AtomicProperty, AttributeGroup
from widgets.draft_world import PATH, TIME, VISITS, attribute, item, page

AGGREGATION, TYPE = "attributes.0.aggregation", "attributes.0.type"
PROPERTY, DEFAULT = "attributes.0.property", "attributes.0.default_value"


@pytest.fixture
def a(basket):
    return basket


def test_aggregation_hides_the_property_and_brings_it_back(a):
    """Last of page_urlpath -> counter (no property) -> last of page_urlpath."""
    a.set(AGGREGATION, "last")
    a.set(PROPERTY, PATH)
    a.set(AGGREGATION, "counter")
    assert "property" not in attribute(a)
    a.set(AGGREGATION, "most_frequent")
    assert attribute(a)["property"] == PATH


def test_aggregation_hides_the_time_unit_and_brings_it_back(a):
    a.set(AGGREGATION, "time_since_last")
    a.set("attributes.0.time_unit", "h")
    a.set(AGGREGATION, "counter")
    assert "time_unit" not in attribute(a)
    a.set(AGGREGATION, "time_since_first")
    assert attribute(a)["time_unit"] == "h"


def test_aggregation_hides_the_date_part_and_brings_it_back(a):
    """most_frequent hour -> max of the moment (no date part) -> most_frequent hour."""
    a.set(AGGREGATION, "most_frequent")
    a.set(PROPERTY, AtomicProperty(name="derived_tstamp", date_part="hour_of_day"))
    assert attribute(a)["type"] == "int64"
    a.set(AGGREGATION, "max")
    assert attribute(a)["property"] == TIME
    a.set(AGGREGATION, "last")
    assert attribute(a)["property"] == {**TIME, "date_part": "hour_of_day"}
    assert attribute(a)["type"] == "int64"


def test_property_hides_a_date_part_that_it_cannot_have(a):
    """Hour of derived_tstamp -> page_urlpath is text -> hour of collector_tstamp."""
    a.set(AGGREGATION, "last")
    a.set(PROPERTY, {**TIME, "date_part": "hour_of_day"})
    a.set(f"{PROPERTY}.name", "page_urlpath")
    assert attribute(a)["property"] == PATH
    a.set(f"{PROPERTY}.name", "collector_tstamp")
    assert attribute(a)["property"] == {
        "type": "atomic",
        "name": "collector_tstamp",
        "date_part": "hour_of_day",
    }


def test_each_kind_of_property_keeps_what_was_typed_for_it(a):
    a.set(AGGREGATION, "last")
    a.set(PROPERTY, PATH)
    a.set(f"{PROPERTY}.type", "entity")
    assert attribute(a)["property"] == {"type": "entity"}
    a.set(PROPERTY, item("price"))
    a.set(f"{PROPERTY}.type", "atomic")
    assert attribute(a)["property"] == PATH
    a.set(f"{PROPERTY}.type", "entity")
    assert attribute(a)["property"] == item("price")
    assert attribute(a)["type"] == "double"


@pytest.mark.parametrize(
    ("aggregation", "source", "wanted"),
    [
        ("counter", None, "int64"),
        ("sum", VISITS, "int64"),
        ("sum", item("price"), "double"),
        ("min", item("price"), "double"),
        ("max", VISITS, "int64"),
        ("mean", VISITS, "double"),
        ("sum", page("depth"), "double"),
        ("first", PATH, "string"),
        ("last", VISITS, "int64"),
        ("last", item("price"), "double"),
        ("last", item("in_stock"), "bool"),
        ("last", TIME, "timestamp"),
        ("last", page("pageType"), "string"),
        ("last", {**TIME, "date_part": "day_of_week"}, "int64"),
        ("last", {**TIME, "date_part": "active_day"}, "string"),
        ("unique_list", PATH, "string_list"),
        ("unique_list", VISITS, "int64_list"),
        ("unique_list", item("in_stock"), "bool_list"),
        ("unique_list", TIME, "string_list"),
        ("unique_list", {**TIME, "date_part": "hour_of_day"}, "int64_list"),
        ("most_frequent", PATH, "string"),
        ("least_frequent", VISITS, "int64"),
        ("category_count", PATH, "dict"),
        ("approx_count_distinct", PATH, "int64"),
        ("time_since_last", None, "double"),
        ("time_since_first", None, "double"),
    ],
)
def test_type_is_inferred_from_the_aggregation_and_the_data(a, aggregation, source, wanted):
    """Feature 13: int columns give int64, doubles and means double, JSON text says nothing of its kind."""
    a.set(AGGREGATION, aggregation)
    a.set(PROPERTY, source)
    assert attribute(a)["type"] == wanted
    assert a.get(TYPE) == "auto"
    assert a.choices(0).types[0] == (f"auto ({wanted})", "auto")
    assert [one.code for one in a.findings if one.severity == "error" and one.code != "A03"] == []


def test_a_type_of_the_users_own_stays_while_it_is_legal(a):
    a.set(TYPE, "int32")
    a.set(AGGREGATION, "approx_count_distinct")
    a.set(PROPERTY, PATH)
    assert (attribute(a)["type"], a.get(TYPE)) == ("int32", "int32")
    a.set(AGGREGATION, "category_count")
    assert (attribute(a)["type"], a.get(TYPE)) == ("dict", "auto")
    a.set(AGGREGATION, "counter")
    assert (attribute(a)["type"], a.get(TYPE)) == ("int32", "int32")


def test_back_to_auto_forgets_the_users_own_type(a):
    a.set(TYPE, "int32")
    a.set(TYPE, "auto")
    a.set(AGGREGATION, "category_count")
    a.set(AGGREGATION, "counter")
    assert (attribute(a)["type"], a.get(TYPE)) == ("int64", "auto")


def test_each_type_keeps_its_default(a):
    """Counter default 5 -> last text (5 is no text) default "none" -> counter 5 -> last "none"."""
    a.set(DEFAULT, 5)
    a.set(AGGREGATION, "last")
    a.set(PROPERTY, PATH)
    assert "default_value" not in attribute(a)
    a.set(DEFAULT, "none")
    a.set(AGGREGATION, "counter")
    assert attribute(a)["default_value"] == 5
    a.set(AGGREGATION, "last")
    assert attribute(a)["default_value"] == "none"


def test_a_default_that_fits_the_next_type_stays(a):
    a.set(DEFAULT, 5)
    a.set(TYPE, "double")
    assert attribute(a)["default_value"] == 5


def test_a_default_that_never_fitted_is_shown_with_its_error(a):
    a.set(DEFAULT, "five")
    assert [one.message for one in a.findings_at(DEFAULT)] == ['Default value "five" is not a int64.']


def test_period_and_ttl_take_turns(a):
    """A rolling window has a period, a lifetime a ttl of 7 days at first (A09: never both)."""
    a.set("attributes.0.period", "PT6H")
    a.set("attributes.0.period_kind", "lifetime")
    assert (attribute(a).get("period"), attribute(a)["ttl"]) == (None, "P7D")
    a.set("attributes.0.ttl", "P30D")
    a.set("attributes.0.period_kind", "rolling")
    assert (attribute(a)["period"], attribute(a).get("ttl")) == ("PT6H", None)
    a.set("attributes.0.period_kind", "lifetime")
    assert attribute(a)["ttl"] == "P30D"
    assert a.get("attributes.0.period_kind") == "lifetime"


def test_source_hides_attributes_and_brings_them_back(a):
    before = a.state["group"]["attributes"]
    a.set("source", "external")
    state = a.state
    assert (state["source"], state["group"]["fields"], state["selected"]) == ("external", [], None)
    assert "attributes" not in state["group"]
    a.set("batch_source.table", "ltv")
    a.set("fields", [{"name": "ltv", "type": "double"}])
    a.set("source", "stream")
    assert a.state["group"]["attributes"] == before
    assert {"fields", "batch_source"} & set(a.state["group"]) == set()
    a.set("source", "external")
    assert a.state["group"]["fields"] == [{"name": "ltv", "type": "double"}]
    assert a.state["group"]["batch_source"] == {"table": "ltv"}


def test_batch_source_is_optional_for_a_batch_group(a):
    a.set("source", "external")
    a.set("source", "batch")
    assert type(AttributeGroup.from_json(a.state["group"])).__name__ == "BatchAttributeGroup"
    assert a.errors == 0


def test_a_custom_key_is_kept_while_a_built_in_one_is_chosen(a):
    a.use_custom_key()
    assert a.get("attribute_key") == {"property": {"type": "atomic"}}
    a.set("attribute_key", {"name": "path", "property": PATH})
    a.set("attribute_key", "user_id")
    assert a.get("attribute_key")["name"] == "user_id"
    a.use_custom_key()
    assert a.get("attribute_key") == {"name": "path", "property": PATH}


def test_what_was_opened_is_left_as_it_is(a):
    """A counter with a property (A20) and its own type are kept until an edit concerns them."""
    group = a.state["group"]
    group["attributes"][0] |= {"property": PATH, "type": "int64"}
    a.open(group)
    a.set("attributes.0.name", "seen")
    assert attribute(a)["property"] == PATH
    assert a.get(TYPE) == "int64"
    assert [one.code for one in a.findings] == ["A20"]
    assert a.choices(0).property
