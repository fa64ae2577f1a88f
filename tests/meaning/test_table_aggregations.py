"""The fourteen aggregations over one table that can be counted by eye, and what each does at its limits.

`as_of` is 03-10 12:00, so a period of a day begins after 03-09 12:00; the attributes take page views only.

| key | time                  | event     | text   | number | id  |
| --- | --------------------- | --------- | ------ | ------ | --- |
| u1  | 03-01 09:00           | page_view | /b     | 2.5    | e1  |
| u1  | 03-01 09:00           | page_view | /a     | 1.5    | e2  |
| u1  | 03-08 10:00           | page_view | *null* | *null* | e3  |
| u1  | 03-09 12:00           | page_view | /c     | 10     | e4  |
| u1  | 03-09 12:00:00.000001 | page_view | /a     | 4      | e5  |
| u1  | 03-10 11:00           | page_view | /b     | 3      | e6  |
| u1  | 03-10 11:00           | page_view | /d     | 3      | e7  |
| u1  | 03-10 11:00           | page_view | /b     | 3      | e6  |
| u1  | 03-10 11:30           | page_ping | /z     | 100    | e8  |
| u1  | 03-10 12:00:00.000001 | page_view | /y     | 50     | e9  |
| u2  | 03-10 12:00           | page_view | /a     | -1     | e10 |
| u3  | 03-10 09:00           | page_ping | /a     | 7      | e11 |
"""

import pytest

from .drawn import draw, happen

TEXT = {"type": "atomic", "name": "page_urlpath"}
NUMBER = {"type": "atomic", "name": "se_value"}
VIEWS = [{"name": "page_view"}]

# Per aggregation: type, property, default, then by hand for u1: all, last day, all once each, last day once
# each; then u2 (one event, at as_of) and u3 (no page view at all).
TABLE = {
    "counter": ("int64", None, 9, 8, 4, 7, 3, 1, 0),
    "sum": ("double", NUMBER, 9.5, 27.0, 13.0, 24.0, 10.0, -1.0, 0.0),
    "min": ("double", NUMBER, 9.5, 1.5, 3.0, 1.5, 3.0, -1.0, None),
    "max": ("double", NUMBER, 9.5, 10.0, 4.0, 10.0, 4.0, -1.0, None),
    "mean": ("double", NUMBER, 9.5, 27 / 7, 3.25, 4.0, 10 / 3, -1.0, None),
    "first": ("string", TEXT, "none", "/a", "/a", "/a", "/a", "/a", None),
    "last": ("string", TEXT, "none", "/d", "/d", "/d", "/d", "/a", None),
    "unique_list": (
        "string_list",
        TEXT,
        ["none"],
        ["/c", "/a", "/b", "/d"],
        ["/a", "/b", "/d"],
        ["/c", "/a", "/b", "/d"],
        ["/a", "/b", "/d"],
        ["/a"],
        [],
    ),
    "most_frequent": ("string", TEXT, "none", "/b", "/b", "/a", "/a", "/a", None),
    "least_frequent": ("string", TEXT, "none", "/c", "/a", "/c", "/a", "/a", None),
    "category_count": (
        "dict",
        TEXT,
        None,
        {"/b": 3, "/a": 2, "/c": 1, "/d": 1},
        {"/b": 2, "/a": 1, "/d": 1},
        {"/a": 2, "/b": 2, "/c": 1, "/d": 1},
        {"/a": 1, "/b": 1, "/d": 1},
        {"/a": 1},
        {},
    ),
    "approx_count_distinct": ("int64", TEXT, 9, 4, 3, 4, 3, 1, 0),
    "time_since_last": ("double", None, 9.5, 60.0, 60.0, 60.0, 60.0, 0.0, None),
    "time_since_first": (
        "double",
        None,
        9.5,
        13140.0,
        86399.999999 / 60,
        13140.0,
        86399.999999 / 60,
        0.0,
        None,
    ),
}


def listed(value):
    """Dicts as lists of items, so that their order counts too."""
    if isinstance(value, float):
        return pytest.approx(value, rel=1e-12)
    return list(value.items()) if isinstance(value, dict) else value


@pytest.mark.parametrize("aggregation", TABLE)
def test_aggregation(aggregation, answers):
    declared, prop, default, ever, day, ever_once, day_once, of_u2, of_u3 = TABLE[aggregation]
    attribute = {"aggregation": aggregation, "type": declared, "events": VIEWS}
    attribute |= {"property": prop} if prop else {}
    attribute |= {"time_unit": "min"} if aggregation.startswith("time_since") else {}
    asked = [attribute, attribute | {"period": "P1D"}]
    asked += [attribute | {"default_value": default}] if default is not None else []
    events = draw(__doc__)
    got = answers(asked, events)
    assert list(got) == ["u1", "u2", "u3"]
    assert [listed(value) if isinstance(value, dict) else value for value in got["u1"][:2]] == [
        listed(ever),
        listed(day),
    ]
    assert got["u2"][:2] == [of_u2, of_u2]
    assert got["u3"][:2] == [of_u3, of_u3]
    assert got["u3"][2:] == [default][: len(asked) - 2]
    assert got["u1"][2:] == got["u1"][:1][: len(asked) - 2]
    once = answers(asked[:2], events, deduplicate=True)["u1"]
    assert [listed(value) if isinstance(value, dict) else value for value in once] == [
        listed(ever_once),
        listed(day_once),
    ]


def test_worked_example(answers):
    """Worked example.

    | key | time        | event     | text     | source |
    | u1  | 03-01 09:00 | page_view | /home    | *null* |
    | u1  | 03-09 12:00 | page_view | /pricing | google |
    | u1  | 03-10 11:00 | page_view | /home    | *null* |
    | u1  | 03-10 11:30 | page_ping | /home    | *null* |
    """
    source = {"type": "atomic", "name": "mkt_source"}
    not_google = {"all": [{"property": source, "operator": "!=", "value": "google"}]}
    counter = {"aggregation": "counter", "type": "int64", "events": VIEWS}
    asked = [
        counter,
        counter | {"period": "P1D"},
        {"aggregation": "first", "type": "string", "property": source},
        {"aggregation": "unique_list", "type": "string_list", "property": TEXT},
        {"aggregation": "most_frequent", "type": "string", "property": TEXT},
        {"aggregation": "category_count", "type": "dict", "property": TEXT, "events": VIEWS},
        {"aggregation": "time_since_last", "type": "double", "time_unit": "min", "events": VIEWS},
        counter | {"criteria": not_google},
    ]
    got = answers(asked, draw(test_worked_example.__doc__))["u1"]
    assert got == [3, 1, "google", ["/pricing", "/home"], "/home", {"/home": 2, "/pricing": 1}, 60.0, 2]
    assert list(got[5]) == ["/home", "/pricing"]


def test_the_100_last_seen_of_150_values_are_listed(answers):
    """Values v000 to v149, one a minute, v000 once more at the end: v001 to v050 fall out, v000 is last."""
    names = [f"v{number:03}" for number in range(150)]
    events = [
        happen(f"03-10 {8 + n // 60:02}:{n % 60:02}", page_urlpath=name)
        for n, name in enumerate([*names, "v000"])
    ]
    got = answers([{"aggregation": "unique_list", "type": "string_list", "property": TEXT}], events)["u1"]
    assert got == [[*names[51:], "v000"]]


def test_the_100_highest_counts_are_kept(answers):
    """Values v000 to v119; v110 to v119 happen twice: they lead, then the smallest 90 of the rest."""
    names = [f"v{number:03}" for number in range(120)]
    events = [happen("03-10 09:00", page_urlpath=name) for name in [*names, *names[110:]]]
    [got] = answers([{"aggregation": "category_count", "type": "dict", "property": TEXT}], events)["u1"]
    assert list(got.items()) == [(name, 2) for name in names[110:]] + [(name, 1) for name in names[:90]]


POSITIONAL = ["first", "last", "most_frequent", "least_frequent"]


def of_all(prop, declared):
    """The four attributes that single out a value."""
    return [{"aggregation": each, "type": declared, "property": prop} for each in POSITIONAL]


def test_ties_of_numbers_go_by_size_whatever_the_type(answers):
    """Both at 09:00, once each: 9 is smaller than 10 as number, larger as text."""
    events = [happen(ti_quantity=10), happen(ti_quantity=9)]
    prop = {"type": "atomic", "name": "ti_quantity"}
    assert answers(of_all(prop, "int64"), events) == {"u1": [9, 10, 9, 9]}
    assert answers(of_all(prop, "string"), events) == {"u1": ["9", "10", "9", "9"]}
    listed = {"aggregation": "unique_list", "type": "string_list", "property": prop}
    counted = {"aggregation": "category_count", "type": "dict", "property": prop}
    [values, counts] = answers([listed, counted], events)["u1"]
    assert (values, list(counts)) == (["9", "10"], ["9", "10"])


def test_ties_of_texts_go_by_code_point(answers):
    """Both at 09:00: upper case before lower, "10" before "9", é after z, an astral sign after U+FFFF."""
    for smaller, larger in [("B", "a"), ("10", "9"), ("z", "é"), ("\uffff", "\U0001f600"), ("", " ")]:
        events = [happen(page_urlpath=larger), happen(page_urlpath=smaller)]
        assert answers(of_all(TEXT, "string"), events) == {"u1": [smaller, larger, smaller, smaller]}


def test_false_comes_before_true(answers):
    events = [happen(br_cookies=True), happen(br_cookies=False)]
    prop = {"type": "atomic", "name": "br_cookies"}
    assert answers(of_all(prop, "bool"), events) == {"u1": [False, True, False, False]}
    assert answers(of_all(prop, "string"), events) == {"u1": ["false", "true", "false", "false"]}
    [counts] = answers([{"aggregation": "category_count", "type": "dict", "property": prop}], events)["u1"]
    assert list(counts.items()) == [("false", 1), ("true", 1)]


def test_a_null_value_is_never_first_or_last(answers):
    """A null value is never first or last.

    | key | time        | text   |
    | u1  | 03-01 08:00 | *null* |
    | u1  | 03-01 09:00 | /a     |
    | u1  | 03-01 10:00 | /b     |
    | u1  | 03-01 11:00 | *null* |
    | u2  | 03-01 11:00 | *null* |
    """
    events = draw(test_a_null_value_is_never_first_or_last.__doc__)
    asked = of_all(TEXT, "string")
    assert answers(asked, events) == {"u1": ["/a", "/b", "/a", "/a"], "u2": [None] * 4}


def test_empty_text_is_a_value(answers):
    """An empty path is counted; a null one is not."""
    events = [
        happen(page_urlpath=""),
        happen(page_urlpath=""),
        happen(page_urlpath=None),
        happen(page_urlpath="/a"),
    ]
    asked = [
        {"aggregation": "category_count", "type": "dict", "property": TEXT},
        {"aggregation": "approx_count_distinct", "type": "int32", "property": TEXT},
        {"aggregation": "first", "type": "string", "property": TEXT, "default_value": "none"},
    ]
    assert answers(asked, events) == {"u1": [{"": 2, "/a": 1}, 2, ""]}


def test_units_of_elapsed_time(answers):
    """One event, a day and a half before as_of."""
    asked = [
        {"aggregation": "time_since_last", "type": "double", "time_unit": unit}
        for unit in ("s", "min", "h", "d")
    ]
    assert answers(asked, [happen("03-09 00:00")]) == {"u1": [129600.0, 2160.0, 36.0, 1.5]}


def test_elapsed_time_counts_microseconds_not_boundaries(answers):
    """A second before as_of but for a microsecond; a date difference would give 1 or 0."""
    asked = [{"aggregation": "time_since_first", "type": "double", "time_unit": "s"}]
    got = answers(asked, [happen("03-10 11:59:59.000001")])["u1"]
    assert got == [pytest.approx(0.999999, rel=1e-9)]
