"""DuckDB's dialect. Every form here means the same whatever the session's time zone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import (
    INTEGER_PATTERN,
    NUMBER_PATTERN,
    Dialect,
    Mapper,
    Stored,
    TokenReader,
)
from signals_nb.compile.sql import Expr
from signals_nb.layouts.types import SqlType
from signals_nb.layouts.values import (
    NUMERIC,
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

_SQL_TYPES: Final = {
    "string": "VARCHAR",
    "bytes": "BLOB",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "unix_timestamp": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "timestamp": "TIMESTAMP",
}

# Holds any int64 and nine decimals, and sums of 10^9 values up to the limit.
_EXACT: Final = "DECIMAL(38, 9)"
_DECIMAL_LIMIT: Final = 1e20

# How a column of another kind is read as its canonical kind; what cannot be read so is null.
_READ_AS: Final[dict[Kind, str]] = {
    "int": "BIGINT",
    "double": "DOUBLE",
    "decimal": _EXACT,
    "bool": "BOOLEAN",
}

# `CAST(… AS TIMESTAMP)` drops an offset, `AS TIMESTAMPTZ` takes the session's zone where there is none.
_OFFSET_PATTERN: Final = r":[0-9]{2}(\.[0-9]+)?\s*[+-][0-9]{2}(:?[0-9]{2})?$"

# DuckDB reads more than date-times so ("epoch"), and drops the name of a zone.
_MOMENT_PATTERN: Final = (
    r"-?[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?\s*(Z|UTC)?"
)

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


class DuckDB(Dialect):
    """DuckDB 1.4 and later."""

    name = "duckdb"

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────

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

    # ── conversions of stored forms ──────────────────────────────────────────────────────────────────

    def text(self, value: Stored) -> Expr:
        """See ``Dialect.text``."""
        held = value.expression
        if value.pair:
            return self.field(held, "s")
        match value.kind:
            case "text" | "null":
                return held
            case "int" | "bool":
                return sql.cast(held, "VARCHAR")
            case "double":
                return _double_text(held)
            case "decimal":
                return _decimal_text(held)
            case "timestamp":
                moment = sql.call("make_timestamp", held)
                return sql.call("strftime", moment, sql.text("%Y-%m-%dT%H:%M:%S.%fZ"))
            case "json":
                return self._token_text(held)

    def _token_text(self, token: Expr) -> Expr:
        integral = sql.case((sql.compare(token, "=", sql.text("-0")), sql.text("0")), default=token)
        is_integral = sql.call("regexp_full_match", token, sql.text(INTEGER_PATTERN))
        return sql.case(
            (self.is_text_token(token), _unquoted(token)),
            (is_integral, integral),
            (self.is_number_token(token), _double_text(sql.try_cast(token, "DOUBLE"))),
            default=token,
        )

    def number(self, value: Stored) -> Expr:
        """See ``Dialect.number``."""
        held = value.expression
        if value.pair:
            return self.field(held, "n")
        match value.kind:
            case "int" | "double" | "decimal":
                return held
            case "text":
                return _read_number(held)
            case "json":
                return sql.case(
                    (self.is_number_token(held), sql.try_cast(held, "DOUBLE")),
                    (self.is_text_token(held), _read_number(_unquoted(held))),
                )
        return sql.cast(exp.null(), "DOUBLE")

    def exact_number(self, value: Stored) -> Expr:
        """See ``Dialect.exact_number``."""
        number, limit = self.number(value), sql.float_(_DECIMAL_LIMIT)
        digits = value.expression
        if value.kind == "json":
            digits = sql.case((self.is_text_token(digits), _unquoted(digits)), default=digits)
        return sql.case(
            (sql.compare(number, ">", limit), sql.cast(limit, _EXACT)),
            (sql.compare(number, "<", exp.Neg(this=limit)), sql.cast(exp.Neg(this=limit), _EXACT)),
            (sql.not_null(number), sql.try_cast(digits, _EXACT)),
        )

    def micros(self, value: Stored) -> Expr:
        """See ``Dialect.micros``."""
        held = value.expression
        match value.kind:
            case "timestamp":
                return held
            case "text" | "json":
                text = self.text(value)
                has_offset = sql.call("regexp_matches", text, sql.text(_OFFSET_PATTERN))
                is_moment = sql.call("regexp_full_match", text, sql.text(_MOMENT_PATTERN))
                return sql.case(
                    (has_offset, sql.call("epoch_us", sql.try_cast(text, "TIMESTAMPTZ"))),
                    (is_moment, sql.call("epoch_us", sql.try_cast(text, "TIMESTAMP"))),
                )
        return sql.cast(exp.null(), "BIGINT")

    # A token starts with one of `"` `-` digit `[` `{` `t` `f`; by code point `"` < `-` < digits < the rest.

    def is_number_token(self, token: Expr) -> Expr:
        """See ``Dialect.is_number_token``."""
        return sql.every([sql.compare(token, ">=", sql.text("-")), sql.compare(token, "<", sql.text(":"))])

    def is_text_token(self, token: Expr) -> Expr:
        """See ``Dialect.is_text_token``."""
        return sql.compare(token, "<", sql.text("-"))

    def like(self, text: Expr, pattern: str) -> Expr:
        """See ``Dialect.like``."""
        return exp.Like(this=text, expression=sql.text(pattern))

    def hash(self, text: Expr, seed: int) -> Expr:
        """See ``Dialect.hash``."""
        return sql.call("md5", sql.call("concat", text, sql.text(f"|{seed}")))

    def keys(self, token: Expr) -> Expr:
        """See ``Dialect.keys``."""
        is_object = sql.compare(sql.call("json_type", token), "=", sql.text("OBJECT"))
        return sql.case((is_object, sql.call("json_keys", token)))

    # ── folding ──────────────────────────────────────────────────────────────────────────────────────

    def struct(self, **fields: Expr) -> Expr:
        """See ``Dialect.struct``."""
        return exp.Struct(
            expressions=[
                exp.PropertyEQ(this=exp.to_identifier(name), expression=held) for name, held in fields.items()
            ]
        )

    def field(self, struct: Expr, name: str) -> Expr:
        """See ``Dialect.field``."""
        return sql.call("struct_extract", struct, sql.text(name))

    def last_items(self, struct: Expr, count: int, wanted: Expr) -> Expr:
        """See ``Dialect.last_items``."""
        ordered = sql.call("list_sort", sql.filtered(sql.call("list", struct), wanted))
        return sql.call("list_slice", ordered, sql.integer(-count), sql.integer(-1))

    def first_items(self, struct: Expr, count: int, wanted: Expr) -> Expr:
        """See ``Dialect.first_items``."""
        ordered = sql.call("list_sort", sql.filtered(sql.call("list", struct), wanted))
        return sql.call("list_slice", ordered, sql.integer(1), sql.integer(count))

    def each(self, array: Expr, function: Mapper) -> Expr:
        """See ``Dialect.each``."""
        return sql.call("list_transform", array, _lambda(function))

    def only(self, array: Expr, predicate: Mapper) -> Expr:
        """See ``Dialect.only``."""
        return sql.call("list_filter", array, _lambda(predicate))

    def array(self, items: list[Expr], item_type: str) -> Expr:
        """See ``Dialect.array``."""
        return sql.cast(exp.Array(expressions=items), f"{item_type}[]")

    def sql_type(self, declared: str) -> str:
        """See ``Dialect.sql_type``."""
        return _SQL_TYPES[declared]

    def typed(self, value: Stored, declared: str) -> Expr:
        """See ``Dialect.typed``."""
        match declared:
            case "string":
                return self.text(value)
            case "bytes":
                return sql.call("encode", self.text(value))
            case "bool":
                return self._truth(value)
            case "timestamp":
                return sql.call("make_timestamp", self._moment(value))
            case "unix_timestamp":
                if value.kind in NUMERIC:
                    return self._integer(value, "BIGINT")
                seconds = exp.Div(this=self._moment(value), expression=sql.float_(1e6))
                whole = sql.try_cast(sql.call("floor", seconds), "BIGINT")
                return sql.coalesce(self._integer(value, "BIGINT"), whole)
            case "int32" | "int64":
                return self._integer(value, self.sql_type(declared))
        return sql.try_cast(self.number(value), self.sql_type(declared))

    def _truth(self, value: Stored) -> Expr:
        if value.kind == "bool":
            return value.expression
        if value.kind not in {"text", "json"}:
            return sql.cast(exp.null(), "BOOLEAN")
        text = self.text(value)
        return sql.case(
            (sql.compare(text, "=", sql.text("true")), sql.TRUE),
            (sql.compare(text, "=", sql.text("false")), sql.FALSE),
        )

    def _moment(self, value: Stored) -> Expr:
        """Microseconds since 1970 of a timestamp, or of a text that is one; a number is none."""
        if value.pair:
            return sql.case(
                (
                    sql.is_null(self.field(value.expression, "n")),
                    self.micros(Stored(self.text(value), "text")),
                )
            )
        if value.kind == "json":
            token = value.expression
            return sql.case((self.is_text_token(token), self.micros(Stored(_unquoted(token), "text"))))
        return self.micros(value)

    def _integer(self, value: Stored, to: str) -> Expr:
        if value.kind in {"text", "json"}:
            # the digits themselves first: a double holds integers only up to 2^53
            text = self.text(value)
            is_integral = sql.call("regexp_full_match", text, sql.text(r"[+-]?[0-9]+"))
            exact = sql.case((is_integral, sql.try_cast(text, to)))
            return sql.coalesce(exact, sql.try_cast(sql.call("round", self.number(value)), to))
        number = self.number(value)
        if value.kind == "int":
            return sql.try_cast(number, to)
        return sql.try_cast(sql.call("round", number), to)

    def loses_fraction(self, value: Stored) -> Expr:
        """See ``Dialect.loses_fraction``."""
        number = self.number(value)
        return sql.compare(number, "!=", sql.call("trunc", number))

    def not_a_number(self, value: Stored) -> Expr | None:
        """See ``Dialect.not_a_number``."""
        return sql.call("isnan", value.expression) if value.kind == "double" and not value.pair else None


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


def _lambda(function: Mapper) -> Expr:
    item = exp.column(exp.to_identifier("x"))
    return exp.Lambda(this=function(item), expressions=[exp.to_identifier("x")], colon=True)


def _unquoted(token: Expr) -> Expr:
    return sql.call("json_extract_string", token, sql.text("$"))


def _double_text(number: Expr) -> Expr:
    # format() keeps every digit of a large number, where a cast to text would write an exponent
    positive_zero = exp.Add(this=number, expression=sql.float_(0.0))
    integral = sql.call("format", sql.text("{:.0f}"), positive_zero)
    return sql.case(
        (sql.compare(number, "=", sql.call("trunc", number)), integral),
        default=sql.cast(number, "VARCHAR"),
    )


def _decimal_text(number: Expr) -> Expr:
    text = sql.cast(number, "VARCHAR")
    trimmed = sql.call("rtrim", sql.call("rtrim", text, sql.text("0")), sql.text("."))
    return sql.case((sql.call("contains", text, sql.text(".")), trimmed), default=text)


def _read_number(text: Expr) -> Expr:
    number = sql.try_cast(text, "DOUBLE")
    reads = sql.call("regexp_full_match", text, sql.text(NUMBER_PATTERN))
    return sql.case((sql.every([reads, sql.call("isfinite", number)]), number))
