"""Entries of a catalogue as a tuple that can be looked at: as a frame, or as a table in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

import pandas as pd

from signals_nb.html import Html, card, table

__all__ = ["Listing"]


class _Entry(Protocol):
    columns: ClassVar[tuple[str, ...]]

    def row(self) -> tuple[Any, ...]: ...


Entry = TypeVar("Entry", bound=_Entry)


class Listing(tuple[Entry, ...]):
    """Entries in order.

    Args:
        entries: of one class.
        of: that class.
        title: of the table.
        headings: of the table in a notebook.
        cells: an entry's cells in it.
    """

    _of: type[_Entry]
    _title: str
    _headings: Sequence[str]
    _cells: Callable[[Any], Sequence[Html]]

    def __new__(
        cls,
        entries: Iterable[Entry],
        of: type[Entry],
        title: str,
        headings: Sequence[str],
        cells: Callable[[Entry], Sequence[Html]],
    ) -> Listing[Entry]:
        """A tuple is made here, and not in ``__init__``."""
        made = super().__new__(cls, entries)
        made._of, made._title, made._headings, made._cells = of, title, headings, cells
        return made

    def to_frame(self) -> pd.DataFrame:
        """One row per entry."""
        return pd.DataFrame([entry.row() for entry in self], columns=list(self._of.columns))

    @property
    def table(self) -> Html:
        """The first 20 as a table."""
        return table(self._headings, [self._cells(entry) for entry in self], what=self._title)

    def _repr_html_(self) -> str:
        return card(self._title, [], None, Html(""), self.table)
