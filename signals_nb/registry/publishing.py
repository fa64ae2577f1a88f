"""From the objects handed to publish to the changes it makes; refuses before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from signals_nb.check import check_definition, raise_for_errors
from signals_nb.definitions import (
    AttributeGroup,
    AttributeKey,
    Service,
    is_link,
    resolve_key,
)
from signals_nb.errors import InvalidDefinition, NotFound, RegistryError, did_you_mean, warn
from signals_nb.registry.changes import Change
from signals_nb.registry.comparing import frozen_key, group_change, key_change, service_change
from signals_nb.registry.differences import Difference, differences
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder, Place, check_name
from signals_nb.registry.handed import RegistryObject, handed
from signals_nb.registry.reading import load_group, load_key

__all__ = ["Batch", "changes_of", "check_all"]


@dataclass
class Batch:
    """The objects of one call, by kind, in the order they were given."""

    keys: dict[str, AttributeKey] = field(default_factory=dict)
    groups: dict[tuple[str, int], AttributeGroup] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    @classmethod
    def of(cls, objects: Iterable[object], caller: str = "publish") -> Batch:
        """Sorts objects by kind.

        Args:
            objects: What the user gave.
            caller: The method that the user called, for messages.

        Raises:
            RegistryError: One is no group, key or service, or two different ones bear one name.
        """
        batch, given = cls(), dict[Place, RegistryObject]()
        for place, definition in handed(objects, caller):
            twin = given.setdefault(place, definition)
            if found := differences(twin.to_dict(), definition.to_dict()):
                raise RegistryError(
                    f"{caller} was given two different definitions of {place.title}: {_listed(found)}."
                )
            if isinstance(twin, AttributeGroup):
                batch.groups[place.name, twin.version or 1] = twin
            elif isinstance(twin, AttributeKey):
                batch.keys[place.name] = twin
            else:
                batch.services[place.name] = twin
        return batch

    def objects(self) -> list[RegistryObject]:
        """All of them, what others refer to first."""
        return [*self.keys.values(), *self.groups.values(), *self.services.values()]


def changes_of(batch: Batch, folder: Folder) -> list[Change]:
    """What publishing the batch does, in the order in which to write it.

    A group's key that is not published comes first, with the keys of the batch: it is published along.

    Raises:
        InvalidDefinition: ``check()`` finds errors; all of all objects are named.
        RegistryError: A name cannot be a file's, or a group holds another key than the registry has.
        NotFound: A service refers to what is not published.
    """
    check_all(batch, folder)
    _refuse_names(batch, folder)
    before = _keys_before(batch, folder)
    along = _keys_along(batch, before)
    after = {**before, **along, **batch.keys}
    for group in batch.groups.values():
        _refuse_other_key(group, after)
    for service in batch.services.values():
        _refuse_unpublished(service, batch, folder)
    given = {name: [each for of, each in batch.groups if of == name] for name, _ in batch.groups}
    return [
        *(_key_change(key, before, folder) for key in [*batch.keys.values(), *along.values()]),
        *(group_change(folder, group, after, given[group.name]) for group in batch.groups.values()),
        *(service_change(folder, service) for service in batch.services.values()),
    ]


def check_all(batch: Batch, folder: Folder) -> None:
    """Refuses a batch in which ``check()`` finds errors.

    Raises:
        InvalidDefinition: All errors of all objects are named.
    """
    known = {*folder.names(KEY), *batch.keys}
    refused = []
    for definition in batch.objects():
        try:
            raise_for_errors(definition, check_definition(definition, known_keys=known))
        except InvalidDefinition as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise InvalidDefinition(
            "\n\n".join(str(error) for error in refused),
            [finding for error in refused for finding in error.findings],
        )


def _refuse_names(batch: Batch, folder: Folder) -> None:
    inline = {
        str(group.attribute_key.name) for group in batch.groups.values() if not is_link(group.attribute_key)
    }
    for kind, names in (
        (KEY, {*batch.keys, *inline}),
        (GROUP, {name for name, _ in batch.groups}),
        (SERVICE, set(batch.services)),
    ):
        taken = {name.casefold(): name for name in folder.names(kind)}
        for name in sorted(names):
            check_name(kind, name)
            twin = taken.setdefault(name.casefold(), name)
            if twin != name:
                raise RegistryError(
                    f'The {kind} "{name}" differs only in case from "{twin}", and many file systems hold the '
                    f"two for one. Choose another name, or use {twin}."
                )


def _keys_before(batch: Batch, folder: Folder) -> dict[str, AttributeKey]:
    """The published keys that the batch touches."""
    wanted = {*batch.keys, *(str(group.attribute_key.name) for group in batch.groups.values())}
    return {name: load_key(folder, name) for name in folder.names(KEY) if name in wanted}


def _keys_along(batch: Batch, before: dict[str, AttributeKey]) -> dict[str, AttributeKey]:
    """The keys of the groups that the registry has not, or has unpublished."""
    along: dict[str, AttributeKey] = {}
    for group in batch.groups.values():
        key, name = group.attribute_key, str(group.attribute_key.name)
        if name in batch.keys:
            continue
        if name in before:
            if not before[name].is_published:
                along[name] = before[name]
        elif isinstance(key, AttributeKey) and not is_link(key):
            along.setdefault(name, key)
    return along


def _key_change(key: AttributeKey, before: dict[str, AttributeKey], folder: Folder) -> Change:
    old = resolve_key(AttributeKey(name=key.name), before)
    return key_change(folder, key, _moved_under_groups(key, old, folder))


def _refuse_other_key(group: AttributeGroup, keys: dict[str, AttributeKey]) -> None:
    """A group's inline key must be the one that the registry has under its name."""
    inline, published = group.attribute_key, keys.get(str(group.attribute_key.name))
    if published is None or not isinstance(inline, AttributeKey) or is_link(inline):
        return
    title = f'The attribute key "{inline.name}" that attribute group {group.name} v{group.version} holds'
    if found := differences(frozen_key(group, published), frozen_key(group, inline)):
        raise RegistryError(
            f"{title} is not the published one ({_listed(found)}). "
            f'Give the key another name, or use LinkAttributeKey(name="{inline.name}").'
        )
    own = inline.model_copy(update={"is_published": published.is_published}).to_dict()
    if found := differences(published.to_dict(), own):
        warn(
            f"{title} differs from the published one, which stays as it is ({_listed(found)}). "
            "Publish the key itself to change it."
        )


def _moved_under_groups(new: AttributeKey, old: AttributeKey | None, folder: Folder) -> str:
    """Why a key may not change: its column moves while a published group counts by it."""
    moved = [] if old is None else differences(_sources(old), _sources(new))
    if old is None or not moved:
        return ""
    users = [
        f"{name} v{version}"
        for name in folder.names(GROUP)
        for version in folder.versions(name)
        if (group := load_group(folder, name, version)).is_published
        and group.attribute_key.name == new.name
        and differences(frozen_key(group, old), frozen_key(group, new))
    ]
    if not users:
        return ""
    return (
        f'The attribute key "{new.name}" cannot change ({_listed(moved)}) while published attribute '
        f"groups use it: {', '.join(users)}. Give the changed key another name."
    )


def _listed(found: list[Difference]) -> str:
    return "; ".join(str(difference) for difference in found)


def _sources(key: AttributeKey) -> dict[str, Any]:
    places = ("key", "property", "external_column")
    return {place: value for place, value in key.to_dict().items() if place in places}


def _refuse_unpublished(service: Service, batch: Batch, folder: Folder) -> None:
    for link in service.attribute_groups:
        if link.version is None:
            raise RegistryError(
                f"The service {service.name} must say which version of {link.name} it serves."
            )
        if (link.name, link.version) in batch.groups:
            continue
        versions = folder.versions(link.name)
        if link.version in versions and load_group(folder, link.name, link.version).is_published:
            continue
        others = [each for each in versions if each != link.version]
        published = [each for each in others if _is_published(folder, link.name, each)]
        names = [*folder.names(GROUP), *(name for name, _ in batch.groups)]
        hint = (
            f" Published versions: {', '.join(map(str, published))}."
            if published
            else did_you_mean(link.name, [name for name in names if name != link.name])
        )
        raise NotFound(
            f"The service {service.name} refers to attribute group {link.name} v{link.version}, which is not "
            f"published.{hint} Publish it first, or in the same call."
        )


def _is_published(folder: Folder, name: str, version: int) -> bool:
    """Whether a version is published, as far as it can be read: it is only a hint."""
    try:
        return bool(load_group(folder, name, version).is_published)
    except RegistryError:
        return False
