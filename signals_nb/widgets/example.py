"""What ``demo()`` opens: the sample, and a group of three attributes that can be tested at once."""

from __future__ import annotations

from datetime import timedelta

from signals_nb.client import Signals
from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeGroup,
    Criteria,
    Criterion,
    PageView,
    StreamAttributeGroup,
    domain_userid,
)

__all__ = ["example"]


def example() -> tuple[Signals, AttributeGroup]:
    """The client and the group."""
    referrer = AtomicProperty(name="page_referrer")
    group = StreamAttributeGroup(
        name="first_look",
        version=1,
        description="How much a visitor reads, and where they came from.",
        owner="you@example.com",
        attribute_key=domain_userid,
        ttl=timedelta(days=30),
        attributes=[
            Attribute(
                name="page_views_7d",
                type="int64",
                events=[PageView()],
                aggregation="counter",
                period=timedelta(days=7),
            ),
            Attribute(
                name="usual_city",
                type="string",
                events=[],
                aggregation="most_frequent",
                property=AtomicProperty(name="geo_city"),
            ),
            Attribute(
                name="first_referrer",
                type="string",
                events=[PageView()],
                aggregation="first",
                property=referrer,
                criteria=Criteria(all=[Criterion.neq(referrer, "")]),
            ),
        ],
    )
    return Signals(), group
