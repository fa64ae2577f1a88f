"""``TestResult.compare``: which values changed between two results (widgets.md, feature 34)."""

import numpy as np
import pandas as pd
import pytest
from charts.made import attribute, group

from signals_nb import SignalsError, TestResult
from signals_nb.comparison import compared, comparison_words

NAN = float("nan")


def result(keys, key="domain_userid", **columns):
    """A result of keys and columns that a test writes down."""
    held = {key: pd.Series(keys, dtype="string"), **columns}
    return TestResult(pd.DataFrame(held), "", None, 0.0, 0, group(attribute("counter", "int64")))


def ints(*values):
    return pd.Series(values, dtype="Int64")


def doubles(*values):
    return pd.Series(values, dtype="Float64")


def objects(*values):
    return pd.Series(list(values), dtype="object")


def rows(table):
    """The rows as tuples; None where there is nothing."""
    return [tuple(None if each is pd.NA else each for each in row) for row in table.itertuples(index=False)]


def changes(before, after):
    """The rows of a comparison of one column `x` of the keys k0, k1 and so on."""
    keys = [f"k{at}" for at in range(len(before))]
    return rows(result(keys, x=after).compare(result(keys, x=before)))


def test_changed_values_by_key_and_attribute():
    """Views and last page of three keys, before and after.

    key | views before after | last before after
    a   |     1      1       | /x    /y           changed
    b   |     2      3       | /x    null         changed, twice
    c   |     5      5       | null  null         the same
    """
    before = result(["a", "b", "c"], views=ints(1, 2, 5), last=pd.Series(["/x", "/x", None], dtype="string"))
    after = result(["a", "b", "c"], views=ints(1, 3, 5), last=pd.Series(["/y", None, None], dtype="string"))
    table = after.compare(before)
    assert list(table.columns) == ["key", "attribute", "before", "after", "change"]
    assert rows(table) == [
        ("a", "last", "/x", "/y", "changed"),
        ("b", "views", 2, 3, "changed"),
        ("b", "last", "/x", None, "changed"),
    ]
    assert comparison_words(table) == "2 of 3 keys changed."


def test_keys_and_attributes_of_one_side_are_marked():
    """Before: a, b with views; after: b, c, d with visits too. b is in both, and is as it was."""
    before = result(["a", "b"], views=ints(1, 2), gone=ints(0, 0))
    after = result(["b", "c", "d"], views=ints(2, 3, 4), visits=ints(1, 1, 1))
    table = after.compare(before)
    assert rows(table) == [
        (None, "gone", None, None, "gone"),
        (None, "visits", None, None, "new"),
        ("a", None, None, None, "gone"),
        ("c", None, None, None, "new"),
        ("d", None, None, None, "new"),
    ]
    assert comparison_words(table) == (
        "0 of 1 key changed. 1 key is gone. 2 keys are new. gone is gone. visits is new."
    )


def test_no_key_in_both():
    table = result(["b"], x=ints(1)).compare(result(["a"], x=ints(1)))
    assert comparison_words(table) == "No key is in both. 1 key is gone. 1 key is new."


def test_empty_results_have_nothing_to_tell():
    table = result([], x=ints()).compare(result([], x=ints()))
    assert len(table) == 0
    assert comparison_words(table) == "No key is in both."


def test_the_order_of_the_rows_does_not_matter():
    assert rows(result(["b", "a"], x=ints(2, 1)).compare(result(["a", "b"], x=ints(1, 2)))) == []


def test_floats_are_compared_exactly_and_nan_equals_nan():
    """0.1 + 0.2 is not 0.3; NaN and null are one; a NaN that becomes a number has changed."""
    table = changes(doubles(0.3, None, None, 1.0, 0.0), doubles(0.1 + 0.2, None, 2.0, None, -0.0))
    assert table == [
        ("k0", "x", 0.3, 0.30000000000000004, "changed"),
        ("k2", "x", None, 2.0, "changed"),
        ("k3", "x", 1.0, None, "changed"),
    ]
    assert changes(pd.Series([NAN, 1.0]), pd.Series([NAN, 1.0])) == []
    raw = pd.Series(pd.arrays.FloatingArray(np.array([NAN, 1.0]), np.array([False, False])))
    assert changes(raw, raw.copy()) == []


def test_lists_and_dicts_are_compared_by_value():
    """A dict has no order, a list has; NaN in them equals NaN; True is not 1."""
    before = objects([1, 2], [1, 2], {"a": 1, "b": 2}, {"a": 1}, [NAN], [True], None, [], {"a": [1]})
    after = objects([1, 2], [2, 1], {"b": 2, "a": 1}, {"a": 2}, [float("nan")], [1], [], None, {"a": [1]})
    assert changes(before, after) == [
        ("k1", "x", [1, 2], [2, 1], "changed"),
        ("k3", "x", {"a": 1}, {"a": 2}, "changed"),
        ("k5", "x", [True], [1], "changed"),
        ("k6", "x", None, [], "changed"),
        ("k7", "x", [], None, "changed"),
    ]


def test_another_type_changes_only_values_that_are_others():
    """3 is 3.0 but not "3"; 2**53 + 1 is no double; true is not 1."""
    assert changes(ints(3, 2**53 + 1), doubles(3.0, 2.0**53)) == [("k1", "x", 2**53 + 1, 2.0**53, "changed")]
    assert changes(ints(3, None), pd.Series(["3", None], dtype="string")) == [("k0", "x", 3, "3", "changed")]
    assert changes(ints(1), pd.Series([True], dtype="boolean")) == [("k0", "x", 1, True, "changed")]
    assert changes(pd.Series([0.5], dtype="Float32"), doubles(0.5)) == []
    assert len(changes(pd.Series([0.1], dtype="Float32"), doubles(0.1))) == 1


def test_moments():
    def moments(*texts):
        return pd.Series(pd.to_datetime(list(texts), utc=True)).astype("datetime64[us, UTC]")

    noon = pd.Timestamp("2026-03-01 12:00", tz="UTC")
    after = moments("2026-03-01 12:00", "2026-03-01 12:00", None)
    assert changes(moments("2026-03-01 12:00", None, None), after) == [("k1", "x", None, noon, "changed")]


def test_many_keys_are_compared_at_once():
    """200,000 keys, of which every thousandth has one view more."""
    keys = [f"k{at:06}" for at in range(200_000)]
    numbers = np.arange(200_000)
    before = pd.DataFrame({"k": pd.array(keys, dtype="string"), "x": pd.array(numbers, dtype="Int64")})
    after = before.assign(x=pd.array(numbers + (numbers % 1000 == 0), dtype="Int64"))
    assert comparison_words(compared(before, after)) == "200 of 200,000 keys changed."


def test_only_results_of_one_key_compare():
    with pytest.raises(SignalsError) as caught:
        result(["a"], x=ints(1)).compare(pd.DataFrame())
    assert str(caught.value) == "compare() takes a TestResult; it is a DataFrame."
    with pytest.raises(SignalsError) as caught:
        result(["a"], x=ints(1)).compare(result(["a"], key="user_id", x=ints(1)))
    assert str(caught.value) == (
        "These results are over different keys, user_id and domain_userid: no value of one is that of "
        "another. Compare results of one attribute key."
    )
