"""Reading a registry's files back, with care: people and merges edit them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from signals_nb.definitions import AttributeGroup, AttributeKey, Service
from signals_nb.errors import InvalidDefinition, NotFound, RegistryError, did_you_mean
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder, check_name

__all__ = ["load_group", "load_key", "load_service", "require"]

_Definition = TypeVar("_Definition", AttributeGroup, AttributeKey, Service)
_LISTED = 10


def load_group(folder: Folder, name: str, version: int) -> AttributeGroup:
    """The version of a group that is there, in the right one of the three classes.

    Raises:
        RegistryError: Its file is damaged, or holds another object than its place says.
    """
    path = folder.path(GROUP, name, version)
    group = _load(path, AttributeGroup, name)
    if group.version != version:
        raise RegistryError(f"{path} holds version {group.version} of {name}; its place says {version}.")
    return group


def load_key(folder: Folder, name: str) -> AttributeKey:
    """The key that is there; raises as ``load_group``."""
    return _load(folder.path(KEY, name), AttributeKey, name)


def load_service(folder: Folder, name: str) -> Service:
    """The service that is there; raises as ``load_group``."""
    return _load(folder.path(SERVICE, name), Service, name)


def require(folder: Folder, kind: str, name: str) -> None:
    """Refuses a name that the folder does not hold, exactly so spelled on any file system.

    Raises:
        NotFound: With the nearest names, or with those that are there.
    """
    names = folder.names(kind)
    if name in names:
        return
    check_name(kind, name)
    if not names:
        raise NotFound(f'There is no {kind} "{name}": the registry {folder.root} holds no {kind} yet.')
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    hint = did_you_mean(name, names) or f" It holds {', '.join(names[:_LISTED])}{more}."
    raise NotFound(f'The registry {folder.root} holds no {kind} "{name}".{hint}')


def _load(path: Path, of: type[_Definition], name: str) -> _Definition:
    content = _object(path)
    try:
        definition = of.from_json(content)
    except (ValidationError, InvalidDefinition) as error:
        raise RegistryError(f"{path} holds no valid {of.__name__}: {error}") from error
    if definition.name != name:
        raise RegistryError(f'{path} holds "{definition.name}"; its place says "{name}".')
    return definition


def _object(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"{path} is gone: it was removed a moment ago.") from error
    except OSError as error:
        raise RegistryError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(
            f"{path} is damaged: it is no UTF-8 text ({error.reason} at byte {error.start})."
        ) from error
    if any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in text.splitlines()):
        raise RegistryError(f"{path} holds the marks of an unfinished git merge. Choose a side and save it.")
    try:
        content = json.loads(text, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise RegistryError(f"{path} is damaged: it is no JSON ({error}).") from error
    if not isinstance(content, dict):
        raise RegistryError(f"{path} is damaged: it holds no JSON object.")
    return content


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # A merge that kept both sides gives a field twice, of which JSON would silently take the last.
    doubled = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if doubled:
        raise ValueError(f"it holds the field {', '.join(doubled)} twice")
    return dict(pairs)
