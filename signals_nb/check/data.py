"""The rules that need data: what the events have, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from signals_nb.check.findings import Finding, finding
from signals_nb.definitions import (
    AGGREGATIONS,
    Attribute,
    AttributeGroup,
    AttributeKey,
    CalculatedProperty,
    Criterion,
    Property,
    key_source,
)
from signals_nb.definitions.words import property_words
from signals_nb.errors import did_you_mean
from signals_nb.layouts.locate import Locator, NoSuchColumn, NoSuchField
from signals_nb.layouts.values import NUMERIC, Column, DatePart, Kind, Leaf, Value

__all__ = ["KIND_WORDS", "check_attribute_shape", "check_key_shape", "check_shape", "located"]

KIND_WORDS: Final[dict[Kind, str]] = {
    "text": "text",
    "int": "whole numbers",
    "double": "numbers",
    "decimal": "numbers",
    "bool": "booleans",
    "timestamp": "timestamps",
}

_ORDERINGS: Final = ("<", "<=", ">", ">=")


def check_shape(group: AttributeGroup, key: AttributeKey | None, locator: Locator) -> list[Finding]:
    """The findings about a group that show from the columns of the events, without reading a row.

    Args:
        group: whose shape is valid.
        key: what the group's key resolves to; None where it resolves to nothing.
        locator: of the events' table; it notes the schemas that have no column.
    """
    found = list(check_key_shape(key, locator))
    for attribute in group.attributes or []:
        found += check_attribute_shape(attribute, f"attributes.{attribute.name}", locator)
    return found


def check_key_shape(key: AttributeKey | None, locator: Locator) -> Iterator[Finding]:
    """What ``check_shape`` finds about a group's key."""
    if key is None:
        return
    source = key_source(key)
    if isinstance(source, str):
        yield from _column(source, "attribute_key", locator)
    else:
        yield from located(source, "attribute_key.property", locator)[1]


def check_attribute_shape(attribute: Attribute, where: str, locator: Locator) -> Iterator[Finding]:
    """What ``check_shape`` finds about one attribute, whose path is ``where``."""
    named = {
        field
        for event in attribute.events
        for field in ("name", "vendor", "version")
        if getattr(event, field)
    }
    for field in sorted(named):
        yield from _column(f"event_{field}", f"{where}.events", locator)
    aggregation = AGGREGATIONS[attribute.aggregation]
    if attribute.property is not None and aggregation.needs_property:
        value, problems = located(attribute.property, f"{where}.property", locator)
        yield from problems
        if value is not None and aggregation.takes == "number" and _is_no_number(value):
            words = _words(attribute.property, value)
            yield finding("A02", f"{where}.property", agg=aggregation.label, **words)
    number = 0
    for clause in ("all", "any"):
        criteria: list[Criterion] = (attribute.criteria and getattr(attribute.criteria, clause)) or []
        for index, criterion in enumerate(criteria):
            number += 1
            yield from _criterion(criterion, number, f"{where}.criteria.{clause}.{index}", locator)


def _criterion(criterion: Criterion, number: int, where: str, locator: Locator) -> Iterator[Finding]:
    value, problems = located(criterion.property, f"{where}.property", locator)
    yield from problems
    operand = criterion.value
    if value is None or criterion.operator not in _ORDERINGS or isinstance(operand, list | bool):
        return
    if isinstance(operand, str) and value.kind in NUMERIC:
        yield finding("C02", f"{where}.value", i=number, op=criterion.operator, x=operand)
    elif isinstance(operand, int | float) and value.kind in {"text", "bool", "timestamp"}:
        words = _words(criterion.property, value)
        yield finding("C14", f"{where}.value", i=number, op=criterion.operator, x=operand, **words)


def _words(source: Property, value: Value) -> dict[str, str]:
    """A property and the kind of its value, for a message."""
    return {"prop": property_words(source), "type": KIND_WORDS[value.kind]}


def _is_no_number(value: Value) -> bool:
    """Whether a value can be no number; a text inside an entity may read as one, as JSON text often does."""
    if isinstance(value, Leaf):
        return value.kind in {"bool", "timestamp"} or value.type.kind in {"struct", "list"}
    return value.kind in {"text", "bool", "timestamp"}


def _column(name: str, where: str, locator: Locator) -> Iterator[Finding]:
    if locator.table.find(name) is None:
        yield finding("A21", where, x=name, close=did_you_mean(name, locator.table))


def located(source: Property, where: str, locator: Locator) -> tuple[Value | None, list[Finding]]:
    """Where a property lies, and what is wrong with that."""
    if isinstance(source, CalculatedProperty):
        problems: list[Finding] = []
        for index, part in enumerate(source.properties):
            value, found = located(part, f"{where}.properties.{index}", locator)
            problems += found
            if value is not None and source.operation not in {"concat", "coalesce"} and _is_no_number(value):
                words = _words(part, value)
                problems.append(finding("A02", f"{where}.properties.{index}", agg=source.operation, **words))
        return (None if problems else locator.value(source)), problems
    try:
        before = set(locator.absent)
        value = locator.value(source)
    except NoSuchColumn as error:
        return None, [finding("A21", where, x=error.name, close=did_you_mean(error.name, error.columns))]
    except NoSuchField as error:
        hint = did_you_mean(error.path, error.fields)
        if not hint and error.fields:
            hint = f" It has {', '.join(error.fields[:12])}{', …' if len(error.fields) > 12 else ''}."
        return None, [finding("A22", where, x=error.path, schema=error.schema, close=hint)]
    absent = [finding("A23", where, schema=schema) for schema in locator.absent if schema not in before]
    date = value.of if isinstance(value, DatePart) else None
    # a column's kind is told by the definition alone, and its own check has spoken
    if date is not None and not isinstance(date, Column) and date.kind in {*NUMERIC, "bool"}:
        return None, [finding("A06", f"{where}.date_part", part=source.date_part, **_words(source, date))]
    return value, absent
