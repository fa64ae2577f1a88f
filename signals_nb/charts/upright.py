"""Charts that stand: histograms, columns, and bars over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from signals_nb.charts.look import BLUE, ORANGE, width_of
from signals_nb.charts.sheet import Sheet
from signals_nb.summaries.edges import round_up
from signals_nb.summaries.parts import Columns, Histogram, Times
from signals_nb.summaries.words import moment, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_columns", "draw_histogram", "draw_times", "ticks_below", "upright_height"]

_ABOVE: Final = 18.0  # the word for what is counted
_PLOT: Final = 104.0
_BELOW: Final = 14.0  # labels
_AXIS: Final = 12.0  # what they are
_GAP: Final = 5.0
_LINE: Final = 0.6
# how far a label below may stand out; to the left there is the room of the scale
_OVER_LEFT: Final = 18.0
_OVER_RIGHT: Final = 12.0


@dataclass(frozen=True)
class _Place:
    x: float
    y: float
    width: float


def upright_height(part: Columns | Histogram | Times) -> float:
    """The height of a standing chart, in points."""
    return _ABOVE + _PLOT + _BELOW + (_AXIS if _axis_words(part) else 0)


def _axis_words(part: Columns | Histogram | Times) -> str:
    return "UTC" if isinstance(part, Times) else part.axis


def draw_histogram(sheet: Sheet, part: Histogram, x: float, y: float, width: float) -> None:
    """Draw bins side by side; the share of all up to a value as a line."""
    scale = _scale(part)
    spots = [math.log10(edge) if part.log else edge / scale for edge in part.edges]
    if spots[0] == spots[-1]:
        spots = [spots[0] - 0.5, spots[0] + 0.5]
    shown = [*zip(spots, spots[1:], part.counts, strict=False)]
    low, high = spots[0], spots[-1]
    if part.log:
        step = (high - low) / len(part.counts)
        if part.zeros:
            shown.insert(0, (low - 1.6 * step, low - 0.6 * step, part.zeros))
            low -= 1.6 * step
    right = 34.0 if part.cumulative and part.counts else 0.0
    axes, place = _axes(sheet, _Place(x, y, width - right), [held for *_, held in shown], f"{part.of}s")
    axes.set_xlim(low, high)
    _draw_bars(axes, shown, place.width)
    if part.edges[1] <= 0 < high and not part.log:
        axes.axvline(0, color=sheet.pen.ink, linewidth=1)
    ticks = _log_ticks(part, low) if part.log else _linear_ticks(part)
    ticks_below(sheet, axes, [(spot / scale, label) for spot, label in ticks], place.width)
    _write_axis(sheet, axes, _axis_words(part))
    if right:
        _draw_shares(sheet, axes, part, spots)
        sheet.write(x + width, y + 8, "share up to here", ha="right", color=ORANGE)


def _scale(part: Histogram) -> float:
    """What to divide numbers by that are too large or too small to reckon with."""
    most = max(map(abs, part.edges))
    return 1.0 if part.log or most == 0 or 1e-200 < most < 1e200 else most


def draw_columns(sheet: Sheet, part: Columns, x: float, y: float, width: float) -> None:
    """Draw a column per value."""
    axes, place = _axes(sheet, _Place(x, y, width), part.counts, f"{part.of}s")
    axes.set_xlim(-0.5, len(part.counts) - 0.5)
    _draw_bars(axes, [(at - 0.5, at + 0.5, held) for at, held in enumerate(part.counts)], place.width, 0.8)
    widest = max(width_of(label) for label in part.labels) + _GAP
    every = math.ceil(widest * len(part.labels) / place.width)
    ticks = [(float(at), label) for at, label in enumerate(part.labels) if at % every == 0]
    ticks_below(sheet, axes, ticks, place.width)
    _write_axis(sheet, axes, _axis_words(part))


def draw_times(sheet: Sheet, part: Times, x: float, y: float, width: float) -> None:
    """Draw a bar per step of the calendar."""
    axes, place = _axes(sheet, _Place(x, y, width), part.counts, f"{part.of}s")
    axes.set_xlim(part.edges[0], part.edges[-1])
    _draw_bars(axes, [*zip(part.edges, part.edges[1:], part.counts, strict=False)], place.width)
    ticks = [((low + high) / 2, moment(low, part.step)) for low, high in pairwise(part.edges)]
    ticks_below(sheet, axes, ticks, place.width)
    _write_axis(sheet, axes, _axis_words(part))


def _axes(sheet: Sheet, at: _Place, counts: Sequence[int], of: str) -> tuple[Axes, _Place]:
    """Axes with a scale of counts on their left, and where they are."""
    most = max(max(counts, default=0), 1)
    step = max(1, round(round_up(most / 4.999)))
    labels = [*range(0, most + 1, step)]
    margin = max(width_of(f"{label:,}") for label in labels) + _GAP
    place = _Place(at.x + margin, at.y + _ABOVE, at.width - margin)
    axes = sheet.axes(place.x, place.y, place.width, _PLOT)
    axes.set_ylim(0, most * 1.02)
    sheet.write(at.x, at.y + 8, of)
    for label in labels:
        line = axes.axhline(label, color=sheet.pen.ink, linewidth=_LINE, zorder=0 if label else 3)
        line.set(alpha=0.25 if label else 0.9, clip_on=False)
        left = axes.get_yaxis_transform()
        x = -_GAP / place.width
        sheet.pen.write(axes, x, label, f"{label:,}", transform=left, ha="right", va="center_baseline")
    return axes, place


def _draw_bars(
    axes: Axes, bars: Sequence[tuple[float, float, int]], width: float, filled: float = 1.0
) -> None:
    """Bars between two edges each, a hairline apart where there is room."""
    low, high = axes.get_xlim()
    hairline = (high - low) / width  # one point
    shown = [(left, right, held) for left, right, held in bars if held]
    widths = [(right - left) * filled for left, right, _ in shown]
    if filled == 1.0:
        widths = [wide - min(hairline, wide / 4) for wide in widths]
    middles = [(left + right) / 2 for left, right, _ in shown]
    axes.bar(middles, [held for *_, held in shown], widths, color=BLUE, linewidth=0, clip_on=False)


def ticks_below(
    sheet: Sheet, axes: Axes, ticks: Sequence[tuple[float, str]], width: float, height: float = _PLOT
) -> None:
    """Labels below axes of a size in points: as many as fit, at equal distances."""
    low, high = axes.get_xlim()
    widest = max((width_of(label) for _, label in ticks), default=0) + 2 * _GAP
    close = min((after - before for (before, _), (after, _) in pairwise(ticks)), default=high - low)
    every = max(1, math.ceil(widest / (close / (high - low) * width)))
    below = axes.get_xaxis_transform()
    for spot, label in ticks[::every]:
        half = width_of(label) / 2
        middle = (spot - low) / (high - low) * width
        shift = max(0, half - _OVER_LEFT - middle)
        if middle + half <= width + _OVER_RIGHT and shift < _GAP:
            shown = spot + shift / width * (high - low)
            sheet.pen.write(axes, shown, -4 / height, label, transform=below, ha="center", va="top")


def _write_axis(sheet: Sheet, axes: Axes, text: str) -> None:
    if text:
        y = -(_BELOW + 2) / _PLOT
        sheet.pen.write(axes, 1, y, text, transform=axes.transAxes, ha="right", va="top")


def _linear_ticks(part: Histogram) -> list[tuple[float, str]]:
    low, high = part.edges[0], part.edges[-1]
    if low == high:
        return [(low, number(low, 6))]
    step = round_up((high - low) / 6) if math.isfinite(high - low) else 0.0
    step = max(step, 1.0) if part.whole else step
    if not step:
        return [(edge, number(edge)) for edge in part.edges]
    first = math.ceil(low / step)
    spots = [at * step for at in range(first, first + 14) if at * step <= high]
    return [(spot, number(spot, 6)) for spot in spots] or [(low, number(low, 6))]


def _log_ticks(part: Histogram, low: float) -> list[tuple[float, str]]:
    ticks = [(math.log10(edge), number(edge)) for edge in part.edges if math.log10(edge).is_integer()]
    if not ticks:
        ticks = [(math.log10(edge), number(edge)) for edge in part.edges]
    if part.zeros:
        step = (math.log10(part.edges[-1]) - math.log10(part.edges[0])) / len(part.counts)
        ticks.insert(0, (low + step / 2, "0"))
    return ticks


def _draw_shares(sheet: Sheet, axes: Axes, part: Histogram, spots: Sequence[float]) -> None:
    """The share of all up to each edge, on a scale of its own."""
    top = axes.get_ylim()[1]
    shares = [0, *(each * top for each in part.shares)]
    axes.plot(spots, shares, color=ORANGE, linewidth=1.6, clip_on=False)
    right = axes.transAxes
    for at in (0, 0.5, 1):
        words = f"{at:.0%}".replace("%", " %")
        sheet.pen.write(axes, 1.02, at, words, transform=right, ha="left", va="center_baseline", color=ORANGE)
