"""The rules for one attribute that need no data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from signals_nb.check.criteria import check_criteria
from signals_nb.check.findings import Finding, finding
from signals_nb.check.properties import check_property, date_parts
from signals_nb.check.values import DATE_PART_TYPES, default_repair, kind_of_property, type_fits
from signals_nb.definitions import AGGREGATIONS, Aggregation, AtomicProperty, Attribute, Event, EventProperty
from signals_nb.definitions.words import property_words, value_words

__all__ = ["check_attribute"]


def check_attribute(attribute: Attribute, where: str) -> Iterator[Finding]:
    """Every finding about an attribute, in the order of its fields.

    Args:
        attribute: may be half-built: a field that is not there yet is None.
        where: its path in the group.
    """
    aggregation = AGGREGATIONS.get(attribute.aggregation)
    yield from _events(attribute, aggregation, where)
    if attribute.property is not None:
        yield from check_property(attribute.property, f"{where}.property")
    if aggregation is not None:
        yield from _property(attribute, aggregation, where)
        yield from _declared_type(attribute, aggregation, where)
        yield from _time_unit(attribute, aggregation, where)
    if attribute.criteria is not None:
        yield from check_criteria(attribute.criteria, f"{where}.criteria")
    yield from _durations(attribute, where)
    if attribute.default_value is not None and attribute.type and not _default_fits(attribute):
        yield finding(
            "A12",
            f"{where}.default_value",
            x=_bare(attribute.default_value),
            type=attribute.type,
            repair=default_repair(attribute.type),
        )


def _events(attribute: Attribute, aggregation: Aggregation | None, where: str) -> Iterator[Finding]:
    events = attribute.events
    for index, event in enumerate(events or []):
        others = [name for name in ("name", "vendor", "version") if getattr(event, name) is not None]
        if event.event_specification_id is not None and others:
            yield finding("E01", f"{where}.events.{index}", others=" or ".join(others))
    filters = attribute.criteria and (attribute.criteria.all or attribute.criteria.any)
    if events == [] and aggregation and aggregation.kind == "count" and not filters:
        yield finding("A17", f"{where}.events")
    source = attribute.property
    if isinstance(source, EventProperty) and events and not any(_may_carry(one, source) for one in events):
        schema = f"{source.vendor}/{source.name}/{source.major_version}"
        yield finding("A14", f"{where}.property", prop=property_words(source), schema=schema)


def _may_carry(event: Event, source: EventProperty) -> bool:
    model = f"{source.major_version}-"
    return (
        event.name in (None, source.name)
        and event.vendor in (None, source.vendor)
        and (event.version is None or event.version.startswith(model))
    )


def _property(attribute: Attribute, aggregation: Aggregation, where: str) -> Iterator[Finding]:
    source, agg = attribute.property, aggregation.label
    if source is None:
        if aggregation.needs_property:
            yield finding("A01", f"{where}.property", agg=agg)
        return
    if not aggregation.date_part and date_parts(source):
        legal = ", ".join(a.name for a in AGGREGATIONS.values() if a.date_part)
        yield finding("A07", f"{where}.property.date_part", agg=agg, legal=legal)
    if aggregation.needs_property:
        return
    if aggregation.time_unit and not (isinstance(source, AtomicProperty) and source.name == "derived_tstamp"):
        yield finding("A05", f"{where}.property", agg=agg)
    else:
        yield finding("A20", f"{where}.property", agg=agg, prop=property_words(source))


def _declared_type(attribute: Attribute, aggregation: Aggregation, where: str) -> Iterator[Finding]:
    declared, source = attribute.type, attribute.property
    if not declared:
        return
    part = getattr(source, "date_part", None)
    if part and aggregation.gives_value:
        legal = [f"{one}_list" if aggregation.gives_list else one for one in DATE_PART_TYPES[part]]
        if declared not in legal:
            yield finding("A08", f"{where}.type", part=part, a=" or ".join(legal), b=declared, fit=legal[-1])
    elif declared not in aggregation.types:
        if aggregation.time_unit:
            yield finding("A04", f"{where}.type", agg=aggregation.label, type=declared)
            return
        yield finding(
            "A11",
            f"{where}.type",
            type=declared,
            agg=aggregation.label,
            ptype=(aggregation.needs_property and (kind_of_property(source) or "values")) or "events",
            legal=_either(aggregation.types),
            fit=_likely(aggregation, kind_of_property(source)),
        )


def _either(types: tuple[str, ...]) -> str:
    *head, last = types
    return f"{', '.join(head)} or {last}" if head else last


def _likely(aggregation: Aggregation, kind: str | None) -> str:
    """The type that a user most probably wants."""
    if not aggregation.gives_value:
        return aggregation.usual
    scalar = {"whole numbers": "int64", "numbers": "double", "booleans": "bool"}.get(kind or "", "string")
    return f"{scalar}_list" if aggregation.gives_list else scalar


def _time_unit(attribute: Attribute, aggregation: Aggregation, where: str) -> Iterator[Finding]:
    if aggregation.time_unit and attribute.time_unit is None:
        yield finding("A03", f"{where}.time_unit", agg=aggregation.label)
    if not aggregation.time_unit and attribute.time_unit is not None:
        yield finding("A18", f"{where}.time_unit", agg=aggregation.label)


def _durations(attribute: Attribute, where: str) -> Iterator[Finding]:
    if attribute.period is not None and attribute.period <= timedelta(0):
        yield finding("A10", f"{where}.period")
    if attribute.ttl is not None and attribute.ttl <= timedelta(0):
        yield finding("A19", f"{where}.ttl")
    if attribute.period is not None and attribute.ttl is not None:
        yield finding("A09", f"{where}.ttl")


def _default_fits(attribute: Attribute) -> bool:
    return type_fits(attribute.default_value, attribute.type)


def _bare(value: Any) -> str:
    return value if isinstance(value, str) else value_words(value)
