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

# JSON whose keys are ids has as many shapes as objects.
_SHAPES: Final = 1_000


def shapes(token: Token, dialect: Dialect, source: Expr) -> str:
    """The query for the shapes of the JSON objects at ``token``, the most frequent first."""
    scan = Scan(dialect)
    seen = exp.select(sql.alias(dialect.shape(scan(token).expression), SHAPE)).from_(
        sql.subquery(scan.select(source), "scan")
    )
    return (
        exp.select(sql.column(SHAPE), sql.alias(_rows(), EVENTS))
        .from_(sql.subquery(seen, "shapes"))
        .where(sql.not_null(sql.column(SHAPE)))
        .group_by(sql.column(SHAPE))
        .order_by(exp.Ordered(this=sql.column(EVENTS), desc=True), sql.column(SHAPE))
        .limit(_SHAPES)
        .sql(dialect.name)
    )


def figures(values: Sequence[Value], dialect: Dialect, source: Expr) -> str:
    """The query for the figures of each value, a row a value; none where the source has no rows.

    ``number`` is its position; ``filled`` in how many of ``rows`` it is (NULL for none), ``distinct`` how
    many texts it has, ``moments`` whether all texts of a text or JSON value are date-times (NULL where there
    are none), ``top`` its three most frequent texts.
    """
    scan = Scan(dialect)
    read = [dialect.text(scan(value)) for value in values]
    columns = [sql.alias(text, f"value {number}") for number, text in enumerate(read)]
    texts = exp.select(*columns).from_(sql.subquery(scan.select(source), "scan"))
    counted: Expr = _counted(0)
    for number in range(1, len(values)):
        counted = exp.Union(this=counted, expression=_counted(number), distinct=False)
    text, events, number_of = sql.column(TEXT), sql.column(EVENTS), sql.column(NUMBER)
    present = sql.not_null(text)
    written = [number for number, value in enumerate(values) if value.kind in {"text", "json"}]
    may_be_moments = sql.among(number_of, [sql.integer(number) for number in written or [-1]])
    moment = sql.not_null(dialect.micros(Stored(text, "text")))
    # the most frequent first; of equally frequent ones, the smallest text
    pair = dialect.struct(n=exp.Neg(this=events.copy()), s=text)
    top = dialect.each(dialect.smallest(pair, _EXAMPLES, present), lambda item: dialect.field(item, "s"))
    columns = [
        number_of,
        sql.alias(sql.cast(exp.Sum(this=events.copy()), "BIGINT"), ROWS),
        sql.alias(sql.cast(sql.filtered(exp.Sum(this=events.copy()), present), "BIGINT"), FILLED),
        sql.alias(exp.Count(this=text.copy()), DISTINCT),
        sql.alias(sql.filtered(sql.call("bool_and", moment), sql.every([present, may_be_moments])), MOMENTS),
        sql.alias(top, TOP),
    ]
    select = (
        exp.select(*columns)
        .from_(exp.Subquery(this=counted, alias=exp.TableAlias(this=exp.to_identifier("counted"))))
        .group_by(number_of.copy())
    )
    select.set("with_", exp.With(expressions=[sql.cte("texts", texts, materialized=True)]))
    return select.sql(dialect.name)


def _counted(number: int) -> exp.Select:
    """How many events have each text of a value."""
    return (
        exp.select(
            sql.alias(sql.integer(number), NUMBER),
            sql.alias(sql.column(f"value {number}"), TEXT),
            sql.alias(_rows(), EVENTS),
        )
        .from_(sql.table("texts"))
        .group_by(sql.integer(2))
    )


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
