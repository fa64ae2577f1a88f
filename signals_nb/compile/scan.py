"""The one scan of the events: every value that a plan needs, read once and named."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.dialect import Dialect, Stored
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import (
    Calculated,
    Carries,
    Coalesce,
    Column,
    DatePart,
    Leaf,
    Missing,
    Token,
    Value,
)


class Scan:
    """Collects the values that a query reads; ``select()`` is the query that reads them."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._names: dict[Value, str] = {}
        self._expressions: dict[str, Expr] = {}
        self._columns: dict[str, None] = {}  # of the events, in order of first use
        self._pointers: dict[
            Token, list[str]
        ] = {}  # by the place of a JSON text, without pointers of its own

    def __call__(self, value: Value) -> Stored:
        """The column of the scan that holds ``value``."""
        if value not in self._names:
            name = self._unused(_short_name(value))
            self._names[value] = name
            self._note_columns(value)
            self._expressions[name] = self._dialect.read(value, self._token)
        kind = value.kind if value.kind != "null" else "text"
        return Stored(sql.column(self._names[value]), kind)

    @property
    def names(self) -> list[str]:
        """The columns of the scan, in order of first use."""
        return list(self._expressions)

    def select(self, source: Expr) -> exp.Select:
        """The scan of ``source``; where JSON text is read, each text is parsed once, a level below."""
        if self._pointers:
            slots = [
                sql.alias(self._dialect.tokens(place, tuple(pointers)), _slot(place))
                for place, pointers in self._pointers.items()
            ]
            columns = [sql.column(name) for name in self._columns]
            parsed = exp.select(*columns, *slots).from_(source)
            source = sql.subquery(parsed, "parsed")
        named = [sql.alias(expression, name) for name, expression in self._expressions.items()]
        named = named or [sql.alias(sql.integer(1), "one")]  # to count rows, no column is read
        return exp.select(*named).from_(source)

    def _unused(self, name: str) -> str:
        taken = {each.casefold() for each in (*self._expressions, *_RESERVED)}
        candidate, number = name, 2
        while candidate.casefold() in taken:
            candidate, number = f"{name}_{number}", number + 1
        return candidate

    def _note_columns(self, value: Value) -> None:
        match value:
            case Column(name=name) | Leaf(column=name):
                self._columns[name] = None
            case Carries(columns=columns):
                self._columns |= dict.fromkeys(name for name, _ in columns)
            case DatePart(of=of):
                self._note_columns(of)
            case Coalesce(parts=parts) | Calculated(parts=parts):
                for part in parts:
                    self._note_columns(part)
            case Token() | Missing():
                pass

    def _token(self, token: Token) -> Expr:
        place = replace(token, pointers=())
        pointers = self._pointers.setdefault(place, [])
        found = []
        for pointer in token.pointers:
            if pointer not in pointers:
                pointers.append(pointer)
            item = self._dialect.item(sql.column(_slot(place)), pointers.index(pointer))
            found.append(exp.Nullif(this=sql.cast(item, "VARCHAR"), expression=sql.text("null")))
        return sql.coalesce(*found)


def _slot(place: Token) -> str:
    # a definition's names have no space, so this one is free
    return " ".join(("json", place.column, *map(str, place.steps)))


_RESERVED = ("key", "time", "copy")


def _short_name(value: Value) -> str:
    match value:
        case Column(name=name):
            return name
        case Leaf(steps=steps):
            return next((step for step in reversed(steps) if isinstance(step, str)), "value")
        case Token(pointers=pointers):
            return pointers[0].rsplit("/", 1)[-1] or "value"
        case DatePart(part=part):
            return part
        case Carries():
            return "event_specification"
        case Calculated(operation=operation):
            return operation
        case Coalesce(parts=parts):
            return _short_name(parts[0])
    return "absent"
