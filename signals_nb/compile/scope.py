"""Which events count (semantics.md, "Which events count"): the steps from ``scan`` to ``matched``."""

from __future__ import annotations

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.lives import KEY
from signals_nb.compile.plan import Call, Plan
from signals_nb.compile.scan import Scan
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import Value

COPY = "copy"
"""The column that numbers the copies of an event, the one that counts with 1."""


def bounds(call: Call, key: Expr, time: Expr) -> dict[str, Expr]:
    """What a row must fulfil in any world, by the part of the call or of the group that asks for it."""
    conditions = {
        "key": sql.compare(key, "!=", sql.text("")),
        "as_of": sql.compare(time, "<=", sql.integer(call.as_of)),
    }
    if call.after is not None:
        conditions["window"] = sql.compare(time, ">", sql.integer(call.after))
    if call.since is not None:
        conditions["backfill_since_tstamp"] = sql.compare(time, ">=", sql.integer(call.since))
    return conditions


class Scope:
    """The scope of a plan, in terms of the columns of a scan."""

    def __init__(self, plan: Plan, dialect: Dialect, scan: Scan) -> None:
        self._plan, self._dialect, self._scan = plan, dialect, scan
        self.conditions = self._conditions()

    @property
    def key(self) -> Expr:
        """The key's value, as text."""
        return self._dialect.text(self._scan(self._plan.key))

    @property
    def time(self) -> Expr:
        """The event time, in microseconds."""
        return sql.coalesce(*(self._scan(time).expression for time in self._plan.times))

    def _conditions(self) -> dict[str, Expr]:
        """What an event must fulfil, by the part of the call or of the group that asks for it."""
        call = self._plan.call
        conditions = bounds(call, self.key, self.time)
        if call.app_ids and self._plan.app_id is not None:
            app_id = self._scan(self._plan.app_id).expression
            conditions["app_ids"] = sql.among(app_id, [sql.text(each) for each in call.app_ids])
        return conditions

    def ctes(self, columns: list[Expr]) -> list[exp.CTE]:
        """The steps to ``matched``, with ``columns``: scope, duplicates, the keys that are asked for."""
        call, scope = self._plan.call, [*self.conditions.values()]
        steps: list[exp.CTE] = []
        source = "scan"
        if self._plan.event_id is not None:
            numbered = exp.select(exp.Star(), sql.alias(self.rank(self._plan.event_id), COPY))
            steps.append(sql.cte("numbered", numbered.from_(sql.table("scan")).where(*scope)))
            source = "numbered"
            scope = [self.original(self._plan.event_id)]
        if call.key_values:
            scope.append(sql.among(self.key, [sql.text(each) for each in call.key_values]))
        if call.sample is not None:
            hashed = self._dialect.hash(self.key, call.seed)
            sampled = (
                exp.select(sql.alias(self.key, KEY))
                .from_(sql.table(source))
                .where(*scope)
                .group_by(self.key)
                .order_by(hashed, self.key)
                .limit(call.sample)
            )
            steps.append(sql.cte("sampled", sampled))
            chosen = exp.select(sql.column(KEY)).from_(sql.table("sampled")).subquery()
            scope.append(exp.In(this=self.key, query=chosen))
        matched = exp.select(*columns).from_(sql.table(source)).where(*scope)
        return [*steps, sql.cte("matched", matched, materialized=True)]

    def original(self, event_id: Value) -> Expr:
        """Whether an event, of numbered ones, is no copy of another."""
        is_first = sql.compare(sql.column(COPY), "=", sql.integer(1))
        return sql.some([sql.is_null(self._scan(event_id).expression), is_first])

    def rank(self, event_id: Value, *among: Expr) -> Expr:
        """The number of an event among those with its ``event_id``, and of one value of ``among``."""
        plan, copies = self._plan, self._scan(event_id).expression
        before = [self._scan(each).expression for each in plan.tie_break]
        # load_tstamp and collector_tstamp, the event time, event_name, the key, then all that is read
        before = [*before[:-1], self.time, *before[-1:], self.key]
        before += [sql.column(name) for name in self._scan.names if sql.column(name) not in before]
        return exp.Window(
            this=exp.RowNumber(),
            partition_by=[copies, *among],
            order=exp.Order(expressions=[exp.Ordered(this=each, nulls_first=False) for each in before]),
        )
