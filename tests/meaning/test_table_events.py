"""Which events count: time, as_of, window, backfill, apps, keys, duplicates, event filters and periods."""

from datetime import datetime, timedelta, timezone

import pytest

from .drawn import AS_OF, at, draw, happen, with_data, with_entity

COUNT = {"aggregation": "counter", "type": "int64"}
FIRST = {"aggregation": "first", "type": "string", "property": {"type": "atomic", "name": "page_urlpath"}}
SPECIFICATION = ("com.snowplowanalytics.snowplow", "event_specification", 1)


def counts(answers, events, **call):
    return {key: value for key, [value] in answers([COUNT], events, **call).items()}


def test_event_time_is_derived_or_else_collector(answers):
    """Event time is derived or else collector.

    | key | time        | collector   | text |
    | u1  | 03-01 10:00 | 03-05 00:00 | /a   |
    | u1  | *null*      | 03-01 09:00 | /b   |
    | u2  | *null*      | *null*      | /c   |
    """
    events = draw(test_event_time_is_derived_or_else_collector.__doc__)
    assert answers([FIRST, COUNT], events) == {"u1": ["/b", 2]}


def test_as_of_ends_the_world_and_includes_its_own_moment(answers):
    """`as_of` ends the world and includes its own moment.

    | key | time                  |
    | u1  | 03-10 12:00           |
    | u2  | 03-10 12:00:00.000001 |
    """
    events = draw(test_as_of_ends_the_world_and_includes_its_own_moment.__doc__)
    assert counts(answers, events) == {"u1": 1}
    assert counts(answers, events, as_of=AS_OF + timedelta(microseconds=1)) == {"u1": 1, "u2": 1}


def test_as_of_defaults_to_the_latest_collector_moment(answers):
    """`as_of` defaults to the latest collector moment.

    | key | time                | collector   |
    | u1  | 03-10 12:00         | 03-10 12:00 |
    | u2  | 9999-05-28T00:00:00 | 03-10 11:00 |
    | u3  | 03-10 13:00         | 03-10 10:00 |
    """
    events = draw(test_as_of_defaults_to_the_latest_collector_moment.__doc__)
    assert counts(answers, events, as_of=None) == {"u1": 1}


def test_as_of_defaults_to_the_latest_event_time_without_a_collector_column(answers):
    events = draw("""
    | key | time        |
    | u1  | 03-10 12:00 |
    | u2  | 03-10 13:00 |
    """)
    for event in events:
        del event["collector_tstamp"]
    elapsed = {"aggregation": "time_since_last", "type": "double", "time_unit": "h"}
    assert answers([elapsed], events, as_of=None) == {"u1": [1.0], "u2": [0.0]}


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 3, 10, 12), datetime(2026, 3, 10, 14, tzinfo=timezone(timedelta(hours=2)))],
    ids=["naive is UTC", "another zone"],
)
def test_zones_of_as_of(moment, answers):
    events = [happen("03-10 12:00"), happen("03-10 12:00:01", domain_userid="u2")]
    assert counts(answers, events, as_of=moment) == {"u1": 1}


def test_window_begins_after_its_edge(answers):
    """Window begins after its edge.

    | key | time                  |
    | u1  | 03-09 12:00           |
    | u2  | 03-09 12:00:00.000001 |
    | u3  | 03-10 12:00           |
    """
    events = draw(test_window_begins_after_its_edge.__doc__)
    assert counts(answers, events, window=timedelta(days=1)) == {"u2": 1, "u3": 1}
    assert counts(answers, events, window=None) == {"u1": 1, "u2": 1, "u3": 1}


def test_backfill_begins_at_its_moment(answers):
    """Backfill begins at its moment.

    | key | time                  |
    | u1  | 03-01 09:59:59.999999 |
    | u2  | 03-01 10:00           |
    """
    events = draw(test_backfill_begins_at_its_moment.__doc__)
    for since in ("2026-03-01T10:00:00Z", "2026-03-01T12:00:00+02:00"):
        assert counts(answers, events, group={"backfill_since_tstamp": since}) == {"u2": 1}


def test_app_ids(answers):
    """App ids.

    | key | app    |
    | u1  | web    |
    | u1  | *null* |
    | u2  | Web    |
    | u3  | *null* |
    | u4  |        |
    """
    events = draw(test_app_ids.__doc__)
    everybody = {"u1": 2, "u2": 1, "u3": 1, "u4": 1}
    assert counts(answers, events, app_ids=None) == everybody
    assert counts(answers, events, app_ids=[]) == everybody
    assert counts(answers, events, app_ids=["web"]) == {"u1": 1}
    assert counts(answers, events, app_ids=["web", "Web"]) == {"u1": 1, "u2": 1}
    assert counts(answers, events, app_ids=[""]) == {"u4": 1}
    assert counts(answers, events, app_ids=["gone"]) == {}


def test_null_and_empty_keys_are_left_out(answers):
    """Null and empty keys are left out.

    | key    |
    | u1     |
    | *null* |
    |        |
    | null   |
    | None   |
    """
    events = draw(test_null_and_empty_keys_are_left_out.__doc__)
    assert list(counts(answers, events).items()) == [("None", 1), ("null", 1), ("u1", 1)]


def test_a_key_whose_events_match_nothing_appears_with_defaults(answers):
    """A key whose events match nothing appears with defaults.

    | key | time        | event     | text |
    | u1  | 03-10 09:00 | page_ping | /a   |
    | u2  | 03-01 09:00 | page_view | /b   |
    """
    views = [{"name": "page_view"}]
    asked = [
        COUNT | {"events": views, "period": "P1D"},
        FIRST | {"events": views, "period": "P1D", "default_value": "none"},
    ]
    events = draw(test_a_key_whose_events_match_nothing_appears_with_defaults.__doc__)
    assert answers(asked, events) == {"u1": [0, "none"], "u2": [0, "none"]}


def test_keys_sort_by_code_point_and_are_chosen_exactly(answers):
    keys = ["b", "B", "10", "9", "é", "\U0001f600", "\uffff", "a b", "O'Brien"]
    events = [happen(domain_userid=key) for key in keys]
    assert list(counts(answers, events)) == [
        "10",
        "9",
        "B",
        "O'Brien",
        "a b",
        "b",
        "é",
        "\uffff",
        "\U0001f600",
    ]
    assert counts(answers, events, attribute_key_ids=["O'Brien", "9", "gone", "A B"]) == {
        "9": 1,
        "O'Brien": 1,
    }
    assert len(counts(answers, events, attribute_key_ids=[])) == 9


ITEM = {"vendor": "com.acme", "name": "item", "major_version": 1, "path": "ids.code"}
KEYS = [
    ({"name": "user_id"}, {"user_id": "k"}),
    ({"name": "visitor", "key": "user_id"}, {"user_id": "k"}),
    ({"name": "who", "property": {"type": "atomic", "name": "user_id"}}, {"user_id": "k"}),
    ({"property": {"type": "atomic", "name": "user_id"}}, {"user_id": "k"}),
]


@pytest.mark.parametrize(("key", "columns"), KEYS)
def test_the_column_of_a_key(key, columns, answers):
    events = [happen(**columns), happen(user_id=None), happen(user_id="")]
    assert counts(answers, events, key=key) == {"k": 1}


def test_a_key_in_an_entity_or_event(answers):
    """As text; missing, null and empty ones are left out; the name is the path's last step."""
    schema = ("com.acme", "item", 1)
    events = [
        with_entity(happen(), schema, {"ids": {"code": "x"}}),
        with_entity(happen(), schema, {"ids": {"code": ""}}),
        with_entity(happen(), schema, {"ids": {"code": None}}),
        happen(),
    ]
    assert counts(answers, events, key={"property": {"type": "entity", **ITEM}}) == {"x": 1}
    numbers = [with_data(happen(), schema, {"ids": {"code": number}}) for number in (3, 3, 20)]
    assert counts(answers, numbers, key={"name": "code", "property": {"type": "event", **ITEM}}) == {
        "20": 1,
        "3": 2,
    }


def test_duplicates(answers):
    """Of e1 the one loaded first counts (though collected later), of e2 the one collected first.

    | key | time        | collector   | load        | id     | text |
    | u1  | 03-01 10:00 | 03-01 10:05 | 03-01 11:00 | e1     | /a   |
    | u1  | 03-01 09:00 | 03-01 10:00 | 03-01 12:00 | e1     | /b   |
    | u2  | 03-01 10:00 | 03-01 10:07 | 03-01 11:00 | e2     | /c   |
    | u2  | 03-01 11:00 | 03-01 10:06 | 03-01 11:00 | e2     | /d   |
    | u3  | 03-01 10:00 | 03-01 10:00 | 03-01 11:00 | *null* | /e   |
    | u3  | 03-01 10:00 | 03-01 10:00 | 03-01 11:00 | *null* | /e   |
    | u4  | 03-01 10:00 | 03-01 10:00 | *null*      | e4     | /f   |
    | u4  | 03-01 10:00 | 03-01 10:30 | 03-01 11:00 | e4     | /g   |
    """
    events = draw(test_duplicates.__doc__)
    assert answers([COUNT, FIRST], events) == {
        "u1": [2, "/b"],
        "u2": [2, "/c"],
        "u3": [2, "/e"],
        "u4": [2, "/f"],
    }
    once = {"u1": [1, "/a"], "u2": [1, "/d"], "u3": [2, "/e"], "u4": [1, "/g"]}
    assert answers([COUNT, FIRST], events, deduplicate=True) == once


def test_duplicates_without_a_load_column_then_by_time_name_and_key(answers):
    """Duplicates without a load column then by time name and key.

    | key | time        | collector   | id | event     | text |
    | u1  | 03-01 10:00 | 03-01 10:05 | e1 | page_view | /a   |
    | u1  | 03-01 09:00 | 03-01 10:05 | e1 | page_view | /b   |
    | u1  | 03-01 10:00 | 03-01 10:05 | e2 | page_view | /c   |
    | u1  | 03-01 10:00 | 03-01 10:05 | e2 | page_ping | /d   |
    | u3  | 03-01 10:00 | 03-01 10:05 | e3 | page_view | /e   |
    | u2  | 03-01 10:00 | 03-01 10:05 | e3 | page_view | /f   |
    """
    events = draw(test_duplicates_without_a_load_column_then_by_time_name_and_key.__doc__)
    listed = FIRST | {"aggregation": "unique_list", "type": "string_list"}
    assert answers([listed], events, deduplicate=True) == {"u1": [["/b", "/d"]], "u2": [["/f"]]}


def test_duplicates_equal_in_all_that_are_settled_by_the_smallest_value(answers):
    """Three deliveries of one moment: the smallest path counts, whatever their order.

    | key | time        | id | text   |
    | u1  | 03-01 10:00 | e1 | /b     |
    | u1  | 03-01 10:00 | e1 | *null* |
    | u1  | 03-01 10:00 | e1 | /a     |
    """
    events = draw(test_duplicates_equal_in_all_that_are_settled_by_the_smallest_value.__doc__)
    for order in (events, events[::-1]):
        assert answers([FIRST, COUNT], order, deduplicate=True) == {"u1": ["/a", 1]}


def test_duplicates_are_settled_among_the_events_that_count(answers):
    """Of e1 the first delivery is of another app, of e2 outside the window, of e3 without a key.

    | key    | time        | collector   | id | app |
    | u1     | 03-10 10:00 | 03-10 10:00 | e1 | app |
    | u1     | 03-10 10:00 | 03-10 10:01 | e1 | web |
    | u2     | 03-01 10:00 | 03-10 10:00 | e2 | web |
    | u2     | 03-10 10:00 | 03-10 10:01 | e2 | web |
    | *null* | 03-10 10:00 | 03-10 10:00 | e3 | web |
    | u3     | 03-10 10:00 | 03-10 10:01 | e3 | web |
    """
    events = draw(test_duplicates_are_settled_among_the_events_that_count.__doc__)
    call = {"app_ids": ["web"], "window": timedelta(days=1), "deduplicate": True}
    assert counts(answers, events, **call) == {"u1": 1, "u2": 1, "u3": 1}


def test_choosing_keys_does_not_change_which_duplicate_counts(answers):
    """Choosing keys does not change which duplicate counts.

    | key | time        | collector   | id |
    | u1  | 03-10 10:00 | 03-10 10:00 | e1 |
    | u2  | 03-10 10:00 | 03-10 10:01 | e1 |
    """
    events = draw(test_choosing_keys_does_not_change_which_duplicate_counts.__doc__)
    assert counts(answers, events, deduplicate=True, attribute_key_ids=["u2"]) == {}
    assert counts(answers, events, deduplicate=True, attribute_key_ids=["u1"]) == {"u1": 1}


def test_event_filters(answers):
    """Event filters.

    | key | event     | vendor               | version |
    | a   | page_view | com.snowplow         | 1-0-0   |
    | b   | page_view | com.snowplow         | 1-0-1   |
    | c   | page_view | com.acme             | 1-0-0   |
    | d   | event     | com.google.analytics | 1-0-0   |
    | e   | *null*    | *null*               | *null*  |
    """
    events = draw(test_event_filters.__doc__)
    for wanted, keys in [
        ([], "abcde"),
        ([{}], "abcde"),
        ([{"name": "page_view"}], "abc"),
        ([{"vendor": "com.snowplow"}], "ab"),
        ([{"vendor": "com.snowplow", "version": "1-0-0"}], "a"),
        ([{"version": "1-0-0"}], "acd"),
        ([{"name": "event"}, {"vendor": "com.acme"}], "cd"),
        ([{"name": "page_view", "version": "2-0-0"}], ""),
        ([{"name": "Page_view"}], ""),
    ]:
        got = answers([COUNT | {"events": wanted}], events)
        assert "".join(key for key, [count] in got.items() if count) == keys, wanted


def test_event_specifications(answers):
    """Events that carry the specification entity of model 1 with that id, whatever their name."""
    model_2 = (*SPECIFICATION[:2], 2)
    events = [
        with_entity(happen(domain_userid="a"), SPECIFICATION, {"id": "s1"}),
        with_entity(happen(domain_userid="b"), SPECIFICATION, {"id": "s2"}),
        with_entity(happen(domain_userid="c"), model_2, {"id": "s1"}),
        happen(domain_userid="d"),
    ]
    got = answers([COUNT | {"events": [{"event_specification_id": "s1"}]}], events)
    assert got == {"a": [1], "b": [0], "c": [0], "d": [0]}


def test_periods_are_exact_seconds(answers):
    """An event right on each edge is out, a microsecond later is in."""
    for period, length in [
        ("PT6H", timedelta(hours=6)),
        ("PT36H", timedelta(hours=36)),
        ("PT10M", timedelta(minutes=10)),
        ("P70D", timedelta(days=70)),
        ("P200D", timedelta(days=200)),
        ("P1Y", timedelta(days=365)),
        ("PT0.5S", timedelta(seconds=0.5)),
    ]:
        edge = AS_OF - length
        micro = timedelta(microseconds=1)
        events = [
            happen(None, derived_tstamp=moment, collector_tstamp=moment)
            for moment in (edge, edge + micro, AS_OF, AS_OF + micro)
        ]
        assert counts_of(answers, COUNT | {"period": period}, events) == 2, period


def counts_of(answers, attribute, events):
    return answers([attribute], events)["u1"][0]


def test_late_events_belong_to_their_event_time(answers):
    """Happened before as_of, collected after it: event time alone decides."""
    events = [happen("03-10 11:00", collector_tstamp=at("03-12 00:00"), load_tstamp=at("03-13 00:00"))]
    assert counts(answers, events) == {"u1": 1}
