"""How fields are cast, as attributes are (semantics.md, "Profiles": "its fields cast to their types")."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest
from external_tables import ask, client, group

from signals_nb import SignalsWarning, ValueDoesNotFit

pa = pytest.importorskip("pyarrow")

AT = pd.Timestamp("2026-03-01")
MOMENT = pd.Timestamp("2026-03-01 12:00", tz="UTC")


def one(values, declared):
    """The values of a field in a table with one row a key."""
    keys = [f"c{number}" for number in range(len(values))]
    data = pd.DataFrame({"id": keys, "at": AT, "x": pd.Series(values)})
    return [value for [value] in ask({"x": declared}, data).values()]


def typed(values, type_, declared):
    """The same over an Arrow column."""
    keys = [f"c{number}" for number in range(len(values))]
    data = pa.table({"id": keys, "at": [AT.to_pydatetime()] * len(values), "x": pa.array(values, type=type_)})
    return [value for [value] in ask({"x": declared}, data).values()]


@pytest.mark.parametrize(
    ("values", "declared", "cast"),
    [
        (["a", None, ""], "string", ["a", None, ""]),
        ([3, None, -1], "string", ["3", None, "-1"]),
        ([3.0, 2.5, None], "string", ["3", "2.5", None]),
        ([True, False], "string", ["true", "false"]),
        ([MOMENT, None], "string", ["2026-03-01T12:00:00.000000Z", None]),
        ([3, -1], "int32", [3, -1]),
        (["3", "-1", "12.0", None], "int64", [3, -1, 12, None]),
        (["9007199254740993"], "int64", [9007199254740993]),
        ([2.5, -2.5, 0.4], "int32", [3, -3, 0]),
        (["2.5", "1e3"], "int64", [3, 1000]),
        ([1, 2], "double", [1.0, 2.0]),
        (["1.5", ".5", "+2"], "double", [1.5, 0.5, 2.0]),
        ([0.1], "float", [pytest.approx(0.1, rel=1e-6)]),
        ([float("inf"), 1.5], "double", [float("inf"), 1.5]),
        ([True, None, False], "bool", [True, None, False]),
        (["true", "false", None], "bool", [True, False, None]),
        ([MOMENT], "timestamp", [MOMENT]),
        (["2026-03-01T14:00:00+02:00", None], "timestamp", [MOMENT, None]),
        ([MOMENT], "unix_timestamp", [1772366400]),
        ([1772366400, None], "unix_timestamp", [1772366400, None]),
        (["1772366400", "2026-03-01T12:00:00Z"], "unix_timestamp", [1772366400, 1772366400]),
        (["é", None], "bytes", ["é".encode(), None]),
        ([[1, 2]], "string", ["[1,2]"]),
    ],
)
def test_a_value_is_cast_to_its_declared_type(values, declared, cast):
    assert one(values, declared) == cast


@pytest.mark.parametrize(
    ("values", "declared", "cast"),
    [
        # as a list column
        ([["a", "b"], [], None], "string_list", [["a", "b"], [], None]),
        ([[1, None, 3]], "int64_list", [[1, None, 3]]),
        ([["1", "2.0"]], "int32_list", [[1, 2]]),
        ([[1.5, -1.5]], "int32_list", [[2, -2]]),
        ([[1, 2]], "string_list", [["1", "2"]]),
        ([[1, 2]], "double_list", [[1.0, 2.0]]),
        ([[True, False]], "bool_list", [[True, False]]),
        ([[MOMENT]], "unix_timestamp_list", [[1772366400]]),
        # as JSON text
        (['["a", "b"]', "[]", None, "null"], "string_list", [["a", "b"], [], None, None]),
        (['[\n  "a",\n  null,\n  3,\n  true\n]'], "string_list", [["a", None, "3", "true"]]),
        (['["O\'Brien", "\\"x\\"", "\\u00e9"]'], "string_list", [["O'Brien", '"x"', "é"]]),
        (['[{"a": [1, 2]}]'], "string_list", [['{"a":[1,2]}']]),
        (['[1, "2", 3.0]'], "int64_list", [[1, 2, 3]]),
        (["[9007199254740993]"], "int64_list", [[9007199254740993]]),
        (["[true, false]"], "bool_list", [[True, False]]),
        (["[0.1, 1]"], "double_list", [[0.1, 1.0]]),
        (['["a"]'], "bytes_list", [[b"a"]]),
        (['[1772366400, "2026-03-01T12:00:00Z"]'], "unix_timestamp_list", [[1772366400, 1772366400]]),
    ],
)
def test_a_lists_items_are_cast_one_by_one(values, declared, cast):
    """From a LIST column or a JSON array as text; a null list is null, and there is no default."""
    found = one(values, declared)
    assert found == cast
    assert [type(value) for value in found] == [type(value) for value in cast]
    items = [item for value in found if value for item in value]
    assert [type(item) for item in items] == [type(item) for value in cast if value for item in value]


@pytest.mark.parametrize(
    ("values", "type_", "cast"),
    [
        (
            ['{"a": 1, "b": [1, 2.5, null]}', "{}", None, "null"],
            None,
            [{"a": 1, "b": [1, 2.5, None]}, {}, None, None],
        ),
        (['{"big": 12345678901234567890123}'], None, [{"big": 12345678901234567890123}]),
        (['{"a": {"b\\"c": "O\'Brien"}}'], None, [{"a": {'b"c': "O'Brien"}}]),
        (
            [{"x": 1, "y": {"z": "a"}}, None],
            pa.struct({"x": pa.int32(), "y": pa.struct({"z": pa.string()})}),
            [{"x": 1, "y": {"z": "a"}}, None],
        ),
        ([[("k", 2), ("j", None)], None], pa.map_(pa.string(), pa.int64()), [{"k": 2, "j": None}, None]),
        ([[(7, True)]], pa.map_(pa.int32(), pa.bool_()), [{"7": True}]),
    ],
)
def test_a_dict_is_a_json_object_a_struct_or_a_map(values, type_, cast):
    """A plain Python dict with text keys."""
    found = typed(values, type_, "dict")
    assert found == cast
    assert json.dumps(found) == json.dumps(cast)


def test_bytes_stay_what_they_are():
    assert typed([b"\xff\x00", None], pa.binary(), "bytes") == [b"\xff\x00", None]
    assert typed([[b"\xff", None], None], pa.list_(pa.binary()), "bytes_list") == [[b"\xff", None], None]


def test_decimals_are_exact():
    money = pa.decimal128(18, 2)
    cents = [pa.scalar("0.10").cast(money).as_py(), pa.scalar("3.00").cast(money).as_py()]
    assert typed(cents, money, "string") == ["0.1", "3"]
    assert typed(cents, money, "double") == [0.1, 3.0]


def test_a_nan_is_null():
    assert typed([float("nan"), 1.0], pa.float64(), "double") == [None, 1.0]
    assert typed([float("nan")], pa.float64(), "int64") == [None]


@pytest.mark.parametrize(
    "declared", ["string", "int32", "timestamp", "bool", "dict", "string_list", "bool_list"]
)
def test_an_empty_column_may_be_of_any_type(declared):
    """A frame's column without a value has some type or other; that is no misfit."""
    assert one([None, None], declared) == [None, None]
    assert typed([None], pa.null(), declared) == [None]
    if declared.endswith("_list"):
        assert one([[], None], declared) == [[], None]


@pytest.mark.parametrize(
    ("value", "declared", "message"),
    [
        (300_000_000_000, "int32", "300000000000 does not fit int32, for key c1. "
         "Declare the field as int64."),
        (2.0**70, "int64", "1180591620717411303424 does not fit int64, for key c1. "
         "Declare the field as double."),
        (1e39, "float", "999999999999999939709166371603178586112 does not fit float, for key c1. "
                        "Declare the field as double."),
        ("gold", "int64", "gold does not fit int64, for key c1. Declare the field as string."),
        ("", "double", " does not fit double, for key c1. Declare the field as string."),
        ("1,5", "double", "1,5 does not fit double, for key c1. Declare the field as string."),
        ("TRUE", "bool", "TRUE does not fit bool, for key c1. Declare the field as string."),
        ("soon", "timestamp", "soon does not fit timestamp, for key c1. Declare the field as string."),
        ('[1, "a"]', "int64_list", "a does not fit int64_list, for key c1. "
         "Declare the field as string_list."),
        ("[true]", "int64_list", "true does not fit int64_list, for key c1. Declare the field as bool_list."),
        ([1, 2**40], "int32_list", "1099511627776 does not fit int32_list, for key c1. "
                                   "Declare the field as int64_list."),
        ("a, b", "string_list", "a, b is no JSON array, for key c1. Declare the field as string."),
        ('{"a": 1}', "string_list", '{"a": 1} is no JSON array, for key c1. Declare the field as string.'),
        ("[1]", "dict", "[1] is no JSON object, for key c1. Declare the field as string."),
        ('{"a": ', "dict", '{"a":  is no JSON object, for key c1. Declare the field as string.'),
        ('{"a": "\\ud800"}', "dict",
         '{"a": "\\ud800"} is no JSON object, for key c1. Declare the field as string.'),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_told(value, declared, message):
    """It names the group, the field, the key's value and the type that would fit."""
    data = pd.DataFrame({"id": ["c1"], "at": AT, "x": pd.Series([value])})
    with pytest.raises(ValueDoesNotFit) as caught:
        client(data).test(group({"x": declared}))
    assert str(caught.value) == f"customers.x: {message}"


def test_other_keys_that_do_not_fit_are_counted():
    data = pd.DataFrame({"id": ["c2", "c1", "c3"], "at": AT, "x": ["b", "a", "7"]})
    with pytest.raises(ValueDoesNotFit) as caught:
        client(data).test(group({"x": "int32"}))
    assert str(caught.value) == (
        "customers.x: a does not fit int32, for key c1 (and for 1 other keys). Declare the field as string."
    )


def test_json_that_python_does_not_read_is_told():
    data = pd.DataFrame({"id": ["c1"], "at": AT, "x": ['{"a": ' + "1" * 5000 + "}"]})
    with pytest.raises(
        ValueDoesNotFit, match=r"^customers\.x: a value cannot be read as JSON: .* as string\.$"
    ):
        client(data).test(group({"x": "dict"}))


def test_only_rows_of_the_frame_must_fit():
    """An earlier row, and a key that is not asked for, may hold anything.

    | c1 | 03-01 | gold | c1 | 03-02 | 7 | c2 | 03-01 | silver |
    """
    data = pd.DataFrame(
        {"id": ["c1", "c1", "c2"], "at": [AT, AT + dt.timedelta(1), AT], "x": ["gold", "7", "silver"]}
    )
    assert ask({"x": "int64"}, data, attribute_key_ids=["c1"]) == {"c1": [7]}


def test_a_fraction_is_rounded_with_one_warning():
    data = pd.DataFrame(
        {"id": ["c1", "c2", "c3"], "at": AT, "x": [0.5, -1.5, 2.0], "y": [[1.5], [2.0], None]}
    )
    with pytest.warns(SignalsWarning) as caught:
        frame = client(data).test(group({"x": "int32", "y": "int64_list"}))
    assert [str(one.message) for one in caught] == [
        "x is declared int32: its fraction was rounded for 2 keys. Declare it double to keep it.",
        "y is declared int64_list: its fraction was rounded for 1 key. Declare it double to keep it.",
    ]
    assert caught[0].filename == __file__
    assert frame["x"].tolist() == [1, -2, 2]
    assert frame["y"].tolist() == [[2], [2], None]


FIELDS = {
    "s": "string", "b": "bytes", "i": "int32", "l": "int64", "f": "float", "d": "double", "t": "bool",
    "m": "timestamp", "u": "unix_timestamp", "sl": "string_list", "il": "int32_list", "o": "dict",
}  # fmt: skip


def everything():
    """A table with one row of values and one of nulls."""
    values = {
        "s": "a", "b": "b", "i": 1, "l": 2, "f": 0.5, "d": 0.25, "t": True, "m": MOMENT, "u": 3, "sl": ["x"],
        "il": [1, None], "o": {"k": 1, "j": [1]},
    }  # fmt: skip
    rows = [{"id": "c1", "at": AT, **values}, {"id": "c2", "at": AT, **dict.fromkeys(values)}]
    return pa.Table.from_pylist(rows)


def test_dtypes_are_those_of_attributes():
    """The nullable ones (semantics.md, "The call"); lists and dicts are plain Python objects."""
    frame = client(everything()).test(group(FIELDS))
    assert list(frame.columns) == ["id", *FIELDS]
    assert isinstance(frame.index, pd.RangeIndex)
    assert frame["id"].dtype == frame["s"].dtype == pd.StringDtype()
    assert {name: str(frame[name].dtype) for name in list(FIELDS)[1:]} == {
        "b": "object", "i": "Int32", "l": "Int64", "f": "Float32", "d": "Float64", "t": "boolean",
        "m": "datetime64[us, UTC]", "u": "Int64", "sl": "object", "il": "object", "o": "object",
    }  # fmt: skip
    assert frame.loc[0].tolist() == [
        "c1", "a", b"b", 1, 2, 0.5, 0.25, True, MOMENT, 3, ["x"], [1, None], {"k": 1, "j": [1]},
    ]  # fmt: skip
    nulls = frame.loc[1].tolist()[1:]
    assert all(value is pd.NA or value is pd.NaT or value is None for value in nulls)
    assert not any(isinstance(value, np.ndarray) for name in ("sl", "il") for value in frame[name])


def test_a_result_goes_to_arrow_and_polars():
    """Each column by its declared type; a dict, whose values may be anything, is its JSON text."""
    pytest.importorskip("polars")
    result = client(everything()).evaluate(group(FIELDS))
    arrow = result.to_arrow()
    assert arrow.schema == pa.schema([
        ("id", pa.string()), ("s", pa.string()), ("b", pa.binary()), ("i", pa.int32()), ("l", pa.int64()),
        ("f", pa.float32()), ("d", pa.float64()), ("t", pa.bool_()), ("m", pa.timestamp("us", tz="UTC")),
        ("u", pa.int64()), ("sl", pa.list_(pa.string())), ("il", pa.list_(pa.int32())), ("o", pa.string()),
    ])  # fmt: skip
    assert arrow.column("o").to_pylist() == ['{"k": 1, "j": [1]}', None]
    assert arrow.column("il").to_pylist() == [[1, None], None]
    assert result.to_polars()["sl"].to_list() == [["x"], None]
