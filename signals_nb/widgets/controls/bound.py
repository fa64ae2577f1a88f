"""Ties controls to places in a draft: a person's change is one ``set``, and a refresh shows what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, put

if TYPE_CHECKING:
    from signals_nb.widgets.draft import Draft
    from signals_nb.widgets.guard import Guard

__all__ = ["Bound"]


@dataclass(frozen=True)
class _Tie:
    path: str
    field: Field
    value: w.Widget
    read: Callable[[Any], Any]


class Bound:
    """Controls of one form.

    Args:
        draft: of the form.
        guard: runs the handlers.
        prefix: what paths begin with, such as ``attributes.2.``; asked at each use. None: nothing is shown.
    """

    def __init__(self, draft: Draft, guard: Guard, prefix: Callable[[], str | None] = lambda: "") -> None:
        self._draft, self._guard, self._prefix = draft, guard, prefix
        self._ties: list[_Tie] = []

    def tie(
        self,
        field: Field,
        path: str,
        value: w.Widget | None = None,
        read: Callable[[Any], Any] = lambda held: "" if held is None else held,
        write: Callable[[Any], Any] = lambda given: given or None,
    ) -> Field:
        """Tie a field to a path.

        Args:
            field: what findings show at.
            path: below the prefix.
            value: the control that holds the value; default: the field's.
            read: from the draft's value to the control's.
            write: the other way.
        """
        control = field.control if value is None else value
        self._ties.append(_Tie(path, field, control, read))
        doing = f"changing {path.replace('_', ' ')}"
        self._guard.changed(control, doing, lambda given: self.set(path, write(given)))
        return field

    def control_at(self, path: str) -> w.Widget | None:
        """The control that is tied to a path; None where none is."""
        return next((tie.value for tie in self._ties if tie.path == path), None)

    def set(self, path: str, value: Any) -> None:
        """Set a place below the prefix."""
        if (prefix := self._prefix()) is not None:
            self._draft.set(prefix + path, value)

    def show(self) -> None:
        """Show what the draft holds and finds."""
        prefix = self._prefix()
        if prefix is None:
            return
        for tie in self._ties:
            put(tie.value, tie.read(self._draft.get(prefix + tie.path)))
            tie.field.say(self._draft.findings_at(prefix + tie.path))
