"""Charts that lie, and lists: bars per value, steps of a funnel, a few values, a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from signals_nb.charts.look import BLUE, GREY, ORANGE, lines_of, width_of
from signals_nb.charts.sheet import Sheet
from signals_nb.summaries.parts import Bars, Message, Steps, Values
from signals_nb.summaries.words import share

__all__ = ["bars_height", "draw_bars", "draw_message", "draw_steps", "draw_values", "lines_height"]

_ROW: Final = 14.0
_THICK: Final = 9.0
_GAP: Final = 6.0
_HEAD: Final = 14.0

_Row = tuple[str, float, str, str]  # label, length from 0 to 1, what stands behind the bar, colour


def bars_height(part: Bars | Steps) -> float:
    """The height of bars, in points."""
    if isinstance(part, Steps):
        return len(part.labels) * _ROW
    return _HEAD + (len(part.labels) + bool(part.others) + bool(part.null)) * _ROW


def draw_bars(sheet: Sheet, part: Bars, x: float, y: float, width: float) -> None:
    """Draw a bar per value; what is no value in grey."""
    most = max(*part.counts, part.other, part.null or 0, 1)
    rows: list[_Row] = [
        (label, held / most, f"{held:,}", BLUE) for label, held in zip(part.labels, part.counts, strict=True)
    ]
    if part.others:
        rows.append((f"other ({part.others:,})", part.other / most, f"{part.other:,}", GREY))
    if part.null:
        rows.append(("null", part.null / most, f"{part.null:,}", GREY))
    sheet.write(x, y + 8, f"{part.of}s" + (f" per {part.axis}" if part.axis else ""))
    _draw_rows(sheet, rows, x, y + _HEAD, width)


def draw_steps(sheet: Sheet, part: Steps, x: float, y: float, width: float) -> None:
    """Draw a bar per step of a funnel; the last counts keys, not events, and has a colour of its own."""
    rows: list[_Row] = []
    for label, held, percent in zip(part.labels, part.counts, part.percents, strict=True):
        told = f"{held:,}" + ("" if percent is None else f"  ·  {share(percent, 100)}")
        rows.append((label, held / max(part.counts[0], 1), told, BLUE))
    label, _, told, _ = rows[-1]
    rows[-1] = (label, (part.percents[-1] or 0) / 100, told, ORANGE)
    _draw_rows(sheet, rows, x, y, width)


def _draw_rows(sheet: Sheet, rows: Sequence[_Row], x: float, y: float, width: float) -> None:
    labels = min(max(width_of(label) for label, *_ in rows), 0.42 * width)
    behind = max(width_of(told) for _, _, told, _ in rows)
    room = width - labels - behind - 2 * _GAP
    axes = sheet.axes(x + labels + _GAP, y, room, len(rows) * _ROW)
    axes.set_xlim(0, 1)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for at, (label, length, told, colour) in enumerate(rows):
        sheet.write(x + labels, y + (at + 0.5) * _ROW, label, labels, ha="right", va="center_baseline")
        axes.barh(at, length, _THICK / _ROW, color=colour, linewidth=0, clip_on=False)
        end = x + labels + _GAP + room * length
        sheet.write(end + _GAP - 1, y + (at + 0.5) * _ROW, told, va="center_baseline")


def lines_height(part: Values | Message, width: float) -> float:
    """The height of lines of text, in points."""
    return _ROW * len(part.pairs if isinstance(part, Values) else _lines(part, width))


def draw_values(sheet: Sheet, part: Values, x: float, y: float, width: float) -> None:
    """Write a line per key."""
    values = max(width_of(value, bold=True) for _, value in part.pairs) + 2 * _GAP
    keys = min(max(width_of(key) for key, _ in part.pairs), max(0.42 * width, width - values))
    for at, (key, value) in enumerate(part.pairs):
        baseline = y + at * _ROW + 9
        sheet.write(x, baseline, key, keys)
        sheet.write(x + keys + 2 * _GAP, baseline, value, width - keys - 2 * _GAP, weight="bold")


def draw_message(sheet: Sheet, part: Message, x: float, y: float, width: float) -> None:
    """Write why there is nothing to draw."""
    for at, line in enumerate(_lines(part, width)):
        sheet.write(x, y + at * _ROW + 9, line, width)


def _lines(part: Message, width: float) -> list[str]:
    return lines_of(part.text.split(), width, between=" ")
