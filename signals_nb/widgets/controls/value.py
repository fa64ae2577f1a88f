"""What a criterion compares with: one control for each kind of value, of which one shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import traitlets

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import put, shown

__all__ = ["ValueControl", "number_of"]

Kind = Literal["none", "text", "number", "bool", "list"]
Element = Literal["text", "number", "bool"]

_BOOLEANS: Final = {"true": True, "false": False}


class ValueControl(w.VBox):
    """``value`` is a JSON value, or None.

    Args:
        label: for screen readers.
    """

    value = traitlets.Any(allow_none=True)

    def __init__(self, label: str) -> None:
        self.text = w.Combobox(description=label, placeholder="Value", continuous_update=False)
        self.number = w.FloatText(None, description=label, continuous_update=False)
        self.bool = w.Dropdown(options=[("true", True), ("false", False)], description=label)
        self.list = w.TagsInput(allow_duplicates=False, placeholder=f"{label}: several")
        self._controls = {"text": self.text, "number": self.number, "bool": self.bool, "list": self.list}
        super().__init__([*self._controls.values()])
        for control in (self.text, self.number, self.bool):
            control.add_class("snb-bare")
        self.add_class("snb-value")
        self.kind: Kind = "text"
        self._element: Element = "text"
        self._showing = False
        for name, control in self._controls.items():
            control.observe(lambda change, name=name: self._read(name, change["new"]), "value")
        self.observe(self._show, "value")
        self.take("text", "text")

    @property
    def control(self) -> w.Widget:
        """The control that shows."""
        return self._controls.get(self.kind, self.text)

    def take(self, kind: Kind, element: Element) -> None:
        """Show the control for a kind of value, which is the caller's to set."""
        self.kind, self._element = kind, element
        for name, control in self._controls.items():
            shown(control, name == kind)
        self._show()

    def suggest(self, values: Iterable[Any]) -> None:
        """Offer values that the property has in the data."""
        put(self.text, tuple(dict.fromkeys(str(value) for value in values)), "options")

    def _read(self, kind: str, given: Any) -> None:
        if self._showing or kind != self.kind:
            return
        self.value = self._json(given)

    def _json(self, given: Any) -> Any:
        if self.kind == "number":
            return _whole(given)
        if self.kind == "list":
            return [self._member(text) for text in given]
        return given

    def _member(self, text: str) -> Any:
        if self._element == "bool":
            return _BOOLEANS.get(text.strip().lower(), text)
        return number_of(text) if self._element == "number" else text

    def _show(self, change: Any = None) -> None:
        self._showing = True
        try:
            held = self.value
            if self.kind == "text":
                put(self.text, "" if held is None else _text(held))
            elif self.kind == "number" and not isinstance(held, bool):
                put(self.number, float(held) if isinstance(held, int | float) else None)
            elif self.kind == "bool":
                put(self.bool, held if isinstance(held, bool) else None)
            elif self.kind == "list":
                members: Sequence[Any] = held if isinstance(held, list) else []
                put(self.list, [_text(member) for member in members])
        finally:
            self._showing = False


def number_of(text: str) -> Any:
    """The number that a text writes; the text where it writes none.

    >>> number_of("4"), number_of("4.5"), number_of("four")
    (4, 4.5, 'four')
    """
    try:
        return int(text)
    except ValueError:
        try:
            return _whole(float(text))
        except ValueError:
            return text


def _whole(number: float | None) -> Any:
    return int(number) if number is not None and number == number and number in (int(number),) else number


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
