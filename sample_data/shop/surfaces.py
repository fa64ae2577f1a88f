"""The two ways a visit shows itself: pages in a browser, screens in the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from shop.people import Visitor
from shop.visit import SNOWPLOW, Row, Visit, entity
from shop.world import REFERRERS, Campaign, Referrer

__all__ = ["SHOP", "AppVisit", "Page", "WebVisit"]

SHOP = f"{SNOWPLOW}.ecommerce"
MOBILE = "com.snowplowanalytics.mobile"
PING_EVERY = 10
_SCREENS = {
    "home": "Home",
    "category": "Category",
    "product": "Product",
    "search": "Search",
    "cart": "Cart",
    "checkout": "Checkout",
    "confirmation": "Order confirmation",
    "article": "Journal",
    "club": "Tea Club",
}


@dataclass(frozen=True)
class Page:
    """A page of the shop, or the screen of the app that shows the same."""

    kind: str
    path: str
    title: str
    query: str | None = None


class WebVisit(Visit):
    """A session in a browser."""

    def __init__(self, visitor: Visitor, start: datetime, app_id: str, index: int, host: str) -> None:
        super().__init__(visitor, start, app_id, index)
        self.host = host
        self.url: str | None = None
        self.source: Campaign | Referrer | None = None

    def show(self, page: Page) -> None:
        """Load a page: everything recorded from now on bears its columns."""
        chance = self.chance
        query = page.query
        arrival: Row = {}
        if self.url is None:
            arrival, query = self._arrival(query)
        else:
            arrival = {"page_referrer": self.url, "refr_medium": "internal", **_parts("refr", self.url)}
        url = f"https://{self.host}{quote(page.path)}" + (f"?{query}" if query else "")
        height = 1200 + sum(map(ord, page.path)) % 2800
        self.now = {
            "page_url": url,
            "page_title": f"{page.title} | Kettle & Fern",
            **_parts("page", url),
            "doc_width": self.base["br_viewwidth"],
            "doc_height": height,
            **arrival,
            **entity(SNOWPLOW, "web_page", "1-0-0", {"id": chance.uuid()}),
        }
        if self.base["app_id"] != "help_center":
            language = self.visitor.place.language
            self.now |= entity(
                SHOP, "page", "1-0-0", {"type": page.kind, "language": language[:2], "locale": language}
            )
        self.url = url
        self.emit("page_view", "page_view")

    def stay(self, seconds: float) -> None:
        """Read the page: a ping every ten seconds while the visitor is active."""
        view, height = self.base["br_viewheight"], self.now["doc_height"]
        bottom = max(0, height - view)
        attention = self.chance.between(0.45, 1.0)
        top = 0
        for ping in range(min(int(seconds * attention) // PING_EVERY, 14)):
            reached = min(bottom, int(top + self.chance.between(0, 0.35) * bottom))
            offsets = {
                "pp_xoffset_min": 0,
                "pp_xoffset_max": 0,
                "pp_yoffset_min": top,
                "pp_yoffset_max": reached,
            }
            self.emit("page_ping", "page_ping", offsets, after=PING_EVERY * (ping + 1))
            top = reached
        self.wait(seconds)

    def _arrival(self, query: str | None) -> tuple[Row, str | None]:
        source = self.source
        if isinstance(source, Campaign):
            terms = {"utm_medium": source.medium, "utm_source": source.source, "utm_campaign": source.name}
            terms |= {"utm_term": source.term} if source.term else {}
            terms |= {"utm_content": source.content} if source.content else {}
            row: Row = {"mkt_" + name[4:]: value for name, value in terms.items()}
            if source.network:
                terms["gclid"] = "Cj0K" + self.chance.hexadecimal(16)
                row |= {"mkt_clickid": terms["gclid"], "mkt_network": source.network}
            if source.referrer:
                row |= _referred(REFERRERS[source.referrer])
            return row, "&".join(f"{name}={quote(value)}" for name, value in terms.items())
        return (_referred(source) if source else {}), query


class AppVisit(Visit):
    """A session in the app; older versions of it send an older client_session."""

    def __init__(self, visitor: Visitor, start: datetime, index: int, version: str) -> None:
        super().__init__(visitor, start, "mobile_app", index)
        self.old = version.startswith("4.1")
        self.screen: Row = {}
        self.first: Row = {}
        self.base["useragent"] = visitor.device.useragent.replace("4.2.0", version)
        self.base |= entity(
            MOBILE, "application", "1-0-0", {"build": version.replace(".", ""), "version": version}
        )
        self.base |= _phone(visitor)

    def show(self, page: Page) -> None:
        """Open a screen."""
        screen = {"id": self.chance.uuid(), "name": _SCREENS[page.kind], "type": page.kind}
        before = {f"previous_{name}": value for name, value in self.screen.items()}
        self.now = entity(MOBILE, "screen", "1-0-0", screen)
        data = {"unstruct_event_com_snowplowanalytics_mobile_screen_view_1": {**screen, **before}}
        self.self_describing(MOBILE, "screen_view", "1-0-0", data)
        self.screen = screen

    def stay(self, seconds: float) -> None:
        """Look at the screen; the app has no pings."""
        self.wait(seconds * 0.8)

    def emit(self, event: str, name: str, *pieces: Row, after: float = 0.0, late: float = 0.0) -> Row:
        """Record an event, with the session as the tracker on the phone counts it."""
        row = super().emit(event, name, *pieces, after=after, late=late)
        self.first = self.first or row
        newer = {
            "event_index": len(self.rows),
            "first_event_timestamp": self.first["dvce_created_tstamp"] * 1000,
        }
        row |= entity(
            SNOWPLOW,
            "client_session",
            "1-0-1" if self.old else "1-0-2",
            {
                "first_event_id": self.first["event_id"],
                "previous_session_id": self.visitor.previous_session,
                "session_id": self.session_id,
                "session_index": self.index,
                "storage_mechanism": "LOCAL_STORAGE" if self.old else "SQLITE",
                "user_id": self.visitor.domain_userid,
                **({} if self.old else newer),
            },
        )
        return row


def _phone(visitor: Visitor) -> Row:
    chance, device = visitor.chance, visitor.device
    charging = chance.yes(0.2)
    wifi = chance.yes(0.68)
    phone = {
        "battery_level": chance.whole(5, 100),
        "battery_state": "charging" if charging else "unplugged",
        "carrier": None if wifi else chance.one_of(["Telekom", "Vodafone", "Orange", "O2"]),
        "device_manufacturer": device.maker,
        "device_model": "iPhone17,1" if device.os == "iOS" else "SM-S931B",
        "is_portrait": True,
        "language": visitor.place.language,
        "network_type": "wifi" if wifi else "mobile",
        "os_type": device.os.lower(),
        "os_version": f"{device.os_version}.6" if device.os == "iOS" else device.os_version,
        "physical_memory": 8_589_934_592 if device.os == "iOS" else 12_884_901_888,
    }
    return entity(SNOWPLOW, "mobile_context", "1-0-3", phone)


def _parts(prefix: str, url: str) -> Row:
    scheme, rest = url.split("://", 1)
    address, _, query = rest.partition("?")
    host, _, path = address.partition("/")
    return {
        f"{prefix}_urlscheme": scheme,
        f"{prefix}_urlhost": host,
        f"{prefix}_urlport": 443,
        f"{prefix}_urlpath": f"/{path}",
        f"{prefix}_urlquery": query or None,
    }


def _referred(referrer: Referrer) -> Row:
    url = f"https://{referrer.host}{referrer.path}"
    row: Row = {"page_referrer": url, "refr_medium": referrer.medium, "refr_source": referrer.source}
    return row | _parts("refr", url)
