"""What a publish did, and how it refuses to change a published version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signals_nb.errors import RegistryError, VersionConflict
from signals_nb.registry.cards import changes_card
from signals_nb.registry.changes import Change
from signals_nb.registry.folder import GROUP
from signals_nb.registry.handed import RegistryObject

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
        return changes_card("Published", self.changes)


def refuse_conflicts(changes: Sequence[Change]) -> None:
    """Raises where a published version would change, or a key under published groups.

    Raises:
        RegistryError: A key would; the error names every one.
        VersionConflict: It names every such group and field.
    """
    conflicts = [change for change in changes if change.status == "conflict"]
    groups = [conflict for conflict in conflicts if conflict.kind == GROUP]
    told = "\n\n".join(conflict.conflict for conflict in conflicts)
    if any(change.writes for change in changes):
        told += "\nNothing was published, for it is all or none."
    if groups:
        raise VersionConflict(told, groups, groups[0].differences, groups[0].next_version)
    if conflicts:
        raise RegistryError(told)


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
        if change.status == "conflict" and change.next_version
        else ""
    )
    return f"{what} is published otherwise: {'; '.join(map(str, change.differences))}.{frozen}"
