"""The look of charts: colours that hold on white and on dark, and text that is never markup."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

# On white and on #111 the text has a contrast of 4.5 and 4.2 to 1 (4.35 is the most that one colour can have
# on both), and the marks have more than 3 to 1. Blue and orange are told apart by any eye.
INK: Final = "#767676"
BLUE: Final = "#2b7bba"
ORANGE: Final = "#c45a00"
GREY: Final = "#8a8a8a"

SMALL: Final = 8.0
TITLE: Final = 10.0
"""Sizes of text, in points."""

_ELLIPSIS: Final = "…"
_UNKNOWN: Final = "□"
_JOINERS: Final = "\u200c\u200d"


@dataclass
class Pen:
    """Writes text into a drawing, and remembers the whole of what it wrote short or in other signs.

    Attributes:
        ink: the colour of text and lines.
        written: what each text says, by its id in the drawing.
    """

    ink: str
    written: dict[str, str]

    def write(
        self, on: Axes | Figure, x: float, y: float, text: str, width: float | None = None, **style: Any
    ) -> Text:
        """Write plain text, cut to ``width`` points where one is given."""
        size = style.setdefault("size", SMALL)
        told = shortened(one_line(text), width, size, bold=style.get("weight") == "bold")
        style = {"color": self.ink, **style, "fontproperties": font(size, style.pop("weight", "normal"))}
        style.pop("size")
        drawn = on.text(x, y, drawable(told), parse_math=False, usetex=False, clip_on=False, **style)
        gid = f"snb-text-{len(self.written)}"
        drawn.set_gid(gid)
        self.written[gid] = told
        return drawn


@cache
def font(size: float = SMALL, weight: str = "normal") -> FontProperties:
    """Matplotlib's own font, which is there on every machine."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family="DejaVu Sans", size=size, weight=weight)


def _glyphs(weight: str = "normal") -> Any:
    """The font's glyphs; matplotlib keeps a set of them per thread."""
    from matplotlib.font_manager import findfont, get_font

    return get_font(findfont(font(weight=weight)))


def drawable(text: str) -> str:
    """``text`` with a box for every sign that the font lacks."""
    font = _glyphs()
    return "".join(sign if font.get_char_index(ord(sign)) else _UNKNOWN for sign in text)


def one_line(text: str) -> str:
    r"""``text`` on one line: runs of white space as one, no sign that turns the direction, none of control.

    >>> one_line("a\n\tb\u202ec\x00")
    'a bc□'
    """
    signs = []
    for sign in " ".join(text.split()):
        category = unicodedata.category(sign)
        if category == "Cf" and sign not in _JOINERS:
            continue
        signs.append(_UNKNOWN if category in {"Cc", "Cs", "Cn"} else sign)
    return "".join(signs)


def width_of(text: str, size: float = SMALL, bold: bool = False) -> float:
    """The width of a line, in points."""
    return _width(drawable(text), size, bold) if text else 0.0


@cache
def _advance(sign: str, bold: bool) -> float:
    """How much a sign takes of a line of text one point high."""
    glyphs = _glyphs("bold" if bold else "normal")
    glyphs.set_size(100, 72)
    widths = []
    for text in (f"|{sign}|", "||"):  # a space has a width between others alone
        glyphs.set_text(text)
        widths.append(glyphs.get_width_height()[0] / 64)
    return float(widths[0] - widths[1]) / 100


def _width(text: str, size: float, bold: bool) -> float:
    return sum(_advance(sign, bold) for sign in text) * size


def shortened(text: str, width: float | None, size: float = SMALL, bold: bool = False) -> str:
    """``text``, cut so that with an ellipsis it is no wider than ``width`` points."""
    if width is None:
        return text
    held = 0.0
    room = width - width_of(_ELLIPSIS, size, bold)
    fits = len(text)
    for at, sign in enumerate(text):
        held += width_of(sign, size, bold)
        if held > room and fits == len(text):
            fits = at
        if held > width:
            return text[:fits].rstrip() + _ELLIPSIS
    return text


def lines_of(pieces: list[str], width: float, between: str = "  ·  ", size: float = SMALL) -> list[str]:
    """``pieces`` joined to as few lines as fit into ``width`` points."""
    lines: list[str] = []
    for piece in pieces:
        if lines and width_of(lines[-1] + between + piece, size) <= width:
            lines[-1] += between + piece
        else:
            lines.append(piece)
    return lines
