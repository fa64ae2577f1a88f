"""The registry as a draft sees it: the versions under its name, the keys, what publishing would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from signals_nb.definitions import BUILT_IN_KEYS, AttributeGroup, AttributeKey, LinkAttributeKey, resolve_key
from signals_nb.errors import RegistryError, collecting
from signals_nb.registry.breaking import marked
from signals_nb.registry.comparing import frozen, state
from signals_nb.registry.differences import Difference, differences
from signals_nb.registry.folder import GROUP, KEY
from signals_nb.widgets.drafts.form import Json
from signals_nb.widgets.drafts.values import FieldChange, Proposal, Version

if TYPE_CHECKING:
    from signals_nb.registry import Registry

__all__ = ["Shelf"]

_OFFERED: Final = ("domain_userid", "domain_sessionid", "user_id", "network_userid")


class Shelf:
    """What the registry holds, read once and again only by ``reload``.

    Args:
        registry: None where none is open.
    """

    def __init__(self, registry: Registry | None) -> None:
        self.registry = registry
        self.reload()

    def reload(self) -> None:
        """Forget what was read."""
        self.problems: dict[str, str] = {}
        self._key_names: list[str] | None = None
        self._keys: dict[str, AttributeKey | None] = {}
        self._versions: dict[str, tuple[Version, ...]] = {}
        self._groups: dict[tuple[str, int], AttributeGroup] = {}

    @property
    def key_names(self) -> list[str]:
        """The published keys."""
        if self._key_names is None:
            self._key_names = self.registry._folder.names(KEY) if self.registry else []
        return self._key_names

    @property
    def offered_keys(self) -> tuple[str, ...]:
        """The keys to choose from: the built-in ones, then the published ones."""
        return (*_OFFERED, *(name for name in self.key_names if name not in BUILT_IN_KEYS))

    def key(self, key: Any) -> AttributeKey | None:
        """What a JSON key resolves to; None where its shape is wrong or nothing bears its name."""
        try:
            return self._resolved(AttributeKey.__pydantic_validator__.validate_python(key))
        except ValidationError:
            return None

    def _resolved(self, key: AttributeKey | LinkAttributeKey) -> AttributeKey | None:
        text = key.model_dump_json()
        if text not in self._keys:
            self._keys[text] = self._read(key)
        return self._keys[text]

    def _read(self, key: AttributeKey | LinkAttributeKey) -> AttributeKey | None:
        if self.registry is None:
            return resolve_key(key)
        try:
            return self.registry.resolve_key(key)
        except RegistryError as error:
            self.problems[str(key.name)] = str(error)
            return None

    def versions(self, name: Any) -> tuple[Version, ...]:
        """The versions of a group, the latest first."""
        if self.registry is None or not isinstance(name, str):
            return ()
        if name not in self._versions:
            found = reversed(self.registry._folder.versions(name))
            self._versions[name] = tuple(self._version(name, number) for number in found)
        return self._versions[name]

    def _version(self, name: str, number: int) -> Version:
        assert self.registry is not None, "there are versions only in a registry"
        try:
            group = self.registry.get_attribute_group(name, number)
        except RegistryError as error:
            return Version(number, f"v{number} (damaged)", False, str(error))
        self._groups[name, number] = group
        published = bool(group.is_published)
        return Version(number, f"v{number} ({'Published' if published else 'Not published'})", published)

    def group(self, name: str, number: int) -> AttributeGroup | None:
        """A version that can be read."""
        self.versions(name)
        return self._groups.get((name, number))

    def propose(self, group: AttributeGroup) -> Proposal:
        """What publishing a group would do, by what was read of the registry."""
        versions = self.versions(group.name)
        latest = next((one.number for one in versions if one.published), None)
        for number in dict.fromkeys((group.version, latest)):
            held = None if number is None else self.group(group.name, number)
            if held is None or self._changes(held, group):
                continue
            moved = differences(state(held), state(group.model_copy(update={"is_published": True})))
            same = group.model_copy(update={"version": number})
            changes = tuple(map(FieldChange, marked(GROUP, moved)))
            return Proposal(same, self._file(same), number, changes, None if moved else number)
        taken = [one.number for one in versions]
        own = group.version if group.version is not None and group.version > 0 else 1
        free = own if own > max(taken, default=0) else max(taken) + 1
        new = group.model_copy(update={"version": free})
        held = None if latest is None else self.group(group.name, latest)
        changes = () if held is None else tuple(map(FieldChange, marked(GROUP, self._changes(held, new))))
        return Proposal(new, self._file(new), latest, changes)

    def inline_keys(self, proposal: Proposal) -> tuple[str, ...]:
        """The keys that are published along with a proposal.

        Raises:
            RegistryError: the registry refuses the name or the key, or a file that this needs is damaged.
        """
        assert self.registry is not None, "asked only with a registry"
        with collecting():  # a key that differs from the published one is told by the publish itself
            plan = self.registry.plan([proposal.group])
        return tuple(str(one.definition.name) for one in plan.changes if one.kind == KEY and one.writes)

    def _file(self, group: AttributeGroup) -> str:
        root = self.registry.root.as_posix() if self.registry else "registry"
        return f"{root}/attribute_groups/{group.name}/v{group.version}.json"

    def _changes(self, old: AttributeGroup, new: AttributeGroup) -> list[Difference]:
        return differences(self._frozen(old), self._frozen(new))

    def _frozen(self, group: AttributeGroup) -> Json:
        held = frozen(group, self._resolved(group.attribute_key))
        return {name: value for name, value in held.items() if name != "version"}
