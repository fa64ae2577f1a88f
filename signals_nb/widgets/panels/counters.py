"""A row that adds one counter for each frequent value of a property."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from signals_nb.html import Html, escaped
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import button, html, put, shown
from signals_nb.widgets.controls.propertybox import PropertyBox
from signals_nb.widgets.panels.footer import counted

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["CountersRow"]


class CountersRow(w.HBox):
    """A property, "Add counters" and "Cancel"; hidden until it is unfolded.

    Args:
        app: whose attributes they become.
        offered: gives the properties to offer by label, those of some events first.
        done: called when the row has gone, to put the cursor elsewhere.
    """

    def __init__(
        self, app: Builder, offered: Callable[[list[Any]], Mapping[str, Any]], done: Callable[[], None]
    ) -> None:
        self._app, self._offered, self._done = app, offered, done
        self.property = PropertyBox("Add for each value of: property")
        self.add = button("Add counters", style="primary")
        self.cancel = button("Cancel")
        self.note = html("", "snb-note")
        super().__init__([self.property, self.add, self.cancel, self.note])
        self.add_class("snb-criterion")
        self._unfolded = False
        app.guard.pressed(self.add, "adding counters", self._add)
        app.guard.pressed(self.cancel, "adding counters", self._fold)
        shown(self, False)

    def show(self, possible: bool) -> None:
        """Show the row where it is unfolded, and whose events and criteria the counters take.

        Args:
            possible: whether the group can have counters at all.
        """
        self._unfolded = self._unfolded and possible
        shown(self, self._unfolded)
        if self._unfolded:
            at = self._app.form.selected
            events = [] if at is None else self._app.form.get(f"attributes.{at}.events")
            self.property.offer(self._offered(events or []))
            self._say(self._help())

    def unfold(self) -> None:
        """Show the row, and go to it."""
        self._unfolded = True
        self.show(True)
        self.property.focus()

    def _help(self) -> str:
        form = self._app.form
        if form.selected is None:
            return "One counter for each of the 20 most frequent values, over all events and 7 days."
        name = form.get(f"attributes.{form.selected}.name") or "the selected attribute"
        return (
            "One counter for each of the 20 most frequent values, with the events, criteria and period of "
            f"{name}."
        )

    def _say(self, text: str, error: bool = False) -> None:
        word = "<b>Error:</b>" if error else ""
        css = "snb-say snb-error" if error else "snb-help"
        put(self.note, Html(f'<div class="{css}" role="status">{word}{escaped(text)}</div>'))

    def _add(self) -> None:
        app, chosen = self._app, self.property.read()
        if app.signals is None:
            self._say("No events are open to find values in. Open them in the Data tab.", error=True)
        elif chosen is None:
            self._say("Choose a property first.", error=True)
        elif app.offers.find(chosen) is None:
            self._say(f"The events have no property {self.property.value.strip()}.", error=True)
        else:
            self._say("Looking up values…")
            app.suggest(chosen, partial(self._found, chosen), lane="counters")

    def _found(self, property: Any, values: list[Any]) -> None:
        if not self._unfolded:
            return
        if not values:
            self._say("No event has a value of this property.", error=True)
            return
        count = len(self._app.add_counters(property, values))
        self._app.messages.say(
            "good", f"Added {counted(count, 'counter')}. Undo takes them back in one step."
        )
        self._fold()

    def _fold(self) -> None:
        self._unfolded = False
        put(self.property, "")
        shown(self, False)
        self._done()
