"""The builder's look, which ``builder.css`` holds, as an element of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from signals_nb.html import Html

__all__ = ["SHEET"]

_CSS: Final = Path(__file__).with_name("builder.css").read_text(encoding="utf-8")

# In command mode JupyterLab takes arrows, Enter and letters (D D deletes the cell) from every control that is
# no text field, unless the control itself bears this attribute. Where handlers are not run, nothing is lost.
_OWN_KEYS: Final = (
    "const root = this.closest('.snb-root'); if (root && !root.ownKeys) { root.ownKeys = true; "
    "root.addEventListener('focusin', e => e.target.setAttribute('data-lm-suppress-shortcuts', 'true')); }"
)

SHEET: Final = Html(f'<style onload="{_OWN_KEYS}">{_CSS}</style>')
