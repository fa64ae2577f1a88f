"""Attribute groups: attributes of one key, defined and versioned together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self, cast

from pydantic import BeforeValidator, EmailStr, StringConstraints
from pydantic import Field as PydanticField

from signals_nb.definitions.attributes import Attribute
from signals_nb.definitions.base import (
    Duration,
    Model,
    Name,
    Owner,
    Text,
    ValueType,
    read_json,
    require_client,
)
from signals_nb.definitions.cards import group_card
from signals_nb.definitions.keys import AttributeKey, LinkAttributeKey
from signals_nb.errors import InvalidDefinition

if TYPE_CHECKING:
    from signals_nb.check import Finding
    from signals_nb.client import Signals

__all__ = [
    "LATEST_VERSION",
    "AttributeGroup",
    "BatchAttributeGroup",
    "BatchSource",
    "ExternalBatchAttributeGroup",
    "Field",
    "StreamAttributeGroup",
]

LATEST_VERSION: Final = 2**31 - 1
"""The highest version that ``check()`` takes."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$", min_length=1)]


class BatchSource(Model):
    """A warehouse table that holds precomputed values.

    Args:
        name: of the source.
        database: of the table; may hold hyphens.
        schema: of the table.
        table: its name.
        timestamp_field: the column that tells when a row was last updated.
        description: for people.
        owner: usually an e-mail address.
    """

    name: Name
    description: Text | None = None
    owner: Owner | None = None
    database: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", min_length=1)]
    schema_: Annotated[Identifier, PydanticField(alias="schema")]
    table: Identifier
    timestamp_field: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$")]


class Field(Model):
    """A column of an external table.

    Args:
        name: of the column.
        description: for people.
        type: the declared type of its values.
    """

    name: Name
    description: Text | None = None
    type: ValueType


def _key_of_link(key: Any) -> Any:
    # On the wire a link is a key with no more than a name.
    return AttributeKey(name=key.name) if isinstance(key, LinkAttributeKey) else key


class AttributeGroup(Model):
    """What the three kinds of group share; use one of those to define a group.

    Args:
        name: 1 to 128 letters, digits and underscores.
        version: goes up when a published definition changes.
        description: for people.
        owner: an e-mail address.
        attribute_key: what the attributes are computed per, or a link to it.
        ttl: how long values live without an update.
        refresh_rate: how often the values are synced.
        backfill_since_tstamp: earlier events do not count.
        online: whether values are served.
        offline: whether values are computed in the warehouse.
        is_published: whether the group is published.
        batch_source: the table of precomputed values.
        fields: the columns of that table.
        attributes: the attributes, computed from events.
    """

    name: Name
    version: int | None = 1
    description: Text | None = None
    owner: EmailStr
    attribute_key: Annotated[AttributeKey | LinkAttributeKey, BeforeValidator(_key_of_link)]
    ttl: Duration | None = None
    refresh_rate: Duration | None = None
    backfill_since_tstamp: datetime | None = None
    online: bool | None = True
    offline: bool | None = None
    is_published: bool | None = False
    batch_source: BatchSource | None = None
    fields: list[Field] | None = None
    attributes: list[Attribute] | None = None

    @classmethod
    def from_json(cls, source: str | Path | dict[str, Any]) -> Self:
        """Read a group; called on ``AttributeGroup`` it gives the right one of the three classes.

        Args:
            source: JSON text, a dict, or the path of a JSON file.

        Raises:
            InvalidDefinition: there is no such file, it holds no JSON object, or it is an API response.
            pydantic.ValidationError: the object is no definition of this class.
        """
        loaded = read_json(source)
        _refuse_response(loaded)
        of = cls if cls is not AttributeGroup else cast("type[Self]", class_of(loaded))
        return of._validated(loaded)

    def check(self, events: Any = None) -> list[Finding]:
        """What is wrong or doubtful about the group.

        Args:
            events: the events to check it against too, as ``Signals(events=...)`` takes them; without them
                only what shows from the definition itself is found.

        Returns:
            Findings, each with a code, a severity, a place, a message and a hint; empty where all is well.
        """
        from signals_nb.check import check_definition

        findings = check_definition(self)
        if events is not None:
            from signals_nb.client import check_events

            findings += [one for one in check_events(self, events) if one not in findings]
        return findings

    def columns(self) -> dict[str, str]:
        """The names of the attributes, or of an external table's fields, with their declared types."""
        columns: list[Attribute | Field] = [*(self.attributes or []), *(self.fields or [])]
        return {column.name: column.type for column in columns}

    def get_attributes(self, signals: Signals, identifier: str) -> dict[str, Any]:
        """The served values of one identifier: see ``Signals.get_group_attributes``.

        Args:
            signals: whose registry holds the group, which counts as it is there.
            identifier: the key's value.
        """
        require_client(signals, 'group.get_attributes(signals, "u1")')
        return signals.get_group_attributes(
            self.name, self.version or 1, list(self.columns()), str(self.attribute_key.name), identifier
        )

    def _repr_html_(self) -> str:
        return group_card(self)


class StreamAttributeGroup(AttributeGroup):
    """A group that is computed from events in real time."""

    offline: Literal[False] = False
    batch_source: Literal[None] = None
    fields: Literal[None] = None
    attributes: Annotated[list[Attribute], PydanticField(min_length=1)]


class BatchAttributeGroup(AttributeGroup):
    """A group that is computed from the warehouse's atomic events."""

    offline: Literal[True] = True
    fields: Literal[None] = None
    attributes: Annotated[list[Attribute], PydanticField(min_length=1)]


class ExternalBatchAttributeGroup(AttributeGroup):
    """A group whose values an external warehouse table holds already."""

    offline: Literal[True] = True
    batch_source: BatchSource
    fields: Annotated[list[Field], PydanticField(min_length=1)]
    attributes: Literal[None] = None


def class_of(
    group: Mapping[str, Any],
) -> type[StreamAttributeGroup | BatchAttributeGroup | ExternalBatchAttributeGroup]:
    """The class that a group's JSON belongs to, by ``offline``, ``fields`` and ``batch_source``."""
    if group.get("fields") is not None:
        return ExternalBatchAttributeGroup
    if group.get("offline") is None:
        return StreamAttributeGroup if group.get("batch_source") is None else BatchAttributeGroup
    return BatchAttributeGroup if group["offline"] else StreamAttributeGroup


_RESPONSE_SIGN: Final = "(such as contexts_nl_basjes_yauaa_context_1[0].deviceClass)"


def _refuse_response(group: dict[str, Any]) -> None:
    """An API response writes properties as text, which does not tell vendor from name."""
    attributes = group.get("attributes")
    named = [
        str(attribute.get("name"))
        for attribute in (attributes if isinstance(attributes, list) else [])
        if isinstance(attribute, dict) and _holds_text_property(attribute)
    ]
    if named:
        raise InvalidDefinition(
            f"This is a response of the Signals API, not a definition: it writes properties as text "
            f"{_RESPONSE_SIGN}, which does not tell the schema's vendor from its name. "
            f"Attributes concerned: {', '.join(named)}. Load the JSON that was published instead."
        )


def _holds_text_property(attribute: dict[str, Any]) -> bool:
    holders = [attribute]
    criteria = attribute.get("criteria")
    if isinstance(criteria, dict):
        for clause in ("all", "any"):
            if isinstance(criteria.get(clause), list):
                holders += [criterion for criterion in criteria[clause] if isinstance(criterion, dict)]
    return any(isinstance(holder.get("property"), str) for holder in holders)
