"""Casts to the declared type: what fits, what is rounded, what raises, and the dtypes of the frame."""

import math
from datetime import UTC, datetime
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq
import pytest

from signals_nb.errors import SignalsWarning, ValueDoesNotFit

from .conftest import frame_of, make_group
from .drawn import AS_OF, at, draw, happen, native, with_entity
from .oracle import Misfit

DOES_NOT_FIT = (Misfit, ValueDoesNotFit)
ITEM = ("com.acme", "item", 1)
VALUE = {"type": "entity", "vendor": "com.acme", "name": "item", "major_version": 1, "path": "value"}


def atomic(name):
    return {"type": "atomic", "name": name}


def first(prop, declared):
    return {"aggregation": "first", "type": declared, "property": prop}


def item(value, **columns):
    return with_entity(happen(**columns), ITEM, {"value": value})


def test_a_fraction_in_an_integer_type_is_rounded_half_away_from_zero(answers):
    """A fraction in an integer type is rounded half away from zero.

    | key | number |
    | u1  | 2      |
    | u1  | 3      |
    | u2  | -2     |
    | u2  | -3     |
    | u3  | 0.25   |
    | u4  | 7.5    |
    """
    events = draw(test_a_fraction_in_an_integer_type_is_rounded_half_away_from_zero.__doc__)
    mean = {"aggregation": "mean", "type": "int32", "property": atomic("se_value")}
    got = answers(
        [mean, first(atomic("se_value"), "int64"), first(atomic("se_value"), "unix_timestamp")], events
    )
    assert got == {"u1": [3, 2, 2], "u2": [-3, -3, -3], "u3": [0, 0, 0], "u4": [8, 8, 8]}


def test_money_is_exact(answers):
    """0.10 three times is 0.30, not 0.30000000000000004; half a unit rounds up."""
    events = [happen(tr_total=Decimal("0.10"))] * 3 + [happen(tr_total=Decimal("2.50"), domain_userid="u2")]
    total = {"aggregation": "sum", "property": atomic("tr_total"), "type": "double"}
    got = answers([total, total | {"type": "int64"}, first(atomic("tr_total"), "string")], events)
    assert got == {"u1": [0.3, 0, "0.1"], "u2": [2.5, 3, "2.5"]}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3.0, "3"),
        (-0.5, "-0.5"),
        (2.25, "2.25"),
        (0.1, "0.1"),
        (1e21, "1" + "0" * 21),
        (-1e15, "-1000000000000000"),
    ],
)
def test_text_of_a_number(number, text, answers):
    counts = {"aggregation": "category_count", "type": "dict", "property": atomic("se_value")}
    events = [happen(se_value=number)]
    assert answers([first(atomic("se_value"), "string"), counts], events) == {"u1": [text, {text: 1}]}


def test_moments(answers):
    """Half a second before 1970 and after 2026: seconds go down, text has six digits and Z."""
    moments = [datetime(1969, 12, 31, 23, 59, 59, 500000, UTC), datetime(2026, 3, 1, 0, 0, 0, 500000, UTC)]
    events = [
        happen(dvce_created_tstamp=each, domain_userid=key) for each, key in zip(moments, "ab", strict=True)
    ]
    prop = atomic("dvce_created_tstamp")
    seconds = {"aggregation": "unique_list", "type": "unix_timestamp_list", "property": prop}
    counts = {"aggregation": "category_count", "type": "dict", "property": prop}
    asked = [first(prop, "timestamp"), first(prop, "unix_timestamp"), first(prop, "string"), seconds, counts]
    texts = ["1969-12-31T23:59:59.500000Z", "2026-03-01T00:00:00.500000Z"]
    assert answers(asked, events) == {
        "a": [moments[0], -1, texts[0], [-1], {texts[0]: 1}],
        "b": [moments[1], 1772323200, texts[1], [1772323200], {texts[1]: 1}],
    }


def test_bytes_are_the_text_in_utf_8(answers):
    events = [happen(page_urlpath="é"), happen(page_urlpath="\U0001f600", domain_userid="u2")]
    listed = {"aggregation": "unique_list", "type": "bytes_list", "property": atomic("page_urlpath")}
    got = answers([first(atomic("page_urlpath"), "bytes"), listed], events)
    assert got == {"u1": [b"\xc3\xa9", [b"\xc3\xa9"]], "u2": [b"\xf0\x9f\x98\x80", [b"\xf0\x9f\x98\x80"]]}


def test_single_precision_is_the_nearest(answers):
    got = answers([first(atomic("se_value"), "float")], [happen(se_value=0.1)])
    assert got == {"u1": [pytest.approx(0.10000000149011612, abs=0)]}


@pytest.mark.parametrize(
    ("column", "value", "declared"),
    [
        ("se_value", 3e9, "int32"),
        ("se_value", -2147483649.0, "int32"),
        ("se_value", 1e19, "int64"),
        ("se_value", 1e39, "float"),
        ("se_value", math.inf, "int64"),
        ("se_value", 1.0, "bool"),
        ("se_value", 1.0, "timestamp"),
        ("page_urlpath", "/a", "int64"),
        ("page_urlpath", "/a", "double"),
        ("page_urlpath", "", "int64"),
        ("page_urlpath", " 12", "int64"),
        ("page_urlpath", "1e400", "double"),
        ("page_urlpath", "inf", "double"),
        ("page_urlpath", "TRUE", "bool"),
        ("page_urlpath", "soon", "timestamp"),
        ("br_cookies", True, "int64"),
        ("br_cookies", True, "double"),
        ("br_cookies", True, "unix_timestamp"),
        ("dvce_created_tstamp", at("03-01 09:00"), "int64"),
        ("dvce_created_tstamp", at("03-01 09:00"), "double"),
        ("dvce_created_tstamp", at("03-01 09:00"), "bool"),
    ],
)
def test_what_does_not_fit_raises(column, value, declared, answers):
    with pytest.raises(DOES_NOT_FIT):
        answers([first(atomic(column), declared)], [happen(**{column: value})])


TEXTS_THAT_READ = pytest.mark.parametrize(
    ("text", "declared", "value"),
    [
        ("12", "int32", 12),
        ("12.0", "int64", 12),
        ("2.5", "int64", 3),
        ("-.5e1", "double", -5.0),
        ("+7", "float", 7.0),
        ("3", "unix_timestamp", 3),
        ("3.0", "unix_timestamp", 3),
        ("25e-1", "unix_timestamp", 3),
        ("true", "bool", True),
        ("false", "bool", False),
    ],
)


@TEXTS_THAT_READ
def test_text_that_reads_as_the_declared_type_is_one(text, declared, value, answers):
    assert answers([first(atomic("page_urlpath"), declared)], [happen(page_urlpath=text)]) == {"u1": [value]}


@TEXTS_THAT_READ
def test_text_in_json_that_reads_as_the_declared_type_is_one(text, declared, value, json_answers):
    assert json_answers([first(VALUE, declared)], [item(text)]) == {"u1": [value]}


def test_numbers_in_text_tie_by_size_and_count_as_one_when_a_number_is_declared(answers):
    """`9`, `10`, `10.0` at one moment: as numbers 10 counts twice, as texts `10` is smallest."""
    events = [happen(page_urlpath=text) for text in ("9", "10", "10.0")]
    prop = atomic("page_urlpath")
    asked = [
        {"aggregation": each, "type": declared, "property": prop}
        for declared in ("int64", "string")
        for each in ("first", "last", "most_frequent", "least_frequent")
    ]
    asked.append({"aggregation": "unique_list", "type": "double_list", "property": prop})
    assert answers(asked, events) == {"u1": [9, 10, 10, 9, "10", "9", "10", "10", [9.0, 10.0]]}


def test_mixed_kinds_of_json_keep_their_kind(json_answers):
    """JSON 10, "9", 9 at one moment, declared text: numbers by size come before text."""
    events = [item(10), item("9"), item(9)]
    asked = [
        {"aggregation": each, "type": "string", "property": VALUE}
        for each in ("first", "last", "most_frequent")
    ]
    asked.append({"aggregation": "unique_list", "type": "string_list", "property": VALUE})
    asked.append({"aggregation": "approx_count_distinct", "type": "int64", "property": VALUE})
    asked.append({"aggregation": "category_count", "type": "dict", "property": VALUE})
    [*values, counts] = json_answers(asked, events)["u1"]
    assert values == ["9", "9", "9", ["9", "10", "9"], 2]
    assert list(counts.items()) == [("9", 2), ("10", 1)]


def test_an_object_or_list_is_its_compact_json(json_answers):
    events = [item({"a": [1, "é"], "b": None}), item([True, {"c": 1.5}], domain_userid="u2")]
    assert json_answers([first(VALUE, "string")], events) == {
        "u1": ['{"a":[1,"é"],"b":null}'],
        "u2": ['[true,{"c":1.5}]'],
    }


def test_nan_and_infinities_never_make_a_sum_raise(answers):
    """NaN and infinities never make a sum raise.

    | key | number |
    | u1  | nan    |
    | u1  | 1      |
    | u2  | inf    |
    | u2  | 1      |
    | u3  | inf    |
    | u3  | -inf   |
    """
    asked = [
        {"aggregation": each, "type": "double", "property": atomic("se_value")}
        for each in ("sum", "mean", "min")
    ]
    asked.append({"aggregation": "sum", "type": "int64", "property": atomic("se_value")})
    events = draw(test_nan_and_infinities_never_make_a_sum_raise.__doc__)
    got = answers(asked[:3], events)
    assert got == {"u1": [None, None, 1.0], "u2": [math.inf, math.inf, 1.0], "u3": [None, None, -math.inf]}
    assert answers(asked[3:], [event for event in events if event["domain_userid"] != "u2"]) == {
        "u1": [None],
        "u3": [None],
    }


def test_defaults_are_cast_too(answers):
    """No value of any kind: each default arrives in the declared type."""
    prop = atomic("mkt_source")
    defaults = [
        ("string", "x"),
        ("int64", 7),
        ("float", 2),
        ("bool", False),
        ("bytes", "é"),
        ("unix_timestamp", 5),
    ]
    asked = [first(prop, declared) | {"default_value": default} for declared, default in defaults]
    asked.append(
        {"aggregation": "unique_list", "type": "double_list", "property": prop, "default_value": [1, 2]}
    )
    got = answers(asked, [happen(mkt_source=None)])["u1"]
    assert got == ["x", 7, 2.0, False, "é".encode(), 5, [1.0, 2.0]]
    assert [type(value) for value in got[6]] == [float, float]


TYPES = {
    "string": pd.StringDtype(), "bytes": "object", "int32": "Int32", "int64": "Int64", "double": "Float64",
    "float": "Float32", "bool": "boolean", "unix_timestamp": "Int64", "timestamp": "datetime64[us, UTC]",
}  # fmt: skip


@pytest.mark.parametrize("call", [{}, {"app_ids": ["gone"]}, {"attribute_key_ids": ["gone"]}])
def test_dtypes_hold_with_values_without_values_and_without_rows(call, tmp_path):
    """Every column is null or empty for u1, and the last two calls leave no row."""
    prop = atomic("mkt_source")
    asked = [first(prop, declared) | {"name": declared} for declared in TYPES]
    asked += [
        {"name": f"{each}_list", "aggregation": "unique_list", "type": f"{each}_list", "property": prop}
        for each in TYPES
        if each != "timestamp"
    ]
    asked.append({"name": "counts", "aggregation": "category_count", "type": "dict", "property": prop})
    path = tmp_path / "events.parquet"
    pq.write_table(native([happen(mkt_source=None, app_id="web")]), path)
    frame = frame_of(make_group(asked), path, as_of=AS_OF, **call)
    assert len(frame) == (0 if call else 1)
    assert frame["domain_userid"].dtype == pd.StringDtype()
    for name in frame.columns[1:]:
        assert frame[name].dtype == TYPES.get(name, "object"), name
    assert isinstance(frame.index, pd.RangeIndex)
    if not call:
        assert frame["counts"].tolist() == [{}]
        assert frame["int64_list"].tolist() == [[]]
        assert frame["int64"].isna().all()


def test_a_misfit_names_group_attribute_key_and_a_type_that_fits(tmp_path):
    path = tmp_path / "events.parquet"
    pq.write_table(native([happen(se_value=3e9)]), path)
    group = make_group([first(atomic("se_value"), "int32") | {"name": "seconds"}])
    with pytest.raises(ValueDoesNotFit) as error:
        frame_of(group, path, as_of=AS_OF)
    for part in ("a_group", "seconds", "u1", "3000000000", "int32", "int64"):
        assert part in str(error.value)


def test_rounding_warns_once_and_names_the_attribute(tmp_path):
    from signals_nb import Signals
    from signals_nb.definitions import AttributeGroup

    path = tmp_path / "events.parquet"
    pq.write_table(native([happen(se_value=2.5), happen(se_value=1.25, domain_userid="u2")]), path)
    group = AttributeGroup.from_json(
        make_group([first(atomic("se_value"), "int32") | {"name": "rounded_one"}])
    )
    with pytest.warns(SignalsWarning, match="rounded_one") as caught:
        frame = Signals(events=str(path)).test(group, as_of=AS_OF)
    assert frame["rounded_one"].tolist() == [3, 1]
    assert len([each for each in caught if "rounded_one" in str(each.message)]) == 1


def test_text_that_is_no_number_is_null_and_counted_in_one_warning(tmp_path):
    from signals_nb import Signals
    from signals_nb.definitions import AttributeGroup

    from .drawn import json_text

    path = tmp_path / "events.parquet"
    pq.write_table(json_text([item("12.0"), item("n/a"), item(""), item(3), item(True)]), path)
    total = {"aggregation": "sum", "type": "double", "property": VALUE}
    group = AttributeGroup.from_json(make_group([total, total | {"aggregation": "mean"}]))
    with pytest.warns(SignalsWarning) as caught:
        frame = Signals(events=str(path)).test(group, as_of=AS_OF)
    assert frame[["x1", "x2"]].values.tolist() == [[15.0, 7.5]]
    assert len([each for each in caught if "number" in str(each.message)]) == 1
