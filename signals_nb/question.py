"""What a result was asked, kept so that more can be asked of the same events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from signals_nb.check.rows import check_rows
from signals_nb.compile import coverage, trail
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.lives import TIME
from signals_nb.compile.moments import from_micros
from signals_nb.compile.plan import Call, Plan, plan
from signals_nb.definitions import Attribute, AttributeGroup, AttributeKey
from signals_nb.engines.duckdb import Events
from signals_nb.explanation import Explanation
from signals_nb.frames import texts
from signals_nb.layouts.locate import Locator

__all__ = ["SCANNED", "Question"]

SCANNED: Final = "events scanned"
_IN_CALL: Final = "in the call"
_KEYS: Final = "keys with a value"

_MOST: Final = 10_000
"""How many events of a key are explained."""


@dataclass(frozen=True, eq=False)
class Question:
    """One call of ``evaluate``: a group, its arguments, and the events, which stay open.

    Copies share it, and pickling leaves it out: an open table of events stays in its process.
    """

    events: Events
    dialect: Dialect
    group: AttributeGroup
    key: AttributeKey
    locator: Locator
    call: Call

    def __copy__(self) -> Question:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Question:
        return self

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        return type(None), ()

    @property
    def _plan(self) -> Plan:
        return plan(self.group, self.key, self.locator, self.call)

    def funnel(self, scanned: int, keys: int) -> pd.DataFrame:
        """How far the events come, step by step: see ``TestResult.funnel``."""
        asked = self._plan
        counts = self.events.run(coverage.funnel(asked, self.dialect, self.events.source))
        rows: list[tuple[str, str, int, int | None]] = []
        for number, measure in enumerate(asked.measures):
            steps = [(SCANNED, scanned), (_IN_CALL, int(counts[coverage.SCOPE][0]))]
            steps += [(name, int(counts[f"step_{number}_{at}"][0])) for at, name in enumerate(coverage.STEPS)]
            befores = [None, *(count for _, count in steps[:-1]), keys]
            steps.append((_KEYS, int(counts[f"keys_{number}"][0])))
            rows += [(measure.name, *step, before) for step, before in zip(steps, befores, strict=True)]
        return pd.DataFrame(
            {
                "attribute": pd.Series([row[0] for row in rows], dtype="string"),
                "step": pd.Series([row[1] for row in rows], dtype="string"),
                "count": pd.Series([row[2] for row in rows], dtype="Int64"),
                "percent": pd.Series([_percent(row[2], row[3]) for row in rows], dtype="Float64"),
            }
        )

    def why_empty(self, attribute: Attribute) -> list[str]:
        """Why ``attribute`` has no value, as far as the events tell."""
        source = self.events.source
        found = check_rows([attribute], self.locator, self.dialect, source, self.events.run)
        return [f"{each.message} {each.hint}".strip() for each in found]

    def explain(self, key: str, values: dict[str, Any]) -> Explanation:
        """The events of one key value: see ``TestResult.explain``."""
        asked = self._plan
        table = self.locator.table
        names = [
            name for name in ("event_name", "event_vendor", "event_version") if table.find(name) is not None
        ]
        shown = {name: self.locator.atomic(name) for name in names}
        query = trail.trail(asked, self.dialect, self.events.source, key, shown, _MOST)
        found = {name: column[::-1] for name, column in self.events.run(query).items()}  # the earliest first
        total = int(found[trail.EVENTS][0]) if len(found[trail.EVENTS]) else 0
        times = _moments(found[TIME])
        parts = [texts(found[name]) for name in names if name != "event_vendor"]
        events = [
            " ".join(filter(None, row)) or "an event without a name" for row in zip(*parts, strict=True)
        ]
        frames = []
        for number, measure in enumerate(asked.measures):
            why = texts(found[f"why_{number}"])
            frames.append(
                pd.DataFrame(
                    {
                        "attribute": pd.Series([measure.name] * len(events), dtype="string"),
                        "time": times,
                        "event": pd.Series(events, dtype="string"),
                        "value": pd.Series(texts(found[f"value_{number}"]), dtype="string"),
                        "counted": pd.Series([each is None for each in why], dtype="boolean"),
                        "left_out": pd.Series(why, dtype="string"),
                    }
                )
            )
        as_of = from_micros(self.call.as_of)
        return Explanation(
            key, asked.key_name, values, pd.concat(frames, ignore_index=True), total, as_of, self.group
        )


def _percent(count: int, before: int | None) -> float | None:
    return None if not before else 100 * count / before


def _moments(micros: Any) -> pd.Series[Any]:
    held = np.ma.filled(np.ma.asarray(micros).astype("int64"), np.iinfo("int64").min)
    return pd.Series(held.astype("datetime64[us]")).dt.tz_localize("UTC")
