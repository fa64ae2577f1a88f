"""The builder's look, which ``builder.css`` holds, as an element of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from signals_nb.html import Html

__all__ = ["SHEET"]

SHEET: Final = Html(f"<style>{Path(__file__).with_name('builder.css').read_text(encoding='utf-8')}</style>")
