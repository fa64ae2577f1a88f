"""The entity and event schemas of the random worlds, and how a loader types and spells their data.

A field is `string`, `number`, `integer`, `boolean`, `date-time` or `date`; a dict is a nested object and a
list of one item a list of that.
"""

from datetime import date

import pyarrow as pa

from .values import date_time_in, snake

CART = ("com.acme.shop-eu", "CartItem", 1)
CART_2 = ("com.acme.shop-eu", "CartItem", 2)
DEVICE = ("nl.basjes", "yauaa_context", 1)
SPECIFICATION = ("com.snowplowanalytics.snowplow", "event_specification", 1)
ORDER = ("com.acme", "order_placed", 1)
SEARCH = ("com.acme", "search-done", 1)

ENTITIES = {
    CART: {
        "sku": "string",
        "listPrice": "number",
        "quantity": "integer",
        "onSale": "boolean",
        "addedAt": "date-time",
        "releasedOn": "date",
        "HTTPHeader": "string",
        "is64Bit": "boolean",
        "vendorInfo": {"displayName": "string", "isLocal": "boolean", "address": {"cityName": "string"}},
        "tags": ["string"],
        "options": [{"optionName": "string", "optionValue": "number"}],
    },
    CART_2: {"sku": "string", "listPrice": "string"},
    DEVICE: {"deviceClass": "string", "majorVersion": "integer"},
    SPECIFICATION: {"id": "string", "name": "string"},
}
EVENTS = {
    ORDER: {
        "orderId": "string",
        "totalAmount": "number",
        "itemCount": "integer",
        "giftWrap": "boolean",
        "placedAt": "date-time",
        "customer": {"emailDomain": "string", "loyalty": {"tierName": "string", "pointsBalance": "integer"}},
    },
    SEARCH: {"searchTerm": "string", "resultCount": "integer"},
}

LEAVES = {
    "string": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date-time": pa.timestamp("us", "UTC"),
    "date": pa.date32(),
}


def column_of(schema, suffix=None):
    """A schema's part of its column name: vendor and name in snake case, then the model number."""
    vendor, name, major = schema
    return f"{vendor.replace('.', '_').replace('-', '_').lower()}_{snake(name)}_{suffix or major}"


def arrow_type(fields):
    """The type a loader gives to a field, an object or a list."""
    if isinstance(fields, str):
        return LEAVES[fields]
    if isinstance(fields, list):
        return pa.list_(arrow_type(fields[0]))
    return pa.struct([(snake(name), arrow_type(fields[name])) for name in sorted(fields, key=snake)])


def typed(data, fields):
    """Data as a typed column holds it: snake case, sorted, nulls where nothing is, moments as moments."""
    if data is None:
        return None
    if isinstance(fields, dict):
        return {snake(name): typed(data.get(name), fields[name]) for name in sorted(fields, key=snake)}
    if isinstance(fields, list):
        return [typed(item, fields[0]) for item in data]
    if fields == "date-time":
        return date_time_in(data)
    if fields == "date":
        return date.fromisoformat(data)
    return float(data) if fields == "number" else data


def spelled(data, spell):
    """Data with every field name passed through `spell`."""
    if isinstance(data, dict):
        return {spell(name): spelled(value, spell) for name, value in data.items()}
    return [spelled(item, spell) for item in data] if isinstance(data, list) else data
