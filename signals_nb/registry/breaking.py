"""Which changes of a definition break those who read its values, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from signals_nb.registry.differences import ABSENT, Difference
from signals_nb.registry.folder import GROUP, KEY

__all__ = ["marked"]

_PARTS: Final = ("attributes", "fields")
_VALUES: Final = {
    "type": "its values are of another type",
    "aggregation": "its values mean something else",
    "time_unit": "its values are in another unit",
}
_SOURCES: Final = ("property", "key", "external_column")


def marked(kind: str, differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Differences of a definition, with the reason at each that breaks its readers.

    >>> [each.breaking for each in marked("attribute group", [Difference("attributes.views", {}, ABSENT)])]
    ['the attribute is removed']
    """
    reason = {GROUP: _of_group, KEY: _of_key}.get(kind, _of_service)
    return tuple(replace(each, breaking=reason(each)) for each in differences)


def _of_group(difference: Difference) -> str:
    # No name of an attribute holds a dot.
    part, *rest = difference.where.split(".")
    if part == "attribute_key":
        # An external group tells its key by a column, another one by a property: one key seen from two sides.
        other_side = ABSENT in (difference.old, difference.new) and rest != ["name"] and len(rest) == 1
        return "" if other_side else "the values are computed per another key"
    if part == "online" and difference.old is True:
        return "the values are no longer served"
    if part not in _PARTS:
        return ""
    if difference.new is ABSENT and len(rest) < 2:
        return f"the {part[:-1]} is removed" if rest else f"all {part} are removed"
    return _VALUES.get(rest[1], "") if len(rest) == 2 else ""


def _of_key(difference: Difference) -> str:
    moved = difference.where.split(".")[0] in _SOURCES
    return "the key's values are read from another place" if moved else ""


def _of_service(difference: Difference) -> str:
    part, *rest = difference.where.split(".")
    if part != "attribute_groups" or not rest or not (gone := _versions(difference.old)):
        return ""
    if difference.new is ABSENT:
        return "the service no longer serves the group"
    gone -= _versions(difference.new)
    return f"the service no longer serves {', '.join(sorted(gone))} of the group" if gone else ""


def _versions(served: Any) -> set[str]:
    return set() if served is ABSENT else set(str(served).split(", "))
