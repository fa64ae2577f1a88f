"""How many events each attribute of a group takes: the queries behind the findings that need rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.criteria import condition
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.plan import Match, Measure
from signals_nb.compile.scan import Scan
from signals_nb.compile.sql import Expr
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.values import Token

VENDOR, NAME, VERSION, EVENTS = "event_vendor", "event_name", "event_version", "events"

_SAMPLE: Final = 1_000


def event_types(locator: Locator, dialect: Dialect, source: Expr) -> str:
    """The query for the kinds of event there are, most frequent first."""
    scan = Scan(dialect)
    columns = [
        sql.alias(scan(locator.atomic(name)).expression, name)
        for name in (VENDOR, NAME, VERSION)
        if locator.table.find(name) is not None
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
        by_event = Match(events=measure.match.events)
        matched = Match(by_event.events, measure.match.all, measure.match.any)
        flags = [condition(each, dialect, scan, exp.null(), 0) for each in (by_event, matched)]
        present = list(flags[1:])
        if measure.value is not None:
            present.append(sql.not_null(scan(measure.value).expression))
        counted = [flags[0], flags[1], sql.every([each for each in present if each is not None])]
        for name, wanted in zip(("events", "matched", "values"), counted, strict=True):
            columns.append(sql.alias(sql.filtered(exp.Count(this=exp.Star()), wanted), f"{name}_{number}"))
    return exp.select(*columns).from_(sql.subquery(scan.select(source), "scan")).sql(dialect.name)


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
