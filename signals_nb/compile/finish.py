"""The last column of an attribute: its default filled in, cast to its declared type, and what was lost."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect, Stored
from signals_nb.compile.plan import Measure
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import NUMERIC

INTEGERS: Final = frozenset({"int32", "int64", "unix_timestamp"})

_UNITS: Final = {"s": 1e6, "min": 60e6, "h": 3600e6, "d": 86400e6}  # in microseconds


def misfit_column(name: str) -> str:
    """The column with the value of ``name`` that does not fit."""
    return f"{name}: misfit"


def rounded_column(name: str) -> str:
    """The column that tells whether ``name`` lost a fraction."""
    return f"{name}: rounded"


def lost_column(name: str) -> str:
    """The column that counts the texts under ``name`` that were no number."""
    return f"{name}: no numbers"


def counts_column(name: str) -> str:
    """The column with the counts of a dict whose keys are in ``name``."""
    return f"{name}: counts"


def finish(measure: Measure, raw: Stored, as_of: int, dialect: Dialect, lost: Expr | None) -> dict[str, Expr]:
    """The columns of ``measure``, whose fold is ``raw``.

    Beside the value (for a dict, which converts faster as two arrays, its keys and ``name: counts``) there
    can be ``name: misfit`` (the text of a value that the declared type cannot hold), ``name: rounded``
    (whether a fraction was lost) and ``name: no numbers`` (how many texts were no number). No attribute's
    name has a colon, so these never clash.
    """
    name, declared = measure.name, measure.attribute.type
    if measure.aggregation.time_unit:
        raw = _elapsed(measure, raw, as_of)
    if declared == "dict":
        columns = _counts(name, raw, dialect)
    elif measure.aggregation.gives_list:
        columns = _list(measure, raw, declared.removesuffix("_list"), dialect)
    else:
        columns = _scalar(measure, raw, declared, dialect)
    if lost is not None:
        columns[lost_column(name)] = lost.copy()
    return columns


def _elapsed(measure: Measure, raw: Stored, as_of: int) -> Stored:
    elapsed = exp.Sub(this=sql.integer(as_of), expression=raw.expression.copy())
    unit = sql.float_(_UNITS[measure.attribute.time_unit or "s"])
    return Stored(exp.Div(this=exp.paren(elapsed), expression=unit), "double")


def _scalar(measure: Measure, raw: Stored, declared: str, dialect: Dialect) -> dict[str, Expr]:
    name, typed = measure.name, dialect.typed(raw, declared)
    default = measure.attribute.default_value
    if default is None:
        default = measure.aggregation.empty_value
    nan = dialect.not_a_number(raw)
    if nan is not None:
        typed = sql.case((sql.negate(nan), typed))
    columns = {name: typed}
    if default is not None:
        # a value that is NaN is a value: it becomes null, and never the default
        columns = {
            name: sql.case((sql.is_null(raw.expression), dialect.literal(default, declared)), default=typed)
        }
    if _can_misfit(raw, declared):
        misfit = sql.every([sql.not_null(raw.expression), sql.is_null(typed), *_unless(nan)])
        columns[misfit_column(name)] = sql.case((misfit, dialect.text(raw)))
    if declared in INTEGERS and _has_fraction(raw):
        columns[rounded_column(name)] = sql.coalesce(dialect.loses_fraction(raw), sql.FALSE)
    return columns


def _list(measure: Measure, raw: Stored, declared: str, dialect: Dialect) -> dict[str, Expr]:
    """``raw`` is an array of structs whose ``v`` is the value."""
    name = measure.name

    def stored(item: Expr) -> Stored:
        return Stored(dialect.field(item, "v"), raw.kind, raw.pair)

    values = dialect.each(raw.expression, lambda item: dialect.typed(stored(item), declared))
    default = measure.attribute.default_value
    items = default if isinstance(default, list) else []
    filled = dialect.array([dialect.literal(item, declared) for item in items], dialect.sql_type(declared))
    columns = {name: sql.coalesce(values, filled)}

    def misfit(item: Expr) -> Expr:
        return sql.is_null(dialect.typed(stored(item), declared))

    if _can_misfit(raw, declared):
        wrong = dialect.field(dialect.item(dialect.only(raw.expression, misfit), 0), "v")
        columns[misfit_column(name)] = dialect.text(Stored(wrong, raw.kind, raw.pair))
    if declared in INTEGERS and _has_fraction(raw):
        rounded = dialect.only(raw.expression, lambda item: dialect.loses_fraction(stored(item)))
        columns[rounded_column(name)] = sql.coalesce(sql.not_null(dialect.item(rounded, 0)), sql.FALSE)
    return columns


def _counts(name: str, raw: Stored, dialect: Dialect) -> dict[str, Expr]:
    """``raw`` is an array of structs whose ``v`` is the value and ``n`` its count below zero."""

    def key(item: Expr) -> Expr:
        return dialect.text(Stored(dialect.field(item, "v"), raw.kind, raw.pair))

    keys = dialect.each(raw.expression, key)
    counts = dialect.each(raw.expression, lambda item: exp.Neg(this=dialect.field(item, "n")))
    keys = sql.coalesce(keys, dialect.array([], "VARCHAR"))
    counts = sql.coalesce(counts, dialect.array([], "BIGINT"))
    return {name: keys, counts_column(name): counts}


def _can_misfit(raw: Stored, declared: str) -> bool:
    if declared in {"string", "bytes"}:
        return False
    if declared in {"double", "bool", "timestamp"} and not raw.pair:
        return raw.kind not in {"double": NUMERIC, "bool": {"bool"}, "timestamp": {"timestamp"}}[declared]
    return True


def _has_fraction(raw: Stored) -> bool:
    return raw.kind not in {"int", "timestamp", "bool"}


def _unless(condition: Expr | None) -> list[Expr]:
    return [] if condition is None else [sql.negate(condition)]
