"""A funnel as a chart, and the step at which it ends."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pandas as pd

from signals_nb.definitions import Attribute
from signals_nb.definitions.words import attribute_words, count_words
from signals_nb.summaries.parts import Steps, Summary

__all__ = ["funnel_summary", "why_without_value"]

_ENDS: Final = {
    "event filter": "None of {events} passes the event filter.",
    "criteria": "None of {events} passes the criteria.",
    "property not null": "The property is null in all of {events}.",
    "in period": "None of {events} lies in the period.",
}


def funnel_summary(funnel: pd.DataFrame, attribute: Attribute) -> Summary:
    """What the chart of an attribute's funnel shows.

    Args:
        funnel: of a result.
        attribute: of its group.
    """
    rows = funnel[funnel["attribute"] == attribute.name]
    percents = [None if percent is pd.NA else float(percent) for percent in rows["percent"]]
    steps = Steps(tuple(rows["step"]), tuple(map(int, rows["count"])), tuple(percents))
    return Summary(attribute.name, attribute_words(attribute), (steps,))


def why_without_value(funnel: pd.DataFrame, attribute: Attribute) -> str:
    """At which step of a funnel an attribute loses its last event; empty where it loses none."""
    rows = funnel[funnel["attribute"] == attribute.name]
    steps = [*zip(rows["step"], map(int, rows["count"]), strict=True)]
    for (_, before), (step, left) in pairwise(steps):
        if before and not left and step in _ENDS:
            return _ENDS[step].format(events=count_words(before, "event"))
    return ""
