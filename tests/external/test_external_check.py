"""The findings of ``check(signals)`` for external batch groups: whole messages, over small tables."""

# ruff: noqa: E501 - whole messages read best on one line
import datetime as dt

import pandas as pd
import pytest
from external_tables import client, group

from signals_nb import AttributeKey, InvalidDefinition, Signals, ValueDoesNotFit

pa = pytest.importorskip("pyarrow")

AT = dt.datetime(2026, 3, 1)
TABLE = pa.table({
    "id": ["c1", "c2", "c3"],
    "at": [AT] * 3,
    "text": ["gold", "7", None],
    "words": ["a", "b", None],
    "number": [1.5, None, 2.0],
    "whole": [1, 2**40, 3],
    "flag": [True, False, None],
    "raw": [b"a", None, None],
    "tags": [["a"], [], None],
    "struct": [{"a": 1}, None, None],
    "map": pa.array([[("a", 1)], None, None], pa.map_(pa.string(), pa.int64())),
    "moments": [[AT], None, None],
    "json": ["[1]", '{"a": 1}', "x"],
})  # fmt: skip


def told(found):
    return [f"{one.severity} {one.code} {one}" for one in found]


@pytest.mark.parametrize(
    ("field", "declared", "finding"),
    [
        ("txt", "string", "error F05 fields.txt: The table SHOP.PUBLIC.CUSTOMERS has no column txt. Did you mean "
                          "text? Choose a column that is there."),
        ("zzzzz", "string", "error F05 fields.zzzzz: The table SHOP.PUBLIC.CUSTOMERS has no column zzzzz. "
                            "It has id, at, text, words, number, whole, flag, raw, tags, struct, map, moments, …. "
                            "Choose a column that is there."),
        ("struct", "int32", "error F07 fields.struct: Column struct holds structs, which are no int32. "
                            'Write type="dict".'),
        ("map", "string_list", "error F07 fields.map: Column map holds maps, which are no string_list. "
                               'Write type="dict".'),
        ("at", "bool", 'error F07 fields.at: Column at holds timestamps, which are no bool. Write type="timestamp".'),
        ("at", "int64", "error F07 fields.at: Column at holds timestamps, which are no int64. "
                        'Write type="timestamp".'),
        ("tags", "string", None),
        ("tags", "int32", "error F07 fields.tags: Column tags holds lists of texts, which are no int32. "
                          'Write type="string_list".'),
        ("tags", "dict", "error F07 fields.tags: Column tags holds lists of texts, which are no dict. "
                         'Write type="string_list".'),
        ("moments", "int64_list", "error F07 fields.moments: Column moments holds lists of timestamps, which are no "
                                  'int64_list. Write type="string_list".'),
        ("number", "double_list", "error F07 fields.number: Column number holds numbers, which are no double_list. "
                                  'Write type="double".'),
        ("number", "timestamp", "error F07 fields.number: Column number holds numbers, which are no timestamp. "
                                'Write type="double".'),
        ("number", "dict", 'error F07 fields.number: Column number holds numbers, which are no dict. '
                           'Write type="double".'),
        ("whole", "bool", "error F07 fields.whole: Column whole holds whole numbers, which are no bool. "
                          'Write type="int64".'),
        ("flag", "int32", "error F07 fields.flag: Column flag holds booleans, which are no int32. "
                          'Write type="bool".'),
        ("raw", "string", 'error F07 fields.raw: Column raw holds bytes, which are no string. Write type="bytes".'),
        ("words", "int64", 'error F10 fields.words: No value in column words can be read as int64; one is "a". '
                           'Write type="string".'),
        ("text", "int64", "warning F11 fields.text: 1 of 2 values in column text cannot be read as int64; one is "
                          '"gold". test() refuses those that it meets.'),
        ("whole", "int32", "warning F11 fields.whole: 1 of 3 values in column whole cannot be read as int32; one is "
                           '"1099511627776". test() refuses those that it meets.'),
        ("json", "int64_list", "warning F11 fields.json: 2 of 3 values in column json cannot be read as int64_list; "
                               'one is "x". test() refuses those that it meets.'),
        ("json", "dict", "warning F11 fields.json: 2 of 3 values in column json cannot be read as dict; "
                         'one is "[1]". test() refuses those that it meets.'),
        ("words", "bool", 'error F10 fields.words: No value in column words can be read as bool; one is "a". '
                          'Write type="string".'),
        ("text", "string", None),
        ("number", "int64", None),
        ("whole", "double", None),
        ("tags", "string_list", None),
        ("struct", "dict", None),
        ("map", "string", None),
        ("at", "unix_timestamp", None),
    ],
)  # fmt: skip
def test_a_field_and_its_column(field, declared, finding):
    asked = group({field: declared})
    assert told(asked.check(client(TABLE))) == ([] if finding is None else [finding])


def test_errors_of_shape_stop_test_all_at_once():
    with pytest.raises(InvalidDefinition) as caught:
        client(TABLE).test(group({"txt": "string", "flag": "bool"}, "idd", "att"))
    assert str(caught.value) == (
        '"customers" cannot be used: 3 errors.\n'
        "  F05 attribute_key: The table SHOP.PUBLIC.CUSTOMERS has no column idd. Did you mean id? "
        "Choose a column that is there.\n"
        "  F05 batch_source.timestamp_field: The table SHOP.PUBLIC.CUSTOMERS has no column att. Did you mean at? "
        "Choose a column that is there.\n"
        "  F05 fields.txt: The table SHOP.PUBLIC.CUSTOMERS has no column txt. Did you mean text? "
        "Choose a column that is there."
    )


def test_a_type_that_cannot_fit_stops_test():
    with pytest.raises(InvalidDefinition) as caught:
        client(TABLE).test(group({"struct": "int32"}))
    assert str(caught.value) == (
        '"customers" cannot be used: 1 error.\n'
        '  F07 fields.struct: Column struct holds structs, which are no int32. Write type="dict".'
    )


def test_text_under_a_numeric_type_stops_test_where_it_counts():
    with pytest.raises(ValueDoesNotFit):
        client(TABLE).test(group({"words": "int64"}))


def test_the_errors_of_the_definition_come_first():
    """The table is looked at once the definition makes sense."""
    asked = group({"text": "string", "TEXT": "string"})
    found = asked.check(client(TABLE))
    assert [one.code for one in found] == ["G12"]
    with pytest.raises(InvalidDefinition, match="G12"):
        client(TABLE).test(asked)


@pytest.mark.parametrize(
    ("key", "timestamp_field", "finding"),
    [
        ("tags", "at", "error F08 attribute_key: Column tags holds lists of texts, which are no keys. "
                       "Choose a column of texts or numbers."),
        ("raw", "at", "error F08 attribute_key: Column raw holds bytes, which are no keys. "
                      "Choose a column of texts or numbers."),
        ("id", "whole", "error F09 batch_source.timestamp_field: Column whole holds whole numbers, and a moment is "
                        "expected. Choose a column of timestamps, or convert it first."),
        ("id", "raw", "error F09 batch_source.timestamp_field: Column raw holds bytes, and a moment is "
                      "expected. Choose a column of timestamps, or convert it first."),
        ("id", "words", "error F10 batch_source.timestamp_field: No value in column words can be read as date-time; "
                        'one is "a". Choose another column.'),
    ],
)  # fmt: skip
def test_the_keys_and_the_times_column(key, timestamp_field, finding):
    asked = group({"text": "string"}, key, timestamp_field)
    assert told(asked.check(client(TABLE))) == [finding]


def test_some_times_that_are_none():
    data = pd.DataFrame({"id": ["a", "b"], "at": ["2026-03-01", "soon"], "x": [1, 2]})
    assert told(group({"x": "int64"}).check(client(data))) == [
        "warning F11 batch_source.timestamp_field: 1 of 2 values in column at cannot be read as date-time; one is "
        '"soon". Those rows never count.'
    ]


def test_a_field_may_not_bear_the_keys_name():
    """The column is `id`, and the frame's first column is called `customer`."""
    data = pd.DataFrame({"id": ["c1"], "at": [AT], "CUSTOMER": ["x"]})
    asked = group({"Customer": "string"}, AttributeKey(name="customer", key="id"))
    assert told(asked.check(client(data))) == [
        'error G07 fields.Customer: "Customer" is also the attribute key\'s name. Choose another name. Rename it.'
    ]


def test_long_values_are_cut():
    data = pd.DataFrame({"id": ["c1"], "at": [AT], "x": ["long " * 100]})
    (found,) = group({"x": "int32"}).check(client(data))
    assert found.message == f'No value in column x can be read as int32; one is "{("long " * 12)}…".'


def test_without_data_a_group_is_checked_as_before():
    assert group({"text": "int32"}).check() == []
    assert [one.code for one in group({"text": "int32"}).check(Signals())] == ["F03"]
