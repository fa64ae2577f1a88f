"""Undo and redo: the forms before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from signals_nb.widgets.drafts.form import Form

__all__ = ["History"]

STEPS: Final = 50


@dataclass
class History:
    """The present form, those that came before it, and those that were taken back.

    Args:
        form: the present one.
    """

    form: Form
    past: list[Form] = field(default_factory=list)
    future: list[Form] = field(default_factory=list)
    _typing: str | None = None

    def step(self, form: Form, typing: str | None = None) -> None:
        """Go on to another form.

        Args:
            form: the next one.
            typing: the text that is being typed: more of the same is the same step.
        """
        if typing is None or typing != self._typing:
            self.past = [*self.past, self.form][-STEPS:]
        self.form, self.future, self._typing = form, [], typing

    def commit(self) -> None:
        """End the typing of a text."""
        self._typing = None

    def undo(self) -> bool:
        """Go back one step; whether there was one."""
        if not self.past:
            return False
        self.future.append(self.form)
        self.form, self._typing = self.past.pop(), None
        return True

    def redo(self) -> bool:
        """Go forward one step; whether there was one."""
        if not self.future:
            return False
        self.past.append(self.form)
        self.form, self._typing = self.future.pop(), None
        return True
