"""Where two definitions differ, field by field."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from signals_nb.definitions import Attribute
from signals_nb.definitions.words import attribute_words

__all__ = ["ABSENT", "Difference", "differences", "shown"]


class _Absent:
    """What a field holds that one of the two definitions does not have."""

    def __repr__(self) -> str:
        return "(absent)"


ABSENT: Final = _Absent()
_SHOWN = 60


@dataclass(frozen=True)
class Difference:
    """One field that differs.

    Args:
        where: The field, dotted: ``attributes.page_views.period``, ``attributes.page_views.events[0].name``.
        old: What the published definition holds, a JSON value, or ``ABSENT``.
        new: What the other one holds.
        breaking: Why the change breaks those who read the values; empty where it does not.
    """

    where: str
    old: Any
    new: Any
    breaking: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {shown(self.old)} -> {shown(self.new)}"

    def to_dict(self) -> dict[str, Any]:
        """JSON values; ``old`` or ``new`` is left out where the field is absent."""
        sides = {side: value for side, value in (("old", self.old), ("new", self.new)) if value is not ABSENT}
        return {"where": self.where, **sides, "breaking": self.breaking or None}


def differences(old: Any, new: Any, where: str = "") -> list[Difference]:
    """The fields in which two JSON values differ, in the order of the old one, new fields last.

    Lists of named objects (attributes, fields) are compared by name; another order is a difference of the
    list.

    >>> [str(each) for each in differences({"ttl": "P7D", "version": 1}, {"ttl": "P8D", "version": 1})]
    ['ttl: "P7D" -> "P8D"']
    """
    return list(_walk(old, new, where))


def _walk(old: Any, new: Any, where: str) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for field in [*old, *(field for field in new if field not in old)]:
            place = f"{where}.{field}" if where else str(field)
            yield from _walk(old.get(field, ABSENT), new.get(field, ABSENT), place)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _walk_lists(old, new, where)
    elif not _equal(old, new):
        yield Difference(where, old, new)


def _walk_lists(old: list[Any], new: list[Any], where: str) -> Iterator[Difference]:
    old_by_name, new_by_name = _by_name(old), _by_name(new)
    if old_by_name is not None and new_by_name is not None:
        yield from _walk(old_by_name, new_by_name, where)
        if set(old_by_name) == set(new_by_name) and list(old_by_name) != list(new_by_name):
            yield Difference(where, list(old_by_name), list(new_by_name))
        return
    for index in range(max(len(old), len(new))):
        old_item, new_item = (each[index] if index < len(each) else ABSENT for each in (old, new))
        yield from _walk(old_item, new_item, f"{where}[{index}]")


def _by_name(values: list[Any]) -> dict[str, Any] | None:
    # Attributes and fields have a type beside the name; events have not, and go by position.
    if not all(isinstance(value, dict) and {"name", "type"} <= value.keys() for value in values):
        return None
    named = {value["name"]: value for value in values}
    return named if len(named) == len(values) else None


def _equal(old: Any, new: Any) -> bool:
    # To Python True is 1; to a criterion it is not. 1 and 1.0 are one number to both.
    return isinstance(old, bool) == isinstance(new, bool) and bool(old == new)


def shown(value: Any) -> str:
    """A value as JSON writes it, cut where it is long; a whole attribute in words.

    >>> shown({"name": "views", "type": "int64", "events": [{"name": "page_view"}], "aggregation": "counter"})
    'Counter · page_view · int64'
    """
    if value is ABSENT:
        return repr(value)
    if isinstance(value, dict) and {"name", "type", "events", "aggregation"} <= value.keys():
        with contextlib.suppress(ValueError):  # written by hand, it can be anything
            return _visible(f"{attribute_words(Attribute.from_json(value))} · {value['type']}")
    text = _visible(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _visible(text: str) -> str:
    """A text whose signs all show: one that turns the direction of writing could hide a change."""
    hidden = ("Cc", "Cf", "Zl", "Zp")
    return "".join(f"\\u{ord(sign):04x}" if unicodedata.category(sign) in hidden else sign for sign in text)
