"""Where the bins of a histogram begin and end: round numbers, and dates of the calendar."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Final

from signals_nb.compile.moments import from_micros, micros

Edges = tuple[float, ...]

MOST: Final = 30
"""How many bins a histogram has at most."""

_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_MONDAY: Final = 4 * _DAY  # 1970-01-05
_MONTH: Final = timedelta(days=28)

# Lengths in microseconds up to a week, then in months.
_SHORT: Final = tuple(_SECOND * seconds for seconds in (1, 10, 60, 300, 900, 3600, 10_800, 21_600, 43_200))
_STEPS: Final = (
    *((length, 0) for length in (*_SHORT, _DAY, 7 * _DAY)),
    *((0, months) for months in (1, 3, 12, 60, 120, 600, 1200, 6000, 12_000, 120_000)),
)
_FIRST: Final = micros(datetime.min.replace(tzinfo=UTC))
_END: Final = micros(datetime.max.replace(tzinfo=UTC)) + 1


def linear(low: float, high: float, most: int = MOST, whole: bool = False) -> Edges:
    """Round edges at equal distances from ``low`` or below to ``high`` or above; 0 is one if it is between.

    Those of whole numbers lie halfway between two.

    >>> linear(0, 9.5, most=5)
    (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    >>> linear(1, 4, whole=True)
    (0.5, 1.5, 2.5, 3.5, 4.5)
    """
    span = high - low
    if not math.isfinite(span):
        return (low, 0.0, high)
    step = max(round_up(span / most), 1.0 if whole else 0.0)
    first, shift = math.floor(low / step) if step else 0, 0.5 if whole else 0.0
    edges = [first * step - shift] if step else [low]
    while edges[-1] < high and len(edges) <= 2 * most:
        edges.append((first + len(edges)) * step - shift)
    if len(edges) < 2 or edges[0] > low or edges[-1] < high or len(set(edges)) < len(edges):
        return (low, high)  # all the same, or closer to each other than floats tell apart
    return tuple(edges)


def round_up(step: float) -> float:
    """The next of 1, 2, 5, 10, 20, … (or of their tenths)."""
    if step <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(step))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= step * (1 - 1e-9)), 10 * power)


def logarithmic(low: float, high: float, most: int = MOST) -> Edges:
    """Edges 1, 2, 5, 10, 20, … from ``low`` (above 0) or below to above ``high``.

    >>> logarithmic(1, 60)
    (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1
    decades = last - first
    factors = (1, 2, 5) if 3 * decades <= most else (1,)
    every = max(1, math.ceil(decades / most))
    edges = [float(f"{factor}e{power}") for power in range(first, last + every, every) for factor in factors]
    start = max((at for at, edge in enumerate(edges) if edge <= low), default=0)
    end = next((at for at, edge in enumerate(edges) if edge > high), len(edges) - 1)
    return tuple(edges[start : end + 1])


def calendar(low: float, high: float, least: timedelta, most: int) -> tuple[Edges, timedelta] | None:
    """Edges on the calendar from ``low`` or before to after ``high``, all microseconds, and their distance.

    Args:
        low: the earliest moment.
        high: the latest.
        least: the smallest distance; a month is 28 days.
        most: the number of bins.

    Returns:
        None where no date tells these moments: before the year 1 or after 9999.
    """
    if low < _FIRST or high >= _END:
        return None
    for length, months in _STEPS:
        step = months * _MONTH if months else timedelta(microseconds=length)
        if step < least:
            continue
        edges = _months(low, high, months, most) if months else _lengths(low, high, length, most)
        if len(edges) <= most + 1:
            return edges, step
    return (float(_FIRST), float(_END)), _MONTH * 120_000


def _lengths(low: float, high: float, length: int, most: int) -> Edges:
    start = int((low - _MONDAY) // length) * length + _MONDAY
    count = int((high - start) // length) + 1
    return tuple(float(start + at * length) for at in range(min(count, most + 1) + 1))


def _months(low: float, high: float, months: int, most: int) -> Edges:
    at = from_micros(int(low))
    index = (at.year * 12 + at.month - 1) // months * months
    edges = [_month(index)]
    while edges[-1] <= high and len(edges) <= most + 1:
        index += months
        edges.append(_month(index))
    return tuple(edges)


def _month(index: int) -> float:
    year, month = divmod(index, 12)
    if year > 9999:
        return float(_END)
    return float(micros(datetime(max(year, 1), month + 1 if year else 1, 1, tzinfo=UTC)))
