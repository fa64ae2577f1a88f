"""Why the attributes of one key have the values they have: its events, counted and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from signals_nb.compile.moments import MICROSECOND, micros
from signals_nb.definitions import Attribute, AttributeGroup
from signals_nb.definitions.words import count_words
from signals_nb.errors import SignalsError, did_you_mean
from signals_nb.html import Html, card, escaped, facts, pill, table, tag
from signals_nb.summaries import Lane, Lanes, Summary, value_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Explanation", "drawn_svg", "require_attribute"]

_SHOWN: Final = 20
_LARGEST: Final = 150_000


@dataclass(frozen=True, eq=False)
class Explanation:
    """Which events of one key each attribute counts, and why it leaves out the others.

    Attributes:
        key_value: the key's value.
        key_name: of the key.
        values: what the result holds for this key, by attribute.
        frame: a row per attribute and event, the events in order of time: ``attribute``, ``time`` (UTC),
            ``event``, ``value`` (the property's text), ``counted``, and ``left_out``, which says why and is
            null where the event counts. What ends the world (``as_of``, ``window``, ``app_ids``,
            ``backfill_since_tstamp``, duplicates) is told before the attribute's own event filter, criteria,
            property and period.
        events: how many events the key has; where there are more than 10,000, ``frame`` has the latest.
        as_of: the moment (UTC) of the evaluation.
        group: the group as it was evaluated.
    """

    key_value: str
    key_name: str
    values: dict[str, Any]
    frame: pd.DataFrame = field(repr=False)
    events: int
    as_of: datetime
    group: AttributeGroup = field(repr=False)

    def __repr__(self) -> str:
        return f"<Explanation {self.key_name} {self.key_value!r}: {count_words(self.events, 'event')}>"

    def plot(self, name: str | None = None) -> Figure:
        """The key's events in time, a lane per attribute: counted ones full, those left out light.

        Args:
            name: of one attribute; None draws all.

        Raises:
            SignalsError: the group has no such attribute.
        """
        from signals_nb.charts.panels import draw

        return draw([self._summary(name)]).figure

    def chart_svg(self, name: str | None = None) -> str:
        """``plot()`` as one ``<svg>`` element for a page."""
        return drawn_svg(self._summary(name))

    def describe(self, name: str | None = None) -> str:
        """``plot()`` in words."""
        return self._summary(name).words()

    def _repr_html_(self) -> str:
        about = facts(
            [
                ("Events", escaped(f"{self.events:,}")),
                ("As of", escaped(f"{self.as_of:%Y-%m-%d %H:%M:%S} UTC")),
                ("Listed", escaped(f"the {self._listed:,} latest" if self._listed < self.events else "")),
            ]
        )
        rows = [self._row(attribute) for attribute in self._attributes[:_SHOWN]]
        body = table(
            ("Attribute", "Value", "Counted", "Left out", "Why"), rows, what="attributes", numbers=(2, 3)
        )
        drawn = self.chart_svg() if len(self._attributes) <= _SHOWN else ""
        if not drawn or len(drawn) > _LARGEST:
            drawn = escaped("There is much to draw: plot() draws it, plot(name) one attribute of it.")
        more = len(self._attributes) - _SHOWN
        rest = tag("div", escaped(f"and {more} more attributes"), "snb-more snb-soft") if more > 0 else ""
        return card(
            self.key_value,
            [pill(self.key_name, "snb-brand")],
            None,
            about,
            Html(body + rest + tag("div", Html(drawn), "snb-more")),
        )

    @property
    def _attributes(self) -> list[Attribute]:
        return self.group.attributes or []

    @property
    def _listed(self) -> int:
        return len(self.frame) // max(len(self._attributes), 1)

    def _row(self, attribute: Attribute) -> tuple[Html, ...]:
        rows = self.frame[self.frame["attribute"] == attribute.name]
        reasons = rows["left_out"].value_counts()
        told = [f"{reason} ({held:,})" for reason, held in reasons.items()]
        counted = int(rows["counted"].sum())
        value = value_text(self.values[attribute.name])
        return (
            tag("b", escaped(attribute.name)),
            tag("code", escaped(value, 80), title=value if len(value) > 80 else ""),
            escaped(f"{counted:,}"),
            escaped(f"{len(rows) - counted:,}"),
            escaped(", ".join(told)),
        )

    def _summary(self, name: str | None) -> Summary:
        if name is not None:
            require_attribute(self.group, name, [each.name for each in self._attributes])
        wanted = [each for each in self._attributes if name in (None, each.name)]
        lanes = Lanes(tuple(self._lane(each) for each in wanted), micros(self.as_of))
        figures: list[tuple[str, str]] = []
        if name is not None:
            counted = int(self.frame.loc[self.frame["attribute"] == name, "counted"].sum())
            told = f"{counted:,} of {count_words(self._listed, 'event')}"
            figures = [("value", value_text(self.values[name])), ("counted", told)]
        events = count_words(self.events, "event")
        about = f"{self.key_name} · {events} · as of {self.as_of:%Y-%m-%d %H:%M:%S} UTC"
        return Summary(self.key_value, about, (lanes,), tuple(figures))

    def _lane(self, attribute: Attribute) -> Lane:
        rows = self.frame[(self.frame["attribute"] == attribute.name) & self.frame["time"].notna()]
        moments = rows["time"].dt.tz_localize(None).astype("datetime64[us]").astype("int64")
        counted = rows["counted"].astype(bool)
        end, period = micros(self.as_of), attribute.period
        return Lane(
            attribute.name,
            tuple(moments[counted].tolist()),
            tuple(moments[~counted].tolist()),
            None if period is None else (end - period // MICROSECOND, end),
        )


def require_attribute(group: AttributeGroup, name: str, names: Sequence[str]) -> None:
    """Refuse the name of an attribute that is not among ``names``.

    Raises:
        SignalsError: with the nearest, and those that there are.
    """
    if name not in names:
        raise SignalsError(
            f"{group.name} has no attribute {name!r}.{did_you_mean(str(name), names)} "
            f"It has {', '.join(names)}."
        )


def drawn_svg(summary: Summary) -> str:
    """A summary's chart as one ``<svg>`` element, with its words for who cannot see it."""
    from signals_nb.charts.panels import draw
    from signals_nb.charts.svg import PLACEHOLDER, to_svg

    return to_svg(draw([summary], ink=PLACEHOLDER), summary.words())
