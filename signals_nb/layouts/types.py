"""The shape of a table as the layouts see it: columns and their types, with no engine in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from signals_nb.errors import EventsError

TypeKind = Literal[
    "text", "int", "double", "decimal", "bool", "timestamp", "json", "struct", "map", "list", "other"
]


@dataclass(frozen=True, slots=True)
class SqlType:
    """A column's type: its kind, what it holds if nested, and its text as the engine spells it."""

    kind: TypeKind
    text: str = ""
    fields: tuple[tuple[str, SqlType], ...] = ()
    element: SqlType | None = None

    @property
    def scale(self) -> int:
        """The decimals of a decimal; 0 for another type."""
        found = re.fullmatch(r"DECIMAL\(\d+, ?(\d+)\)", self.text)
        return int(found[1]) if found else 0


class Table(Mapping[str, SqlType]):
    """A table's columns by the engine's names for them, found in any case.

    Args:
        columns: their types.
        spellings: how the data itself spells each column, in their order, where it has columns that differ
            only in case: an engine that does not tell those apart renames them.
    """

    def __init__(self, columns: Mapping[str, SqlType], spellings: Sequence[str] | None = None) -> None:
        self._columns = dict(columns)
        self.spellings = tuple(columns if spellings is None else spellings)
        self._names = dict(zip(self.spellings, columns, strict=True))
        self._folded: dict[str, list[str]] = {}
        for spelling in self.spellings:
            self._folded.setdefault(spelling.casefold(), []).append(spelling)

    def __getitem__(self, name: str) -> SqlType:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def spelt(self, name: str) -> list[str]:
        """``name`` as the data spells it: exactly so, else every column that differs from it only in case.

        A name that the data has twice is there twice.
        """
        alike = self._folded.get(name.casefold(), [])
        return [each for each in alike if each == name] or alike

    def has(self, name: str) -> bool:
        """Whether one column, and no other, is called ``name``."""
        return len(self.spelt(name)) == 1

    def find(self, name: str) -> str | None:
        """The column called ``name``, in whatever case the table spells it; None if there is none.

        Raises:
            EventsError: where several columns differ only in case and none is spelt exactly so.
        """
        found = self.spelt(name)
        if len(found) > 1:
            raise EventsError(
                f"Column {name} is ambiguous: the events have {' and '.join(found)}. Rename one of them."
            )
        return self._names[found[0]] if found else None
