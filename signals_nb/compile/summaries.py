"""The queries behind charts: over the values ``v`` of a result, each of which counts ``weight`` times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.sql import Expr

VALUE, WEIGHT, COUNT = "v", "weight", "n"

QUANTILES: Final = {"median": 0.5, "p95": 0.95, "p99": 0.99}


def numbers(source: Expr, dialect: Dialect) -> str:
    """The query for the figures of numbers, one a row: of all, ``held``; of the finite ones, the rest."""
    number = _number()
    columns = {
        "held": exp.Count(this=sql.column(VALUE)),
        "finite": exp.Count(this=number),
        "zeros": sql.filtered(exp.Count(this=exp.Star()), sql.compare(number, "=", sql.integer(0))),
        "mean": sql.call("avg", number),
        "low": exp.Min(this=number.copy()),
        "positive": sql.filtered(exp.Min(this=number.copy()), _positive()),
        "high": exp.Max(this=number.copy()),
    }
    for name, at in QUANTILES.items():
        columns[name] = sql.call("quantile_cont", number, sql.float_(at))
        if name != "p95":
            columns[f"positive_{name}"] = sql.filtered(columns[name].copy(), _positive())
    return _from([sql.alias(each, name) for name, each in columns.items()], source).sql(dialect.name)


def bins(edges: Sequence[float], source: Expr, dialect: Dialect) -> str:
    """The query for ``bin_i``: how many numbers lie in ``[edges[i], edges[i + 1])``, or on the last edge."""
    number = sql.column(VALUE)
    columns = []
    last = len(edges) - 2
    for at, (low, high) in enumerate(pairwise(edges)):
        below = sql.compare(number, "<=" if at == last else "<", sql.float_(high))
        inside = exp.And(this=sql.compare(number, ">=", sql.float_(low)), expression=below)
        columns.append(sql.alias(_count(inside), f"bin_{at}"))
    numbers = _from([sql.alias(_number(), VALUE), sql.column(WEIGHT)], source)
    return _from(columns, sql.subquery(numbers, "numbers")).sql(dialect.name)


def totals(source: Expr, dialect: Dialect) -> str:
    """The query for how many values are ``held``, and how many ``distinct`` ones there are."""
    held = sql.column(VALUE)
    distinct = exp.Count(this=exp.Distinct(expressions=[held]))
    columns = [sql.alias(_count(sql.not_null(held)), "held"), sql.alias(distinct, "distinct")]
    return _from(columns, source).sql(dialect.name)


def counts(source: Expr, dialect: Dialect, most: int | None = None) -> str:
    """The query for each value and its count: the ``most`` most frequent first, or all of them by value."""
    held = sql.column(VALUE)
    counted = _from([sql.alias(held, VALUE), sql.alias(_count(), COUNT)], source)
    counted = counted.where(sql.not_null(held)).group_by(held.copy())
    if most is not None:
        counted = counted.order_by(exp.Ordered(this=sql.column(COUNT), desc=True), held.copy()).limit(most)
    else:
        counted = counted.order_by(held.copy())
    return counted.sql(dialect.name)


def moments(source: Expr, kind: Literal["seconds", "timestamp", "text"]) -> Expr:
    """``source`` with its values as microseconds since 1970; what is no moment is NULL."""
    held = sql.column(VALUE)
    if kind == "seconds":
        micros: Expr = exp.Mul(this=sql.cast(held, "DOUBLE"), expression=sql.float_(1e6))
    else:
        micros = sql.call("epoch_us", sql.try_cast(held, "TIMESTAMP") if kind == "text" else held)
    return sql.subquery(_from([sql.alias(micros, VALUE), sql.column(WEIGHT)], source), "moments")


def _number() -> Expr:
    """The value as a number, NULL where it is infinite."""
    number = sql.cast(sql.column(VALUE), "DOUBLE")
    return sql.case((sql.call("isfinite", number), number))


def _positive() -> Expr:
    return sql.compare(_number(), ">", sql.integer(0))


def _count(wanted: Expr | None = None) -> Expr:
    total = sql.filtered(exp.Sum(this=sql.column(WEIGHT)), wanted)
    return sql.coalesce(sql.cast(total, "BIGINT"), sql.integer(0))


def _from(columns: Sequence[Expr], source: Expr) -> exp.Select:
    return exp.select(*columns).from_(source)
