"""Tab 5: what publishing would write, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.html import Html, escaped, tag
from signals_nb.registry import ABSENT
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import button, html, put, shown
from signals_nb.widgets.panels.data import figures

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder
    from signals_nb.widgets.drafts.values import FieldChange, Proposal

__all__ = ["PublishPanel"]


class PublishPanel(w.VBox):
    """The target, the changes since the latest version, and the button."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.target, self.diff, self.tested, self.reason = html(), html(), html(), html("", "snb-help")
        self.confirm = w.Checkbox(False, description="I understand the breaking changes", indent=False)
        self.go = button("Publish", style="success")
        self.reload = button("Reload versions", tooltip="Read the registry again")
        buttons = w.HBox([self.go, self.reload, self.reason])
        buttons.add_class("snb-buttons")
        super().__init__([self.target, self.diff, self.tested, self.confirm, buttons])
        self.add_class("snb-panel")
        app.guard.pressed(self.go, "publishing", app.publish)
        app.guard.pressed(self.reload, "reading the registry", app.form.reload_versions)
        app.guard.changed(self.confirm, "confirming", lambda _: self.show())

    def show(self) -> None:
        """Show what publishing would do now."""
        form, running = self._app.form, self._app.test_state == "running"
        proposal = None if form.errors or self._app.signals is None else form.proposal()
        reason = form.permits(running).publish
        breaking = bool(proposal and proposal.breaking)
        if not breaking:
            put(self.confirm, False)
        elif not reason and not self.confirm.value:
            reason = "Confirm the breaking changes first."
        put(self.target, self._target(proposal))
        put(self.diff, Html("") if proposal is None or proposal.nothing is not None else _changes(proposal))
        put(self.tested, self._tested(proposal))
        shown(self.confirm, breaking)
        put(self.go, f"Publish v{proposal.version}" if proposal else "Publish", "description")
        put(self.go, bool(reason), "disabled")
        put(self.reason, escaped(reason))
        nothing = proposal is None or proposal.nothing is not None
        for widget in (self.go, self.reason):
            shown(widget, not nothing)
        shown(self.tested, bool(self.tested.value))

    def _target(self, proposal: Proposal | None) -> Html:
        if proposal is None:
            text = self._app.form.permits().publish or "Nothing to publish."
            return Html(f'<div class="snb-blank"><b>Not ready to publish</b>{escaped(text)}</div>')
        if proposal.nothing is not None:
            text = (
                f"v{proposal.nothing} already holds this definition. Change it, and publish the next version."
            )
            return Html(f'<div class="snb-blank"><b>Nothing to publish</b>{escaped(text)}</div>')
        keys = ", ".join(proposal.inline_keys)
        along = tag("div", escaped(f"Published along: the attribute key {keys}."), "snb-help") if keys else ""
        return Html(f'<div class="snb-target">{tag("code", escaped(proposal.target, 600))}{along}</div>')

    def _tested(self, proposal: Proposal | None) -> Html:
        state = self._app.test_state
        if proposal is None or proposal.nothing is not None or state == "done":
            return Html("")
        said = (
            "The last test is from before your last change."
            if state == "stale"
            else "This group is not tested."
        )
        return Html(
            f'<div class="snb-say snb-warning"><b>Warning:</b>{said} You can publish it all the same.</div>'
        )


def _changes(proposal: Proposal) -> Html:
    if proposal.since is None:
        return Html('<div class="snb-help">The first version: nothing is compared.</div>')
    columns = [("Field", ""), ("Before", ""), ("After", ""), ("Kind", "")]
    rows = [_row(change) for change in proposal.changes]
    label = f"Changes since v{proposal.since}"
    return Html(f'<p class="snb-h">{label}</p>{figures(columns, rows, label)}')


def _row(change: FieldChange) -> tuple[Html, ...]:
    told = change.difference
    breaking = Html(f"<b>Breaking:</b> {escaped(change.breaking)}") if change.breaking else Html("")
    kind = Html(f"{escaped(change.kind)}{'. ' if breaking else ''}{breaking}")
    return tag("code", escaped(told.where)), _value(told.old), _value(told.new), kind


def _value(value: object) -> Html:
    return tag("span", escaped("–"), "snb-soft") if value is ABSENT else tag("code", escaped(value, 200))
