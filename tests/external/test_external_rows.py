"""Which row of an external table is synced (semantics.md, "Profiles", "An external batch group reads …")."""

import datetime as dt

import duckdb
import pandas as pd
import pytest
from external_tables import answers, ask, client, draw, group

from signals_nb import Signals, SignalsWarning
from signals_nb.external import evaluate_external, mapped_table
from signals_nb.samples import sample_customers

TIER = {"tier": "string"}


def tiers(data, **more):
    return {key: tier for key, [tier] in ask(TIER, data, **more).items()}


def test_the_row_with_the_highest_timestamp_counts():
    """Per key the row with the highest `timestamp_field`, whatever the order of the rows.

    | id | at          | tier   |
    | c2 | 03-01 00:00 | gold   |
    | c1 | 03-02 00:00 | silver |
    | c1 | 03-03 00:00 | bronze |
    | c1 | 03-01 00:00 | gold   |
    """
    data = draw(test_the_row_with_the_highest_timestamp_counts.__doc__)
    for rows in (data, data.sample(frac=1, random_state=1)):
        assert tiers(rows) == {"c1": "bronze", "c2": "gold"}


def test_the_row_with_null_fields_counts_too():
    """A row is synced whole: a null in the latest one is no reason to look at an earlier one.

    | id | at          | tier   |
    | c1 | 03-01 00:00 | gold   |
    | c1 | 03-02 00:00 | *null* |
    """
    assert tiers(draw(test_the_row_with_null_fields_counts_too.__doc__)) == {"c1": None}


def test_as_of_ends_the_world_and_includes_its_own_moment():
    """A row that is later than `as_of` is not there yet.

    | id | at                    | tier   |
    | c1 | 03-01 00:00           | gold   |
    | c1 | 03-02 00:00           | silver |
    | c1 | 03-02 00:00:00.000001 | bronze |
    | c2 | 03-03 00:00           | gold   |
    """
    data = draw(test_as_of_ends_the_world_and_includes_its_own_moment.__doc__)
    second = dt.datetime(2026, 3, 2)
    assert tiers(data, as_of=second) == {"c1": "silver"}
    assert tiers(data, as_of=second + dt.timedelta(microseconds=1)) == {"c1": "bronze"}
    assert tiers(data, as_of=dt.datetime(2026, 3, 2, 2, tzinfo=dt.timezone(dt.timedelta(hours=2)))) == {
        "c1": "silver"
    }
    assert tiers(data, as_of=dt.datetime(2026, 2, 1)) == {}


def test_as_of_defaults_to_the_clients_and_then_to_the_tables_latest():
    """`as_of` is the argument, else the client's, else the latest sane `timestamp_field`.

    | id | at                  | tier   |
    | c1 | 03-01 00:00         | gold   |
    | c1 | 03-02 00:00         | silver |
    | c2 | 03-05 00:00         | gold   |
    """
    data = draw(test_as_of_defaults_to_the_clients_and_then_to_the_tables_latest.__doc__)
    assert client(data).evaluate(group(TIER)).as_of == dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    fixed = client(data, as_of=dt.datetime(2026, 3, 1))
    assert answers(fixed.test(group(TIER))) == {"c1": ["gold"]}
    assert answers(fixed.test(group(TIER), as_of=dt.datetime(2026, 3, 2))) == {"c1": ["silver"]}


def test_a_clock_beyond_the_year_9999_ends_no_world():
    """The text of a year that Python cannot tell is later than every `as_of`.

    | id | at                  | tier   |
    | c1 | 03-01 00:00         | gold   |
    | c1 | 10013-12-10         | silver |
    """
    data = pd.DataFrame({"id": ["c1", "c1"], "at": ["2026-03-01", "10013-12-10"], "tier": ["gold", "silver"]})
    result = client(data).evaluate(group(TIER))
    assert answers(result.frame) == {"c1": ["gold"]}
    assert result.as_of == dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def test_a_window_begins_after_its_first_moment():
    """`window` takes rows in (as_of - window, as_of]; `as_of` is 03-03 00:00 here.

    | id | at                    | tier   |
    | c1 | 03-02 00:00           | gold   |
    | c2 | 03-02 00:00:00.000001 | silver |
    | c3 | 03-03 00:00           | bronze |
    """
    data = draw(test_a_window_begins_after_its_first_moment.__doc__)
    assert tiers(data, window=dt.timedelta(days=1)) == {"c2": "silver", "c3": "bronze"}


def test_backfill_includes_its_own_moment():
    """`backfill_since_tstamp` takes rows at it or after.

    | id | at                    | tier   |
    | c1 | 03-01 23:59:59.999999 | gold   |
    | c2 | 03-02 00:00           | silver |
    """
    data = draw(test_backfill_includes_its_own_moment.__doc__)
    since = {"backfill_since_tstamp": dt.datetime(2026, 3, 2)}
    assert tiers(data, given=since) == {"c2": "silver"}


def test_a_row_without_a_time_never_wins():
    """A null `timestamp_field` is no time; a key with no other row is not synced.

    | id | at          | tier   |
    | c1 | *null*      | gold   |
    | c1 | 03-01 00:00 | bronze |
    | c2 | *null*      | gold   |
    """
    assert tiers(draw(test_a_row_without_a_time_never_wins.__doc__)) == {"c1": "bronze"}


def test_rows_without_a_key_are_left_out():
    """A null or empty key is none.

    | id     | at          | tier   |
    | *null* | 03-01 00:00 | gold   |
    |        | 03-01 00:00 | silver |
    | c1     | 03-01 00:00 | bronze |
    """
    data = draw(test_rows_without_a_key_are_left_out.__doc__)
    assert data["id"].isna().tolist() == [True, False, False]
    assert tiers(data) == {"c1": "bronze"}


@pytest.mark.parametrize(
    ("values", "declared", "largest"),
    [
        (["a", None, "b"], "string", "b"),
        (["Z", "a", "B"], "string", "a"),
        (["\U0001f389", "\uff5e"], "string", "\U0001f389"),  # by code point, not by UTF-16
        ([9, 10, None], "int64", 10),
        (["9", "10", None], "int64", 10),
        (["9", "10"], "string", "9"),
        (["1e1", "9.5"], "double", 10.0),
        ([-1.5, None], "double", -1.5),
        ([False, True, None], "bool", True),
        (["false", "true"], "bool", True),
        (
            [None, pd.Timestamp("2026-01-02"), pd.Timestamp("2026-01-01")],
            "string",
            "2026-01-02T00:00:00.000000Z",
        ),
        ([[9], [10], None], "int64_list", [10]),
        (["[9]", "[10]"], "int64_list", [10]),
        ([["b"], ["a", "z"]], "string_list", ["b"]),
        (['{"a": 1}', '{"b": 0}', None], "dict", {"b": 0}),
    ],
)
def test_ties_are_settled_by_the_largest_value(values, declared, largest):
    """Rows of one time: text by code point, numbers by size, false before true; a value beats null."""
    for order in (1, -1):
        rows = (
            pd.Series(values[::order], dtype=object).convert_dtypes()
            if declared == "bool"
            else values[::order]
        )
        data = pd.DataFrame({"id": "c1", "at": pd.Timestamp("2026-03-01"), "x": rows})
        assert ask({"x": declared}, data) == {"c1": [largest]}


def test_ties_are_settled_field_by_field_in_the_order_of_the_definition():
    """The first field decides, the second where the first is equal (two nulls are equal).

    | id | at          | x      | y   |
    | c1 | 03-01 00:00 | a      | 9   |
    | c1 | 03-01 00:00 | b      | 1   |
    | c1 | 03-01 00:00 | b      | 2   |
    | c2 | 03-01 00:00 | *null* | 1   |
    | c2 | 03-01 00:00 | *null* | 2   |
    """
    data = draw(test_ties_are_settled_field_by_field_in_the_order_of_the_definition.__doc__)
    assert ask({"x": "string", "y": "int64"}, data) == {"c1": ["b", 2], "c2": [None, 2]}
    assert ask({"y": "int64", "x": "string"}, data) == {"c1": [9, "a"], "c2": [2, None]}


def test_ties_do_not_depend_on_where_a_session_sorts_nulls():
    """A user's connection may sort nulls first; a value beats null all the same."""
    connection = duckdb.connect()
    connection.execute("SET default_null_order = 'nulls_first'")
    rows = "('c1', NULL, [2], NULL), ('c1', 'a', NULL, NULL), ('c1', 'a', [1], '7'), ('c1', 'a', [1], 'x')"
    data = connection.sql(f"SELECT *, TIMESTAMP '2026-03-01' AS at FROM (VALUES {rows}) AS t(id, a, b, c)")
    assert ask({"a": "string", "b": "int64_list", "c": "string"}, data) == {"c1": ["a", [1], "x"]}
    assert ask({"a": "string"}, data) == {"c1": ["a"]}


def test_keys_and_samples_choose_rows_of_the_frame():
    """`attribute_key_ids`, `sample` and `seed` change which keys there are, and no value.

    | id | at          | tier   |
    | c1 | 03-01 00:00 | gold   |
    | c2 | 03-02 00:00 | silver |
    | c3 | 03-03 00:00 | bronze |
    """
    data = draw(test_keys_and_samples_choose_rows_of_the_frame.__doc__)
    everything = {"c1": "gold", "c2": "silver", "c3": "bronze"}
    assert tiers(data, attribute_key_ids=["c3", "c1", "gone"]) == {"c1": "gold", "c3": "bronze"}
    assert tiers(data, attribute_key_ids=[]) == everything
    sampled = [tiers(data, sample=2, seed=seed) for seed in range(20)]
    assert all(len(one) == 2 and one.items() <= everything.items() for one in sampled)
    assert len({tuple(one) for one in sampled}) == 3
    assert sampled == [tiers(data.sample(frac=1, random_state=1), sample=2, seed=seed) for seed in range(20)]
    assert tiers(data, sample=1, attribute_key_ids=["c2"]) == {"c2": "silver"}


def test_app_ids_do_not_apply():
    """No row of the table belongs to an app.

    | id | at          | tier   |
    | c1 | 03-01 00:00 | gold   |
    """
    data = draw(test_app_ids_do_not_apply.__doc__)
    with pytest.warns(SignalsWarning) as caught:
        frame = client(data).test(group(TIER), app_ids=["website"])
    assert [str(one.message) for one in caught] == [
        "customers is an external batch group: its table has no app_ids, and all rows count."
    ]
    assert answers(frame) == {"c1": ["gold"]}
    assert frame.attrs["signals_nb"]["app_ids"] == []


@pytest.mark.parametrize(
    ("times", "latest"),
    [
        (["2026-03-01T10:00:00Z", "2026-03-01T11:30:00+02:00", "2026-03-01 09:59"], 0),
        (["2026-03-01", "2026-03-02", "a day"], 1),
        ([dt.date(2026, 3, 1), dt.date(2026, 3, 3), dt.date(2026, 3, 2)], 1),
        (pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-03"]).as_unit("s"), 2),
        (pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-03"]).as_unit("ns"), 2),
        (pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-03"]).tz_localize("Asia/Tokyo"), 2),
    ],
)
def test_a_time_is_a_timestamp_a_date_or_a_text(times, latest):
    """`timestamp_field` is of any unit or zone, a date, or ISO text; a text without an offset is UTC."""
    data = pd.DataFrame({"id": "c1", "at": times, "x": [0, 1, 2]})
    assert ask({"x": "int64"}, data) == {"c1": [latest]}


def test_a_ttl_empties_what_is_older():
    """A row expires when `as_of` is more than a ttl after it; its key stays. `as_of` is 03-03 00:00.

    | id | at                    | tier   |
    | c1 | 03-01 23:59:59.999999 | gold   |
    | c2 | 03-02 00:00           | silver |
    | c3 | 03-03 00:00           | x      |
    """
    data = draw(test_a_ttl_empties_what_is_older.__doc__)
    signals, asked = client(data), group(TIER)
    table = mapped_table(asked, signals._evaluator.tables)
    day = 86_400_000_000
    found = evaluate_external(asked, asked.attribute_key, table, ttl=day)
    assert answers(found.frame) == {"c1": [None], "c2": ["silver"], "c3": ["x"]}
    assert found.frame["tier"].dtype == pd.StringDtype()
    assert found.rows_scanned == 3
    found = evaluate_external(asked, asked.attribute_key, table, ttl=day - 1, key_values=["c2"])
    assert answers(found.frame) == {"c2": [None]}
    # what has expired is not cast
    found = evaluate_external(group({"tier": "int64"}), asked.attribute_key, table, ttl=0, key_values=["c1"])
    assert answers(found.frame) == {"c1": [None]}


def test_a_table_without_rows_gives_an_empty_frame_of_the_right_types():
    fields = {"a": "string", "b": "int32", "c": "timestamp", "d": "dict", "e": "string_list", "f": "bool"}
    data = pd.DataFrame({"id": [], "at": [], **{name: [] for name in fields}})
    result = client(data).evaluate(group(fields))
    assert list(result.frame.columns) == ["id", *fields]
    assert len(result.frame) == 0
    assert result.as_of is None
    assert result.summary == f"0 keys · 0 rows scanned · {result.seconds:.2f} s · no rows"
    shown = [str(each) for each in result.frame.dtypes]
    assert shown[2:] == ["Int32", "datetime64[us, UTC]", "object", "object", "boolean"]


def test_a_table_without_any_time_is_told():
    data = pd.DataFrame({"id": ["c1"], "at": ["yesterday"], "tier": ["gold"]})
    with pytest.warns(SignalsWarning) as caught:
        assert len(client(data).test(group(TIER))) == 0
    assert [str(one.message) for one in caught] == [
        "No row of the DataFrame has a time in at, so none counts. "
        'No value in column at can be read as date-time; one is "yesterday".'
    ]


def test_the_bundled_customers():
    """The sample's table, which has a row more after each night with a new order."""
    asked = group(
        {"tier": "string", "lifetime_value": "double", "country": "string"}, "customer_id", "updated_at"
    )
    signals = Signals(tables={"shop.public.customers": sample_customers()})
    assert asked.check(signals) == []
    result = signals.evaluate(asked)
    written = pd.read_parquet(sample_customers()).sort_values("updated_at", kind="stable")
    latest = written.groupby("customer_id").last().sort_index()
    assert len(result.frame) == len(latest) == 750
    assert result.frame["customer_id"].tolist() == latest.index.tolist()
    for name in ("tier", "lifetime_value", "country"):
        assert result.frame[name].tolist() == latest[name].tolist()
    assert result.summary == (
        f"750 keys · {len(written)} rows scanned · {result.seconds:.2f} s · as of 2026-10-01 02:00:00 UTC"
    )
    first = signals.test(asked, as_of=dt.datetime(2026, 9, 1, 2))
    assert set(first["tier"]) <= {"bronze", "silver", "gold", "platinum"}
    assert len(first) < len(written)


def test_moments_in_text_tie_by_size():
    """As texts `999` is greater than `1000`, and a moment with an offset than the later one before it."""
    rows = {"id": ["c1", "c1"], "at": [dt.datetime(2026, 3, 1)] * 2}
    seconds = pd.DataFrame({**rows, "seen": ["999", "1000"]})
    assert ask({"seen": "unix_timestamp"}, seconds) == {"c1": [1000]}
    moments = pd.DataFrame({**rows, "seen": ["2026-03-01T00:00:00+02:00", "2026-02-28T23:30:00Z"]})
    assert ask({"seen": "timestamp"}, moments) == {"c1": [pd.Timestamp("2026-02-28 23:30", tz="UTC")]}


def test_a_field_called_key_orders_no_rows():
    rows = pd.DataFrame({"id": ["a", "b"], "at": [dt.datetime(2026, 3, 1)] * 2, "key": ["z", "y"]})
    assert list(ask({"key": "string"}, rows).items()) == [("a", ["z"]), ("b", ["y"])]
