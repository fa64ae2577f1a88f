"""A search that forgives: words in any order, parts of words, slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from signals_nb.errors import nearest

__all__ = ["search"]


class _Named(Protocol):
    @property
    def name(self) -> str | None: ...

    @property
    def words(self) -> str: ...


Entry = TypeVar("Entry", bound=_Named)


def search(wanted: str, entries: Sequence[Entry], limit: int) -> list[Entry]:
    """The entries whose words hold every word of ``wanted``; where none does, those with the nearest words.

    Best is a name that holds all of them and little else; among equals, the order is that of ``entries``.
    """
    parts = wanted.casefold().split()
    found = _matching(parts, entries)
    if not found:
        known = {word for entry in entries for word in _words(entry.words)}
        found = _matching([_nearest(part, known) for part in parts], entries)
    return found[:limit]


def _matching(parts: list[str], entries: Iterable[Entry]) -> list[Entry]:
    ranked = [
        (_rank(parts, (entry.name or "").casefold()), entry)
        for entry in entries
        if all(part in entry.words.casefold() for part in parts)
    ]
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _rank(parts: list[str], name: str) -> tuple[int, int]:
    """How many of the words the name lacks, then how much of the name they leave unsaid."""
    lacking = [part for part in parts if not all(each in name for each in _parts(part))]
    said = sum(len(each) for part in parts if part not in lacking for each in _parts(part))
    return len(lacking), max(sum(map(len, _parts(name))) - said, 0)


def _nearest(part: str, known: set[str]) -> str:
    if any(part in word for word in known):
        return part
    return next(iter(nearest(part, known, n=1)), part)


def _words(text: str) -> list[str]:
    """The words of a text, whole and in their parts: ``page_urlpath`` is also ``page`` and ``urlpath``."""
    whole = text.casefold().split()
    return [*whole, *(part for word in whole for part in _parts(word))]


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", word) if part]
