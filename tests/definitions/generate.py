"""Random definitions: every field of every model, with hostile text, from a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from signals_nb.definitions import (
    AGGREGATIONS,
    ATOMIC,
    BUILT_IN_KEYS,
    AtomicProperty,
    Attribute,
    AttributeGroup,
    AttributeKey,
    BatchAttributeGroup,
    BatchSource,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    EventProperty,
    ExternalBatchAttributeGroup,
    Field,
    LinkAttributeKey,
    PagePing,
    PageView,
    Service,
    StreamAttributeGroup,
    StructuredEvent,
)

HOSTILE = [
    "",
    "plain",
    'He said "hi"',
    "it's",
    "both \" and '",
    "back\\slash\\",
    "\\'",
    "line\nbreak\r\n\ttab",
    "{braces} {0} %s $x",
    "🎉 Sale",
    "e\u0301 é",
    "שלום \u202e rtl",
    "'; DROP TABLE events; --",
    "<script>alert(1)</script>",
    '"""',
    "'''",
    "\x7f\u200b\ufeff",
    "日本",
]
TYPES = [
    "string",
    "int32",
    "int64",
    "double",
    "float",
    "bool",
    "unix_timestamp",
    "timestamp",
    "bytes",
    "dict",
]
LISTS = ["string_list", "int32_list", "int64_list", "double_list", "float_list", "bool_list"]
DATE_PARTS = ["active_day", "active_week", "active_month", "hour_of_day", "day_of_week", "month_of_year"]
PATHS = ["type", "$.user.profile.name", "$.events[0].items[1].value", "a-b", "deviceClass", "ids[0]"]
OPERATORS = ["=", "!=", "<", ">", "<=", ">=", "like", "in", "is null", "is not null"]
OWNERS = ["a@company.com", "first.last+tag@sub.company.co.uk", "A@Example.COM"]


class Generator:
    """Definitions out of a seed; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def maybe(self, make: Any, chance: float = 0.4) -> Any:
        return make() if self.rng.random() < chance else None

    def some(self, make: Any, least: int = 0, most: int = 3) -> list[Any]:
        return [make() for _ in range(self.rng.randint(least, most))]

    def given(self, **fields: Any) -> dict[str, Any]:
        """The fields that are not None, so that defaults are left to the model."""
        return {name: value for name, value in fields.items() if value is not None}

    def name(self) -> str:
        letters = "abcXYZ019_"
        return "".join(self.rng.choice(letters) for _ in range(self.rng.choice([1, 3, 9, 40])))

    def text(self) -> str:
        return self.rng.choice(HOSTILE)

    def duration(self) -> timedelta:
        unit = self.rng.choice(
            ["days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "weeks"]
        )
        days = self.rng.choice([0, 0, 1, 30, 31, 365, 366, 400, 730])
        return timedelta(**{unit: self.rng.randint(0, 1000)}) + timedelta(days=days)

    def moment(self) -> datetime:
        zone = self.rng.choice(
            [None, UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-5, minutes=-30))]
        )
        micro = self.rng.choice([0, 123000, 123456])
        return datetime(2025, self.rng.randint(1, 12), self.rng.randint(1, 28), 23, 59, 0, micro, tzinfo=zone)

    def atomic(self) -> AtomicProperty:
        return AtomicProperty(
            name=self.rng.choice(list(ATOMIC)), **self.given(date_part=self.maybe(self.date_part, 0.2))
        )

    def date_part(self) -> Any:
        return self.rng.choice(DATE_PARTS)

    def schema(self) -> dict[str, Any]:
        return self.given(
            vendor=self.rng.choice(["com.acme", "nl.basjes", self.text() or "v"]),
            name=self.rng.choice(["yauaa_context", "add-to-cart", "Product"]),
            major_version=self.rng.randint(1, 12),
            path=self.rng.choice(PATHS),
            date_part=self.maybe(self.date_part, 0.2),
        )

    def leaf(self) -> Any:
        return self.rng.choice(
            [
                self.atomic,
                lambda: EventProperty(**self.schema()),
                lambda: EntityProperty(
                    **self.schema(), **self.given(index=self.maybe(lambda: self.rng.randint(0, 5)))
                ),
            ]
        )()

    def calculated(self) -> CalculatedProperty:
        return CalculatedProperty(
            operation=self.rng.choice(["concat", "sum", "product", "min", "max", "coalesce"]),
            properties=self.some(self.leaf, 1, 4),
            **self.given(separator=self.maybe(lambda: self.text()[:16])),
        )

    def property(self) -> Any:
        return self.calculated() if self.rng.random() < 0.2 else self.leaf()

    def event(self) -> Event:
        if self.rng.random() < 0.4:
            return self.rng.choice([PageView, PagePing, StructuredEvent])()
        return Event(
            **self.given(
                name=self.maybe(lambda: self.rng.choice(["page_view", "add-to-cart"])),
                vendor=self.maybe(lambda: self.rng.choice(["com.acme", "a_b-c.d"])),
                version=self.maybe(lambda: self.rng.choice(["1-0-0", "10-2-33"])),
                event_specification_id=self.maybe(lambda: self.text() or "x", 0.1),
            )
        )

    def scalar(self) -> Any:
        return self.rng.choice(
            [
                self.text(),
                self.rng.randint(-(2**40), 2**40),
                self.rng.random() * 100,
                3.0,
                True,
                False,
                0,
                2**63 - 1,
            ]
        )

    def values(self) -> list[Any]:
        one = self.rng.choice(
            [self.text, lambda: self.rng.randint(-9, 9), self.rng.random, lambda: self.rng.random() < 0.5]
        )
        return self.some(one)

    def criterion(self) -> Criterion:
        operator = self.rng.choice(OPERATORS)
        value = None if "null" in operator else self.values() if operator == "in" else self.scalar()
        return Criterion(property=self.property(), operator=operator, value=value)

    def criteria(self) -> Criteria:
        return Criteria(
            **self.given(
                all=self.maybe(lambda: self.some(self.criterion)),
                any=self.maybe(lambda: self.some(self.criterion)),
            )
        )

    def attribute(self) -> Attribute:
        return Attribute(
            name=self.name(),
            type=self.rng.choice(TYPES + LISTS),
            events=self.some(self.event),
            aggregation=self.rng.choice(list(AGGREGATIONS)),
            **self.given(
                description=self.maybe(self.text),
                property=self.maybe(self.property, 0.7),
                criteria=self.maybe(self.criteria),
                period=self.maybe(self.duration),
                default_value=self.maybe(lambda: self.rng.choice([self.scalar(), [1, "a", 2.5, True], []])),
                time_unit=self.maybe(lambda: self.rng.choice(["s", "min", "h", "d"])),
                ttl=self.maybe(self.duration),
            ),
        )

    def key(self) -> Any:
        made = self.rng.choice(
            [
                lambda: self.rng.choice(list(BUILT_IN_KEYS.values())),
                lambda: LinkAttributeKey(name=self.name()),
                lambda: AttributeKey(property=self.atomic()),
                lambda: AttributeKey(external_column=self.name()),
                lambda: AttributeKey(
                    name=self.name(),
                    **self.given(
                        key=self.maybe(self.name),
                        property=self.maybe(self.leaf),
                        description=self.maybe(self.text),
                        owner=self.maybe(self.text),
                        ttl=self.maybe(self.duration),
                        is_published=self.maybe(lambda: True),
                    ),
                ),
            ]
        )
        return made()

    def source(self) -> BatchSource:
        return BatchSource(
            name=self.name(),
            database="my-db_1",
            schema=self.name(),
            table=self.name(),
            timestamp_field="updated_at",
            **self.given(description=self.maybe(self.text), owner=self.maybe(self.text)),
        )

    def group(self) -> AttributeGroup:
        common = self.given(
            name=self.name(),
            version=self.maybe(lambda: self.rng.randint(1, 99)),
            attribute_key=self.key(),
            owner=self.rng.choice(OWNERS),
            description=self.maybe(self.text),
            ttl=self.maybe(self.duration),
            online=self.maybe(lambda: False),
            is_published=self.maybe(lambda: True),
            backfill_since_tstamp=self.maybe(self.moment),
            refresh_rate=self.maybe(self.duration),
        )
        kind = self.rng.choice([StreamAttributeGroup, BatchAttributeGroup, ExternalBatchAttributeGroup])
        if kind is ExternalBatchAttributeGroup:
            return kind(**common, fields=self.some(self.field, 1), batch_source=self.source())
        source = self.given(batch_source=self.maybe(self.source)) if kind is BatchAttributeGroup else {}
        return kind(**common, **source, attributes=self.some(self.attribute, 1))

    def field(self) -> Field:
        return Field(
            name=self.name(),
            type=self.rng.choice(TYPES + LISTS),
            **self.given(description=self.maybe(self.text)),
        )

    def service(self) -> Service:
        return Service(
            name=self.name(),
            owner=self.rng.choice(OWNERS),
            attribute_groups=self.some(self.group, 1),
            **self.given(description=self.maybe(self.text), is_published=self.maybe(lambda: True)),
        )
