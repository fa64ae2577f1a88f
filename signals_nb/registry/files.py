"""Writing a registry's files: whole, durable, one publisher at a time, and all of a batch or none."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from signals_nb.errors import RegistryError

__all__ = ["Write", "exclusive", "remove_all", "write_all"]

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
# What a publisher leaves beside the definitions, which nobody wants to commit.
_IGNORED = "/.lock\n.*.tmp\n"


@dataclass(frozen=True)
class Write:
    """A file to be written: its path and its whole text."""

    path: Path
    text: str


@contextlib.contextmanager
def exclusive(root: Path, timeout: float = 60) -> Iterator[None]:
    """Holds the registry for one publisher, over threads and processes; the system frees it when one dies.

    Args:
        root: The registry's folder, made if it is not there.
        timeout: Seconds to wait for another publisher.

    Raises:
        RegistryError: The folder cannot be written, or another publisher did not finish in time.
    """
    lock = FileLock(root / ".lock", timeout=timeout)
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise RegistryError(
            f"Another process has been publishing to {root} for over {timeout:g} seconds. "
            "Try again when it is done."
        ) from None
    except OSError as error:
        raise _explained(error, root) from error
    try:
        ignore = root / ".gitignore"
        if not os.path.lexists(ignore):
            # Mode "x" follows no link out of the folder.
            with contextlib.suppress(OSError), ignore.open("x", encoding="utf-8", newline="\n") as file:
                file.write(_IGNORED)
        yield
    finally:
        lock.release()


def write_all(writes: Sequence[Write], root: Path) -> None:
    """Writes every file, in the order given, or leaves the folder as it was.

    A reader sees each file before or after, never between; a crash leaves the first files of the order new
    and the others old. All texts are on the disk before the first file changes: a full disk changes nothing.

    Args:
        writes: The files; no path twice.
        root: The registry's folder, which limits the folders that are made.

    Raises:
        RegistryError: A file could not be written; those written before it are as they were.
    """
    with _all_or_none(root) as undo, contextlib.ExitStack() as staged:
        temporaries = []
        for write in writes:
            _make_folder(write.path.parent, root, undo)
            _remove_leftovers(write.path)
            temporary = _temporary(write.path)
            staged.callback(temporary.unlink, missing_ok=True)
            _write_durably(temporary, write.text.encode("utf-8"))
            temporaries.append(temporary)
        for write, temporary in zip(writes, temporaries, strict=True):
            _remember(write.path, undo)
            if write.path.exists():
                shutil.copymode(write.path, temporary)
            temporary.replace(write.path)
            _sync_folder(write.path.parent)


def remove_all(paths: Sequence[Path], root: Path) -> None:
    """Removes every file, in the order given, and the folders that it leaves empty; or leaves all as it was.

    Args:
        paths: The files.
        root: The registry's folder.

    Raises:
        RegistryError: A file could not be removed; those removed before it are there again.
    """
    with _all_or_none(root) as undo:
        for path in paths:
            _remove_leftovers(path)
            _remember(path, undo)
            path.unlink()
            _sync_folder(path.parent)
        for folder in dict.fromkeys(path.parent for path in paths):
            if _remove_if_empty(folder):
                _sync_folder(folder.parent)


@contextlib.contextmanager
def _all_or_none(root: Path) -> Iterator[contextlib.ExitStack]:
    """A list of steps that take back what was done; taken when the body fails, forgotten when it succeeds."""
    undo = contextlib.ExitStack()
    try:
        yield undo
    except OSError as error:
        raise _rolled_back(undo, error, root) from error
    except BaseException:
        undo.close()
        raise
    undo.pop_all()


def _rolled_back(undo: contextlib.ExitStack, error: OSError, root: Path) -> RegistryError:
    explained = _explained(error, root)
    try:
        undo.close()
    except OSError as second:
        return RegistryError(f"{explained} Nor could what was already written be taken back: {second}.")
    return explained


def _make_folder(folder: Path, root: Path, undo: contextlib.ExitStack) -> None:
    missing = [each for each in (folder, *folder.parents) if each.is_relative_to(root) and not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        undo.callback(_remove_if_empty, each)
        _sync_folder(each.parent)


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _temporary(path: Path) -> Path:
    # In the same folder: a rename is atomic only within one file system.
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _remove_leftovers(path: Path) -> None:
    # Only a publisher that was killed leaves one: the living hold the lock.
    for leftover in path.parent.glob(f".{path.name}.*.tmp"):
        leftover.unlink(missing_ok=True)


def _write_durably(path: Path, content: bytes) -> None:
    # Mode "x" with the umask's permissions, where tempfile would make a file that only its owner can read.
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remember(path: Path, undo: contextlib.ExitStack) -> None:
    """Has ``undo`` bring back the file as it is now, its times included."""
    if not path.exists():
        undo.callback(path.unlink, missing_ok=True)
        return
    content, status = path.read_bytes(), path.stat()

    def restore() -> None:
        path.parent.mkdir(exist_ok=True)
        temporary = _temporary(path)
        _write_durably(temporary, content)
        temporary.chmod(stat.S_IMODE(status.st_mode))
        os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
        temporary.replace(path)

    undo.callback(restore)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folder, and NTFS journals the rename itself.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explained(error: OSError, root: Path) -> RegistryError:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in _READ_ONLY:
        return RegistryError(
            f"The registry {root} is read-only for you{where}, so nothing was changed. "
            "Ask for write access, or give Signals(registry=...) a folder of your own."
        )
    if error.errno in _FULL:
        return RegistryError(
            f"The disk of the registry {root} is full{where}, so nothing was changed. Free some space."
        )
    if isinstance(error, FileExistsError | NotADirectoryError):
        return RegistryError(f"The registry {root} must be a folder{where}, so nothing was changed.")
    return RegistryError(f"The registry {root} cannot be written: {error}. Nothing was changed.")
