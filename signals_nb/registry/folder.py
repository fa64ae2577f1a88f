"""Where a registry's objects lie in its folder, and which names may lie there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from signals_nb.definitions.groups import LATEST_VERSION
from signals_nb.errors import RegistryError

__all__ = ["GROUP", "KEY", "SERVICE", "Folder", "Place", "check_name"]

GROUP = "attribute group"
KEY = "attribute key"
SERVICE = "service"

_FOLDERS = {GROUP: "attribute_groups", KEY: "attribute_keys", SERVICE: "services"}
_NAME = re.compile(r"[A-Za-z0-9_]{1,128}")
_VERSION_FILE = re.compile(r"v([1-9][0-9]{0,9})\.json")
# Windows opens the device, whatever the suffix: a colleague there could not check the repository out.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))],
)


class Place(NamedTuple):
    """What tells an object from every other one of a registry; only a group has a version."""

    kind: str
    name: str
    version: int | None = None

    @property
    def title(self) -> str:
        """The object in a sentence: ``attribute group basket v1``."""
        return f"{self.kind} {self.name}" + ("" if self.version is None else f" v{self.version}")


class Folder:
    """The layout of a registry: a file per key and service, a folder of versions per attribute group.

    Args:
        root: The registry's folder; it need not exist yet.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, kind: str, name: str, version: int | None = None) -> Path:
        """The file of an object, which need not exist.

        Raises:
            RegistryError: The name may not be a file's name, or the place is a link out of the folder.
        """
        check_name(kind, name)
        folder = self.root / _FOLDERS[kind]
        path = folder / f"{name}.json" if version is None else folder / name / f"v{version}.json"
        for place in (path.parent, path):
            # realpath, unlike resolve, bears links that go round in a circle.
            if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(self.root)):
                raise RegistryError(
                    f"{place} is a link that leaves the registry {self.root}; replace the link."
                )
        return path

    def relative(self, path: Path) -> str:
        """A file's place in the registry, for messages: ``attribute_groups/basket/v1.json``."""
        return path.relative_to(self.root).as_posix()

    def names(self, kind: str) -> list[str]:
        """The names of one kind that the folder holds, sorted."""
        entries = _entries(self.root / _FOLDERS[kind])
        if kind == GROUP:
            return [name for name in entries if self._holds_versions(name)]
        stems = [name.removesuffix(".json") for name in entries if name.endswith(".json")]
        return sorted(stem for stem in stems if _NAME.fullmatch(stem))

    def versions(self, name: str) -> list[int]:
        """The versions of an attribute group that the folder holds, ascending."""
        if not _NAME.fullmatch(name):
            return []
        matches = (_VERSION_FILE.fullmatch(entry) for entry in _entries(self.root / _FOLDERS[GROUP] / name))
        versions = (int(match[1]) for match in matches if match)
        return sorted(version for version in versions if version <= LATEST_VERSION)

    def places(self, kind: str) -> Iterator[Place]:
        """Every object of one kind that the folder holds, by name and version."""
        for name in self.names(kind):
            if kind == GROUP:
                yield from (Place(kind, name, version) for version in self.versions(name))
            else:
                yield Place(kind, name)

    def _holds_versions(self, name: str) -> bool:
        try:
            return bool(self.versions(name))
        except RegistryError:
            return True  # Whoever asks for this group is told; the others do not suffer from it.


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise RegistryError(f"{folder} cannot be read: {error.strerror}.") from error


def check_name(kind: str, name: object) -> None:
    """Refuses what is no name of an object, or no name of a file on some system.

    Raises:
        RegistryError: With the rule.
    """
    if not isinstance(name, str):
        meant = getattr(name, "name", None)
        hint = f' Give "{meant}".' if isinstance(meant, str) else ""
        raise RegistryError(f"An object is asked for by its name; {type(name).__name__} is none.{hint}")
    if not _NAME.fullmatch(name):
        raise RegistryError(
            f"{name!r} is no {kind} name: a name has 1 to 128 letters A-Z a-z, digits and underscores."
        )
    if name.casefold() in _DEVICES:
        raise RegistryError(
            f'The {kind} cannot be called "{name}": Windows keeps that name for a device, and nobody could '
            f"check this registry out there. Choose another, for example {name}_1."
        )
