"""How DuckDB reads a value out of the events, whatever the session's time zone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect, Stored, TokenReader
from signals_nb.compile.sql import Expr
from signals_nb.layouts.types import SqlType
from signals_nb.layouts.values import (
    Calculated,
    Carries,
    Coalesce,
    Column,
    DatePart,
    Kind,
    Leaf,
    Missing,
    Token,
    Value,
)

EXACT: Final = "DECIMAL(38, 9)"
"""Holds any int64 and nine decimals."""

# How a column of another kind is read as its canonical kind; what cannot be read so is null.
_READ_AS: Final[dict[Kind, str]] = {
    "int": "BIGINT",
    "double": "DOUBLE",
    "decimal": EXACT,
    "bool": "BOOLEAN",
}

_DATE_PARTS: Final[dict[str, Callable[[Expr], Expr]]] = {
    "hour_of_day": lambda moment: sql.call("hour", moment),
    "day_of_week": lambda moment: sql.call("isodow", moment),
    "month_of_year": lambda moment: sql.call("month", moment),
    "active_day": lambda moment: _date_text(moment),
    "active_week": lambda moment: _date_text(sql.call("date_trunc", sql.text("week"), moment)),
    "active_month": lambda moment: _date_text(sql.call("date_trunc", sql.text("month"), moment)),
}


def _date_text(moment: Expr) -> Expr:
    return sql.call("strftime", moment, sql.text("%Y-%m-%d"))


class DuckDBReading(Dialect):
    """The part of DuckDB's dialect that reads values into their stored form."""

    def read(self, value: Value, token: TokenReader) -> Expr:
        """See ``Dialect.read``."""
        match value:
            case Missing():
                return sql.cast(exp.null(), "VARCHAR")
            case Column():
                return self._column(value)
            case Leaf():
                return self._stored(self._descend(value.column, value.steps), value.type)
            case Token():
                return token(value)
            case Carries():
                return self._carries(value)
            case DatePart():
                micros = self.micros(Stored(self.read(value.of, token), value.of.kind))
                return _DATE_PARTS[value.part](sql.call("make_timestamp", micros))
            case Coalesce():
                return sql.coalesce(*(self._as_kind(part, value.kind, token) for part in value.parts))
            case Calculated():
                return self._calculated(value, token)

    def _column(self, value: Column) -> Expr:
        column = sql.column(value.name)
        if value.cast is None:
            return self._stored(column, value.type)
        held = Stored(self._stored(column, value.type), _held_kind(value.type))
        if value.cast == "text":
            return self.text(held)
        if value.cast == "timestamp":
            return self.micros(held)
        return sql.try_cast(held.expression, _READ_AS[value.cast])

    def _stored(self, raw: Expr, held: SqlType) -> Expr:
        match held.kind:
            case "timestamp":
                return sql.call("epoch_us", raw)
            case "json" | "other":
                return sql.cast(raw, "VARCHAR")
            case "struct" | "map" | "list":
                return sql.cast(sql.call("to_json", raw), "VARCHAR")
            case "text" if held.text != "VARCHAR":  # UUID, ENUM
                return sql.cast(raw, "VARCHAR")
        return raw

    def stored(self, raw: Expr, held: SqlType) -> Stored:
        """See ``Dialect.stored``."""
        if held.kind == "json":
            return Stored(_token_or_null(sql.call("json", raw)), "json")
        if held.text == "BLOB":
            return Stored(raw, "bytes")
        return Stored(self._stored(raw, held), _held_kind(held))

    def json_items(self, text: Expr) -> Expr:
        """See ``Dialect.json_items``."""
        items = self.each(sql.call("json_extract", text, sql.text("$[*]")), _token_or_null)
        return sql.case((_is_json(text, "ARRAY"), items))

    def json_object(self, text: Expr) -> Expr:
        """See ``Dialect.json_object``."""
        return sql.case((_is_json(text, "OBJECT"), sql.cast(sql.call("json", text), "VARCHAR")))

    def _descend(self, column: str, steps: tuple[str | int, ...]) -> Expr:
        found = sql.column(column)
        for step in steps:
            found = self.item(found, step) if isinstance(step, int) else self.field(found, step)
        return found

    def _carries(self, value: Carries) -> Expr:
        wanted, found = sql.text(value.wanted), []
        for name, held in value.columns:
            column = sql.column(name)
            inner = dict(held.element.fields) if held.element is not None else {}
            if value.field in inner and inner[value.field].kind == "text":
                texts = self.each(column, lambda entity: self.field(entity, value.field))
                found.append(sql.call("list_contains", texts, wanted))
                continue
            if held.kind not in {"text", "json"}:
                column = sql.call("to_json", column)
            in_array = sql.call("json_extract_string", column, sql.text(f'$[*]."{value.field}"'))
            alone = sql.call("json_extract_string", column, sql.text(f"/{value.field}"))
            found.append(sql.call("list_contains", sql.call("TRY", in_array), wanted))
            found.append(sql.compare(sql.call("TRY", alone), "=", wanted))
        return sql.some(found)

    def _as_kind(self, part: Value, kind: Kind, token: TokenReader) -> Expr:
        """``part`` in the stored form of ``kind``, which it fits."""
        read = Stored(self.read(part, token), part.kind)
        if part.kind == "null":
            return exp.null()
        if part.kind == kind:
            return read.expression
        if kind == "json":
            plain = self.text(read) if part.kind in {"text", "timestamp"} else read.expression
            return sql.cast(sql.call("to_json", plain), "VARCHAR")
        return self.number(read)

    def _calculated(self, value: Calculated, token: TokenReader) -> Expr:
        parts = [Stored(self.read(part, token), part.kind) for part in value.parts]
        if value.operation == "concat":
            texts = [self.text(part) for part in parts]
            joined = sql.call("concat_ws", sql.text(value.separator), *texts)
            return sql.case((sql.every([sql.is_null(text) for text in texts]), exp.null()), default=joined)
        numbers = [self.number(part) for part in parts]
        if value.kind == "double":
            numbers = [sql.cast(number, "DOUBLE") for number in numbers]
        elif value.kind == "int":
            numbers = [sql.cast(number, "HUGEINT") for number in numbers]  # a sum of two BIGINT can overflow
        combined: Expr
        if value.operation in {"min", "max"}:
            combined = sql.call({"min": "least", "max": "greatest"}[value.operation], *numbers)
        else:
            operator = exp.Add if value.operation == "sum" else exp.Mul
            combined = numbers[0]
            for number in numbers[1:]:
                combined = operator(this=combined, expression=number)
            if value.operation == "product" and all(part.kind in {"int", "decimal"} for part in parts):
                # doubles would make 0.010000000000000002 of the money 0.1 × 0.1
                combined = sql.call("round", combined, sql.integer(sum(map(_scale, value.parts))))
        return sql.case((sql.every([sql.not_null(number) for number in numbers]), combined))

    def tokens(self, token: Token, pointers: tuple[str, ...]) -> Expr:
        """See ``Dialect.tokens``."""
        paths = exp.Array(expressions=[sql.text(pointer) for pointer in pointers])
        found = self._descend(token.column, token.steps)
        json = sql.call("to_json", found) if token.nested else found
        return sql.call("TRY", sql.call("json_extract", json, paths))

    def item(self, array: Expr, position: int) -> Expr:
        """See ``Dialect.item``."""
        return sql.call("list_extract", array, sql.integer(position + 1))


def _is_json(text: Expr, kind: str) -> Expr:
    return sql.compare(sql.call("TRY", sql.call("json_type", text)), "=", sql.text(kind))


def _token_or_null(token: Expr) -> Expr:
    return exp.Nullif(this=sql.cast(token, "VARCHAR"), expression=sql.text("null"))


def _held_kind(held: SqlType) -> Kind:
    match held.kind:
        case "struct" | "map" | "list" | "other" | "json":
            return "text"
    return held.kind


def _scale(value: Value) -> int:
    """The decimals that a value of a decimal column has; money, in Snowplow's tables, has two."""
    if isinstance(value, Column) and value.cast == "decimal":
        return 2
    return value.type.scale if isinstance(value, Column | Leaf) else 9
