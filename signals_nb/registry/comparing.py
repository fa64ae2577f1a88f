"""An object compared with what the registry holds of it: what publishing would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from signals_nb.definitions import (
    AttributeGroup,
    AttributeKey,
    ExternalBatchAttributeGroup,
    Service,
    external_column,
    key_source,
    resolve_key,
)
from signals_nb.definitions.base import Model
from signals_nb.errors import RegistryError
from signals_nb.registry.breaking import marked
from signals_nb.registry.changes import Change, Since, Status
from signals_nb.registry.differences import Difference, differences
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder
from signals_nb.registry.handed import RegistryObject
from signals_nb.registry.reading import load_group, load_key, load_service

__all__ = [
    "frozen",
    "frozen_key",
    "group_change",
    "key_change",
    "service_change",
    "state",
    "without_state",
]

_Definition = TypeVar("_Definition", bound=Model)

STATE = ("is_published", "online", "owner")
"""The fields that may change under a published version."""


def group_change(
    folder: Folder, group: AttributeGroup, keys: dict[str, AttributeKey], given: Iterable[int] = ()
) -> Change:
    """What publishing a group does.

    Args:
        folder: The registry's.
        group: The definition.
        keys: The published keys that the group and its published version may link to.
        given: Other versions of the group that are published with it, and so are not free.
    """
    version = group.version or 1
    versions = folder.versions(group.name)
    published = _published(group)
    file = folder.relative(folder.path(GROUP, group.name, version))
    next_version = max([*versions, *given, version]) + 1
    since = _since(folder, published, [each for each in versions if each != version], keys)
    if version not in versions:
        return Change(GROUP, published, "created", file, since=since, next_version=next_version)
    old = load_group(folder, group.name, version)
    definition = differences(_frozen(old, keys), _frozen(published, keys))
    moved = differences(state(old), state(published))
    status: Status = "conflict" if definition else "state changed" if moved else "unchanged"
    found = marked(GROUP, definition or moved)
    told = _conflict(old, found, next_version) if definition else ""
    return Change(GROUP, published, status, file, found, since, next_version, told)


def key_change(folder: Folder, key: AttributeKey, conflict: str = "") -> Change:
    """What publishing a key does.

    Args:
        folder: The registry's.
        key: The definition.
        conflict: Why it may not change, if it may not.
    """
    name = str(key.name)
    old = load_key(folder, name) if name in folder.names(KEY) else None
    change = _unversioned(KEY, old, key, folder.relative(folder.path(KEY, name)))
    return replace(change, status="conflict", conflict=conflict) if conflict else change


def service_change(folder: Folder, service: Service) -> Change:
    """What publishing a service does."""
    old = load_service(folder, service.name) if service.name in folder.names(SERVICE) else None
    return _unversioned(SERVICE, old, service, folder.relative(folder.path(SERVICE, service.name)))


def frozen_key(group: AttributeGroup, key: AttributeKey | None) -> dict[str, Any]:
    """What a group's values depend on in its key: the name, and the column or property that holds it."""
    if key is None:
        return {"name": group.attribute_key.name}
    if isinstance(group, ExternalBatchAttributeGroup):
        return {"name": key.name, "external_column": external_column(key)}
    source = key_source(key)
    return {"name": key.name, "property": source if isinstance(source, str) else _property(source.to_dict())}


def _property(source: dict[str, Any]) -> dict[str, Any] | str:
    # A key by its column's name and one by the atomic property of that name are the same.
    return str(source["name"]) if source.keys() == {"type", "name"} else source


def frozen(group: AttributeGroup, key: AttributeKey | None) -> dict[str, Any]:
    """What publishing a version freezes, by what its key resolves to.

    The key is an object of its own, replaced in place: its description or ttl is no part of the group.
    """
    return {**without_state(group.to_dict()), "attribute_key": frozen_key(group, key)}


def _frozen(group: AttributeGroup, keys: dict[str, AttributeKey]) -> dict[str, Any]:
    return frozen(group, resolve_key(group.attribute_key, keys))


def without_state(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that may not change under a published version."""
    return {field: value for field, value in definition.items() if field not in STATE}


def state(definition: RegistryObject) -> dict[str, Any]:
    """The fields that may."""
    return {field: value for field, value in definition.to_dict().items() if field in STATE}


def _since(
    folder: Folder, group: AttributeGroup, others: list[int], keys: dict[str, AttributeKey]
) -> Since | None:
    if not others:
        return None
    try:
        other = load_group(folder, group.name, others[-1])
        name = str(other.attribute_key.name)
        if name not in keys and name in folder.names(KEY):
            keys = {**keys, name: load_key(folder, name)}
    except RegistryError as error:
        # No reason to hold up a new version: it is the way out for those who cannot mend the old one.
        return Since(others[-1], unreadable=str(error))
    old, new = ({**_frozen(each, keys), **state(each)} for each in (other, group))
    for field in ("version", "is_published"):
        for each in (old, new):
            each.pop(field, None)
    return Since(others[-1], marked(GROUP, differences(old, new)))


def _conflict(old: AttributeGroup, found: Iterable[Difference], next_version: int) -> str:
    fields = "\n".join(f"  {difference}" for difference in found)
    state, way_out = ("is published", "") if old.is_published else ("was published", ", or delete this one")
    return (
        f"The attribute group {old.name} v{old.version} {state} and would change:\n{fields}\n"
        f"A published version is frozen. Publish the change as version {next_version}{way_out}."
    )


def _unversioned(kind: str, old: RegistryObject | None, new: AttributeKey | Service, file: str) -> Change:
    published = _published(new)
    if old is None:
        return Change(kind, published, "created", file)
    # By name where that tells the change; else, where only the order differs, by position.
    found = differences(_by_group(old), _by_group(published)) or differences(
        old.to_dict(), published.to_dict()
    )
    only_state = all(difference.where in STATE for difference in found)
    status: Status = "unchanged" if not found else "state changed" if only_state else "replaced"
    return Change(kind, published, status, file, marked(kind, found))


def _by_group(definition: RegistryObject) -> dict[str, Any]:
    """A definition in which a service's links are versions by the group's name: ``{"basket": "v1"}``."""
    content = definition.to_dict()
    if isinstance(definition, Service):
        served: dict[str, list[str]] = {}
        for link in definition.attribute_groups or []:
            served.setdefault(link.name, []).append(f"v{link.version}")
        content["attribute_groups"] = {name: ", ".join(versions) for name, versions in served.items()}
    return content


def _published(definition: _Definition) -> _Definition:
    return definition.model_copy(update={"is_published": True})
