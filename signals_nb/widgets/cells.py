"""A cell that runs again replaces the builder that it showed."""

from __future__ import annotations

import sys
import weakref
from typing import Any

__all__ = ["replace_earlier"]

# By cell, the execution that made them; a builder that nothing holds falls out.
_shown: dict[str, tuple[str, weakref.WeakSet[Any]]] = {}


def replace_earlier(builder: Any) -> None:
    """Close the builders that an earlier run of the same cell made; their output is gone by now.

    Front-ends that do not name the cell replace nothing.
    """
    cell, execution = _now()
    if cell is None:
        return
    before, builders = _shown.get(cell, ("", weakref.WeakSet()))
    if before != execution:
        for each in list(builders):
            each.close()
        builders = weakref.WeakSet()
    builders.add(builder)
    _shown[cell] = (execution, builders)


def _now() -> tuple[str | None, str]:
    """The cell that runs, and which run of it this is."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return None, ""
    parent = kernel.get_parent()
    cell = parent.get("metadata", {}).get("cellId")
    return (str(cell), str(parent.get("header", {}).get("msg_id"))) if cell else (None, "")
