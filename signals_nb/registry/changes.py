"""What publishing would do to each object: worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from signals_nb.registry.differences import Difference
from signals_nb.registry.handed import RegistryObject, place_of

__all__ = ["Change", "Since", "Status"]

Status = Literal["created", "unchanged", "state changed", "replaced", "conflict"]


@dataclass(frozen=True)
class Since:
    """What changed since another version of a group.

    Args:
        version: The other one.
        differences: From that version to the new definition, without ``version`` and ``is_published``.
        unreadable: Why the other version cannot be read; then nothing is known.
    """

    version: int
    differences: tuple[Difference, ...] = ()
    unreadable: str = ""


@dataclass(frozen=True)
class Change:
    """What publishing does to one object.

    Args:
        kind: ``attribute group``, ``attribute key`` or ``service``.
        definition: The object as it will be published.
        status: ``conflict`` where a published version of a group would change, or the column of a key that
            a published group uses: publish refuses it.
        file: Its place in the registry: ``attribute_groups/basket/v1.json``.
        differences: From what the registry holds under the same name and version to this definition.
        since: Of a group, what changed since the latest other version.
        next_version: Of a group, the next free version.
        conflict: What publish says when it refuses.
    """

    kind: str
    definition: RegistryObject
    status: Status
    file: str
    differences: tuple[Difference, ...] = ()
    since: Since | None = None
    next_version: int | None = None
    conflict: str = ""

    @property
    def title(self) -> str:
        """The object's name, and its version if it has one."""
        _, name, version = place_of(self.definition)
        return name if version is None else f"{name} v{version}"

    @property
    def writes(self) -> bool:
        """Whether the object's file changes."""
        return self.status in ("created", "state changed", "replaced")

    @property
    def compared(self) -> str:
        """What ``news`` compares a new version with: ``v1``; empty where it is the object's own file."""
        return f"v{self.since.version}" if self.status == "created" and self.since else ""

    @property
    def news(self) -> tuple[Difference, ...]:
        """What a reviewer looks at: of a new version what changed since another one, else what changes."""
        return self.since.differences if self.compared and self.since else self.differences

    @property
    def breaking(self) -> tuple[Difference, ...]:
        """The news that break those who read the values."""
        return tuple(difference for difference in self.news if difference.breaking)

    @property
    def remark(self) -> str:
        """A sentence beside the news: how to solve a conflict, or why there are no news."""
        if self.compared and self.since and self.since.unreadable:
            return f"What changed since {self.compared} is not known: {self.since.unreadable}"
        # The fields, which come before the last line, are among the news.
        return self.conflict.rpartition("\n")[2]

    def to_dict(self) -> dict[str, Any]:
        """JSON values."""
        place = place_of(self.definition)
        return {
            "kind": place.kind,
            "name": place.name,
            "version": place.version,
            "status": self.status,
            "file": self.file,
            "differences": [difference.to_dict() for difference in self.differences],
            "since": self.since
            and {
                "version": self.since.version,
                "differences": [difference.to_dict() for difference in self.since.differences],
                "unreadable": self.since.unreadable or None,
            },
            "next_version": self.next_version,
            "conflict": self.conflict or None,
        }
