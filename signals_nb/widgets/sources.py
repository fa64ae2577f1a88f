"""What the events offer to choose from, as far as it has been read: the one door to the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from signals_nb.definitions.properties import Property
from signals_nb.errors import SignalsError

if TYPE_CHECKING:
    from signals_nb.catalog import CatalogProperty, CatalogSchema, EventType, Facts
    from signals_nb.client import Signals

__all__ = ["Offers", "SchemaId", "event_label", "read_events", "read_properties", "schema_label"]

Json = Mapping[str, Any]
SchemaId = tuple[str, str, int]
"""Vendor, name and model number."""

_ALL_VERSIONS = "(all versions)"
_PROPERTY: Final[TypeAdapter[Property]] = TypeAdapter(Property)


@dataclass(frozen=True)
class Offers:
    """What there is to choose from; empty until it has been read.

    Attributes:
        facts: of the events as a whole.
        events: the kinds of event by label, most frequent first.
        atomic: the atomic columns.
        schemas: the schemas that events carry.
        paths: the properties of each schema, event data and entities apart.
    """

    facts: Facts | None = None
    types: tuple[EventType, ...] = ()
    events: Mapping[str, Json] = field(default_factory=dict)
    atomic: tuple[CatalogProperty, ...] = ()
    schemas: tuple[CatalogSchema, ...] = ()
    paths: Mapping[tuple[str, SchemaId], tuple[CatalogProperty, ...]] = field(default_factory=dict)

    def schema_ids(self, kind: Literal["event", "entity"], chosen: Iterable[Json] = ()) -> list[SchemaId]:
        """The schemas of a kind; those that the chosen events are or carry come first.

        Args:
            kind: of property.
            chosen: events as JSON.
        """
        names = {event.get("name") for event in chosen}

        def related(each: CatalogSchema) -> bool:
            return each.name in names or any(carrier.name in names for carrier in each.carried_by)

        mine = [each for each in self.schemas if each.schema.family == kind]
        return [_id(each) for each in sorted(mine, key=lambda each: not related(each))]

    def properties(self, kind: str, schema: SchemaId) -> tuple[CatalogProperty, ...]:
        """The properties of a schema."""
        return self.paths.get((kind, schema), ())

    def find(self, property: Json | None) -> CatalogProperty | None:
        """The entry of a property; None where the events have no such."""
        if not property:
            return None
        if property.get("type") == "atomic":
            entries: Iterable[CatalogProperty] = self.atomic
            return next((each for each in entries if each.name == property.get("name")), None)
        schema = schema_of(property)
        entries = self.properties(str(property.get("type")), schema) if schema else ()
        path = str(property.get("path", "")).removeprefix("$.")
        return next((each for each in entries if getattr(each.property, "path", None) == path), None)


def read_events(signals: Signals) -> Offers:
    """Facts and kinds of event: what shows first."""
    catalog = signals.catalog
    labels = event_labels(catalog.events)
    return Offers(facts=catalog.facts, types=tuple(catalog.events), events=labels)


def read_properties(signals: Signals, so_far: Offers) -> Offers:
    """Schemas and properties beside what was read before."""
    catalog = signals.catalog
    schemas = tuple(catalog.schemas)
    paths: dict[tuple[str, SchemaId], tuple[CatalogProperty, ...]] = {
        (each.schema.family, _id(each)): tuple(catalog.properties(each)) for each in schemas
    }
    return Offers(so_far.facts, so_far.types, so_far.events, tuple(catalog.atomic), schemas, paths)


def frequent_values(signals: Signals | None, property: Any) -> list[Any]:
    """The most frequent values of a property or its JSON, the most frequent first, 20 at most.

    Raises:
        SignalsError: no events are open, or they have no such property.
    """
    if signals is None:
        raise SignalsError("No events are open to find values in. Open events, or give the values.")
    try:
        wanted = _PROPERTY.validate_python(property)
    except ValidationError:
        raise SignalsError(f"A property, or its JSON, is needed; {property!r} is none.") from None
    return [each.value for each in signals.catalog.values(wanted)]


def event_labels(types: Iterable[EventType]) -> dict[str, Json]:
    """Labels with the filters that they mean; names that several vendors use bear the vendor."""
    named = [each.event for each in types if each.event is not None]
    vendors = Counter(name for name, _ in {(each.name, each.vendor) for each in named})
    labels: dict[str, Json] = {}
    for each in named:
        made: Json = {"vendor": each.vendor, "name": each.name, "version": each.version}
        labels[event_label(made, vendors[each.name] > 1)] = made
    for each in named:
        made = {"vendor": each.vendor, "name": each.name}
        labels[event_label(made, vendors[each.name] > 1)] = made
    return labels


def event_label(event: Json, vendor: bool = True) -> str:
    """An event filter in a few words.

    >>> event_label({"vendor": "com.acme", "name": "view", "version": "1-0-0"})
    'view 1-0-0 (com.acme)'
    >>> event_label({"vendor": "com.acme", "name": "view"}, vendor=False)
    'view (all versions)'
    """
    if specification := event.get("event_specification_id"):
        return f"event specification {specification}"
    words = [str(event.get("name") or "any event"), str(event.get("version") or _ALL_VERSIONS)]
    if vendor and event.get("vendor"):
        words.append(f"({event['vendor']})")
    return " ".join(words)


def schema_of(property: Json) -> SchemaId | None:
    """The schema of an event or entity property; None where one of its parts is missing."""
    vendor, name, major = property.get("vendor"), property.get("name"), property.get("major_version")
    return (str(vendor), str(name), int(major)) if vendor and name and major else None


def schema_label(schema: SchemaId) -> str:
    """A schema as pickers show it.

    >>> schema_label(("nl.basjes", "yauaa_context", 1))
    'yauaa_context (nl.basjes) v1'
    """
    vendor, name, major = schema
    return f"{name} ({vendor}) v{major}"


def read_schema_label(text: str) -> SchemaId | None:
    """The schema that a label, or ``vendor/name/1`` as people write it, means; None where it means none.

    >>> read_schema_label("yauaa_context (nl.basjes) v1")
    ('nl.basjes', 'yauaa_context', 1)
    >>> read_schema_label("nl.basjes/yauaa_context/jsonschema/1-0-4")
    ('nl.basjes', 'yauaa_context', 1)
    """
    words = text.replace("iglu:", "").split()
    if len(words) == 3 and words[1].startswith("(") and words[2].startswith("v"):
        vendor, name, major = words[1].strip("()"), words[0], words[2][1:]
    else:
        parts = [part for part in text.replace("iglu:", "").strip().split("/") if part != "jsonschema"]
        if len(parts) not in (2, 3):
            return None
        vendor, name, major = parts[0], parts[1], (parts[2] if len(parts) == 3 else "1").split("-")[0]
    return (vendor, name, int(major)) if vendor and name and major.isdecimal() and int(major) else None


def _id(schema: CatalogSchema) -> SchemaId:
    return schema.vendor, schema.name, schema.major_version
