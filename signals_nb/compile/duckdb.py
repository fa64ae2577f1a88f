"""DuckDB's dialect. Every form here means the same whatever the session's time zone."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import INTEGER_PATTERN, NUMBER_PATTERN, Mapper, Stored
from signals_nb.compile.duckdb_reading import EXACT, DuckDBReading
from signals_nb.compile.sql import Expr
from signals_nb.layouts.types import SqlType
from signals_nb.layouts.values import NUMERIC

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

# An exact decimal holds the sum of 10^9 values up to this one, and no integer type does.
_DECIMAL_LIMIT: Final = 1e20

# `CAST(… AS TIMESTAMP)` drops an offset, `AS TIMESTAMPTZ` takes the session's zone where there is none.
_OFFSET_PATTERN: Final = r":[0-9]{2}(\.[0-9]+)?\s*[+-][0-9]{2}(:?[0-9]{2})?$"

# DuckDB reads more than date-times so ("epoch"), and drops the name of a zone.
_MOMENT_PATTERN: Final = (
    r"-?[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?\s*(Z|UTC)?"
)


class DuckDB(DuckDBReading):
    """DuckDB 1.4 and later."""

    name = "duckdb"

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
            (sql.compare(number, ">", limit), sql.cast(limit, EXACT)),
            (sql.compare(number, "<", exp.Neg(this=limit)), sql.cast(exp.Neg(this=limit), EXACT)),
            (sql.not_null(number), sql.try_cast(digits, EXACT)),
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

    # ── looking round ────────────────────────────────────────────────────────────────────────────────

    def entities(self, column: str, held: SqlType) -> Expr:
        """See ``Dialect.entities``."""
        found = sql.column(column)
        if held.kind == "list":
            return sql.coalesce(sql.call("list_count", found), sql.integer(0))
        if held.kind not in {"text", "json"}:
            return sql.case((sql.not_null(found), sql.integer(1)), default=sql.integer(0))
        alone = sql.compare(sql.call("TRY", sql.call("json_type", found)), "=", sql.text("OBJECT"))
        items = sql.call("TRY", sql.call("json_extract", found, sql.text("$[*]")))
        present = self.only(
            items, lambda item: sql.compare(sql.cast(item, "VARCHAR"), "!=", sql.text("null"))
        )
        return sql.case(
            (alone, sql.integer(1)), default=sql.coalesce(sql.call("len", present), sql.integer(0))
        )

    def shape(self, token: Expr) -> Expr:
        """See ``Dialect.shape``."""
        is_object = sql.call("starts_with", token, sql.text("{"))
        shape = sql.call("json_structure", sql.cast(token, "JSON"))
        return sql.case((is_object, sql.cast(shape, "VARCHAR")))

    def one_in(self, values: list[Expr], parts: int) -> Expr:
        """See ``Dialect.one_in``."""
        rest = exp.Mod(this=sql.call("hash", *values), expression=sql.integer(parts))
        return sql.compare(rest, "=", sql.integer(0))

    def smallest(self, struct: Expr, count: int, wanted: Expr) -> Expr:
        """See ``Dialect.smallest``."""
        return sql.filtered(sql.call("min", struct, sql.integer(count)), wanted)

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
