"""The logical plan of a group: what is read, which events count, and what is computed of them.

Nothing here knows SQL. Two attributes with one filter share its ``Match``, two with one property its
``Value``: both are plain values that compare equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from signals_nb.compile.moments import MICROSECOND, micros
from signals_nb.definitions import (
    AGGREGATIONS,
    Aggregation,
    Attribute,
    AttributeGroup,
    AttributeKey,
    Criterion,
    Event,
    key_source,
)
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.values import Carries, Value

TIMES = ("derived_tstamp", "collector_tstamp")
"""The columns that tell an event's time, in order of preference."""


@dataclass(frozen=True, slots=True)
class Call:
    """One evaluation's arguments; moments are microseconds since 1970 in UTC.

    ``after`` is excluded and ``since`` included; both begin the world that ``as_of`` ends (included).
    """

    as_of: int
    after: int | None = None
    since: int | None = None
    app_ids: tuple[str, ...] = ()
    key_values: tuple[str, ...] = ()
    sample: int | None = None
    seed: int = 0
    deduplicate: bool = False
    expires: bool = False  # whether values die of their ttl, as published ones do


@dataclass(frozen=True, slots=True)
class Equals:
    """One column of an event's schema, and what it must equal."""

    column: Value
    text: str


@dataclass(frozen=True, slots=True)
class Test:
    """A criterion: a value, an operator, and what it is compared with (a list's items as a tuple)."""

    value: Value
    operator: str
    operand: Any
    operand_type: str  # True == 1 == 1.0 in Python, and they are three different tests

    __test__ = False  # not for pytest


@dataclass(frozen=True, slots=True)
class Match:
    """Which events an attribute takes; ``period`` in microseconds."""

    events: tuple[tuple[Equals | Carries, ...], ...] = ()
    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()
    period: int | None = None

    @property
    def everything(self) -> bool:
        """Whether no event is left out."""
        return self == Match()


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One attribute, ready to compute; each is one of its own, whatever it equals."""

    attribute: Attribute
    aggregation: Aggregation
    match: Match
    value: Value | None

    @property
    def name(self) -> str:
        """The attribute's name."""
        return self.attribute.name


@dataclass(frozen=True, slots=True)
class Plan:
    """What one evaluation reads and computes.

    ``tie_break`` orders duplicates of one event; ``ttl`` (microseconds) is the lifetime of what has none of
    its own.
    """

    key_name: str
    key: Value
    times: tuple[Value, ...]
    app_id: Value | None
    event_id: Value | None
    tie_break: tuple[Value, ...]
    measures: tuple[Measure, ...]
    ttl: int | None
    call: Call

    def life(self, measure: Measure) -> tuple[int, tuple[Measure, ...]] | None:
        """How long ``measure`` lives (microseconds), and the measures whose updates prolong it.

        None where it does not expire (semantics.md, "Profiles").
        """
        own = measure.attribute.ttl
        if not self.call.expires or (own is None and self.ttl is None):
            return None
        if own is not None:
            return own // MICROSECOND, (measure,)
        assert self.ttl is not None
        return self.ttl, self.measures


def times(locator: Locator) -> tuple[Value, ...]:
    """Where an event's time is, in order of preference (semantics.md, "Which events count", 1)."""
    return tuple(locator.atomic(name) for name in TIMES if locator.table.find(name) is not None)


def since(group: AttributeGroup) -> int | None:
    """Where the world of a group begins, in microseconds; None where nothing bounds it."""
    return None if group.backfill_since_tstamp is None else micros(group.backfill_since_tstamp)


def lifetime(group: AttributeGroup, key: AttributeKey) -> int | None:
    """How long (microseconds) what has no ttl of its own lives: by the group, else the key, else for ever."""
    ttl = key.ttl if group.ttl is None else group.ttl
    return None if ttl is None else ttl // MICROSECOND


def key_value(key: AttributeKey, locator: Locator) -> Value:
    """Where an event holds the key (definitions.md, "Attribute keys")."""
    source = key_source(key)
    return locator.atomic(source) if isinstance(source, str) else locator.value(source)


def plan(group: AttributeGroup, key: AttributeKey, locator: Locator, call: Call) -> Plan:
    """The plan of ``group`` over the table that ``locator`` sees.

    Raises:
        NoSuchColumn, NoSuchField: a property that the table does not have; ``check`` finds them all first.
    """
    table = locator.table
    ordering = ("load_tstamp", "collector_tstamp", "event_name")
    return Plan(
        key_name=str(key.name),
        key=key_value(key, locator),
        times=times(locator),
        app_id=locator.atomic("app_id") if call.app_ids else None,
        event_id=locator.atomic("event_id") if call.deduplicate else None,
        tie_break=tuple(locator.atomic(name) for name in ordering if table.find(name) is not None),
        measures=tuple(measure(attribute, locator) for attribute in group.attributes or []),
        ttl=lifetime(group, key),
        call=call,
    )


def measure(attribute: Attribute, locator: Locator) -> Measure:
    """One attribute over the table that ``locator`` sees."""
    aggregation = AGGREGATIONS[attribute.aggregation]
    takes_value = aggregation.needs_property and attribute.property is not None
    return Measure(
        attribute=attribute,
        aggregation=aggregation,
        match=match(attribute, locator),
        value=locator.value(attribute.property) if takes_value and attribute.property else None,
    )


def match(attribute: Attribute, locator: Locator) -> Match:
    """Which events an attribute takes."""
    criteria = attribute.criteria
    return Match(
        events=tuple(dict.fromkeys(_event(event, locator) for event in attribute.events)),
        all=tuple(_test(criterion, locator) for criterion in (criteria and criteria.all) or []),
        any=tuple(_test(criterion, locator) for criterion in (criteria and criteria.any) or []),
        period=None if attribute.period is None else attribute.period // MICROSECOND,
    )


def _event(event: Event, locator: Locator) -> tuple[Equals | Carries, ...]:
    wanted = {"event_vendor": event.vendor, "event_name": event.name, "event_version": event.version}
    conditions: list[Equals | Carries] = [
        Equals(locator.atomic(column), text) for column, text in wanted.items() if text is not None
    ]
    if event.event_specification_id is not None:
        conditions.append(locator.event_specification(event.event_specification_id))
    return tuple(conditions)


def _test(criterion: Criterion, locator: Locator) -> Test:
    operand: Any = criterion.value
    if isinstance(operand, list):
        operand = tuple(operand)
    kinds = (
        [type(item).__name__ for item in operand] if isinstance(operand, tuple) else type(operand).__name__
    )
    return Test(locator.value(criterion.property), criterion.operator, operand, str(kinds))
