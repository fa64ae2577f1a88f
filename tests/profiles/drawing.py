"""Random worlds whose events lie whole hours apart, groups with every mix of ttls, and clocks to ask at."""

import itertools
from datetime import timedelta

from meaning.groups import NUMERIC, GroupMaker
from meaning.oracle import duration, event_time
from meaning.worlds import START, make_world

TTLS = ["PT4H", "PT8H", "P1D", "PT32H", "P2D", "P4D"]
GRID = timedelta(hours=4)
TIMES = ["derived_tstamp", "collector_tstamp"]


def coarse_world(seed):
    """A random world with its times moved to a grid of which every ttl is a multiple.

    What is left over within half an hour stays: some gaps are a microsecond off a ttl.
    """
    world = make_world(seed)
    for event in world.events:
        event.update({name: _coarse(event[name]) for name in TIMES if event[name]})
    return world


def _coarse(moment):
    since = moment - START
    return START + since // GRID * GRID + since % timedelta(minutes=30)


class ProfileMaker(GroupMaker):
    """Draws groups with ttls; their keys may be links, for which `linked` holds what they mean."""

    def attribute(self, name):
        attribute = super().attribute(name)
        # Rare events and criteria leave too little to expire.
        for field in ("events", "criteria"):
            if self.rng.random() < 0.5:
                attribute[field] = [] if field == "events" else {}
        if "period" not in attribute and self.rng.random() < 0.35:
            attribute["ttl"] = self.rng.choice(TTLS)
        return attribute

    def typed(self, aggregation):
        """A numeric aggregation may be over texts, few of which are numbers, where columns have no types."""
        typed = super().typed(aggregation)
        if self.json_text and aggregation in NUMERIC and self.rng.random() < 0.5:
            texts = (self.leaf("text") for _ in itertools.count())
            typed["property"] = next(prop for prop in texts if prop["type"] != "atomic")
        return typed

    def published(self, number):
        """A group to publish, and the key that it means: `(group, key)`."""
        rng, group = self.rng, self.group()
        key = group["attribute_key"]
        has_ttl = rng.random() < 0.5
        if has_ttl or "property" in key:
            # One key name of the registry is one key: a ttl or an index of its own makes it another.
            source = {} if "property" in key else {"key": key.get("key", key["name"])}
            key = key | source | {"name": f"key_{number}"} | ({"ttl": rng.choice(TTLS)} if has_ttl else {})
        linked = "ttl" in key and rng.random() < 0.5
        group |= {
            "name": f"group_{number}",
            "offline": rng.random() < 0.2,
            "attribute_key": {"name": key["name"]} if linked else key,
            "attributes": group["attributes"][:3],
        }
        if rng.random() < 0.5:
            group["ttl"] = rng.choice(TTLS)
        return group, key

    def clock(self, group, key):
        """A moment to ask at: an event's, or that and a ttl of the group's, or a microsecond more."""
        rng = self.rng
        ttls = [each["ttl"] for each in (group, key, *group["attributes"]) if "ttl" in each] or TTLS
        times = sorted(event_time(event) for event in self.world.events if event_time(event))
        times = [time for time in times if time.year < 2027]
        wait = rng.choice([timedelta(0), duration(rng.choice(ttls)), duration(rng.choice(ttls))])
        late = rng.choice([timedelta(0), timedelta(0), timedelta(microseconds=1)])
        return rng.choice(times[len(times) // 3 :]) + wait + late
