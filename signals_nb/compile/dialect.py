"""What a dialect must say: how a value is read, converted, compared and folded.

A value is read once into its stored form, and everything else starts from that:

========== =============================================================
kind       stored form
========== =============================================================
text       text
int        an integer
double     a float
decimal    a decimal
bool       a boolean
timestamp  microseconds since 1970 in UTC, as an integer
json       the JSON token as text (``"a"``, ``1.5``, ``true``, ``{…}``)
null       NULL
========== =============================================================

A value whose order and identity depend on the row (JSON, or text where numbers are declared) is folded as
a pair ``{n: its number or NULL, s: its text}``: numbers order by size and come before text, which orders
by code point.
"""

from __future__ import annotations

import abc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from signals_nb.compile import sql
from signals_nb.compile.sql import Expr
from signals_nb.layouts.types import SqlType
from signals_nb.layouts.values import Kind, Token, Value

# A text that reads as a number: ASCII, no spaces, no infinities.
NUMBER_PATTERN = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
INTEGER_PATTERN = r"-?[0-9]+"

TokenReader = Callable[[Token], Expr]
Mapper = Callable[[Expr], Expr]


@dataclass(frozen=True, slots=True)
class Stored:
    """An expression and the kind whose stored form it has; a ``pair`` is two columns in one."""

    expression: Expr
    kind: Kind
    pair: bool = False


class Dialect(abc.ABC):
    """One SQL dialect; sqlglot's name for it, and what sqlglot does not know of it."""

    name: str

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────

    @abc.abstractmethod
    def read(self, value: Value, token: TokenReader) -> Expr:
        """The stored form of ``value``; ``token`` reads a JSON token where ``value`` holds one."""

    @abc.abstractmethod
    def tokens(self, token: Token, pointers: tuple[str, ...]) -> Expr:
        """An array with the JSON token at each of ``pointers`` where ``token`` lies; NULL for no JSON."""

    @abc.abstractmethod
    def item(self, array: Expr, position: int) -> Expr:
        """The item of ``array`` at ``position``, counted from 0."""

    # ── conversions of stored forms ──────────────────────────────────────────────────────────────────

    @abc.abstractmethod
    def text(self, value: Stored) -> Expr:
        """The value's text (semantics.md: integral numbers without decimal point, ``true``/``false``)."""

    @abc.abstractmethod
    def number(self, value: Stored) -> Expr:
        """The value as a number; NULL where it is none."""

    @abc.abstractmethod
    def exact_number(self, value: Stored) -> Expr:
        """A text's or JSON token's number as a decimal, for an integer result; NULL where it is none.

        One too large for a decimal becomes one that is too large for any integer type.
        """

    @abc.abstractmethod
    def micros(self, value: Stored) -> Expr:
        """A date-time's microseconds since 1970; a text without an offset is UTC; NULL where it is none."""

    @abc.abstractmethod
    def is_number_token(self, token: Expr) -> Expr:
        """Whether a JSON token is a number."""

    @abc.abstractmethod
    def is_text_token(self, token: Expr) -> Expr:
        """Whether a JSON token is a text."""

    @abc.abstractmethod
    def like(self, text: Expr, pattern: str) -> Expr:
        """SQL's LIKE: ``%`` and ``_``, case-sensitive, no escape character."""

    @abc.abstractmethod
    def hash(self, text: Expr, seed: int) -> Expr:
        """A hash of ``text`` and ``seed`` that is the same everywhere."""

    @abc.abstractmethod
    def keys(self, token: Expr) -> Expr:
        """The names of a JSON object's fields, as an array; NULL for another token."""

    # ── looking round ────────────────────────────────────────────────────────────────────────────────

    @abc.abstractmethod
    def entities(self, column: str, held: SqlType) -> Expr:
        """How many entities, or data of an event, a schema's column holds: 0 for a null or empty one."""

    @abc.abstractmethod
    def shape(self, token: Expr) -> Expr:
        """The shape of a JSON object, as JSON text; NULL for another token.

        An object of a shape per field, a list of one shape, or the name of a SQL type (``NULL`` for a null,
        ``JSON`` for items of several kinds).
        """

    @abc.abstractmethod
    def one_in(self, values: list[Expr], parts: int) -> Expr:
        """Whether a hash of ``values``, the same on every run, puts a row in the first of ``parts`` parts."""

    @abc.abstractmethod
    def smallest(self, struct: Expr, count: int, wanted: Expr) -> Expr:
        """An aggregate: the ``count`` smallest structs among the ``wanted`` rows of a whole table."""

    # ── folding ──────────────────────────────────────────────────────────────────────────────────────

    @abc.abstractmethod
    def struct(self, **fields: Expr) -> Expr:
        """A struct that orders by its fields from left to right."""

    @abc.abstractmethod
    def field(self, struct: Expr, name: str) -> Expr:
        """A field of a struct."""

    @abc.abstractmethod
    def last_items(self, struct: Expr, count: int, wanted: Expr) -> Expr:
        """An aggregate: the ``count`` greatest structs among the ``wanted`` rows, in ascending order."""

    @abc.abstractmethod
    def first_items(self, struct: Expr, count: int, wanted: Expr) -> Expr:
        """An aggregate: the ``count`` smallest structs among the ``wanted`` rows, in ascending order."""

    @abc.abstractmethod
    def each(self, array: Expr, function: Mapper) -> Expr:
        """``function`` of each item of ``array``."""

    @abc.abstractmethod
    def only(self, array: Expr, predicate: Mapper) -> Expr:
        """The items of ``array`` that ``predicate`` holds for."""

    @abc.abstractmethod
    def array(self, items: list[Expr], item_type: str) -> Expr:
        """An array literal."""

    @abc.abstractmethod
    def typed(self, value: Stored, declared: str) -> Expr:
        """The value as the SQL type of ``declared``; NULL where it does not fit."""

    @abc.abstractmethod
    def loses_fraction(self, value: Stored) -> Expr:
        """Whether a number has a fraction that an integer type would lose."""

    @abc.abstractmethod
    def not_a_number(self, value: Stored) -> Expr | None:
        """Whether a number is NaN; None for kinds that cannot be."""

    @abc.abstractmethod
    def sql_type(self, declared: str) -> str:
        """The SQL type of a declared scalar type."""

    def literal(self, value: Any, declared: str) -> Expr:
        """A default value as the SQL type of ``declared``."""
        if isinstance(value, bool):
            stored = Stored(sql.TRUE if value else sql.FALSE, "bool")
        elif isinstance(value, int):
            stored = Stored(sql.integer(value), "int")
        elif isinstance(value, float):
            stored = Stored(sql.float_(value), "double")
        else:
            stored = Stored(sql.text(str(value)), "text")
        return self.typed(stored, declared)
