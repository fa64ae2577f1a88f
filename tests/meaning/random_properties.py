"""Random properties of every sort for a world in one of its layouts."""

import random

from .schemas import CART, CART_2, DEVICE, ORDER, SEARCH, snake

NUMBER_PARTS = ["hour_of_day", "day_of_week", "month_of_year"]
TEXT_PARTS = ["active_day", "active_week", "active_month"]

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


class PropertyMaker:
    """Draws properties; `json_text` where paths may be missing and types are unknown."""

    def __init__(self, seed, world, view, json_text):
        self.rng, self.world, self.view, self.json_text = random.Random(seed), world, view, json_text

    def maybe(self, draw, chance):
        return draw() if self.rng.random() < chance else None

    def leaf(self, kind):
        """An atomic, entity or event property of a kind."""
        rng = self.rng
        if kind in ATOMIC and (kind == "decimal" or rng.random() < (0.3 if self.json_text else 0.5)):
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


def _calculated(operation, parts):
    return {"type": "calculated", "operation": operation, "properties": parts}
