"""A drawing as SVG to put into a page: its text is the page's own, in the page's own colour."""

from __future__ import annotations

import re
import threading
from html import escape
from io import BytesIO
from typing import Any, Final

from signals_nb.charts.look import one_line
from signals_nb.charts.sheet import Sheet

__all__ = ["PLACEHOLDER", "to_svg"]

PLACEHOLDER: Final = "#010203"
"""The ink that becomes the page's text colour."""

# matplotlib takes the kind of text from its global settings
_LOCK: Final = threading.Lock()


def to_svg(sheet: Sheet, words: str) -> str:
    """One ``<svg>`` element without script or outside reference.

    Args:
        sheet: drawn with the ink ``PLACEHOLDER``.
        words: what the picture says, for those who do not see it.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = BytesIO()
    with _LOCK, matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": None}):
        canvas: Any = FigureCanvasSVG(sheet.figure)
        canvas.print_svg(buffer, metadata=_NO_METADATA)
    drawn = buffer.getvalue().decode()
    drawn = _OWN.sub("", drawn[drawn.index("<svg") :]).replace(PLACEHOLDER, "currentColor")
    drawn = _TEXT.sub(lambda found: _text(found, sheet.pen.written), drawn)
    drawn = _GROUP_ID.sub("<g", drawn)
    drawn = re.sub(r"\s*\n\s*", " ", drawn)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'aria-label="{escape(one_line(words))}" viewBox="0 0 {sheet.width:g} {sheet.height:g}" '
        f'width="{sheet.width * 96 / 72:.0f}" style="max-width:100%;height:auto" '
        'font-family="system-ui,-apple-system,Segoe UI,Roboto,sans-serif">'
    )
    return head + drawn[drawn.index(">") + 1 :].strip()


_NO_METADATA: Final = dict.fromkeys(("Date", "Creator", "Format", "Type"))
# what it says of itself, and a style that would hold for the whole page
_OWN: Final = re.compile(
    r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>|<defs>\s*</defs>", flags=re.DOTALL
)
_TEXT: Final = re.compile(r'<g id="(snb-text-\d+)">\s*<text ([^>]*)>[^<]*</text>\s*</g>')
_GROUP_ID: Final = re.compile(r'<g id="[^"]*"')
_FONT: Final = re.compile(r"font: ((?:[a-z]+ |[0-9]+ )*)([0-9.]+px)[^;\"]*;")  # before matplotlib 3.11
_FAMILY: Final = re.compile(r"font-family: [^;\"]*; ?")
_UNTURNED: Final = re.compile(r' transform="rotate\(-?0 [^"]*\)"')


def _text(found: re.Match[str], written: dict[str, str]) -> str:
    style = _FONT.sub(lambda font: f"font-size: {font[2]}; {_weight(font[1])}", found[2])
    style = _UNTURNED.sub("", _FAMILY.sub("", style))
    return f"<text {style}>{escape(written[found[1]], quote=False)}</text>"


def _weight(words: str) -> str:
    return "font-weight: 700; " if "bold" in words or "700" in words else ""
