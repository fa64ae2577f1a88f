"""What is in a table of events: the queries for its kinds of event, keys, duplicates and entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.facts import LAST_MOMENT
from signals_nb.compile.plan import times
from signals_nb.compile.scan import Scan
from signals_nb.compile.sql import Expr
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.types import SqlType

KIND: Final = ("event_vendor", "event_name", "event_version")
APP_ID, EVENTS, FIRST, LAST, CLOCK = "app_id", "events", "first", "last", "clock"
IDS, NUMBER, DISTINCT = "ids", "number", "distinct"

Columns = Sequence[tuple[str, SqlType]]

# 0001-01-01T00:00:00Z, the first moment that Python can tell.
_FIRST_MOMENT: Final = -62_135_596_800_000_000

# What tells two events apart, where there is no place in a file to go by.
_IDENTITY: Final = ("event_id", "collector_tstamp", "derived_tstamp", "domain_userid")


def kinds(locator: Locator, dialect: Dialect, source: Expr) -> str:
    """The query for the events per kind and app: how many, and the first and last event time.

    ``clock`` is the latest ``collector_tstamp``. Moments that Python cannot tell are left out.
    """
    scan = Scan(dialect)
    names = [name for name in (*KIND, APP_ID) if locator.table.has(name)]
    by = [sql.alias(scan(locator.atomic(name)).expression, name) for name in names]
    moments = [_sane(scan(time).expression) for time in times(locator)]
    columns = [
        sql.alias(exp.Count(this=exp.Star()), EVENTS),
        sql.alias(exp.Min(this=sql.coalesce(*moments)), FIRST),
        sql.alias(exp.Max(this=sql.coalesce(*moments)), LAST),
        sql.alias(exp.Max(this=moments[-1].copy()), CLOCK),
    ]
    return (
        exp.select(*by, *columns)
        .from_(sql.subquery(scan.select(source), "scan"))
        .group_by(*(sql.integer(number) for number, _ in enumerate(names, 1)))
        .sql(dialect.name)
    )


def _sane(moment: Expr) -> Expr:
    bounds = [
        sql.compare(moment, ">=", sql.integer(_FIRST_MOMENT)),
        sql.compare(moment, "<=", sql.integer(LAST_MOMENT)),
    ]
    return sql.case((sql.every(bounds), moment))


def filled_keys(names: Sequence[str], locator: Locator, dialect: Dialect, source: Expr) -> str:
    """The query for the number of ``events`` and, in ``filled_i``, of those with each key.

    An empty text is no value of a key.
    """
    scan = Scan(dialect)
    columns = [sql.alias(exp.Count(this=exp.Star()), EVENTS)]
    for number, name in enumerate(names):
        some = sql.compare(dialect.text(scan(locator.atomic(name))), "!=", sql.text(""))
        columns.append(sql.alias(sql.filtered(exp.Count(this=exp.Star()), some), f"filled_{number}"))
    return exp.select(*columns).from_(sql.subquery(scan.select(source), "scan")).sql(dialect.name)


def distinct_keys(names: Sequence[str], locator: Locator, dialect: Dialect, source: Expr, parts: int) -> str:
    """The query for ``number`` and ``distinct`` of each key: one in ``parts`` of its values is counted.

    The part is told by the value's hash, so that its multiple is near whatever the values are; DuckDB 1.4's
    own sketch is off by up to a third.
    """
    each = [_distinct(number, name, locator, dialect, source, parts) for number, name in enumerate(names)]
    union: Expr = each[0]
    for select in each[1:]:
        union = exp.Union(this=union, expression=select, distinct=False)
    return union.sql(dialect.name)


def _distinct(
    number: int, name: str, locator: Locator, dialect: Dialect, source: Expr, parts: int
) -> exp.Select:
    scan = Scan(dialect)
    text = dialect.text(scan(locator.atomic(name)))
    wanted = [sql.compare(text, "!=", sql.text(""))]
    if parts > 1:
        wanted.append(dialect.one_in([text], parts))
    distinct = exp.Count(this=exp.Distinct(expressions=[text.copy()]))
    return (
        exp.select(sql.alias(sql.integer(number), NUMBER), sql.alias(distinct, DISTINCT))
        .from_(sql.subquery(scan.select(source), "scan"))
        .where(sql.every(wanted))
    )


def duplicates(locator: Locator, dialect: Dialect, source: Expr, parts: int) -> str:
    """The query for the number of ``event_id`` and of distinct ones, of one in ``parts`` of them."""
    scan = Scan(dialect)
    value = scan(locator.atomic("event_id")).expression
    select = exp.select(
        sql.alias(exp.Count(this=value.copy()), IDS),
        sql.alias(exp.Count(this=exp.Distinct(expressions=[value.copy()])), DISTINCT),
    ).from_(sql.subquery(scan.select(source), "scan"))
    if parts > 1:
        select = select.where(dialect.one_in([value], parts))
    return select.sql(dialect.name)


def entities(schemas: Sequence[Columns], locator: Locator, dialect: Dialect, source: Expr) -> str:
    """The query for ``events``, and ``carriers_i`` and ``most_i`` of each schema, per kind of event.

    The latter are the number of events that carry the schema, and the most of it on one.
    """
    scan = Scan(dialect)
    names = [name for name in KIND if locator.table.has(name)]
    by = [sql.alias(scan(locator.atomic(name)).expression, name) for name in names]
    columns: list[Expr] = [sql.alias(exp.Count(this=exp.Star()), EVENTS)]
    counted: list[Expr] = []
    for number, held in enumerate(schemas):
        counted.append(sql.alias(_number(held, dialect), f"number_{number}"))
        found = sql.column(f"number_{number}")
        some = sql.compare(found, ">", sql.integer(0))
        columns += [
            sql.alias(sql.filtered(exp.Count(this=exp.Star()), some), f"carriers_{number}"),
            sql.alias(exp.Max(this=found.copy()), f"most_{number}"),
        ]
    # the counts stand beside the scan's own columns, in one pass
    inner = scan.select(source).select(*counted)
    return (
        exp.select(*by, *columns)
        .from_(sql.subquery(inner, "scan"))
        .group_by(*(sql.integer(number) for number, _ in enumerate(names, 1)))
        .sql(dialect.name)
    )


def carriers(columns: Columns, dialect: Dialect, source: Expr) -> Expr:
    """The rows of ``source`` that carry a schema."""
    some = sql.compare(_number(columns, dialect), ">", sql.integer(0))
    return sql.subquery(exp.select(exp.Star()).from_(source.copy()).where(some), "carriers")


def part(locator: Locator, dialect: Dialect, source: Expr, parts: int) -> Expr:
    """One in ``parts`` of the rows, whatever their order; copies of an event stay together."""
    names = [name for each in _IDENTITY if locator.table.has(each) and (name := locator.table.find(each))]
    chosen = dialect.one_in([sql.column(name) for name in names], parts)
    return sql.subquery(exp.select(exp.Star()).from_(source.copy()).where(chosen), "part")


def _number(columns: Columns, dialect: Dialect) -> Expr:
    """How many of a schema an event carries, over the columns of all versions."""
    numbers = [dialect.entities(name, held) for name, held in columns]
    total = numbers[0]
    for number in numbers[1:]:
        total = exp.Add(this=total, expression=number)
    return total
