"""What the builder has to say, above the tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import button, close_tree, html

if TYPE_CHECKING:
    from signals_nb.widgets.guard import Guard

__all__ = ["Messages"]

_WORDS = {"error": "Error:", "warning": "Warning:", "info": "", "good": ""}

Action = tuple[str, Callable[[], object]]


class Messages(w.VBox):
    """Messages, the latest first; each can be dismissed.

    Args:
        guard: runs what the buttons do.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__([])
        self.add_class("snb-messages")

    def say(
        self, severity: str, text: str, lines: Iterable[str] = (), actions: Iterable[Action] = ()
    ) -> None:
        """Show a message instead of those of its kind.

        Args:
            severity: ``error``, ``warning``, ``info`` or ``good``.
            text: in one sentence or two.
            lines: a list below it.
            actions: buttons with what they do; each ends the message.
        """
        with self._guard.shared:
            box = self._box(severity, text, lines, actions)
        self.clear(severity)
        self.children = [box, *self._boxes]

    def _box(self, severity: str, text: str, lines: Iterable[str], actions: Iterable[Action]) -> w.HBox:
        shown = [escaped(line, 1000) for line in lines]
        body = Html(f"<b>{_WORDS[severity]}</b> " if _WORDS[severity] else "") + escaped(text, 4000)
        if shown:
            body = Html(body + tag("ul", joined(tag("li", line) for line in shown)))
        role = "alert" if severity == "error" else "status"
        box = w.HBox([html(f'<div role="{role}">{body}</div>')])
        for name in ("snb-message", f"snb-{severity}"):
            box.add_class(name)
        buttons = [(button(label), work) for label, work in actions]
        dismiss = button("Dismiss")
        for made, work in [*buttons, (dismiss, lambda: None)]:
            self._guard.pressed(made, f"pressing {made.description}", partial(self._end, box, work))
        box.children = [*box.children, *(made for made, _ in buttons), dismiss]
        return box

    def clear(self, *severities: str) -> None:
        """Take the messages of some severities away; all when none is named."""
        for box in self._boxes:
            if not severities or any(f"snb-{each}" in box._dom_classes for each in severities):
                self._end(box)

    @property
    def texts(self) -> list[str]:
        """The messages as HTML, for those who cannot see them."""
        return [box.children[0].value for box in self._boxes]

    @property
    def _boxes(self) -> tuple[Any, ...]:
        return tuple(self.children)

    def _end(self, box: w.HBox, work: Callable[[], object] = lambda: None) -> None:
        self.children = [each for each in self._boxes if each is not box]
        close_tree(box)
        work()
