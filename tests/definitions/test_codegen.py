"""Definitions as Python source: whole texts, and hostile ones that must run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from definitions.build import KIND, PATH, PRICE, attribute, counter, group
from definitions.generate import HOSTILE
from signals_nb.codegen import to_python
from signals_nb.definitions import (
    BUILT_IN_KEYS,
    AttributeKey,
    Criteria,
    Criterion,
    Event,
    LinkAttributeKey,
    PagePing,
    Service,
    StructuredEvent,
    domain_userid,
)

WHOLE = """\
from datetime import datetime, timedelta, timezone

from signals_nb import (
    AtomicProperty,
    Attribute,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    PageView,
    StreamAttributeGroup,
    domain_userid,
)

shop = StreamAttributeGroup(
    name="shop",
    version=2,
    owner="a@b.com",
    attribute_key=domain_userid,
    ttl=timedelta(days=7),
    backfill_since_tstamp=datetime(2026, 1, 31, tzinfo=timezone.utc),
    attributes=[
        Attribute(
            name="views",
            type="int64",
            events=[PageView(), Event(name="screen_view")],
            aggregation="counter",
            period=timedelta(days=1, hours=12),
        ),
        Attribute(
            name="price",
            description='The "last" price',
            type="double",
            events=[PageView()],
            aggregation="last",
            property=EntityProperty(
                vendor="com.acme",
                name="product",
                major_version=1,
                path="price",
            ),
            criteria=Criteria(
                all=[
                    Criterion.in_list(
                        AtomicProperty(name="page_urlpath"), ["/a", "/b"]
                    ),
                    Criterion.is_not_null(AtomicProperty(name="page_urlpath")),
                ],
            ),
            default_value=0.5,
        ),
    ],
)
"""


def run(source: str) -> Any:
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    return [value for name, value in namespace.items() if name != "__builtins__"][-1]


def test_the_whole_source_of_a_group() -> None:
    shop = group(
        counter(
            name="views", events=[*counter().events, Event(name="screen_view")], period=timedelta(hours=36)
        ),
        attribute(
            name="price",
            description='The "last" price',
            type="double",
            property=PRICE,
            criteria=Criteria(all=[Criterion.in_list(PATH, ["/a", "/b"]), Criterion.is_not_null(PATH)]),
            default_value=0.5,
        ),
        name="shop",
        version=2,
        backfill_since_tstamp=datetime.fromisoformat("2026-01-31T00:00:00Z"),
    )
    assert shop.to_python() == WHOLE
    assert run(WHOLE) == shop


def test_code_for_the_official_package_differs_in_the_import_alone() -> None:
    theirs, ours = group().to_python("snowplow_signals"), group().to_python()
    assert theirs == ours.replace("from signals_nb import", "from snowplow_signals import")


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (PagePing(), "page_ping = PagePing()"),
        (StructuredEvent(), "event = StructuredEvent()"),
        (Event(), "event = Event()"),
        (domain_userid, "attribute_key = domain_userid"),
        (BUILT_IN_KEYS["user"], "user = user_attribute_key"),
        (BUILT_IN_KEYS["session"], "session = session_attribute_key"),
        (LinkAttributeKey(name="k"), 'k = LinkAttributeKey(name="k")'),
        (AttributeKey(name="k", key="user_id"), 'k = AttributeKey(name="k", key="user_id")'),
        (Criterion.eq(PATH, None), 'criterion = Criterion.eq(AtomicProperty(name="page_urlpath"), None)'),
        (
            Service(name="s", owner="a@b.com", attribute_groups=[{"name": "g"}]),
            's = Service(name="s", owner="a@b.com", attribute_groups=[{"name": "g", "version": 1}])',
        ),
    ],
)
def test_short_forms(made: Any, line: str) -> None:
    source = to_python(made, "signals_nb.definitions")
    assert source.splitlines()[-1] == line
    assert run(source) == made


@pytest.mark.parametrize(
    "name", ["class", "0day", "Attribute", "PageView", "domain_userid", "timedelta", "None"]
)
def test_a_name_that_can_be_no_variable(name: str) -> None:
    made = group(counter(period=timedelta(days=1)), name=name)
    source = to_python(made, "signals_nb.definitions")
    assert "\nattribute_group = StreamAttributeGroup(" in source
    assert run(source) == made


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data(text: str) -> None:
    made = attribute(
        description=text,
        default_value=[text, text],
        criteria=Criteria(any=[Criterion.eq(KIND, text), Criterion.in_list(KIND, [text])]),
    )
    assert run(to_python(made, "signals_nb.definitions")) == made


def test_a_criterion_that_makes_no_sense_is_rebuilt_as_it_is() -> None:
    made = Criterion(property=PATH, operator="is null", value="x")
    source = to_python(made, "signals_nb.definitions")
    assert source.endswith(
        'criterion = Criterion(\n    property=AtomicProperty(name="page_urlpath"),\n'
        '    operator="is null",\n    value="x",\n)\n'
    )
    assert run(source) == made


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), 1e300, -0.0, 2**70, True])
def test_numbers_keep_their_kind(number: Any) -> None:
    again = run(to_python(attribute(default_value=number), "signals_nb.definitions"))
    assert again.default_value == number
    assert type(again.default_value) is type(number)


@pytest.mark.parametrize("width", [60, 88, 100, 110])
def test_lines_break_where_asked(width: int) -> None:
    source = to_python(group(attribute(property=PRICE)), line_length=width)
    assert max(map(len, source.splitlines())) <= width
