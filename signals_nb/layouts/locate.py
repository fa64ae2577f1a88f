"""Finds the value of a property in a table whose schemas are columns (native structs or JSON text)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from signals_nb.definitions import (
    AtomicProperty,
    CalculatedProperty,
    EntityProperty,
    EventProperty,
)
from signals_nb.definitions.atomic import ATOMIC, LOAD_TSTAMP
from signals_nb.errors import EventsError
from signals_nb.layouts import names
from signals_nb.layouts.schemas import Schema
from signals_nb.layouts.types import SqlType, Table
from signals_nb.layouts.values import (
    NUMERIC,
    Carries,
    Column,
    DatePart,
    Kind,
    Leaf,
    Missing,
    Token,
    Value,
    calculated,
    coalesce,
)

Property = AtomicProperty | EventProperty | EntityProperty | CalculatedProperty

EVENT_SPECIFICATION = ("com.snowplowanalytics.snowplow", "event_specification", 1)

_CANONICAL = {**ATOMIC, LOAD_TSTAMP.name: LOAD_TSTAMP}

_KINDS: dict[str, Kind] = {
    "text": "text",
    "int": "int",
    "double": "double",
    "decimal": "decimal",
    "bool": "bool",
    "timestamp": "timestamp",
    "json": "json",
}


class NoSuchColumn(LookupError):
    """The table has no such atomic column."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.columns = name, list(columns)


class NoSuchField(LookupError):
    """A typed struct lacks the field that a path names."""

    def __init__(self, path: str, schema: str, fields: Sequence[str]) -> None:
        super().__init__(path)
        self.path, self.schema, self.fields = path, schema, list(fields)


@dataclass(frozen=True)
class Locator:
    """Finds properties in ``table``; remembers the schemas that the table has no column for."""

    table: Table
    absent: dict[str, Property] = field(default_factory=dict)

    def value(self, wanted: Property) -> Value:
        """Where ``wanted`` lies.

        Raises:
            NoSuchColumn: an atomic property whose column the table lacks.
            NoSuchField: a path that leads nowhere in a typed struct.
        """
        if isinstance(wanted, CalculatedProperty):
            parts = tuple(self.value(part) for part in wanted.properties)
            return calculated(wanted.operation, parts, wanted.separator or "")
        if isinstance(wanted, AtomicProperty):
            found = self.atomic(wanted.name)
        elif isinstance(wanted, EntityProperty):
            found = self._nested("contexts", wanted, wanted.index or 0)
        else:
            found = self._nested("unstruct_event", wanted, 0)
        if wanted.date_part is None or isinstance(found, Missing):
            return found
        return DatePart(wanted.date_part, found, "text" if wanted.date_part.startswith("active") else "int")

    def atomic(self, name: str) -> Value:
        """An atomic column, read as its canonical kind where the table holds another (CSV holds text)."""
        column = self.table.find(name)
        if column is None:
            raise NoSuchColumn(name, list(self.table))
        held = self.table[column]
        kind = _KINDS.get(held.kind, "text")
        wanted: Kind = _CANONICAL[name].type if name in _CANONICAL else kind
        if kind == wanted or {kind, wanted} <= NUMERIC:
            return Column(column, held, kind)
        if wanted == "timestamp" and kind in {*NUMERIC, "bool"}:
            raise EventsError(
                f"Column {column} holds {held.text}, and a timestamp is expected. Convert it first, for "
                f'example with pandas.to_datetime(frame["{column}"], unit="ms", utc=True).'
            )
        return Column(column, held, wanted, cast=wanted)

    def event_specification(self, wanted: str) -> Carries:
        """Whether an event carries the ``event_specification`` entity with the id ``wanted``."""
        columns = [
            each for each in self._columns("contexts", *EVENT_SPECIFICATION) if _has_fields(self.table[each])
        ]
        return Carries(tuple((column, self.table[column]) for column in columns), "id", wanted)

    def columns_of(self, schema: Schema) -> list[tuple[str, SqlType]]:
        """The columns that hold a schema's data, newest version first."""
        prefix: Literal["contexts", "unstruct_event"] = (
            "contexts" if schema.family == "entity" else "unstruct_event"
        )
        columns = self._columns(prefix, schema.vendor, schema.name, schema.major_version)
        return [(column, self.table[column]) for column in columns if _has_fields(self.table[column])]

    def _columns(
        self, prefix: Literal["contexts", "unstruct_event"], vendor: str, name: str, model: int
    ) -> list[str]:
        return names.version_columns(list(self.table), names.column_stem(prefix, vendor, name, model))

    def _nested(
        self,
        prefix: Literal["contexts", "unstruct_event"],
        wanted: EntityProperty | EventProperty,
        index: int,
    ) -> Value:
        columns = self._columns(prefix, wanted.vendor, wanted.name, wanted.major_version)
        columns = [column for column in columns if _has_fields(self.table[column])]
        schema = f"{wanted.vendor}/{wanted.name}/{wanted.major_version}"
        if not columns:
            self.absent[schema] = wanted
            return Missing()
        steps = names.parse_path(wanted.path)
        found, problem = [], None
        for column in columns:
            try:
                found.append(_descend(column, self.table[column], index, steps, wanted.path, schema))
            except NoSuchField as error:
                problem = problem or error
        if not found and problem is not None:
            raise problem
        return coalesce(tuple(found))


def _has_fields(held: SqlType) -> bool:
    """Whether a schema's column can hold a field; one that is empty in every row may have no such type."""
    if held.kind == "list" and held.element is not None:
        held = held.element
    return held.kind in {"struct", "map", "text", "json"}


def _descend(
    column: str, held: SqlType, index: int, steps: tuple[str | int, ...], path: str, schema: str
) -> Value:
    taken: tuple[str | int, ...] = ()
    if held.kind == "list":
        taken, held = (index,), held.element or SqlType("other")
    elif held.kind in {"text", "json"}:
        return Token(column, (), _pointers(steps, index))
    elif index > 0:
        return Missing()  # one struct holds one entity
    if held.kind == "map":  # what a frame's dicts become where they differ in their keys
        pointers = tuple(names.pointer(spelt) for spelt in names.spellings(steps))
        return Token(column, taken, pointers, nested=True)
    for position, step in enumerate(steps):
        if held.kind in {"text", "json"}:  # the loaders keep what has no fixed shape as JSON text
            pointers = tuple(names.pointer(spelt) for spelt in names.spellings(steps[position:]))
            return Token(column, taken, pointers)
        if isinstance(step, int) and held.kind == "list" and held.element is not None:
            taken, held = (*taken, step), held.element
            continue
        name = _field(held, step) if isinstance(step, str) and held.kind == "struct" else None
        if name is None:
            raise NoSuchField(path, schema, [spelt for spelt, _ in held.fields])
        taken, held = (*taken, name), dict(held.fields)[name]
    if held.kind == "json":
        return Token(column, taken, ("",))
    return Leaf(column, taken, held, _KINDS.get(held.kind, "text"))


def _pointers(steps: tuple[str | int, ...], index: int) -> tuple[str, ...]:
    """An entity's JSON text is an array, or, where there is but one, the object itself."""
    spelt = names.spellings(steps)
    in_array = [names.pointer((index, *one)) for one in spelt]
    return tuple(in_array + ([names.pointer(one) for one in spelt] if index == 0 else []))


def _field(struct: SqlType, step: str) -> str | None:
    """The struct's field that ``step`` names: as written, else the same name in another spelling."""
    fields = [name for name, _ in struct.fields]
    if step in fields:
        return step
    alike = [name for name in fields if names.snake(name) == names.snake(step)]
    return alike[0] if alike else None
