"""The 14 aggregations: one table that everything else reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AGGREGATIONS", "Aggregation", "aggregations"]

NUMERIC_TYPES: Final = ("int32", "int64", "float", "double")
SCALAR_TYPES: Final = (
    "string",
    "int32",
    "int64",
    "float",
    "double",
    "bool",
    "timestamp",
    "unix_timestamp",
    "bytes",
)
LIST_TYPES: Final = (
    "string_list",
    "int32_list",
    "int64_list",
    "float_list",
    "double_list",
    "bool_list",
    "unix_timestamp_list",
    "bytes_list",
)


@dataclass(frozen=True)
class Aggregation:
    """What one aggregation takes and gives.

    Attributes:
        name: as in JSON.
        label: as in the vendor's console.
        help: one line.
        kind: how it is computed: ``count`` counts events, ``numeric`` folds numbers, ``positional`` depends
            on the order of events, ``distribution`` counts each value, ``elapsed`` measures time.
        takes: what its property must hold: ``nothing`` (it looks at no property), ``number`` or ``value``
            (text, number, boolean, timestamp).
        types: the declared types that can hold its result.
        date_part: whether its property may carry a ``date_part``.
        time_unit: whether it needs a ``time_unit``.
        whole: whether it makes a whole number of whole numbers.
        empty: its value where no event matches, as JSON text.
    """

    name: str
    label: str
    help: str
    kind: Literal["count", "numeric", "positional", "distribution", "elapsed"]
    takes: Literal["nothing", "number", "value"]
    types: tuple[str, ...]
    date_part: bool = False
    time_unit: bool = False
    empty: str = "null"
    whole: bool = False

    @property
    def empty_value(self) -> Any:
        """The value where no event matches, fresh each time: ``0``, ``None``, ``[]`` or ``{}``."""
        return json.loads(self.empty)

    @property
    def needs_property(self) -> bool:
        """Whether an attribute must have a property."""
        return self.takes != "nothing"

    @property
    def usual(self) -> str:
        """The declared type that always holds the result, where it is not made of the property's values."""
        return "int64" if self.empty == "0" and self.takes != "number" else self.types[-1]

    @property
    def gives_list(self) -> bool:
        """Whether the result is a list."""
        return self.types == LIST_TYPES

    @property
    def gives_value(self) -> bool:
        """Whether the result is made of the property's own values, one or a list of them."""
        return self.takes == "value" and self.types in (SCALAR_TYPES, LIST_TYPES)


_TABLE: Final = (
    Aggregation(
        "counter", "Counter", "Number of matching events.", "count", "nothing", NUMERIC_TYPES, empty="0"
    ),
    Aggregation(
        "sum", "Sum", "Sum of the property.", "numeric", "number", NUMERIC_TYPES, empty="0", whole=True
    ),
    Aggregation("min", "Min", "Smallest number seen.", "numeric", "number", NUMERIC_TYPES, whole=True),
    Aggregation("max", "Max", "Largest number seen.", "numeric", "number", NUMERIC_TYPES, whole=True),
    Aggregation("mean", "Mean", "Arithmetic mean of the property.", "numeric", "number", NUMERIC_TYPES),
    Aggregation("first", "First", "Value of the earliest event.", "positional", "value", SCALAR_TYPES, True),
    Aggregation("last", "Last", "Value of the latest event.", "positional", "value", SCALAR_TYPES, True),
    Aggregation(
        "unique_list",
        "Unique List",
        "Distinct values, the 100 last seen, oldest first.",
        "distribution",
        "value",
        LIST_TYPES,
        True,
        empty="[]",
    ),
    Aggregation(
        "most_frequent",
        "Most Frequent",
        "Value seen most often.",
        "distribution",
        "value",
        SCALAR_TYPES,
        True,
    ),
    Aggregation(
        "least_frequent",
        "Least Frequent",
        "Value seen least often.",
        "distribution",
        "value",
        SCALAR_TYPES,
        True,
    ),
    Aggregation(
        "category_count",
        "Category Count",
        "Count per value, the 100 most frequent.",
        "distribution",
        "value",
        ("dict",),
        True,
        empty="{}",
    ),
    Aggregation(
        "approx_count_distinct",
        "Approx Count Distinct",
        "Number of distinct values.",
        "distribution",
        "value",
        NUMERIC_TYPES,
        True,
        empty="0",
    ),
    Aggregation(
        "time_since_last",
        "Time Since Last",
        "Time since the latest matching event.",
        "elapsed",
        "nothing",
        ("float", "double"),
        time_unit=True,
    ),
    Aggregation(
        "time_since_first",
        "Time Since First",
        "Time since the earliest matching event.",
        "elapsed",
        "nothing",
        ("float", "double"),
        time_unit=True,
    ),
)

AGGREGATIONS: Final[dict[str, Aggregation]] = {aggregation.name: aggregation for aggregation in _TABLE}
"""The aggregations by name, in the order of the vendor's console."""


def aggregations() -> pd.DataFrame:
    """The table of aggregations, for reading.

    Returns:
        One row per aggregation: what it computes, what it takes, the declared types that fit, and its value
        where no event matches.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "aggregation": a.name,
                "label": a.label,
                "computes": a.help,
                "property": {"nothing": "none", "number": "number", "value": "any"}[a.takes],
                "types": ", ".join(a.types),
                "date_part": a.date_part,
                "time_unit": a.time_unit,
                "without_value": a.empty,
            }
            for a in _TABLE
        ]
    )
