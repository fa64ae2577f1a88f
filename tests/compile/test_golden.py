"""The SQL of typical groups, pinned as text and run: what a change of the compiler changes shows in a diff.

``python -m tests.compile.test_golden`` writes the files anew; read the diff before you commit it.
"""

import datetime as dt
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

from signals_nb.compile.duckdb import DuckDB
from signals_nb.compile.moments import micros
from signals_nb.compile.plan import Call, plan
from signals_nb.compile.render import render
from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeKey,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    PageView,
    StreamAttributeGroup,
    domain_userid,
    resolve_key,
)
from signals_nb.engines.duckdb import DuckDB as Engine
from signals_nb.layouts.locate import Locator

FOLDER = Path(__file__).parent / "golden"
AS_OF = micros(dt.datetime(2026, 3, 2, tzinfo=dt.UTC))

EVENTS = """
SELECT TIMESTAMPTZ '2026-03-01 10:00:00+00' + to_hours(i) AS derived_tstamp,
       TIMESTAMPTZ '2026-03-01 10:00:01+00' + to_hours(i) AS collector_tstamp,
       TIMESTAMPTZ '2026-03-01 11:00:00+00' AS load_tstamp, 'e' || i // 2 AS event_id, 'website' AS app_id,
       'com.snowplowanalytics.snowplow' AS event_vendor, 'page_view' AS event_name, '1-0-0' AS event_version,
       'u' || i % 2 AS domain_userid, '/p' || i % 3 AS page_urlpath, i::DECIMAL(18, 2) AS tr_total,
       [{'price': i + 0.5::DOUBLE, 'name': 'n' || i}] AS contexts_com_acme_item_1,
       '[{"pageType": "shop", "depth": ' || i || '}]' AS contexts_com_acme_page_1,
       '{"pageType": "blog"}' AS contexts_com_acme_page_1_0_0
FROM range(6) r(i)
"""

PATH, MONEY = AtomicProperty(name="page_urlpath"), AtomicProperty(name="tr_total")
PRICE = EntityProperty(vendor="com.acme", name="item", major_version=1, path="price")
KIND = EntityProperty(vendor="com.acme", name="page", major_version=1, path="pageType")
DEPTH = EntityProperty(vendor="com.acme", name="page", major_version=1, path="depth")
HOUR = AtomicProperty(name="derived_tstamp", date_part="hour_of_day")

# Per file: the attributes, the call, and the answer for u0 (events 0, 2 and 4, at 10, 12 and 14 o'clock).
CASES = {
    "counter": ([{"aggregation": "counter", "type": "int64"}], {}, [3]),
    "counter_over_a_period": (
        [{"aggregation": "counter", "type": "int32", "period": dt.timedelta(hours=12), "default_value": 9}],
        {},
        [1],
    ),
    "numeric": (
        [
            {"aggregation": "sum", "type": "double", "property": MONEY},
            {"aggregation": "mean", "type": "double", "property": PRICE},
        ],
        {},
        [6.0, 2.5],
    ),
    "numeric_of_json": ([{"aggregation": "max", "type": "int64", "property": DEPTH}], {}, [4]),
    "rounded": ([{"aggregation": "mean", "type": "int32", "property": PRICE}], {}, [3]),
    "first_and_last": (
        [
            {"aggregation": "first", "type": "string", "property": PATH},
            {"aggregation": "last", "type": "double", "property": DEPTH},
        ],
        {},
        ["/p0", 4.0],
    ),
    "frequencies_share_a_level": (
        [
            {"aggregation": "most_frequent", "type": "string", "property": PATH},
            {"aggregation": "least_frequent", "type": "string", "property": PATH},
            {"aggregation": "approx_count_distinct", "type": "int64", "property": PATH},
        ],
        {},
        ["/p0", "/p0", 3],
    ),
    "unique_list": (
        [{"aggregation": "unique_list", "type": "string_list", "property": PATH}],
        {},
        [["/p0", "/p2", "/p1"]],
    ),
    "category_count": (
        [{"aggregation": "category_count", "type": "dict", "property": HOUR}],
        {},
        [["10", "12", "14"]],
    ),
    "versions_of_a_schema": ([{"aggregation": "last", "type": "string", "property": KIND}], {}, ["shop"]),
    "elapsed": ([{"aggregation": "time_since_last", "type": "double", "time_unit": "h"}], {}, [10.0]),
    "criteria": (
        [
            {
                "aggregation": "counter",
                "type": "int64",
                "criteria": Criteria(
                    all=[Criterion.neq(KIND, "blog"), Criterion.like(PATH, "/p%")],
                    any=[Criterion.in_list(PATH, ["/p0", "it's"]), Criterion.gt(DEPTH, 3)],
                ),
            }
        ],
        {},
        [2],
    ),
    "calculated": (
        [
            {
                "aggregation": "sum",
                "type": "double",
                "property": CalculatedProperty(operation="product", properties=[MONEY, PRICE]),
            }
        ],
        {},
        [23.0],
    ),
    "window_apps_and_sample": (
        [{"aggregation": "counter", "type": "int64"}],
        {"after": AS_OF - 3_600_000_000 * 13, "app_ids": ("website",), "key_values": ("u0",), "sample": 1},
        [2],
    ),
    "deduplicated": ([{"aggregation": "counter", "type": "int64"}], {"deduplicate": True}, [3]),
    # the last event was 10 h before: the first has lived on, and the second is gone
    "expiring": (
        [
            {"aggregation": "counter", "type": "int64", "ttl": dt.timedelta(hours=12)},
            {
                "aggregation": "unique_list",
                "type": "string_list",
                "property": PATH,
                "ttl": dt.timedelta(hours=9),
            },
        ],
        {"expires": True},
        [3, None],
    ),
    "key_of_an_entity": ([{"aggregation": "counter", "type": "int64"}], {"key": KIND}, [6]),
}


def compiled(name, table, source):
    attributes, call, _ = CASES[name]
    call = dict(call)
    key = AttributeKey(name="kind", property=call.pop("key")) if "key" in call else domain_userid
    group = StreamAttributeGroup(
        name=name,
        attribute_key=key,
        owner="a@example.com",
        attributes=[
            Attribute(name=f"a{number}", **({"events": [PageView()]} | given))
            for number, given in enumerate(attributes)
        ],
    )
    planned = plan(group, resolve_key(group.attribute_key), Locator(table), Call(as_of=AS_OF, **call))
    return render(planned, DuckDB(), source).text(DuckDB()) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_sql_is_as_pinned_and_gives_the_answer(name):
    events = Engine().open(duckdb.sql(EVENTS))
    pinned = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    # sqlglot's releases break lines differently
    assert compiled(name, events.table, exp.to_table("events")).split() == pinned.split()
    found = events.run(compiled(name, events.table, events.source))
    answers = [found[f"a{number}"][0] for number in range(len(CASES[name][0]))]
    assert [each.tolist() if hasattr(each, "tolist") else each for each in answers] == CASES[name][2]


def test_no_file_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.sql")} == set(CASES)


def write() -> None:
    """Write the files anew."""
    table = Engine().open(duckdb.sql(EVENTS)).table
    for name in CASES:
        text = compiled(name, table, exp.to_table("events"))
        (FOLDER / f"{name}.sql").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
