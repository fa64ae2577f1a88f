"""What an evaluation gives: the frame, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from signals_nb import frames
from signals_nb.definitions import AttributeGroup, ExternalBatchAttributeGroup
from signals_nb.definitions.words import duration_words
from signals_nb.errors import SignalsError

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

__all__ = ["TestResult"]

_SHOWN = 20


@dataclass(frozen=True, eq=False)
class TestResult:
    """The result of ``Signals.evaluate``.

    Attributes:
        frame: one row per key value, sorted by it: the key as text, then one column per attribute in the
            order of the definition, in the nullable dtype of its declared type; lists and dicts are plain
            Python objects. ``frame.attrs["signals_nb"]`` tells what was evaluated, as JSON values.
        sql: the query that ran, which runs as it is in DuckDB. Beside the attributes it can have columns
            whose name holds a colon: the counts of a dict (``countries: counts``), and what was lost
            (``revenue: misfit``, ``revenue: rounded``, ``revenue: no numbers``, ``tags: no JSON``).
        as_of: the moment (UTC) at which the group was evaluated; None where nothing has a time.
        seconds: wall time from the call to the frame.
        events_scanned: the number of events in the table; of rows, for an external batch group.
        group: the group as it was evaluated.
    """

    __test__ = False  # not for pytest

    frame: pd.DataFrame
    sql: str = field(repr=False)
    as_of: datetime | None
    seconds: float
    events_scanned: int
    group: AttributeGroup = field(repr=False)

    def __repr__(self) -> str:
        return f"<TestResult {self.group.name} v{self.group.version}: {self.summary}>"

    @property
    def summary(self) -> str:
        """One line: keys, events, seconds, moment, and what the call left out."""
        scanned = "rows" if isinstance(self.group, ExternalBatchAttributeGroup) else "events"
        moment = f"no {scanned}" if self.as_of is None else f"as of {self.as_of:%Y-%m-%d %H:%M:%S} UTC"
        keys = f"{len(self.frame):,} key{'s' if len(self.frame) != 1 else ''}"
        told = [keys, f"{self.events_scanned:,} {scanned} scanned", f"{self.seconds:.2f} s", moment]
        called = self.frame.attrs["signals_nb"]
        if called["app_ids"]:
            told.append(f"app_ids {', '.join(called['app_ids'])}")
        if called["window"] is not None:
            told.append(f"window {duration_words(timedelta(seconds=called['window']))}")
        return " · ".join(told)

    def _repr_html_(self) -> str:
        from html import escape

        more = len(self.frame) - _SHOWN
        table = self.frame.head(_SHOWN).to_html(index=False, border=0, notebook=True, max_cols=None)
        note = f" · the first {_SHOWN} rows" if more > 0 else ""
        title = f"<b>{escape(self.group.name)}</b> v{self.group.version}"
        return f"<div><div>{title} · {escape(self.summary)}{note}</div>{table}</div>"

    def to_arrow(self) -> pa.Table:
        """The frame as an Arrow table, each column by its declared type; a dict is a map.

        A dict of an external batch group, whose values may be anything, is its JSON text.

        Raises:
            SignalsError: pyarrow is not installed.
        """
        _require("pyarrow", "to_arrow()")
        return frames.to_arrow(self.frame, {str(self.frame.columns[0]): "string", **_declared(self.group)})

    def to_polars(self) -> pl.DataFrame:
        """The frame as a Polars DataFrame; a dict is a list of ``{key, value}`` structs.

        Raises:
            SignalsError: polars or pyarrow is not installed.
        """
        _require("polars", "to_polars()")
        import polars as pl

        converted: Any = pl.from_arrow(self.to_arrow())
        return converted  # type: ignore[no-any-return]


def _declared(group: AttributeGroup) -> dict[str, str]:
    fields = {field.name: frames.JSON if field.type == "dict" else field.type for field in group.fields or []}
    return fields or {attribute.name: attribute.type for attribute in group.attributes or []}


def _require(library: str, what: str) -> None:
    from importlib.util import find_spec

    if find_spec(library) is None:
        raise SignalsError(f"{what} needs {library}, which is not installed. Run: pip install {library}")
