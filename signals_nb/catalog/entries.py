"""What a catalogue lists: kinds of event, schemas, properties and facts, as plain values."""

from __future__ import annotations

import builtins  # a field called property hides the decorator
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pydantic import ValidationError

from signals_nb.definitions import AtomicProperty, EntityProperty, Event, EventProperty
from signals_nb.definitions.words import property_words
from signals_nb.layouts.schemas import Schema

__all__ = [
    "CatalogProperty",
    "CatalogSchema",
    "EventType",
    "Facts",
    "Figures",
    "Kept",
    "KeyFacts",
    "ValueCount",
]


@dataclass(frozen=True)
class KeyFacts:
    """The values of a built-in key.

    Attributes:
        name: of the key and its column.
        values: how many different ones.
        empty: the share of events without one (null, or an empty text).
        sampled: whether both are estimates, from some of the values and some of the events.
    """

    name: str
    values: int
    empty: float
    sampled: bool


@dataclass(frozen=True)
class Facts:
    """The events as a whole.

    Attributes:
        events: how many.
        first: the earliest event time (UTC); None where no event has one.
        last: the latest event time; a device's clock can be years ahead.
        clock: the latest ``collector_tstamp``, the moment at which groups are evaluated by default.
        apps: the number of events of each app, most first; None is for events without an ``app_id``.
        keys: of the built-in keys that the table has.
        duplicates: how many events bear an ``event_id`` that another one bears too, the first not counted;
            an estimate if ``duplicates_sampled``; None without the column.
        duplicates_sampled: whether only some of the ``event_id`` were looked at.
        missing: the columns that the table lacks and that definitions commonly need.
    """

    events: int
    first: datetime | None
    last: datetime | None
    clock: datetime | None
    apps: dict[str | None, int]
    keys: tuple[KeyFacts, ...]
    duplicates: int | None
    duplicates_sampled: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class EventType:
    """A kind of event in the data: vendor, name and version of its schema.

    Attributes:
        count: how many events of it.
        share: of all events.
        first_seen: its earliest event time (UTC).
        last_seen: its latest event time.
    """

    vendor: str | None
    name: str | None
    version: str | None
    count: int
    share: float
    first_seen: datetime | None
    last_seen: datetime | None

    @property
    def event(self) -> Event | None:
        """The filter that takes these events; None where no ``Event`` can name them."""
        if self.name is None:
            return None
        try:
            return Event(vendor=self.vendor, name=self.name, version=self.version)
        except ValidationError:
            return None

    @property
    def label(self) -> str:
        """Name and version, such as ``page_view 1-0-0``."""
        return " ".join(filter(None, [self.name or "(no name)", self.version]))

    @property
    def words(self) -> str:
        """All that one may search it by."""
        return " ".join(filter(None, [self.label, self.vendor]))

    columns: ClassVar[tuple[str, ...]] = (
        *("vendor", "name", "version", "count", "share", "first_seen", "last_seen"),
    )

    def row(self) -> tuple[Any, ...]:
        """Its values in the order of ``columns``."""
        return tuple(getattr(self, name) for name in self.columns)


@dataclass(frozen=True)
class CatalogSchema:
    """A schema that events carry: of an entity, or of the data of a self-describing event.

    Attributes:
        schema: its vendor, name and model number.
        events: how many events carry it.
        share: of all events.
        most: the largest number of it on one event.
        carried_by: the kinds of event that carry it, most frequent first.
        sampled: whether these figures come from a sample and ``events`` is an estimate.
    """

    schema: Schema
    events: int
    share: float
    most: int
    carried_by: tuple[EventType, ...]
    sampled: bool

    @property
    def vendor(self) -> str:
        """Of the schema."""
        return self.schema.vendor

    @property
    def name(self) -> str:
        """Of the schema."""
        return self.schema.name

    @property
    def major_version(self) -> int:
        """The schema's model number."""
        return self.schema.major_version

    @property
    def guessed(self) -> bool:
        """Whether vendor and name were read from the column's name alone."""
        return self.schema.guessed

    columns: ClassVar[tuple[str, ...]] = (
        *("family", "vendor", "name", "major_version", "guessed"),
        *("events", "share", "most", "carried_by", "sampled"),
    )

    def row(self) -> tuple[Any, ...]:
        """Its values in the order of ``columns``."""
        kinds = [kind.label for kind in self.carried_by]
        known = (self.schema.family, self.vendor, self.name, self.major_version, self.guessed)
        return (*known, self.events, self.share, self.most, kinds, self.sampled)


@dataclass(frozen=True)
class Figures:
    """What the values of a property are like.

    Attributes:
        rows: the events looked at: all, or those that carry its schema.
        filled: in how many of them it has a value.
        distinct: how many different values it has in them.
        values: its most frequent values, up to three, as text.
        reads_as_datetime: whether every value is a moment, so that a ``date_part`` can be taken.
        sampled: whether only some of the events were looked at.
    """

    rows: int
    filled: int
    distinct: int
    values: tuple[str, ...]
    reads_as_datetime: bool
    sampled: bool

    @property
    def share(self) -> float:
        """The share of the events looked at in which it has a value."""
        return self.filled / self.rows if self.rows else 0.0


@dataclass(frozen=True, eq=False)
class CatalogProperty:
    """A property that the events have.

    Attributes:
        property: the definition, ready for an ``Attribute`` or a ``Criterion``.
        kind: ``text``, ``int``, ``double``, ``decimal``, ``bool``, ``timestamp``, ``list``, or ``json`` for a
            value of any kind; in JSON text it is that of the values.
        description: of an atomic column, one line; else empty.
        example: of an atomic column, whatever these events hold; else empty.
    """

    property: AtomicProperty | EventProperty | EntityProperty
    kind: str
    description: str = ""
    example: str = ""
    _measure: Callable[[], Figures] = field(kw_only=True, repr=False)

    @builtins.property
    def figures(self) -> Figures:
        """Fill, distinct values and examples; the first call reads them for all properties of its schema."""
        return self._measure()

    @builtins.property
    def name(self) -> str:
        """A short name: the column, or the schema's name and the path."""
        if isinstance(self.property, AtomicProperty):
            return self.property.name
        return f"{self.property.name}.{self.property.path}"

    @builtins.property
    def words(self) -> str:
        """All that one may search it by."""
        return f"{self.name} {property_words(self.property)} {self.description}"

    columns: ClassVar[tuple[str, ...]] = (
        *("name", "type", "schema", "path", "kind"),
        *("filled", "distinct", "values", "reads_as_datetime", "sampled", "description"),
    )

    def row(self) -> tuple[Any, ...]:
        """Its values in the order of ``columns``."""
        made, seen, schema, path = self.property, self.figures, None, None
        if not isinstance(made, AtomicProperty):
            schema, path = f"{made.vendor}/{made.name}/{made.major_version}", made.path
        told = (seen.share, seen.distinct, list(seen.values), seen.reads_as_datetime, seen.sampled)
        return (self.name, made.type, schema, path, self.kind, *told, self.description)


@dataclass(frozen=True)
class ValueCount:
    """A value of a property, and how many events have it."""

    value: Any
    count: int


@dataclass(frozen=True)
class Kept:
    """How many events an attribute takes, its period aside.

    Attributes:
        kept: those that match its events and its criteria.
        chosen: those that match its events.
        events: all.
    """

    kept: int
    chosen: int
    events: int

    def __str__(self) -> str:
        share = f" ({100 * self.kept / self.events:.1f} %)" if self.events else ""
        return f"keeps {self.kept:,} of {self.events:,} events{share}"
