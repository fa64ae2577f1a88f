"""Panels side by side: a title, a chart or two, and the figures below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from signals_nb.charts import lying, timeline, upright
from signals_nb.charts.look import INK, TITLE, lines_of
from signals_nb.charts.sheet import Sheet
from signals_nb.summaries.parts import (
    Bars,
    Columns,
    Histogram,
    Lanes,
    Message,
    Part,
    Steps,
    Summary,
    Times,
    Values,
)

__all__ = ["draw"]

_CELL: Final = 320.0
_PAD: Final = 10.0
_GUTTER: Final = 24.0
_HEAD: Final = 38.0
_FIGURES: Final = 12.0
_BELOW: Final = 16.0
_APART: Final = 22.0
_UNDER: Final = 3.0  # the last baseline


@dataclass(frozen=True)
class _Row:
    panels: tuple[Summary, ...]
    height: float


def draw(panels: Sequence[Summary], columns: int = 2, ink: str = INK) -> Sheet:
    """Draw panels, so many side by side; one with two charts takes the room of two.

    Args:
        panels: in reading order.
        columns: of a grid; fewer where there is less to draw.
        ink: the colour of text and lines.
    """
    spans = [*map(_span, panels)]
    columns = max(*spans, min(columns, sum(spans)), 1)
    rows = _rows(panels, columns)
    width = 2 * _PAD + columns * _CELL + (columns - 1) * _GUTTER
    sheet = Sheet.blank(width, 2 * _PAD - _APART + _UNDER + sum(row.height for row in rows), ink)
    top = _PAD
    for row in rows:
        left = _PAD
        for panel in row.panels:
            _draw_panel(sheet, panel, left, top)
            left += _width(panel) + _GUTTER
        top += row.height
    return sheet


def _rows(panels: Sequence[Summary], columns: int) -> list[_Row]:
    rows: list[list[Summary]] = []
    for panel in panels:
        if rows and sum(map(_span, (*rows[-1], panel))) <= columns:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    return [_Row(tuple(row), max(_height(panel) for panel in row)) for row in rows]


def _span(panel: Summary) -> int:
    """How many cells a panel takes."""
    return 2 if any(isinstance(part, Lanes) for part in panel.parts) else len(panel.parts)


def _width(panel: Summary) -> float:
    return _span(panel) * (_CELL + _GUTTER) - _GUTTER


def _height(panel: Summary) -> float:
    body = max(_part_height(part) for part in panel.parts)
    lines = len(_figures(panel))
    return _HEAD + body + (_BELOW + (lines - 1) * _FIGURES if lines else 0) + _APART


def _part_height(part: Part) -> float:
    match part:
        case Bars() | Steps():
            return lying.bars_height(part)
        case Values() | Message():
            return lying.lines_height(part, _CELL)
        case Lanes():
            return timeline.height(part)
    return upright.upright_height(part)


def _draw_panel(sheet: Sheet, panel: Summary, x: float, y: float) -> None:
    sheet.write(x, y + 11, panel.name, _width(panel), size=TITLE, weight="bold")
    sheet.write(x, y + 24, panel.about, _width(panel))
    for at, part in enumerate(panel.parts):
        _draw_part(sheet, part, x + at * (_CELL + _GUTTER), y + _HEAD)
    body = y + _HEAD + max(_part_height(part) for part in panel.parts)
    for at, line in enumerate(_figures(panel)):
        sheet.write(x, body + at * _FIGURES + _BELOW, line)


def _draw_part(sheet: Sheet, part: Part, x: float, y: float) -> None:
    match part:
        case Histogram():
            upright.draw_histogram(sheet, part, x, y, _CELL)
        case Columns():
            upright.draw_columns(sheet, part, x, y, _CELL)
        case Times():
            upright.draw_times(sheet, part, x, y, _CELL)
        case Bars():
            lying.draw_bars(sheet, part, x, y, _CELL)
        case Steps():
            lying.draw_steps(sheet, part, x, y, _CELL)
        case Values():
            lying.draw_values(sheet, part, x, y, _CELL)
        case Message():
            lying.draw_message(sheet, part, x, y, _CELL)
        case Lanes():
            timeline.draw(sheet, part, x, y, 2 * _CELL + _GUTTER)


def _figures(panel: Summary) -> list[str]:
    return lines_of([f"{name} {told}" for name, told in panel.figures], _width(panel))
