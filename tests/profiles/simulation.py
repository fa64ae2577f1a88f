"""A slow simulation of one profile after another: walk its events in time order, expire, then add.

Reading an event (its time, key, match and value) and folding a list of events into a value are the oracle's;
what is kept, for how long, and what is forgotten is decided here, straight from the spec's "Profiles".
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from meaning.filters import takes
from meaning.oracle import (
    duration,
    event_time,
    first_deliveries,
    is_visible,
    key_name,
    key_of,
    latest,
    result,
)
from meaning.oracle import utc as in_utc
from meaning.values import as_number, read

NUMERIC = ("sum", "min", "max", "mean")
WITHOUT_PROPERTY = ("counter", "time_since_last", "time_since_first")


@dataclass
class Clock:
    """When something was last updated, and how long it lives after that (without a ttl: for ever)."""

    ttl: timedelta | None
    last_update: datetime | None = None
    exact_gaps: int = 0

    def is_over(self, now):
        """Whether more than a ttl passed since the last update; what never had one cannot expire."""
        return None not in (self.ttl, self.last_update) and now - self.last_update > self.ttl

    def reset(self, now):
        self.exact_gaps += self.last_update is not None and now - self.last_update == self.ttl
        self.last_update = now


@dataclass
class State:
    """An attribute, the clock that it hangs on, and the updates it has had since that clock last expired."""

    attribute: dict
    clock: Clock
    updates: list = field(default_factory=list)
    times_forgotten: int = 0

    def expire(self, now):
        if self.updates and self.clock.is_over(now):
            self.updates = []
            self.times_forgotten += 1

    def value(self, now):
        """None where the clock has run out, else the aggregation over what was kept, or its default."""
        return None if self.clock.is_over(now) else result(self.attribute, self.updates, now)


class Profile:
    """One identifier's state, fed with events in time order.

    The group's clock, which has the key's ttl where the group has none, is reset by an update of any
    attribute. An attribute with a ttl of its own has a clock of its own besides.
    """

    def __init__(self, group):
        ttl = group.get("ttl") or group["attribute_key"].get("ttl")
        self.clock = Clock(ttl and duration(ttl))
        self.states = [State(attribute, self._clock_of(attribute)) for attribute in group["attributes"]]

    def _clock_of(self, attribute):
        return Clock(duration(attribute["ttl"])) if attribute.get("ttl") else self.clock

    def see(self, event):
        """First everything that is due expires, then the event is added wherever it is an update."""
        now = event_time(event)
        for state in self.states:
            state.expire(now)
        updated = [state for state in self.states if is_update(state.attribute, event)]
        for state in updated:
            state.updates.append(event)
            if state.clock is not self.clock:
                state.clock.reset(now)
        if updated:
            self.clock.reset(now)

    def values(self, now):
        return {state.attribute["name"]: state.value(now) for state in self.states}


def is_update(attribute, event):
    """Whether the attribute counts the event (its period aside) and finds a value on it."""
    if not takes(attribute, event):
        return False
    if attribute["aggregation"] in WITHOUT_PROPERTY:
        return True
    value = read(attribute["property"], event)
    # A text that is no number is null to a numeric aggregation.
    return (as_number(value) if attribute["aggregation"] in NUMERIC else value) is not None


def profiles_of(group, events, as_of, deduplicate=False):
    """`{identifier: Profile}`, each walked through all its events up to `as_of`, in the order of identifiers.

    The group's key is the one that a link means.
    """
    visible = [event for event in events if is_visible(event, group, as_of, None, None)]
    if deduplicate:
        visible = first_deliveries(visible, group)
    profiles = {key: Profile(group) for key in sorted({key_of(event, group) for event in visible})}
    for event in sorted(visible, key=event_time):
        profiles[key_of(event, group)].see(event)
    return profiles


def simulate(group, events, *, as_of=None, deduplicate=False):
    """One dict per identifier, sorted by it, the key first; raises `Misfit` for a value that does not fit."""
    now = in_utc(as_of) if as_of else latest(events)
    profiles = profiles_of(group, events, now, deduplicate) if now else {}
    return [{key_name(group): key, **profile.values(now)} for key, profile in profiles.items()]


def as_json(value):
    """A value as `get_group_attributes` gives it: a moment as ISO text, everything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value
