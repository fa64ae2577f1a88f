"""Every operator against text, numbers, booleans, moments and null: which keys match, counted by hand.

Each table has one event a key; a criterion's answer is the keys whose event it lets through.
"""

import pytest

from .drawn import at, happen, with_entity

ITEM = ("com.acme", "item", 1)
ENTITY = {"type": "entity", "vendor": "com.acme", "name": "item", "major_version": 1, "path": "value"}

TEXTS = {"a": "12", "b": "12.0", "c": "abc", "d": "", "e": None, "f": "true", "g": "ab_"}
NUMBERS = {"a": 12.0, "b": 12.5, "c": 0.0, "d": -1.0, "e": None}
BOOLEANS = {"a": True, "b": False, "e": None}
MOMENTS = {"a": at("03-01 10:00"), "b": at("03-01 10:00:00.000001"), "e": None}
MIXED = {"a": 12, "b": "12", "c": "12.0", "d": True, "e": None, "f": "true", "g": "abc", "h": 12.5, "i": 0}

OF_TEXT = [
    ("=", "12", "a"),
    ("=", 12, "ab"),
    ("=", 12.0, "ab"),
    ("=", "abc", "c"),
    ("=", "ABC", ""),
    ("=", "", "d"),
    ("=", True, "f"),
    ("=", "true", "f"),
    ("=", False, ""),
    ("=", 1, ""),
    ("!=", "abc", "abdefg"),
    ("!=", 12, "cdefg"),
    ("!=", True, "abcdeg"),
    ("!=", "none", "abcdefg"),
    ("in", ["abc", ""], "cd"),
    ("in", [12, 5], "ab"),
    ("in", [True], "f"),
    ("in", [], ""),
    ("in", ["nope"], ""),
    ("like", "%", "abcdfg"),
    ("like", "12%", "ab"),
    ("like", "1_", "a"),
    ("like", "ab_", "cg"),
    ("like", "ABC", ""),
    ("like", "ab\\_", ""),
    ("like", "", "d"),
    ("like", "%b%", "cg"),
    (">", "12", "bcfg"),
    (">=", "12", "abcfg"),
    ("<", "12", "d"),
    ("<=", "12.0", "abd"),
    (">", "ab_", "cf"),
    ("is null", None, "e"),
    ("is not null", None, "abcdfg"),
]
OF_NUMBERS = [
    ("=", 12, "a"),
    ("=", 12.5, "b"),
    ("=", "12", "a"),
    ("=", "12.0", "a"),
    ("=", "1.2e1", "a"),
    ("=", "12.50", "b"),
    ("=", "abc", ""),
    ("=", " 12", ""),
    ("=", True, ""),
    ("=", False, ""),
    ("!=", 12, "bcde"),
    ("!=", "12.0", "bcde"),
    ("!=", "abc", "abcde"),
    ("!=", True, "abcde"),
    ("!=", False, "abcde"),
    ("in", [0, -1], "cd"),
    ("in", ["12", "12.5"], "ab"),
    ("in", [True], ""),
    ("in", [], ""),
    ("like", "12", "a"),
    ("like", "12%", "ab"),
    ("like", "%.%", "b"),
    ("like", "-1", "d"),
    (">", 0, "ab"),
    (">=", 12, "ab"),
    ("<", 0, "d"),
    ("<=", 0.0, "cd"),
    (">", 12, "b"),
    ("<", 12.5, "acd"),
    ("is null", None, "e"),
    ("is not null", None, "abcd"),
]
OF_BOOLEANS = [
    ("=", True, "a"),
    ("=", False, "b"),
    ("=", "true", "a"),
    ("=", "TRUE", ""),
    ("=", 1, ""),
    ("=", 0, ""),
    ("=", "1", ""),
    ("!=", True, "be"),
    ("!=", 1, "abe"),
    ("!=", 0, "abe"),
    ("!=", "false", "ae"),
    ("in", [True], "a"),
    ("in", ["false", "true"], "ab"),
    ("in", [0, 1], ""),
    ("in", [], ""),
    ("like", "t%", "a"),
    ("like", "%e", "ab"),
    ("is null", None, "e"),
    ("is not null", None, "ab"),
]
OF_MOMENTS = [
    ("=", "2026-03-01T10:00:00Z", "a"),
    ("=", "2026-03-01 10:00:00", "a"),
    ("=", "2026-03-01T11:00:00+01:00", "a"),
    ("=", "2026-03-01T10:00:00.000001Z", "b"),
    ("=", "soon", ""),
    ("=", 5, ""),
    ("=", True, ""),
    ("!=", "2026-03-01T10:00:00Z", "be"),
    ("!=", "soon", "abe"),
    ("!=", 5, "abe"),
    ("in", ["2026-03-01T10:00:00Z", "soon"], "a"),
    ("in", [], ""),
    (">", "2026-03-01T10:00:00Z", "b"),
    (">=", "2026-03-01T10:00:00Z", "ab"),
    ("<", "2026-03-01 10:00:00.000001", "a"),
    ("<=", "2026-03-01", ""),
    (">", "2026-03-01", "ab"),
    ("like", "2026-03-01T10:00:00.00000_Z", "ab"),
    ("is null", None, "e"),
    ("is not null", None, "ab"),
]
OF_MIXED = [
    ("=", 12, "abc"),
    ("=", "12", "ab"),
    ("=", "12.0", "ac"),
    ("=", True, "df"),
    ("=", "true", "df"),
    ("=", "abc", "g"),
    ("=", 1, ""),
    ("!=", 12, "defghi"),
    ("!=", True, "abceghi"),
    ("!=", "abc", "abcdefhi"),
    ("in", [12, 0], "abci"),
    ("in", [True, False], "df"),
    ("in", ["12", "abc"], "abg"),
    ("in", [], ""),
    ("like", "12%", "abch"),
    ("like", "true", "df"),
    ("like", "12", "ab"),
    (">", 11, "abch"),
    (">", "11", "abcfgh"),
    ("is null", None, "e"),
    ("is not null", None, "abcdfghi"),
]


def matched(answers, events, criteria):
    """The keys let through by each criterion of `(property, operator, value)`, as one text each."""
    asked = []
    for prop, operator, value in criteria:
        criterion = {"property": prop, "operator": operator} | ({} if value is None else {"value": value})
        asked.append({"aggregation": "counter", "type": "int32", "criteria": {"all": [criterion]}})
        asked.append({"aggregation": "counter", "type": "int32", "criteria": {"any": [criterion]}})
    got = answers(asked, events)
    assert all(values[0::2] == values[1::2] for values in got.values()), "alone, `all` and `any` are the same"
    return ["".join(key for key, values in got.items() if values[2 * n]) for n in range(len(criteria))]


def wrong(answers, events, prop, table):
    """The lines of a table of `(operator, value, keys)` that come out otherwise, with what they gave."""
    got = matched(answers, events, [(prop, operator, value) for operator, value, _ in table])
    return {str(line): keys for line, keys in zip(table, got, strict=True) if line[2] != keys}


def per_key(column, values):
    return [happen(**{column: value}, domain_userid=key) for key, value in values.items()]


ATOMIC = [
    ("page_urlpath", TEXTS, OF_TEXT),
    ("se_value", NUMBERS, OF_NUMBERS),
    ("br_cookies", BOOLEANS, OF_BOOLEANS),
    ("dvce_created_tstamp", MOMENTS, OF_MOMENTS),
]


@pytest.mark.parametrize(("column", "values", "table"), ATOMIC, ids=[column for column, _, _ in ATOMIC])
def test_atomic_column(column, values, table, answers):
    assert wrong(answers, per_key(column, values), {"type": "atomic", "name": column}, table) == {}


@pytest.mark.parametrize(
    ("values", "table"),
    [(TEXTS, OF_TEXT), (NUMBERS, OF_NUMBERS), (BOOLEANS, OF_BOOLEANS)],
    ids=["text", "number", "bool"],
)
def test_entity_field(values, table, answers):
    events = [with_entity(happen(domain_userid=key), ITEM, {"value": value}) for key, value in values.items()]
    assert wrong(answers, events, ENTITY, table) == {}


def test_json_of_mixed_kinds(json_answers):
    events = [with_entity(happen(domain_userid=key), ITEM, {"value": value}) for key, value in MIXED.items()]
    assert wrong(json_answers, events, ENTITY, OF_MIXED) == {}


def test_json_objects_are_text(json_answers):
    """An object and a list are their compact JSON text."""
    values = {"a": {"k": [1, "é"]}, "b": [None], "c": {}, "d": 12}
    table = [
        ("=", '{"k":[1,"é"]}', "a"),
        ("in", ["[null]", "{}"], "bc"),
        ("!=", "[null]", "acd"),
        ("like", "{%}", "ac"),
        (">=", "{", "ac"),
        ("<", "~", "abc"),
        ("is null", None, ""),
    ]
    events = [with_entity(happen(domain_userid=key), ITEM, {"value": value}) for key, value in values.items()]
    assert wrong(json_answers, events, ENTITY, table) == {}


def test_all_are_anded_any_are_ored_and_both_are_anded(answers):
    """a: path /x, source g;  b: path /x, source h;  c: path /y, source g;  d: path /y, no source."""
    rows = {"a": ("/x", "g"), "b": ("/x", "h"), "c": ("/y", "g"), "d": ("/y", None)}
    events = [
        happen(domain_userid=key, page_urlpath=path, mkt_source=source)
        for key, (path, source) in rows.items()
    ]
    path, source = {"type": "atomic", "name": "page_urlpath"}, {"type": "atomic", "name": "mkt_source"}
    is_x = {"property": path, "operator": "=", "value": "/x"}
    is_g = {"property": source, "operator": "=", "value": "g"}
    not_h = {"property": source, "operator": "!=", "value": "h"}
    for criteria, keys in [
        ({}, "abcd"),
        ({"all": [], "any": []}, "abcd"),
        ({"all": [is_x, is_g]}, "a"),
        ({"any": [is_x, is_g]}, "abc"),
        ({"all": [is_x], "any": [is_g]}, "a"),
        ({"all": [not_h], "any": [is_x, is_g]}, "ac"),
        ({"all": [not_h]}, "acd"),
        ({"all": [is_x], "any": []}, "ab"),
    ]:
        counter = {"aggregation": "counter", "type": "int32", "criteria": criteria}
        got = answers([counter], events)
        assert "".join(key for key, [count] in got.items() if count) == keys, criteria


def test_calculated_and_date_part_criteria(answers):
    """Hour 10 of 03-01, a Sunday: by number and by day; a joined text; a sum."""
    events = [
        happen(
            "03-01 10:30",
            domain_userid="a",
            page_urlpath="/x",
            mkt_source="g",
            ti_quantity=2,
            domain_sessionidx=3,
        ),
        happen(
            "03-02 11:30",
            domain_userid="b",
            page_urlpath="/x",
            mkt_source=None,
            ti_quantity=1,
            domain_sessionidx=1,
        ),
    ]
    hour = {"type": "atomic", "name": "derived_tstamp", "date_part": "hour_of_day"}
    week = {"type": "atomic", "name": "derived_tstamp", "date_part": "active_week"}
    parts = [{"type": "atomic", "name": name} for name in ("page_urlpath", "mkt_source")]
    joined = {"type": "calculated", "operation": "concat", "properties": parts, "separator": "?"}
    numbers = [{"type": "atomic", "name": name} for name in ("ti_quantity", "domain_sessionidx")]
    added = {"type": "calculated", "operation": "sum", "properties": numbers}
    table = [
        (hour, "=", 10, "a"),
        (hour, ">", 10, "b"),
        (hour, "in", ["10"], "a"),
        (week, "=", "2026-02-23", "a"),
        (week, ">=", "2026-03-01", "b"),
        (joined, "=", "/x?g", "a"),
        (joined, "=", "/x", "b"),
        (joined, "like", "%?%", "a"),
        (added, ">=", 3, "a"),
        (added, "=", "2", "b"),
    ]
    assert matched(answers, events, [line[:3] for line in table]) == [line[3] for line in table]
