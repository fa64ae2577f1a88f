"""Definitions as Python source: the code that rebuilds an object."""

from __future__ import annotations

import keyword
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from unicodedata import category, east_asian_width

from signals_nb.definitions import (
    BUILT_IN_KEYS,
    AttributeGroup,
    AttributeKey,
    Criterion,
    Event,
    PagePing,
    PageView,
    StructuredEvent,
    VersionedLinkAttributeGroup,
)
from signals_nb.definitions.base import Model

__all__ = ["to_python"]

_EVENTS: Final = (PageView, PagePing, StructuredEvent)

# The two keys whose constants are not called as the key.
_DEPRECATED_KEYS: Final = {"user": "user_attribute_key", "session": "session_attribute_key"}

_MAKERS: Final = {
    "=": "eq",
    "!=": "neq",
    ">": "gt",
    ">=": "gte",
    "<": "lt",
    "<=": "lte",
    "like": "like",
    "in": "in_list",
    "is null": "is_null",
    "is not null": "is_not_null",
}

_UNITS: Final = {"days": 86_400_000_000, "hours": 3_600_000_000, "minutes": 60_000_000, "seconds": 1_000_000}


def to_python(definition: Model, package: str = "signals_nb", *, line_length: int = 88) -> str:
    """Source code that rebuilds a definition, formatted as ruff does.

    Args:
        definition: a group, key, service, attribute, or a part of one.
        package: where the code imports from; ``snowplow_signals`` gives code for the official package.
        line_length: where lines break; a long text may exceed it.

    Returns:
        The imports, and one assignment to a variable called as the definition.
    """
    names: set[str] = set()
    datetimes: set[str] = set()
    tree = _tree(definition, names, datetimes)
    target = _variable(definition, names | datetimes)
    blocks = []
    if datetimes:
        blocks.append(f"from datetime import {', '.join(sorted(datetimes))}\n")
    if names:
        blocks.append(_imports(package, names, line_length))
    blocks.append(f"{target} = {_render(tree, 0, len(target) + 3, line_length)}\n")
    return "\n".join(blocks)


class _Call(NamedTuple):
    """Something in brackets: a call, a list or a dict."""

    opening: str
    parts: list[tuple[str, _Call | str]]
    closing: str


def _tree(value: Any, names: set[str], datetimes: set[str]) -> _Call | str:
    """A value as nested calls; notes the names to import."""

    def down(inner: Any) -> _Call | str:
        return _tree(inner, names, datetimes)

    if isinstance(value, Model):
        return _model(value, names, down)
    if isinstance(value, list):
        return _Call("[", [("", down(one)) for one in value], "]")
    if isinstance(value, timedelta):
        datetimes.add("timedelta")
        return _timedelta(value)
    if isinstance(value, datetime):
        datetimes.update({"datetime", "timezone"} if value.tzinfo else {"datetime"})
        if value.utcoffset():
            datetimes.add("timedelta")
        return _datetime(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _model(value: Model, names: set[str], down: Callable[[Any], _Call | str]) -> _Call | str:
    short = _short(value)
    if short is not None:
        names.add(short.removesuffix("()"))
        return short
    if isinstance(value, VersionedLinkAttributeGroup):
        return _Call("{", [('"name": ', _text(value.name)), ('"version": ', repr(value.version))], "}")
    names.add(type(value).__name__)
    if isinstance(value, Criterion):
        null_test = value.operator in ("is null", "is not null")
        if not (null_test and value.value is not None):
            given = [value.property] if null_test else [value.property, value.value]
            return _Call(f"Criterion.{_MAKERS[value.operator]}(", [("", down(one)) for one in given], ")")
    given_fields = [(f"{field}=", down(one)) for field, one in value.not_default()]
    return _Call(f"{type(value).__name__}(", given_fields, ")")


def _short(value: Model) -> str | None:
    """The name of the package's own constant or function for a value, if it has one."""
    if isinstance(value, Event):
        return next((f"{make.__name__}()" for make in _EVENTS if make() == value), None)
    if isinstance(value, AttributeKey):
        name = next((name for name, key in BUILT_IN_KEYS.items() if key == value), None)
        return _DEPRECATED_KEYS.get(name or "", name)
    return None


def _render(tree: _Call | str, indent: int, column: int, width: int) -> str:
    """The source of a tree: on one line where it fits, else one part a line."""
    flat = _flat(tree)
    # The 1 is for the comma that follows inside of brackets.
    if isinstance(tree, str) or not tree.parts or column + _columns(flat) + (1 if indent else 0) <= width:
        return flat
    inner = indent + 4
    arguments = flat[len(tree.opening) : -len(tree.closing)]
    if tree.opening.endswith("(") and not tree.parts[0][0] and inner + _columns(arguments) <= width:
        return f"{tree.opening}\n{' ' * inner}{arguments}\n{' ' * indent}{tree.closing}"
    lines = [
        f"{' ' * inner}{label}{_render(part, inner, inner + len(label), width)},\n"
        for label, part in tree.parts
    ]
    return f"{tree.opening}\n{''.join(lines)}{' ' * indent}{tree.closing}"


def _flat(tree: _Call | str) -> str:
    if isinstance(tree, str):
        return tree
    return tree.opening + ", ".join(label + _flat(part) for label, part in tree.parts) + tree.closing


def _columns(text: str) -> int:
    """How wide a text stands in a fixed-width font, by which ruff measures lines."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(one) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(one) in ("W", "F"))
        for one in text
    )


def _text(text: str) -> str:
    """A string literal in the quotes that need fewer escapes, double ones where it makes no difference."""
    literal = repr(text)
    body = literal[1:-1].replace("\\'", "'") if literal[0] == "'" else literal[1:-1]
    quote = '"' if text.count('"') <= text.count("'") else "'"
    return quote + body.replace(quote, f"\\{quote}") + quote


def _timedelta(duration: timedelta) -> str:
    sign = -1 if duration < timedelta(0) else 1
    rest = abs(duration) // timedelta(microseconds=1)
    parts = []
    for unit, size in _UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{unit}={sign * count}")
    if rest:
        parts.append(f"microseconds={sign * rest}")
    return f"timedelta({', '.join(parts) or '0'})"


def _datetime(moment: datetime) -> _Call:
    numbers = [*moment.timetuple()[:6], moment.microsecond]
    while len(numbers) > 3 and numbers[-1] == 0:
        numbers.pop()
    parts: list[tuple[str, _Call | str]] = [("", str(number)) for number in numbers]
    offset = moment.utcoffset()
    if offset is not None:
        parts.append(("tzinfo=", f"timezone({_timedelta(offset)})" if offset else "timezone.utc"))
    return _Call("datetime(", parts, ")")


def _variable(definition: Model, taken: set[str]) -> str:
    """The definition's name where that can be a variable, else what it is."""
    name = getattr(definition, "name", None)
    plain = isinstance(name, str) and name.isidentifier() and name.isascii() and not keyword.iskeyword(name)
    if plain and name not in taken and not hasattr(definition, "path"):
        return str(name)
    return "attribute_group" if isinstance(definition, AttributeGroup) else _snake(type(definition).__name__)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _imports(package: str, names: set[str], width: int) -> str:
    """One import, its names in the order of isort: classes, then functions and constants."""
    ordered = sorted(names, key=lambda name: (not name[0].isupper(), name))
    line = f"from {package} import {', '.join(ordered)}\n"
    if len(line) - 1 <= width:
        return line
    return f"from {package} import (\n" + "".join(f"    {name},\n" for name in ordered) + ")\n"
