"""The customers table, as a nightly job outside Snowplow would write it."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from shop.chance import Chance
from shop.entities import Row
from shop.people import START, Visitor

__all__ = ["customers_table"]

_TRANSACTION = "contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1"
_TIERS = [(600.0, "platinum"), (250.0, "gold"), (90.0, "silver"), (-1.0, "bronze")]
_SCHEMA = pa.schema(
    [
        pa.field("customer_id", pa.string(), nullable=False),
        pa.field("lifetime_value", pa.float64()),
        pa.field("tier", pa.string()),
        pa.field("country", pa.string()),
        pa.field("updated_at", pa.timestamp("us", tz="UTC"), nullable=False),
    ]
)
# They signed up by post and never came online.
_OFFLINE = ["c_90001", "c_90002"]


def customers_table(everybody: list[Visitor], rows: list[Row]) -> pa.Table:
    """A row per customer as of 1 September, and another one after each night with a new order."""
    spent = _orders(rows)
    known = {v.customer: v for v in everybody if v.customer and v.surface != "kiosk"}
    records = [
        record
        for customer, visitor in sorted(known.items())
        for record in _history(customer, visitor.affinity, visitor.place.country, spent.get(customer, []))
    ]
    records += [record for customer in _OFFLINE for record in _history(customer, 1.0, "DE", [])]
    return pa.Table.from_pylist(records, schema=_SCHEMA)


def _orders(rows: list[Row]) -> dict[str, list[tuple[datetime, float]]]:
    found: dict[str, list[tuple[datetime, float]]] = {}
    for row in rows:
        if not row.get("user_id"):
            continue
        value = row[_TRANSACTION][0]["revenue"] if _TRANSACTION in row else row.get("tr_total")
        if value is not None:
            when = datetime.fromtimestamp(row["collector_tstamp"] / 1000, UTC)
            found.setdefault(row["user_id"], []).append((when, float(value)))
    return found


def _history(
    customer: str, affinity: float, country: str, orders: list[tuple[datetime, float]]
) -> list[dict[str, Any]]:
    chance = Chance(f"customer/{customer}")
    value = 0.0 if chance.yes(0.12) else 75 * math.exp(0.75 * affinity + chance.normal(0, 0.8))
    nights = {START + timedelta(hours=2): value}
    for when, amount in sorted(orders):
        value += amount
        nights[when.replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=1)] = value
    return [
        {
            "customer_id": customer,
            "lifetime_value": round(worth, 2),
            "tier": next(tier for floor, tier in _TIERS if worth > floor),
            "country": country,
            "updated_at": night,
        }
        for night, worth in nights.items()
    ]
