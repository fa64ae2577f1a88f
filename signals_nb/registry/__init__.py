"""The registry: published definitions as JSON files, which a team keeps in git."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from signals_nb.definitions import AttributeGroup, AttributeKey, LinkAttributeKey, Service, resolve_key
from signals_nb.errors import RegistryError
from signals_nb.registry.changes import Change, Since
from signals_nb.registry.differences import ABSENT, Difference, differences
from signals_nb.registry.files import Write, exclusive, remove_all, write_all
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder
from signals_nb.registry.handed import RegistryObject, handed
from signals_nb.registry.listing import groups_frame, history_frame
from signals_nb.registry.plan import PublishPlan
from signals_nb.registry.publishing import Batch, changes_of, check_all
from signals_nb.registry.reading import load_group, load_key, load_service, require, require_version
from signals_nb.registry.result import PublishResult, refuse_conflicts, refuse_unpublished
from signals_nb.registry.withdrawing import require_all, to_delete, to_unpublish

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ABSENT",
    "Change",
    "Difference",
    "PublishPlan",
    "PublishResult",
    "Registry",
    "RegistryObject",
    "Since",
    "differences",
]


class Registry:
    """A folder of published definitions.

    ``attribute_groups/<name>/v<version>.json``, ``attribute_keys/<name>.json`` and ``services/<name>.json``
    hold the JSON that the Signals API takes, and nothing else.

    Args:
        root: The folder; the first publish makes it.
    """

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        # A notebook that changes its working folder keeps its registry.
        self._folder = Folder(self.root.expanduser().absolute())

    def __repr__(self) -> str:
        return f"Registry({str(self.root)!r})"

    def publish(self, objects: Iterable[RegistryObject]) -> PublishResult:
        """Publishes attribute groups, attribute keys and services: all, or none when one is refused.

        The order does not matter. A group's inline key is published with it when the registry has none of
        that name. An object that is published already and equal leaves its file alone. Files appear whole or
        not at all, to readers and after a crash, whatever number of processes publish at once.

        Args:
            objects: What to publish; they are not changed.

        Returns:
            A list of the objects with ``is_published`` true: keys, then groups, then services.

        Raises:
            InvalidDefinition: ``check()`` finds errors; all are named.
            VersionConflict: A published version of a group would change; only ``online`` and ``owner`` may.
            NotFound: A service refers to a version that is not published.
            RegistryError: A name is refused, a key would change under a published group, a file there is
                damaged, or the folder cannot be written.
        """
        batch = Batch.of(objects)
        if not batch.objects():
            return PublishResult([], [])
        with exclusive(self._folder.root):
            changes = changes_of(batch, self._folder)
            refuse_conflicts(changes)
            writes = [
                Write(self._folder.root / change.file, change.definition.to_json())
                for change in changes
                if change.writes
            ]
            write_all(writes, self._folder.root)
        return PublishResult.of(changes, batch)

    def plan(self, objects: Iterable[RegistryObject]) -> PublishPlan:
        """What ``publish`` would do to the registry as it is now; writes nothing, not even the folder.

        Args:
            objects: What would be published.

        Returns:
            The change of each object, field by field; conflicts are shown, not raised.

        Raises:
            InvalidDefinition: ``check()`` finds errors; all are named.
            NotFound: A service refers to a version that is not published.
            RegistryError: A name is refused, or a file that the objects concern is damaged.
        """
        return PublishPlan(tuple(changes_of(Batch.of(objects, "plan"), self._folder)))

    def unpublish(self, objects: Iterable[RegistryObject]) -> list[RegistryObject]:
        """Unpublishes objects, all or none; their definitions stay, and a group's version stays frozen.

        What the registry holds under an object's name (and version) counts, not the rest of the object. One
        that is not published is left as it is.

        Args:
            objects: Groups, keys and services, in any order.

        Returns:
            The registry's objects with ``is_published`` false, in the order given.

        Raises:
            NotFound: One is not in the registry, with the nearest names or the versions there are.
            RegistryError: A service uses a group, or a published group a key, and is not in the
                call; a file is damaged, or the folder cannot be written.
        """
        places = [place for place, _ in handed(objects, "unpublish")]
        if not places:
            return []
        require_all(self._folder, places)  # before the lock, which would make the folder
        with exclusive(self._folder.root):
            found = to_unpublish(self._folder, places)
            after = {place: each.model_copy(update={"is_published": False}) for place, each in found.items()}
            writes = [
                Write(self._folder.path(*place), after[place].to_json())
                for place, definition in found.items()
                if definition.is_published
            ]
            write_all(writes, self._folder.root)
        return [after[place] for place in dict.fromkeys(places)]

    def delete(self, objects: Iterable[RegistryObject]) -> None:
        """Removes unpublished objects from the registry, all or none.

        Args:
            objects: Groups, keys and services, in any order; their names (and versions) count.

        Raises:
            NotFound: One is not in the registry, with the nearest names or the versions there are.
            RegistryError: One is published; a service uses a group, or a group a key, and is not in the call;
                a file is damaged, or the folder cannot be written.
        """
        places = [place for place, _ in handed(objects, "delete")]
        if not places:
            return
        require_all(self._folder, places)
        with exclusive(self._folder.root):
            paths = [self._folder.path(*place) for place in to_delete(self._folder, places)]
            remove_all(paths, self._folder.root)

    def list_attribute_groups(self) -> pd.DataFrame:
        """Every version of every group.

        Returns:
            A row per version, by name and version: ``name``, ``version``, ``source`` (stream, batch,
            external), ``attribute_key``, ``attributes`` (how many; of an external group, its fields),
            ``online``, ``is_published``, ``owner``, ``description``.

        Warns:
            SignalsWarning: A file is damaged and left out.
        """
        return groups_frame(self._folder)

    def history(self, name: str) -> pd.DataFrame:
        """The versions of a group: when and by whom each was last changed, and whether it is the same.

        Args:
            name: Of the group.

        Returns:
            A row per version: ``version``, ``source`` (stream, batch, external), ``published_at`` (UTC),
            ``time_from`` (``git``: the commit that last changed the file, which is as that left it; ``file``:
            the time of the file, which is in no repository or not committed), ``author`` (of the commit),
            ``sha256`` (of the definition, see ``registry.listing.definition_hash``), ``is_published``,
            ``online``, ``owner``, ``file``.

        Raises:
            NotFound: No such group, with the nearest names.

        Warns:
            SignalsWarning: A file is damaged and left out.
        """
        return history_frame(self._folder, name)

    def for_remote(
        self, objects: Iterable[RegistryObject], require_published: bool = True
    ) -> list[RegistryObject]:
        """The objects that may go to the real system: keys, then groups, then services, each once.

        Args:
            objects: As ``publish`` takes them.
            require_published: Whether to refuse what is not published here exactly as given.

        Raises:
            InvalidDefinition: ``check()`` finds errors; all are named.
            RegistryError: There are no objects, or some are no such objects, or are not published here as
                given; all are named.
        """
        batch = Batch.of(objects, "publish_remote")
        if not batch.objects():
            raise RegistryError("publish_remote was given no objects: name what to hand over.")
        if require_published:
            refuse_unpublished(changes_of(batch, self._folder), self.root)
        else:
            check_all(batch, self._folder)
        return batch.objects()

    def get_attribute_group(self, name: str, version: int | None = None) -> AttributeGroup:
        """Reads a published group, in the right one of the three classes.

        Args:
            name: Of the group.
            version: The latest when absent.

        Raises:
            NotFound: No such group or version, with the nearest names or the versions there are.
            RegistryError: The file is damaged.
        """
        require(self._folder, GROUP, name)
        if version is None:  # another process can have deleted it since
            version = max(self._folder.versions(name), default=1)
        require_version(self._folder, name, version)
        return load_group(self._folder, name, version)

    def get_attribute_key(self, name: str) -> AttributeKey:
        """Reads a published key; raises as ``get_attribute_group``."""
        require(self._folder, KEY, name)
        return load_key(self._folder, name)

    def get_service(self, name: str) -> Service:
        """Reads a published service; raises as ``get_attribute_group``."""
        require(self._folder, SERVICE, name)
        return load_service(self._folder, name)

    def resolve_key(self, key: AttributeKey | LinkAttributeKey) -> AttributeKey | None:
        """The key that a link means: a published one, else a built-in one, else the atomic column.

        Args:
            key: A link, or a key, which is returned as it is when it says more than its name.

        Returns:
            The key, or None where nothing bears the name.

        Raises:
            RegistryError: The key's file is damaged.
        """
        name = str(key.name)
        published = {name: load_key(self._folder, name)} if name in self._folder.names(KEY) else {}
        return resolve_key(key, published)
