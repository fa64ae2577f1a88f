"""Drafts kept in ``.signals_nb/``, one file per builder: whole or not there, and never another builder's."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from signals_nb.errors import InvalidDefinition, SignalsError
from signals_nb.widgets.drafts.form import Form
from signals_nb.widgets.drafts.values import SavedDraft

__all__ = ["FOLDER", "Keeper"]

FOLDER: Final = ".signals_nb"
_FORMAT: Final = 1
_FILE: Final = re.compile(r"draft-[0-9a-f]{16}\.json")
_DAMAGED: Final = re.compile(r"draft-[0-9a-f]{16}\.damaged(-[0-9a-f]{8})?\.json")


class Keeper:
    """Keeps one draft, and knows the others in its folder.

    Args:
        folder: that holds ``.signals_nb/``, which the first draft makes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self.path = self.folder / f"draft-{secrets.token_hex(8)}.json"
        self.problem = ""
        self._lock: FileLock | None = None
        self._kept = ""

    def keep(self, form: Form) -> bool:
        """Write a form, if it is another than the last; whether the file is up to date.

        A kernel that dies leaves the last form or the one before. What hinders is told in ``problem``.
        """
        text = json.dumps({"format": _FORMAT, **form.state()}, ensure_ascii=False)
        if text == self._kept:
            return not self.problem
        try:
            self._own()
            _write(self.path, text)
        except OSError as error:
            reason = error.strerror or str(error)
            self.problem = f"Drafts cannot be kept in {self.folder}: {reason}. The last edits are here only."
            return False
        self._kept, self.problem = text, ""
        return True

    def _own(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._lock is not None:
            return
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8", newline="\n")
        self._lock = _free(self.path)

    def drop(self) -> None:
        """Remove the file; the next form makes it again."""
        self._kept = ""
        with contextlib.suppress(OSError):
            _remove(self.path)

    def release(self, forget: bool) -> None:
        """Let go of the file, and remove it where nothing in it is worth keeping."""
        lock, self._lock = self._lock, None
        if forget:
            self.drop()
        if lock is not None:
            _unlock(self.path, lock)

    def others(self) -> list[SavedDraft]:
        """The other drafts, the latest first; a damaged file is set aside under another name."""
        if not self.folder.is_dir():
            return []
        names = [path for path in self.folder.iterdir() if path != self.path]
        found = [
            _saved(path) for path in names if _FILE.fullmatch(path.name) or _DAMAGED.fullmatch(path.name)
        ]
        return sorted(filter(None, found), key=lambda one: one.saved, reverse=True)

    def load(self, saved: SavedDraft) -> Form:
        """The form of another draft.

        Raises:
            InvalidDefinition: it is gone, or damaged.
        """
        path = self._inside(saved)
        try:
            return _form(path)
        except FileNotFoundError as error:
            raise InvalidDefinition(f"The draft {path} is gone.") from error
        except (OSError, InvalidDefinition) as error:
            raise InvalidDefinition(f"The draft {path} cannot be read: {error}.") from error

    def take_over(self, saved: SavedDraft) -> None:
        """Remove another draft's file, once this one holds its form, unless a running builder has it."""
        path = self._inside(saved)
        if (lock := _free(path)) is not None:
            _remove(path)
            _unlock(path, lock)

    def discard(self, saved: SavedDraft) -> None:
        """Remove another draft's file.

        Raises:
            SignalsError: a running builder has it.
        """
        path = self._inside(saved)
        if (lock := _free(path)) is None:
            raise SignalsError(f"The draft {path} is open in another builder. Close that one first.")
        _remove(path)
        _unlock(path, lock)

    def _inside(self, saved: SavedDraft) -> Path:
        name = saved.path.name
        if not (_FILE.fullmatch(name) or _DAMAGED.fullmatch(name)) or self.folder / name == self.path:
            raise SignalsError(f"{saved.path} is no other draft in {self.folder}.")
        return self.folder / name


class _OtherFormat(InvalidDefinition):
    """A draft of a version of this package to come."""


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _remove(path: Path) -> None:
    """Remove a draft, with what a kernel that died while writing left."""
    path.unlink(missing_ok=True)
    _temporary(path).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    temporary = _temporary(path)
    # A lone surrogate, as a paste can bring one, must not cost the draft.
    temporary.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
    temporary.replace(path)


def _saved(path: Path) -> SavedDraft | None:
    try:
        moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if _DAMAGED.fullmatch(path.name):
            return SavedDraft(path, "", 0, moment, problem=f"{path.name} is damaged")
        form = _form(path)
    except FileNotFoundError:
        return None  # its builder closed this very moment
    except OSError as error:
        return SavedDraft(path, "", 0, moment, problem=f"{path.name} cannot be read: {error.strerror}")
    except _OtherFormat as error:
        return SavedDraft(path, "", 0, moment, problem=str(error))
    except InvalidDefinition as error:
        return _set_aside(path, moment, str(error))
    lock = _free(path)
    if lock is not None:
        _unlock(path, lock)
    name = form.group.get("name")
    return SavedDraft(path, name if isinstance(name, str) else "", len(form.attributes), moment, lock is None)


def _set_aside(path: Path, moment: datetime, reason: str) -> SavedDraft:
    aside = path.with_name(f"{path.stem}.damaged.json")
    if aside.exists():
        aside = path.with_name(f"{path.stem}.damaged-{secrets.token_hex(4)}.json")
    try:
        path.rename(aside)
    except OSError:
        aside = path
    return SavedDraft(
        aside, "", 0, moment, problem=f"{path.name} is damaged ({reason}); kept as {aside.name}"
    )


def _form(path: Path) -> Form:
    try:
        state: Any = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise InvalidDefinition(f"it is no JSON: {error}") from error
    if isinstance(state, dict) and state.get("format", _FORMAT) != _FORMAT:
        raise _OtherFormat(f"{path.name} was kept by another version of signals_nb")
    return Form.of_state(state)


def _lock_path(path: Path) -> Path:
    return path.with_name(f".{path.stem}.lock")


def _free(path: Path) -> FileLock | None:
    """The lock by which a builder tells that it runs; None where another one has it.

    The system frees it when a kernel dies.
    """
    lock = FileLock(_lock_path(path), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    except (OSError, NotImplementedError):  # a folder that is read-only, or a file system without locks
        return lock
    return lock


def _unlock(path: Path, lock: FileLock) -> None:
    lock.release()
    with contextlib.suppress(OSError):
        _lock_path(path).unlink(missing_ok=True)
