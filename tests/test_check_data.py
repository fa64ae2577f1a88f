"""The findings of ``check(events)``: whole messages, over a small table of typed structs and JSON text."""

# ruff: noqa: E501 - whole messages and rows of a table read best on one line
import datetime as dt

import duckdb
import pytest

from signals_nb import (
    AtomicProperty,
    Attribute,
    AttributeKey,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    InvalidDefinition,
    PageView,
    Signals,
    SignalsWarning,
    StreamAttributeGroup,
    domain_userid,
)

EVENTS = """
SELECT TIMESTAMP '2026-03-01 10:00:00' + to_seconds(i) AS derived_tstamp, 'com.snowplowanalytics.snowplow' AS event_vendor,
       CASE WHEN i < 8 THEN 'page_view' ELSE 'page_ping' END AS event_name, '1-0-0' AS event_version,
       'u' || i % 2 AS domain_userid, '/p' || i AS page_urlpath, NULL::VARCHAR AS mkt_source, i::INTEGER AS ti_quantity,
       [{'price': i::DOUBLE, 'name': 'n' || i, 'in_stock': true}] AS contexts_com_acme_item_1,
       '[{"pageType": "shop", "depth": 3}]' AS contexts_com_acme_page_1
FROM range(10) r(i)
"""


@pytest.fixture
def signals(tmp_path):
    return Signals(duckdb.sql(EVENTS).arrow().read_all(), tmp_path / "registry")


def entity(name, path, **more):
    return EntityProperty(vendor="com.acme", name=name, major_version=1, path=path, **more)


def group(key=domain_userid, **attribute):
    given = {"name": "a", "type": "string", "aggregation": "last", "events": [PageView()]} | attribute
    return StreamAttributeGroup(
        name="g",
        attribute_key=key,
        owner="a@example.com",
        ttl=dt.timedelta(days=7),
        attributes=[Attribute(**given)],
    )


def told(found):
    return [f"{one.severity} {one.code} {one}" for one in found]


TEXT = AtomicProperty(name="page_urlpath")
SUM = {"type": "double", "aggregation": "sum"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"property": AtomicProperty(name="page_urlport")},
            "error A21 attributes.a.property: The events have no column page_urlport. Did you mean page_urlpath?"
            " Choose a column that is there.",
        ),
        (
            {"property": entity("item", "prise")},
            "error A22 attributes.a.property: com.acme/item/1 has no field prise in this data. Did you mean price?"
            " Choose a field that is there.",
        ),
        (
            {"property": entity("item", "zzz")},
            "error A22 attributes.a.property: com.acme/item/1 has no field zzz in this data."
            " It has price, name, in_stock. Choose a field that is there.",
        ),
        (
            {"property": entity("cart", "total")},
            "warning A23 attributes.a.property: This data has no column for com.acme/cart/1: the value is always"
            " empty. Its events may not have come yet.",
        ),
        (
            SUM | {"property": TEXT},
            "error A02 attributes.a.property: Sum needs a number; page_urlpath is text."
            " Choose a numeric property, or another aggregation.",
        ),
        (
            SUM | {"property": entity("item", "inStock")},
            "error A02 attributes.a.property: Sum needs a number; inStock of com.acme/item/1 is booleans."
            " Choose a numeric property, or another aggregation.",
        ),
        (
            SUM
            | {
                "property": CalculatedProperty(
                    operation="product", properties=[entity("item", "price"), entity("item", "in_stock")]
                )
            },
            "error A02 attributes.a.property.properties.1: product needs a number; in_stock of com.acme/item/1 is"
            " booleans. Choose a numeric property, or another aggregation.",
        ),
        (
            {"type": "int32", "property": entity("item", "price", date_part="hour_of_day")},
            "error A06 attributes.a.property.date_part: hour_of_day needs a date-time property; hour_of_day of price"
            " of com.acme/item/1 is numbers. Choose one of the *_tstamp columns, or remove date_part.",
        ),
        (
            {"property": TEXT, "criteria": Criteria(all=[Criterion.gt(TEXT, 5)])},
            "error C14 attributes.a.criteria.all.0.value: Criterion 1: > cannot order page_urlpath, which is text,"
            " against the number 5. Give a value of its kind, or choose a numeric property.",
        ),
        (
            {
                "property": TEXT,
                "criteria": Criteria(
                    any=[Criterion(property=entity("item", "price"), operator="<", value="x")]
                ),
            },
            'error C02 attributes.a.criteria.any.0.value: Criterion 1: < needs a number; "x" is not one.'
            " Give a number, or use = or !=.",
        ),
        (
            {"property": TEXT, "events": [Event(name="page_vew")]},
            "warning A13 attributes.a.events: Event page_vew is not in this data. Seen: page_view 1-0-0.",
        ),
        (
            {"property": TEXT, "events": [Event(name="page_view", version="1-0-1")]},
            "warning A13 attributes.a.events: Event page_view 1-0-1 is not in this data. Seen: page_view 1-0-0.",
        ),
        (
            {"property": TEXT, "criteria": Criteria(all=[Criterion.eq(TEXT, "/nowhere")])},
            "warning C06 attributes.a.criteria: No event passes these criteria (0 of 8).",
        ),
        (
            {"property": AtomicProperty(name="mkt_source")},
            "warning A24 attributes.a.property: mkt_source is empty in every event that matches.",
        ),
        (
            {"property": entity("page", "pageTipe")},
            "warning A16 attributes.a.property: Path pageTipe was not found in 10 sampled values of com.acme/page/1."
            " Did you mean pageType?",
        ),
        (
            {"key": AttributeKey(name="network_userid"), "property": TEXT},
            "error A21 attribute_key: The events have no column network_userid. Choose a column that is there.",
        ),
    ],
)
def test_what_the_data_tell(given, message, signals):
    found = told(group(**given).check(signals))
    assert message in found
    if message.startswith("error"):
        asked = group(**given)
        with pytest.raises(InvalidDefinition, match="cannot be used: 1 error"):
            signals.test(asked)


def test_both_spellings_of_a_field_are_found_in_structs_and_in_json(signals):
    for source in (entity("item", "inStock"), entity("page", "page_type"), entity("page", "pageType")):
        assert told(group(property=source).check(signals)) == []


def test_no_type_of_event_column_is_asked_for_in_vain(tmp_path):
    events = duckdb.sql("SELECT now() AS derived_tstamp, 'a' AS event_name, 'u' AS domain_userid").arrow()
    found = told(group(aggregation="counter", type="int64").check(events.read_all()))
    assert (
        "error A21 attributes.a.events: The events have no column event_vendor. Did you mean event_name?"
        " Choose a column that is there."
    ) in found


def test_test_warns_of_an_attribute_that_is_always_empty(signals):
    asked = group(aggregation="counter", type="int64", events=[Event(name="page_vew")])
    expected = "g: attributes.a.events: Event page_vew is not in this data. Seen: page_view 1-0-0."
    with pytest.warns(SignalsWarning) as caught:
        signals.test(asked)
    assert [str(one.message) for one in caught] == [expected]
    assert caught[0].filename == __file__
