"""How a catalogue looks in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from signals_nb.catalog.entries import CatalogProperty, CatalogSchema, EventType, Facts, KeyFacts
from signals_nb.catalog.listing import Listing
from signals_nb.definitions.words import count_words
from signals_nb.html import Html, card, escaped, facts, joined, pill, tag

__all__ = ["catalog_card", "event_types", "properties", "schemas", "summary"]

_APPS = 5
_TEXT = 60


def event_types(entries: Iterable[EventType]) -> Listing[EventType]:
    """Kinds of event, as they are listed."""
    headings = ("Event", "Version", "Vendor", "Count", "Share", "First seen", "Last seen")
    return Listing(entries, EventType, "event types", headings, _event_cells)


def schemas(entries: Iterable[CatalogSchema]) -> Listing[CatalogSchema]:
    """Schemas, as they are listed."""
    headings = ("Schema", "Version", "Vendor", "Events", "Share", "Most on one", "Carried by")
    return Listing(entries, CatalogSchema, "schemas", headings, _schema_cells)


def properties(entries: Iterable[CatalogProperty]) -> Listing[CatalogProperty]:
    """Properties, as they are listed."""
    headings = ("Property", "Kind", "Filled", "Distinct", "Values", "About")
    return Listing(entries, CatalogProperty, "properties", headings, _property_cells)


def summary(told: Facts, kinds: int, schemas: int) -> str:
    """One line: events, kinds, schemas and the span of time."""
    span = f", {told.first:%Y-%m-%d} to {told.last:%Y-%m-%d}" if told.first and told.last else ""
    events, types = count_words(told.events, "event"), count_words(kinds, "type")
    return f"{events} of {types}, {count_words(schemas, 'schema')}{span}"


def catalog_card(
    origin: str,
    told: Facts,
    kinds: Listing[EventType],
    carried: Listing[CatalogSchema],
    sampled: str | None,
) -> str:
    """Facts, kinds of event and entities."""
    about = facts(
        [
            ("Events", escaped(f"{told.events:,}")),
            ("First", _moment(told.first)),
            ("Last", _moment(told.last)),
            ("Latest collector_tstamp", _moment(told.clock) if told.clock != told.last else Html("")),
            ("Apps", _apps(told)),
            *((each.name, escaped(_key(each))) for each in told.keys),
            ("Duplicates", escaped(_duplicates(told))),
            ("Missing columns", escaped(", ".join(told.missing))),
        ]
    )
    body = joined([part for each in (kinds, carried) if each for part in [each.table]])
    pills = [pill("sampled", "snb-brand")] if sampled else []
    return card(f"Events in {origin}", pills, sampled, about, body)


def _key(key: KeyFacts) -> str:
    told = f"{key.values:,} values, {_percent(key.empty)} of events without"
    return f"about {told} (sampled)" if key.sampled else told


def _duplicates(told: Facts) -> str:
    if told.duplicates is None:
        return "unknown without event_id"
    return f"about {told.duplicates:,} (sampled)" if told.duplicates_sampled else f"{told.duplicates:,}"


def _apps(told: Facts) -> Html:
    shown = [f"{app or '(no app_id)'} {count:,}" for app, count in list(told.apps.items())[:_APPS]]
    more = [f"and {len(told.apps) - _APPS} more"] if len(told.apps) > _APPS else []
    return escaped(", ".join([*shown, *more]))


def _event_cells(kind: EventType) -> Sequence[Html]:
    return (
        tag("b", escaped(kind.name or "(no name)", 160)),
        escaped(kind.version or ""),
        escaped(kind.vendor or "", 160),
        escaped(f"{kind.count:,}"),
        escaped(_percent(kind.share)),
        _moment(kind.first_seen),
        _moment(kind.last_seen),
    )


def _schema_cells(carried: CatalogSchema) -> Sequence[Html]:
    sampled = " (sampled)" if carried.sampled else ""
    shown = [kind.label for kind in carried.carried_by[:_APPS]]
    more = len(carried.carried_by) - _APPS
    return (
        tag("b", escaped(carried.name, 160)),
        escaped(carried.major_version),
        escaped(f"{carried.vendor}{' (guessed)' if carried.guessed else ''}", 160),
        escaped(f"{'about ' if carried.sampled else ''}{carried.events:,}{sampled}"),
        escaped(_percent(carried.share)),
        escaped(f"{carried.most:,}{sampled}"),
        escaped(", ".join([*shown, *([f"and {more} more"] if more > 0 else [])])),
    )


def _property_cells(entry: CatalogProperty) -> Sequence[Html]:
    seen = entry.figures
    sampled = " (sampled)" if seen.sampled else ""
    kind = (
        f"{entry.kind}, reads as date-time"
        if seen.reads_as_datetime and entry.kind != "timestamp"
        else entry.kind
    )
    values = [tag("code", escaped(value, _TEXT)) for value in seen.values]
    return (
        tag("code", escaped(entry.name, 160)),
        escaped(kind),
        escaped(f"{_percent(seen.share)}{sampled}"),
        escaped(f"{seen.distinct:,}{sampled}"),
        joined(values, ", "),
        escaped(entry.description),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _moment(moment: datetime | None) -> Html:
    return Html("") if moment is None else tag("span", escaped(f"{moment:%Y-%m-%d %H:%M:%S}"), "snb-keep")
