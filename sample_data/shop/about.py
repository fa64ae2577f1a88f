"""The columns that stay the same through a session: who, where, and with what."""

from __future__ import annotations

from shop.entities import Row, entity
from shop.people import Visitor

__all__ = ["about"]

_ENGINES = {"Safari": "WebKit", "Firefox": "Gecko", "KettleFern": "Unknown", "LeafCrawler": "Unknown"}
_FAMILIES = {"Windows NT": "Windows", "Mac OS": "Mac OS X"}
_TRACKERS = {"iOS": "ios-6.2.2", "Android": "andr-6.2.2"}


def about(visitor: Visitor, session_id: str, index: int) -> Row:
    """What every event of the session bears."""
    return _who(visitor, session_id, index) | _where(visitor) | _with_what(visitor)


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
    where: Row = {
        "geo_country": place.country,
        "geo_latitude": place.latitude,
        "geo_longitude": place.longitude,
        "geo_timezone": place.timezone,
        "os_timezone": place.timezone,
        "br_lang": place.language,
    }
    # Some addresses tell the country and no more.
    if visitor.coarse:
        return where
    return where | {
        "geo_region": place.region,
        "geo_city": place.city,
        "geo_zipcode": place.zipcode,
        "geo_region_name": place.region_name,
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
