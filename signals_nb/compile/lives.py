"""How long published values live (semantics.md, "Profiles"): from the first update of the present life on.

A life is a run of updates none of which is later than the one before by more than the ttl. Where the last
update is further back than the ttl, the life has ended, and the value is NULL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.fold import Folded
from signals_nb.compile.plan import Match
from signals_nb.compile.sql import Expr

KEY, TIME = "key", "time"


@dataclass(frozen=True, slots=True)
class Update:
    """What makes a row prolong a life: it matches, and holds a value where one is looked at."""

    match: Match
    folded: Folded | None


Life = tuple[int, tuple[Update, ...]]
"""A ttl in microseconds, and the updates that prolong what lives so long."""


def life(rows: str, wanted: Expr, ttl: int, as_of: int) -> exp.Select:
    """Per key of ``rows`` with an update: ``since`` when it lives, NULL where it lives no more.

    Args:
        rows: the step with a row per event.
        wanted: whether a row is an update.
        ttl: in microseconds; a gap of exactly that is none.
        as_of: the clock, in microseconds since 1970.
    """
    key, time, limit = sql.column(KEY), sql.column(TIME), sql.integer(ttl)
    before = exp.Window(
        this=exp.Lag(this=time.copy()),
        partition_by=[key.copy()],
        order=exp.Order(expressions=[exp.Ordered(this=time.copy())]),
    )
    gap = exp.Sub(this=time.copy(), expression=before)
    begins = sql.coalesce(sql.compare(gap, ">", limit), sql.TRUE)
    updates = exp.select(key, time, sql.alias(begins, "begins")).from_(sql.table(rows)).where(wanted)
    idle = exp.Sub(this=sql.integer(as_of), expression=exp.Max(this=time.copy()))
    since = sql.filtered(exp.Max(this=time.copy()), sql.column("begins"))
    return (
        exp.select(key.copy(), sql.alias(sql.case((sql.compare(idle, "<=", limit), since)), "since"))
        .from_(sql.subquery(updates, "updates"))
        .group_by(key.copy())
    )


def living(rows: str, lives: Iterable[str]) -> exp.Select:
    """The rows, each with the beginning of the lives of its key."""
    select = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(rows))).from_(sql.table(rows))
    for name in lives:
        select = select.select(sql.alias(sql.column("since", name), _since(name)))
        on = exp.EQ(this=sql.column(KEY, rows), expression=sql.column(KEY, name))
        select.append("joins", sql.left_join(name, on))
    return select


def alive(name: str) -> Expr:
    """Whether a row belongs to the present life."""
    return sql.compare(sql.column(TIME), ">=", sql.column(_since(name)))


def endures(name: str) -> Expr:
    """Whether a key's life has not ended; one that never began has not."""
    return sql.some([sql.is_null(sql.column(KEY, name)), sql.not_null(sql.column("since", name))])


def _since(name: str) -> str:
    return f"{name}_since"
