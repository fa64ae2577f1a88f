"""Services: groups that an application reads together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, EmailStr
from pydantic import Field as PydanticField

from signals_nb.definitions.base import Model, Name, Text, require_client
from signals_nb.definitions.cards import service_card
from signals_nb.definitions.groups import AttributeGroup

if TYPE_CHECKING:
    from signals_nb.client import Signals

__all__ = ["Service", "VersionedLinkAttributeGroup"]


class VersionedLinkAttributeGroup(Model):
    """A reference to one version of a group.

    Args:
        name: of the group.
        version: of the group.
    """

    name: Name
    version: int | None = 1


def _links(groups: Any) -> Any:
    if isinstance(groups, str | bytes | Mapping) or not isinstance(groups, Iterable):
        return groups
    return [
        VersionedLinkAttributeGroup(name=group.name, version=group.version)
        if isinstance(group, AttributeGroup)
        else group
        for group in groups
    ]


class Service(Model):
    """Groups that an application reads together.

    Args:
        name: 1 to 128 letters, digits and underscores.
        description: for people.
        owner: an e-mail address.
        attribute_groups: 1 to 100 groups, or links to them; links are what is kept.
        is_published: whether the service is published.
    """

    name: Name
    description: Text | None = None
    owner: EmailStr
    attribute_groups: Annotated[
        list[VersionedLinkAttributeGroup],
        BeforeValidator(_links),
        PydanticField(min_length=1, max_length=100),
    ] = None  # type: ignore[assignment] # as the yardstick: absent is accepted, null is not
    is_published: bool | None = False

    def get_attributes(self, signals: Signals, attribute_key: str, identifier: str) -> dict[str, Any]:
        """The served values of one identifier: see ``Signals.get_service_attributes``.

        Args:
            signals: whose registry holds the service, which counts as it is there.
            attribute_key: the name of the key.
            identifier: the key's value.
        """
        require_client(signals, 'service.get_attributes(signals, "domain_userid", "u1")')
        return signals.get_service_attributes(self.name, attribute_key, identifier)

    def _repr_html_(self) -> str:
        return service_card(self)
