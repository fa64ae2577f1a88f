"""A seeded generator of legal attribute groups and of calls, for a world in one of its layouts."""

from datetime import timedelta, timezone

from .random_criteria import CriteriaMaker
from .schemas import CART, ORDER
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
PERIODS = ["PT30M", "PT1H", "PT36H", "P1D", "P3D", "P7D", "P1W", "PT0.5S", "P1DT12H", "P1Y"]
NUMERIC, NUMERIC_KINDS = ["sum", "min", "max", "mean"], ["integer", "double", "decimal"]
DISTRIBUTION = ["first", "last", "unique_list", "most_frequent", "least_frequent"]
ANY = ["category_count", "approx_count_distinct"]
NAMES = ["a1", "select", "count", "Total", "order", "group", "x_2", "attribute_key", "event_name"]


class GroupMaker(CriteriaMaker):
    """Draws groups and calls for one world."""

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
        if rng.random() < 0.4:
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
        nth = rng.randint(0, 1)
        drawn = rng.choice([
            {"name": "user_id"},
            {"name": "session", "property": {"type": "atomic", "name": "domain_sessionid"}},
            {"name": "visits", "property": {"type": "atomic", "name": "domain_sessionidx"}},
            {"name": "item", "property": {"type": "entity", **schema, "path": path, "index": nth}},
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
        as_of = self.maybe(lambda: rng.choice(sorted(times)[len(times) // 3 :]), 0.5)
        if as_of is not None:
            as_of = rng.choice(
                [as_of, as_of.replace(tzinfo=None), as_of.astimezone(timezone(timedelta(hours=2)))]
            )
            as_of = None if as_of.year > 9000 else as_of
        return {
            "app_ids": rng.choice([None, None, [], ["web"], ["web", "app"], ["we'b", "gone"]]),
            "window": self.maybe(lambda: timedelta(hours=rng.choice([1, 24, 72, 240])), 0.15),
            "as_of": as_of,
            "attribute_key_ids": self.maybe(lambda: rng.sample(keys, min(2, len(keys))), 0.2),
        }
