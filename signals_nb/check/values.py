"""What kind of value a property gives, and whether a default fits a declared type: both without data."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from signals_nb.definitions import ATOMIC, AtomicProperty, CalculatedProperty, Property

__all__ = ["DATE_PART_TYPES", "default_repair", "kind_of_property", "type_fits"]

DATE_PART_TYPES: Final = {
    "hour_of_day": ("int32", "int64"),
    "day_of_week": ("int32", "int64"),
    "month_of_year": ("int32", "int64"),
    "active_day": ("string",),
    "active_week": ("string",),
    "active_month": ("string",),
}
"""The declared types that hold a date part."""

_KINDS: Final = {
    "text": "text",
    "int": "whole numbers",
    "double": "numbers",
    "decimal": "numbers",
    "bool": "booleans",
    "timestamp": "timestamps",
}


def kind_of_property(source: Property | None) -> str | None:
    """What a property gives, in the plural; None where only the data can tell."""
    if source is None:
        return None
    if isinstance(source, CalculatedProperty):
        if source.operation == "concat":
            return "text"
        if source.operation == "coalesce":
            return next(filter(None, map(kind_of_property, source.properties)), None)
        return "numbers"
    if source.date_part:
        return "text" if DATE_PART_TYPES[source.date_part] == ("string",) else "whole numbers"
    return _KINDS[ATOMIC[source.name].type] if isinstance(source, AtomicProperty) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(bits: int) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        return _is_number(value) and value == int(value) and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)

    return fits


def _is_double(value: Any) -> bool:
    try:
        return _is_number(value) and math.isfinite(float(value))
    except OverflowError:
        return False


def _is_float(value: Any) -> bool:
    try:
        return _is_double(value) and struct.pack("<f", value) is not None
    except OverflowError:
        return False


def _is_datetime(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


_FITS: Final[dict[str, Callable[[Any], bool]]] = {
    "string": _is_text,
    "bytes": _is_text,
    "int32": _is_integer(32),
    "int64": _is_integer(64),
    "float": _is_float,
    "double": _is_double,
    "bool": lambda value: isinstance(value, bool),
    "timestamp": _is_datetime,
    "unix_timestamp": _is_integer(64),
}

_EXAMPLES: Final = {
    "string": 'a text, such as "unknown"',
    "bytes": 'a text, such as "unknown"',
    "int32": "a whole number within 32 bits, such as 0",
    "int64": "a whole number within 64 bits, such as 0",
    "float": "a finite number, such as 0.0",
    "double": "a finite number, such as 0.0",
    "bool": "true or false",
    "timestamp": 'a date-time as text, such as "2026-01-31T00:00:00Z"',
    "unix_timestamp": "whole seconds, such as 0",
}


def type_fits(value: Any, declared: str) -> bool:
    """Whether a default value is one of a declared type."""
    element = declared.removesuffix("_list")
    if element != declared:
        return isinstance(value, list) and all(_FITS[element](one) for one in value)
    return declared in _FITS and _FITS[declared](value)


def default_repair(declared: str) -> str:
    """What to write instead of a default value that does not fit."""
    element = declared.removesuffix("_list")
    if element != declared:
        return f"Give a list of which every member is {_EXAMPLES[element]}, or leave default_value out."
    if declared not in _EXAMPLES:
        return f"Leave default_value out: a {declared} has none."
    return f"Give {_EXAMPLES[declared]}."
