"""How many events each attribute of a group takes: the queries behind a funnel and the findings on rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.criteria import condition
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.lives import KEY
from signals_nb.compile.plan import Match, Measure, Plan
from signals_nb.compile.scan import Scan
from signals_nb.compile.scope import Scope
from signals_nb.compile.sql import Expr
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.values import Token

VENDOR, NAME, VERSION, EVENTS = "event_vendor", "event_name", "event_version", "events"
SCOPE = "scope"

_SAMPLE: Final = 1_000


def event_types(locator: Locator, dialect: Dialect, source: Expr) -> str:
    """The query for the kinds of event there are, most frequent first."""
    scan = Scan(dialect)
    columns = [
        sql.alias(scan(locator.atomic(name)).expression, name)
        for name in (VENDOR, NAME, VERSION)
        if locator.table.has(name)
    ]
    names = [column.args["alias"].name for column in columns]
    return (
        exp.select(*columns, sql.alias(exp.Count(this=exp.Star()), EVENTS))
        .from_(sql.subquery(scan.select(source), "scan"))
        .group_by(*(sql.column(name) for name in names))
        .order_by(exp.Ordered(this=sql.column(EVENTS), desc=True), *(sql.column(name) for name in names))
        .sql(dialect.name)
    )


def coverage(measures: tuple[Measure, ...], dialect: Dialect, source: Expr) -> str:
    """The query for ``events_i``, ``matched_i`` and ``values_i`` of each measure.

    They count the events of its event filter, those that pass its criteria too, and those of them whose
    property has a value; a period plays no part.
    """
    scan = Scan(dialect)
    columns: list[Expr] = []
    for number, measure in enumerate(measures):
        present = None if measure.value is None else sql.not_null(scan(measure.value).expression)
        steps = [*steps_of(measure, dialect, scan, exp.null(), 0)[:2], present]
        for name, wanted in zip(("events", "matched", "values"), _narrowing(steps), strict=True):
            columns.append(sql.alias(sql.filtered(exp.Count(this=exp.Star()), wanted), f"{name}_{number}"))
    return exp.select(*columns).from_(sql.subquery(scan.select(source), "scan")).sql(dialect.name)


def steps_of(
    measure: Measure, dialect: Dialect, read: Scan, time: Expr, as_of: int
) -> tuple[Expr | None, Expr | None, Expr | None, Expr | None]:
    """What an event must fulfil to be counted, step by step, each by itself: see ``STEPS``.

    A step is None where it leaves nothing out. A value that a numeric aggregation cannot read as a number is
    none.
    """
    match, present = measure.match, None
    if measure.value is not None:
        held = read(measure.value)
        number = measure.aggregation.takes == "number"
        present = sql.not_null(dialect.number(held) if number else held.expression)

    def only(**part: Any) -> Expr | None:
        return condition(Match(**part), dialect, read, time, as_of)

    return only(events=match.events), only(all=match.all, any=match.any), present, only(period=match.period)


STEPS: Final = ("event filter", "criteria", "property not null", "in period")
"""The names of what ``steps_of`` gives, in the order in which a funnel narrows."""


def funnel(plan: Plan, dialect: Dialect, source: Expr) -> str:
    """The query for ``scope``, and for ``step_i_n`` and ``keys_i`` of each measure.

    They count the events that the call lets through, those that pass the first n+1 of a measure's
    ``STEPS``, and the key values of those that pass all.
    """
    scan = Scan(dialect)
    scope = Scope(plan, dialect, scan)
    flags: dict[Expr, str] = {}  # attributes often share a step

    def flag(step: Expr | None) -> Expr | None:
        return None if step is None else sql.column(flags.setdefault(step, f"step{len(flags)}"))

    per_key = [sql.alias(exp.Count(this=exp.Star()), SCOPE)]
    counts = [_total(SCOPE)]
    for number, measure in enumerate(plan.measures):
        steps = steps_of(measure, dialect, scan, scope.time, plan.call.as_of)
        names = [f"step_{number}_{at}" for at in range(len(steps))]
        for name, wanted in zip(names, _narrowing([flag(step) for step in steps]), strict=True):
            per_key.append(sql.alias(sql.filtered(exp.Count(this=exp.Star()), wanted), name))
            counts.append(_total(name))
        has_value = sql.compare(sql.column(names[-1]), ">", sql.integer(0))
        counts.append(sql.alias(sql.filtered(exp.Count(this=exp.Star()), has_value), f"keys_{number}"))
    columns = [sql.alias(scope.key, KEY), *(sql.alias(step, name) for step, name in flags.items())]
    matched = scope.ctes(columns)  # first: it can read more columns
    grouped = exp.select(*per_key).from_(sql.table("matched")).group_by(sql.column(KEY))
    tree = exp.select(*counts).from_(sql.subquery(grouped, "per_key"))
    tree.set("with_", exp.With(expressions=[sql.cte("scan", scan.select(source)), *matched]))
    return tree.sql(dialect.name)


def _total(name: str) -> Expr:
    """The sum of a column of counts; 0 of no row."""
    total = sql.cast(exp.Sum(this=sql.column(name)), "BIGINT")
    return sql.alias(sql.coalesce(total, sql.integer(0)), name)


def _narrowing(steps: Sequence[Expr | None]) -> list[Expr | None]:
    """Each of ``steps`` together with all before it."""
    passed: list[Expr] = []
    narrowing: list[Expr | None] = []
    for step in steps:
        passed += [] if step is None else [step]
        narrowing.append(sql.every(passed) if passed else None)
    return narrowing


def keys_of(token: Token, dialect: Dialect, source: Expr) -> str:
    """The query for the field names seen beside a path in JSON text, and in how many texts."""
    texts = (
        exp.select(sql.alias(sql.column(token.column), "text"))
        .from_(source)
        .where(sql.not_null(sql.column(token.column)))
        .limit(_SAMPLE)
    )
    parents = tuple(dict.fromkeys(pointer.rsplit("/", 1)[0] for pointer in token.pointers))
    slots = dialect.tokens(replace(token, column="text"), parents)
    found = sql.coalesce(*(dialect.keys(dialect.item(slots, position)) for position in range(len(parents))))
    return (
        exp.select(sql.alias(found, "keys"), sql.alias(exp.Count(this=exp.Star()), EVENTS))
        .from_(sql.subquery(texts, "texts"))
        .group_by(sql.integer(1))
        .sql(dialect.name)
    )
