"""One key's events, and why each attribute counts or leaves them out: the query behind ``explain``."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.coverage import steps_of
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.lives import TIME
from signals_nb.compile.plan import Plan
from signals_nb.compile.scan import Scan
from signals_nb.compile.scope import COPY, Scope
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import Value

EVENTS = "events"

# By the condition of the scope that fails; the key is the one that is asked for.
_OUT_OF_SCOPE: Final = {
    "as_of": "after as_of",
    "window": "before the window",
    "backfill_since_tstamp": "before backfill_since_tstamp",
    "app_ids": "another app_id",
}
_LEFT_OUT: Final = ("event filter", "criteria", "property is null", "before the period")


def trail(plan: Plan, dialect: Dialect, source: Expr, key: str, shown: dict[str, Value], most: int) -> str:
    """The query for the events of ``key``, the latest first.

    Its columns are the time, those of ``shown`` as text, the number of all its ``events``, and per measure
    ``why_i`` (why the event is left out; NULL where it counts) and ``value_i`` (the property's text).

    Args:
        plan: which attributes, and the call.
        dialect: to ask in.
        source: the events in SQL.
        key: the key's value.
        shown: what else to read of an event, by the column's name.
        most: the number of events given.
    """
    scan = Scan(dialect)
    scope = Scope(plan, dialect, scan)
    columns: list[Expr] = [
        sql.alias(scope.time, TIME),
        *(sql.alias(dialect.text(scan(value)), name) for name, value in shown.items()),
        sql.alias(exp.Window(this=exp.Count(this=exp.Star())), EVENTS),
    ]
    outside = [(sql.is_null(scope.time), "no event time")]
    outside += [
        (_fails(scope.conditions[part]), why)
        for part, why in _OUT_OF_SCOPE.items()
        if part in scope.conditions
    ]
    if plan.event_id is not None:
        outside.append((_fails(scope.original(plan.event_id)), "a duplicate"))
    for number, measure in enumerate(plan.measures):
        steps = steps_of(measure, dialect, scan, scope.time, plan.call.as_of)
        left_out = [
            (_fails(step), why) for step, why in zip(steps, _LEFT_OUT, strict=True) if step is not None
        ]
        why = sql.case(*((fails, sql.text(words)) for fails, words in (*outside, *left_out)))
        value = exp.null() if measure.value is None else dialect.text(scan(measure.value))
        columns += [sql.alias(why, f"why_{number}"), sql.alias(value, f"value_{number}")]
    # every row has its place, whatever the order of the events
    ordered = [name for name in (each.alias for each in columns) if name != EVENTS]
    rows: exp.Select = exp.select(exp.Star())
    if plan.event_id is not None:
        in_scope = sql.every([*scope.conditions.values()])
        rows = exp.select(exp.Star(), sql.alias(scope.rank(plan.event_id, in_scope), COPY))
    rows = rows.from_(sql.subquery(scan.select(source), "scan"))
    return (
        exp.select(*columns)
        .from_(sql.subquery(rows, "numbered"))
        .where(sql.compare(scope.key, "=", sql.text(key)))
        .order_by(*(exp.Ordered(this=sql.column(name), desc=True, nulls_first=False) for name in ordered))
        .limit(most)
        .sql(dialect.name)
    )


def _fails(condition: Expr) -> Expr:
    return sql.negate(exp.paren(sql.coalesce(condition, sql.FALSE)))
