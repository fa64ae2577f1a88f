"""The events of one key in time, a lane per attribute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from signals_nb.charts.look import BLUE, GREY, width_of
from signals_nb.charts.sheet import Sheet
from signals_nb.charts.upright import ticks_below
from signals_nb.summaries import edges
from signals_nb.summaries.parts import Lane, Lanes
from signals_nb.summaries.words import moment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw", "height"]

_LANE: Final = 20.0
_BELOW: Final = 22.0
_HEAD: Final = 16.0
_GAP: Final = 8.0
_DOT: Final = 5.5
_TICKS: Final = 8
_LEAST: Final = 1.5  # the distance of dots that a picture still tells apart, in points


def height(part: Lanes) -> float:
    """The height of lanes, in points."""
    return _HEAD + len(part.lanes) * _LANE + _BELOW


def draw(sheet: Sheet, part: Lanes, x: float, y: float, width: float) -> None:
    """Draw contributing events as full dots, those left out as light rings, and shade each period."""
    names = min(max(width_of(lane.name) for lane in part.lanes), 0.3 * width)
    room = width - names - 2 * _GAP
    axes = sheet.axes(x + names + _GAP, y + _HEAD, room, len(part.lanes) * _LANE)
    low, high = part.span
    pad = max(high - low, 1_000_000) * 0.015
    axes.set_xlim(low - pad, high + pad)
    axes.set_ylim(len(part.lanes) - 0.5, -0.5)
    for at, lane in enumerate(part.lanes):
        sheet.write(
            x + names, y + _HEAD + (at + 0.5) * _LANE, lane.name, names, ha="right", va="center_baseline"
        )
        _draw_lane(axes, at, lane, sheet.pen.ink, room)
    axes.axvline(part.as_of, color=sheet.pen.ink, linewidth=1, linestyle=(0, (3, 2)))
    _write_legend(sheet, x + names + _GAP, y + 9, any(lane.period for lane in part.lanes))
    calendar = edges.calendar(low, high, timedelta(seconds=1), _TICKS)
    if calendar is not None:
        between, step = calendar
        ticks = [(edge, moment(edge, step)) for edge in between if low <= edge <= high]
        ticks_below(
            sheet, axes, ticks or [(low, moment(low, timedelta(seconds=1)))], room, len(part.lanes) * _LANE
        )


def _draw_lane(axes: Axes, at: int, lane: Lane, ink: str, room: float) -> None:
    low, high = axes.get_xlim()
    axes.plot([low, high], [at, at], color=ink, linewidth=0.6, alpha=0.35, zorder=1)
    if lane.period is not None:
        start, end = max(lane.period[0], low), min(lane.period[1], high)
        if start < end:
            axes.barh(at, end - start, 0.72, left=start, color=BLUE, alpha=0.22, linewidth=0, zorder=0)
    least = _LEAST * (high - low) / room
    for moments, edge, fill, order in ((lane.left_out, GREY, "none", 2), (lane.counted, BLUE, BLUE, 3)):
        spots = _apart(moments, least)
        drawn = axes.plot(spots, [at] * len(spots), linestyle="none", marker="o", color=edge, zorder=order)
        for each in drawn:
            each.set(markersize=_DOT, markeredgewidth=0.9, markerfacecolor=fill, clip_on=False)


def _apart(moments: Sequence[int], least: float) -> list[int]:
    """One of those moments that a picture cannot tell apart."""
    return list({round(each / least): each for each in moments}.values())


def _write_legend(sheet: Sheet, x: float, y: float, shaded: bool) -> None:
    words = [("●", BLUE, "counts"), ("○", GREY, "left out")]
    words += [("■", BLUE, "period")] if shaded else []
    words += [("┆", sheet.pen.ink, "as of")]
    for sign, colour, text in words:
        alpha = 0.35 if sign == "■" else 1.0
        sheet.write(x, y, sign, color=colour, alpha=alpha)
        x += width_of(sign) + 3
        sheet.write(x, y, text)
        x += width_of(text) + 2 * _GAP
