"""The last column of an attribute: its default filled in, cast to its declared type, and what was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

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


def shapeless_column(name: str) -> str:
    """The column with the text of ``name`` that is no list or dict at all."""
    return f"{name}: no JSON"


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
        columns = _unique_list(measure, raw, declared.removesuffix("_list"), dialect)
    else:
        default = measure.attribute.default_value
        if default is None:
            default = measure.aggregation.empty_value
        columns = scalar(name, raw, declared, dialect, default)
    if lost is not None:
        columns[lost_column(name)] = lost.copy()
    return columns


def _elapsed(measure: Measure, raw: Stored, as_of: int) -> Stored:
    elapsed = exp.Sub(this=sql.integer(as_of), expression=raw.expression.copy())
    unit = sql.float_(_UNITS[measure.attribute.time_unit or "s"])
    return Stored(exp.Div(this=exp.paren(elapsed), expression=unit), "double")


def scalar(name: str, raw: Stored, declared: str, dialect: Dialect, default: Any = None) -> dict[str, Expr]:
    """The columns of one value: cast to ``declared``, and what was lost."""
    typed = dialect.typed(raw, declared)
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


def items(
    name: str, array: Expr, stored: Callable[[Expr], Stored], declared: str, dialect: Dialect
) -> dict[str, Expr]:
    """The columns of a list: each item, ``stored`` as it is in ``array``, cast to ``declared``."""
    columns = {name: dialect.each(array, lambda item: dialect.typed(stored(item), declared))}

    def misfit(item: Expr) -> Expr:
        held = stored(item)
        return sql.every([sql.not_null(held.expression), sql.is_null(dialect.typed(held, declared))])

    kind = stored(exp.null())
    if _can_misfit(kind, declared):
        wrong = dialect.item(dialect.only(array, misfit), 0)
        columns[misfit_column(name)] = dialect.text(stored(wrong))
    if declared in INTEGERS and _has_fraction(kind):
        rounded = dialect.only(array, lambda item: dialect.loses_fraction(stored(item)))
        columns[rounded_column(name)] = sql.coalesce(sql.not_null(dialect.item(rounded, 0)), sql.FALSE)
    return columns


def _unique_list(measure: Measure, raw: Stored, declared: str, dialect: Dialect) -> dict[str, Expr]:
    """``raw`` is an array of structs whose ``v`` is the value."""

    def stored(item: Expr) -> Stored:
        return Stored(dialect.field(item, "v"), raw.kind, raw.pair)

    name, default = measure.name, measure.attribute.default_value
    columns = items(name, raw.expression, stored, declared, dialect)
    literals = [dialect.literal(item, declared) for item in (default if isinstance(default, list) else [])]
    columns[name] = sql.coalesce(columns[name], dialect.array(literals, dialect.sql_type(declared)))
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
