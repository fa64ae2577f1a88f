"""One column of a result as a table of an engine, one row a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from signals_nb.compile import summaries
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.sql import Expr
from signals_nb.engines.duckdb import DuckDB, Events
from signals_nb.summaries import edges

__all__ = ["Numbers", "ValueTable", "items", "lengths"]

MomentKind = Literal["seconds", "timestamp", "text"]

_DTYPES: Final = {
    "string": "string",
    "bytes": "string",
    "int32": "Int64",
    "int64": "Int64",
    "unix_timestamp": "Int64",
    "float": "Float64",
    "double": "Float64",
    "bool": "boolean",
}


@dataclass(frozen=True)
class Numbers:
    """The figures of numbers; all but ``held`` (how many there are) are of the finite ones.

    ``positive`` is the smallest above 0, and ``positive_median`` and ``positive_p99`` are of those above 0.
    """

    held: int
    finite: int
    zeros: int
    mean: float
    low: float
    high: float
    median: float
    p95: float
    p99: float
    positive: float
    positive_median: float
    positive_p99: float


class ValueTable:
    """Values to count, in an engine; each counts as often as its weight says.

    Args:
        engine: whose one table it becomes: the next one takes its place.
        dialect: of the engine.
        values: null ones count as none.
        weights: default: 1 each.
    """

    def __init__(
        self, engine: DuckDB, dialect: Dialect, values: pd.Series[Any], weights: Sequence[int] | None = None
    ) -> None:
        held = values.reset_index(drop=True)
        weight = np.ones(len(held), "int64") if weights is None else np.asarray(weights, "int64")
        columns = pd.DataFrame({summaries.VALUE: held, summaries.WEIGHT: weight})
        self._events, self._dialect = engine.open(columns), dialect

    def numbers(self) -> Numbers:
        """The figures of the values, which are numbers."""
        return _numbers(self._events, self._events.source, self._dialect)

    def bins(self, between: edges.Edges) -> tuple[int, ...]:
        """How many of the values lie between each two edges."""
        return self._bins(between, self._events.source)

    def _bins(self, between: edges.Edges, source: Expr) -> tuple[int, ...]:
        found = self._events.run(summaries.bins(between, source, self._dialect))
        return tuple(int(found[f"bin_{at}"][0]) for at in range(len(between) - 1))

    def totals(self) -> tuple[int, int]:
        """How many values there are, and how many different ones."""
        found = self._events.run(summaries.totals(self._events.source, self._dialect))
        return int(found["held"][0]), int(found["distinct"][0])

    def counts(self, most: int | None = None) -> list[tuple[Any, int]]:
        """Each value and its count, the most frequent first; or all, by value."""
        found = self._events.run(summaries.counts(self._events.source, self._dialect, most))
        return [*zip(found[summaries.VALUE].tolist(), found[summaries.COUNT].tolist(), strict=True)]

    def times(
        self, kind: MomentKind, least: timedelta, most: int
    ) -> tuple[edges.Edges, tuple[int, ...], timedelta, tuple[float, float]] | None:
        """The values on a calendar: its edges, the counts, its step, and the first and the last moment.

        None where no value is a moment, or one lies outside of the years that a calendar has.
        """
        source = summaries.moments(self._events.source, kind)
        found = _numbers(self._events, source, self._dialect)
        if not found.finite:
            return None
        calendar = edges.calendar(found.low, found.high, least, most)
        if calendar is None:
            return None
        between, step = calendar
        return between, self._bins(between, source), step, (found.low, found.high)


def _numbers(events: Events, source: Expr, dialect: Dialect) -> Numbers:
    found = events.run(summaries.numbers(source, dialect))
    counted = {name: int(found[name][0]) for name in ("held", "finite", "zeros")}
    figures = {
        name: float("nan") if np.ma.is_masked(column[0]) else float(column[0])
        for name, column in found.items()
        if name not in counted
    }
    return Numbers(**counted, **figures)  # type: ignore[arg-type]


def items(values: Iterable[Any], declared: str) -> pd.Series[Any]:
    """What is in lists of a declared item type, one row each; bytes as text."""
    held: Any = chain.from_iterable(values)
    if declared == "bytes":
        held = (item.decode("utf-8", "replace") for item in held)
    return pd.Series([*held], dtype=_DTYPES[declared])


def lengths(values: Iterable[Any]) -> pd.Series[Any]:
    """How many items lists (or dicts) have."""
    return pd.Series([len(each) for each in values], dtype="Int64")
