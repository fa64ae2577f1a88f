"""The query of an external batch group: of each key the row that was updated last, cast to declared types.

Read top to bottom::

    scan        the key, the time and the fields of every row
    ranked      the rows that can count, of each key the greatest first: by time, then field by field
    latest      the first of each; its fields are NULL where it has expired
    SELECT      cast to the declared types, sorted by key
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.external_field import FieldReader, Place
from signals_nb.compile.facts import EVENTS, LAST_MOMENT, LATEST
from signals_nb.compile.finish import misfit_column, shapeless_column
from signals_nb.compile.plan import Call
from signals_nb.compile.scope import bounds
from signals_nb.compile.sql import Expr
from signals_nb.definitions import AttributeGroup, AttributeKey, BatchSource, external_column
from signals_nb.layouts.types import Table

VALUES: Final = "values"
MISFITS: Final = "misfits"
EXAMPLE: Final = "example"

_KEY, _TIME, _RANK = "key", "time", "rank"


@dataclass(frozen=True, slots=True)
class ExternalPlan:
    """What one evaluation of an external table reads.

    Of ``call`` the app_ids and ``deduplicate`` play no part. ``ttl`` is in microseconds: a row that is older
    has no values, and its key stays.
    """

    key_name: str
    key: Place
    time: Place
    fields: tuple[FieldReader, ...]
    call: Call
    ttl: int | None = None


def external_plan(
    group: AttributeGroup, key: AttributeKey, table: Table, call: Call, ttl: int | None = None
) -> ExternalPlan:
    """The plan of ``group`` over ``table``, whose columns ``check`` has seen."""
    source = group.batch_source
    assert source is not None, "an external batch group has a table"
    return ExternalPlan(
        key_name=str(key.name),
        key=place(table, external_column(key)),
        time=place(table, source.timestamp_field),
        fields=readers(group, table),
        call=call,
        ttl=ttl,
    )


def place(table: Table, name: str) -> Place:
    """Where a column lies."""
    column = table.find(name)
    assert column is not None, f"check() has seen {name}"
    return Place(column, table[column])


def readers(group: AttributeGroup, table: Table) -> tuple[FieldReader, ...]:
    """How the fields of ``group`` are read."""
    return tuple(
        FieldReader(field.name, field.type, f"f{number}", place(table, field.name))
        for number, field in enumerate(group.fields or [])
    )


def external_facts(source: BatchSource, table: Table, dialect: Dialect, rows: Expr) -> str:
    """The query for the number of rows, and the latest moment of ``timestamp_field``."""
    time = place(table, source.timestamp_field).micros(dialect)
    scan = exp.select(sql.alias(time, _TIME)).from_(rows)
    sane = sql.compare(sql.column(_TIME), "<=", sql.integer(LAST_MOMENT))
    latest = sql.filtered(exp.Max(this=sql.column(_TIME)), sane)
    columns = [sql.alias(exp.Count(this=exp.Star()), EVENTS), sql.alias(latest, LATEST)]
    return exp.select(*columns).from_(sql.subquery(scan, "scan")).sql(dialect.name)


def render_external(plan: ExternalPlan, dialect: Dialect, rows: Expr) -> str:
    """The query of ``plan`` over ``rows``."""
    columns: list[Expr] = [sql.alias(sql.column(_KEY), plan.key_name)]
    for field in plan.fields:
        finished = field.finish(sql.column(field.alias), dialect)
        columns += [sql.alias(expression, name) for name, expression in finished.items()]
    tree = exp.select(*columns).from_(sql.table("latest"))
    tree = tree.order_by(sql.column(_KEY, "latest"))
    scope = _scope(plan)
    ctes = [sql.cte("scan", _scan(plan, dialect, rows))]
    if plan.call.sample is not None:
        ctes.append(sql.cte("sampled", _sampled(plan.call, scope, dialect)))
        chosen = exp.select(sql.column(_KEY)).from_(sql.table("sampled")).subquery()
        scope = [*scope, exp.In(this=sql.column(_KEY), query=chosen)]
    ctes += [
        sql.cte("ranked", _ranked(plan, scope, dialect)),
        sql.cte("latest", _latest(plan)),
    ]
    tree.set("with_", exp.With(expressions=ctes))
    return tree.sql(dialect.name, pretty=True, normalize_functions="lower")


def _scan(plan: ExternalPlan, dialect: Dialect, rows: Expr) -> exp.Select:
    key = dialect.text(plan.key.stored(dialect))
    fields = [sql.alias(field.read(dialect), field.alias) for field in plan.fields]
    return exp.select(sql.alias(key, _KEY), sql.alias(plan.time.micros(dialect), _TIME), *fields).from_(rows)


def _scope(plan: ExternalPlan) -> list[Expr]:
    call, key = plan.call, sql.column(_KEY)
    scope = [*bounds(call, key, sql.column(_TIME)).values()]
    if call.key_values:
        scope.append(sql.among(key, [sql.text(each) for each in call.key_values]))
    return scope


def _sampled(call: Call, scope: list[Expr], dialect: Dialect) -> exp.Select:
    key = sql.column(_KEY)
    keys = exp.select(key).from_(sql.table("scan")).where(*scope).group_by(key)
    return keys.order_by(dialect.hash(key, call.seed), key).limit(call.sample or 0)


def _ranked(plan: ExternalPlan, scope: list[Expr], dialect: Dialect) -> exp.Select:
    greatest = [sql.column(_TIME)]
    for field in plan.fields:
        greatest += field.order(dialect)
    rank = exp.Window(
        this=exp.RowNumber(),
        partition_by=[sql.column(_KEY)],
        order=exp.Order(expressions=[exp.Ordered(this=each.copy(), desc=True) for each in greatest]),
    )
    carried = [sql.column(name) for name in (_KEY, _TIME, *(field.alias for field in plan.fields))]
    return exp.select(*carried, sql.alias(rank, _RANK)).from_(sql.table("scan")).where(*scope)


def _latest(plan: ExternalPlan) -> exp.Select:
    columns = [sql.column(field.alias) for field in plan.fields]
    if plan.ttl is not None:
        since = sql.integer(plan.call.as_of - plan.ttl)
        lives = sql.compare(sql.column(_TIME), ">=", since)
        columns = [sql.alias(sql.case((lives, column)), column.name) for column in columns]
    first = sql.compare(sql.column(_RANK), "=", sql.integer(1))
    return exp.select(sql.column(_KEY), *columns).from_(sql.table("ranked")).where(first)


def held_values(declared: Sequence[tuple[Place, str]], dialect: Dialect, rows: Expr) -> str:
    """The query for ``values_i``, how many rows have a value in each place that tells its type."""
    counts = [
        sql.alias(sql.filtered(exp.Count(this=exp.Star()), held.holds(dialect, type_)), f"{VALUES}_{number}")
        for number, (held, type_) in enumerate(declared)
    ]
    return exp.select(*counts).from_(rows).sql(dialect.name)


def misfits(fields: tuple[FieldReader, ...], time: Place, dialect: Dialect, rows: Expr) -> str:
    """The query for ``values_i``, ``misfits_i`` and ``example_i`` of each field, and last of the time.

    They count the rows with a value, and those whose value is none of the declared type.
    """
    wrong: list[Expr] = []
    scanned: list[Expr] = []
    for field in fields:
        scanned.append(sql.alias(field.read(dialect), field.alias))
        finished = field.finish(sql.column(field.alias), dialect)
        told = [each(field.name) for each in (misfit_column, shapeless_column)]
        wrong.append(sql.coalesce(*(finished[each] for each in told if each in finished), exp.null()))
    held = time.stored(dialect)
    scanned.append(sql.alias(held.expression, _TIME))
    is_none = sql.is_null(sql.column(f"{_TIME} micros"))
    scanned.append(sql.alias(time.micros(dialect), f"{_TIME} micros"))
    wrong.append(sql.case((is_none, sql.cast(sql.column(_TIME), "VARCHAR"))))
    columns: list[Expr] = []
    for number, (name, misfit) in enumerate(
        zip([*(field.alias for field in fields), _TIME], wrong, strict=True)
    ):
        present = sql.not_null(sql.column(name))
        found = sql.not_null(misfit)
        columns += [
            sql.alias(sql.filtered(exp.Count(this=exp.Star()), present), f"{VALUES}_{number}"),
            sql.alias(sql.filtered(exp.Count(this=exp.Star()), found), f"{MISFITS}_{number}"),
            sql.alias(exp.Min(this=misfit.copy()), f"{EXAMPLE}_{number}"),
        ]
    scan = exp.select(*scanned).from_(rows)
    return exp.select(*columns).from_(sql.subquery(scan, "scan")).sql(dialect.name)
