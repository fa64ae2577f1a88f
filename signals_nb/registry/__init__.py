"""The registry: published definitions as JSON files, which a team keeps in git."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from signals_nb.definitions import AttributeGroup, AttributeKey, LinkAttributeKey, Service, resolve_key
from signals_nb.errors import NotFound, RegistryError
from signals_nb.registry.changes import Change, RegistryObject
from signals_nb.registry.differences import ABSENT, Difference, differences
from signals_nb.registry.files import Write, exclusive, write_all
from signals_nb.registry.folder import GROUP, KEY, SERVICE, Folder
from signals_nb.registry.publishing import Batch, changes_of, check_all
from signals_nb.registry.reading import load_group, load_key, load_service, require
from signals_nb.registry.result import PublishResult, refuse_conflicts, refuse_unpublished

__all__ = [
    "ABSENT",
    "Change",
    "Difference",
    "PublishResult",
    "Registry",
    "RegistryObject",
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
        versions = self._folder.versions(name)
        if version is None:
            version = versions[-1]
        elif version not in versions:
            listed = ", ".join(map(str, versions))
            raise NotFound(f'The attribute group "{name}" has no version {version}. It has {listed}.')
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
