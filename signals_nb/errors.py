"""The exceptions and warnings of signals_nb, and the helper that finds the names a user may have meant."""

from __future__ import annotations

import difflib
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

__all__ = [
    "EventsError",
    "InvalidDefinition",
    "NotFound",
    "RegistryError",
    "SignalsError",
    "SignalsTestError",
    "SignalsWarning",
    "ValueDoesNotFit",
    "VersionConflict",
    "collecting",
    "did_you_mean",
    "nearest",
    "warn",
]


class SignalsError(Exception):
    """Anything a user can set right: the message says what is wrong, where, and what to do."""


class InvalidDefinition(SignalsError, ValueError):
    """A definition that makes no sense; ``findings`` lists every error of ``check()``."""

    def __init__(self, message: str, findings: Iterable[object] = ()) -> None:
        super().__init__(message)
        self.findings = list(findings)


class EventsError(SignalsError):
    """Events (or another table) that cannot be read, or are no Snowplow atomic events."""


class SignalsTestError(SignalsError):
    """A test of the builder that could not begin, or failed; its cause is the first error."""


class ValueDoesNotFit(SignalsError, ValueError):
    """A result that its attribute's declared type cannot hold without loss."""


class RegistryError(SignalsError):
    """The registry folder cannot be read or written as asked."""


class VersionConflict(RegistryError):
    """Changed definitions under names and versions that are published already.

    Attributes:
        conflicts: one change per group concerned.
        differences: the fields of the first that differ.
        next_version: the next free version of the first.
    """

    def __init__(
        self,
        message: str,
        conflicts: Iterable[Any] = (),
        differences: Iterable[Any] = (),
        next_version: int | None = None,
    ) -> None:
        super().__init__(message)
        self.conflicts = tuple(conflicts)
        self.differences = tuple(differences)
        self.next_version = next_version


class NotFound(RegistryError, LookupError):
    """No such object, or no such version of it, in the registry."""


class SignalsWarning(UserWarning):
    """Something the user should know, and that stops nothing."""


def nearest(name: str, names: Iterable[str], n: int = 3) -> list[str]:
    """The up to ``n`` of ``names`` most like ``name``, best first, whatever their case.

    >>> nearest("page_urlpth", ["page_urlpath", "page_urlport", "geo_city"])
    ['page_urlpath', 'page_urlport']
    """
    by_folded = {candidate.casefold(): candidate for candidate in sorted(names, reverse=True)}
    return [by_folded[match] for match in difflib.get_close_matches(name.casefold(), by_folded, n=n)]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A sentence with the nearest of ``names``, preceded by a space; empty where none is near.

    >>> did_you_mean("geo_citi", ["geo_city", "mkt_source"])
    ' Did you mean geo_city?'
    """
    close = nearest(name, names)
    if not close:
        return ""
    head, last = close[:-1], close[-1]
    return f" Did you mean {', '.join(head) + ' or ' if head else ''}{last}?"


# Where the stack of a warning leaves this package, so that it points at the user's own line.
_PACKAGE = __name__.split(".", maxsplit=1)[0]


_collected: ContextVar[list[str] | None] = ContextVar("signals_nb warnings", default=None)


@contextmanager
def collecting() -> Iterator[list[str]]:
    """Collect what this thread would warn of: Python catches warnings for the whole process."""
    told: list[str] = []
    token = _collected.set(told)
    try:
        yield told
    finally:
        _collected.reset(token)


def warn(message: str) -> None:
    """Warn at the line of the user's that called this package, or tell the one who collects warnings."""
    told = _collected.get()
    if told is not None:
        told.append(message)
        return
    level, caller = 1, sys._getframe()
    while caller is not None and caller.f_globals.get("__name__", "").split(".")[0] == _PACKAGE:
        level, caller = level + 1, caller.f_back  # type: ignore[assignment]
    warnings.warn(message, SignalsWarning, stacklevel=level)
