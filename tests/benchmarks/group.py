"""G12, twelve attributes of mixed kinds, and its big sister of 96."""

from __future__ import annotations

import datetime as dt

from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    PagePing,
    PageView,
    StreamAttributeGroup,
    domain_userid,
)

__all__ = ["G12", "G96", "NAMES"]


def _atomic(name: str, date_part: str | None = None) -> AtomicProperty:
    return AtomicProperty(name=name, date_part=date_part)


def _product(path: str) -> EntityProperty:
    return EntityProperty(
        vendor="com.snowplowanalytics.snowplow.ecommerce", name="product", major_version=1, path=path
    )


def _attribute(name: str, aggregation: str, of_type: str, **other: object) -> Attribute:
    return Attribute(**{"name": name, "aggregation": aggregation, "type": of_type, "events": []} | other)


def _group(name: str, attributes: list[Attribute]) -> StreamAttributeGroup:
    return StreamAttributeGroup(
        name=name,
        attribute_key=domain_userid,
        owner="data@example.com",
        ttl=dt.timedelta(days=7),
        attributes=attributes,
    )


G12 = _group(
    "g12",
    [
        _attribute("page_views", "counter", "int64", events=[PageView()]),
        _attribute(
            "pricing_views_7d",
            "counter",
            "int64",
            events=[PageView()],
            criteria=Criteria(all=[Criterion.like(_atomic("page_urlpath"), "/pricing%")]),
            period=dt.timedelta(days=7),
        ),
        _attribute(
            "tents_value",
            "sum",
            "double",
            property=_product("price"),
            criteria=Criteria(all=[Criterion.eq(_product("category"), "tents")]),
        ),
        _attribute("mean_scroll", "mean", "double", events=[PagePing()], property=_atomic("pp_yoffset_max")),
        _attribute("sessions_so_far", "max", "int32", property=_atomic("domain_sessionidx")),
        _attribute("first_source", "first", "string", property=_atomic("mkt_source")),
        _attribute("last_page", "last", "string", events=[PageView()], property=_atomic("page_urlpath")),
        _attribute(
            "pages", "unique_list", "string_list", events=[PageView()], property=_atomic("page_urlpath")
        ),
        _attribute(
            "busiest_hour", "most_frequent", "int32", property=_atomic("derived_tstamp", "hour_of_day")
        ),
        _attribute("countries", "category_count", "dict", property=_atomic("geo_country")),
        _attribute("sessions", "approx_count_distinct", "int64", property=_atomic("domain_sessionid")),
        _attribute("hours_since", "time_since_last", "double", time_unit="h"),
    ],
)
NAMES = [attribute.name for attribute in G12.attributes]

_EVENTS: dict[str, list[Event]] = {"all": [], "views": [PageView()], "pings": [PagePing()]}
_EVENTS["seen"] = [PageView(), PagePing()]
_TEXTS = ["page_urlpath", "geo_country", "mkt_source", "domain_sessionid"]
_NUMBERS = ["br_viewwidth", "domain_sessionidx", "pp_yoffset_max", "se_value"]
_KINDS = {
    "sum": ("double", _NUMBERS),
    "mean": ("double", _NUMBERS),
    "max": ("double", _NUMBERS),
    "min": ("double", _NUMBERS),
    "first": ("string", _TEXTS),
    "last": ("string", _TEXTS),
    "unique_list": ("string_list", _TEXTS),
    "most_frequent": ("string", _TEXTS),
    "category_count": ("dict", _TEXTS),
    "approx_count_distinct": ("int64", _TEXTS),
}


def _many() -> list[Attribute]:
    """Each of twelve kinds over eight of the pairs of four event filters and four properties."""
    attributes = []
    for number, (filtered, events) in enumerate(_EVENTS.items()):
        for half in (0, 1):
            suffix = f"{filtered}_{half}"
            period = dt.timedelta(days=7 * half) or None
            attributes += [
                _attribute(f"counter_{suffix}", "counter", "int64", events=events, period=period),
                _attribute(f"since_{suffix}", "time_since_last", "double", time_unit="h", events=events)
                if not half
                else _attribute(
                    f"since_{suffix}", "time_since_first", "double", time_unit="h", events=events
                ),
            ]
            attributes += [
                _attribute(
                    f"{kind}_{suffix}",
                    kind,
                    of_type,
                    events=events,
                    property=_atomic(columns[(number + half) % len(columns)]),
                )
                for kind, (of_type, columns) in _KINDS.items()
            ]
    return attributes


G96 = _group("g96", _many())
