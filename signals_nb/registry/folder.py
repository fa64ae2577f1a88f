"""Where a registry's objects lie in its folder, and which names may lie there."""

from __future__ import annotations

import re
from pathlib import Path

from signals_nb.errors import RegistryError

__all__ = ["GROUP", "KEY", "SERVICE", "Folder"]

GROUP = "attribute group"
KEY = "attribute key"
SERVICE = "service"

_FOLDERS = {GROUP: "attribute_groups", KEY: "attribute_keys", SERVICE: "services"}
_NAME = re.compile(r"[A-Za-z0-9_]{1,128}")
_VERSION_FILE = re.compile(r"v([1-9][0-9]*)\.json")
# Windows opens the device, whatever the suffix: a colleague there could not check the repository out.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))],
)


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
            RegistryError: The name may not be a file's name.
        """
        check_name(kind, name)
        folder = self.root / _FOLDERS[kind]
        path = folder / f"{name}.json" if version is None else folder / name / f"v{version}.json"
        if not path.parent.resolve().is_relative_to(self.root.resolve()):
            raise RegistryError(
                f"{path.parent} is a link that leaves the registry {self.root}; replace the link."
            )
        return path

    def relative(self, path: Path) -> str:
        """A file's place in the registry, for messages: ``attribute_groups/basket/v1.json``."""
        return path.relative_to(self.root).as_posix()

    def names(self, kind: str) -> list[str]:
        """The names of one kind that the folder holds, sorted."""
        folder = self.root / _FOLDERS[kind]
        if not folder.is_dir():
            return []
        if kind == GROUP:
            return sorted(entry.name for entry in folder.iterdir() if self.versions(entry.name))
        return sorted(
            entry.stem
            for entry in folder.iterdir()
            if entry.suffix == ".json" and _NAME.fullmatch(entry.stem)
        )

    def versions(self, name: str) -> list[int]:
        """The versions of an attribute group that the folder holds, ascending."""
        folder = self.root / _FOLDERS[GROUP] / name
        if not _NAME.fullmatch(name) or not folder.is_dir():
            return []
        matches = (_VERSION_FILE.fullmatch(entry.name) for entry in folder.iterdir())
        return sorted(int(match[1]) for match in matches if match)


def check_name(kind: str, name: object) -> None:
    """Refuses what is no name of an object, or no name of a file on some system.

    Raises:
        RegistryError: With the rule.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise RegistryError(
            f"{name!r} is no {kind} name: a name has 1 to 128 letters A-Z a-z, digits and underscores."
        )
    if name.casefold() in _DEVICES:
        raise RegistryError(
            f'The {kind} cannot be called "{name}": Windows keeps that name for a device, and nobody could '
            f"check this registry out there. Choose another, for example {name}_1."
        )
