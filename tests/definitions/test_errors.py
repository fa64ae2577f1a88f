"""Errors of shape: still pydantic's, with the whole text in words."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from pydantic import ValidationError

from definitions.build import PATH, attribute, counter, group, where
from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeGroup,
    BatchSource,
    CalculatedProperty,
    Criterion,
    EntityProperty,
    Event,
    PageView,
    Service,
    StreamAttributeGroup,
)
from signals_nb.errors import SignalsWarning

OPERATORS = "=, !=, <, >, <=, >=, like, in, is null, is not null"
TYPES = (
    "bytes, string, int32, int64, double, float, bool, unix_timestamp, timestamp, bytes_list, string_list, "
    "int32_list, int64_list, double_list, float_list, bool_list, unix_timestamp_list, dict"
)
AGGREGATIONS = (
    "counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, "
    "approx_count_distinct, time_since_last, time_since_first"
)
DATE_PARTS = "active_day, active_week, active_month, hour_of_day, day_of_week, month_of_year"
A_PROPERTY = "A property is an AtomicProperty, an EventProperty, an EntityProperty or a CalculatedProperty"
DATETIME = "a datetime, or ISO 8601 text such as 2026-01-31T00:00:00Z"

# A construction, and its errors: path and text.
CASES: list[tuple[Any, list[tuple[str, str]]]] = [
    (
        lambda: attribute(aggregation="couner"),
        [("aggregation", f'"couner" is no aggregation. Did you mean counter? Choose from {AGGREGATIONS}.')],
    ),
    (
        lambda: AtomicProperty(name="page_urlpth"),
        [
            (
                "name",
                '"page_urlpth" is no atomic column. Did you mean page_urlpath, page_urlport or page_url?',
            )
        ],
    ),
    (
        lambda: AtomicProperty(name="zzz"),
        [("name", '"zzz" is no atomic column. signals_nb.definitions.ATOMIC lists them.')],
    ),
    (
        lambda: AtomicProperty(name="true_tstamp", date_part="hour"),
        [("date_part", f'"hour" is no date part. Choose from {DATE_PARTS}.')],
    ),
    (
        lambda: attribute(type="strng"),
        [("type", f'"strng" is no type. Did you mean string or string_list? Choose from {TYPES}.')],
    ),
    (
        lambda: attribute(time_unit="minutes"),
        [("time_unit", '"minutes" is no time unit. Did you mean min? Choose from s, min, h, d.')],
    ),
    (
        lambda: where("==", "x"),
        [("operator", f'"==" is no operator. Did you mean =? Choose from {OPERATORS}.')],
    ),
    (
        lambda: CalculatedProperty(operation="cat", properties=[PATH]),
        [
            (
                "operation",
                '"cat" is no operation. Did you mean concat? '
                "Choose from concat, sum, product, min, max, coalesce.",
            )
        ],
    ),
    (
        lambda: attribute(property="page_urlpath"),
        [("property", f'{A_PROPERTY}; got "page_urlpath". Write AtomicProperty(name="page_urlpath").')],
    ),
    (lambda: attribute(property=5), [("property", f"{A_PROPERTY}; got 5.")]),
    (
        lambda: CalculatedProperty(operation="concat", properties=["x"]),
        [("properties.0", f'{A_PROPERTY}; got "x".')],
    ),
    (
        lambda: attribute(property={"type": "atomi", "name": "app_id"}),
        [
            (
                "property.type",
                '"atomi" is no kind of property. Did you mean atomic? '
                "Choose from atomic, event, entity, calculated.",
            )
        ],
    ),
    (
        lambda: attribute(property={"type": "entity", "vendor": "v", "name": "n"}),
        [("property.major_version", "major_version is required."), ("property.path", "path is required.")],
    ),
    (
        lambda: Criterion(property={"name": "app_id"}, operator="="),
        [("property", "A property needs a type: atomic, event, entity or calculated.")],
    ),
    (
        lambda: Criterion(property={"type": "x"}, operator="="),
        [("property", '"x" is no kind of property. Choose from atomic, event, entity, calculated.')],
    ),
    (
        lambda: where("in", ["a", 1]),
        [
            (
                "value",
                "value takes text, a number, true or false, or a list of one of these kinds; got ['a', 1].",
            )
        ],
    ),
    (
        lambda: attribute(default_value={}),
        [("default_value", "default_value takes text, a number, true or false, or a list of these; got {}.")],
    ),
    (
        lambda: attribute(events=PageView()),
        [
            (
                "events",
                "events takes a list of Event: events=[PageView()]; got one Event.",
            )
        ],
    ),
    (
        lambda: attribute(events=["page_view"]),
        [("events.0", 'events takes the fields of Event, or one; got "page_view".')],
    ),
    (
        lambda: attribute(name="my attr-1"),
        [
            (
                "name",
                "name may only hold letters, digits and underscores (1–128). "
                '"my attr-1" has a space and "-". Try "my_attr_1".',
            )
        ],
    ),
    (lambda: attribute(name=""), [("name", "name must not be empty.")]),
    (lambda: attribute(name="a" * 129), [("name", "name may have at most 128 characters; got 129.")]),
    (
        lambda: attribute(period="7 weeks"),
        [("period", 'period takes a timedelta, or ISO 8601 text such as P7D or PT10M; got "7 weeks".')],
    ),
    (
        lambda: Event(name="a b", version="1.0.0"),
        [
            ("name", 'name takes letters, digits, hyphens and underscores; got "a b".'),
            ("version", 'version takes three numbers with hyphens between, such as 1-0-0; got "1.0.0".'),
        ],
    ),
    (
        lambda: EntityProperty(vendor="", name="n", major_version=0, path="a['b']", index=-1),
        [
            ("vendor", "vendor must not be empty."),
            ("major_version", "major_version must be 1 or more; got 0."),
            (
                "path",
                "path takes names with dots between and indexes in brackets, such as $.items[0].price, "
                "without quotes; got \"a['b']\".",
            ),
            ("index", "index must be 0 or more; got -1."),
        ],
    ),
    (
        lambda: BatchSource(name="s", database="d", schema_="s", table="t", timestamp_field="u"),
        [("schema", "schema is required: the schema that holds the table (written schema=, not schema_=).")],
    ),
    (
        lambda: StreamAttributeGroup(),
        [
            ("name", "name is required."),
            ("owner", "owner is required: an e-mail address, for example you@company.com."),
            (
                "attribute_key",
                "attribute_key is required: an AttributeKey, such as domain_userid or domain_sessionid.",
            ),
            ("attributes", "attributes is required: a list with at least one Attribute."),
        ],
    ),
    (
        lambda: group(owner="Bob"),
        [
            (
                "owner",
                'Owner must be an e-mail address, for example you@company.com; got "Bob". '
                "An email address must have an @-sign.",
            )
        ],
    ),
    (lambda: group(owner=None), [("owner", "owner takes text; got null.")]),
    (
        lambda: group(attribute_key="customer"),
        [
            (
                "attribute_key",
                "attribute_key takes an AttributeKey, a LinkAttributeKey, or a built-in key; "
                'got "customer". Write LinkAttributeKey(name="customer").',
            )
        ],
    ),
    (
        lambda: group(attribute_key={"key": "user_id"}),
        [
            (
                "attribute_key",
                "A name cannot be derived from key alone. Give name, property or external_column.",
            )
        ],
    ),
    (
        lambda: group(fields=[], offline=True, batch_source={}),
        [
            ("offline", "offline is always False for StreamAttributeGroup. Leave it out."),
            (
                "batch_source",
                "StreamAttributeGroup has no batch_source; the two batch groups have. Leave it out.",
            ),
            (
                "fields",
                "StreamAttributeGroup has no fields; only ExternalBatchAttributeGroup has. Leave it out.",
            ),
        ],
    ),
    (lambda: group(version="x"), [("version", 'version takes a whole number; got "x".')]),
    (lambda: group(online="maybe"), [("online", 'online takes true or false; got "maybe".')]),
    (
        lambda: group(backfill_since_tstamp="yesterday"),
        [("backfill_since_tstamp", f'backfill_since_tstamp takes {DATETIME}; got "yesterday".')],
    ),
    (
        lambda: Service(name="s", owner="a@b.com", attribute_groups=[]),
        [("attribute_groups", "Add at least one attribute group.")],
    ),
    (
        lambda: AttributeGroup.from_json(
            {"name": "g", "attributes": [{**counter().to_dict(), "aggregation": "sm"}]}
        ),
        [
            ("owner", "owner is required: an e-mail address, for example you@company.com."),
            (
                "attribute_key",
                "attribute_key is required: an AttributeKey, such as domain_userid or domain_sessionid.",
            ),
            (
                "attributes.0.aggregation",
                f'"sm" is no aggregation. Did you mean sum? Choose from {AGGREGATIONS}.',
            ),
        ],
    ),
]


@pytest.mark.parametrize(
    ("make", "errors"), CASES, ids=[found[0][0] + str(i) for i, (_, found) in enumerate(CASES)]
)
def test_an_error_says_what_is_wrong_and_what_to_do(make: Any, errors: list[tuple[str, str]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        with pytest.raises(ValidationError) as raised:
            make()
    found = [(".".join(map(str, one["loc"])), one["msg"]) for one in raised.value.errors()]
    assert found == errors


def test_the_whole_text_of_an_error() -> None:
    with pytest.raises(ValidationError) as raised:
        AtomicProperty(name="geo_citi")
    assert str(raised.value) == (
        "1 validation error for AtomicProperty\n"
        "name\n"
        '  "geo_citi" is no atomic column. Did you mean geo_city, geo_country or geo_timezone?'
        " [type=literal_error, input_value='geo_citi', input_type=str]"
    )
    assert raised.value.__cause__ is None


def test_braces_and_line_breaks_in_a_value_are_shown_as_they_are() -> None:
    with pytest.raises(ValidationError) as raised:
        attribute(type="{x}\n{0}")
    assert raised.value.errors()[0]["msg"].startswith('"{x}\n{0}" is no type.')


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"agregation": "sum"},
            'Attribute has no field "agregation"; it is ignored. Did you mean aggregation?',
        ),
        ({"zzz": 1}, 'Attribute has no field "zzz"; it is ignored.'),
        ({"events": [{"nme": "x"}]}, 'Event has no field "nme"; it is ignored. Did you mean name?'),
        (
            {"property": {"type": "atomic", "name": "app_id", "datepart": "x"}},
            'AtomicProperty has no field "datepart"; it is ignored. Did you mean date_part?',
        ),
        (
            {"criteria": {"al": []}},
            'Criteria has no field "al"; it is ignored. Did you mean all?',
        ),
    ],
)
def test_an_unknown_field_is_ignored_with_a_warning(given: dict[str, Any], message: str) -> None:
    base = {"name": "a", "type": "int64", "events": [], "aggregation": "counter"}
    with pytest.warns(SignalsWarning) as caught:
        made = Attribute(**{**base, **given})
    assert [str(one.message) for one in caught] == [message]
    assert caught[0].filename == __file__
    assert "zzz" not in made.to_dict()


def test_a_warning_of_a_loaded_file_points_at_the_load() -> None:
    loaded = {**group().to_dict(), "ownr": "x"}
    with pytest.warns(SignalsWarning) as caught:
        AttributeGroup.from_json(loaded)
    assert [str(one.message) for one in caught] == [
        'StreamAttributeGroup has no field "ownr"; it is ignored. Did you mean owner?'
    ]
    assert caught[0].filename == __file__


def test_what_the_api_adds_is_ignored_without_a_warning() -> None:
    added = {
        "full_name": "g_1",
        "feast_name": "g_v1",
        "attribute_key_or_name": "x",
        "stream_source_name": None,
    }
    loaded = {**group().to_dict(), **added, "attribute_group_or_attribute_key_ttl": "P7D"}
    loaded["attribute_key"]["blobl_path"] = "x"
    assert AttributeGroup.from_json(loaded) == group()


def test_a_known_field_warns_of_nothing() -> None:
    assert group(attribute(criteria=where("=", "x"))).name == "g"
