"""Asks an engine what is in its events, and reads the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np

from signals_nb import frames
from signals_nb.catalog.entries import CatalogSchema, EventType, Facts, Figures, KeyFacts, ValueCount
from signals_nb.compile import figures, survey
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.facts import EVENTS, facts
from signals_nb.compile.moments import from_micros
from signals_nb.compile.sql import Expr
from signals_nb.definitions.keys import BUILT_IN_KEYS
from signals_nb.engines.duckdb import Events
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.schemas import Schema
from signals_nb.layouts.types import SqlType
from signals_nb.layouts.values import Token, Value

__all__ = ["Reading"]

# The built-in keys' columns, each once (two deprecated keys repeat others).
KEYS: Final = tuple(dict.fromkeys(str(key.key) for key in BUILT_IN_KEYS.values()))

RECOMMENDED: Final = (
    *("app_id", "event_id", "event_vendor", "event_name", "event_version"),
    *("derived_tstamp", "collector_tstamp", *KEYS),
)

# Whole columns are cheap to read: they are read exactly up to so many times the events of a sample.
_WHOLE: Final = 10

# Of a larger table, at most so many times the events of a sample are looked at for their ids and keys.
_VALUES: Final = 3

# Fewer values than that in a part tell too little of the whole, and are quickly counted all.
_FEW: Final = 1_000

# A schema that a smaller share of a sample carries is looked for in all events.
_RARE: Final = 0.01

_LONGEST: Final = 80

Kind = tuple[str | None, str | None, str | None]
SchemaColumns = Sequence[tuple[str, SqlType]]


class Reading:
    """Reads facts, entries and figures.

    Args:
        events: opened.
        dialect: to ask in.
        limit: from how many events on figures come from a sample of so many.
    """

    def __init__(self, events: Events, dialect: Dialect, limit: int) -> None:
        self.events, self.dialect, self.limit = events, dialect, limit
        self.locator = Locator(events.table)

    def count(self) -> int:
        """The number of events."""
        found = self.events.run(facts(self.locator, self.dialect, self.events.source, latest=False))
        return int(found[EVENTS][0])

    def kinds(self) -> tuple[list[EventType], dict[str | None, int], datetime | None]:
        """The kinds of event, the events of each app, and the latest ``collector_tstamp``."""
        found = self.events.run(survey.kinds(self.locator, self.dialect, self.events.source))
        counts = [int(count) for count in found[survey.EVENTS]]
        spans = zip(counts, _moments(found[survey.FIRST]), _moments(found[survey.LAST]), strict=True)
        gathered: dict[Kind, tuple[int, datetime | None, datetime | None]] = {}
        apps: dict[str | None, int] = {}
        for kind, app, (count, first, last) in zip(
            _kinds(found), _texts(found, survey.APP_ID), spans, strict=True
        ):
            held = gathered.get(kind, (0, None, None))
            gathered[kind] = (held[0] + count, _earliest(held[1], first), _latest(held[2], last))
            apps[app] = apps.get(app, 0) + count
        total = sum(counts)
        kinds = [EventType(*kind, count, count / total, *span) for kind, (count, *span) in gathered.items()]
        clock = None
        for moment in _moments(found[survey.CLOCK]):
            clock = _latest(clock, moment)
        return sorted(kinds, key=_order), dict(sorted(apps.items(), key=_by_count)), clock

    def facts(
        self,
        kinds: Sequence[EventType],
        apps: dict[str | None, int],
        clock: datetime | None,
        sample: Expr | None,
    ) -> Facts:
        """The events as a whole."""
        total, first, last = sum(kind.count for kind in kinds), None, None
        for kind in kinds:
            first, last = _earliest(first, kind.first_seen), _latest(last, kind.last_seen)
        duplicates, sampled = self._duplicates(total)
        return Facts(
            events=total,
            first=first,
            last=last,
            clock=clock,
            apps=apps,
            keys=self._keys(total, sample),
            duplicates=duplicates,
            duplicates_sampled=sampled,
            missing=tuple(name for name in RECOMMENDED if not self._has(name)),
        )

    def _keys(self, total: int, sample: Expr | None) -> tuple[KeyFacts, ...]:
        names = [name for name in KEYS if self._has(name)]
        if not names:
            return ()
        parts = self._parts(total)
        values = self._distinct(names, parts)
        few = [name for name in names if parts > 1 and values[name] < _FEW]
        exact = self._distinct(few, 1)
        source = sample if parts > 1 and sample is not None else self.events.source
        found = self.events.run(survey.filled_keys(names, self.locator, self.dialect, source))
        events = int(found[survey.EVENTS][0])
        return tuple(
            KeyFacts(
                name,
                exact.get(name, values[name] * parts),
                1 - int(found[f"filled_{number}"][0]) / events if events else 0.0,
                sampled=parts > 1,
            )
            for number, name in enumerate(names)
        )

    def _distinct(self, names: Sequence[str], parts: int) -> dict[str, int]:
        """How many values each key has in one of so many parts of them."""
        if not names:
            return {}
        query = survey.distinct_keys(names, self.locator, self.dialect, self.events.source, parts)
        found = self.events.run(query)
        pairs = zip(found[survey.NUMBER], found[survey.DISTINCT], strict=True)
        return {names[int(number)]: int(distinct) for number, distinct in pairs}

    def _parts(self, total: int) -> int:
        """Of how many parts of a column's values one is looked at."""
        whole = total <= self.limit * _WHOLE
        return 1 if whole else -(-total // (self.limit * _VALUES))

    def _duplicates(self, total: int) -> tuple[int | None, bool]:
        if not self._has("event_id"):
            return None, False
        parts = self._parts(total)
        found = self.events.run(survey.duplicates(self.locator, self.dialect, self.events.source, parts))
        return (int(found[survey.IDS][0]) - int(found[survey.DISTINCT][0])) * parts, parts > 1

    def _has(self, name: str) -> bool:
        return self.locator.table.has(name)

    def sample(self, total: int) -> Expr | None:
        """The SQL of some of ``total`` events, the same on every call; None where all are looked at."""
        if total <= self.limit:
            return None
        spread = self.events.spread(self.limit)
        if spread is not None:
            return spread
        return survey.part(self.locator, self.dialect, self.events.source, -(-total // self.limit))

    def schemas(
        self, wanted: Sequence[Schema], kinds: Sequence[EventType], total: int, sample: Expr | None
    ) -> list[CatalogSchema]:
        """How many events carry each schema, and which."""
        seen = self._carried(wanted, kinds, total, sample)
        rare = [each.schema for each in seen if each.sampled and each.share < _RARE]
        exact = {each.schema: each for each in self._carried(rare, kinds, total, None)}
        return [exact.get(each.schema, each) for each in seen]

    def _carried(
        self, wanted: Sequence[Schema], kinds: Sequence[EventType], total: int, sample: Expr | None
    ) -> list[CatalogSchema]:
        if not wanted:
            return []
        columns = [self.columns(schema) for schema in wanted]
        source = self.events.source if sample is None else sample
        found = self.events.run(survey.entities(columns, self.locator, self.dialect, source))
        seen, rows = _kinds(found), int(np.sum(found[survey.EVENTS]))
        known = {(kind.vendor, kind.name, kind.version): kind for kind in kinds}
        made = []
        for number, schema in enumerate(wanted):
            carriers = [int(count) for count in found[f"carriers_{number}"]]
            by = sorted(
                ((count, known[kind]) for kind, count in zip(seen, carriers, strict=True) if count),
                key=lambda pair: (-pair[0], _order(pair[1])),
            )
            share = sum(carriers) / rows if rows else 0.0
            most = max((int(each) for each in found[f"most_{number}"]), default=0)
            made.append(
                CatalogSchema(
                    schema,
                    round(share * total),
                    share,
                    most,
                    tuple(kind for _, kind in by),
                    sampled=sample is not None,
                )
            )
        return made

    def columns(self, schema: Schema) -> list[tuple[str, SqlType]]:
        """The columns of a schema, newest version first."""
        return self.locator.columns_of(schema)

    def carriers(self, schema: CatalogSchema, sample: Expr | None) -> Expr:
        """The events that carry a schema: of the sample where its figures are of it, else all."""
        source = sample if schema.sampled and sample is not None else self.events.source
        return survey.carriers(self.columns(schema.schema), self.dialect, source)

    def shapes(self, token: Token, source: Expr) -> list[str]:
        """The shapes of the JSON objects at ``token``, the most frequent first."""
        found = self.events.run(figures.shapes(token, self.dialect, source))
        return [str(shape) for shape in found[figures.SHAPE]]

    def figures(self, values: Sequence[Value], source: Expr, *, sampled: bool) -> list[Figures]:
        """What each of ``values`` is like."""
        if not values:
            return []
        found = self.events.run(figures.figures(values, self.dialect, source))
        nothing = Figures(0, 0, 0, (), reads_as_datetime=False, sampled=sampled)
        made = [nothing] * len(values)
        for row, number in enumerate(found[figures.NUMBER]):
            filled, top = found[figures.FILLED][row], found[figures.TOP][row]
            moments = found[figures.MOMENTS][row]
            made[int(number)] = Figures(
                rows=int(found[figures.ROWS][row]),
                filled=0 if filled is np.ma.masked else int(filled),
                distinct=int(found[figures.DISTINCT][row]),
                values=() if top is np.ma.masked or top is None else tuple(_short(str(text)) for text in top),
                reads_as_datetime=values[number].kind == "timestamp"
                or (moments is not np.ma.masked and bool(moments)),
                sampled=sampled,
            )
        return made

    def top_values(self, value: Value, source: Expr, limit: int) -> list[ValueCount]:
        """The most frequent values, each as the Python value that a criterion compares with."""
        found = self.events.run(figures.top_values(value, self.dialect, source, limit))
        texts = _texts(found, figures.TEXT)
        return [
            ValueCount(_typed(value.kind, str(text), stored), int(count))
            for text, stored, count in zip(texts, found[figures.STORED], found[figures.EVENTS], strict=True)
        ]


def _typed(kind: str, text: str, stored: Any) -> Any:
    if kind == "bool" or (kind == "json" and stored in {"true", "false"}):
        return text == "true"
    if kind == "json" and str(stored)[:1] not in "-0123456789":
        return text
    if kind in {"int", "double", "decimal", "json"}:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    return text


def _kinds(found: dict[str, Any]) -> list[Kind]:
    vendors, names, versions = (_texts(found, name) for name in survey.KIND)
    return list(zip(vendors, names, versions, strict=True))


def _texts(found: dict[str, Any], name: str) -> list[str | None]:
    """A column's texts; nulls where the query has no such column."""
    if name not in found:
        return [None] * len(next(iter(found.values())))
    return frames.texts(found[name])


def _moments(column: Any) -> list[datetime | None]:
    return [None if each is np.ma.masked else from_micros(int(each)) for each in column]


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _order(kind: EventType) -> tuple[Any, ...]:
    """Most frequent first, then by name; what has none comes last."""
    texts = (kind.name, kind.vendor, kind.version)
    return (-kind.count, *((text is None, text or "") for text in texts))


def _by_count(pair: tuple[str | None, int]) -> tuple[Any, ...]:
    return (-pair[1], pair[0] is None, pair[0] or "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
