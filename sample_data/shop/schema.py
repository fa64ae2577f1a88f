"""The table's columns and types: the native layout, as the Lake Loader writes it."""

from __future__ import annotations

import pyarrow as pa

from shop.atomic import ATOMIC, REQUIRED, TIMESTAMP

__all__ = ["ENTITIES", "EVENTS", "Schema", "column_of", "table_schema"]

Schema = tuple[str, str, int]
Fields = dict[str, pa.DataType]

TEXT = pa.string()
_TYPES = {
    "text": TEXT,
    "whole": pa.int32(),
    "long": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "moment": TIMESTAMP,
    "texts": pa.list_(TEXT),
    # The schema says multipleOf 0.01 up to 9999999: nine digits, two of them after the point.
    "price": pa.decimal128(9, 2),
    "inputs": pa.list_(pa.struct([(name, TEXT) for name in ("name", "node_name", "type", "value")])),
}


def _fields(**names: str) -> Fields:
    """Fields by kind: ``_fields(text="id name", whole="quantity")``."""
    return {name: _TYPES[kind] for kind, words in names.items() for name in words.split()}


_SNOWPLOW = "com.snowplowanalytics.snowplow"
_SHOP = f"{_SNOWPLOW}.ecommerce"
_MOBILE = "com.snowplowanalytics.mobile"

# (vendor, name, model) -> the fields this shop fills, in snake case.
ENTITIES: dict[Schema, Fields] = {
    (_SNOWPLOW, "web_page", 1): _fields(text="id"),
    ("nl.basjes", "yauaa_context", 1): _fields(
        text="agent_class agent_name agent_name_version agent_name_version_major agent_version "
        "agent_version_major device_brand device_class device_name layout_engine_name operating_system_class "
        "operating_system_name operating_system_name_version operating_system_version"
    ),
    (_SHOP, "product", 1): _fields(
        text="brand category currency id inventory_status name variant",
        price="list_price price",
        whole="position quantity",
    ),
    (_SHOP, "cart", 1): _fields(text="cart_id currency", price="total_value"),
    (_SHOP, "checkout_step", 1): _fields(
        text="account_type coupon_code delivery_method delivery_provider payment_method",
        flag="marketing_opt_in",
        whole="step",
    ),
    (_SHOP, "transaction", 1): _fields(
        text="currency discount_code payment_method transaction_id",
        price="discount_amount revenue shipping tax",
        flag="credit_order",
        whole="total_quantity",
    ),
    (_SHOP, "page", 1): _fields(text="language locale type"),
    (_SHOP, "user", 1): _fields(text="id", flag="is_guest"),
    (_SNOWPLOW, "media_player", 2): _fields(
        text="label media_type player_type",
        real="current_time duration playback_rate",
        flag="ended fullscreen muted paused",
        whole="volume",
    ),
    (_SNOWPLOW, "client_session", 1): _fields(
        text="first_event_id previous_session_id session_id storage_mechanism user_id",
        whole="event_index session_index",
        moment="first_event_timestamp",
    ),
    (_SNOWPLOW, "mobile_context", 1): _fields(
        text="battery_state carrier device_manufacturer device_model language network_type os_type "
        "os_version",
        whole="battery_level",
        flag="is_portrait",
        long="physical_memory",
    ),
    (_MOBILE, "screen", 1): _fields(text="id name type"),
    (_MOBILE, "application", 1): _fields(text="build version"),
    (_SNOWPLOW, "event_specification", 1): _fields(text="data_product_name id name", whole="version"),
}

EVENTS: dict[Schema, Fields] = {
    (_SHOP, "snowplow_ecommerce_action", 1): _fields(text="name type"),
    (_SNOWPLOW, "site_search", 1): _fields(text="filters", whole="page_results total_results", texts="terms"),
    (_SNOWPLOW, "link_click", 1): _fields(
        text="element_content element_id element_target target_url", texts="element_classes"
    ),
    (_SNOWPLOW, "submit_form", 1): _fields(text="form_id", texts="form_classes", inputs="elements"),
    (f"{_SNOWPLOW}.media", "percent_progress_event", 1): _fields(whole="percent_progress"),
    (_MOBILE, "screen_view", 1): _fields(
        text="id name previous_id previous_name previous_type transition_type type"
    ),
}


def column_of(kind: str, schema: Schema) -> str:
    """The column of a schema, for ``kind`` ``contexts`` or ``unstruct_event``."""
    vendor, name, model = schema
    return f"{kind}_{vendor.replace('.', '_')}_{name}_{model}"


def table_schema() -> pa.Schema:
    """All columns in the order of the file: atomic ones, entities, events; inside, fields by name."""
    fields = [pa.field(name, kind, nullable=name not in REQUIRED) for name, kind in ATOMIC.items()]
    for schema, inner in ENTITIES.items():
        struct = pa.struct([("_schema_version", TEXT), *sorted(inner.items())])
        fields.append(pa.field(column_of("contexts", schema), pa.list_(struct)))
    for schema, inner in EVENTS.items():
        fields.append(pa.field(column_of("unstruct_event", schema), pa.struct(sorted(inner.items()))))
    return pa.schema(fields)
