"""A duration as a number and a unit."""

from __future__ import annotations

from typing import Any

from signals_nb.widgets import kit as w
import traitlets

from signals_nb.widgets.controls.field import put
from signals_nb.widgets.drafts.durations import UNITS, duration_parts, duration_text

__all__ = ["Duration"]

_USUAL = UNITS[1:]


class Duration(w.HBox):
    """``7 days``; ``value`` is the ISO text of the JSON, ``P7D``.

    Args:
        label: of the number; the unit is labelled after it.
        number: at first.
        unit: at first.
    """

    value = traitlets.Any(allow_none=True)

    def __init__(self, label: str, number: int = 7, unit: str = "days") -> None:
        self.number = w.BoundedIntText(number, min=1, max=100_000, description=label)
        self.unit = w.Dropdown(options=_USUAL, value=unit, description=f"{label}: unit")
        self.number.add_class("snb-number")
        self.unit.add_class("snb-unit")
        self.unit.add_class("snb-bare")
        super().__init__([self.number, self.unit])
        self.add_class("snb-pair")
        self._updating = False
        self.value = duration_text(number, unit)
        self.number.observe(self._read, "value")
        self.unit.observe(self._read, "value")
        self.observe(self._show, "value")

    def _read(self, change: Any) -> None:
        if not self._updating:
            self.value = duration_text(self.number.value, self.unit.value)

    def _show(self, change: Any) -> None:
        parts = duration_parts(change["new"])
        if parts is None or duration_text(self.number.value, self.unit.value) == change["new"]:
            return
        number, unit = parts
        self._updating = True
        try:
            put(self.unit, _USUAL if unit in _USUAL else UNITS, "options")
            put(self.unit, unit)
            put(self.number, min(number, self.number.max))
        finally:
            self._updating = False
