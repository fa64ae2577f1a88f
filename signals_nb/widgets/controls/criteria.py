"""The criteria of one attribute, a row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, button, close_tree, html, put, say, shown
from signals_nb.widgets.controls.propertybox import PropertyBox
from signals_nb.widgets.controls.value import ValueControl

if TYPE_CHECKING:
    from signals_nb.widgets.draft import Draft
    from signals_nb.widgets.drafts.values import CriterionRow
    from signals_nb.widgets.guard import Guard

__all__ = ["CriteriaEditor"]

Json = Mapping[str, Any]

_MODES = [("All criteria must be met", "all"), ("Any criterion may be met", "any")]
_BOTH = ("As they were opened: all of some, and any of the others", "both")


class CriteriaEditor(w.VBox):
    """Rows of property, operator and value.

    Args:
        draft: of the form.
        guard: runs the handlers.
        suggest: asked for the values of a property, as JSON; calls back with them.
    """

    def __init__(
        self, draft: Draft, guard: Guard, suggest: Callable[[Json, Callable[[list[Any]], None]], None]
    ) -> None:
        self._draft, self._guard, self._suggest = draft, guard, suggest
        self._labels: Mapping[str, Json] = {}
        self.mode = w.Dropdown(options=_MODES, description="Criteria")
        self.mode_field = Field(self.mode)
        self.rows = w.VBox()
        self.rows.add_class("snb-criteria")
        self.add = button("Add criterion")
        super().__init__([self.mode_field, self.rows, self.add])
        guard.changed(self.mode, "choosing how criteria go together", self._set_mode)
        guard.pressed(self.add, "adding a criterion", self.add_row)

    def offer(self, labels: Mapping[str, Json]) -> None:
        """Offer properties, by label."""
        self._labels = labels
        for row in self.rows.children:
            row.property.offer(labels)

    def show(self) -> None:
        """Show the criteria of the selected attribute."""
        index = self._draft.selected
        if index is None:
            return
        held = self._draft.criteria(index)
        mode = self._draft.criteria_mode(index)
        put(self.mode, (*_MODES, _BOTH) if mode == "both" else tuple(_MODES), "options")
        put(self.mode, mode)
        shown(self.mode_field, len(held) > 1)
        self._keep(len(held))
        for number, (row, criterion) in enumerate(zip(self.rows.children, held, strict=True)):
            row.show(number, criterion)

    def add_row(self) -> None:
        """Add a criterion, and go to it."""
        if (index := self._draft.selected) is not None:
            self._draft.add_criterion(index)
            self.rows.children[-1].property.focus()

    def _keep(self, count: int) -> None:
        rows = list(self.rows.children)
        if len(rows) == count:
            return
        while len(rows) < count:
            row = _Row(self._draft, self._guard, self._suggest, len(rows) + 1)
            row.property.offer(self._labels)
            rows.append(row)
        gone, rows = rows[count:], rows[:count]
        self.rows.children = rows
        for row in gone:
            close_tree(row)

    def _set_mode(self, mode: str) -> None:
        if mode != "both" and (index := self._draft.selected) is not None:
            self._draft.set(f"attributes.{index}.criteria_mode", mode)


class _Row(w.HBox):
    """One criterion."""

    def __init__(self, draft: Draft, guard: Guard, suggest: Any, number: int) -> None:
        self._draft, self._suggest = draft, suggest
        self._path = ""
        self._asked: Any = None
        self.property = PropertyBox(f"Criterion {number}: property")
        self.operator = w.Dropdown(description=f"Criterion {number}: operator")
        self.operator.add_class("snb-bare")
        self.operator.add_class("snb-operator")
        self.control = ValueControl(f"Criterion {number}: value")
        self.remove = button("Remove", tooltip=f"Remove criterion {number}")
        self.note = html("", "snb-note")
        super().__init__([self.property, self.operator, self.control, self.remove, self.note])
        self.add_class("snb-criterion")
        guard.changed(self.property, "choosing a criterion's property", self._set_property)
        guard.changed(
            self.operator, "choosing an operator", lambda chosen: draft.set(f"{self._path}.operator", chosen)
        )
        guard.changed(self.control, "changing a value", lambda given: draft.set(f"{self._path}.value", given))
        guard.pressed(self.remove, "removing a criterion", lambda: draft.remove_criterion(self._path))

    @property
    def first(self) -> w.Widget:
        """Where the cursor goes: the value if one is taken, else the operator."""
        return self.operator if self.control.kind == "none" else self.control.control

    def show(self, number: int, criterion: CriterionRow) -> None:
        """Show a criterion."""
        self._path = criterion.path
        choices = self._draft.criterion_choices(criterion.path)
        self.property.chosen = None if criterion.property is None else dict(criterion.property)
        put(self.operator, tuple(choices.operators), "options")
        put(self.operator, criterion.operator)
        self.control.value = criterion.value
        self.control.take(choices.value, choices.element)
        shown(self.control, choices.value != "none")
        told = [say(each) for each in self._draft.findings_at(criterion.path)]
        if choices.note and not told:
            told = [tag("div", escaped(choices.note), "snb-help")]
        put(self.note, joined(told) if told else Html(""))
        shown(self.note, bool(told))
        if criterion.property and self.property.chosen != self._asked and choices.value == "text":
            self._asked = self.property.chosen
            self._suggest(criterion.property, self.control.suggest)

    def _set_property(self, text: str) -> None:
        self._draft.set(f"{self._path}.property", self.property.read())
