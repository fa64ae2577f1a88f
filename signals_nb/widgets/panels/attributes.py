"""Tab 3: the attributes, a line each, and the editor of the selected one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import button, html, put, shown
from signals_nb.widgets.drafts.durations import duration_parts
from signals_nb.widgets.panels.counters import CountersRow
from signals_nb.widgets.panels.editor import Editor
from signals_nb.widgets.sources import event_label

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["AttributesPanel"]

_BLANK = (
    '<div class="snb-blank"><b>No attributes yet</b><span>An attribute turns the events of one key into one '
    "value, such as the number of page views in 7 days. Press “Add attribute”.</span></div>"
)
_EXTERNAL = (
    '<div class="snb-blank"><b>An external table has fields</b><span>Its values are computed elsewhere: list '
    "the columns under “Table fields” in the Group tab.</span></div>"
)
_HEAD = ("  Attribute", "Aggregation", "Events", "Period")
_WIDTHS = (28, 22, 34)
_SHORT = {"seconds": "s", "minutes": "min", "hours": "h", "days": "d", "weeks": "w"}


class AttributesPanel(w.VBox):
    """The list with its buttons, and one editor."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.blank = html(_BLANK)
        self.list = w.Select(rows=5, description="Attributes")
        self.list.add_class("snb-list")
        self.list.add_class("snb-bare")
        self.add = button("Add attribute")
        self.dup = button("Duplicate")
        self.up, self.down = button("Up"), button("Down")
        self.delete = button("Delete", tooltip="Undo brings it back")
        self.each = button("Add for each value of…", tooltip="One counter for each value of a property")
        self.buttons = w.HBox([self.add, self.each, self.dup, self.up, self.down, self.delete])
        self.buttons.add_class("snb-buttons")
        self.editor = Editor(app)
        self.counters = CountersRow(app, self.editor.offered, self._leave_counters)
        self.head = html(f'<div aria-hidden="true">{_columns(_HEAD)}</div>', "snb-list-head")
        self.listed = w.VBox([self.head, self.list])
        super().__init__([self.blank, self.listed, self.buttons, self.counters, self.editor])
        self.add_class("snb-panel")
        pressed, form = app.guard.pressed, app.form
        app.guard.changed(self.list, "selecting an attribute", form.select)
        pressed(self.add, "adding an attribute", self._add)
        pressed(self.each, "adding counters", self.counters.unfold)
        pressed(self.dup, "duplicating an attribute", lambda: form.duplicate_attribute(self._at))
        pressed(self.up, "moving an attribute", lambda: form.move_attribute(self._at, self._at - 1))
        pressed(self.down, "moving an attribute", lambda: form.move_attribute(self._at, self._at + 1))
        pressed(self.delete, "deleting an attribute", self._delete)

    @property
    def _at(self) -> int:
        return self._app.form.selected or 0

    def show(self) -> None:
        """Show the attributes, and the selected one in the editor."""
        form = self._app.form
        held: list[Any] = form.get("attributes") or []
        at = form.selected
        lines = tuple((self._line(index, each), index) for index, each in enumerate(held))
        put(self.list, lines, "options")
        put(self.list, at)
        put(self.list, min(max(len(lines), 3), 8), "rows")
        shown(self.listed, bool(held))
        for widget in (self.dup, self.up, self.down, self.delete, self.editor):
            shown(widget, at is not None)
        external = form.state["source"] == "external"
        put(self.blank, _EXTERNAL if external else _BLANK)
        shown(self.blank, not held)
        shown(self.add, not external)
        shown(self.each, not external)
        self.counters.show(not external)
        put(self.add, "" if held else "primary", "button_style")
        put(self.up, not at, "disabled")
        put(self.down, at is None or at >= len(held) - 1, "disabled")
        if at is not None:
            self.editor.show(at)

    def control_at(self, path: list[str]) -> w.Widget:
        """The control of a field, by its path below an attribute; Add where there is none."""
        return self.editor.control_at(path) if self._app.form.selected is not None else self.add

    def _line(self, index: int, attribute: Any) -> str:
        wrong = any(each.severity == "error" for each in self._app.form.findings_at(f"attributes.{index}"))
        events = [event_label(event, vendor=False) for event in attribute.get("events") or ()]
        cells = (
            f"{'! ' if wrong else '  '}{attribute.get('name') or '(no name)'}",
            str(attribute.get("aggregation") or ""),
            (f"{events[0]}{f' +{len(events) - 1}' if events[1:] else ''}" if events else "all events"),
        )
        parts = duration_parts(attribute.get("period"))
        period = f"{parts[0]} {_SHORT[parts[1]]}" if parts else "lifetime"
        return _columns((*cells, period))

    def _add(self) -> None:
        self._app.form.add_attribute()
        self.editor.name.focus()

    def _leave_counters(self) -> None:
        (self.list if self.list.options else self.each).focus()

    def _delete(self) -> None:
        self._app.form.delete_attribute(self._at)
        (self.list if self.list.options else self.add).focus()


def _columns(cells: tuple[str, ...]) -> str:
    fitted = [_fit(cell, width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "\u00a0".join([*fitted, cells[-1]])


def _fit(text: str, width: int) -> str:
    """Text in a column of a list, where only spaces that do not break are kept."""
    short = text if len(text) <= width else f"{text[: width - 1]}…"
    return short.ljust(width).replace(" ", "\u00a0")
