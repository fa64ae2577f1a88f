"""What values are like: the queries for JSON shapes, fill, distinct values and the most frequent ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect, Stored
from signals_nb.compile.scan import Scan
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import Token, Value

SHAPE, NUMBER, ROWS, FILLED = "shape", "number", "rows", "filled"
DISTINCT, MOMENTS, TOP = "distinct", "moments", "top"
TEXT, STORED, EVENTS = "text", "stored", "events"

_EXAMPLES: Final = 3


def shapes(tokens: Sequence[Token], dialect: Dialect, source: Expr) -> str:
    """The query for ``shape_i`` of the JSON objects at each of ``tokens``; NULL where there is none."""
    scan = Scan(dialect)
    columns = [
        sql.alias(sql.cast(dialect.shape(scan(token).expression), "VARCHAR"), f"{SHAPE}_{number}")
        for number, token in enumerate(tokens)
    ]
    return exp.select(*columns).from_(sql.subquery(scan.select(source), "scan")).sql(dialect.name)


def figures(values: Sequence[Value], dialect: Dialect, source: Expr) -> str:
    """The query for the figures of each value, a row a value.

    ``number`` is its position; ``filled`` in how many of ``rows`` it is, ``distinct`` how many texts it has,
    ``moments`` whether all of them are date-times (NULL where it has none), ``top`` its three most frequent
    texts.
    """
    scan = Scan(dialect)
    read = [dialect.text(scan(value)) for value in values]
    columns = [sql.alias(text, f"value {number}") for number, text in enumerate(read)]
    texts = exp.select(*columns).from_(sql.subquery(scan.select(source), "scan"))
    each = [_figures(number, value, dialect) for number, value in enumerate(values)]
    union: Expr = each[0]
    for select in each[1:]:
        union = exp.Union(this=union, expression=select, distinct=False)
    union.set("with_", exp.With(expressions=[sql.cte("texts", texts, materialized=True)]))
    return union.sql(dialect.name)


def _figures(number: int, value: Value, dialect: Dialect) -> exp.Select:
    text, events = sql.column(TEXT), sql.column(EVENTS)
    counted = (
        exp.select(sql.alias(sql.column(f"value {number}"), TEXT), sql.alias(_rows(), EVENTS))
        .from_(sql.table("texts"))
        .group_by(sql.integer(1))
    )
    present = sql.not_null(text)
    filled = sql.coalesce(sql.filtered(exp.Sum(this=events), present), sql.integer(0))
    if value.kind in {"text", "json"}:
        moment = sql.not_null(dialect.micros(Stored(text, "text")))
        moments = sql.filtered(sql.call("bool_and", moment), present)
    else:
        moments = sql.cast(sql.TRUE if value.kind == "timestamp" else sql.FALSE, "BOOLEAN")
    # the most frequent first; of equally frequent ones, the smallest text
    pair = dialect.struct(n=exp.Neg(this=events), s=text)
    top = dialect.each(dialect.smallest(pair, _EXAMPLES, present), lambda item: dialect.field(item, "s"))
    return exp.select(
        sql.alias(sql.integer(number), NUMBER),
        sql.alias(sql.cast(sql.coalesce(exp.Sum(this=events), sql.integer(0)), "BIGINT"), ROWS),
        sql.alias(sql.cast(filled, "BIGINT"), FILLED),
        sql.alias(exp.Count(this=text.copy()), DISTINCT),
        sql.alias(moments, MOMENTS),
        sql.alias(top, TOP),
    ).from_(sql.subquery(counted, "counted"))


def top_values(value: Value, dialect: Dialect, source: Expr, limit: int) -> str:
    """The query for the most frequent texts of a value, with the number of events, and one stored form."""
    scan = Scan(dialect)
    stored = scan(value)
    texts = exp.select(sql.alias(dialect.text(stored), TEXT), sql.alias(stored.expression, STORED)).from_(
        sql.subquery(scan.select(source), "scan")
    )
    return (
        exp.select(
            sql.column(TEXT), sql.alias(exp.Min(this=sql.column(STORED)), STORED), sql.alias(_rows(), EVENTS)
        )
        .from_(sql.subquery(texts, "texts"))
        .where(sql.not_null(sql.column(TEXT)))
        .group_by(sql.column(TEXT))
        .order_by(exp.Ordered(this=sql.column(EVENTS), desc=True), sql.column(TEXT))
        .limit(limit)
        .sql(dialect.name)
    )


def _rows() -> Expr:
    return exp.Count(this=exp.Star())
