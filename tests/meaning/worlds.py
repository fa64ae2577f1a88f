"""Seeded random worlds of events: few keys, ties, nulls, duplicates, late and future events, hostile text."""

import copy
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from .schemas import CART, CART_2, DEVICE, ENTITIES, EVENTS, ORDER, SEARCH, SPECIFICATION

START = datetime(2026, 2, 27, tzinfo=UTC)
TEXTS = [
    "", "a", "B", "b", "Z", "/home", "/pricing", "/Home", "O'Brien'; DROP TABLE events; --",
    '"quoted"', "'", "''", "100%", "100\\%", "a_b", "aXb", "back\\slash", "\\n", "🎉 Sale",
    "caf\u00e9", "cafe\u0301", '{"a": 1}', "[1]", "true", "false", "TRUE", "12", "12.0", "1e3",
    "-0.5", ".5", "+7", "1e400", "٣", " 12", "null", "NULL", "None", "NaN", "Infinity",
    " padded ", "tab\there", "line\nbreak", "日本", "שלום", "👨\u200d👩\u200d👧", "$1", "${x}", "{0}",
    "%s", "%(a)s", "a,b;c|d", "/* */", "--", "?", ":name", "\uffff", "\U0001f600", "nan", "0x10",
    "1_000",
]  # fmt: skip
KINDS = [
    ("com.snowplowanalytics.snowplow", "page_view", "1-0-0", "page_view"),
    ("com.snowplowanalytics.snowplow", "page_view", "1-0-1", "page_view"),
    ("com.snowplowanalytics.snowplow", "page_ping", "1-0-0", "page_ping"),
    ("com.google.analytics", "event", "1-0-0", "struct"),
    ("com.acme", "order_placed", "1-0-0", "unstruct"),
    ("com.acme", "order_placed", "1-1-0", "unstruct"),
    ("com.acme", "search-done", "1-0-0", "unstruct"),
    (None, None, None, None),
]
TEXT_COLUMNS = [
    "page_urlpath",
    "page_title",
    "mkt_source",
    "geo_country",
    "se_category",
    "se_label",
    "user_id",
]


@dataclass
class World:
    """The events of one random world, and what a generator of groups needs to know of it."""

    seed: int
    events: list = field(default_factory=list)
    large_numbers: bool = False
    texts: list = field(default_factory=list)


def make_world(seed):
    """The world of a seed, always the same."""
    rng = random.Random(seed)
    world = World(seed, large_numbers=rng.random() < 0.2, texts=rng.sample(TEXTS, 9))
    maker = _Maker(rng, world)
    for number in range(rng.randint(40, 110)):
        event = maker.event(number)
        world.events.append(event)
        if rng.random() < 0.07:
            world.events.append(copy.deepcopy(event))
        if rng.random() < 0.07:
            world.events.append(maker.conflicting(event, number))
    if rng.random() < 0.4:
        for event in world.events:
            del event["load_tstamp"]
    rng.shuffle(world.events)
    return world


class _Maker:
    """Draws events, entities and values for one world."""

    def __init__(self, rng, world):
        self.rng, self.world = rng, world
        self.keys = rng.sample(["u1", "u2", "U1", "ü", "O'Brien", "007", "7"], 4)
        self.sparse = rng.choice([0.05, 0.2, 0.5])

    def maybe(self, draw, chance=None):
        """A drawn value, or null."""
        return None if self.rng.random() < (self.sparse if chance is None else chance) else draw()

    def text(self):
        return self.rng.choice(self.world.texts)

    def integer(self):
        if self.world.large_numbers and self.rng.random() < 0.1:
            return 3_000_000_000
        return self.rng.choice([0, 1, 1, 2, 3, 3, 12, -4, 1000])

    def double(self):
        return self.rng.choice([0.0, 0.25, 0.5, 1.5, 2.5, -2.5, 3.0, 12.0, 99.75, 1000000.0])

    def moment(self):
        """A time on a coarse grid, so that ties happen, sometimes off it by microseconds."""
        time = START + timedelta(minutes=30 * self.rng.randint(0, 500))
        return time + timedelta(microseconds=self.rng.choice([0, 0, 0, 1, 123456]))

    def leaf(self, kind):
        draw = {
            "string": self.text,
            "number": self.double,
            "integer": self.integer,
            "boolean": lambda: self.rng.random() < 0.5,
            "date-time": lambda: self.moment().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "date": lambda: self.moment().date().isoformat(),
        }
        return draw[kind]()

    def data(self, fields):
        """Data of a schema; a null field is written as null or left out."""
        if isinstance(fields, list):
            return [self.data(fields[0]) for _ in range(self.rng.randint(0, 3))]
        if isinstance(fields, str):
            return self.leaf(fields)
        drawn = {name: self.maybe(lambda kind=kind: self.data(kind), 0.15) for name, kind in fields.items()}
        return {name: value for name, value in drawn.items() if value is not None or self.rng.random() < 0.5}

    def event(self, number):
        rng = self.rng
        vendor, name, version, kind = rng.choice(KINDS)
        derived = self.moment()
        collector = derived + rng.choice(
            [timedelta(0), timedelta(0), timedelta(seconds=3), timedelta(days=3)]
        )
        if rng.random() < 0.02:
            derived = rng.choice([datetime(9999, 5, 28, tzinfo=UTC), derived + timedelta(days=200)])
        if rng.random() < 0.1:
            derived = None
        event = {
            "event_id": self.maybe(lambda: f"e{number}", 0.03),
            "app_id": self.maybe(lambda: rng.choice(["web", "web", "app", "Web", "we'b"]), 0.1),
            "event": kind,
            "event_vendor": vendor,
            "event_name": name,
            "event_version": version,
            "derived_tstamp": derived,
            "collector_tstamp": None if derived is None and rng.random() < 0.1 else collector,
            "load_tstamp": self.maybe(lambda: collector + timedelta(minutes=rng.choice([5, 5, 60])), 0.1),
            "dvce_created_tstamp": self.maybe(self.moment),
            "domain_userid": self.maybe(lambda: rng.choice([*self.keys, *self.keys, ""]), 0.1),
            "domain_sessionid": self.maybe(lambda: rng.choice(["s1", "s2", "s3"]), 0.1),
            "domain_sessionidx": self.maybe(lambda: rng.randint(1, 4)),
            "ti_quantity": self.maybe(lambda: rng.choice([0, 1, 2, 2, 5, -1])),
            "se_value": self.maybe(self.double),
            "tr_total": self.maybe(
                lambda: Decimal(rng.choice(["0.10", "0.10", "15.90", "12.50", "100.00", "-3.00"]))
            ),
            "br_cookies": self.maybe(lambda: rng.random() < 0.5),
            **{column: self.maybe(self.text) for column in TEXT_COLUMNS},
        }
        return event | {"contexts": self.contexts(), "unstruct": self.unstruct(name)}

    def contexts(self):
        rng, counts = self.rng, {}
        counts[CART] = rng.choice([0, 0, 1, 1, 2, 3])
        counts[CART_2] = rng.choice([0, 0, 0, 1])
        counts[DEVICE] = rng.choice([0, 1, 1])
        drawn = {schema: [self.data(ENTITIES[schema]) for _ in range(n)] for schema, n in counts.items() if n}
        if rng.random() < 0.4:
            drawn[SPECIFICATION] = [{"id": rng.choice(["spec-1", "spec'2"]), "name": self.text()}]
        return drawn

    def unstruct(self, name):
        schema = {"order_placed": ORDER, "search-done": SEARCH}.get(name)
        return {schema: self.data(EVENTS[schema])} if schema and self.rng.random() < 0.95 else {}

    def conflicting(self, event, number):
        """The same event_id with another payload, told apart by a collector_tstamp of its own."""
        other = self.event(number)
        other["event_id"] = event["event_id"]
        delay = timedelta(seconds=self.rng.choice([-7, 7, 7 * 3600]))
        other["collector_tstamp"] = (event["collector_tstamp"] or self.moment()) + delay
        if self.rng.random() < 0.5:
            other["load_tstamp"] = event["load_tstamp"]
        return other
