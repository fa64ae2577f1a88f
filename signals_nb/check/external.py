"""The rules for an external batch group that need its table: what is mapped, and what its columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Protocol, get_args

from signals_nb.check.findings import Finding, finding
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.external import EXAMPLE, MISFITS, VALUES, held_values, misfits, place, readers
from signals_nb.compile.external_field import Place, fits
from signals_nb.compile.sql import Expr
from signals_nb.definitions import AttributeGroup, AttributeKey, BatchSource, external_column
from signals_nb.definitions.base import ValueType
from signals_nb.errors import did_you_mean
from signals_nb.layouts.types import SqlType, Table, TypeKind

__all__ = ["MappedTable", "check_mapping", "check_table", "check_table_rows", "full_name", "spelt"]

_KIND_WORDS: Final[dict[TypeKind, str]] = {
    "int": "whole numbers",
    "double": "numbers",
    "decimal": "numbers",
    "bool": "booleans",
    "timestamp": "timestamps",
    "struct": "structs",
    "map": "maps",
    "list": "lists",
}
_DECLARE: Final[dict[TypeKind, str]] = {
    "int": "int64",
    "double": "double",
    "decimal": "double",
    "bool": "bool",
    "timestamp": "timestamp",
    "struct": "dict",
    "map": "dict",
}
_SHOWN: Final = 12
TIMESTAMP_FIELD: Final = "batch_source.timestamp_field"

# By the rule, and whether the column is that of the time.
_REPAIRS: Final = {
    ("F10", False): 'Write type="string".',
    ("F10", True): "Choose another column.",
    ("F11", False): "test() refuses those that it meets.",
    ("F11", True): "Those rows never count.",
}


class MappedTable(Protocol):
    """An opened table, as far as these rules look at it."""

    @property
    def table(self) -> Table:
        """Its columns."""

    @property
    def source(self) -> Expr:
        """The table in SQL."""

    def run(self, query: str) -> dict[str, Any]:
        """Run a query."""


def full_name(source: BatchSource) -> str:
    """``database.schema.table``."""
    return f"{source.database}.{source.schema_}.{source.table}"


def spelt(name: str, names: Iterable[str]) -> list[str]:
    """``name`` if it is among ``names``, else those that differ from it only in case."""
    known = list(names)
    return [name] if name in known else [each for each in known if each.casefold() == name.casefold()]


def check_mapping(source: BatchSource, mapped: Iterable[str]) -> Iterator[Finding]:
    """Whether exactly one of the ``mapped`` names is the group's table."""
    name, names = full_name(source), list(mapped)
    found = spelt(name, names)
    if not found:
        close = did_you_mean(name, names)
        if names and not close:
            close = f" Mapped: {_listed(names)}."
        yield finding("F03", "batch_source", x=name, close=close)
    elif len(found) > 1:
        yield finding("F04", "batch_source", x=name, names=" and ".join(found))


def check_table(
    group: AttributeGroup, key: AttributeKey, mapped: MappedTable, dialect: Dialect
) -> list[Finding]:
    """The findings that show from the table's columns.

    A row is read only to tell whether a column whose type does not fit has a value at all: a frame's empty
    column may be of any type.
    """
    source = group.batch_source
    assert source is not None, "an external batch group has a table"
    wanted = [("attribute_key", external_column(key)), (TIMESTAMP_FIELD, source.timestamp_field)]
    wanted += [(f"fields.{field.name}", field.name) for field in group.fields or []]
    found = list(_columns(wanted, mapped.table, full_name(source)))
    name = str(key.name)
    for field in group.fields or []:
        if name != external_column(key) and field.name.casefold() == name.casefold():
            found.append(finding("G07", f"fields.{field.name}", x=field.name))
    return found or _types(group, key, mapped, dialect)


def _columns(wanted: list[tuple[str, str]], table: Table, table_name: str) -> Iterator[Finding]:
    for where, name in wanted:
        alike = table.spelt(name)
        if not alike:
            close = did_you_mean(name, table.spellings)
            if not close:
                close = f" It has {_listed(table.spellings) or 'no columns'}."
            yield finding("F05", where, table=table_name, x=name, close=close)
        elif len(alike) > 1:
            yield finding("F06", where, table=table_name, x=name, names=" and ".join(alike))


def _types(group: AttributeGroup, key: AttributeKey, mapped: MappedTable, dialect: Dialect) -> list[Finding]:
    doubtful = list(_doubtful(group, key, mapped.table))
    if not doubtful:
        return []
    places = [(held, declared) for held, declared, _ in doubtful]
    counts = mapped.run(held_values(places, dialect, mapped.source))
    return [told for number, (_, _, told) in enumerate(doubtful) if int(counts[f"{VALUES}_{number}"][0])]


def _doubtful(group: AttributeGroup, key: AttributeKey, table: Table) -> Iterator[tuple[Place, str, Finding]]:
    """The columns that cannot hold what is wanted of them, if they hold anything: what, as what, and why."""
    assert group.batch_source is not None
    held = place(table, external_column(key))
    if held.type.kind in {"struct", "map", "list"} or held.type.text == "BLOB":
        yield held, "string", finding("F08", "attribute_key", x=held.column, words=_words(held.type))
    held = place(table, group.batch_source.timestamp_field)
    if not fits(held.type, "timestamp"):
        yield held, "timestamp", finding("F09", TIMESTAMP_FIELD, x=held.column, words=_words(held.type))
    for field in readers(group, table):
        held, declared = field.place, field.declared
        if not fits(held.type, declared):
            told = {
                "x": held.column,
                "words": _words(held.type),
                "type": declared,
                "fit": _declare(held.type),
            }
            yield held, declared, finding("F07", f"fields.{field.name}", **told)


def _words(held: SqlType) -> str:
    if held.text == "BLOB":
        return "bytes"
    if held.kind == "list" and held.element is not None:
        inner = _KIND_WORDS.get(held.element.kind, "texts") if held.element.text != "BLOB" else "bytes"
        return f"lists of {inner}"
    return _KIND_WORDS[held.kind]


def _declare(held: SqlType) -> str:
    if held.text == "BLOB":
        return "bytes"
    if held.kind != "list":
        return _DECLARE.get(held.kind, "string")
    inner = "string" if held.element is None else _declare(held.element)
    return f"{inner}_list" if f"{inner}_list" in get_args(ValueType) else "string_list"


def check_table_rows(group: AttributeGroup, mapped: MappedTable, dialect: Dialect) -> list[Finding]:
    """The findings that need a look at every row: values that are none of the declared type."""
    source = group.batch_source
    assert source is not None
    fields = readers(group, mapped.table)
    time = place(mapped.table, source.timestamp_field)
    found = mapped.run(misfits(fields, time, dialect, mapped.source))
    told = [(f"fields.{each.name}", each.place.column, each.declared) for each in fields]
    told.append((TIMESTAMP_FIELD, time.column, "date-time"))
    findings = []
    for number, (where, column, declared) in enumerate(told):
        values, wrong = (int(found[f"{what}_{number}"][0]) for what in (VALUES, MISFITS))
        if not wrong:
            continue
        words = {"x": column, "type": declared, "n": f"{wrong:,}", "all": f"{values:,}"}
        words["example"] = _short(str(found[f"{EXAMPLE}_{number}"][0]))
        code = "F10" if wrong == values else "F11"
        repair = _REPAIRS[code, where == TIMESTAMP_FIELD]
        findings.append(finding(code, where, repair=repair, **words))
    return findings


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    return ", ".join(shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else "")
