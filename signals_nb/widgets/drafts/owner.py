"""Who edits: the address that git knows, without the network."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["git_email"]


def git_email(folder: Path) -> str:
    """The ``user.email`` of git as it is set for a folder; empty where there is none, or no git."""
    try:
        found = subprocess.run(
            ["git", "config", "--get", "user.email"],
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    email = found.stdout.strip()
    return email if found.returncode == 0 and "@" in email and email.isprintable() else ""
