"""What charts show of a result: counts, figures and words, computed in the engine."""

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
from signals_nb.summaries.summarise import about, summarise, value_text

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
    "summarise",
    "value_text",
]
