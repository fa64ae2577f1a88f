"""Entities as pieces of a row."""

from __future__ import annotations

from typing import Any

from shop.schema import ENTITIES, column_of

__all__ = ["MOBILE", "SHOP", "SNOWPLOW", "Row", "entity"]

Row = dict[str, Any]
SNOWPLOW = "com.snowplowanalytics.snowplow"
SHOP = f"{SNOWPLOW}.ecommerce"
MOBILE = "com.snowplowanalytics.mobile"
_COLUMNS = {(vendor, name): column_of("contexts", (vendor, name, model)) for vendor, name, model in ENTITIES}


def entity(vendor: str, name: str, version: str, *items: Row) -> Row:
    """The entities of one schema, as the piece of a row that holds them."""
    return {_COLUMNS[vendor, name]: [{"_schema_version": version, **item} for item in items]}
