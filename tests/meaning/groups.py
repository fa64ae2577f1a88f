"""A seeded generator of legal attribute groups and of calls, for a world in one of its layouts."""

import random
from datetime import timedelta, timezone

from .schemas import CART, CART_2, DEVICE, ORDER, SEARCH, snake
from .worlds import KINDS

TYPES = {
    "text": ["string", "string", "string", "string", "bytes"],
    "integer": ["int32", "int64", "int64", "float", "double", "string", "unix_timestamp", "bytes"],
    "double": ["float", "double", "double", "string", "int64"],
    "decimal": ["float", "double", "double", "string", "int32"],
    "boolean": ["bool", "bool", "string"],
    "moment": ["timestamp", "timestamp", "unix_timestamp", "string"],
    "number part": ["int32", "int64"],
    "text part": ["string"],
    "object": ["string", "bytes"],
}
MISFITS = ["int32", "double", "bool", "timestamp", "string"]
DEFAULTS = {
    "string": "none's",
    "bytes": "n",
    "int32": -1,
    "int64": 7,
    "unix_timestamp": 0,
    "float": 0.5,
    "double": 2,
    "bool": False,
}
NUMBER_PARTS = ["hour_of_day", "day_of_week", "month_of_year"]
TEXT_PARTS = ["active_day", "active_week", "active_month"]
PERIODS = ["PT30M", "PT1H", "PT36H", "P1D", "P3D", "P7D", "P1W", "PT0.5S", "P1DT12H", "P1Y"]
NUMERIC, NUMERIC_KINDS = ["sum", "min", "max", "mean"], ["integer", "double", "decimal"]
DISTRIBUTION = ["first", "last", "unique_list", "most_frequent", "least_frequent"]
ANY = ["category_count", "approx_count_distinct"]
NAMES = ["a1", "select", "count", "Total", "order", "group", "x_2", "attribute_key", "event_name"]

ATOMIC = {
    "text": [
        "page_urlpath",
        "page_title",
        "mkt_source",
        "geo_country",
        "se_category",
        "se_label",
        "event_name",
    ],
    "integer": ["ti_quantity", "domain_sessionidx"],
    "double": ["se_value"],
    "decimal": ["tr_total"],
    "boolean": ["br_cookies"],
    "moment": ["derived_tstamp", "collector_tstamp", "dvce_created_tstamp"],
}
PATHS = {
    "text": [
        (CART, "sku"),
        (CART, "HTTPHeader"),
        (CART, "vendorInfo.displayName"),
        (CART, "vendorInfo.address.cityName"),
        (CART, "tags[0]"),
        (CART, "tags[1]"),
        (CART, "options[0].optionName"),
        (CART_2, "sku"),
        (CART_2, "listPrice"),
        (DEVICE, "deviceClass"),
        (ORDER, "orderId"),
        (ORDER, "customer.emailDomain"),
        (ORDER, "customer.loyalty.tierName"),
        (SEARCH, "searchTerm"),
    ],
    "integer": [
        (CART, "quantity"),
        (DEVICE, "majorVersion"),
        (ORDER, "itemCount"),
        (SEARCH, "resultCount"),
        (ORDER, "customer.loyalty.pointsBalance"),
    ],
    "double": [(CART, "listPrice"), (CART, "options[1].optionValue"), (ORDER, "totalAmount")],
    "boolean": [(CART, "onSale"), (CART, "is64Bit"), (CART, "vendorInfo.isLocal"), (ORDER, "giftWrap")],
    "moment": [(CART, "addedAt"), (ORDER, "placedAt")],
    "date": [(CART, "releasedOn")],
    "object": [(CART, "vendorInfo"), (CART, "tags"), (CART, "options"), (ORDER, "customer.loyalty")],
}


class GroupMaker:
    """Draws groups and calls for one world; `json_text` where paths may be missing and types are unknown."""

    def __init__(self, seed, world, json_text):
        self.rng, self.world, self.json_text = random.Random(seed), world, json_text

    def maybe(self, draw, chance):
        return draw() if self.rng.random() < chance else None

    def leaf(self, kind):
        """An atomic, entity or event property of a kind."""
        rng = self.rng
        if kind in ATOMIC and (kind == "decimal" or rng.random() < 0.5):
            return {"type": "atomic", "name": rng.choice(ATOMIC[kind])}
        (vendor, name, major), path = rng.choice(PATHS[kind])
        prop = {
            "type": "event",
            "vendor": vendor,
            "name": name,
            "major_version": major,
            "path": self.spelling(path),
        }
        if (vendor, name, major) in (CART, CART_2, DEVICE):
            prop |= {"type": "entity", "index": rng.choice([0, 0, 0, 1, 2])}
        if rng.random() < 0.03:
            prop["major_version"] = 7
        return prop

    def spelling(self, path):
        rng = self.rng
        if self.json_text and rng.random() < 0.04:
            path = rng.choice(["notThere", f"{path}.notThere", f"{path}[3]"])
        if rng.random() < 0.3:
            path = ".".join(
                snake(step.split("[")[0]) + "".join(step.partition("[")[1:]) for step in path.split(".")
            )
        return f"$.{path}" if rng.random() < 0.3 else path

    def part(self):
        """A date part and what it gives."""
        kind = self.rng.choice(["number part", "text part"])
        prop = self.leaf(self.rng.choice(["moment", "moment", "date"]))
        return kind, prop | {
            "date_part": self.rng.choice(NUMBER_PARTS if kind == "number part" else TEXT_PARTS)
        }

    def calculated(self):
        """A calculated property and its kind."""
        rng = self.rng
        operation = rng.choice(["concat", "sum", "product", "min", "max", "coalesce"])
        if operation == "concat":
            parts = [self.leaf(rng.choice(["text", "text", "integer"])) for _ in range(rng.randint(2, 3))]
            separator = rng.choice([None, "", "-", "'", "\\", "%s"])
            return "text", _calculated(operation, parts) | (
                {"separator": separator} if separator is not None else {}
            )
        kind = rng.choice(["integer", "double", "decimal"])
        if operation == "coalesce":
            kind = rng.choice(["text", "integer", "double", "boolean", "moment"])
        if operation == "product" and self.world.large_numbers:
            kind = "double"
        return kind, _calculated(operation, [self.leaf(kind) for _ in range(2)])

    def property(self):
        """A property of any sort, with its kind."""
        roll = self.rng.random()
        if roll < 0.12:
            return self.part()
        if roll < 0.27:
            return self.calculated()
        kind = self.rng.choice(
            ["text", "text", "integer", "double", "decimal", "boolean", "moment", "object"]
        )
        return kind, self.leaf(kind)

    def criterion(self):
        rng = self.rng
        kind, prop = self.property()
        if rng.random() < 0.2 or kind == "object":
            return {"property": prop, "operator": rng.choice(["is null", "is not null"])}
        operators = ["=", "=", "!=", "in", "like", ">", ">=", "<", "<="]
        if kind == "boolean":
            operators = ["=", "!=", "in", "like"]
        operator = rng.choice(operators)
        if operator == "like":
            return {"property": prop, "operator": operator, "value": self.pattern()}
        if operator == "in":
            one_kind = kind if rng.random() < 0.8 else rng.choice(["text", "integer", "boolean"])
            values = [self.value(one_kind) for _ in range(rng.randint(0, 3))]
            return {"property": prop, "operator": operator, "value": values}
        if operator in ("=", "!=") and rng.random() < 0.2:
            kind = rng.choice(["text", "integer", "double", "boolean"])
        return {"property": prop, "operator": operator, "value": self.value(kind)}

    def value(self, kind):
        rng = self.rng
        if kind in ("integer", "number part"):
            return rng.choice([0, 1, 2, 3, 12, 1000, 3_000_000_000])
        if kind in ("double", "decimal"):
            return rng.choice([0.25, 1.5, 2.5, 3.0, 12.0, 15.9, 0.1])
        if kind == "boolean":
            return rng.random() < 0.5
        if kind == "moment":
            return f"2026-03-0{rng.randint(1, 9)}T{rng.randint(10, 23)}:30:00.000000Z"
        if kind == "text part":
            return rng.choice(["2026-03-01", "2026-03-02", "2026-03-09"])
        return rng.choice([*self.world.texts, "3", "web", "page_view"])

    def pattern(self):
        text = self.rng.choice(self.world.texts)
        return self.rng.choice(
            [f"%{text}%", f"{text}%", f"_{text[1:]}", text, "%", "_", "%\\%", "2026-03-0%", "%1%"]
        )

    def event(self):
        rng = self.rng
        if rng.random() < 0.15:
            return {"event_specification_id": rng.choice(["spec-1", "spec'2", "spec-3"])}
        vendor, name, version, _ = rng.choice(KINDS[:-1])
        if rng.random() < 0.1:
            version = "2-0-0"
        given = {"vendor": vendor, "name": name, "version": version}
        return {field: value for field, value in given.items() if rng.random() < 0.7}

    def attribute(self, name):
        rng = self.rng
        aggregations = ["counter", "time_since_last", "time_since_first", *NUMERIC, *DISTRIBUTION, *ANY]
        aggregation = rng.choice(aggregations)
        attribute = {"name": name, "aggregation": aggregation, "events": []}
        if rng.random() < 0.5:
            attribute["events"] = [self.event() for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.35:
            criteria = {side: [self.criterion() for _ in range(rng.randint(0, 2))] for side in ("all", "any")}
            attribute["criteria"] = {side: criteria[side] for side in criteria if rng.random() < 0.7}
        if rng.random() < 0.35:
            attribute["period"] = rng.choice(PERIODS)
        attribute |= self.typed(aggregation)
        default = self.default(attribute["type"])
        return attribute | ({"default_value": default} if default is not None else {})

    def typed(self, aggregation):
        """The property, type and unit an aggregation takes."""
        rng = self.rng
        if aggregation == "counter":
            return {"type": rng.choice(["int32", "int64", "float", "double"])}
        if aggregation.startswith("time_since"):
            return {
                "type": rng.choice(["float", "double", "double"]),
                "time_unit": rng.choice(["s", "min", "h", "d"]),
            }
        if aggregation in NUMERIC:
            kind, prop = self.calculated() if rng.random() < 0.2 else (None, None)
            if kind not in NUMERIC_KINDS:
                prop = self.leaf(rng.choice(NUMERIC_KINDS))
            return {
                "property": prop,
                "type": rng.choice(["int32", "int64", "int64", "float", "double", "double"]),
            }
        kind, prop = self.property()
        if aggregation in ANY:
            wide = rng.choice(["int32", "int64", "double"])
            return {"property": prop, "type": "dict" if aggregation == "category_count" else wide}
        chosen = rng.choice(MISFITS if rng.random() < 0.05 and "part" not in kind else TYPES[kind])
        if aggregation == "unique_list":
            chosen = ("string" if chosen == "timestamp" else chosen) + "_list"
        return {"property": prop, "type": chosen}

    def default(self, declared):
        if self.rng.random() < 0.7:
            return None
        if declared.endswith("_list"):
            item = DEFAULTS[declared.removesuffix("_list")]
            return self.rng.choice([[], [item], [item, item]])
        return DEFAULTS.get(declared)

    def key(self):
        rng = self.rng
        entity, path = rng.choice([(CART, "sku"), (CART, "quantity"), (CART, "vendorInfo.displayName")])
        schema = dict(zip(("vendor", "name", "major_version"), entity, strict=True))
        order = dict(zip(("vendor", "name", "major_version"), ORDER, strict=True))
        drawn = rng.choice([
            {"name": "user_id"},
            {"name": "session", "property": {"type": "atomic", "name": "domain_sessionid"}},
            {"name": "visits", "property": {"type": "atomic", "name": "domain_sessionidx"}},
            {"name": "item", "property": {"type": "entity", **schema, "path": path, "index": rng.randint(0, 1)}},
            {"name": "ordered", "property": {"type": "event", **order, "path": "$.order_id"}},
        ])  # fmt: skip
        return {"name": "domain_userid", "key": "domain_userid"} if rng.random() < 0.55 else drawn

    def group(self):
        rng = self.rng
        names = rng.sample(NAMES, rng.randint(2, 5))
        group = {
            "name": "random_group",
            "version": 1,
            "owner": "owner@example.com",
            "online": True,
            "offline": False,
            "attribute_key": self.key(),
            "attributes": [self.attribute(name) for name in names],
        }
        if rng.random() < 0.15:
            group["backfill_since_tstamp"] = rng.choice(["2026-03-02T00:00:00Z", "2026-03-03T01:30:00+02:00"])
        return group

    def call(self, keys):
        """The arguments of one evaluation."""
        rng = self.rng
        times = [event["derived_tstamp"] for event in self.world.events if event["derived_tstamp"]]
        as_of = self.maybe(lambda: rng.choice(times), 0.5)
        if as_of is not None:
            as_of = rng.choice(
                [as_of, as_of.replace(tzinfo=None), as_of.astimezone(timezone(timedelta(hours=2)))]
            )
            as_of = None if as_of.year > 9000 else as_of
        return {
            "app_ids": rng.choice([None, None, [], ["web"], ["web", "app"], ["we'b", "gone"]]),
            "window": self.maybe(lambda: timedelta(hours=rng.choice([1, 24, 72, 240])), 0.3),
            "as_of": as_of,
            "attribute_key_ids": self.maybe(lambda: rng.sample(keys, min(2, len(keys))), 0.2),
        }


def _calculated(operation, parts):
    return {"type": "calculated", "operation": operation, "properties": parts}
