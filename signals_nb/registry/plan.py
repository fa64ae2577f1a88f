"""What a publish would do, as data, as text for a pull request, and as a card for a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from signals_nb.registry.cards import changes_card, counted
from signals_nb.registry.changes import Change
from signals_nb.registry.differences import ABSENT, Difference, shown
from signals_nb.registry.listing import typed

__all__ = ["PublishPlan"]

_SIGNS: Final = {"created": "+", "state changed": "~", "replaced": "~", "unchanged": "=", "conflict": "!"}
_COLUMNS: Final = {
    "kind": "string",
    "name": "string",
    "version": "Int64",
    "status": "string",
    "differences": "Int64",
    "breaking": "Int64",
    "next_version": "Int64",
    "file": "string",
}


@dataclass(frozen=True, repr=False)
class PublishPlan:
    """What ``publish`` would do; nothing was written.

    Args:
        changes: One for each object, in the order in which publish writes them: keys (those that come with a
            group included), groups, services.
    """

    changes: tuple[Change, ...]

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes for which publish refuses the call."""
        return tuple(change for change in self.changes if change.status == "conflict")

    @property
    def breaking(self) -> tuple[Difference, ...]:
        """Every difference that breaks those who read the values; ``breaking`` of each says why."""
        return tuple(difference for change in self.changes for difference in change.breaking)

    def to_dict(self) -> dict[str, Any]:
        """JSON values: the ``changes``, and how many ``conflicts`` and ``breaking`` differences there are."""
        return {
            "changes": [change.to_dict() for change in self.changes],
            "conflicts": len(self.conflicts),
            "breaking": len(self.breaking),
        }

    def to_frame(self) -> pd.DataFrame:
        """A row per object; ``differences`` and ``breaking`` count the fields that ``str(plan)`` lists."""
        counts = [{"differences": len(each.news), "breaking": len(each.breaking)} for each in self.changes]
        rows = [change.to_dict() | count for change, count in zip(self.changes, counts, strict=True)]
        return typed(rows, _COLUMNS)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        return f"<plan: {self._summary()}>"

    def _repr_html_(self) -> str:
        return changes_card("Plan", self.changes, self._verdict())

    def _summary(self) -> str:
        return ", ".join(counted(self.changes)) or "nothing"

    def _verdict(self) -> str:
        if self.conflicts:
            return "Publish would refuse all of it."
        return "" if any(change.writes for change in self.changes) else "Publish would change nothing."

    def _lines(self) -> Iterator[str]:
        yield f"Plan: {self._summary()}. {self._verdict()}".rstrip()
        for change in self.changes:
            yield f"{_SIGNS[change.status]} {change.kind} {change.title}: {change.status}{_against(change)}"
            for each in change.news:
                yield f"    {_line(each)}"
                if each.breaking:
                    yield f"      breaking: {each.breaking}"
            if change.remark:
                yield f"    {change.remark}"


def _against(change: Change) -> str:
    if not change.compared or (change.since and change.since.unreadable):
        return ""
    return f", compared with {change.compared}" if change.news else f", equal to {change.compared}"


def _line(difference: Difference) -> str:
    if difference.old is ABSENT:
        return f"+ {difference.where}: {shown(difference.new)}"
    return f"- {difference.where}: {shown(difference.old)}" if difference.new is ABSENT else f"~ {difference}"
