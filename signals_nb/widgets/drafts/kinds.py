"""What kind of value a property gives, and the type that an attribute so gets."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from signals_nb.check.data import KIND_WORDS
from signals_nb.check.values import DATE_PART_TYPES, kind_of_property
from signals_nb.definitions import AGGREGATIONS, Aggregation, Property
from signals_nb.errors import EventsError
from signals_nb.layouts.locate import Locator, NoSuchColumn, NoSuchField
from signals_nb.layouts.types import Table

__all__ = ["NUMBERS", "Kinds", "inferred_type", "legal_types"]

NUMBERS: Final = ("whole numbers", "numbers")

_PROPERTY: Final[TypeAdapter[Property]] = TypeAdapter(Property)
_SCALARS: Final = {
    "text": "string",
    "whole numbers": "int64",
    "numbers": "double",
    "booleans": "bool",
    "timestamps": "timestamp",
}


class Kinds:
    """The kinds of properties: as the events have them, else as the definition tells.

    Args:
        table: the shape of the events; None where none are open.
    """

    def __init__(self, table: Table | None = None) -> None:
        self.table = table
        self._known: dict[str, str | None] = {}

    def of(self, source: Any) -> str | None:
        """The kind of a JSON property, such as ``whole numbers``; None where only the rows can tell."""
        if not isinstance(source, dict):
            return None
        text = json.dumps(source, sort_keys=True, default=str)
        if text not in self._known:
            self._known[text] = self._of(source)
        return self._known[text]

    def _of(self, source: dict[str, Any]) -> str | None:
        try:
            wanted = _PROPERTY.validate_python(source)
        except ValidationError:
            return None
        if self.table is None:
            return kind_of_property(wanted)
        try:
            found = Locator(self.table).value(wanted).kind
        except (NoSuchColumn, NoSuchField, EventsError):
            return kind_of_property(wanted)
        return KIND_WORDS.get(found) or kind_of_property(wanted)

    def may_be_date(self, source: Any) -> bool:
        """Whether a date part can be taken of a JSON property, leaving out the part that it has."""
        if not isinstance(source, dict) or source.get("type") == "calculated":
            return False
        kind = self.of({name: value for name, value in source.items() if name != "date_part"})
        # Snowplow's schemas have date-times as text; an atomic text is never one.
        return kind == "timestamps" or (kind in (None, "text") and source.get("type") != "atomic")


def inferred_type(attribute: dict[str, Any], kinds: Kinds) -> str | None:
    """The type that holds an attribute's values; None where its aggregation is none."""
    aggregation = AGGREGATIONS.get(attribute.get("aggregation", ""))
    if aggregation is None:
        return None
    kind = kinds.of(attribute.get("property"))
    if not aggregation.gives_value:
        return "int64" if aggregation.whole and kind == "whole numbers" else aggregation.usual
    if not aggregation.gives_list:
        return _SCALARS.get(kind or "text", "string")
    scalar = _SCALARS.get(kind or "text", "string")
    return f"{scalar}_list" if f"{scalar}_list" in aggregation.types else "string_list"


def legal_types(attribute: dict[str, Any]) -> tuple[str, ...]:
    """The types that ``check()`` takes for an attribute; none where its aggregation is none."""
    aggregation: Aggregation | None = AGGREGATIONS.get(attribute.get("aggregation", ""))
    if aggregation is None:
        return ()
    source = attribute.get("property")
    part = source.get("date_part") if isinstance(source, dict) else None
    if aggregation.gives_value and part in DATE_PART_TYPES:
        return tuple(f"{one}_list" if aggregation.gives_list else one for one in DATE_PART_TYPES[part])
    return aggregation.types
