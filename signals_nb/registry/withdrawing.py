"""What unpublish and delete do; both refuse before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from signals_nb.definitions import AttributeGroup, Service
from signals_nb.errors import RegistryError
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder, Place
from signals_nb.registry.handed import RegistryObject
from signals_nb.registry.reading import load, require, require_version

__all__ = ["require_all", "to_delete", "to_unpublish"]

# What refers to others goes first: a crash on the way leaves nothing that refers to what is gone.
_ORDER = (SERVICE, GROUP, KEY)
_USERS = {GROUP: SERVICE, KEY: GROUP}


def require_all(folder: Folder, places: Sequence[Place]) -> None:
    """Refuses what the registry does not hold.

    Raises:
        NotFound: With the nearest names, or the versions there are.
    """
    for kind, name, version in places:
        require(folder, kind, name)
        if version is not None:
            require_version(folder, name, version)


def to_unpublish(folder: Folder, places: Sequence[Place]) -> dict[Place, RegistryObject]:
    """The objects as they are, in the order in which to unpublish them.

    Raises:
        NotFound: One is not in the registry.
        RegistryError: A service, or a published group, refers to one and stays, or a file is damaged.
    """
    require_all(folder, places)
    found = {place: load(folder, place) for place in _ordered(places)}
    published = [place for place, definition in found.items() if definition.is_published]
    _refuse_used(folder, published, places, "unpublish", _holds)
    return found


def to_delete(folder: Folder, places: Sequence[Place]) -> list[Place]:
    """The objects in the order in which to delete them.

    Raises:
        NotFound: One is not in the registry.
        RegistryError: One is published, something refers to one and stays, or a file is damaged.
    """
    require_all(folder, places)
    published = [place.title for place in _ordered(places) if load(folder, place).is_published]
    if published:
        raise RegistryError(
            f"Nothing was deleted, for this is published: {', '.join(published)}. "
            "Unpublish it first, with unpublish([...])."
        )
    _refuse_used(folder, places, places, "delete", lambda user: True)
    return _ordered(places)


def _holds(user: RegistryObject) -> bool:
    # A service refers to published versions only, be it served or not (semantics.md, "The registry").
    return isinstance(user, Service) or bool(user.is_published)


def _ordered(places: Sequence[Place]) -> list[Place]:
    return sorted(dict.fromkeys(places), key=lambda place: _ORDER.index(place.kind))


def _refuse_used(
    folder: Folder,
    wanted: Sequence[Place],
    going: Sequence[Place],
    call: str,
    counts: Callable[[RegistryObject], bool],
) -> None:
    """Refuses to take away what others need that stay.

    Args:
        folder: The registry's.
        wanted: What is taken away.
        going: The objects of the call, which need nothing any more.
        call: ``unpublish`` or ``delete``.
        counts: Whether an object's need counts.
    """
    needs: dict[Place, list[str]] = {place: [] for place in wanted}
    for kind in {_USERS[place.kind] for place in wanted if place.kind in _USERS}:
        for user in folder.places(kind):
            if user in going or not counts(definition := load(folder, user)):
                continue
            for need in _needs(definition):
                if need in needs:
                    needs[need].append(user.title)
    told = [f"{place.title} is used by {', '.join(users)}" for place, users in needs.items() if users]
    if told:
        raise RegistryError(
            f"Nothing was {call.removesuffix('e')}ed: {'; '.join(told)}. "
            f"{call.capitalize()} what uses it in the same call, or publish that without it."
        )


def _needs(user: RegistryObject) -> list[Place]:
    if isinstance(user, Service):
        links = [Place(GROUP, link.name, link.version or 1) for link in user.attribute_groups or []]
        return list(dict.fromkeys(links))
    return [Place(KEY, str(user.attribute_key.name))] if isinstance(user, AttributeGroup) else []
