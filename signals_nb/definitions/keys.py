"""Attribute keys: what attributes are computed per, such as a user or a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import Field as PydanticField
from pydantic import RootModel, StringConstraints

from signals_nb.definitions.atomic import ATOMIC
from signals_nb.definitions.base import Duration, Model, Name, Owner, Text
from signals_nb.definitions.cards import key_card
from signals_nb.definitions.properties import AtomicProperty, EntityProperty, EventProperty

__all__ = [
    "BUILT_IN_KEYS",
    "AttributeKey",
    "AttributeKeyId",
    "AttributeKeyIdentifiers",
    "LinkAttributeKey",
    "domain_sessionid",
    "domain_userid",
    "external_column",
    "is_link",
    "key_source",
    "network_userid",
    "resolve_key",
    "session_attribute_key",
    "user_attribute_key",
    "user_id",
]


class AttributeKey(Model):
    """What attributes are computed per.

    Args:
        name: derived when absent: from ``external_column``, else from an atomic property's name, else from
            the last step of the property's path.
        description: for people.
        key: deprecated; the atomic column that holds the key.
        external_column: the column of an external table that holds the key; equal to ``name``.
        property: where an event holds the key.
        owner: usually an e-mail address.
        ttl: how long values live without an update, where the group has no ttl.
        is_published: whether the key is published.
    """

    name: Name | None = None
    description: Text | None = None
    key: Name | None = None
    external_column: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=128)] | None = None
    property: AtomicProperty | EventProperty | EntityProperty | None = None
    owner: Owner | None = None
    ttl: Duration | None = None
    is_published: bool | None = False

    def model_post_init(self, context: Any) -> None:
        """Derive the name."""
        if self.name and self.external_column and self.name != self.external_column:
            raise ValueError(
                f'external_column "{self.external_column}" and name "{self.name}" differ. Leave name out: '
                "it is derived from external_column."
            )
        if self.name is None:
            self.name = self._derived_name()

    def _derived_name(self) -> str:
        if self.external_column:
            return self.external_column
        if isinstance(self.property, AtomicProperty):
            return self.property.name
        if self.property is not None:
            return self.property.path.split(".")[-1]
        if self.key:
            raise ValueError(
                "A name cannot be derived from key alone. Give name, property or external_column."
            )
        raise ValueError("A key needs a name, or a property or external_column to derive it from.")

    def _repr_html_(self) -> str:
        return key_card(self)


class LinkAttributeKey(Model):
    """A reference to an attribute key by its name.

    Args:
        name: of a published key, or of a built-in one.
    """

    name: Name


class AttributeKeyId(
    RootModel[
        Annotated[
            str,
            StringConstraints(
                pattern=r"^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$|^[A-Za-z0-9_-]+$",
                min_length=1,
                max_length=128,
            ),
        ]
    ]
):
    """One value of an attribute key, such as a user's id."""


class AttributeKeyIdentifiers(RootModel[dict[str, list[str]] | None]):
    """Values of attribute keys, by the key's name."""

    root: Annotated[dict[str, list[str]] | None, PydanticField(min_length=1, max_length=100)] = None


domain_userid: Final = AttributeKey(
    name="domain_userid", key="domain_userid", description="The domain user ID for the user."
)
domain_sessionid: Final = AttributeKey(
    name="domain_sessionid", key="domain_sessionid", description="The domain session ID for the session."
)
user_id: Final = AttributeKey(name="user_id", key="user_id", description="The user ID for the user.")
network_userid: Final = AttributeKey(
    name="network_userid", key="network_userid", description="The network user ID for the user."
)
user_attribute_key: Final = AttributeKey(
    name="user", key="domain_userid", description="Deprecated: Use domain_userid instead."
)
session_attribute_key: Final = AttributeKey(
    name="session", key="domain_sessionid", description="Deprecated: Use domain_sessionid instead."
)

BUILT_IN_KEYS: Final[dict[str, AttributeKey]] = {
    str(key.name): key
    for key in (
        domain_userid,
        domain_sessionid,
        user_id,
        network_userid,
        user_attribute_key,
        session_attribute_key,
    )
}
"""The keys that come with the package, by name; the last two are deprecated."""


def is_link(key: AttributeKey | LinkAttributeKey) -> bool:
    """Whether a key carries no more than a name: on the wire a link looks like that."""
    if isinstance(key, LinkAttributeKey):
        return True
    return not key.to_dict().keys() - {"name", "is_published"}


def resolve_key(
    key: AttributeKey | LinkAttributeKey, published: Mapping[str, AttributeKey] | None = None
) -> AttributeKey | None:
    """The key that a link means: a published one, else a built-in one, else the atomic column of its name.

    Args:
        key: of a group; one that says where its values are is returned as it is.
        published: the registry's keys by name.

    Returns:
        The key, or None where nothing bears the name.
    """
    if not is_link(key):
        return key if isinstance(key, AttributeKey) else None
    name = str(key.name)
    for known in (published or {}, BUILT_IN_KEYS):
        if name in known:
            return known[name]
    if name in ATOMIC:
        return key if isinstance(key, AttributeKey) else AttributeKey(name=name)
    return None


def key_source(key: AttributeKey) -> AtomicProperty | EventProperty | EntityProperty | str:
    """Where an event holds the key: its property, else the column of its ``key``, else of its name."""
    if key.property is not None:
        return key.property
    return key.key or str(key.name)


def external_column(key: AttributeKey | LinkAttributeKey) -> str:
    """The external table's column that holds the key: ``external_column``, else ``key``, else the name."""
    if isinstance(key, LinkAttributeKey):
        return key.name
    return key.external_column or key.key or str(key.name)
