"""When files last changed, and by whom: told by git where it knows, else by the file itself."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

__all__ = ["Changed", "last_changes"]

_SECONDS: Final = 10
# Read only, and deaf to settings that would run a program, page, colour or leave something out.
_LOG: Final = (
    *("--no-pager", "--no-optional-locks", "--literal-pathspecs"),
    *("-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false"),
    *("log", "-c", "--raw", "--relative", "--no-abbrev", "--no-renames", "--no-color", "--no-ext-diff"),
    *("--no-textconv", "--no-notes", "--no-mailmap", "--no-follow", "--encoding=UTF-8"),
    "--format=%x01%ct%x01%an <%ae>",
)


@dataclass(frozen=True)
class Changed:
    """The last change of a file.

    Args:
        micros: When, in microseconds since 1970.
        told_by: ``git`` where the file is as its last commit left it, else ``file``, the time of the file.
        author: Of that commit.
    """

    micros: int
    told_by: Literal["git", "file"]
    author: str | None = None


def last_changes(paths: Sequence[Path]) -> list[Changed | None]:
    """The last change of each file of one folder; None of one that is gone."""
    if not paths:
        return []
    commits = _commits(_log(paths[0].parent, [path.name for path in paths]))
    return [_last_change(path, commits) for path in paths]


def _last_change(path: Path, commits: dict[str, tuple[str, Changed]]) -> Changed | None:
    blob, committed = commits.get(path.name, ("", None))
    try:
        if committed is not None and blob in _blobs(path.read_bytes(), len(blob)):
            return committed
        return Changed(path.stat().st_mtime_ns // 1000, "file")
    except FileNotFoundError:
        return None


def _blobs(content: bytes, length: int) -> set[str]:
    """What git calls a file of this content, and one whose line ends git changes at check-out."""
    algorithm = hashlib.sha256 if length == 64 else hashlib.sha1
    texts = (content, content.replace(b"\r\n", b"\n"))
    return {algorithm(b"blob %d\0" % len(text) + text).hexdigest() for text in texts}


def _commits(log: str) -> dict[str, tuple[str, Changed]]:
    """By file name, the newest commit that changed it, and the blob that it left."""
    found: dict[str, tuple[str, Changed]] = {}
    commit = Changed(0, "git")
    for line in log.split("\n"):  # splitlines would also break at what a name may hold
        if line.startswith("\x01"):
            _, seconds, author = line.split("\x01", 2)
            commit = Changed(int(seconds) * 1_000_000, "git", author)
        elif line.startswith(":"):
            # ":100644 100644 <old> <new> M<tab>v1.json"; a merge has a colon, a mode and a blob per parent.
            fields, _, name = line.partition("\t")
            found.setdefault(name, (fields.split(" ")[-2], commit))
    return found


def _log(folder: Path, names: Sequence[str]) -> str:
    """The log of files of a folder; empty where there is no git, or no repository that it trusts."""
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *_LOG, "--", *names],
            cwd=folder,
            env=environment | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
