"""What a user hands to the registry: groups, keys and services, by kind, name and version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from signals_nb.definitions import AttributeGroup, AttributeKey, Service
from signals_nb.errors import RegistryError
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Place

__all__ = ["RegistryObject", "handed", "place_of"]

RegistryObject = AttributeGroup | AttributeKey | Service


def handed(objects: Iterable[object], caller: str) -> Iterator[tuple[Place, RegistryObject]]:
    """Each object with its place.

    Args:
        objects: What the user gave.
        caller: The method that the user called, for messages.

    Raises:
        RegistryError: It is no list, or one is no group, key or service.
    """
    if isinstance(objects, RegistryObject):
        raise RegistryError(f"{caller} takes a list: {caller}([{objects.name}]).")
    if not isinstance(objects, Iterable):
        raise RegistryError(f"{caller} takes a list of groups, keys and services; it is {objects!r}.")
    for definition in objects:
        if not isinstance(definition, RegistryObject):
            raise RegistryError(
                f"{caller} takes attribute groups, attribute keys and services of signals_nb, not "
                f"{type(definition).__module__}.{type(definition).__name__}."
            )
        yield place_of(definition), definition


def place_of(definition: RegistryObject) -> Place:
    """Where an object lies in a registry."""
    if isinstance(definition, AttributeGroup):
        return Place(GROUP, definition.name, definition.version or 1)
    return Place(KEY if isinstance(definition, AttributeKey) else SERVICE, str(definition.name))
