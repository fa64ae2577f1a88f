"""Durations as a form shows them, a number and a unit, and as JSON has them, ISO 8601 text."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

__all__ = ["UNITS", "duration_parts", "duration_text", "read_duration"]

UNITS: Final = ("seconds", "minutes", "hours", "days", "weeks")
"""The units; a form offers the last four, and seconds where a definition has them."""

_TEXTS: Final = {"seconds": "PT{}S", "minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D", "weeks": "P{}W"}
_PATTERNS: Final = {
    unit: re.compile(re.escape(text).replace(r"\{\}", "([0-9]{1,12})")) for unit, text in _TEXTS.items()
}

_DURATION: Final = TypeAdapter(timedelta)


def duration_text(number: int, unit: str) -> str:
    """A duration as JSON has it; the text keeps the unit.

    >>> duration_text(7, "days"), duration_text(90, "minutes"), duration_text(2, "weeks")
    ('P7D', 'PT90M', 'P2W')
    """
    return _TEXTS[unit].format(number)


def duration_parts(text: Any) -> tuple[int, str] | None:
    """The number and the unit of a duration; None where it is more than one of each, or no duration.

    >>> duration_parts("P7D"), duration_parts("PT90M"), duration_parts("P1DT12H"), duration_parts(None)
    ((7, 'days'), (90, 'minutes'), (36, 'hours'), None)
    """
    for unit, pattern in _PATTERNS.items():
        if isinstance(text, str) and (found := pattern.fullmatch(text)):
            return int(found[1]), unit
    duration = read_duration(text)
    if duration is None or duration <= timedelta(0):
        return None
    for unit in ("days", "hours", "minutes", "seconds"):
        number, rest = divmod(duration, timedelta(**{unit: 1}))
        if not rest:
            return number, unit
    return None


def read_duration(text: Any) -> timedelta | None:
    """The duration that a JSON value means; None where it means none.

    >>> read_duration("P1Y"), read_duration(90)
    (datetime.timedelta(days=365), datetime.timedelta(seconds=90))
    """
    try:
        return _DURATION.validate_python(text)
    except ValidationError:
        return None
