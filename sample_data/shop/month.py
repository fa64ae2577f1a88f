"""The month: every visitor's sessions, one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from shop.app import AppVisit
from shop.chance import Chance
from shop.entities import Row
from shop.helpcenter import seek_help
from shop.journey import Journey
from shop.people import END, MAILING, START, Visitor, visitors
from shop.sources import CAMPAIGNS, HARVEST, REFERRERS, Campaign, Referrer
from shop.store import browse_in_store
from shop.web import WebVisit

__all__ = ["WEBSITE", "a_month"]

PERSONS, KIOSK = 2040, 270
WEBSITE, HELP_CENTER = "www.kettleandfern.example", "help.kettleandfern.example"
_LANDINGS = {"home": 46, "category": 17, "product": 25, "article": 12}
_FROM_SEARCH = {"product": 38, "article": 26, "category": 22, "home": 14}
_FROM_SOCIAL = {"article": 48, "product": 30, "home": 22}
_FOUND_BY = {
    "google": 46,
    "bing": 6,
    "duckduckgo": 6,
    "instagram": 16,
    "facebook": 7,
    "reddit": 9,
    "blog": 10,
}


def a_month() -> list[Row]:
    """The rows of all visits up to midnight of the last day, before life's wrinkles."""
    midnight = END.timestamp() * 1000
    rows = [row for visitor in visitors(PERSONS, KIOSK) for row in _visits(visitor)]
    return [row for row in rows if row["collector_tstamp"] < midnight]


def _visits(visitor: Visitor) -> list[Row]:
    rows: list[Row] = []
    index = visitor.sessions_before + (visitor.surface != "kiosk")
    free = START - timedelta(days=1)
    for start in visitor.starts():
        # A visit that would begin inside the one before it begins half an hour after that one ended.
        start = max(start, free + timedelta(minutes=31))
        if (
            visitor.surface == "web"
            and (visitor.orders or visitor.chance.yes(0.5))
            and visitor.chance.yes(0.17)
        ):
            visit: WebVisit | AppVisit = WebVisit(visitor, start, "help_center", index, HELP_CENTER)
            if visitor.chance.yes(0.6):
                visit.source = REFERRERS["google"]
            seek_help(visit, visitor.orders > 0)
        elif visitor.surface == "kiosk":
            visit = WebVisit(visitor, start, "kiosk", 1, WEBSITE)
            browse_in_store(visit, visitor.affinity)
        else:
            visit = _shop(visitor, start, index)
        rows += visit.rows
        index += 1
        visitor.previous_session = visit.session_id
        free = datetime.fromtimestamp(visit.clock / 1000, START.tzinfo)
    return rows


def _shop(visitor: Visitor, start: datetime, index: int) -> WebVisit | AppVisit:
    chance = visitor.chance
    intent = 1.1 * visitor.affinity + chance.normal(0, 0.6) + 0.12 * min(index - 1, 4) - 0.7
    if visitor.cart:
        intent += 0.5
    if visitor.surface == "app":
        app = AppVisit(visitor, start, index, _version(visitor, start))
        Journey(app, intent + 0.15).run(chance.weighted({"home": 70, "product": 15, "category": 15}))
        return app
    visit = WebVisit(visitor, start, "website", index, WEBSITE)
    source = _source(visitor, start, chance)
    visit.source = source
    landings = _LANDINGS
    if isinstance(source, Referrer):
        landings = _FROM_SEARCH if source.medium == "search" else _FROM_SOCIAL
    elif isinstance(source, Campaign) and source.medium == "paid_social":
        landings = _FROM_SOCIAL
    if visitor.device.kind == "Phone":
        intent -= 0.3
    code = "HARVEST10" if isinstance(source, Campaign) and source.name == "autumn_harvest" else None
    Journey(visit, intent + (source.pull if source else 0.0), code).run(chance.weighted(landings))
    return visit


def _version(visitor: Visitor, start: datetime) -> str:
    """The app's version: 4.2 came on 9 September, and people update when they get round to it."""
    reluctance = sum(map(ord, visitor.domain_userid)) % 24
    return "4.2.0" if start >= START + timedelta(days=8 + reluctance) else "4.1.3"


def _source(visitor: Visitor, start: datetime, chance: Chance) -> Campaign | Referrer | None:
    day = (start - START).days + 1
    if visitor.subscribed and 0 <= day - 1 - MAILING <= 2 and chance.yes(0.5):
        return HARVEST
    if chance.yes(0.3):
        running = {
            campaign: weight
            for campaign, weight in CAMPAIGNS.items()
            if campaign.days[0] <= day <= campaign.days[1]
            and (campaign.source != "newsletter" or visitor.subscribed)
            and (campaign.name != "retarget_cart" or visitor.cart)
        }
        return chance.weighted(running)
    return REFERRERS[chance.weighted(_FOUND_BY)] if chance.yes(0.55) else None
