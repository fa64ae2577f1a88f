"""Constructions to run against two packages: what is accepted, what is refused, what JSON comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

from signals_nb.definitions import AGGREGATIONS, ATOMIC

Make = Callable[[ModuleType], Any]

NAMES = [
    "a",
    "A_1",
    "0",
    "x" * 128,
    "x" * 129,
    "",
    "my-group",
    "a.b",
    "日本",
    "../x",
    "CON",
    "a b",
    "a\n",
    5,
    None,
    b"a",
]
TEXTS = ["", "text", "🎉", "a\x00b", "line\nbreak", None, 5, True]
OWNERS = ["a@b.com", "A@Example.COM", "Bob <a@b.com>", "ünï@exämple.com", "a@corp.local", "a@x.test"]
OWNERS += ["a@localhost", "", "a", "a@b", " a@b.com ", None, 5]
FREE_OWNERS = ["anyone", "x" * 255, "x" * 256, "a\x00", None, 5]
DURATIONS = [
    timedelta(days=7),
    timedelta(0),
    timedelta(days=-1),
    timedelta(milliseconds=500),
    timedelta(days=365),
    timedelta(days=400, hours=3, microseconds=1),
    "P7D",
    "PT168H",
    "P1W",
    "P1Y",
    "P1M",
    "PT0S",
    "-P1D",
    604800,
    1.5,
    "7 days",
    "7 days, 1:00:00",
    "1 week",
    "P",
    "",
    True,
    None,
]
VERSIONS = [1, 2, 0, -1, None, "2", "x", 1.0, 1.5, True, Decimal(3)]
FLAGS = [True, False, None, "yes", "no", 1, 0, 2, "maybe"]
SCALAR_TYPES = ["bytes", "string", "int32", "int64", "double", "float", "bool", "unix_timestamp"]
VALUE_TYPES = [*SCALAR_TYPES, *(f"{one}_list" for one in SCALAR_TYPES), "timestamp", "dict"]
SCALARS = ["", "x", "1", "true", 0, 1, -5, 2**70, 1.0, 2.5, True, False, None, float("inf")]
LISTS = [
    [],
    ["a"],
    [1, 2],
    [1, 2.5],
    [True, False],
    [True, 1],
    ["1", 2],
    ["a", 1],
    [None],
    [[1]],
    ("a", "b"),
    {"a"},
]
VALUES = [*SCALARS, *LISTS, {}, {"a": 1}, b"x", datetime(2025, 1, 1), Decimal("1.5")]
EVENT_NAMES = ["page_view", "add-to-cart", "a.b", "", "x" * 129, "a b", None, 5]
SCHEMA_NAMES = ["product", "a-b_C", "a.b", "", "x" * 128, "x" * 129, "n\n", None, 5]
PATHS = [
    "type",
    "$.a.b",
    "$.events[0].items[1].value",
    "$",
    "$.",
    "a['b']",
    'a["b"]',
    "",
    "a b",
    "a\nb",
    None,
    5,
]
MAJORS = [1, 99, 0, -1, "1", 1.0, 1.5, None, True]
OPERATORS = ["=", "!=", "<", ">", "<=", ">=", "like", "in", "is null", "is not null"]
DATE_PARTS = [
    "active_day",
    "active_week",
    "active_month",
    "hour_of_day",
    "day_of_week",
    "month_of_year",
    "hour",
    "",
    5,
]
MOMENTS = [
    datetime(2025, 1, 1),
    datetime(2025, 1, 1, tzinfo=UTC),
    date(2025, 1, 1),
    "2025-01-01",
    "2025-01-01T00:00:00Z",
]
MOMENTS += ["2025-01-01T02:00:00+02:00", 0, 1735689600, "yesterday", "", None]
ATOM: Make = lambda m: m.AtomicProperty(name="app_id")  # noqa: E731 - a table of small makers
SCHEMA = {"vendor": "com.acme", "name": "product", "major_version": 1, "path": "price"}
EVENT: Make = lambda m: m.EventProperty(**SCHEMA)  # noqa: E731
ENTITY: Make = lambda m: m.EntityProperty(**SCHEMA, index=2)  # noqa: E731
SUM: Make = lambda m: m.CalculatedProperty(operation="sum", properties=[ATOM(m), ENTITY(m)])  # noqa: E731
ANY_PROPERTY = [
    ATOM,
    EVENT,
    ENTITY,
    {"type": "atomic", "name": "app_id"},
    {"type": "event", **SCHEMA},
    {"type": "entity", **SCHEMA},
    {"type": "other", "name": "app_id"},
    {"name": "app_id"},
    SCHEMA,
    {**SCHEMA, "index": 1},
    {**SCHEMA, "type": "event", "index": 1},
    {},
    "app_id",
    5,
    None,
]
CALCULATED = [
    SUM,
    {"type": "calculated", "operation": "sum", "properties": [{"type": "atomic", "name": "app_id"}]},
    {"type": "calculated", "operation": "sum", "properties": [{"name": "app_id"}]},
    {"operation": "sum", "properties": [{"type": "atomic", "name": "app_id"}]},
    {"type": "calculated", "operation": "sum", "properties": []},
]

BASES: dict[str, dict[str, Any]] = {
    "AtomicProperty": {"name": "app_id"},
    "EventProperty": SCHEMA,
    "EntityProperty": SCHEMA,
    "CalculatedProperty": {"operation": "concat", "properties": [ATOM, EVENT]},
    "Event": {},
    "Criterion": {"property": ATOM, "operator": "=", "value": "x"},
    "Criteria": {},
    "Attribute": {"name": "a", "type": "string", "events": [], "aggregation": "last", "property": ATOM},
    "AttributeKey": {"name": "k"},
    "LinkAttributeKey": {"name": "k"},
    "BatchSource": {"name": "s", "database": "d", "schema": "s", "table": "t", "timestamp_field": "u"},
    "Field": {"name": "f", "type": "string"},
    "StreamAttributeGroup": {},
    "BatchAttributeGroup": {},
    "ExternalBatchAttributeGroup": {},
    "AttributeGroup": {},
    "Service": {"name": "s", "owner": "a@b.com"},
}

ATTRIBUTE: Make = lambda m: m.Attribute(name="a", type="int64", events=[m.PageView()], aggregation="counter")  # noqa: E731
SOURCE: Make = lambda m: m.BatchSource(**BASES["BatchSource"])  # noqa: E731
FIELD: Make = lambda m: m.Field(name="f", type="double")  # noqa: E731
KEY: Make = lambda m: m.domain_userid  # noqa: E731
GROUP: Make = lambda m: m.StreamAttributeGroup(  # noqa: E731
    name="g", version=3, attribute_key=m.user_id, owner="a@b.com", attributes=[ATTRIBUTE(m)]
)
CRITERION: Make = lambda m: m.Criterion.eq(ATOM(m), "x")  # noqa: E731

COMMON = {"name": "g", "attribute_key": KEY, "owner": "a@b.com"}
BASES["StreamAttributeGroup"] = {**COMMON, "attributes": [ATTRIBUTE]}
BASES["BatchAttributeGroup"] = {**COMMON, "attributes": [ATTRIBUTE]}
BASES["ExternalBatchAttributeGroup"] = {**COMMON, "fields": [FIELD], "batch_source": SOURCE}
BASES["AttributeGroup"] = COMMON
BASES["Service"]["attribute_groups"] = [GROUP]

KEYS = [
    KEY,
    lambda m: m.user_attribute_key,
    lambda m: m.session_attribute_key,
    lambda m: m.LinkAttributeKey(name="custom"),
    lambda m: m.AttributeKey(property=ENTITY(m)),
    {"name": "custom"},
    {"name": "custom", "key": "domain_userid"},
    {"name": "custom", "key": "not legal"},
    {"key": "domain_userid"},
    {"external_column": "CUSTOMER_ID"},
    {"property": {"type": "atomic", "name": "user_id"}},
    {},
    "domain_userid",
    None,
]
CRITERIA = [
    lambda m: m.Criteria(),
    lambda m: m.Criteria(all=[CRITERION(m)], any=[]),
    {"all": [{"property": {"type": "atomic", "name": "app_id"}, "operator": "=", "value": "x"}]},
    {"all": [{"property": {"name": "app_id"}, "operator": "=", "value": "x"}]},
    {"any": [CRITERION]},
    {"none": []},
    [],
    None,
]
GROUP_FIELDS: dict[str, list[Any]] = {
    "name": NAMES,
    "version": VERSIONS,
    "owner": OWNERS,
    "description": TEXTS,
    "attribute_key": KEYS,
    "ttl": DURATIONS,
    "refresh_rate": DURATIONS,
    "backfill_since_tstamp": MOMENTS,
    "online": FLAGS,
    "offline": FLAGS,
    "is_published": FLAGS,
    "batch_source": [SOURCE, {}, None, BASES["BatchSource"]],
    "fields": [[], [FIELD], [{"name": "f", "type": "string"}], None, "f"],
    "attributes": [
        [],
        [ATTRIBUTE],
        [ATTRIBUTE, ATTRIBUTE],
        [{"name": "a", "type": "string", "events": [], "aggregation": "last", "property": CALCULATED[1]}],
        [{"name": "a"}],
        (ATTRIBUTE,),
        ATTRIBUTE,
        None,
    ],
    "unknown": [1],
}

FIELDS: dict[str, dict[str, list[Any]]] = {
    "AtomicProperty": {
        "name": [*ATOMIC, "load_tstamp", "APP_ID", "", None],
        "date_part": DATE_PARTS,
        "type": ["atomic", "event"],
    },
    "EventProperty": {
        "vendor": ["com.acme", "", None, 5],
        "name": SCHEMA_NAMES,
        "major_version": MAJORS,
        "path": PATHS,
        "date_part": DATE_PARTS,
        "type": ["event", "entity"],
        "index": [0],
    },
    "EntityProperty": {
        "vendor": ["com.acme", "", None, 5],
        "name": SCHEMA_NAMES,
        "major_version": MAJORS,
        "path": PATHS,
        "date_part": DATE_PARTS,
        "index": [0, 7, -1, None, "2", 1.5],
    },
    "CalculatedProperty": {
        "operation": ["concat", "sum", "product", "min", "max", "coalesce", "mean", None],
        "properties": [
            [ATOM],
            [],
            [ATOM] * 50,
            [ATOM] * 51,
            [SUM],
            *([one] for one in ANY_PROPERTY),
            ATOM,
            None,
        ],
        "separator": ["", "-", "x" * 16, "x" * 17, "\x00", None, 5],
    },
    "Event": {
        "name": EVENT_NAMES,
        "vendor": [*EVENT_NAMES, "com.acme"],
        "version": ["1-0-0", "10-20-30", "1-0", "1.0.0", "", "1-0-0\n", None, 1],
        "event_specification_id": ["abc", "", None, 5],
    },
    "Criterion": {
        "property": ANY_PROPERTY + CALCULATED[1:],
        "operator": [*OPERATORS, "==", "IN", "not in", "", None],
        "value": VALUES,
    },
    "Criteria": {
        "all": [[], [CRITERION], [{}], CRITERION, None],
        "any": [[], [CRITERION, CRITERION], None, "x"],
    },
    "Attribute": {
        "name": NAMES,
        "description": TEXTS,
        "type": [*VALUE_TYPES, "str", "timestamp_list", "dict_list", "INT32", "", None],
        "events": [
            [],
            [{}],
            [{"name": "page_view"}],
            [{"name": "a b"}],
            None,
            "page_view",
            [lambda m: m.PagePing()],
        ],
        "aggregation": [*AGGREGATIONS, "count", "COUNTER", "", None],
        "property": ANY_PROPERTY + CALCULATED,
        "criteria": CRITERIA,
        "period": DURATIONS,
        "ttl": DURATIONS,
        "default_value": VALUES,
        "time_unit": ["s", "min", "h", "d", "days", "m", "", None],
        "unknown": [1],
    },
    "AttributeKey": {
        "name": NAMES,
        "description": TEXTS,
        "key": NAMES,
        "external_column": ["k", "CUSTOMER ID", "", "x" * 128, "x" * 129, "\x00", None],
        "property": ANY_PROPERTY + CALCULATED[:2],
        "owner": FREE_OWNERS,
        "ttl": DURATIONS,
        "is_published": FLAGS,
        "unknown": [1],
    },
    "LinkAttributeKey": {"name": NAMES, "key": ["a"]},
    "BatchSource": {
        "name": NAMES,
        "description": TEXTS,
        "owner": FREE_OWNERS,
        "database": ["my-project_1", "a b", "", "a.b", None],
        "schema": ["s", "S-1", "", None],
        "schema_": ["s"],
        "table": ["t", "t-1", "", "x" * 300, None],
        "timestamp_field": ["u", "u-1", "", None],
    },
    "Field": {"name": NAMES, "description": TEXTS, "type": [*VALUE_TYPES, "text", None]},
    "StreamAttributeGroup": GROUP_FIELDS,
    "BatchAttributeGroup": GROUP_FIELDS,
    "ExternalBatchAttributeGroup": GROUP_FIELDS,
    "AttributeGroup": GROUP_FIELDS,
    "Service": {
        "name": NAMES,
        "description": TEXTS,
        "owner": OWNERS,
        "attribute_groups": [
            [],
            [GROUP],
            (GROUP, GROUP),
            [{"name": "g", "version": 2}],
            [{"name": "g"}],
            [{"name": "g", "version": None}],
            [{"version": 1}],
            [GROUP] * 100,
            [GROUP] * 101,
            GROUP,
            "g",
            None,
        ],
        "is_published": FLAGS,
    },
}


def filled(value: Any, m: ModuleType) -> Any:
    """A value with its makers called for one of the packages."""
    if callable(value):
        return value(m)
    if isinstance(value, list | tuple):
        return type(value)(filled(one, m) for one in value)
    if isinstance(value, dict):
        return {name: filled(one, m) for name, one in value.items()}
    return value


def of_field(cls: str, field: str, value: Any) -> Make:
    """The construction of a class by its base, with one field changed."""
    return lambda m: getattr(m, cls)(**filled({**BASES[cls], field: value}, m))


def without(cls: str, field: str) -> Make:
    """The construction of a class by its base, with one field left out."""
    return lambda m: getattr(m, cls)(**filled({k: v for k, v in BASES[cls].items() if k != field}, m))


def constructions() -> list[tuple[str, Make]]:
    """Every class with every value of every field, and with each field of its base left out."""
    table = []
    for cls, fields in FIELDS.items():
        table += [(f"{cls} without {field}", without(cls, field)) for field in BASES[cls]]
        table += [
            (f"{cls}({field}={str(value)[:40]!r}) {index}", of_field(cls, field, value))
            for field, values in fields.items()
            for index, value in enumerate(values)
        ]
    return table
