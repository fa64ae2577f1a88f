"""A visit in the app: screens, the phone, and the session as the phone counts it."""

from __future__ import annotations

from datetime import datetime

from shop.entities import MOBILE, SNOWPLOW, Row, entity
from shop.people import Visitor
from shop.visit import Page, Visit

__all__ = ["AppVisit"]

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
        moved = {"transition_type": "tab" if page.kind in ("home", "cart", "search") else "push"}
        data = {"unstruct_event_com_snowplowanalytics_mobile_screen_view_1": {**screen, **before, **moved}}
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
