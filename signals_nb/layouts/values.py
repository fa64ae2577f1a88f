"""Where the value of a property comes from: small frozen nodes that a dialect turns into SQL.

Equal nodes are equal objects, so that a property used twice is read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from signals_nb.layouts.types import SqlType

# "json" is a JSON token whose kind is known only row by row; "null" has no value in any row; "bytes" are only
# in external tables.
Kind = Literal["text", "int", "double", "decimal", "bool", "timestamp", "json", "bytes", "null"]

NUMERIC: frozenset[Kind] = frozenset({"int", "double", "decimal"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is, or read as ``cast`` where the table holds it as another kind."""

    name: str
    type: SqlType
    kind: Kind
    cast: Kind | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a nested column: field names and positions (from 0) leading to it."""

    column: str
    steps: tuple[str | int, ...]
    type: SqlType
    kind: Kind


@dataclass(frozen=True, slots=True)
class Token:
    """The first JSON token found at ``pointers`` (RFC 6901) in the JSON text at ``steps`` of a column.

    ``nested`` says that there is no JSON text but a nested value (a map), to be read as one.
    """

    column: str
    steps: tuple[str | int, ...]
    pointers: tuple[str, ...]
    nested: bool = False
    kind: Kind = "json"


@dataclass(frozen=True, slots=True)
class Missing:
    """A schema that the table has no column for: its events have not come yet."""

    kind: Kind = "null"


@dataclass(frozen=True, slots=True)
class Coalesce:
    """The first of ``parts`` that is not null."""

    parts: tuple[Value, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Calculated:
    """Several values of one event combined into one (``concat``, ``sum``, ``product``, ``min``, ``max``)."""

    operation: str
    parts: tuple[Value, ...]
    separator: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Carries:
    """Whether any entity in ``columns`` has ``field`` equal to the text ``wanted``."""

    columns: tuple[tuple[str, SqlType], ...]
    field: str
    wanted: str
    kind: Kind = "bool"


@dataclass(frozen=True, slots=True)
class DatePart:
    """A part of a date-time, in UTC."""

    part: str
    of: Value
    kind: Kind


Value = Column | Leaf | Token | Missing | Carries | Coalesce | Calculated | DatePart


def coalesce(parts: tuple[Value, ...]) -> Value:
    """``parts`` as one value, its kind the one that all of them fit."""
    kinds: set[Kind] = {part.kind for part in parts} - {"null"}
    if len(parts) == 1 or not kinds:
        return parts[0]
    return Coalesce(parts, _common(kinds, mixed="json"))


def calculated(operation: str, parts: tuple[Value, ...], separator: str) -> Value:
    """The value of a ``CalculatedProperty`` over ``parts`` (semantics.md, "Properties")."""
    if operation == "coalesce":
        return coalesce(parts)
    kind: Kind = "text"
    if operation == "product":
        kind = "double"  # the product of two integers need not fit any integer type
    elif operation != "concat":
        kinds: set[Kind] = {part.kind for part in parts}
        kind = _common(kinds, mixed="double") if kinds <= NUMERIC else "double"
    return Calculated(operation, parts, separator, kind)


def _common(kinds: set[Kind], mixed: Kind) -> Kind:
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds == {"int", "decimal"}:
        return "decimal"
    return "double" if kinds <= NUMERIC else mixed
