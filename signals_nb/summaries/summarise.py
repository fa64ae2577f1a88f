"""What a chart of each attribute shows, by its aggregation and the declared type of its result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from signals_nb.compile.duckdb import DuckDB as DuckDBDialect
from signals_nb.compile.fold import LIMIT
from signals_nb.definitions import AGGREGATIONS, Attribute
from signals_nb.definitions.aggregations import NUMERIC_TYPES
from signals_nb.definitions.words import attribute_words, count_words
from signals_nb.engines.duckdb import DuckDB
from signals_nb.summaries import edges
from signals_nb.summaries.parts import Bars, Columns, Histogram, Message, Part, Summary, Times, Values
from signals_nb.summaries.table import MomentKind, Numbers, ValueTable, items, lengths
from signals_nb.summaries.words import moment, number, share, value_text

__all__ = ["summarise"]

Figures = tuple[tuple[str, str], ...]

_FEW: Final = 5
"""With fewer keys the values are listed."""
_DISTINCT: Final = 20
"""With more different numbers they are binned."""
_TOP: Final = 15
_LOG: Final = 50
_DAYS: Final = 62

_DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CYCLES: Final[dict[str, tuple[tuple[str, ...], int, str]]] = {  # labels, the first value, the axis
    "hour_of_day": (tuple(f"{hour}" for hour in range(24)), 0, "hour of day, UTC"),
    "day_of_week": (_DAY_NAMES, 1, "day of week, UTC"),
    "month_of_year": (_MONTH_NAMES, 1, "month of year, UTC"),
}
_CALENDAR: Final = {
    "active_day": timedelta(days=1),
    "active_week": timedelta(days=7),
    "active_month": timedelta(days=28),
}
_UNITS: Final = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


def summarise(
    frame: pd.DataFrame,
    attributes: Sequence[Attribute],
    why_empty: Callable[[Attribute], list[str]],
    without_event: Callable[[Attribute], int | None],
) -> list[Summary]:
    """What the charts of ``attributes`` show.

    Args:
        frame: of a result.
        attributes: of the group, in whichever order.
        why_empty: tells why an attribute has no value for any key.
        without_event: tells for how many keys no event of an attribute counted; None where nobody knows.
    """
    engine = DuckDB(threads=1)
    return [_Summariser(engine, frame, each, why_empty, without_event).summary() for each in attributes]


class _Summariser:
    def __init__(
        self,
        engine: DuckDB,
        frame: pd.DataFrame,
        attribute: Attribute,
        why_empty: Callable[[Attribute], list[str]],
        without_event: Callable[[Attribute], int | None],
    ) -> None:
        self.engine, self.attribute = engine, attribute
        self.keys, self.values = frame.iloc[:, 0], frame[attribute.name]
        self.aggregation = AGGREGATIONS[attribute.aggregation]
        self.why_empty, self.without_event = why_empty, without_event
        self.part = getattr(attribute.property, "date_part", None)

    def summary(self) -> Summary:
        parts, figures = self._parts()
        told = f"{attribute_words(self.attribute)} · {count_words(len(self.keys), 'key')}"
        return Summary(self.attribute.name, told, parts, figures)

    def _parts(self) -> tuple[tuple[Part, ...], Figures]:
        if not len(self.keys):
            return (Message("There is no key: no event passes what the call asks for."),), ()
        held = self.values.dropna()
        collects = self.aggregation.gives_list or self.attribute.type == "dict"
        if not len(held) or (collects and not any(map(len, held))):
            why = " ".join(dict.fromkeys(self.why_empty(self.attribute)))
            return (Message(why or "No key has a value."),), ()
        if len(self.keys) < _FEW:
            pairs = zip(self.keys, self.values, strict=True)
            return (Values(tuple((str(key), value_text(value)) for key, value in pairs)),), ()
        if self.aggregation.gives_list:
            return self._list()
        if self.attribute.type == "dict":
            return self._dict()
        if self.aggregation.time_unit:
            return self._elapsed()
        if self.aggregation.gives_value:
            return self._value()
        return self._number() if self.aggregation.kind == "numeric" else self._count()

    def _table(self, values: pd.Series[Any], weights: Sequence[int] | None = None) -> ValueTable:
        return ValueTable(self.engine, DuckDBDialect(), values, weights)

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────

    def _count(self) -> tuple[tuple[Part, ...], Figures]:
        table = self._table(self.values)
        numbers = table.numbers()
        return (self._counted(table, numbers),), self._figures(numbers)

    def _counted(self, table: ValueTable, numbers: Numbers, axis: str = "") -> Part:
        """Few different numbers one by one, in their places where they are close; many in bins."""
        _, distinct = table.totals()
        if distinct <= _DISTINCT and numbers.finite == numbers.held:
            counts = dict(table.counts())
            low, high = numbers.low, numbers.high
            if high - low <= _DISTINCT and all(value == int(value) for value in counts):
                counts = {value: counts.get(value, 0) for value in range(int(low), int(high) + 1)}
            return Columns(tuple(map(number, counts)), tuple(counts.values()), axis)
        skewed = numbers.low >= 0 and _is_skewed(numbers)
        return self._histogram(table, numbers, whole=True, axis=axis, log=skewed)

    def _histogram(
        self,
        table: ValueTable,
        numbers: Numbers,
        whole: bool = False,
        axis: str = "",
        log: bool = False,
        cumulative: bool = False,
    ) -> Part:
        if not numbers.finite:
            return Message("Every value is infinite.")
        if log:
            between = edges.logarithmic(numbers.positive, numbers.high)
        else:
            most = min(edges.MOST, max(8, int(2 * numbers.finite**0.5)))
            between = edges.linear(numbers.low, numbers.high, most, whole)
        zeros = numbers.zeros if log else 0
        return Histogram(between, table.bins(between), whole, log, zeros, cumulative, axis)

    def _number(self) -> tuple[tuple[Part, ...], Figures]:
        table = self._table(self.values)
        numbers = table.numbers()
        without = self.without_event(self.attribute)
        told = () if without is None else (("no event", share(without, len(self.keys))),)
        whole = self.attribute.type.startswith("int")
        return (self._histogram(table, numbers, whole),), (*self._figures(numbers), *told)

    def _elapsed(self) -> tuple[tuple[Part, ...], Figures]:
        table = self._table(self.values)
        numbers = table.numbers()
        figures = (
            ("median", number(numbers.median)),
            ("p95", number(numbers.p95)),
            ("never happened", share(len(self.keys) - numbers.held, len(self.keys))),
        )
        axis = _UNITS[self.attribute.time_unit or "s"]
        return (self._histogram(table, numbers, axis=axis, cumulative=True),), figures

    def _figures(self, numbers: Numbers) -> Figures:
        keys = len(self.keys)
        told = [(name, number(getattr(numbers, name))) for name in ("mean", "median", "p95")]
        told += [("max", number(numbers.high)), ("zero", share(numbers.zeros, keys))]
        told += [("null", share(keys - numbers.held, keys))]
        infinite = numbers.held - numbers.finite
        return (*told, *((("infinite", share(infinite, keys)),) if infinite else ()))

    # ── values ───────────────────────────────────────────────────────────────────────────────────────

    def _value(self) -> tuple[tuple[Part, ...], Figures]:
        values, declared = self.values, self.attribute.type
        if declared == "bytes":
            values = values.map(lambda held: held.decode("utf-8", "replace"), na_action="ignore").astype(
                "string"
            )
        table = self._table(values)
        held, distinct = table.totals()
        null = len(self.keys) - held
        missing = (("null", share(null, len(self.keys))),)
        dated = self._dated(table, declared)
        if dated is not None:
            return (dated[0],), (*dated[1], *missing)
        if declared in NUMERIC_TYPES or declared == "unix_timestamp":
            numbers = table.numbers()
            figures = (*self._top(table, held, distinct), ("median", number(numbers.median)))
            whole = declared not in {"float", "double"}
            return (self._histogram(table, numbers, whole),), (
                *figures,
                ("max", number(numbers.high)),
                *missing,
            )
        bars = self._bars(table, distinct, held, null=null)
        return (bars,), (*self._top(table, held, distinct), *missing)

    def _top(self, table: ValueTable, held: int, distinct: int) -> Figures:
        """Of those keys that have a value."""
        return ("distinct", f"{distinct:,}"), ("top share", share(table.counts(1)[0][1], held))

    def _bars(
        self,
        table: ValueTable,
        distinct: int,
        held: int,
        null: int | None = None,
        axis: str = "",
        of: str = "key",
    ) -> Bars:
        top = table.counts(_TOP)
        counts = tuple(here for _, here in top)
        labels = tuple(value_text(value) for value, _ in top)
        return Bars(labels, counts, distinct - len(top), held - sum(counts), null, axis, of)

    def _dated(self, table: ValueTable, declared: str, of: str = "key") -> tuple[Part, Figures] | None:
        """The values on a cycle or a calendar; None where they have no place there."""
        if self.part in _CYCLES:
            return self._cycle(table, of)
        if self.part in _CALENDAR:
            return self._calendar(table, "text", _CALENDAR[self.part], _DAYS, of)
        if declared in {"timestamp", "unix_timestamp"}:
            kind: MomentKind = "timestamp" if declared == "timestamp" else "seconds"
            return self._calendar(table, kind, timedelta(seconds=1), edges.MOST, of)
        return None

    def _cycle(self, table: ValueTable, of: str) -> tuple[Part, Figures]:
        labels, first, axis = _CYCLES[str(self.part)]
        counts = dict.fromkeys(range(first, first + len(labels)), 0)
        elsewhere = 0
        for value, held in table.counts():
            place = int(value) if str(value).lstrip("-").isdecimal() else None
            if place in counts:
                counts[place] += held
            else:
                elsewhere += held  # a default
        peak = max(counts, key=lambda place: counts[place])
        unit = ":00" if self.part == "hour_of_day" else ""
        figures = (("peak", f"{labels[peak - first]}{unit}" if counts[peak] else "none"),)
        other = (("other", f"{elsewhere:,}"),) if elsewhere else ()
        return Columns(labels, tuple(counts.values()), axis, of), (*figures, *other)

    def _calendar(
        self, table: ValueTable, kind: MomentKind, least: timedelta, most: int, of: str
    ) -> tuple[Part, Figures] | None:
        found = table.times(kind, least, most)
        if found is None:
            return None
        between, counts, step, (first, last) = found
        shown = min(step, timedelta(days=1)) if least < timedelta(days=28) else step
        figures = (("first", moment(first, shown)), ("last", moment(last, shown)))
        held, _ = table.totals()
        other = (("other", f"{held - sum(counts):,}"),) if held > sum(counts) else ()
        return Times(between, counts, step, of), (*figures, *other)

    # ── lists and dicts ──────────────────────────────────────────────────────────────────────────────

    def _list(self) -> tuple[tuple[Part, ...], Figures]:
        held = self.values.dropna()
        sizes, size_figures = self._sizes(held, "items per key")
        declared = self.attribute.type.removesuffix("_list")
        table = self._table(items(held, declared))
        total, distinct = table.totals()
        dated = self._dated(table, declared)
        bars = self._bars(table, distinct, total, axis="element")
        shown, figures = dated if dated is not None else (bars, (("distinct", f"{distinct:,}"),))
        return (sizes, shown), (*size_figures, *figures)

    def _dict(self) -> tuple[tuple[Part, ...], Figures]:
        held = self.values.dropna()
        sizes, size_figures = self._sizes(held, "categories per key")
        weights = [weight for each in held for weight in each.values()]
        table = self._table(items(held, "string"), weights)
        total, distinct = table.totals()
        dated = self._dated(table, "string", of="event")
        if dated is not None:
            return (dated[0], sizes), (*dated[1], *size_figures)
        bars = self._bars(table, distinct, total, axis="category", of="event")
        return (bars, sizes), (("distinct", f"{distinct:,}"), *size_figures)

    def _sizes(self, held: pd.Series[Any], axis: str) -> tuple[Part, Figures]:
        sizes = lengths(held)
        table = self._table(sizes)
        numbers = table.numbers()
        full = int((sizes >= LIMIT).sum())
        figures = (
            ("median size", number(numbers.median)),
            (f"at the cap ({LIMIT})", share(full, len(self.keys))),
        )
        return self._counted(table, numbers, axis), figures


def _is_skewed(numbers: Numbers) -> bool:
    """Whether only a logarithmic axis shows the many small and the few large."""
    if numbers.median > 0:
        return numbers.p99 > _LOG * numbers.median
    return numbers.positive_p99 > _LOG * numbers.positive_median  # NaN where nothing is above 0
