"""What a user declares: attributes, the events and properties they read, their keys, groups and services."""

from signals_nb.definitions.aggregations import AGGREGATIONS, Aggregation, aggregations
from signals_nb.definitions.atomic import ATOMIC, JSON_COLUMNS, LOAD_TSTAMP, TIMESTAMPS, AtomicColumn
from signals_nb.definitions.attributes import Attribute
from signals_nb.definitions.criteria import Criteria, Criterion
from signals_nb.definitions.events import Event, PagePing, PageView, StructuredEvent
from signals_nb.definitions.groups import (
    AttributeGroup,
    BatchAttributeGroup,
    BatchSource,
    ExternalBatchAttributeGroup,
    Field,
    StreamAttributeGroup,
)
from signals_nb.definitions.keys import (
    BUILT_IN_KEYS,
    AttributeKey,
    AttributeKeyId,
    AttributeKeyIdentifiers,
    LinkAttributeKey,
    domain_sessionid,
    domain_userid,
    external_column,
    is_link,
    key_source,
    network_userid,
    resolve_key,
    session_attribute_key,
    user_attribute_key,
    user_id,
)
from signals_nb.definitions.properties import (
    AtomicProperty,
    CalculatedProperty,
    EntityProperty,
    EventProperty,
    LeafProperty,
    Property,
)
from signals_nb.definitions.services import Service, VersionedLinkAttributeGroup

__all__ = [
    "AGGREGATIONS",
    "ATOMIC",
    "BUILT_IN_KEYS",
    "JSON_COLUMNS",
    "LOAD_TSTAMP",
    "TIMESTAMPS",
    "Aggregation",
    "AtomicColumn",
    "AtomicProperty",
    "Attribute",
    "AttributeGroup",
    "AttributeKey",
    "AttributeKeyId",
    "AttributeKeyIdentifiers",
    "BatchAttributeGroup",
    "BatchSource",
    "CalculatedProperty",
    "Criteria",
    "Criterion",
    "EntityProperty",
    "Event",
    "EventProperty",
    "ExternalBatchAttributeGroup",
    "Field",
    "LeafProperty",
    "LinkAttributeKey",
    "PagePing",
    "PageView",
    "Property",
    "Service",
    "StreamAttributeGroup",
    "StructuredEvent",
    "VersionedLinkAttributeGroup",
    "aggregations",
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
