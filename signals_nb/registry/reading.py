"""Reading a registry's files back, with care: people and merges edit them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from signals_nb.definitions import AttributeGroup, AttributeKey, Service
from signals_nb.errors import InvalidDefinition, NotFound, RegistryError, did_you_mean, warn
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder, Place, check_name

__all__ = ["load", "load_group", "load_key", "load_service", "readable_groups", "require", "require_version"]

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


def load(folder: Folder, place: Place) -> AttributeGroup | AttributeKey | Service:
    """The object that is there, of any kind; raises as ``load_group``."""
    kind, name, version = place
    if version is not None:
        return load_group(folder, name, version)
    return load_key(folder, name) if kind == KEY else load_service(folder, name)


def readable_groups(folder: Folder, names: Iterable[str]) -> Iterator[AttributeGroup]:
    """Every version of the groups of these names, but those that are damaged.

    Args:
        folder: The registry's.
        names: Of groups.

    Warns:
        SignalsWarning: A file is damaged, or a folder cannot be read; one warning for each.
    """
    for name in names:
        try:
            versions = folder.versions(name)
        except RegistryError as error:
            warn(f"Left out: {error}")
            continue
        for version in versions:
            try:
                yield load_group(folder, name, version)
            except NotFound:
                continue  # deleted since the folder was listed
            except RegistryError as error:
                warn(f"Left out: {error}")


def require_version(folder: Folder, name: str, version: int) -> None:
    """Refuses a version that the folder does not hold of a group that it holds.

    Raises:
        NotFound: With the versions there are.
        RegistryError: It is no whole number.
    """
    versions = folder.versions(name)
    if type(version) is not int:
        raise RegistryError(f"version takes a whole number; it is {version!r}.")
    if version not in versions:
        listed = ", ".join(map(str, versions))
        raise NotFound(f'The attribute group "{name}" has no version {version}. It has {listed}.')


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
    if path.exists() and not path.is_file():  # a pipe would never end
        raise RegistryError(f"{path} cannot be read: it is no file.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if path.is_symlink():
            raise RegistryError(f"{path} is a link to nothing; replace the link.") from error
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
        content = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
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


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
