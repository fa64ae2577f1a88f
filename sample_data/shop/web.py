"""A visit in a browser: pages, pings, and where the visitor came from."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from shop.entities import SHOP, SNOWPLOW, Row, entity
from shop.people import Visitor
from shop.sources import REFERRERS, Campaign, Referrer
from shop.visit import Page, Visit

__all__ = ["WebVisit"]

PING_EVERY = 10


class WebVisit(Visit):
    """A session in a browser."""

    def __init__(self, visitor: Visitor, start: datetime, app_id: str, index: int, host: str) -> None:
        super().__init__(visitor, start, app_id, index)
        self.host = host
        self.url: str | None = None
        self.shown = self.clock
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
        self.url, self.shown = url, self.clock
        self.emit("page_view", "page_view")

    def stay(self, seconds: float) -> None:
        """Read the page: a ping every ten seconds while the visitor is active."""
        view, height = self.base["br_viewheight"], self.now["doc_height"]
        bottom = max(0, height - view)
        already = (self.clock - self.shown) / 1000
        active = already + seconds * self.chance.between(0.45, 1.0)
        top = 0
        for ping in range(int(already) // PING_EVERY, min(int(active) // PING_EVERY, 11)):
            reached = min(bottom, int(top + self.chance.between(0, 0.35) * bottom))
            offsets = {
                "pp_xoffset_min": 0,
                "pp_xoffset_max": 0,
                "pp_yoffset_min": top,
                "pp_yoffset_max": reached,
            }
            self.emit("page_ping", "page_ping", offsets, after=PING_EVERY * (ping + 1) - already)
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
