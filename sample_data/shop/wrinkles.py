"""What real tables suffer from: second deliveries, late phones, a wrong clock, a crawler, a lost app_id."""

from __future__ import annotations

import copy
from datetime import timedelta

from shop.catalogue import ARTICLES, PRODUCTS
from shop.chance import Chance
from shop.devices import DEVICES
from shop.entities import Row
from shop.people import END, START, Visitor
from shop.places import PLACES
from shop.visit import Page, delay
from shop.web import WebVisit

__all__ = ["crawl", "with_wrinkles"]

LATE_SESSIONS = 14
RE_DELIVERED, REUSED_IDS = 252, 48
LOST_APP_IDS = 3
_CLIENT_SESSION = "contexts_com_snowplowanalytics_snowplow_client_session_1"
_CLOCK_AHEAD = 3652 * 86_400_000
_LAST = int(END.timestamp() * 1000) - 1


def crawl(host: str) -> list[Row]:
    """A crawler that walks through all products and stories, night after night, without reading."""
    chance = Chance("crawler")
    place = next(place for place in PLACES if place.city == "Portland")
    crawler = Visitor(
        name="crawler",
        surface="web",
        affinity=0.0,
        customer=None,
        place=place,
        device=DEVICES["bot"],
        chance=chance,
        domain_userid=chance.uuid(),
        network_userid=chance.uuid(),
        address="203.0.113.x",
        skew=0,
    )
    rows: list[Row] = []
    for index, night in enumerate(range(30), 1):
        start = START + timedelta(days=night, hours=3, minutes=chance.whole(0, 40))
        visit = WebVisit(crawler, start, "website", index, host)
        for product in PRODUCTS:
            visit.show(Page("product", f"/p/{product.slug}", product.name))
            visit.wait(chance.between(1.5, 4))
        for article in ARTICLES:
            visit.show(Page("article", article.path, article.title))
            visit.wait(chance.between(1.5, 4))
        rows += visit.rows
    return rows


def with_wrinkles(rows: list[Row]) -> list[Row]:
    """The rows as the warehouse gets them, in the order they were loaded."""
    _send_late(rows)
    _set_a_clock_wrong(rows)
    chance = Chance("wrinkles")
    for row in chance.some([row for row in rows if row["event"] == "page_ping"], LOST_APP_IDS):
        row["app_id"] = None
    rows = rows + _second_deliveries(rows)
    return sorted(rows, key=lambda row: (row["load_tstamp"], row["collector_tstamp"], row["event_id"]))


def _app_sessions(rows: list[Row]) -> list[list[Row]]:
    sessions: dict[str, list[Row]] = {}
    for row in rows:
        if row["app_id"] == "mobile_app":
            sessions.setdefault(row["domain_sessionid"], []).append(row)
    return [session for session in sessions.values() if len(session) >= 4]


def _send_late(rows: list[Row]) -> None:
    """Phones without a network keep their events and send them hours or days later."""
    chance = Chance("late")
    early = [
        session for session in _app_sessions(rows) if session[-1]["collector_tstamp"] < _LAST - 4 * 86_400_000
    ]
    for _ in range(LATE_SESSIONS):
        session = early.pop(chance.whole(0, len(early) - 1))
        hours = chance.one_of([2.5, 5.0, 9.0, 14.0, 26.0, 50.0, 75.0])
        for row in session:
            delay(
                row, int(hours * 3_600_000) - (row["dvce_created_tstamp"] - session[0]["dvce_created_tstamp"])
            )


def _set_a_clock_wrong(rows: list[Row]) -> None:
    """One phone's clock was ten years ahead while it recorded, and right again when it sent."""
    session = next(s for s in _app_sessions(rows) if len(s) >= 10)
    for row in session:
        row["dvce_created_tstamp"] += _CLOCK_AHEAD
        row["derived_tstamp"] += _CLOCK_AHEAD
        for item in row[_CLIENT_SESSION]:
            if "first_event_timestamp" in item:
                item["first_event_timestamp"] += _CLOCK_AHEAD * 1000


def _second_deliveries(rows: list[Row]) -> list[Row]:
    chance = Chance("duplicates")
    picked = chance.some(range(len(rows)), RE_DELIVERED + 2 * REUSED_IDS)
    reused, delivered = picked[: 2 * REUSED_IDS], picked[2 * REUSED_IDS :]
    # A broken client draws the same "random" id for two different events.
    for first, second in zip(reused[::2], reused[1::2], strict=True):
        rows[second]["event_id"] = rows[first]["event_id"]
    again = [copy.copy(rows[number]) for number in delivered]
    for row in again:
        delay(row, min(chance.whole(4_000, 1_500_000), max(_LAST - row["collector_tstamp"], 1)))
    return again
