"""``EventCatalog``: what is in the events, to choose from when a group is defined."""

from __future__ import annotations

from dataclasses import replace

from signals_nb.catalog import cards
from signals_nb.catalog.entries import (
    CatalogProperty,
    CatalogSchema,
    EventType,
    Facts,
    Figures,
    Kept,
    KeyFacts,
    ValueCount,
)
from signals_nb.catalog.listing import Listing
from signals_nb.catalog.reading import Reading
from signals_nb.catalog.search import search
from signals_nb.catalog.store import Store
from signals_nb.check import raise_for_errors
from signals_nb.check.data import check_attribute_shape, located
from signals_nb.compile.coverage import coverage
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.plan import measure
from signals_nb.definitions import Attribute, Property
from signals_nb.definitions.words import property_words
from signals_nb.engines.duckdb import Events
from signals_nb.errors import EventsError, did_you_mean

__all__ = [
    "CatalogProperty",
    "CatalogSchema",
    "EventCatalog",
    "EventType",
    "Facts",
    "Figures",
    "Kept",
    "KeyFacts",
    "Listing",
    "ValueCount",
]


class EventCatalog:
    """What is in a table of events. Every part is read at its first use, and kept; any thread may ask.

    Args:
        events: opened.
        dialect: to ask in.
        limit: from how many events on entities, properties and values are looked at in a sample of so many,
            the same on every call and spread over the whole table.
    """

    def __init__(self, events: Events, dialect: Dialect, limit: int = 100_000) -> None:
        self._events, self._dialect = events, dialect
        self._store = Store(Reading(events, dialect, limit))

    # ── the events as a whole ────────────────────────────────────────────────────────────────────────

    @property
    def facts(self) -> Facts:
        """Number, times, apps, keys and duplicates of the events."""
        return self._store.facts

    @property
    def events(self) -> Listing[EventType]:
        """The kinds of event, most frequent first."""
        return self._store.events

    @property
    def schemas(self) -> Listing[CatalogSchema]:
        """The schemas that events carry, entities and data of events, most frequent first."""
        return self._store.schemas

    @property
    def entities(self) -> Listing[CatalogSchema]:
        """The schemas of entities, most frequent first."""
        return cards.schemas(each for each in self.schemas if each.schema.family == "entity")

    @property
    def sampled(self) -> bool:
        """Whether the figures of schemas, properties and values come from a sample of the events.

        Each tells so itself too: a schema that few events carry is counted in all of them.
        """
        return self._store.sample is not None

    # ── properties ───────────────────────────────────────────────────────────────────────────────────

    @property
    def atomic(self) -> Listing[CatalogProperty]:
        """The atomic columns that the table has, in the order of the enriched event."""
        return self._store.atomic

    def properties(self, schema: CatalogSchema | str | None = None) -> Listing[CatalogProperty]:
        """The properties of a schema.

        Args:
            schema: an entry of ``schemas``, or its name: ``product``, ``com.acme/product`` or
                ``com.acme/product/1``. None is the atomic columns and all schemas.

        Raises:
            EventsError: no such schema in the data, or several of that name.
        """
        if schema is None:
            every = [self.atomic, *(self._store.properties(each) for each in self.schemas)]
            return cards.properties(entry for listing in every for entry in listing)
        return self._store.properties(schema if isinstance(schema, CatalogSchema) else self._schema(schema))

    def property(self, name: str) -> CatalogProperty:
        """A property by its name.

        Args:
            name: an atomic column (``page_urlpath``), or a schema's name and a path (``product.price``, or
                ``com.acme/product/1.price``).

        Raises:
            EventsError: there is none, or several.
        """
        for entry in self.atomic:
            if entry.name == name:
                return entry
        named = [
            entry
            for schema in self.schemas
            if name.startswith((f"{schema.name}.", f"{schema.schema.words}."))
            for entry in self._store.properties(schema)
            if name in (entry.name, entry.name.replace(schema.name, schema.schema.words, 1))
        ]
        if len(named) == 1:
            return named[0]
        if named:
            words = [property_words(entry.property) for entry in named]
            raise EventsError(
                f"Several properties are called {name}: {' and '.join(words)}. "
                "Take one from catalog.properties(schema)."
            )
        known = [entry.name for entry in self.properties()]
        raise EventsError(
            f"The events have no property {name}.{did_you_mean(name, known)} "
            "catalog.search() finds one by parts of its name."
        )

    def search(self, text: str, limit: int = 20) -> list[EventType | CatalogProperty]:
        """The kinds of event and the properties that ``text`` may mean, best first.

        Every word must be part of a name, vendor, path or description, in any order and case; where nothing
        has all of them, the nearest words are taken.
        """
        entries: list[EventType | CatalogProperty] = [*self.events, *self.properties()]
        return search(text, entries, limit)

    # ── values and counts ────────────────────────────────────────────────────────────────────────────

    def values(self, property: Property | CatalogProperty | str, limit: int = 20) -> list[ValueCount]:
        """The most frequent values of a property, with the number of events looked at that have each.

        Args:
            property: a definition, an entry of this catalogue, or the name of one.
            limit: how many.

        Raises:
            EventsError: the events have no such property.
        """
        if isinstance(property, str):
            property = self.property(property)
        wanted = property.property if isinstance(property, CatalogProperty) else property
        value, findings = located(wanted, "", self._store.reading.locator)
        if value is None:
            raise EventsError(str(findings[0]))
        return self._store.once(
            ("values", wanted.to_json(), limit),
            lambda: self._store.reading.top_values(value, self._store.source_of(wanted), limit),
        )

    def count(self, attribute: Attribute) -> Kept:
        """How many events an attribute takes: those that match its events and its criteria.

        Raises:
            InvalidDefinition: the attribute asks for what the events do not have.
        """
        locator = self._store.reading.locator
        found = check_attribute_shape(attribute, f"attributes.{attribute.name}", locator)
        raise_for_errors(attribute, found)
        asked = replace(measure(attribute, locator), value=None)
        counted = self._events.run(coverage((asked,), self._dialect, self._events.source))
        chosen, kept = int(counted["events_0"][0]), int(counted["matched_0"][0])
        return Kept(kept, chosen, self._store.total)

    # ── displays ─────────────────────────────────────────────────────────────────────────────────────

    def __repr__(self) -> str:
        told = cards.summary(self.facts, len(self.events), len(self._store.named))
        return f"<EventCatalog {self._events.origin}: {told}{', sampled' if self.sampled else ''}>"

    def _repr_html_(self) -> str:
        note = None
        if self.sampled:
            some = f"{self._store.reading.limit:,} of {self._store.total:,}"
            note = f"Figures marked “sampled” come from some {some} events, spread over the whole table."
        return cards.catalog_card(self._events.origin, self.facts, self.events, self.entities, note)

    def _schema(self, name: str) -> CatalogSchema:
        found = [
            each
            for each in self.schemas
            if name in (each.name, f"{each.vendor}/{each.name}", each.schema.words)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            words = [each.schema.words for each in found]
            if len(set(words)) == 1:
                raise EventsError(f"{name} is an event and an entity: give the entry of catalog.schemas.")
            raise EventsError(f"Several schemas are called {name}: write {' or '.join(words)}.")
        known = [each.name for each in self.schemas]
        raise EventsError(
            f"No event has data of {name}.{did_you_mean(name, known)} catalog.schemas lists what there is."
        )
