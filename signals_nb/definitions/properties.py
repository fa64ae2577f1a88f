"""The four kinds of property: where an attribute finds its value on an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import ConfigDict, Field, PositiveInt, StringConstraints

from signals_nb.definitions.atomic import ATOMIC
from signals_nb.definitions.base import DatePart, Model

__all__ = [
    "AtomicProperty",
    "CalculatedProperty",
    "EntityProperty",
    "EventProperty",
    "LeafProperty",
    "Operation",
    "Property",
]

if TYPE_CHECKING:
    AtomicName = str
else:
    AtomicName = Literal[tuple(ATOMIC)]

SchemaVendor = Annotated[str, StringConstraints(min_length=1)]
SchemaName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9-_]+$", min_length=1, max_length=128)]
JsonPath = Annotated[str, StringConstraints(pattern=r"^(?!\$$)(?!.*\[[\'\"]).+$", min_length=1)]
Separator = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=16)]
Operation = Literal["concat", "sum", "product", "min", "max", "coalesce"]


class AtomicProperty(Model):
    """A canonical column of the atomic events.

    Args:
        name: the column, such as ``page_urlpath``.
        date_part: take a part of a ``*_tstamp`` column, in UTC.
    """

    type: Literal["atomic"] = "atomic"
    name: AtomicName
    date_part: DatePart | None = None


class EventProperty(Model):
    """A field in the data of the self-describing event.

    Args:
        vendor: of the event's schema, such as ``com.acme``.
        name: of the event's schema.
        major_version: the schema's model number; 1 covers 1-0-0, 1-0-1, 1-2-3 and so on.
        path: where in the data, such as ``type`` or ``$.items[0].price``.
        date_part: take a part of a date-time, in UTC.
    """

    # The path's pattern looks ahead, which pydantic's own engine cannot.
    model_config = ConfigDict(regex_engine="python-re")

    type: Literal["event"] = "event"
    vendor: SchemaVendor
    name: SchemaName
    major_version: PositiveInt
    path: JsonPath
    date_part: DatePart | None = None


class EntityProperty(Model):
    """A field of an entity attached to the event.

    Args:
        vendor: of the entity's schema, such as ``nl.basjes``.
        name: of the entity's schema.
        major_version: the schema's model number; 1 covers 1-0-0, 1-0-1, 1-2-3 and so on.
        path: where in the entity, such as ``deviceClass``.
        index: which of the event's entities of this schema; 0 is the first.
        date_part: take a part of a date-time, in UTC.
    """

    model_config = ConfigDict(regex_engine="python-re")

    type: Literal["entity"] = "entity"
    vendor: SchemaVendor
    name: SchemaName
    major_version: PositiveInt
    path: JsonPath
    index: Annotated[int, Field(ge=0)] | None = 0
    date_part: DatePart | None = None


LeafProperty = AtomicProperty | EntityProperty | EventProperty


class CalculatedProperty(Model):
    """One value made of several properties of the same event.

    Args:
        operation: ``concat`` joins the parts that are not null as text; ``sum``, ``product``, ``min`` and
            ``max`` are null when any part is; ``coalesce`` takes the first part that is not null.
        properties: 1 to 50 atomic, event or entity properties.
        separator: what ``concat`` puts between the parts.
    """

    type: Literal["calculated"] = "calculated"
    operation: Operation
    properties: Annotated[
        list[Annotated[LeafProperty, Field(discriminator="type")]], Field(min_length=1, max_length=50)
    ]
    separator: Separator | None = None


Property = AtomicProperty | EventProperty | EntityProperty | CalculatedProperty
