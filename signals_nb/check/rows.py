"""The findings that need rows: events that are not there, criteria that nothing passes, empty properties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from signals_nb.check.findings import Finding, finding
from signals_nb.compile import coverage
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.plan import Measure, measure
from signals_nb.compile.sql import Expr
from signals_nb.definitions import (
    ATOMIC,
    AtomicProperty,
    Attribute,
    AttributeKey,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    EventProperty,
    key_source,
)
from signals_nb.definitions.words import event_words, property_words
from signals_nb.errors import nearest
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.values import Missing, Token

__all__ = ["check_key_rows", "check_rows"]

Run = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class _Rows:
    """The events, as far as these rules look at them."""

    locator: Locator
    dialect: Dialect
    source: Expr
    run: Run

    def event_types(self) -> list[tuple[str | None, str | None, str | None]]:
        found = self.run(coverage.event_types(self.locator, self.dialect, self.source))
        columns = [
            [None if value is np.ma.masked or value is None else str(value) for value in found[name]]
            if name in found
            else None
            for name in (coverage.VENDOR, coverage.NAME, coverage.VERSION)
        ]
        length = len(found[coverage.EVENTS])
        vendors, names, versions = [column or [None] * length for column in columns]
        return list(zip(vendors, names, versions, strict=True))


def check_rows(
    attributes: Sequence[Attribute], locator: Locator, dialect: Dialect, source: Expr, run: Run
) -> list[Finding]:
    """The findings about attributes that need a look at the events themselves.

    Args:
        attributes: whose shape fits the events.
        locator: of the events' table.
        dialect: to ask in.
        source: the events in SQL.
        run: runs a query.
    """
    measures = tuple(measure(attribute, locator) for attribute in attributes)
    if not measures:
        return []
    rows = _Rows(locator, dialect, source, run)
    types = rows.event_types()
    counts = run(coverage.coverage(measures, dialect, source))
    found: list[Finding] = []
    for number, each in enumerate(measures):
        events, matched, values = (
            int(counts[f"{what}_{number}"][0]) for what in ("events", "matched", "values")
        )
        found += _events(each, types)
        if events and not matched:
            found.append(finding("C06", f"attributes.{each.name}.criteria", n=f"{events:,}"))
        elif matched and not values and not isinstance(each.value, Missing):
            found.append(_empty(each, rows))
    return found


def check_key_rows(
    key: AttributeKey, locator: Locator, dialect: Dialect, source: Expr, run: Run
) -> Iterator[Finding]:
    """The finding about a group's key that needs a look at the events: some have none.

    Args:
        key: whose column or property the events have.
        locator: of the events' table.
        dialect: to ask in.
        source: the events in SQL.
        run: runs a query.
    """
    where = key_source(key)
    if isinstance(where, str):
        if where not in ATOMIC:
            return
        where = AtomicProperty(name=where)
    filled = Criteria(all=[Criterion.is_not_null(where), Criterion.neq(where, "")])
    keyed = Attribute(
        name="key", type="string", events=[], aggregation="last", property=where, criteria=filled
    )
    counts = run(coverage.coverage((measure(keyed, locator),), dialect, source))
    events, matched = int(counts["events_0"][0]), int(counts["matched_0"][0])
    if matched < events:
        percent = max(1, (events - matched) * 100 // events)
        yield finding("G08", "attribute_key", x=key.name, p=percent)


def _events(each: Measure, types: list[tuple[str | None, str | None, str | None]]) -> Iterator[Finding]:
    for event in each.attribute.events:
        wanted = (event.vendor, event.name, event.version)
        if event.event_specification_id is not None or any(_is_of(seen, wanted) for seen in types):
            continue
        yield finding(
            "A13", f"attributes.{each.name}.events", x=event_words(event), close=_closest(event, types)
        )


def _is_of(seen: tuple[str | None, ...], wanted: tuple[str | None, ...]) -> bool:
    return all(want is None or want == have for have, want in zip(seen, wanted, strict=True))


def _closest(event: Event, types: list[tuple[str | None, str | None, str | None]]) -> str:
    """The kinds of event most like a missing one: of its name, of a like name, else the most frequent."""
    same = [seen for seen in types if event.name is not None and seen[1] == event.name]
    like = nearest(event.name or "", [seen[1] for seen in types if seen[1]])
    close = same or [seen for name in like for seen in types if seen[1] == name] or types
    told = [
        " ".join(part for part in (seen[1], seen[2]) if part) or "events without a name" for seen in close
    ]
    return ", ".join(list(dict.fromkeys(told))[:3]) or "no events"


def _empty(each: Measure, rows: _Rows) -> Finding:
    where, source = f"attributes.{each.name}.property", each.attribute.property
    assert source is not None, "only a property can be empty"
    if isinstance(each.value, Token) and isinstance(source, EntityProperty | EventProperty):
        found = rows.run(coverage.keys_of(each.value, rows.dialect, rows.source))
        keys = {str(key) for names in found["keys"] if names is not np.ma.masked for key in names}
        step = source.path.rsplit(".", 1)[-1]
        if step not in keys and keys:
            close = nearest(step, keys) or sorted(keys)[:3]
            schema = f"{source.vendor}/{source.name}/{source.major_version}"
            sampled = f"{sum(int(count) for count in found[coverage.EVENTS]):,}"
            return finding("A16", where, x=source.path, n=sampled, schema=schema, close=_either(close))
    return finding("A24", where, prop=property_words(source))


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
