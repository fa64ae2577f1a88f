"""Define, test and publish Snowplow Signals attributes in a notebook, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.client import Signals
from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeGroup,
    AttributeKey,
    AttributeKeyId,
    AttributeKeyIdentifiers,
    BatchAttributeGroup,
    BatchSource,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    EventProperty,
    ExternalBatchAttributeGroup,
    Field,
    LinkAttributeKey,
    PagePing,
    PageView,
    Service,
    StreamAttributeGroup,
    StructuredEvent,
    aggregations,
    domain_sessionid,
    domain_userid,
    network_userid,
    session_attribute_key,
    user_attribute_key,
    user_id,
)
from signals_nb.errors import (
    EventsError,
    InvalidDefinition,
    NotFound,
    RegistryError,
    SignalsError,
    SignalsTestError,
    SignalsWarning,
    ValueDoesNotFit,
    VersionConflict,
    did_you_mean,
)
from signals_nb.registry import PublishPlan
from signals_nb.remote import from_sdk, to_sdk
from signals_nb.results import TestResult
from signals_nb.samples import sample_events

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__version__ = "0.1.0"

# What the vendor's package has and this one does not.
_VENDORS_OWN = {
    **dict.fromkeys(
        (
            "InterventionCriteriaAll",
            "InterventionCriteriaAny",
            "InterventionCriteriaNone",
            "InterventionCriterion",
            "InterventionInstance",
            "RuleIntervention",
        ),
        "interventions",
    ),
    **dict.fromkeys(
        (
            "AgenticContextResponse",
            "EventLog",
            "EventLogAtomicProperty",
            "EventLogEntityProperty",
            "EventLogEvent",
            "EventLogEventProperty",
            "EventLogResponse",
            "EventSelection",
        ),
        "event logs",
    ),
    **dict.fromkeys(("SignalsAPIError", "SignalsSandbox"), "connections to the Signals API"),
}


def demo() -> Builder:
    """A builder on the bundled sample, with three attributes ready to test.

    Raises:
        SignalsError: ipywidgets is missing.
    """
    from signals_nb.widgets import demo

    return demo()


def __getattr__(name: str) -> object:
    if name == "Builder":
        from signals_nb.widgets import builder_class

        return builder_class()
    if name in _VENDORS_OWN:
        raise ImportError(
            f"signals_nb has no {name}: {_VENDORS_OWN[name]} are not part of it. "
            f"The official package has them: from snowplow_signals import {name}"
        )
    raise AttributeError(
        f"module 'signals_nb' has no attribute {name!r}.{did_you_mean(name, __all__)}", name=name
    )


__all__ = [
    "AtomicProperty",
    "Attribute",
    "AttributeGroup",
    "AttributeKey",
    "AttributeKeyId",
    "AttributeKeyIdentifiers",
    "BatchAttributeGroup",
    "BatchSource",
    "Builder",
    "CalculatedProperty",
    "Criteria",
    "Criterion",
    "EntityProperty",
    "Event",
    "EventProperty",
    "EventsError",
    "ExternalBatchAttributeGroup",
    "Field",
    "InvalidDefinition",
    "LinkAttributeKey",
    "NotFound",
    "PagePing",
    "PageView",
    "PublishPlan",
    "RegistryError",
    "Service",
    "Signals",
    "SignalsError",
    "SignalsTestError",
    "SignalsWarning",
    "StreamAttributeGroup",
    "StructuredEvent",
    "TestResult",
    "ValueDoesNotFit",
    "VersionConflict",
    "aggregations",
    "demo",
    "domain_sessionid",
    "domain_userid",
    "from_sdk",
    "network_userid",
    "sample_events",
    "session_attribute_key",
    "to_sdk",
    "user_attribute_key",
    "user_id",
]
