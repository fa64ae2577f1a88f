"""Where a value is found: an atomic column, a field of the event's data, or a field of an entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, html, put, shown
from signals_nb.widgets.sources import Offers, read_schema_label, schema_label, schema_of

if TYPE_CHECKING:
    from signals_nb.catalog import CatalogProperty
    from signals_nb.check import Finding
    from signals_nb.widgets.guard import Guard

__all__ = ["PropertyPicker", "detail"]

Json = Mapping[str, Any]

_KINDS = (("Atomic", "atomic"), ("Event", "event"), ("Entity", "entity"))
_HELP = {
    "atomic": "A canonical column of every event.",
    "event": "A field in the data of the self-describing event.",
    "entity": "A field of an entity that is attached to the event.",
}


class PropertyPicker(w.VBox):
    """Kind, schema and path; ``value`` is a property as JSON, half-built ones included, or None.

    Args:
        guard: runs the handlers.
    """

    value = traitlets.Any(allow_none=True)

    def __init__(self, guard: Guard) -> None:
        self.kind = w.RadioButtons(
            options=_KINDS, value="atomic", description="Property", orientation="horizontal"
        )
        self.schema = w.Combobox(
            description="Schema", placeholder="vendor/name/1", ensure_option=True, continuous_update=False
        )
        self.path = w.Combobox(
            description="Column", placeholder="Choose or type", ensure_option=True, continuous_update=False
        )
        self.index = w.BoundedIntText(0, min=0, max=1000, description="Entity number")
        self.index.add_class("snb-number")
        self.kind_field = Field(self.kind, _HELP["atomic"])
        self.schema_field, self.path_field = Field(self.schema), Field(self.path)
        self.index_field = Field(self.index, "Which of the event's entities of this schema; 0 is the first.")
        self.made = html("", "snb-note")
        self.detail = html("", "snb-note")
        super().__init__(
            [self.kind_field, self.made, self.schema_field, self.path_field, self.detail, self.index_field]
        )
        self.add_class("snb-property")
        self._offers = Offers()
        self._chosen: tuple[Json, ...] = ()
        self._guard = guard
        self.observe(self._show, "value")
        guard.changed(self.kind, "choosing the kind of property", self._set_kind)
        guard.changed(self.schema, "choosing a schema", self._set_schema)
        guard.changed(self.path, "choosing a property", self._set_path)
        guard.changed(self.index, "choosing an entity", lambda number: self._with(index=number))
        self._show()

    def offer(self, offers: Offers, chosen: Iterable[Json] = ()) -> None:
        """Offer what is in the data.

        Args:
            offers: what is there.
            chosen: the events of the attribute; their schemas come first.
        """
        if offers is not self._offers or tuple(chosen) != self._chosen:
            self._offers, self._chosen = offers, tuple(chosen)
            self._show()

    def say(self, findings: Iterable[Finding]) -> None:
        """Show findings below the last control."""
        self.path_field.say(findings)

    def _set_kind(self, kind: str) -> None:
        self.value = {"type": kind}

    def _set_schema(self, text: str) -> None:
        kind = self.kind.value
        found = next((each for each in self._ids() if schema_label(each) == text), read_schema_label(text))
        if found is None:
            vendor, _, name = text.strip().rpartition("/")
            self.value = {"type": kind, "vendor": vendor, "name": name or text.strip()}
            return
        vendor, name, major = found
        kept = dict(self.value or {})
        same = schema_of(kept) == found
        path = {"path": kept["path"]} if same and kept.get("path") else {}
        self.value = {"type": kind, "vendor": vendor, "name": name, "major_version": major, **path}

    def _set_path(self, text: str) -> None:
        text = text.strip()
        if self.kind.value == "atomic":
            self.value = {"type": "atomic", "name": text} if text else None
        else:
            self._with(path=text)

    def _with(self, **parts: Any) -> None:
        self.value = {**(self.value or {"type": self.kind.value}), **parts}

    def _ids(self) -> list[tuple[str, str, int]]:
        kind = self.kind.value
        return [] if kind == "atomic" else self._offers.schema_ids(kind, self._chosen)

    def _show(self, change: Any = None) -> None:
        with self._guard.quiet():
            self._put()

    def _put(self) -> None:
        held: Json = self.value or {"type": self.kind.value}
        calculated = held.get("type") == "calculated"
        if not calculated:
            put(self.kind, held.get("type", "atomic"))
        kind = self.kind.value or "atomic"
        schema = schema_of(held)
        atomic = kind == "atomic"
        entries = self._offers.atomic if atomic else self._offers.properties(kind, schema) if schema else ()
        # The options first: a value among them is no invalid one.
        put(self.schema, tuple(schema_label(each) for each in self._ids()), "options")
        put(self.path, tuple(_path(each) for each in entries), "options")
        put(self.schema, schema_label(schema) if schema else _half(held) if not atomic else "")
        put(self.path, str(held.get("name" if atomic else "path") or ""))
        put(self.path, "Column" if atomic else "Path", "description")
        put(self.index, int(held.get("index") or 0))
        put(self.made, _calculated(held) if calculated else "")
        entry = self._offers.find(held)
        put(self.detail, detail(entry) if entry else "")
        shown(self.made, calculated)
        shown(self.detail, entry is not None and not calculated)
        shown(self.schema_field, not atomic and not calculated)
        shown(self.path_field, not calculated)
        shown(self.index_field, kind == "entity" and not calculated and bool(schema))
        self.kind_field.say((), help=_HELP[kind])


def detail(entry: CatalogProperty, figures: bool = False) -> Html:
    """What is known of a property: type, description, examples.

    Args:
        entry: of the catalogue.
        figures: also what reads the events: fill, distinct values and examples out of them.
    """
    kind = tag("span", escaped(entry.kind), "snb-pill")
    parts = [Html(f"{kind} {escaped(entry.description)}")]
    if entry.example and not figures:
        parts.append(Html(f"Example: {tag('code', escaped(entry.example, 80))}"))
    if figures:
        seen = entry.figures
        sampled = " (sampled)" if seen.sampled else ""
        parts.append(
            escaped(f"Filled in {100 * seen.share:.1f} % of events · {seen.distinct:,} values{sampled}")
        )
        if seen.values:
            shown_values = joined([tag("code", escaped(value, 60)) for value in seen.values], " · ")
            parts.append(Html(f"Most frequent: {shown_values}"))
    return tag("div", joined([tag("div", part) for part in parts]), "snb-detail")


def _path(entry: CatalogProperty) -> str:
    return str(getattr(entry.property, "path", None) or entry.name)


def _half(held: Json) -> str:
    return "/".join(str(held[part]) for part in ("vendor", "name") if held.get(part))


def _calculated(held: Json) -> Html:
    names = ", ".join(str(part.get("path") or part.get("name")) for part in held.get("properties", ()))
    words = f"{held.get('operation')} of {names}"
    return tag(
        "div",
        Html(
            f"A calculated property: {tag('code', escaped(words))}. It is kept as it is; "
            "choose a kind above to replace it."
        ),
        "snb-detail",
    )
