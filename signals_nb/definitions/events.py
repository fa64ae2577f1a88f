"""Which events an attribute looks at."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from signals_nb.definitions.base import Model

__all__ = ["Event", "PagePing", "PageView", "StructuredEvent"]

EventName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9-_]+$", min_length=1, max_length=128)]
EventVendor = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9-_.]+$", min_length=1, max_length=128)]
EventVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]+-[0-9]+-[0-9]+$")]
SpecificationId = Annotated[str, StringConstraints(min_length=1)]


class Event(Model):
    """A filter on events; what is absent matches anything.

    Args:
        name: the event's name, such as ``page_view`` (column ``event_name``).
        vendor: the vendor of its schema (column ``event_vendor``).
        version: the version of its schema, such as ``1-0-0`` (column ``event_version``).
        event_specification_id: events that carry this event specification; not together with the others.
    """

    name: EventName | None = None
    vendor: EventVendor | None = None
    version: EventVersion | None = None
    event_specification_id: SpecificationId | None = None


def PageView() -> Event:
    """The page_view event, 1-0-0."""
    return Event(vendor="com.snowplowanalytics.snowplow", name="page_view", version="1-0-0")


def PagePing() -> Event:
    """The page_ping event, 1-0-0."""
    return Event(vendor="com.snowplowanalytics.snowplow", name="page_ping", version="1-0-0")


def StructuredEvent() -> Event:
    """The structured event, 1-0-0."""
    return Event(vendor="com.google.analytics", name="event", version="1-0-0")
