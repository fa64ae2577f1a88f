"""Where a property's value comes from: schemas, indexes, paths, spellings, date parts and calculated ones."""

import pytest

from .drawn import at, happen, with_data, with_entity

ITEM = ("com.acme.web-shop", "CartItem", 1)
PLACED = ("com.acme", "order_placed", 2)
KEYED = {"vendor": "com.acme.web-shop", "name": "CartItem", "major_version": 1, "type": "entity"}
DATA = {
    "sku": "A-1",
    "operatingSystemName": "macOS",
    "is64Bit": True,
    "HTTPHeader": "h",
    "listPrice": 2.5,
    "user": {"profile": {"firstName": "Zoë"}},
    "events": [{"items": [{"value": 1}, {"value": 2}]}, {"items": [{"value": 3}]}],
    "tags": ["x", "y"],
}


def entity(path, index=0, **changed):
    return {**KEYED, "path": path, "index": index, **changed}


def atomic(name, **more):
    return {"type": "atomic", "name": name, **more}


def calculated(operation, *parts, **more):
    return {"type": "calculated", "operation": operation, "properties": list(parts), **more}


def first(prop, declared="string"):
    return {"aggregation": "first", "type": declared, "property": prop}


@pytest.mark.parametrize(
    ("path", "declared", "value"),
    [
        ("sku", "string", "A-1"),
        ("$.sku", "string", "A-1"),
        ("operatingSystemName", "string", "macOS"),
        ("operating_system_name", "string", "macOS"),
        ("is64Bit", "bool", True),
        ("is64_bit", "bool", True),
        ("HTTPHeader", "string", "h"),
        ("listPrice", "double", 2.5),
        ("user.profile.firstName", "string", "Zoë"),
        ("$.user.profile.first_name", "string", "Zoë"),
        ("events[0].items[1].value", "int64", 2),
        ("$.events[1].items[0].value", "int64", 3),
        ("events[1].items[1].value", "int64", None),
        ("events[9].items[0].value", "int64", None),
        ("tags[0]", "string", "x"),
        ("tags[2]", "string", None),
        ("tags", "string", '["x","y"]'),
        ("events[1].items", "string", '[{"value":3}]'),
    ],
)
def test_paths(path, declared, value, answers):
    assert answers([first(entity(path), declared)], [with_entity(happen(), ITEM, DATA)]) == {"u1": [value]}


@pytest.mark.parametrize(
    "path", ["nope", "sku.deeper", "sku[0]", "user.nope.firstName", "tags.x", "$.events.items"]
)
def test_a_step_that_is_not_there_gives_null_in_json(path, json_answers):
    assert json_answers([first(entity(path))], [with_entity(happen(), ITEM, DATA)]) == {"u1": [None]}


def test_snake_case_json_is_the_same_field(json_answers):
    """What a loader spelled in snake case is found by the schema's spelling too."""
    data = {"operating_system_name": "macOS", "user": {"first_name": "Z"}}
    asked = [
        first(entity("operatingSystemName")),
        first(entity("user.firstName")),
        first(entity("user.first_name")),
    ]
    assert json_answers(asked, [with_entity(happen(), ITEM, data)]) == {"u1": ["macOS", "Z", "Z"]}


def test_index_and_model_number_pick_the_entity(answers):
    """u1 has two items of model 1 and one of model 2; u2 one item of model 1; u3 none."""
    two = ("com.acme.web-shop", "CartItem", 2)
    both = with_entity(with_entity(happen(), ITEM, {"sku": "A"}, {"sku": "B"}), two, {"sku": "M2"})
    events = [both, with_entity(happen(domain_userid="u2"), ITEM, {"sku": "C"}), happen(domain_userid="u3")]
    asked = [first(entity("sku", index)) for index in (0, 1, 2)]
    asked += [first(entity("sku", major_version=2)), first(entity("sku", major_version=3))]
    asked.append({"aggregation": "counter", "type": "int32"})
    assert answers(asked, events) == {
        "u1": ["A", "B", None, "M2", None, 1],
        "u2": ["C", None, None, None, None, 1],
        "u3": [None, None, None, None, None, 1],
    }


def test_self_describing_data(answers):
    """Only events of that schema have it; another schema's event gives null."""
    prop = {
        "type": "event",
        "vendor": "com.acme",
        "name": "order_placed",
        "major_version": 2,
        "path": "total.net",
    }
    events = [
        with_data(happen("03-01 09:00"), PLACED, {"total": {"net": 5}}),
        with_data(happen("03-01 08:00"), ("com.acme", "refund", 2), {"total": {"net": 99}}),
        happen("03-01 07:00"),
    ]
    asked = [first(prop, "int64"), {"aggregation": "sum", "type": "double", "property": prop}]
    asked.append(first({**prop, "major_version": 1}, "int64"))
    assert answers(asked, events) == {"u1": [5, 5.0, None]}


def test_date_parts_are_utc(answers):
    """2026-03-01 23:30 is a Sunday (7) in the week of 02-23; 2026-01-01 00:00 is in that of 2025-12-29."""
    events = [
        happen("03-01 23:30", domain_userid="a"),
        happen("2026-01-01T00:00:00", domain_userid="b"),
        happen("03-02 00:00", domain_userid="c"),
    ]
    parts = ["hour_of_day", "day_of_week", "month_of_year", "active_day", "active_week", "active_month"]
    asked = [
        first(atomic("derived_tstamp", date_part=part), "int32" if part in parts[:3] else "string")
        for part in parts
    ]
    assert answers(asked, events) == {
        "a": [23, 7, 3, "2026-03-01", "2026-02-23", "2026-03-01"],
        "b": [0, 4, 1, "2026-01-01", "2025-12-29", "2026-01-01"],
        "c": [0, 1, 3, "2026-03-02", "2026-03-02", "2026-03-01"],
    }


def test_date_parts_under_every_aggregation_that_takes_them(answers):
    """Hours 9, 9, 21, 8 in this order of time."""
    hour = atomic("derived_tstamp", date_part="hour_of_day")
    events = [happen("03-01 09:00"), happen("03-02 09:30"), happen("03-03 21:00"), happen("03-04 08:59")]
    asked = [
        {"aggregation": each, "type": "int64", "property": hour}
        for each in ("first", "last", "most_frequent", "least_frequent", "approx_count_distinct")
    ]
    asked.append({"aggregation": "unique_list", "type": "int32_list", "property": hour})
    asked.append({"aggregation": "category_count", "type": "dict", "property": hour})
    got = answers(asked, events)["u1"]
    assert got == [9, 8, 9, 8, 3, [9, 21, 8], {"9": 2, "8": 1, "21": 1}]
    assert list(got[-1]) == ["9", "8", "21"]


def test_date_part_of_a_typed_date_time_field(typed_answers):
    events = [with_entity(happen(), ITEM, {"addedAt": at("03-01 05:00")})]
    asked = [
        first(entity("addedAt", date_part="hour_of_day"), "int32"),
        first(entity("addedAt"), "timestamp"),
    ]
    assert typed_answers(asked, events) == {"u1": [5, at("03-01 05:00")]}


def test_a_moment_in_json_text_of_another_zone(json_answers):
    events = [with_entity(happen(), ITEM, {"addedAt": "2026-03-01T07:00:00+02:00"})]
    asked = [
        first(entity("addedAt", date_part="hour_of_day"), "int32"),
        first(entity("addedAt"), "timestamp"),
    ]
    assert json_answers(asked, events) == {"u1": [5, at("03-01 05:00")]}


@pytest.mark.parametrize(
    "text", ["2026-03-01T05:00:00Z", "2026-03-01 05:00:00", "2026-03-01T05:00:00.000000001Z"]
)
def test_date_part_of_json_text(text, json_answers):
    asked = [first(entity("addedAt", date_part="hour_of_day"), "int32")]
    assert json_answers(asked, [with_entity(happen(), ITEM, {"addedAt": text})]) == {"u1": [5]}


@pytest.mark.parametrize("text", ["soon", "", "2026-13-01T00:00:00Z"])
def test_what_is_no_date_has_no_date_part(text, json_answers):
    asked = [first(entity("addedAt", date_part="active_day"))]
    assert json_answers(asked, [with_entity(happen(), ITEM, {"addedAt": text})]) == {"u1": [None]}


def test_concat_joins_what_is_there(answers):
    """Concat joins what is there.

    | path | source | count |    a: all; b: one null; c: two null, an empty text is text; d: all null
    """
    rows = {"a": ("/x", "g", 3), "b": ("/x", None, 3), "c": ("", None, None), "d": (None, None, None)}
    events = [
        happen(domain_userid=key, page_urlpath=path, mkt_source=source, ti_quantity=count)
        for key, (path, source, count) in rows.items()
    ]
    parts = [atomic(name) for name in ("page_urlpath", "mkt_source", "ti_quantity")]
    asked = [first(calculated("concat", *parts, separator="-")), first(calculated("concat", *parts))]
    assert answers(asked, events) == {
        "a": ["/x-g-3", "/xg3"],
        "b": ["/x-3", "/x3"],
        "c": ["", ""],
        "d": [None, None],
    }


def test_arithmetic_is_null_when_any_part_is(answers):
    rows = {"a": (2, 5), "b": (2, None), "c": (None, None)}
    events = [
        happen(domain_userid=key, ti_quantity=left, domain_sessionidx=right)
        for key, (left, right) in rows.items()
    ]
    parts = [atomic("ti_quantity"), atomic("domain_sessionidx")]
    asked = [
        first(calculated(each, *parts), "int64") for each in ("sum", "product", "min", "max", "coalesce")
    ]
    asked.append({"aggregation": "sum", "type": "int64", "property": calculated("product", *parts)})
    assert answers(asked, events) == {
        "a": [7, 10, 2, 5, 2, 10],
        "b": [None, None, None, None, 2, 0],
        "c": [None, None, None, None, None, 0],
    }


def test_arithmetic_reads_text_of_json_as_number(json_answers):
    """Two numbers as text, then one text that is no number."""
    events = [
        with_entity(happen(), ITEM, {"price": "2.5", "count": "4"}),
        with_entity(happen(domain_userid="u2"), ITEM, {"price": "2.5", "count": "many"}),
    ]
    prop = calculated("product", entity("price"), entity("count"))
    assert json_answers([first(prop, "double")], events) == {"u1": [10.0], "u2": [None]}


def test_coalesce_takes_the_first_that_is_there(answers):
    """An empty text is there, a missing entity is not."""
    events = [
        with_entity(happen(domain_userid="a", page_urlpath="/x"), ITEM, {"sku": "S"}),
        happen(domain_userid="b", page_urlpath="/x"),
        with_entity(happen(domain_userid="c", page_urlpath="/x"), ITEM, {"sku": ""}),
    ]
    asked = [first(calculated("coalesce", entity("sku"), atomic("page_urlpath")))]
    assert answers(asked, events) == {"a": ["S"], "b": ["/x"], "c": [""]}
