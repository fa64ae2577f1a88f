"""What a publish did, and how it refuses to change a published version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from signals_nb.definitions import AttributeGroup
from signals_nb.errors import RegistryError, VersionConflict
from signals_nb.registry.changes import Change, RegistryObject

if TYPE_CHECKING:
    from signals_nb.registry.publishing import Batch

__all__ = ["PublishResult", "refuse_conflicts", "refuse_unpublished"]


class PublishResult(list[RegistryObject]):
    """The published objects; a notebook shows what became of each.

    Args:
        objects: The objects, with ``is_published`` true.
        changes: What was done, the inline keys included.
    """

    def __init__(self, objects: Iterable[RegistryObject], changes: Sequence[Change]) -> None:
        super().__init__(objects)
        self.changes = tuple(changes)

    @classmethod
    def of(cls, changes: Sequence[Change], batch: Batch) -> PublishResult:
        """The result for the objects of a call; keys that came inline are told among the changes alone."""
        inline = len(changes) - len(batch.objects())
        keys = len(batch.keys)
        asked = [*changes[:keys], *changes[keys + inline :]]
        return cls([change.definition for change in asked], changes)

    def __repr__(self) -> str:
        told = ", ".join(f"{change.title} {change.status}" for change in self.changes)
        return f"<published: {told or 'nothing'}>"

    def _repr_html_(self) -> str:
        head = "".join(f'<th style="text-align:left">{title}</th>' for title in ("Object", "", "File", ""))
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:left">{cell}</td>'
                for cell in (
                    f"<b>{escape(change.title)}</b>",
                    change.kind,
                    f"<code>{escape(change.file)}</code>",
                    change.status,
                )
            )
            + "</tr>"
            for change in self.changes
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def refuse_conflicts(changes: Iterable[Change]) -> None:
    """Raises where a published version would change.

    Raises:
        VersionConflict: It names every such group and field.
    """
    conflicts = [change for change in changes if change.status == "conflict"]
    if conflicts:
        first = conflicts[0]
        told = "\n\n".join(_told(conflict) for conflict in conflicts)
        raise VersionConflict(told, conflicts, first.differences, first.next_version)


def _told(conflict: Change) -> str:
    group = conflict.definition
    assert isinstance(group, AttributeGroup)
    fields = "\n".join(f"  {difference}" for difference in conflict.differences)
    return (
        f"The attribute group {group.name} v{group.version} is published and would change:\n{fields}\n"
        f"A published version is frozen. Publish the change as version {conflict.next_version}."
    )


def refuse_unpublished(changes: Iterable[Change], root: Path) -> None:
    """Raises where publishing would change anything: then the registry holds something else.

    Raises:
        RegistryError: It names every such object, and what differs.
    """
    missing = [_missing(change) for change in changes if change.status != "unchanged"]
    if missing:
        told = "\n".join(f"  {each}" for each in missing)
        raise RegistryError(
            f"publish_remote hands over what the registry {root} has published, as it is there:\n{told}\n"
            "Publish first, with signals.publish([...]), or pass require_published=False."
        )


def _missing(change: Change) -> str:
    what = f"{change.kind} {change.title}"
    if change.status == "created":
        return f"{what} is not there."
    if any(difference.where == "is_published" for difference in change.differences):
        return f"{what} is not published."
    frozen = (
        f" A published version is frozen: make the change version {change.next_version}."
        if change.status == "conflict"
        else ""
    )
    return f"{what} is published otherwise: {'; '.join(map(str, change.differences))}.{frozen}"
