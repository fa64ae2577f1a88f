"""The bottom of the builder: what is wrong, and the two things that one came for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import button, html, put, say, shown

if TYPE_CHECKING:
    from signals_nb.check import Finding
    from signals_nb.widgets.builder import Builder

__all__ = ["Footer", "counted"]


class Footer(w.HBox):
    """Errors and warnings, Test and Publish; what cannot be pressed says why."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.summary = html("", "snb-grow")
        self.go = button("Go to first error", "snb-quiet")
        self.test = button("Test", style="primary")
        self.publish = button("Publish")
        super().__init__([self.summary, self.go, self.test, self.publish])
        self.add_class("snb-footer")
        app.guard.pressed(self.go, "going to the first error", app.go_to_first)
        app.guard.pressed(self.test, "testing", lambda: app.test(wait=False))
        app.guard.pressed(self.publish, "showing what would be published", lambda: app.show("publish"))

    def show(self) -> None:
        """Show counts and what can be pressed."""
        form, running = self._app.form, self._app.test_state == "running"
        errors, warnings = form.errors, form.warnings
        counts = (
            ", ".join(filter(None, [counted(errors, "error"), counted(warnings, "warning")])) or "No errors"
        )
        permits = form.permits(running)
        why = ("Test and Publish wait for a repair.",) if errors else (permits.test, permits.publish)
        why = ("A test runs.",) if running else why
        reasons = [reason for reason in dict.fromkeys(why) if reason]
        reason = f' <span class="snb-soft">· {escaped(" · ".join(reasons))}</span>' if reasons else ""
        state = "invalid" if errors else "valid"
        told = joined(tag("li", _line(each)) for each in form.findings if each.severity != "info")
        head = f"<b>{counts}</b>{reason}"
        if told:
            head = f"<details><summary>{head}</summary><ul>{told}</ul></details>"
        put(self.summary, Html(f'<div class="snb-summary" role="status" data-state="{state}">{head}</div>'))
        shown(self.go, errors > 0)
        put(self.test, bool(permits.test), "disabled")
        put(self.test, "Testing…" if running else "Test", "description")
        put(self.publish, bool(permits.publish), "disabled")


def _line(found: Finding) -> Html:
    where = tag("code", escaped(found.where)) if found.where else Html("")
    return Html(f"{where} {say(found)}")


def counted(number: int, what: str) -> str:
    """A number of things; nothing where there are none."""
    return f"{number} {what}{'s' if number != 1 else ''}" if number else ""
