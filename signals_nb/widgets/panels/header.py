"""The top of the builder: which group, in which state, which version, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.html import Html, escaped, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import button, html, put, shown

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["Header"]

_DRAFT = ("Draft", 0)


class Header(w.HBox):
    """Name, badge, versions, Undo and Redo."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.title = html("", "snb-grow")
        self.version = w.Dropdown(options=[_DRAFT], description="Version")
        self.version.add_class("snb-version")
        self.undo = button("Undo", tooltip="Take the last step back")
        self.redo = button("Redo", tooltip="Take the step again")
        super().__init__([self.title, self.version, self.undo, self.redo])
        self.add_class("snb-header")
        app.guard.pressed(self.undo, "taking a step back", app.undo)
        app.guard.pressed(self.redo, "taking a step again", app.redo)
        app.guard.changed(self.version, "opening a version", self._choose)

    def show(self) -> None:
        """Show the draft's name and state."""
        form = self._app.form
        name = form.get("name")
        title = tag(
            "span",
            escaped(name or "New attribute group", 140),
            "snb-name" if name else "snb-name snb-empty-name",
        )
        badge = form.badge
        state = "published" if badge.startswith("Published") else "changed" if badge != "Draft" else "draft"
        pill = Html(f'<span class="snb-badge" data-state="{state}">{escaped(badge)}</span>')
        put(self.title, Html(title + pill))
        versions = [(each.label, each.number) for each in form.versions]
        now = int(badge.rpartition("v")[2]) if state == "published" else 0
        options = versions if now else [_DRAFT, *versions]
        put(self.version, tuple(options), "options")
        put(self.version, now)
        shown(self.version, bool(versions))
        put(self.undo, not form.can_undo, "disabled")
        put(self.redo, not form.can_redo, "disabled")

    def _choose(self, number: int) -> None:
        if number:
            self._app.load(number)
