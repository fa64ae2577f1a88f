"""Small definitions for the tests: right in every way but for what a test changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from signals_nb.check import RULES, Finding
from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    BatchSource,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    EventProperty,
    ExternalBatchAttributeGroup,
    Field,
    PageView,
    StreamAttributeGroup,
    domain_userid,
)

PATH = AtomicProperty(name="page_urlpath")
PRICE = EntityProperty(vendor="com.acme", name="product", major_version=1, path="price")
KIND = EventProperty(vendor="com.acme", name="add_to_cart", major_version=1, path="type")
WEEK = timedelta(days=7)


def attribute(**fields: Any) -> Attribute:
    """An attribute without findings: the last path of a page view."""
    given = {"name": "a", "type": "string", "events": [PageView()], "aggregation": "last", "property": PATH}
    return Attribute(**{**given, **fields})


def counter(**fields: Any) -> Attribute:
    """An attribute without findings: a count of page views."""
    return attribute(**{"type": "int64", "aggregation": "counter", "property": None, **fields})


def group(*attributes: Attribute, **fields: Any) -> StreamAttributeGroup:
    """A group without findings."""
    given = {"name": "g", "owner": "a@b.com", "attribute_key": domain_userid, "ttl": WEEK}
    return StreamAttributeGroup(**{**given, "attributes": list(attributes) or [counter()], **fields})


def where(operator: str, value: Any = None, of: Any = PATH) -> Criteria:
    """One criterion."""
    return Criteria(all=[Criterion(property=of, operator=operator, value=value)])


HOUR = AtomicProperty(name="derived_tstamp", date_part="hour_of_day")
DAY = AtomicProperty(name="derived_tstamp", date_part="active_day")
NONE = timedelta(0)


def calculated(operation: str, *parts: Any, separator: str | None = None) -> CalculatedProperty:
    return CalculatedProperty(operation=operation, properties=list(parts), separator=separator)


def atomic(name: str) -> AtomicProperty:
    return AtomicProperty(name=name)


def external(*fields: Field, key: Any = domain_userid) -> ExternalBatchAttributeGroup:
    source = BatchSource(name="s", database="d", schema="s", table="t", timestamp_field="u")
    return ExternalBatchAttributeGroup(
        name="g", owner="a@b.com", attribute_key=key, ttl=WEEK, fields=list(fields), batch_source=source
    )


def changed(definition: Any, **fields: Any) -> Any:
    """A definition changed after its construction, past what the constructor refuses."""
    for name, value in fields.items():
        setattr(definition, name, value)
    return definition


USE_NUMBERS = "int32, int64, float or double"
USE_SCALARS = "string, int32, int64, float, double, bool, timestamp, unix_timestamp or bytes"
USE_LISTS = (
    "string_list, int32_list, int64_list, float_list, double_list, bool_list, "
    "unix_timestamp_list or bytes_list"
)
DATE_AGGREGATIONS = (
    "first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct"
)


def expected(code: str, place: str, message: str, hint: str) -> Finding:
    """A finding, its severity out of the table."""
    return Finding(code, RULES[code].severity, place, message, hint)
