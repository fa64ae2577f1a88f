"""How one field of an external table is read, what orders two rows by it, and how it is cast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect, Stored
from signals_nb.compile.finish import items, scalar, shapeless_column
from signals_nb.compile.sql import Expr
from signals_nb.definitions.aggregations import NUMERIC_TYPES
from signals_nb.layouts.types import SqlType, TypeKind
from signals_nb.layouts.values import NUMERIC

# What is told row by row: text, and what is read as its text.
_TOLD_BY_ROW: Final[frozenset[TypeKind]] = frozenset({"text", "json", "other"})
_TEXTS: Final = ("string", "bytes")
_MOMENTS: Final = ("timestamp", "unix_timestamp")
_FITTING: Final[dict[TypeKind, tuple[str, ...]]] = {
    **dict.fromkeys(("int", "double", "decimal"), (*_TEXTS, *NUMERIC_TYPES, "unix_timestamp")),
    "bool": (*_TEXTS, "bool"),
    "timestamp": (*_TEXTS, "timestamp", "unix_timestamp"),
    **dict.fromkeys(("struct", "map"), (*_TEXTS, "dict")),
    "list": _TEXTS,
}

# In a text column too, this is how a warehouse exports a JSON null.
_JSON_NULL: Final = "null"


def fits(held: SqlType, declared: str) -> bool:
    """Whether a value of an SQL type can be one of a declared type."""
    if held.text == "BLOB":
        return declared == "bytes"
    if held.kind == "list" and held.element is not None and declared.endswith("_list"):
        return fits(held.element, declared.removesuffix("_list"))
    return held.kind in _TOLD_BY_ROW or declared in _FITTING[held.kind]


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the table."""

    column: str
    type: SqlType

    def stored(self, dialect: Dialect) -> Stored:
        """Its stored form."""
        return dialect.stored(sql.column(self.column), self.type)

    def micros(self, dialect: Dialect) -> Expr:
        """Its moment; NULL where it is none."""
        return dialect.micros(self.stored(dialect))

    def holds(self, dialect: Dialect, declared: str) -> Expr:
        """Whether a row has a value here that tells the column's type: a list tells by its items."""
        column = sql.column(self.column)
        if self.type.kind == "list" and declared.endswith("_list"):
            return sql.not_null(dialect.item(dialect.only(column, sql.not_null), 0))
        return sql.not_null(column)


@dataclass(frozen=True, slots=True)
class FieldReader:
    """A field and its column; ``alias`` is what queries call it."""

    name: str
    declared: str
    alias: str
    place: Place

    @property
    def _is_list(self) -> bool:
        return self.declared.endswith("_list")

    @property
    def _is_native_list(self) -> bool:
        return self._is_list and self.place.type.kind == "list"

    def _stored(self, raw: Expr, held: SqlType, declared: str, dialect: Dialect) -> Stored:
        if fits(held, declared):
            return dialect.stored(raw, held)
        return Stored(sql.cast(exp.null(), "VARCHAR"), "text")  # there is no value, as check() has seen

    def _item(self, item: Expr, dialect: Dialect) -> Stored:
        held = self.place.type.element if self._is_native_list else None
        if held is None:
            return Stored(item, "json")
        return self._stored(item, held, self.declared.removesuffix("_list"), dialect)

    def _value(self, value: Expr, dialect: Dialect) -> Stored:
        """What ``read`` gave, with its kind."""
        column = sql.column(self.place.column)
        return Stored(value, self._stored(column, self.place.type, self.declared, dialect).kind)

    def read(self, dialect: Dialect) -> Expr:
        """The column in its stored form; a list as it is, and one that is JSON text as that text."""
        column = sql.column(self.place.column)
        if self._is_native_list:
            return column
        held = self._stored(column, self.place.type, self.declared, dialect).expression
        if self._is_list or self.declared == "dict":
            return exp.Nullif(this=held, expression=sql.text(_JSON_NULL))
        return held

    def order(self, dialect: Dialect) -> list[Expr]:
        """What the greatest row is the greatest by, most significant first.

        The first tells apart NULL and a value, which beats it: where NULL sorts is a session's setting.
        """
        value = sql.column(self.alias)
        if self._is_list:  # item by item, as they are cast
            cast = self.finish(value, dialect)[self.name]
            return [_rank(cast, value), cast, value]
        stored = self._value(value, dialect)
        if self.declared in _MOMENTS and stored.kind in ("text", "json"):
            cast = self.finish(value, dialect)[self.name]
            return [_rank(cast, value), cast, dialect.text(stored), value]
        as_number = self.declared in NUMERIC_TYPES and stored.kind not in NUMERIC
        if self.declared == "dict" or not (as_number or stored.kind == "json"):
            return [sql.not_null(value), value]
        number = dialect.number(stored)
        if not as_number:
            number = sql.case((dialect.is_number_token(value), number))
        return [_rank(number, value), number, dialect.text(stored), value]

    def finish(self, value: Expr, dialect: Dialect) -> dict[str, Expr]:
        """The columns of the result, from what ``read`` gave."""
        name, item_type = self.name, self.declared.removesuffix("_list")
        if self.declared == "dict":
            found = dialect.json_object(value)
            return {name: found, shapeless_column(name): _unless(found, value)}
        if not self._is_list:
            return scalar(name, self._value(value, dialect), self.declared, dialect)
        array = value if self._is_native_list else dialect.json_items(value)
        columns = items(name, array, lambda item: self._item(item, dialect), item_type, dialect)
        if not self._is_native_list:
            columns[shapeless_column(name)] = _unless(array, value)
        return columns


def _rank(found: Expr, value: Expr) -> Expr:
    """What is read as it should be comes before what is not: numbers before texts."""
    ranks = [(sql.not_null(found), sql.integer(1)), (sql.not_null(value), sql.integer(2))]
    return sql.case(*ranks, default=sql.integer(0))


def _unless(found: Expr, value: Expr) -> Expr:
    return sql.case((sql.every([sql.not_null(value), sql.is_null(found)]), value))
