"""Tab 4: on which keys and events to test, the run, and what came out."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.bound import Bound
from signals_nb.widgets.controls.field import Field, button, html, labelled, put, shown
from signals_nb.widgets.panels.group import moment_of, moment_text
from signals_nb.widgets.panels.views import Views

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["TestPanel"]

_SIZES = [("10", 10), ("100", 100), ("1,000", 1000), ("all keys", "all")]
_CUSTOM = "custom"
_WINDOWS = [
    ("All data", "all"),
    ("Last hour", "PT1H"),
    ("Last day", "P1D"),
    ("Last 7 days", "P7D"),
    ("Last 30 days", "P30D"),
    ("Custom…", _CUSTOM),
]
_STATES = {
    "idle": "Not tested yet.",
    "running": "Testing…",
    "stopped": "Stopped.",
    "failed": "The test failed.",
}
_STALE = "These results are from before your last change."


class TestPanel(w.VBox):
    """Options, Test and Stop, status, and the views of the result."""

    __test__ = False  # not for pytest

    def __init__(self, app: Builder) -> None:
        self._app = app
        guard, form = app.guard, app.form
        self._bound = Bound(form, guard, lambda: "test.")
        self.n_keys = w.Dropdown(options=_SIZES, description="Keys")
        self.seed = w.BoundedIntText(0, min=0, max=2**31 - 1, description="Seed")
        self.seed.add_class("snb-number")
        self.key_ids = w.TagsInput(allow_duplicates=True, placeholder="Key ids: a random sample")
        self.app_ids = w.TagsInput(allow_duplicates=False, placeholder="Apps: all")
        self.window = w.Dropdown(options=_WINDOWS, description="Window")
        self.start = w.NaiveDatetimePicker(description="From (UTC)")
        self.end = w.NaiveDatetimePicker(description="To (UTC)")
        self.as_of = w.NaiveDatetimePicker(description="As of (UTC)")
        self.latest = button("Latest event", tooltip="Evaluate at the end of the data")
        self.as_of.add_class("snb-bare")
        keep = {"read": lambda held: held, "write": lambda given: given}
        tie = self._bound.tie
        self.window_field = Field(self.window, "Only events of this time before the moment of evaluation.")
        self.custom = w.VBox([Field(self.start), Field(self.end)])
        self.as_of_field = Field(labelled("As of (UTC)", self.as_of, self.latest))
        options = w.VBox(
            [
                tie(
                    Field(self.n_keys, "How many, drawn by the seed."),
                    "n_keys",
                    read=lambda held: "all" if held is None else held,
                    write=lambda given: None if given == "all" else given,
                ),
                tie(Field(self.seed, "Another seed draws other keys."), "seed", **keep),
                Field(labelled("Key ids", self.key_ids), "Or these; a pasted list splits at commas."),
                Field(labelled("Apps", self.app_ids)),
                self.window_field,
                self.custom,
                self.as_of_field,
            ]
        )
        options.add_class("snb-options")
        self.run = button("Test", style="primary")
        self.stop = button("Stop")
        self.reason = html("", "snb-help")
        self.bar = w.IntProgress(0, min=0, max=100, description="Progress")
        self.bar.add_class("snb-bare")
        buttons = w.HBox([self.run, self.stop, self.bar, self.reason])
        buttons.add_class("snb-buttons")
        self.status = html()
        self.stale = html()
        self.again = button("Test again")
        self.stale_bar = w.HBox([self.stale, self.again])
        self.stale_bar.add_class("snb-message")
        self.stale_bar.add_class("snb-warning")
        self.views = Views(app)
        super().__init__([options, buttons, self.status, self.stale_bar, self.views])
        self.add_class("snb-panel")
        guard.changed(self.key_ids, "choosing keys", self._set_keys)
        guard.changed(self.app_ids, "choosing apps", lambda apps: form.set("test.app_ids", list(apps)))
        guard.changed(self.window, "choosing the window", self._set_window)
        guard.changed(self.start, "choosing the window", lambda _: self._set_window(_CUSTOM))
        guard.changed(self.end, "choosing the window", lambda _: self._set_window(_CUSTOM))
        guard.changed(
            self.as_of, "choosing the moment", lambda given: form.set("test.as_of", moment_text(given))
        )
        guard.pressed(self.latest, "choosing the moment", lambda: form.set("test.as_of", None))
        guard.pressed(self.run, "testing", lambda: app.test(wait=False))
        guard.pressed(self.again, "testing", lambda: app.test(wait=False))
        guard.pressed(self.stop, "stopping the test", app.stop)

    def show(self) -> None:
        """Show the options and what can be pressed."""
        app, form = self._app, self._app.form
        self._bound.show()
        put(self.key_ids, list(form.get("test.keys") or []))
        facts = app.offers.facts
        apps = list(form.get("test.app_ids") or [])
        known = [each for each in facts.apps if each] if facts is not None else []
        put(self.app_ids, [*known, *(each for each in apps if each not in known)], "allowed_tags")
        put(self.app_ids, apps)
        window = form.get("test.window")
        custom = isinstance(window, dict)
        put(self.window, _CUSTOM if custom else window or "all")
        shown(self.custom, custom)
        if isinstance(window, dict):
            put(self.start, moment_of(window.get("from")))
            put(self.end, moment_of(window.get("to")))
        shown(self.as_of_field, not (custom and window.get("to")))
        as_of = moment_of(form.get("test.as_of"))
        put(self.as_of, as_of)
        clock = facts.clock if facts is not None else None
        end = f": {clock.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if clock is not None else ""
        self.as_of_field.say((), help="" if as_of else f"The latest event{end}.")
        self.show_run()
        self.views.show()

    def show_run(self) -> None:
        """Show the state of the run."""
        app, running = self._app, self._app.test_state == "running"
        permits = app.form.permits(running)
        put(self.run, "Testing…" if running else "Test", "description")
        put(self.run, bool(permits.test), "disabled")
        put(self.stop, bool(permits.stop), "disabled")
        shown(self.stop, running)
        put(self.reason, "" if running else escaped(permits.test))
        shown(self.bar, running)
        put(self.status, self._status())
        stale = app.test_state == "stale"
        put(self.stale, Html(f'<div role="status" data-state="stale">{_STALE}</div>') if stale else "")
        shown(self.stale_bar, stale)
        put(self.again, bool(permits.test), "disabled")

    def _status(self) -> Html:
        app = self._app
        result, state = app.result, app.test_state
        told = [tag("b", escaped(_STATES[state]))] if state in _STATES else []
        if result is not None and state in ("done", "stale"):
            told.append(escaped(result.summary))
        lines = [tag("div", joined(told, " "))]
        lines += [
            Html(f'<div class="snb-say snb-warning"><b>Warning:</b>{escaped(text, 1000)}</div>')
            for text in (app.test_warnings if state in ("done", "stale") else ())
        ]
        return Html(f'<div class="snb-status" role="status" data-state="{state}">{joined(lines)}</div>')

    def _set_keys(self, tags: Any) -> None:
        split = [part.strip() for each in tags for part in re.split(r"[,\n\t;]", each) if part.strip()]
        self._app.form.set("test.keys", list(dict.fromkeys(split)))

    def _set_window(self, chosen: Any) -> None:
        if chosen != _CUSTOM:
            self._app.form.set("test.window", None if chosen == "all" else chosen)
            return
        facts = self._app.offers.facts
        end = self.end.value or (facts.clock if facts is not None else None)
        start = self.start.value or (facts.first if facts is not None else None)
        self._app.form.set("test.window", {"from": _text(start), "to": _text(end)})


def _text(moment: Any) -> str | None:
    return moment_text(moment.replace(second=0, microsecond=0)) if moment is not None else None
