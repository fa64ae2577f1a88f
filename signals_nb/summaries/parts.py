"""What charts show: frozen counts, each of which can tell itself in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from signals_nb.definitions.words import count_words
from signals_nb.summaries.words import moment, number, share

__all__ = [
    "Bars",
    "Columns",
    "Histogram",
    "Lane",
    "Lanes",
    "Message",
    "Part",
    "Steps",
    "Summary",
    "Times",
    "Values",
]


@dataclass(frozen=True)
class Histogram:
    """How many numbers lie between each two edges; the lower edge is included, and the last one.

    Attributes:
        edges: one more than there are counts.
        counts: a count per bin; together with ``zeros``, those of all finite numbers.
        whole: whether only whole numbers occur; the edges then lie between two of them, unless ``log``.
        log: whether the axis is logarithmic; the bins then hold what is above 0.
        zeros: the count at 0, where ``log`` has no place for it.
        cumulative: whether the share of all up to a value is drawn too.
        axis: what the numbers are; may be empty.
        of: the word for one of what is counted.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    whole: bool = False
    log: bool = False
    zeros: int = 0
    cumulative: bool = False
    axis: str = ""
    of: str = "key"

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of all up to each upper edge."""
        whole = sum(self.counts)
        return tuple(upto / whole for upto in accumulate(self.counts)) if whole else ()

    def words(self) -> str:
        """Every bin that is not empty."""
        told = [f"0: {self.zeros:,}"] if self.zeros else []
        last = len(self.counts) - 1
        for at, held in enumerate(self.counts):
            if held:
                told.append(f"{self._span(self.edges[at], self.edges[at + 1], at == last)}: {held:,}")
        return _told(self.of, told, self.axis)

    def _span(self, low: float, high: float, last: bool) -> str:
        if not self.whole:
            return f"{number(low)} to {number(high)}"
        first, final = -int(-low // 1), int(high // 1)
        if final == high and (self.log or not last):
            final -= 1
        return number(first) if first == final else f"{number(first)} to {number(final)}"


@dataclass(frozen=True)
class Times:
    """How many moments lie between each two edges of the calendar, in microseconds since 1970.

    Attributes:
        edges: one more than there are counts; the first of each two is included.
        counts: a count per bin.
        step: the length of a bin, about.
        of: the word for one of what is counted.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    step: timedelta
    of: str = "key"

    def words(self) -> str:
        """Every bin that is not empty."""
        told = [
            f"{moment(low, self.step)}: {held:,}"
            for low, held in zip(self.edges, self.counts, strict=False)
            if held
        ]
        return _told(self.of, told)


@dataclass(frozen=True)
class Columns:
    """A count per value, in the values' own order, empty ones kept.

    Attributes:
        labels: the values.
        counts: one each.
        axis: what the values are; may be empty.
        of: the word for one of what is counted.
    """

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    axis: str = ""
    of: str = "key"

    def words(self) -> str:
        """Every value that is not empty."""
        told = [f"{label}: {held:,}" for label, held in zip(self.labels, self.counts, strict=True) if held]
        return _told(self.of, told, self.axis)


@dataclass(frozen=True)
class Bars:
    """A count per value, the most frequent first.

    Attributes:
        labels: the values, whole.
        counts: one each.
        others: how many more values there are.
        other: their count together.
        null: how many keys have none; None where that makes no sense.
        axis: what is counted per value.
        of: the word for one of what is counted.
    """

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    others: int = 0
    other: int = 0
    null: int | None = None
    axis: str = ""
    of: str = "key"

    def words(self) -> str:
        """Every value, the others, and null."""
        told = [f"{label}: {held:,}" for label, held in zip(self.labels, self.counts, strict=True)]
        told += [f"other ({self.others:,}): {self.other:,}"] if self.others else []
        told += [f"null: {self.null:,}"] if self.null else []
        return _told(self.of, told, self.axis)


@dataclass(frozen=True)
class Steps:
    """How far events come, step by step.

    Attributes:
        labels: the steps.
        counts: one each.
        percents: of the step before; None where there is none.
    """

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    percents: tuple[float | None, ...]

    def words(self) -> str:
        """Every step."""
        told = [
            f"{label} {held:,}" + ("" if percent is None else f" ({share(percent, 100)})")
            for label, held, percent in zip(self.labels, self.counts, self.percents, strict=True)
        ]
        return " → ".join(told) + "."


@dataclass(frozen=True)
class Values:
    """The few values that there are.

    Attributes:
        pairs: key and value as texts.
    """

    pairs: tuple[tuple[str, str], ...]

    def words(self) -> str:
        """Every key and value."""
        return f"Values: {'; '.join(f'{key}: {value}' for key, value in self.pairs)}."


@dataclass(frozen=True)
class Lane:
    """The events of one attribute in time, in microseconds since 1970.

    Attributes:
        name: of the attribute.
        counted: the events that contribute.
        left_out: those that do not.
        period: where the attribute's period begins and ends; None where it has none.
    """

    name: str
    counted: tuple[int, ...]
    left_out: tuple[int, ...]
    period: tuple[int, int] | None


@dataclass(frozen=True)
class Lanes:
    """Timelines above each other, from the first event of all to ``as_of`` or the last.

    Attributes:
        lanes: at least one.
        as_of: the moment of the evaluation.
    """

    lanes: tuple[Lane, ...]
    as_of: int

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last moment to show."""
        moments = [self.as_of]
        for lane in self.lanes:
            moments += [*lane.counted[:1], *lane.counted[-1:], *lane.left_out[:1], *lane.left_out[-1:]]
        return min(moments), max(moments)

    def words(self) -> str:
        """How many events each attribute counts, and when."""
        return " ".join(self._lane(lane) for lane in self.lanes)

    def _lane(self, lane: Lane) -> str:
        minute = timedelta(minutes=1)
        told = f"{lane.name}: {count_words(len(lane.counted), 'event')} counted"
        if lane.counted:
            first, last = moment(lane.counted[0], minute), moment(lane.counted[-1], minute)
            told += f", from {first} to {last}" if first != last else f", at {first}"
        return f"{told}; {len(lane.left_out):,} left out."


@dataclass(frozen=True)
class Message:
    """Why there is nothing to draw."""

    text: str

    def words(self) -> str:
        """The message itself."""
        return self.text


Part = Histogram | Times | Columns | Bars | Steps | Values | Lanes | Message


@dataclass(frozen=True)
class Summary:
    """All that a chart of one attribute shows.

    Attributes:
        name: of the attribute.
        about: what it computes, and of how many keys.
        parts: one chart or two.
        figures: the numbers beside them, by name.
    """

    name: str
    about: str
    parts: tuple[Part, ...]
    figures: tuple[tuple[str, str], ...] = ()

    def words(self) -> str:
        """The chart in words."""
        head = f"{self.name} ({self.about})."
        figures = ", ".join(f"{name} {told}" for name, told in self.figures)
        figures = f"{figures[:1].upper()}{figures[1:]}." if figures else ""
        return " ".join(filter(None, [head, figures, *(part.words() for part in self.parts)]))


def _told(of: str, told: list[str], axis: str = "") -> str:
    by = f" by {axis}" if axis else ""
    lines = "; ".join(" ".join(each.split()) for each in told)
    return f"{of.capitalize()}s{by}: {lines}." if told else f"No {of}s."
