"""How the changes of a registry look in a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from signals_nb.html import Html, card, escaped, joined, pill, table, tag
from signals_nb.registry.changes import Change
from signals_nb.registry.differences import Difference, shown

__all__ = ["changes_card", "counted"]

_OBJECTS: Final = 30
_FIELDS: Final = 30


def counted(changes: Sequence[Change]) -> list[str]:
    """How many objects there are of each status, and changes that break: ``["1 created", "2 breaking"]``."""
    counts = Counter[str](change.status for change in changes)
    breaking = sum(len(change.breaking) for change in changes)
    return [f"{count} {status}" for status, count in counts.items()] + (
        [f"{breaking} breaking"] if breaking else []
    )


def changes_card(title: str, changes: Sequence[Change], note: str = "") -> str:
    """A card with a part per object, and in it a row per field that changes.

    Args:
        title: Of the card.
        changes: What is done, or would be.
        note: A line below the title.
    """
    parts = [_part(change) for change in changes[:_OBJECTS]]
    if len(changes) > _OBJECTS:
        rest = f"The first {_OBJECTS} of {len(changes)} objects are shown."
        parts.append(tag("div", escaped(rest), "snb-more snb-soft"))
    bad = ("breaking", "conflict")
    pills = [pill(text, "snb-bad" if text.endswith(bad) else "") for text in counted(changes)]
    nothing = "" if changes else "No object was given."
    return card(title, pills, note or nothing, Html(""), joined(parts))


def _part(change: Change) -> Html:
    head = joined(
        [
            tag("b", escaped(change.title)),
            tag("span", escaped(change.kind), "snb-soft"),
            pill(change.status, "snb-good" if change.writes else "snb-bad" if change.conflict else ""),
            tag("code", escaped(change.file)),
        ],
        " ",
    )
    remark = [tag("div", escaped(change.remark))] if change.remark else []
    fields = _fields(change.news, change.compared or "Registry") if change.news else ""
    return Html(tag("div", joined([head, *remark]), "snb-more") + fields)


def _fields(found: Sequence[Difference], before: str) -> Html:
    rows = [
        (
            tag("code", escaped(each.where), "snb-keep"),
            tag("code", escaped(shown(each.old))),
            Html(f"&rarr;&nbsp;{tag('code', escaped(shown(each.new)))}"),
            tag("b", escaped(f"Breaking: {each.breaking}")) if each.breaking else Html(""),
        )
        for each in found
    ]
    return table(("Field", before, "New", " "), rows, most=_FIELDS, what="fields")
