"""Every rule of check() for attributes and their properties: the whole finding, and nothing beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from definitions.build import (
    DATE_AGGREGATIONS,
    DAY,
    HOUR,
    KIND,
    NONE,
    PATH,
    PRICE,
    USE_LISTS,
    USE_NUMBERS,
    USE_SCALARS,
    WEEK,
    atomic,
    attribute,
    calculated,
    counter,
    expected,
    group,
    where,
)
from signals_nb.check import Finding, check_definition
from signals_nb.definitions import AtomicProperty, Event

CASES: list[tuple[Any, Finding]] = [
    (
        group(attribute(property=None)),
        expected(
            "A01",
            "attributes.a.property",
            "Last needs a property. Choose one under Property.",
            "Set property.",
        ),
    ),
    (
        group(counter(aggregation="time_since_last", type="double")),
        expected(
            "A03",
            "attributes.a.time_unit",
            "Choose a time unit for Time Since Last.",
            'Set time_unit to "s", "min", "h" or "d".',
        ),
    ),
    (
        group(counter(aggregation="time_since_first", type="int64", time_unit="h")),
        expected(
            "A04",
            "attributes.a.type",
            "Time Since First gives a float or double; the type is int64.",
            'Write type="double".',
        ),
    ),
    (
        group(counter(aggregation="time_since_last", type="float", time_unit="h", property=PATH)),
        expected(
            "A05",
            "attributes.a.property",
            "Time Since Last always uses derived_tstamp; remove the property.",
            "Leave property out.",
        ),
    ),
    (
        group(attribute(property=AtomicProperty(name="se_value", date_part="active_day"))),
        expected(
            "A06",
            "attributes.a.property.date_part",
            "active_day needs a date-time property; se_value is numbers.",
            "Choose one of the *_tstamp columns, or remove date_part.",
        ),
    ),
    (
        group(attribute(criteria=where("=", 3, AtomicProperty(name="app_id", date_part="hour_of_day")))),
        expected(
            "A06",
            "attributes.a.criteria.all.0.property.date_part",
            "hour_of_day needs a date-time property; app_id is text.",
            "Choose one of the *_tstamp columns, or remove date_part.",
        ),
    ),
    (
        group(attribute(aggregation="max", type="int64", property=HOUR)),
        expected(
            "A07",
            "attributes.a.property.date_part",
            "Max does not take a date part.",
            f"Remove date_part, or choose one of {DATE_AGGREGATIONS}.",
        ),
    ),
    (
        group(attribute(property=HOUR)),
        expected(
            "A08",
            "attributes.a.type",
            'hour_of_day gives int32 or int64; the type is string. Use "auto".',
            'Write type="int64".',
        ),
    ),
    (
        group(attribute(aggregation="unique_list", type="int64_list", property=DAY)),
        expected(
            "A08",
            "attributes.a.type",
            'active_day gives string_list; the type is int64_list. Use "auto".',
            'Write type="string_list".',
        ),
    ),
    (
        group(attribute(period=WEEK, ttl=WEEK)),
        expected(
            "A09",
            "attributes.a.ttl",
            "A period and a TTL cannot be set together. TTL is for Lifetime attributes.",
            "Remove ttl or period.",
        ),
    ),
    (
        group(attribute(period=NONE)),
        expected(
            "A10",
            "attributes.a.period",
            "The period must be longer than 0.",
            "For example period=timedelta(days=7).",
        ),
    ),
    (
        group(attribute(type="string_list")),
        expected(
            "A11",
            "attributes.a.type",
            f"Type string_list does not fit Last of text. Use {USE_SCALARS}.",
            'Write type="string".',
        ),
    ),
    (
        group(attribute(aggregation="unique_list", property=atomic("geo_latitude"))),
        expected(
            "A11",
            "attributes.a.type",
            f"Type string does not fit Unique List of numbers. Use {USE_LISTS}.",
            'Write type="double_list".',
        ),
    ),
    (
        group(attribute(aggregation="category_count", property=PRICE)),
        expected(
            "A11",
            "attributes.a.type",
            "Type string does not fit Category Count of values. Use dict.",
            'Write type="dict".',
        ),
    ),
    (
        group(counter(type="string")),
        expected(
            "A11",
            "attributes.a.type",
            f"Type string does not fit Counter of events. Use {USE_NUMBERS}.",
            'Write type="int64".',
        ),
    ),
    (
        group(counter(default_value=2.5)),
        expected(
            "A12",
            "attributes.a.default_value",
            'Default value "2.5" is not a int64.',
            "Give a whole number within 64 bits, such as 0.",
        ),
    ),
    (
        group(attribute(default_value=5)),
        expected(
            "A12",
            "attributes.a.default_value",
            'Default value "5" is not a string.',
            'Give a text, such as "unknown".',
        ),
    ),
    (
        group(attribute(property=KIND)),
        expected(
            "A14",
            "attributes.a.property",
            (
                "type of com.acme/add_to_cart/1 belongs to com.acme/add_to_cart/1, which none "
                "of the chosen events carries: the value will always be empty."
            ),
            "Add that event to events, or choose another property.",
        ),
    ),
    (
        group(counter(events=[])),
        expected(
            "A17",
            "attributes.a.events",
            "Counts every event of every type (no event chosen).",
            "Set events to count fewer.",
        ),
    ),
    (
        group(counter(time_unit="s")),
        expected("A18", "attributes.a.time_unit", "Counter does not take a time unit.", "Remove time_unit."),
    ),
    (
        group(attribute(ttl=timedelta(seconds=-1))),
        expected(
            "A19", "attributes.a.ttl", "The TTL must be longer than 0.", "For example ttl=timedelta(days=7)."
        ),
    ),
    (
        group(counter(property=PATH)),
        expected(
            "A20",
            "attributes.a.property",
            "Counter looks at no property: page_urlpath is ignored.",
            "Leave property out.",
        ),
    ),
    (
        group(
            counter(
                aggregation="time_since_last", type="double", time_unit="d", property=atomic("derived_tstamp")
            )
        ),
        expected(
            "A20",
            "attributes.a.property",
            "Time Since Last looks at no property: derived_tstamp is ignored.",
            "Leave property out.",
        ),
    ),
    (
        group(counter(events=[Event(name="page_view", vendor="v", event_specification_id="x")])),
        expected(
            "E01",
            "attributes.a.events.0",
            "An event specification cannot be set together with name or vendor.",
            "Keep either event_specification_id or the others.",
        ),
    ),
    (
        group(attribute(property=calculated("coalesce", PATH, PATH, separator="-"))),
        expected(
            "D01",
            "attributes.a.property.separator",
            "Only concat takes a separator; coalesce does not.",
            "Remove separator.",
        ),
    ),
    (
        group(attribute(property=calculated("concat", PATH))),
        expected(
            "D02",
            "attributes.a.property.properties",
            "concat needs at least two properties.",
            "Add a property, or use the one without concat.",
        ),
    ),
    (
        group(attribute(property=calculated("concat", PATH, atomic("se_value"), atomic("page_urlport")))),
        expected(
            "D03",
            "attributes.a.property.properties.1",
            "concat joins text and whole numbers; se_value is numbers.",
            "Remove it from concat.",
        ),
    ),
    (
        group(attribute(property=calculated("coalesce", PATH, PRICE, atomic("page_urlport")))),
        expected(
            "D04",
            "attributes.a.property.properties.2",
            ("coalesce needs properties of one type; page_urlpath is text, page_urlport is whole numbers."),
            "Keep those of one type.",
        ),
    ),
]


@pytest.mark.parametrize(("definition", "found"), CASES, ids=[found.code for _, found in CASES])
def test_rule(definition: Any, found: Finding) -> None:
    assert check_definition(definition) == [found]
