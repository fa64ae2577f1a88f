"""A form that survives its kernel: every edit is kept in a file, from which another form restores it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from signals_nb.widgets.drafts import edits
from signals_nb.widgets.drafts.editing import Editing
from signals_nb.widgets.drafts.form import Form, plain
from signals_nb.widgets.drafts.keeper import Keeper
from signals_nb.widgets.drafts.values import SavedDraft

__all__ = ["Keeping"]

_LOG: Final = logging.getLogger("signals_nb")


class Keeping(Editing):
    """Edits of one form, each kept.

    Args:
        form: to begin with.
        folder: holds ``.signals_nb/``.
        autosave: whether edits are kept.
    """

    def __init__(self, form: Form, folder: Path, autosave: bool) -> None:
        super().__init__(form)
        self._keeper = Keeper(folder)
        self._autosave = autosave
        self._notices: tuple[str, ...] = ()
        self._settle()

    def _settle(self) -> None:
        """The form is as it was opened or published."""
        self._base = plain(self._form.group)

    @property
    def _edited(self) -> bool:
        return not edits.same(plain(self._form.group), self._base)

    @property
    def unsaved(self) -> bool:
        """Whether the form holds what its source has not."""
        return self._edited

    def _changed(self, what: str, path: str = "") -> None:
        if self._autosave and what == "publish":
            self._keeper.drop()  # nothing to restore: the registry has it
        elif self._autosave and what not in ("select", "versions"):
            known = self._keeper.problem
            self._keeper.keep(self._form)
            if self._keeper.problem not in ("", known):
                _LOG.warning(self._keeper.problem)
        super()._changed(what, path)

    @property
    def autosave_problem(self) -> str:
        """Why the last edits could not be kept; empty where they are."""
        return self._keeper.problem

    def saved(self) -> list[SavedDraft]:
        """The drafts to offer under ``Restore draft``, the latest first, this one aside.

        A damaged file is set aside under another name, which its ``problem`` tells, and never removed.
        """
        return self._keeper.others()

    def restore(self, saved: SavedDraft) -> None:
        """Open a kept draft in this form, as a step of undo; its file becomes this draft's.

        A draft that a running builder holds is copied.

        Raises:
            InvalidDefinition: the file is gone or damaged.
        """
        form = edits.inferred(self._keeper.load(saved), self._kinds)
        self._history.step(form)
        self._notices = ()
        if self._autosave and self._keeper.keep(form):
            self._keeper.take_over(saved)
        self._changed("open")

    def discard(self, saved: SavedDraft) -> None:
        """Delete a kept draft.

        Raises:
            SignalsError: a builder that runs holds it.
        """
        self._keeper.discard(saved)

    def close(self) -> None:
        """Stop observing and keeping; a draft with nothing unsaved leaves no file."""
        self._observers.clear()
        self._autosave = False
        self._keeper.release(forget=not self.unsaved)
