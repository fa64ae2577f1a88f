"""How each aggregation folds: a table of operations, and the values they fold over.

Scalar folds need one ``GROUP BY key``. Distributions first count each value (``GROUP BY key, value``), then
fold those counts per key; attributes with one property share that first level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect, Stored
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import NUMERIC, Kind, Value

LIMIT: Final = 100
"""How many values ``unique_list`` and ``category_count`` keep."""

# "number" reads numbers, "exact" reads them as decimals (a double holds integers only up to 2^53), "plain"
# keeps the stored form, "pair" orders and tells apart row by row, "text" tells apart by text alone and
# keeps the number for order.
Form = Literal["number", "exact", "plain", "pair", "text"]


@dataclass(frozen=True, slots=True)
class Folded:
    """A value in the form it is folded in."""

    value: Value
    form: Form
    numeric: bool  # whether a text that reads as a number is that number


def form(kind: Kind, counts_texts: bool, declared_numeric: bool) -> Form:
    """The form in which values of ``kind`` are folded (see ``dialect``, "pair")."""
    if kind == "json":
        return "text" if counts_texts else "pair"
    return "pair" if kind == "text" and declared_numeric and not counts_texts else "plain"


def staged(folded: Folded, stored: Stored, dialect: Dialect) -> Stored:
    """The column that a fold reads, NULL where there is no value."""
    if folded.form == "number":
        return Stored(dialect.number(stored), stored.kind if stored.kind in NUMERIC else "double")
    if folded.form == "exact":
        return Stored(dialect.exact_number(stored), "decimal")
    if folded.form == "plain":
        return stored
    text = dialect.text(stored)
    if folded.numeric:
        number = dialect.number(stored)
        number_text = dialect.text(Stored(number, "double"))
        digits = sql.call("regexp_full_match", text, sql.text(r"0|-?[1-9][0-9]*"))
        is_other_spelling = sql.every([sql.not_null(number), sql.negate(digits)])
        text = sql.case((is_other_spelling, number_text), default=text)
    else:
        number = sql.case((dialect.is_number_token(stored.expression), dialect.number(stored)))
    pair = dialect.struct(n=number, s=text)
    return Stored(sql.case((sql.not_null(stored.expression), pair)), stored.kind, pair=True)


# ── scalar folds: (the column, its filter, the time, the dialect) -> the aggregate ────────────────────────

Scalar = Callable[[Expr | None, Expr | None, Expr, Dialect], Expr]


def _counter(value: Expr | None, wanted: Expr | None, time: Expr, dialect: Dialect) -> Expr:
    return _or_no_value(sql.filtered(exp.Count(this=exp.Star()), wanted))


def _or_no_value(count: Expr) -> Expr:
    """A count, NULL where it is 0: that is "no value", which a default replaces."""
    return exp.Nullif(this=count, expression=sql.integer(0))


def _plain(function: type[exp.AggFunc]) -> Scalar:
    def fold(value: Expr | None, wanted: Expr | None, time: Expr, dialect: Dialect) -> Expr:
        return sql.filtered(function(this=_copy(value)), wanted)

    return fold


def _extreme_in_time(function: type[exp.AggFunc]) -> Scalar:
    def fold(value: Expr | None, wanted: Expr | None, time: Expr, dialect: Dialect) -> Expr:
        # the struct orders by time, then by value: ties are settled in the same pass
        held = _copy(value)
        present = sql.every([each for each in (wanted, sql.not_null(held)) if each is not None])
        return dialect.field(sql.filtered(function(this=dialect.struct(t=time, v=held)), present), "v")

    return fold


def _extreme_time(function: type[exp.AggFunc]) -> Scalar:
    def fold(value: Expr | None, wanted: Expr | None, time: Expr, dialect: Dialect) -> Expr:
        return sql.filtered(function(this=time.copy()), wanted)

    return fold


def _copy(value: Expr | None) -> Expr:
    assert value is not None, "this aggregation needs a property, as check() has made sure"
    return value.copy()


SCALARS: Final[dict[str, Scalar]] = {
    "counter": _counter,
    "sum": _plain(exp.Sum),
    "min": _plain(exp.Min),
    "max": _plain(exp.Max),
    "mean": _plain(exp.Avg),
    "first": _extreme_in_time(exp.Min),
    "last": _extreme_in_time(exp.Max),
    "time_since_last": _extreme_time(exp.Max),
    "time_since_first": _extreme_time(exp.Min),
}

SCALAR_KINDS: Final[dict[str, Kind]] = {
    "counter": "int",
    "mean": "double",
    "time_since_last": "int",
    "time_since_first": "int",
}
"""The kind of a fold's result where it is not its value's own."""


# ── folds over a key's distinct values: v, o (what orders it), n (its count), t (when last seen) ──────────


@dataclass(frozen=True, slots=True)
class Distinct:
    """The columns of the first level for one filter."""

    value: Expr
    order: Expr | None
    count: Expr
    last: Expr


OverDistinct = Callable[[Distinct, Dialect], Expr]


def _most_frequent(distinct: Distinct, dialect: Dialect) -> Expr:
    ranked = dialect.struct(n=exp.Neg(this=distinct.count.copy()), v=distinct.value)
    return dialect.field(_present(exp.Min(this=ranked), distinct), "v")


def _least_frequent(distinct: Distinct, dialect: Dialect) -> Expr:
    ranked = dialect.struct(n=distinct.count, v=distinct.value)
    return dialect.field(_present(exp.Min(this=ranked), distinct), "v")


def _unique_list(distinct: Distinct, dialect: Dialect) -> Expr:
    return dialect.last_items(dialect.struct(t=distinct.last, v=distinct.value), LIMIT, _is_present(distinct))


def _category_count(distinct: Distinct, dialect: Dialect) -> Expr:
    order = {} if distinct.order is None else {"o": distinct.order}
    ranked = dialect.struct(n=exp.Neg(this=distinct.count.copy()), **order, v=distinct.value)
    return dialect.first_items(ranked, LIMIT, _is_present(distinct))


def _count_distinct(distinct: Distinct, dialect: Dialect) -> Expr:
    return _or_no_value(_present(exp.Count(this=exp.Star()), distinct))


def _is_present(distinct: Distinct) -> Expr:
    return sql.compare(distinct.count, ">", sql.integer(0))


def _present(aggregate: Expr, distinct: Distinct) -> Expr:
    return sql.filtered(aggregate, _is_present(distinct))


OVER_DISTINCT: Final[dict[str, OverDistinct]] = {
    "most_frequent": _most_frequent,
    "least_frequent": _least_frequent,
    "unique_list": _unique_list,
    "category_count": _category_count,
    "approx_count_distinct": _count_distinct,
}
