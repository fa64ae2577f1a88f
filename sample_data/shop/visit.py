"""One session as a tracker and the pipeline behind it record it: rows of the events table."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from shop.chance import Chance
from shop.people import Visitor
from shop.schema import ENTITIES, column_of

__all__ = ["Row", "Visit", "delay", "entity"]

Row = dict[str, Any]
SNOWPLOW = "com.snowplowanalytics.snowplow"
_COLUMNS = {(vendor, name): column_of("contexts", (vendor, name, model)) for vendor, name, model in ENTITIES}
_ENGINES = {"Safari": "WebKit", "Firefox": "Gecko", "KettleFern": "Unknown", "LeafCrawler": "Unknown"}
_FAMILIES = {"Windows NT": "Windows", "Mac OS": "Mac OS X"}
_TRACKERS = {"iOS": "ios-6.2.2", "Android": "andr-6.2.2"}
LOAD_EVERY = 300_000


def entity(vendor: str, name: str, version: str, *items: Row) -> Row:
    """The entities of one schema, as the piece of a row that holds them."""
    return {_COLUMNS[vendor, name]: [{"_schema_version": version, **item} for item in items]}


class Visit:
    """Collects the events of one session; ``clock`` is true time in milliseconds since 1970."""

    def __init__(self, visitor: Visitor, start: datetime, app_id: str, index: int) -> None:
        self.visitor = visitor
        self.chance: Chance = visitor.chance
        self.clock = int(start.timestamp() * 1000)
        self.index = index
        self.session_id = self.chance.uuid()
        self.rows: list[Row] = []
        self.base = _who(visitor, self.session_id, index) | _where(visitor) | _with_what(visitor)
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


def _who(visitor: Visitor, session_id: str, index: int) -> Row:
    if visitor.anonymous:
        return {"network_userid": "00000000-0000-0000-0000-000000000000"}
    return {
        "user_id": visitor.customer if visitor.logged_in else None,
        "user_ipaddress": visitor.address,
        "domain_userid": visitor.domain_userid,
        "domain_sessionidx": index,
        "domain_sessionid": session_id,
        "network_userid": visitor.network_userid,
    }


def _where(visitor: Visitor) -> Row:
    place = visitor.place
    return {
        "geo_country": place.country,
        "geo_region": place.region,
        "geo_city": place.city,
        "geo_zipcode": place.zipcode,
        "geo_latitude": place.latitude,
        "geo_longitude": place.longitude,
        "geo_region_name": place.region_name,
        "geo_timezone": place.timezone,
        "os_timezone": place.timezone,
        "br_lang": place.language,
    }


def _with_what(visitor: Visitor) -> Row:
    device, app = visitor.device, visitor.surface == "app"
    engine = _ENGINES.get(device.agent, "Blink")
    family = _FAMILIES.get(device.os, device.os)
    width, height = device.screen
    row = {
        "platform": "mob" if app else "web",
        "name_tracker": {"web": "kf", "app": "kf-app", "kiosk": "kf-kiosk"}[visitor.surface],
        "v_tracker": _TRACKERS.get(device.os, "js-4.6.8") if app else "js-4.6.8",
        "v_collector": "ssc-3.4.1-kafka",
        "v_etl": "snowplow-enrich-kafka-6.1.0-common-6.1.0",
        "useragent": device.useragent,
        "os_name": f"{family} {device.os_version}",
        "os_family": family,
        "os_manufacturer": "Apple Inc." if device.maker == "Apple" else device.maker,
        "dvce_type": {"Desktop": "Computer", "Phone": "Mobile", "Tablet": "Tablet"}.get(
            device.kind, "Unknown"
        ),
        "dvce_ismobile": device.kind in ("Phone", "Tablet"),
        "dvce_screenwidth": width,
        "dvce_screenheight": height,
    }
    if not app:
        row |= {
            "br_name": f"{device.agent} {device.agent_version}",
            "br_family": device.agent,
            "br_version": f"{device.agent_version}.0",
            "br_type": {"Robot": "Robot", "Desktop": "Browser"}.get(device.kind, "Browser (mobile)"),
            "br_renderengine": engine,
            "br_cookies": not visitor.anonymous,
            "br_colordepth": "24",
            "br_features_pdf": device.kind == "Desktop",
            "br_viewwidth": width,
            "br_viewheight": height - (140 if device.kind == "Desktop" else 0),
            "doc_charset": "UTF-8",
        }
    return row | _yauaa(visitor, engine)


def _yauaa(visitor: Visitor, engine: str) -> Row:
    device = visitor.device
    kind = "Mobile App" if visitor.surface == "app" else "Browser"
    system = {"Desktop": "Desktop", "Robot": "Cloud"}.get(device.kind, "Mobile")
    return entity(
        "nl.basjes",
        "yauaa_context",
        "1-0-4",
        {
            "agent_class": "Robot" if device.kind == "Robot" else kind,
            "agent_name": device.agent,
            "agent_name_version": f"{device.agent} {device.agent_version}.0",
            "agent_name_version_major": f"{device.agent} {device.agent_version}",
            "agent_version": f"{device.agent_version}.0",
            "agent_version_major": device.agent_version,
            "device_brand": device.maker,
            "device_class": device.kind if device.model != "Kiosk" else "Tablet",
            "device_name": device.model,
            "layout_engine_name": engine,
            "operating_system_class": system,
            "operating_system_name": device.os,
            "operating_system_name_version": f"{device.os} {device.os_version}",
            "operating_system_version": device.os_version,
        },
    )
