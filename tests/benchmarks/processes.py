"""A fresh Python that finds the same packages as this one, installed or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["python"]

# The folder that holds this package: under pytest it is `benchmarks`, by hand `tests.benchmarks`.
_ROOT = Path(__file__).parents[len(__package__.split("."))]


def python(*arguments: str) -> Any:
    """Runs Python in a process of its own.

    Args:
        arguments: As on the command line, after ``python``.

    Returns:
        The JSON that it printed last.

    Raises:
        RuntimeError: It failed; with what it wrote about that.
    """
    paths = os.pathsep.join([str(_ROOT), *(path for path in sys.path if path)])
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": paths}
    )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)[:100]} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
