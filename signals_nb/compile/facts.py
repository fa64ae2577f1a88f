"""What an evaluation must know of the events before it can be planned: their number, end and apps."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.plan import times
from signals_nb.compile.scan import Scan
from signals_nb.compile.sql import Expr
from signals_nb.layouts.locate import Locator

EVENTS, LATEST, APP_ID = "events", "latest", "app_id"

# 9999-12-31T23:59:59.999999Z, the last moment that Python can tell; a clock beyond it is broken.
LAST_MOMENT: Final = 253_402_300_799_999_999


def facts(locator: Locator, dialect: Dialect, source: Expr, *, latest: bool) -> str:
    """The query for the number of events and, if ``latest``, the moment their world ends.

    That is the latest ``collector_tstamp``, the server's clock, or the latest event time in a table
    without that column (semantics.md, "Which events count", 2).
    """
    scan = Scan(dialect)
    columns = [sql.alias(exp.Count(this=exp.Star()), EVENTS)]
    if latest:
        moment = scan(times(locator)[-1]).expression  # collector_tstamp where there is one
        sane = sql.compare(moment, "<=", sql.integer(LAST_MOMENT))
        columns.append(sql.alias(sql.filtered(exp.Max(this=moment.copy()), sane), LATEST))
    return exp.select(*columns).from_(sql.subquery(scan.select(source), "scan")).sql(dialect.name)


def app_ids(locator: Locator, dialect: Dialect, source: Expr) -> str:
    """The query for the distinct app_ids, most events first."""
    scan = Scan(dialect)
    app_id = scan(locator.atomic("app_id")).expression
    count = exp.Count(this=exp.Star())
    return (
        exp.select(sql.alias(app_id, APP_ID))
        .from_(sql.subquery(scan.select(source), "scan"))
        .where(sql.not_null(app_id))
        .group_by(app_id.copy())
        .order_by(exp.Ordered(this=count, desc=True), app_id.copy())
        .sql(dialect.name)
    )
