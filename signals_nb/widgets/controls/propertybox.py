"""A property in one box, for a row of criteria: ``geo_country``, ``product › price``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import traitlets

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import put
from signals_nb.widgets.sources import Offers, SchemaId, read_schema_label, schema_of

__all__ = ["PropertyBox", "property_labels"]

Json = Mapping[str, Any]

_BETWEEN = " › "


class PropertyBox(w.Combobox):
    """Type a part of a name and choose; ``chosen`` is a property as JSON, or None.

    Args:
        label: for screen readers.
    """

    chosen = traitlets.Any(allow_none=True)

    def __init__(self, label: str) -> None:
        super().__init__(
            description=label, placeholder="Property", ensure_option=True, continuous_update=False
        )
        self.add_class("snb-bare")
        self._by_label: Mapping[str, Json] = {}
        self.observe(self._show, "chosen")

    def offer(self, labels: Mapping[str, Json]) -> None:
        """Offer properties, by label."""
        if labels is not self._by_label:
            self._by_label = labels
            put(self, tuple(labels), "options")
            self._show()

    def read(self) -> Json | None:
        """What the text means: a label, ``schema › path``, or the name of a column."""
        text = self.value.strip()
        if text in self._by_label:
            return self._by_label[text]
        if not text:
            return None
        schema, between, path = text.partition(_BETWEEN.strip())
        if not between:
            return {"type": "atomic", "name": text}
        kind, _, name = schema.strip().rpartition(":")
        found = read_schema_label(name)
        parts: Json = {} if found is None else dict(zip(_SCHEMA, found, strict=True))
        return {"type": kind or "entity", **(parts or {"name": name}), "path": path.strip()}

    def _show(self, change: Any = None) -> None:
        put(self, label_of(self.chosen, self._by_label))


_SCHEMA = ("vendor", "name", "major_version")


def property_labels(offers: Offers, chosen: Iterable[Json] = ()) -> dict[str, Json]:
    """Labels with the properties that they mean: columns, then fields of events, then those of entities.

    A schema whose name several have bears vendor and model number.
    """
    labels: dict[str, Json] = {each.name: {"type": "atomic", "name": each.name} for each in offers.atomic}
    names = Counter(schema[1] for _, schema in offers.paths)
    kinds: tuple[Literal["event", "entity"], ...] = ("event", "entity")
    for kind in kinds:
        for schema in offers.schema_ids(kind, chosen):
            for each in offers.properties(kind, schema):
                path = getattr(each.property, "path", None)
                made = {"type": kind, **dict(zip(_SCHEMA, schema, strict=True)), "path": path}
                labels[_label(made, schema, names[schema[1]] > 1)] = made
    return labels


def label_of(property: Json | None, labels: Mapping[str, Json]) -> str:
    """The text for a property, be it offered or not."""
    if not property:
        return ""
    kind = property.get("type")
    if kind == "calculated":
        return f"({property.get('operation')} of several properties)"
    if kind == "atomic":
        return str(property.get("name") or "")
    bare = {name: held for name, held in property.items() if held and name != "date_part"}
    found = next((text for text, held in labels.items() if held == bare), None)
    return found or _label(property, schema_of(property), True)


def _label(property: Json, schema: SchemaId | None, whole: bool) -> str:
    name = str(property.get("name") or "")
    if schema and whole:
        vendor, name, major = schema
        name = f"{property['type']}:{vendor}/{name}/{major}"
    index = f" [{property['index']}]" if property.get("index") else ""
    return f"{name}{index}{_BETWEEN}{property.get('path') or ''}"
