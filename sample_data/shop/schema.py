"""The table's columns and types: the native layout, as the Lake Loader writes it."""

from __future__ import annotations

import pyarrow as pa

__all__ = ["ATOMIC", "ENTITIES", "EVENTS", "TIMESTAMP", "column_of", "table_schema"]

TIMESTAMP = pa.timestamp("us", tz="UTC")
TEXT, INT, LONG, REAL, BOOL = pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_()
MONEY = pa.decimal128(18, 2)
# number with multipleOf 0.01 and a maximum of 9999999: nine digits
PRICE = pa.decimal128(9, 2)
WORDS = pa.list_(TEXT)

_NAMES = """
app_id platform etl_tstamp collector_tstamp dvce_created_tstamp event event_id txn_id name_tracker v_tracker
v_collector v_etl user_id user_ipaddress user_fingerprint domain_userid domain_sessionidx network_userid
geo_country geo_region geo_city geo_zipcode geo_latitude geo_longitude geo_region_name ip_isp ip_organization
ip_domain ip_netspeed page_url page_title page_referrer page_urlscheme page_urlhost page_urlport page_urlpath
page_urlquery page_urlfragment refr_urlscheme refr_urlhost refr_urlport refr_urlpath refr_urlquery
refr_urlfragment refr_medium refr_source refr_term mkt_medium mkt_source mkt_term mkt_content mkt_campaign
se_category se_action se_label se_property se_value tr_orderid tr_affiliation tr_total tr_tax tr_shipping
tr_city tr_state tr_country ti_orderid ti_sku ti_name ti_category ti_price ti_quantity pp_xoffset_min
pp_xoffset_max pp_yoffset_min pp_yoffset_max useragent br_name br_family br_version br_type br_renderengine
br_lang br_features_pdf br_features_flash br_features_java br_features_director br_features_quicktime
br_features_realplayer br_features_windowsmedia br_features_gears br_features_silverlight br_cookies
br_colordepth br_viewwidth br_viewheight os_name os_family os_manufacturer os_timezone dvce_type
dvce_ismobile dvce_screenwidth dvce_screenheight doc_charset doc_width doc_height tr_currency tr_total_base
tr_tax_base tr_shipping_base ti_currency ti_price_base base_currency geo_timezone mkt_clickid mkt_network
etl_tags dvce_sent_tstamp refr_domain_userid refr_dvce_tstamp domain_sessionid derived_tstamp event_vendor
event_name event_format event_version event_fingerprint true_tstamp load_tstamp
""".split()
_INTEGERS = """
txn_id domain_sessionidx page_urlport refr_urlport ti_quantity pp_xoffset_min pp_xoffset_max pp_yoffset_min
pp_yoffset_max br_viewwidth br_viewheight dvce_screenwidth dvce_screenheight doc_width doc_height
""".split()
_MONEY = (
    "tr_total tr_tax tr_shipping ti_price tr_total_base tr_tax_base tr_shipping_base ti_price_base".split()
)
_REQUIRED = {"collector_tstamp", "event_id", "v_collector", "v_etl", "load_tstamp"}


def _type_of(name: str) -> pa.DataType:
    if name.endswith("_tstamp"):
        return TIMESTAMP
    if name in _INTEGERS:
        return INT
    if name in _MONEY:
        return MONEY
    if name in ("geo_latitude", "geo_longitude", "se_value"):
        return REAL
    if name.startswith("br_features_") or name in ("br_cookies", "dvce_ismobile"):
        return BOOL
    return TEXT


ATOMIC = {name: _type_of(name) for name in _NAMES}

_SNOWPLOW = "com.snowplowanalytics.snowplow"
_SHOP = f"{_SNOWPLOW}.ecommerce"
_MOBILE = "com.snowplowanalytics.mobile"

# (vendor, name, model) -> fields in snake case; the loader sorts them.
ENTITIES: dict[tuple[str, str, int], dict[str, pa.DataType]] = {
    (_SNOWPLOW, "web_page", 1): {"id": TEXT},
    ("nl.basjes", "yauaa_context", 1): dict.fromkeys(
        [
            "agent_class",
            "agent_name",
            "agent_name_version",
            "agent_name_version_major",
            "agent_version",
            "agent_version_major",
            "device_brand",
            "device_class",
            "device_name",
            "layout_engine_name",
            "operating_system_class",
            "operating_system_name",
            "operating_system_name_version",
            "operating_system_version",
        ],
        TEXT,
    ),
    (_SHOP, "product", 1): {
        "brand": TEXT,
        "category": TEXT,
        "creative_id": TEXT,
        "currency": TEXT,
        "id": TEXT,
        "inventory_status": TEXT,
        "list_price": PRICE,
        "name": TEXT,
        "position": INT,
        "price": PRICE,
        "quantity": INT,
        "size": TEXT,
        "variant": TEXT,
    },
    (_SHOP, "cart", 1): {"cart_id": TEXT, "currency": TEXT, "total_value": PRICE},
    (_SHOP, "checkout_step", 1): {
        "account_type": TEXT,
        "coupon_code": TEXT,
        "delivery_method": TEXT,
        "delivery_provider": TEXT,
        "marketing_opt_in": BOOL,
        "payment_method": TEXT,
        "step": INT,
    },
    (_SHOP, "transaction", 1): {
        "credit_order": BOOL,
        "currency": TEXT,
        "discount_amount": PRICE,
        "discount_code": TEXT,
        "payment_method": TEXT,
        "revenue": PRICE,
        "shipping": PRICE,
        "tax": PRICE,
        "total_quantity": INT,
        "transaction_id": TEXT,
    },
    (_SHOP, "page", 1): {"language": TEXT, "locale": TEXT, "type": TEXT},
    (_SHOP, "user", 1): {"email": TEXT, "id": TEXT, "is_guest": BOOL},
    (_SNOWPLOW, "media_player", 2): {
        "current_time": REAL,
        "duration": REAL,
        "ended": BOOL,
        "fullscreen": BOOL,
        "label": TEXT,
        "media_type": TEXT,
        "muted": BOOL,
        "paused": BOOL,
        "playback_rate": REAL,
        "player_type": TEXT,
        "volume": INT,
    },
    (_SNOWPLOW, "client_session", 1): {
        "event_index": INT,
        "first_event_id": TEXT,
        "first_event_timestamp": TIMESTAMP,
        "previous_session_id": TEXT,
        "session_id": TEXT,
        "session_index": INT,
        "storage_mechanism": TEXT,
        "user_id": TEXT,
    },
    (_SNOWPLOW, "mobile_context", 1): {
        "battery_level": INT,
        "battery_state": TEXT,
        "carrier": TEXT,
        "device_manufacturer": TEXT,
        "device_model": TEXT,
        "is_portrait": BOOL,
        "language": TEXT,
        "network_type": TEXT,
        "os_type": TEXT,
        "os_version": TEXT,
        "physical_memory": LONG,
    },
    (_MOBILE, "screen", 1): {"id": TEXT, "name": TEXT, "type": TEXT},
    (_MOBILE, "application", 1): {"build": TEXT, "version": TEXT},
    (_SNOWPLOW, "event_specification", 1): {
        "data_product_name": TEXT,
        "id": TEXT,
        "name": TEXT,
        "version": INT,
    },
}

EVENTS: dict[tuple[str, str, int], dict[str, pa.DataType]] = {
    (_SHOP, "snowplow_ecommerce_action", 1): {"name": TEXT, "type": TEXT},
    (_SNOWPLOW, "site_search", 1): {
        "filters": TEXT,
        "page_results": INT,
        "terms": WORDS,
        "total_results": INT,
    },
    (_SNOWPLOW, "link_click", 1): {
        "element_classes": WORDS,
        "element_content": TEXT,
        "element_id": TEXT,
        "element_target": TEXT,
        "target_url": TEXT,
    },
    (_SNOWPLOW, "submit_form", 1): {
        "elements": pa.list_(
            pa.struct([("name", TEXT), ("node_name", TEXT), ("type", TEXT), ("value", TEXT)]),
        ),
        "form_classes": WORDS,
        "form_id": TEXT,
    },
    (f"{_SNOWPLOW}.media", "percent_progress_event", 1): {"percent_progress": INT},
    (_MOBILE, "screen_view", 1): {
        "id": TEXT,
        "name": TEXT,
        "previous_id": TEXT,
        "previous_name": TEXT,
        "previous_type": TEXT,
        "transition_type": TEXT,
        "type": TEXT,
    },
}


def column_of(kind: str, schema: tuple[str, str, int]) -> str:
    """The column of a schema, for ``kind`` ``contexts`` or ``unstruct_event``."""
    vendor, name, model = schema
    return f"{kind}_{vendor.replace('.', '_')}_{name}_{model}"


def table_schema() -> pa.Schema:
    """All columns in the order of the file: atomic ones, entities, events."""
    fields = [pa.field(name, kind, nullable=name not in _REQUIRED) for name, kind in ATOMIC.items()]
    for schema, inner in ENTITIES.items():
        struct = pa.struct([("_schema_version", TEXT), *sorted(inner.items())])
        fields.append(pa.field(column_of("contexts", schema), pa.list_(struct)))
    for schema, inner in EVENTS.items():
        fields.append(pa.field(column_of("unstruct_event", schema), pa.struct(sorted(inner.items()))))
    return pa.schema(fields)
