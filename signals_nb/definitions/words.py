"""Definitions in words, for messages and displays."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from signals_nb.definitions.aggregations import AGGREGATIONS
from signals_nb.definitions.events import Event
from signals_nb.definitions.properties import AtomicProperty, CalculatedProperty, EntityProperty, Property

if TYPE_CHECKING:
    from signals_nb.definitions.attributes import Attribute
    from signals_nb.definitions.criteria import Criterion

__all__ = [
    "attribute_words",
    "count_words",
    "criterion_words",
    "duration_words",
    "event_words",
    "property_words",
    "value_words",
]

_UNITS: Final = (("day", 86_400_000_000), ("hour", 3_600_000_000), ("minute", 60_000_000))


def duration_words(duration: timedelta) -> str:
    """A duration in days, hours, minutes and seconds.

    >>> duration_words(timedelta(days=7)), duration_words(timedelta(minutes=90, milliseconds=500))
    ('7 days', '1 hour 30 minutes 0.5 seconds')
    """
    rest = abs(duration) // timedelta(microseconds=1)
    parts = []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}{'s' if count > 1 else ''}")
    if rest or not parts:
        seconds = f"{rest / 1_000_000:.6f}".rstrip("0").rstrip(".")
        parts.append(f"{seconds} second{'' if seconds == '1' else 's'}")
    return ("minus " if duration < timedelta(0) else "") + " ".join(parts)


def count_words(number: int, what: str) -> str:
    """A number of things, ``what`` being the word for one.

    >>> count_words(1, "key"), count_words(1200, "key")
    ('1 key', '1,200 keys')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def property_words(source: Property, brief: bool = False) -> str:
    """A property by its column, or by its path and schema.

    Args:
        source: the property.
        brief: leave out the schema's vendor and model number.

    >>> property_words(AtomicProperty(name="derived_tstamp", date_part="hour_of_day"))
    'hour_of_day of derived_tstamp'
    >>> property_words(EntityProperty(vendor="io.acme", name="item", major_version=1, path="cost", index=2))
    'cost of io.acme/item/1[2]'
    """
    if isinstance(source, CalculatedProperty):
        parts = [property_words(part, brief) for part in source.properties]
        joined = f', separator "{source.separator}"' if source.separator else ""
        return f"{source.operation}({', '.join(parts)}{joined})"
    if isinstance(source, AtomicProperty):
        words = source.name
    else:
        index = f"[{source.index}]" if isinstance(source, EntityProperty) and source.index else ""
        schema = source.name if brief else f"{source.vendor}/{source.name}/{source.major_version}"
        words = f"{source.path} of {schema}{index}"
    return f"{source.date_part} of {words}" if source.date_part else words


def value_words(value: Any) -> str:
    """A value as JSON writes it."""
    return json.dumps(value, ensure_ascii=False)


def criterion_words(criterion: Criterion, brief: bool = False) -> str:
    """A condition as one reads it.

    Args:
        criterion: the condition.
        brief: leave out the schema's vendor and model number.

    >>> from signals_nb.definitions.criteria import Criterion
    >>> criterion_words(Criterion.in_list(AtomicProperty(name="geo_country"), ["GB", "FR"]))
    'geo_country in ["GB", "FR"]'
    """
    words = f"{property_words(criterion.property, brief)} {criterion.operator}"
    null_test = criterion.operator in ("is null", "is not null")
    return words if null_test else f"{words} {value_words(criterion.value)}"


def event_words(event: Event, brief: bool = False) -> str:
    """An event filter as one reads it.

    Args:
        event: the filter.
        brief: leave out the vendor where there is a name; Snowplow's own is always left out then.

    >>> event_words(Event(name="page_view", version="1-0-0")), event_words(Event(vendor="com.acme"))
    ('page_view 1-0-0', 'any event of com.acme')
    """
    name = " ".join(filter(None, [event.name or "any event", event.version]))
    usual = brief or event.vendor == "com.snowplowanalytics.snowplow"
    if event.vendor and not (usual and event.name):
        name += f" of {event.vendor}"
    if event.event_specification_id:
        name += f" with event specification {event.event_specification_id}"
    return name


def attribute_words(attribute: Attribute) -> str:
    """What an attribute computes, in brief.

    >>> from signals_nb.definitions.attributes import Attribute
    >>> week = timedelta(days=7)
    >>> attribute_words(Attribute(name="a", type="int64", aggregation="counter", events=[], period=week))
    'Counter · last 7 days'
    """
    aggregation = AGGREGATIONS[attribute.aggregation]
    label = aggregation.label
    if attribute.property is not None and aggregation.needs_property:
        label += f" of {property_words(attribute.property, brief=True)}"
    events = ", ".join(event_words(event, brief=True) for event in attribute.events)
    period = "" if attribute.period is None else f"last {duration_words(attribute.period)}"
    return " · ".join(filter(None, [label, events, period]))
