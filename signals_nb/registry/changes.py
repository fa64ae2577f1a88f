"""What publishing would do to each object: worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeVar

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
from signals_nb.registry.differences import Difference, differences
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder
from signals_nb.registry.reading import load_group, load_key, load_service

__all__ = ["Change", "RegistryObject", "Status", "frozen_key", "group_change", "key_change", "service_change"]

RegistryObject = AttributeGroup | AttributeKey | Service
_Definition = TypeVar("_Definition", bound=Model)
Status = Literal["created", "unchanged", "state changed", "replaced", "conflict"]

STATE = ("is_published", "online", "owner")
"""The fields that may change under a published version."""


@dataclass(frozen=True)
class Change:
    """What publishing does to one object.

    Args:
        kind: ``attribute group``, ``attribute key`` or ``service``.
        definition: The object as it will be published.
        status: ``conflict`` where a published version of a group would change.
        file: Its place in the registry: ``attribute_groups/basket/v1.json``.
        differences: From what is published to this definition.
        next_version: Of a group, the next free version.
    """

    kind: str
    definition: RegistryObject
    status: Status
    file: str
    differences: tuple[Difference, ...] = ()
    next_version: int | None = None

    @property
    def title(self) -> str:
        """The object's name, and its version if it has one."""
        definition = self.definition
        return (
            f"{definition.name} v{definition.version}"
            if isinstance(definition, AttributeGroup)
            else str(definition.name)
        )

    @property
    def writes(self) -> bool:
        """Whether the object's file changes."""
        return self.status in ("created", "state changed", "replaced")


def group_change(folder: Folder, group: AttributeGroup, keys: dict[str, AttributeKey]) -> Change:
    """What publishing a group does.

    Args:
        folder: The registry's.
        group: The definition.
        keys: The published keys that the group and its published version may link to.
    """
    version = group.version or 1
    versions = folder.versions(group.name)
    published = _published(group)
    file = folder.relative(folder.path(GROUP, group.name, version))
    next_version = max([*versions, version]) + 1
    if version not in versions:
        return Change(GROUP, published, "created", file, next_version=next_version)
    old = load_group(folder, group.name, version)
    frozen = differences(_frozen(old, keys), _frozen(published, keys))
    state = differences(_state(old), _state(published))
    status: Status = "conflict" if frozen else "state changed" if state else "unchanged"
    return Change(GROUP, published, status, file, tuple(frozen or state), next_version)


def key_change(folder: Folder, key: AttributeKey) -> Change:
    """What publishing a key does."""
    name = str(key.name)
    old = load_key(folder, name) if name in folder.names(KEY) else None
    return _unversioned(KEY, old, key, folder.relative(folder.path(KEY, name)))


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


def _frozen(group: AttributeGroup, keys: dict[str, AttributeKey]) -> dict[str, Any]:
    # The key is an object of its own, replaced in place: its description or ttl is no part of the group.
    definition = {field: value for field, value in group.to_dict().items() if field not in STATE}
    definition["attribute_key"] = frozen_key(group, resolve_key(group.attribute_key, keys))
    return definition


def _state(definition: RegistryObject) -> dict[str, Any]:
    return {field: value for field, value in definition.to_dict().items() if field in STATE}


def _unversioned(kind: str, old: RegistryObject | None, new: AttributeKey | Service, file: str) -> Change:
    published = _published(new)
    if old is None:
        return Change(kind, published, "created", file)
    found = differences(old.to_dict(), published.to_dict())
    only_state = all(difference.where in STATE for difference in found)
    status: Status = "unchanged" if not found else "state changed" if only_state else "replaced"
    return Change(kind, published, status, file, tuple(found))


def _published(definition: _Definition) -> _Definition:
    return definition.model_copy(update={"is_published": True})
