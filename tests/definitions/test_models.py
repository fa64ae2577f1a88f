"""What the vendor's own tests of its models hold, and the rest of a definition's everyday behaviour."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from definitions.build import KIND, PATH, PRICE, attribute, counter, external, group
from signals_nb.definitions import (
    AGGREGATIONS,
    ATOMIC,
    BUILT_IN_KEYS,
    JSON_COLUMNS,
    LOAD_TSTAMP,
    TIMESTAMPS,
    AtomicProperty,
    AttributeGroup,
    AttributeKey,
    BatchAttributeGroup,
    Criterion,
    EntityProperty,
    EventProperty,
    ExternalBatchAttributeGroup,
    Field,
    LinkAttributeKey,
    Service,
    StreamAttributeGroup,
    VersionedLinkAttributeGroup,
    aggregations,
    domain_userid,
    external_column,
    key_source,
    resolve_key,
)


@pytest.mark.parametrize("missing", ["owner", "attributes", "name", "attribute_key"])
def test_a_stream_group_needs(missing: str) -> None:
    given = {"name": "g", "owner": "a@b.com", "attribute_key": domain_userid, "attributes": [counter()]}
    del given[missing]
    with pytest.raises(ValidationError) as raised:
        StreamAttributeGroup(**given)
    assert [(one["loc"], one["type"]) for one in raised.value.errors()] == [((missing,), "missing")]


@pytest.mark.parametrize(
    ("field", "value"), [("fields", []), ("batch_source", None), ("attributes", [counter()])]
)
def test_an_external_group_needs_fields_and_a_source_and_has_no_attributes(field: str, value: Any) -> None:
    given = dict(external(Field(name="f", type="string")))
    with pytest.raises(ValidationError) as raised:
        ExternalBatchAttributeGroup(**{**given, field: value})
    assert [one["loc"] for one in raised.value.errors()] == [(field,)]


def test_offline_is_what_the_class_says() -> None:
    assert group().offline is False
    assert BatchAttributeGroup(**{**dict(group()), "offline": True, "batch_source": None}).offline is True
    assert external(Field(name="f", type="string")).offline is True


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": "k"}, "k"),
        ({"external_column": "CUSTOMER_ID"}, "CUSTOMER_ID"),
        ({"external_column": "c", "property": PATH}, "c"),
        ({"property": PATH}, "page_urlpath"),
        ({"property": KIND}, "type"),
        ({"property": PRICE}, "price"),
        ({"property": EntityProperty(vendor="v", name="n", major_version=1, path="$.a.b")}, "b"),
        ({"property": EventProperty(vendor="v", name="n", major_version=1, path="$.a.ids[0]")}, "ids[0]"),
        ({"name": "k", "property": PATH}, "k"),
        ({"name": "k", "external_column": "k"}, "k"),
        ({"name": "k", "key": "user_id"}, "k"),
        ({"key": "user_id", "property": PATH}, "page_urlpath"),
    ],
)
def test_a_keys_name_is_derived(given: dict[str, Any], name: str) -> None:
    assert AttributeKey(**given).name == name


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "A key needs a name, or a property or external_column to derive it from."),
        (
            {"key": "user_id"},
            "A name cannot be derived from key alone. Give name, property or external_column.",
        ),
        ({"external_column": ""}, "A key needs a name, or a property or external_column to derive it from."),
        (
            {"name": "a", "external_column": "b"},
            'external_column "b" and name "a" differ. Leave name out: it is derived from external_column.',
        ),
    ],
)
def test_a_key_without_a_name_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as raised:
        AttributeKey(**given)
    assert [one["msg"] for one in raised.value.errors()] == [message]


@pytest.mark.parametrize(
    ("made", "operator", "value"),
    [
        (Criterion.eq(PATH, "x"), "=", "x"),
        (Criterion.eq(PATH, ""), "=", ""),
        (Criterion.neq(PATH, 1), "!=", 1),
        (Criterion.gt(PRICE, 1.5), ">", 1.5),
        (Criterion.gte(PRICE, 1), ">=", 1),
        (Criterion.lt(PRICE, 1), "<", 1),
        (Criterion.lte(PRICE, 1), "<=", 1),
        (Criterion.like(PATH, "%x_"), "like", "%x_"),
        (Criterion.in_list(PATH, ["a", "b"]), "in", ["a", "b"]),
        (Criterion.is_null(PATH), "is null", None),
        (Criterion.is_not_null(KIND), "is not null", None),
    ],
)
def test_criterion_makers(made: Criterion, operator: str, value: Any) -> None:
    assert (made.operator, made.value) == (operator, value)
    assert type(made.value) is type(value)
    assert made.to_dict().get("value") == value


@pytest.mark.parametrize(
    "value", [True, False, 1, 1.0, "1", "true", 0, [1, 2], [1.0, 2.5], [True, False], ["1"]]
)
def test_a_value_keeps_its_type_through_json(value: Any) -> None:
    again = Criterion.from_json(Criterion.eq(PATH, value).to_json())
    assert again.value == value
    kinds = [type(one) for one in value] if isinstance(value, list) else type(value)
    assert kinds == ([type(one) for one in again.value] if isinstance(value, list) else type(again.value))


def test_numbers_of_a_list_become_of_one_type_as_in_the_yardstick() -> None:
    assert [type(one) for one in Criterion.in_list(PATH, [1, 2.5]).value] == [float, float]


def test_a_link_is_a_key_with_no_more_than_a_name() -> None:
    linked = group(attribute_key=LinkAttributeKey(name="customer"))
    assert linked.attribute_key == AttributeKey(name="customer")
    assert AttributeGroup.from_json(linked.to_json()) == linked


def test_keys_resolve_in_the_registry_then_built_in_then_by_column() -> None:
    published = {
        "customer": AttributeKey(name="customer", property=PRICE),
        "user_id": AttributeKey(property=PRICE),
    }
    assert resolve_key(LinkAttributeKey(name="customer"), published) is published["customer"]
    assert resolve_key(LinkAttributeKey(name="user_id"), published) is published["user_id"]
    assert resolve_key(LinkAttributeKey(name="user_id")) is BUILT_IN_KEYS["user_id"]
    assert resolve_key(AttributeKey(name="session")) is BUILT_IN_KEYS["session"]
    assert resolve_key(LinkAttributeKey(name="app_id")) == AttributeKey(name="app_id")
    assert resolve_key(LinkAttributeKey(name="nobody"), published) is None
    by_itself = AttributeKey(name="customer", key="app_id")
    assert resolve_key(by_itself, published) is by_itself


def test_where_a_key_is() -> None:
    assert key_source(AttributeKey(name="k", key="user_id", property=PRICE)) == PRICE
    assert key_source(BUILT_IN_KEYS["user"]) == "domain_userid"
    assert key_source(AttributeKey(name="app_id")) == "app_id"
    assert external_column(AttributeKey(name="k", key="user_id")) == "user_id"
    assert external_column(AttributeKey(external_column="ID")) == "ID"
    assert external_column(LinkAttributeKey(name="k")) == "k"


def test_a_service_keeps_links() -> None:
    linked = [VersionedLinkAttributeGroup(name="g", version=1)]
    assert Service(name="s", owner="a@b.com", attribute_groups=[group()]).attribute_groups == linked
    assert Service(name="s", owner="a@b.com", attribute_groups=(group(),)).attribute_groups == linked


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Bob <a@b.com>", "a@b.com"),
        ("A@Example.COM", "A@example.com"),
        ("ünï@exämple.com", "ünï@exämple.com"),
    ],
)
def test_an_owner_is_an_address(given: str, kept: str) -> None:
    assert group(owner=given).owner == kept


@pytest.mark.parametrize("owner", ["a@corp.local", "a@x.test", "", "Bob", None])
def test_an_owner_that_is_no_address_is_refused(owner: Any) -> None:
    with pytest.raises(ValidationError):
        group(owner=owner)


@pytest.mark.parametrize("spelling", ["P7D", "PT168H", "P1W", 604800, "7 days", timedelta(days=7)])
def test_seven_days_in_any_spelling(spelling: Any) -> None:
    assert group(ttl=spelling).ttl == timedelta(days=7)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(days=365), "P1Y"),
        (timedelta(days=400, hours=3, microseconds=1), "P1Y35DT3H0.000001S"),
        (timedelta(0), "PT0S"),
        (timedelta(milliseconds=500), "PT0.5S"),
        (timedelta(hours=36), "P1DT12H"),
        (timedelta(days=-1), "-P1D"),
        (timedelta(days=99999), None),
    ],
)
def test_a_duration_that_is_written_loads_as_the_same(duration: timedelta, text: str | None) -> None:
    written = group(ttl=duration).to_dict()["ttl"]
    assert text in (None, written)
    assert group(ttl=written).ttl == duration


@pytest.mark.parametrize("name", ["my-group", "", "a.b", "日本", "a" * 300, "../x", "a b", "a/b", "a\n"])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        group(name=name)
    with pytest.raises(ValidationError):
        attribute(name=name)


def test_definitions_copy_pickle_and_compare() -> None:
    made = group(attribute(), counter(name="b"))
    assert copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made
    assert made != group(attribute(), counter(name="c"))


def test_the_atomic_columns_and_their_types() -> None:
    assert len(ATOMIC) == 131
    assert len(TIMESTAMPS) == 7
    assert all(name.endswith("_tstamp") for name in TIMESTAMPS)
    assert LOAD_TSTAMP.name not in ATOMIC
    assert set(JSON_COLUMNS) < set(ATOMIC)
    by_type = {
        kind: [c.name for c in ATOMIC.values() if c.type == kind] for kind in ("double", "decimal", "bool")
    }
    assert by_type["double"] == ["geo_latitude", "geo_longitude", "se_value"]
    assert len(by_type["decimal"]) == 8
    assert len(by_type["bool"]) == 11
    assert len([c for c in ATOMIC.values() if c.type == "int"]) == 15
    assert all(column.description for column in ATOMIC.values())


def test_the_table_of_aggregations() -> None:
    table = aggregations()
    assert list(table["aggregation"]) == list(AGGREGATIONS)
    assert len(table) == 14
    assert {a.name: a.empty_value for a in AGGREGATIONS.values() if a.empty_value is not None} == {
        "counter": 0,
        "sum": 0,
        "unique_list": [],
        "category_count": {},
        "approx_count_distinct": 0,
    }
    assert AGGREGATIONS["unique_list"].empty_value is not AGGREGATIONS["unique_list"].empty_value
    assert AGGREGATIONS["approx_count_distinct"].label == "Approx Count Distinct"
    assert [a.name for a in AGGREGATIONS.values() if not a.needs_property] == [
        "counter",
        "time_since_last",
        "time_since_first",
    ]


def test_an_unknown_property_stays_out_of_the_wire() -> None:
    assert AtomicProperty(name="app_id").to_dict() == {"type": "atomic", "name": "app_id"}
