"""An attribute: one value per key, computed from events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from signals_nb.definitions.aggregations import AGGREGATIONS
from signals_nb.definitions.base import Duration, Model, Name, Text, ValueType
from signals_nb.definitions.cards import attribute_card
from signals_nb.definitions.criteria import Criteria
from signals_nb.definitions.events import Event
from signals_nb.definitions.properties import Property

__all__ = ["Attribute", "DefaultValue", "TimeUnit"]

if TYPE_CHECKING:
    AggregationName = str
else:
    AggregationName = Literal[tuple(AGGREGATIONS)]

TimeUnit = Literal["s", "min", "h", "d"]
DefaultValue = str | int | float | bool | list[str | int | float | bool]


class Attribute(Model):
    """One value per key, computed from the events that match.

    Args:
        name: 1 to 128 letters, digits and underscores; the column of the result.
        description: for people.
        type: the declared type of the value.
        events: which events; an empty list is every event.
        aggregation: how events become one value; ``signals_nb.aggregations()`` lists them.
        property: what to aggregate; ``counter`` and ``time_since_*`` take none.
        criteria: further conditions on the events.
        period: trailing window that ends at the moment of evaluation; absent means lifetime.
        default_value: used where the aggregation has no result.
        time_unit: the unit of ``time_since_last`` and ``time_since_first``.
        ttl: how long the value lives without an update; lifetime attributes only.
    """

    name: Name
    description: Text | None = None
    type: ValueType
    events: list[Event]
    aggregation: AggregationName
    property: Property | None = None
    criteria: Criteria | None = None
    period: Duration | None = None
    default_value: DefaultValue | None = None
    time_unit: TimeUnit | None = None
    ttl: Duration | None = None

    def _repr_html_(self) -> str:
        return attribute_card(self)
