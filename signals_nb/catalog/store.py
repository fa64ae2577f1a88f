"""What a catalogue has read: each part at its first use, and then kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from signals_nb.catalog import cards
from signals_nb.catalog.entries import CatalogProperty, CatalogSchema, EventType, Facts, Figures
from signals_nb.catalog.fields import Field, atomic_fields, described, schema_fields
from signals_nb.catalog.listing import Listing
from signals_nb.catalog.reading import Reading
from signals_nb.compile.sql import Expr
from signals_nb.definitions import AtomicProperty, CalculatedProperty, EntityProperty, Property
from signals_nb.layouts.schemas import Schema, schemas

__all__ = ["Store"]

Made = TypeVar("Made")


class Store:
    """Reads each part once, whichever thread asks first; the others wait for it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._lock = threading.RLock()
        self._kept: dict[Any, Any] = {}

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """What ``make`` made at the first call with ``key``."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            made: Made = self._kept[key]
            return made

    @property
    def _kinds(self) -> tuple[list[EventType], dict[str | None, int], datetime | None]:
        return self.once("kinds", self.reading.kinds)

    @property
    def facts(self) -> Facts:
        """The events as a whole."""
        return self.once("facts", lambda: self.reading.facts(*self._kinds, self.sample))

    @property
    def events(self) -> Listing[EventType]:
        """The kinds of event, most frequent first."""
        return self.once("events", lambda: cards.event_types(self._kinds[0]))

    @property
    def total(self) -> int:
        """The number of events."""
        return self.once("total", self.reading.count)

    @property
    def sample(self) -> Expr | None:
        """The SQL of the events that are looked at; None where all are."""
        return self.once("sample", lambda: self.reading.sample(self.total))

    @property
    def source(self) -> Expr:
        """The SQL of the events that are looked at."""
        return self.reading.events.source if self.sample is None else self.sample

    def source_of(self, wanted: Property) -> Expr:
        """The SQL of the events that are looked at for a property: those that carry its schema."""
        if isinstance(wanted, AtomicProperty | CalculatedProperty) or self.sample is None:
            return self.source
        family = "entity" if isinstance(wanted, EntityProperty) else "event"
        told = (family, wanted.vendor, wanted.name, wanted.major_version)
        for each in self.schemas:
            if told == (each.schema.family, each.vendor, each.name, each.major_version):
                return self.reading.carriers(each, self.sample)
        return self.source

    @property
    def named(self) -> list[Schema]:
        """The schemas that the table has columns for."""
        seen = [(kind.vendor, kind.name, kind.version) for kind in self.events]
        locator = self.reading.locator
        return [schema for schema in schemas(locator.table, seen) if locator.columns_of(schema)]

    @property
    def schemas(self) -> Listing[CatalogSchema]:
        """How many events carry each of them, most frequent first."""
        return self.once("schemas", self._schemas)

    def _schemas(self) -> Listing[CatalogSchema]:
        found = self.reading.schemas(self.named, self.events, self.total, self.sample)
        return cards.schemas(sorted(found, key=lambda each: (-each.events, each.schema.words)))

    @property
    def atomic(self) -> Listing[CatalogProperty]:
        """The atomic columns that the table has."""
        return self.once("atomic", self._atomic)

    def _atomic(self) -> Listing[CatalogProperty]:
        made = atomic_fields(self.reading.locator)
        return self._entries(made, "atomic", lambda: self.source, self.sample is not None)

    def properties(self, schema: CatalogSchema) -> Listing[CatalogProperty]:
        """The properties of a schema."""
        return self.once(("properties", schema.schema), lambda: self._properties(schema))

    def _properties(self, schema: CatalogSchema) -> Listing[CatalogProperty]:
        carriers = self.reading.carriers(schema, self.sample)
        fields = schema_fields(
            schema.schema, self.reading.locator, lambda token: self.reading.shapes(token, carriers)
        )
        return self._entries(fields, schema.schema, lambda: carriers, schema.sampled)

    def _entries(
        self, fields: Sequence[Field], of: Any, source: Callable[[], Expr], sampled: bool
    ) -> Listing[CatalogProperty]:
        """Properties whose figures are read together when the first is asked for."""

        def measured() -> list[Figures]:
            values = [self.reading.locator.value(made) for made, _ in fields]
            return self.reading.figures(values, source(), sampled=sampled)

        def entry(number: int, made: Any, kind: str) -> CatalogProperty:
            return CatalogProperty(
                made, kind, *described(made), _measure=lambda: self.once(("figures", of), measured)[number]
            )

        return cards.properties(entry(number, *each) for number, each in enumerate(fields))
