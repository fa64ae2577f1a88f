"""A duration as a number and a unit."""

from __future__ import annotations

from typing import Any

import traitlets

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import put
from signals_nb.widgets.drafts.durations import UNITS, duration_parts, duration_text

__all__ = ["Duration"]

_USUAL = UNITS[1:]


class Duration(w.HBox):
    """``7 days``; ``value`` is the ISO text of the JSON, ``P7D``, or None.

    Args:
        label: of the number; the unit is labelled after it.
        number: at first.
        unit: at first.
        none: the label of a check box that says None; without it there is none.
    """

    value = traitlets.Any(allow_none=True)

    def __init__(self, label: str, number: int = 7, unit: str = "days", none: str = "") -> None:
        self.number = w.BoundedIntText(number, min=1, max=100_000, description=label)
        self.unit = w.Dropdown(options=_USUAL, value=unit, description=f"{label}: unit")
        self.none = w.Checkbox(False, description=none, indent=False) if none else None
        self.number.add_class("snb-number")
        for css in ("snb-unit", "snb-bare"):
            self.unit.add_class(css)
        super().__init__(list(filter(None, (self.number, self.unit, self.none))))
        self.add_class("snb-pair")
        self._showing = False
        self.value = duration_text(number, unit)
        for control in self.children:
            control.observe(self._read, "value")
        self.observe(self._show, "value")

    def _read(self, _: Any) -> None:
        if not self._showing:
            chosen = (
                None
                if self.none is not None and self.none.value
                else duration_text(self.number.value, self.unit.value)
            )
            self.value = chosen
            self._show()

    def _show(self, _: Any = None) -> None:
        parts = duration_parts(self.value)
        self._showing = True
        try:
            if parts is not None and duration_text(self.number.value, self.unit.value) != self.value:
                number, unit = parts
                put(self.unit, _USUAL if unit in _USUAL else UNITS, "options")
                put(self.unit, unit)
                put(self.number, min(number, self.number.max))
            if self.none is not None:
                put(self.none, self.value is None)
                for control in (self.number, self.unit):
                    put(control, self.value is None, "disabled")
        finally:
            self._showing = False
