"""A control with its label, its line of help, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from signals_nb.check import Finding
from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.kit import shown

__all__ = ["Field", "button", "close_tree", "html", "labelled", "put", "say", "shown"]

_WORDS: Final = {"error": "Error:", "warning": "Warning:", "info": "Note:"}


class Field(w.VBox):
    """A control above its help and its findings.

    Args:
        control: with a ``description`` as label, or from ``labelled``.
        help: one line.
        css: more classes.
    """

    def __init__(self, control: w.Widget, help: str = "", css: str = "") -> None:
        self.control = control
        self._help, self._told = help, ""
        self.note = html("", "snb-note")
        super().__init__([control, self.note])
        for name in ("snb-field", *css.split()):
            self.add_class(name)
        self.say(())

    def say(self, findings: Iterable[Finding], help: str | None = None) -> None:
        """Show findings, and another line of help if one is given."""
        self._help = self._help if help is None else help
        line = tag("div", escaped(self._help), "snb-help") if self._help else Html("")
        put(self.note, Html(line + joined(say(each) for each in findings)))
        shown(self.note, bool(self.note.value))


def say(found: Finding) -> Html:
    """A finding as a line; its severity is a word, and not a colour alone."""
    word = tag("b", escaped(_WORDS[found.severity]))
    return tag("div", Html(f"{word}{escaped(found.message, 1000)}"), f"snb-say snb-{found.severity}")


def html(value: str = "", css: str = "") -> w.HTML:
    """A piece of static HTML."""
    made = w.HTML(value)
    for name in css.split():
        made.add_class(name)
    return made


def button(text: str, css: str = "", style: str = "", tooltip: str | None = None) -> w.Button:
    """A button with a text."""
    made = w.Button(description=text, button_style=style, tooltip=tooltip)
    for name in css.split():
        made.add_class(name)
    return made


def labelled(label: str, *controls: w.Widget) -> w.HBox:
    """Controls in a row behind a label of their own."""
    pair = w.HBox(controls)
    pair.add_class("snb-pair")
    line = w.HBox([html(escaped(label), "snb-label"), pair])
    line.add_class("snb-line")
    return line


def put(widget: w.Widget, value: Any, trait: str = "value") -> None:
    """Set a control only where that changes it."""
    held = getattr(widget, trait)
    if type(held) is not type(value) or held != value:
        setattr(widget, trait, value)


def close_tree(widget: w.Widget) -> None:
    """Close a widget with all below it: a widget closes itself only. Layouts and styles are shared."""
    for child in getattr(widget, "children", ()):
        close_tree(child)
    w.Widget.close(widget)
