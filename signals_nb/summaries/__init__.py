"""What charts show of a result: counts, figures and words, computed in the engine."""

from signals_nb.summaries.funnel import funnel_summary, why_without_value
from signals_nb.summaries.parts import (
    Bars,
    Columns,
    Histogram,
    Lane,
    Lanes,
    Message,
    Part,
    Steps,
    Summary,
    Times,
    Values,
)
from signals_nb.summaries.summarise import summarise
from signals_nb.summaries.words import about, value_text

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
    "about",
    "funnel_summary",
    "summarise",
    "value_text",
    "why_without_value",
]
