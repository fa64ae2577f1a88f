"""The evaluation of an external batch group over the table that a user maps to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from signals_nb.check import Finding
from signals_nb.check.external import (
    TIMESTAMP_FIELD,
    check_mapping,
    check_table,
    check_table_rows,
    full_name,
    spelt,
)
from signals_nb.compile.duckdb import DuckDB as DuckDBDialect
from signals_nb.compile.external import external_facts, external_plan, render_external
from signals_nb.compile.facts import EVENTS, LATEST
from signals_nb.compile.moments import MICROSECOND, micros
from signals_nb.compile.plan import Call, since
from signals_nb.definitions import AttributeKey, ExternalBatchAttributeGroup
from signals_nb.engines.duckdb import Events
from signals_nb.errors import warn
from signals_nb.evaluation import typed_frame

__all__ = [
    "ExternalValues",
    "check_external",
    "check_external_rows",
    "evaluate_external",
    "is_mapped",
    "mapped_table",
    "tested_external",
]

_DIALECT = DuckDBDialect()


@dataclass(frozen=True, eq=False)
class ExternalValues:
    """What an evaluation found.

    Attributes:
        frame: the key and the fields, as ``TestResult.frame`` has them.
        sql: the query that ran.
        rows_scanned: the number of rows in the table.
        as_of: the moment of evaluation in microseconds since 1970; None where no row has a time.
    """

    frame: pd.DataFrame
    sql: str
    rows_scanned: int
    as_of: int | None


def check_external(
    group: ExternalBatchAttributeGroup, key: AttributeKey | None, tables: Mapping[str, Events]
) -> list[Finding]:
    """The findings about a group that show from what is mapped and from its table's columns."""
    found = list(check_mapping(group.batch_source, tables))
    if found or key is None:
        return found
    return check_table(group, key, mapped_table(group, tables), _DIALECT)


def check_external_rows(group: ExternalBatchAttributeGroup, tables: Mapping[str, Events]) -> list[Finding]:
    """The findings about a group, whose columns are there and may fit, that need a look at every row."""
    return check_table_rows(group, mapped_table(group, tables), _DIALECT)


def is_mapped(group: ExternalBatchAttributeGroup, tables: Mapping[str, Events]) -> bool:
    """Whether one table, and no other, is mapped to the name of a group's."""
    return len(spelt(full_name(group.batch_source), tables)) == 1


def mapped_table(group: ExternalBatchAttributeGroup, tables: Mapping[str, Events]) -> Events:
    """The table of a group that ``check_external`` has nothing against."""
    (name,) = spelt(full_name(group.batch_source), tables)
    return tables[name]


def evaluate_external(
    group: ExternalBatchAttributeGroup,
    key: AttributeKey,
    table: Events,
    *,
    as_of: int | None = None,
    window: int | None = None,
    key_values: Sequence[str] = (),
    sample: int | None = None,
    seed: int = 0,
    ttl: int | None = None,
) -> ExternalValues:
    """Per key the row with the highest ``timestamp_field`` up to ``as_of``; moments are microseconds.

    Args:
        group: which ``check_external`` has nothing against.
        key: what its key resolves to.
        table: of the group.
        as_of: the moment of evaluation, included. Default: the latest ``timestamp_field``.
        window: only rows in ``(as_of - window, as_of]``.
        key_values: only these key values; none is every one.
        sample: only that many key values, the lowest by a hash of the key and ``seed``.
        seed: another seed is another sample.
        ttl: a row that is older than this has expired: its fields are null, and its key stays.

    Raises:
        ValueDoesNotFit: a value that its declared type cannot hold.
        EventsError: the table cannot be read.
    """
    rows, now = _clock(group, table, as_of)
    call = Call(
        as_of=now or 0,
        after=None if window is None else (now or 0) - window,
        since=since(group),
        key_values=tuple(key_values),
        sample=sample,
        seed=seed,
    )
    query = render_external(external_plan(group, key, table.table, call, ttl), _DIALECT, table.source)
    frame = typed_frame(str(key.name), group.columns(), table.run(query), group.name, "field")
    return ExternalValues(frame, query, rows, now)


def external_query(
    group: ExternalBatchAttributeGroup, key: AttributeKey, table: Events, as_of: datetime | None
) -> str:
    """The SQL of a group over all rows of its table, at ``as_of`` or the latest ``timestamp_field``."""
    _, now = _clock(group, table, None if as_of is None else micros(as_of))
    call = Call(as_of=now or 0, since=since(group))
    return render_external(external_plan(group, key, table.table, call, None), _DIALECT, table.source)


def _clock(group: ExternalBatchAttributeGroup, table: Events, as_of: int | None) -> tuple[int, int | None]:
    """The number of rows, and the moment: ``as_of``, else the latest; None where no row has a time."""
    found = table.run(external_facts(group.batch_source, table.table, _DIALECT, table.source))
    latest = found[LATEST][0]
    if as_of is None and latest is not np.ma.masked:
        as_of = int(latest)
    return int(found[EVENTS][0]), as_of


def tested_external(
    group: ExternalBatchAttributeGroup,
    key: AttributeKey,
    table: Events,
    app_ids: Sequence[str],
    as_of: datetime | None,
    window: timedelta | None,
    key_values: Sequence[str],
    sample: int | None,
    seed: int,
) -> ExternalValues:
    """What ``Signals.evaluate`` finds for an external batch group.

    Warns:
        SignalsWarning: app_ids are given, no row has a time, fractions are rounded.
    """
    if app_ids:
        warn(f"{group.name} is an external batch group: its table has no app_ids, and all rows count.")
    found = evaluate_external(
        group,
        key,
        table,
        as_of=None if as_of is None else micros(as_of),
        window=None if window is None else window // MICROSECOND,
        key_values=key_values,
        sample=sample,
        seed=seed,
    )
    if found.rows_scanned and found.as_of is None:
        told = f"No row of {table.origin} has a time in {group.batch_source.timestamp_field}, so none counts."
        doubts = check_table_rows(group, table, _DIALECT)
        why = [each.message for each in doubts if each.where == TIMESTAMP_FIELD]
        warn(" ".join([told, *why]))
    return found
