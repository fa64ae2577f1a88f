"""Field cases about meaning: what people who do this job counted wrongly, and what it must come to.

Each test names the row of the collection of field cases it stands for.
"""

from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from signals_nb.errors import InvalidDefinition, ValueDoesNotFit

from .ask import COUNT, TEXT, ask, atomic, entity, first, is_
from .conftest import frame_of, make_group
from .drawn import draw, happen, json_text, native, with_entity

ITEM = ("com.acme", "item", 1)
LISTED = {"aggregation": "unique_list", "type": "string_list", "property": TEXT}


def test_row_01_a_second_delivery_counts_once_when_asked_to(tmp_path):
    """A copy of one event, and another event of the same collector moment that is no copy.

    | key | time        | collector   | id |
    | u1  | 03-01 10:00 | 03-01 10:01 | e1 |
    | u1  | 03-01 10:00 | 03-01 10:01 | e1 |
    | u1  | 03-01 10:00 | 03-01 10:01 | e2 |
    """
    table = native(draw(test_row_01_a_second_delivery_counts_once_when_asked_to.__doc__))
    views = COUNT | {"events": [{"name": "page_view"}]}
    assert ask([views], table) == {"u1": [3]}
    assert ask([views], table, deduplicate=True) == {"u1": [2]}


def test_row_02_one_id_with_two_payloads_is_settled_the_same_way_every_time():
    """A page view and a ping of one id: both count unless duplicates are dropped, then the name decides.

    | key | time        | event     | id |
    | u1  | 03-01 10:00 | page_view | e1 |
    | u1  | 03-01 10:00 | page_ping | e1 |
    """
    events = draw(test_row_02_one_id_with_two_payloads_is_settled_the_same_way_every_time.__doc__)
    asked = [COUNT | {"events": [{"name": name}]} for name in ("page_view", "page_ping")]
    for order in (events, events[::-1]):
        assert ask(asked, native(order)) == {"u1": [1, 1]}
        assert ask(asked, native(order), deduplicate=True) == {"u1": [0, 1]}


def test_row_05_anonymous_events_make_no_row():
    events = [happen(domain_userid=None), happen(domain_userid=""), happen()]
    assert ask([COUNT], native(events)) == {"u1": [1]}


def test_row_25_two_windows_side_by_side_never_count_an_event_twice():
    """Events at -1 h, -1 h + 1 µs, the edge and 1 µs later: each in exactly one window of an hour."""
    hour, micro = timedelta(hours=1), timedelta(microseconds=1)
    edge = happen()["derived_tstamp"]
    moments = [edge - hour, edge - hour + micro, edge, edge + micro]
    events = [happen(None, derived_tstamp=moment, collector_tstamp=moment) for moment in moments]
    counts = [
        ask([COUNT], native(events), as_of=edge + step, window=hour) for step in (-hour, timedelta(0), hour)
    ]
    assert counts == [{"u1": [1]}, {"u1": [2]}, {"u1": [1]}]


def test_row_26_a_ttl_filters_nothing():
    asked = [COUNT | {"ttl": "P1D"}]
    assert ask(asked, native([happen("03-07 09:00")]), group={"ttl": "PT1H"}) == {"u1": [1]}


def test_row_26_period_and_ttl_together_are_refused():
    with pytest.raises(InvalidDefinition, match="ttl"):
        ask([COUNT | {"ttl": "P1D", "period": "P1D"}], native([happen()]))


@pytest.mark.parametrize(
    ("text", "pattern", "matches"),
    [
        ("100%", "100\\%", 0), ("100\\%", "100\\%", 1), ("100\\x", "100\\%", 1), ("a_b", "a\\_b", 0),
        ("a\\xb", "a\\_b", 1), ("/FAQ", "%/faq%", 0), ("/faq/1", "%/faq%", 1), ("100%", "100%", 1),
        ("100", "100%", 1), ("😀", "_", 1), ("line\nbreak", "line%break", 1), ("[a-z]*", "[a-z]*", 1),
        ("a.b", "a.b", 1), ("axb", "a.b", 0), ("it's", "%'%", 1),
    ],
)  # fmt: skip
def test_row_36_like_has_two_wildcards_and_no_escape(text, pattern, matches):
    assert ask([is_(TEXT, "like", pattern)], native([happen(page_urlpath=text)])) == {"u1": [matches]}


HOSTILE = [
    "O'Brien'; DROP TABLE events; --",
    '"',
    "''",
    "\\",
    "a\\'b",
    "{x}",
    "%s",
    "$1",
    ":a",
    "?",
    "/*",
    "\U0001f389",
    "\t",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_row_37_hostile_text_is_data(text):
    """As value of a criterion, app, key, default, separator and event specification."""
    schema = ("com.snowplowanalytics.snowplow", "event_specification", 1)
    event = with_entity(happen(domain_userid=text, app_id=text, page_urlpath=text), schema, {"id": text})
    joined = {"type": "calculated", "operation": "concat", "properties": [TEXT, TEXT], "separator": text[:16]}
    asked = [
        is_(TEXT, "=", text),
        is_(TEXT, "in", [text]),
        is_(TEXT, "like", f"%{text}%".replace("\\", "_")),
        first(TEXT),
        first(joined),
        first(atomic("mkt_source"), default_value=text),
        COUNT | {"events": [{"event_specification_id": text}]},
        {"aggregation": "category_count", "type": "dict", "property": TEXT},
    ]
    table = native([event | {"mkt_source": None}, happen()])
    got = ask(asked, table, app_ids=[text], attribute_key_ids=[text])
    assert got == {text: [1, 1, 1, text, text + text[:16] + text, text, 1, {text: 1}]}


def test_row_37_hostile_names_of_fields_and_columns():
    """A path and a column that need quoting."""
    for name in ("we'ird", "select", "group by", "100%", "semi;colon"):
        event = with_entity(happen(), ITEM, {name: "x"})
        assert ask([first(entity(f"$.{name}"))], json_text([event])) == {"u1": ["x"]}, name


def test_row_38_not_equal_is_true_for_null():
    events = [happen(page_urlpath="a"), happen(page_urlpath=None)]
    asked = [is_(TEXT, "!=", "b"), is_(TEXT, "!=", "a"), is_(TEXT, "in", ["a"]), is_(TEXT, "=", "a")]
    assert ask(asked, native(events)) == {"u1": [2, 1, 1, 1]}


def test_row_40_sums_of_integers_are_exact_and_too_large_ones_are_told():
    """9007199254740993 is not a double; twice 2**62 is no int64."""
    total = {"aggregation": "sum", "type": "int64", "property": entity("n")}
    events = [with_entity(happen(), ITEM, {"n": n}) for n in (9007199254740993, 1)]
    for layout in (native, json_text):
        assert ask([total, total | {"aggregation": "max"}], layout(events)) == {
            "u1": [9007199254740994, 9007199254740993]
        }
        twice = [with_entity(happen(), ITEM, {"n": 2**62})] * 2
        with pytest.raises(ValueDoesNotFit, match="x1"):
            ask([total], layout(twice))


def test_row_41_sums_of_money_are_exact():
    events = [happen(tr_total=Decimal("0.10"))] * 3
    total = {"aggregation": "sum", "type": "double", "property": atomic("tr_total")}
    assert ask([total, total | {"aggregation": "mean"}], native(events)) == {"u1": [0.3, pytest.approx(0.1)]}


def test_row_43_the_last_value_is_the_last_that_is_there():
    """A null comes last, and an event without any time holds a value that never wins.

    | key | time        | collector   | text   |
    | u1  | 03-01 10:00 | 03-01 10:00 | a      |
    | u1  | 03-01 11:00 | 03-01 11:00 | b      |
    | u1  | 03-01 12:00 | 03-01 12:00 | *null* |
    | u1  | *null*      | *null*      | z      |
    """
    events = draw(test_row_43_the_last_value_is_the_last_that_is_there.__doc__)
    assert ask([first(TEXT), first(TEXT) | {"aggregation": "last"}], native(events)) == {"u1": ["a", "b"]}


def test_row_44_ties_on_time_are_settled_by_value_whatever_the_order():
    events = [happen(page_urlpath=path) for path in "cabd"]
    asked = [first(TEXT), first(TEXT) | {"aggregation": "last"}, LISTED]
    for order in (events, events[::-1], events[2:] + events[:2]):
        assert ask(asked, native(order)) == {"u1": ["a", "d", ["a", "b", "c", "d"]]}


def test_row_45_lists_are_ordered_by_the_last_sight():
    events = [
        happen(f"03-10 0{hour}:00", page_urlpath=path)
        for hour, path in enumerate(["/home", "/products", "/home"])
    ]
    asked = [LISTED, {"aggregation": "most_frequent", "type": "string", "property": TEXT}]
    assert ask(asked, native(events)) == {"u1": [["/products", "/home"], "/home"]}


def test_row_46_and_47_integers_beside_nulls_and_keys_without_values(tmp_path):
    """u2 has no value: integers stay integers, a column of nulls keeps its type, defaults stand in."""
    path = tmp_path / "e.parquet"
    events = [happen(ti_quantity=3), happen(ti_quantity=None, domain_userid="u2")]
    pq.write_table(native([event | {"dvce_created_tstamp": None} for event in events]), path)
    quantity, created = atomic("ti_quantity"), atomic("dvce_created_tstamp")
    asked = [
        first(quantity, "int64"),
        first(created, "unix_timestamp"),
        first(created, "timestamp"),
        {"aggregation": "sum", "type": "int64", "property": quantity},
        {"aggregation": "sum", "type": "int64", "property": quantity, "default_value": 5},
        {"aggregation": "approx_count_distinct", "type": "int64", "property": quantity},
        {"aggregation": "min", "type": "int64", "property": quantity},
    ]
    frame = frame_of(make_group(asked), path)
    assert [str(frame[f"x{n}"].dtype) for n in (1, 2, 3)] == ["Int64", "Int64", "datetime64[us, UTC]"]
    assert repr(frame["x1"].tolist()) == "[3, <NA>]"
    assert frame["x2"].isna().all()
    assert frame["x3"].isna().all()
    assert ask(asked, str(path))["u2"] == [None, None, None, 0, 5, 0, None]


def test_row_49_text_is_neither_changed_nor_folded():
    """An accent composed and decomposed are two values; emoji and right-to-left text stay as they are."""
    texts = [
        "\U0001f389 Sale",
        "é",
        "e\u0301",
        "\u05e9\u05dc\u05d5\u05dd",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    ]
    events = [happen(f"03-10 0{hour}:00", page_urlpath=text) for hour, text in enumerate(texts)]
    asked = [LISTED, {"aggregation": "approx_count_distinct", "type": "int32", "property": TEXT}]
    for layout in (native, json_text):
        assert ask(asked, layout(events)) == {"u1": [texts, 5]}


def test_row_51_both_spellings_resolve_in_both_layouts():
    snake = with_entity(happen(), ITEM, {"operating_system_name": "macOS"})
    camel = with_entity(happen(), ITEM, {"operatingSystemName": "macOS"})
    asked = [first(entity("operatingSystemName")), first(entity("operating_system_name"))]
    for table in (native([camel]), json_text([camel]), json_text([snake])):
        assert ask(asked, table) == {"u1": ["macOS", "macOS"]}


def test_row_51_a_field_that_a_struct_lacks_is_refused_with_the_nearest_name():
    event = with_entity(happen(), ITEM, {"operatingSystemName": "macOS"})
    with pytest.raises(InvalidDefinition, match=r"operating_?[sS]ystem_?[nN]ame"):
        ask([first(entity("operatingSystemNam"))], native([event]))


def test_row_51_a_path_spelled_exactly_wins_where_json_holds_both():
    event = with_entity(happen(), ITEM, {"eventType": "camel", "event_type": "snake"})
    asked = [first(entity("eventType")), first(entity("event_type"))]
    assert ask(asked, json_text([event])) == {"u1": ["camel", "snake"]}


def test_row_52_a_dot_in_quotes_belongs_to_the_name():
    event = with_entity(happen(), ITEM, {"a.b": "dotted", "a": {"b": "nested"}})
    assert ask([first(entity("$.a.b")), first(entity('$."a.b"'))], json_text([event])) == {
        "u1": ["nested", "dotted"]
    }


def test_row_73_pings_count_in_their_own_session():
    """A page view's id spans two sessions: each session counts its own."""
    events = [
        happen(domain_sessionid="s1"),
        happen(domain_sessionid="s1", event_name="page_ping"),
        happen(domain_sessionid="s2", event_name="page_ping"),
    ]
    pings = COUNT | {"events": [{"name": "page_ping"}]}
    key = {"name": "domain_sessionid", "key": "domain_sessionid"}
    assert ask([pings], native(events), key=key) == {"s1": [1], "s2": [1]}


def test_row_74_one_session_of_several_users_counts_for_each_by_the_chosen_key():
    events = [happen(domain_sessionid="s1", domain_userid=key) for key in ("u1", "u2", "u2")]
    assert ask([COUNT], native(events)) == {"u1": [1], "u2": [2]}
    key = {"name": "domain_sessionid", "key": "domain_sessionid"}
    assert ask([COUNT], native(events), key=key) == {"s1": [3]}


def test_row_75_a_late_event_counts_by_its_event_time():
    """Happened an hour before as_of, arrived two days after."""
    late = happen("03-10 11:00")
    late["collector_tstamp"] = late["load_tstamp"] = late["derived_tstamp"] + timedelta(days=2)
    assert ask([COUNT], native([late])) == {"u1": [1]}


@pytest.mark.parametrize(
    ("app_ids", "count"), [(None, 3), ([], 3), (["website"], 1), ([""], 1), (["gone"], None)]
)
def test_row_76_app_ids(app_ids, count):
    events = [happen(app_id=app) for app in ("website", None, "")]
    assert ask([COUNT], native(events), app_ids=app_ids) == ({} if count is None else {"u1": [count]})


def test_row_77_missing_fields_of_an_event_match_anything():
    rows = [
        ("com.snowplowanalytics.snowplow", "page_view", "1-0-0"),
        ("com.snowplowanalytics.snowplow", "page_view", "1-0-1"),
    ]
    rows += [("com.google.analytics", "event", "1-0-0"), (None, None, None)]
    events = [
        happen(event_vendor=vendor, event_name=name, event_version=version) for vendor, name, version in rows
    ]
    filters = [
        [],
        [{"vendor": rows[0][0], "name": "page_view"}],
        [{"vendor": "com.google.analytics"}],
        [{"version": "1-0-0"}],
    ]
    assert ask([COUNT | {"events": wanted} for wanted in filters], native(events)) == {"u1": [4, 2, 1, 2]}


@pytest.mark.parametrize(("period", "seconds"), [("PT6H", 21600), ("PT36H", 129600), ("PT10M", 600)])
def test_row_78_periods_below_and_beyond_a_day_are_exact_seconds(period, seconds):
    as_of = happen()["derived_tstamp"]
    moments = [
        as_of - timedelta(seconds=seconds),
        as_of - timedelta(seconds=seconds) + timedelta(microseconds=1),
    ]
    events = [happen(None, derived_tstamp=moment, collector_tstamp=moment) for moment in moments]
    assert ask([COUNT | {"period": period}], native(events), as_of=as_of) == {"u1": [1]}


def test_row_50_an_upper_case_column_is_the_atomic_one():
    """What a warehouse wrote in upper case is the same column."""
    table = native([happen(page_urlpath="/a")])
    upper = pa.table({name.upper(): table[name] for name in table.column_names})
    assert ask([COUNT, first(TEXT)], upper) == {"u1": [1, "/a"]}


def test_a_property_called_like_a_step_of_ours_is_a_property(tmp_path):
    """`copy` numbers the copies of an event, and is a field of the user's too: 5 + 7."""
    import pandas as pd

    from signals_nb import Attribute, EventProperty, Signals, StreamAttributeGroup, domain_userid

    at = pd.Timestamp("2026-03-01")
    rows = [{"event_id": "e1", "data": '{"copy":5}'}, {"event_id": "e2", "data": '{"copy":7}'}]
    events = pd.DataFrame(rows).rename(columns={"data": "unstruct_event_com_acme_thing_1"})
    events = events.assign(domain_userid="u", derived_tstamp=at, event_name="thing")
    copies = EventProperty(vendor="com.acme", name="thing", major_version=1, path="copy")
    total = Attribute(name="total", type="int32", events=[], aggregation="sum", property=copies)
    group = StreamAttributeGroup(
        name="copies", owner="a@example.com", attribute_key=domain_userid, attributes=[total]
    )
    assert Signals(events, deduplicate=True).test(group)["total"].tolist() == [12]
