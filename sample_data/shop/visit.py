"""One session as a tracker and the pipeline behind it record it: rows of the events table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from shop.about import about
from shop.chance import Chance
from shop.entities import SNOWPLOW, Row
from shop.people import Visitor

__all__ = ["Page", "Visit", "delay"]

LOAD_EVERY = 300_000


@dataclass(frozen=True)
class Page:
    """A page of the shop, or the screen of the app that shows the same."""

    kind: str
    path: str
    title: str
    query: str | None = None


class Visit:
    """Collects the events of one session; ``clock`` is true time in milliseconds since 1970."""

    def __init__(self, visitor: Visitor, start: datetime, app_id: str, index: int) -> None:
        self.visitor = visitor
        self.chance: Chance = visitor.chance
        self.clock = int(start.timestamp() * 1000)
        self.index = index
        self.session_id = self.chance.uuid()
        self.rows: list[Row] = []
        self.base = about(visitor, self.session_id, index)
        self.base["app_id"] = app_id
        self.now: Row = {}

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock += int(seconds * 1000)

    def emit(self, event: str, name: str, *pieces: Row, after: float = 0.0, late: float = 0.0) -> Row:
        """Record an event ``after`` seconds from now, sent ``late`` seconds after it happened."""
        vendor, version = SNOWPLOW, "1-0-0"
        if event == "struct":
            vendor = "com.google.analytics"
        row: Row = {
            **self.base,
            **self.now,
            "event": event,
            "event_id": self.chance.uuid(),
            "event_vendor": vendor,
            "event_name": name,
            "event_format": "jsonschema",
            "event_version": version,
        }
        for piece in pieces:
            row |= piece
        stamp(row, self.clock + int(after * 1000), late, self.visitor.skew, self.chance)
        self.rows.append(row)
        return row

    def self_describing(self, vendor: str, name: str, version: str, *pieces: Row, after: float = 0.0) -> Row:
        """Record an event of a schema; its data comes as one of the pieces."""
        says = {"event_vendor": vendor, "event_version": version}
        return self.emit("unstruct", name, *pieces, says, after=after)

    def log_in(self) -> None:
        """From now on the events bear the customer's id."""
        if self.visitor.customer:
            self.visitor.logged_in = True
            self.base["user_id"] = self.visitor.customer


def stamp(row: Row, happened: int, late: float, skew: int, chance: Chance) -> None:
    """Set the times of a row: device's, collector's, pipeline's, and the derived one from the three."""
    created = happened + skew
    sent = created + chance.whole(3, 60) + int(late * 1000)
    collected = sent - skew + min(int(chance.skewed(90, 0.5)), 4000)
    enriched = collected + chance.whole(600, 2400)
    row["dvce_created_tstamp"] = created
    row["dvce_sent_tstamp"] = sent
    row["collector_tstamp"] = collected
    row["derived_tstamp"] = collected - (sent - created)
    row["etl_tstamp"] = enriched
    row["load_tstamp"] = loaded(enriched)


def loaded(enriched: int) -> int:
    """When the loader writes an event: one moment for all events of a window of five minutes."""
    window = math.ceil(enriched / LOAD_EVERY)
    return window * LOAD_EVERY + 38_000 + window * 7919 % 21_000


def delay(row: Row, milliseconds: int) -> None:
    """Let the device send an event later than it was recorded; its derived time stays."""
    for name in ("dvce_sent_tstamp", "collector_tstamp", "etl_tstamp"):
        row[name] += milliseconds
    row["load_tstamp"] = loaded(row["etl_tstamp"])
