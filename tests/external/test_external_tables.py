"""``Signals(tables=…)``: what is mapped to which name, in which form, and what is told where that fails."""

import datetime as dt
import threading

import duckdb
import pandas as pd
import pytest
from external_tables import NAME, answers, ask, client, group

from signals_nb import (
    AttributeKey,
    EventsError,
    InvalidDefinition,
    LinkAttributeKey,
    Signals,
    SignalsError,
    SignalsWarning,
    StreamAttributeGroup,
    domain_userid,
    user_attribute_key,
)
from signals_nb.definitions import Attribute

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TIER = {"tier": "string"}
ROWS = {
    "id": ["c1", "c2"],
    "at": [dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 2)],
    "tier": ["gold", None],
}
FRAME = pd.DataFrame(ROWS)
FOUND = {"c1": ["gold"], "c2": [None]}


def files(folder):
    """The table as files: a parquet file, a CSV file, a folder of both days, a glob, a list."""
    pq.write_table(pa.table(ROWS), folder / "customers.parquet")
    FRAME.to_csv(folder / "customers.csv", index=False)
    (folder / "days").mkdir()
    for day in range(2):
        pq.write_table(pa.table(ROWS).slice(day, 1), folder / "days" / f"{day}.parquet")
    return {
        "parquet": str(folder / "customers.parquet"),
        "path": folder / "customers.parquet",
        "csv": folder / "customers.csv",
        "folder": folder / "days",
        "glob": f"{folder}/days/*.parquet",
        "list": [folder / "days" / "0.parquet", folder / "days" / "1.parquet"],
    }


@pytest.mark.parametrize("form", ["parquet", "path", "csv", "folder", "glob", "list"])
def test_a_table_is_a_file_or_several(form, tmp_path):
    assert ask(TIER, files(tmp_path)[form]) == FOUND


def test_a_table_is_a_frame_or_a_relation():
    polars = pytest.importorskip("polars")
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'America/New_York'")
    connection.execute('CREATE TABLE customers (id VARCHAR, "at" TIMESTAMPTZ, tier VARCHAR)')
    connection.execute(
        "INSERT INTO customers VALUES ('c1', '2026-03-01 00:00:00Z', 'gold'), "
        "('c2', '2026-03-02 00:00:00Z', NULL)"
    )
    for data in (FRAME, pa.table(ROWS), polars.DataFrame(ROWS), connection.table("customers")):
        assert ask(TIER, data) == FOUND
    assert [row[0] for row in connection.execute("SHOW TABLES").fetchall()] == ["customers"]


def test_several_frames_are_told_apart():
    """Events and two tables, all of them frames."""
    events = pd.DataFrame(
        {"event_name": ["page_view"], "derived_tstamp": [pd.Timestamp("2026-03-01")], "domain_userid": ["u1"]}
    )
    other = FRAME.assign(tier=["silver", "bronze"])
    signals = Signals(events, tables={NAME: FRAME, "SHOP.PUBLIC.OTHERS": other})
    views = StreamAttributeGroup(
        name="g",
        attribute_key=domain_userid,
        owner="a@example.com",
        attributes=[Attribute(name="n", type="int64", aggregation="counter", events=[])],
    )
    assert answers(signals.test(group(TIER))) == FOUND
    assert answers(signals.test(group(TIER, source={"table": "OTHERS"}))) == {
        "c1": ["silver"],
        "c2": ["bronze"],
    }
    assert answers(signals.test(views)) == {"u1": [1]}


def test_relations_of_one_connection_serve_several_threads():
    connection = duckdb.connect()
    tables = {
        f"SHOP.PUBLIC.T{number}": connection.sql(
            f"SELECT 'c' || i AS id, TIMESTAMP '2026-03-01' AS at, {number} AS n FROM range(1000) r(i)"
        )
        for number in range(4)
    }
    signals, found = Signals(tables=tables), []

    def work(number):
        asked = group({"n": "int64"}, source={"table": f"T{number}"})
        found.append((number, set(signals.test(asked)["n"])))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [(number, {number}) for number in range(4)]


def test_a_name_is_matched_as_warehouses_match_it():
    """Case is forgiven; the exact spelling comes first."""
    other = FRAME.assign(tier="other")
    assert answers(Signals(tables={"shop.public.customers": FRAME}).test(group(TIER))) == FOUND
    both = Signals(tables={"shop.public.customers": other, NAME: FRAME})
    assert answers(both.test(group(TIER))) == FOUND
    hyphen = {"database": "my-shop"}
    assert (
        answers(Signals(tables={"MY-SHOP.PUBLIC.CUSTOMERS": FRAME}).test(group(TIER, source=hyphen))) == FOUND
    )


def test_names_that_differ_only_in_case_are_ambiguous():
    signals = Signals(tables={"shop.public.customers": FRAME, "Shop.Public.Customers": FRAME})
    with pytest.raises(InvalidDefinition) as caught:
        signals.test(group(TIER))
    assert str(caught.value) == (
        '"customers" cannot be used: 1 error.\n'
        "  F04 batch_source: The table SHOP.PUBLIC.CUSTOMERS is ambiguous: tables has shop.public.customers "
        "and Shop.Public.Customers, which differ only in case. Remove one of them, or spell one exactly so."
    )


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        (None, ""),
        ({}, ""),
        ({"SHOP.PUBLIC.CUSTOMER": FRAME}, " Did you mean SHOP.PUBLIC.CUSTOMER?"),
        ({"A.B.C": FRAME, "A.B.D": FRAME}, " Mapped: A.B.C, A.B.D."),
    ],
)
def test_a_table_that_is_not_mapped(tables, told):
    with pytest.raises(InvalidDefinition) as caught:
        Signals(tables=tables).test(group(TIER))
    assert str(caught.value) == (
        '"customers" cannot be used: 1 error.\n'
        f"  F03 batch_source: No data is mapped to the table SHOP.PUBLIC.CUSTOMERS.{told} "
        'Say where it is: Signals(…, tables={"SHOP.PUBLIC.CUSTOMERS": "table.parquet"}).'
    )


@pytest.mark.parametrize(
    "name", ["CUSTOMERS", "A.B", "A.B.C.D", "", "A..C", '"A"."B"."C"', "a.b.c d", 5, None]
)
def test_a_key_that_is_no_name_is_refused(name):
    with pytest.raises(SignalsError) as caught:
        Signals(tables={name: FRAME})
    assert str(caught.value) == (
        f"tables takes database.schema.table as keys, without quotes; {name!r} is none. "
        'Write the three names of the group\'s batch_source, such as "SHOP.PUBLIC.CUSTOMERS".'
    )


def test_tables_that_are_no_dict_are_refused():
    with pytest.raises(SignalsError) as caught:
        Signals(tables=[FRAME])
    assert str(caught.value) == (
        'tables takes a dict, such as tables={"SHOP.PUBLIC.CUSTOMERS": "customers.parquet"}; it is a list.'
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", " is an empty text: give the path of a file."),
        ([], " is an empty list: name at least one file."),
        (
            [{"id": "c1"}],
            " is a list of paths, or one table; this list holds a dict. "
            "Make a DataFrame of rows: pandas.DataFrame(rows).",
        ),
        (
            None,
            " cannot be a NoneType. Give a path, a pandas or Polars DataFrame, a pyarrow Table, "
            "or a DuckDB relation.",
        ),
        ("nowhere/customers.parquet", ": There is no file nowhere/customers.parquet."),
    ],
)
def test_a_table_that_cannot_be_opened_is_told_at_once(data, message):
    with pytest.raises(EventsError) as caught:
        Signals(tables={NAME: data})
    assert str(caught.value) == f'tables["SHOP.PUBLIC.CUSTOMERS"]{message}'


def test_columns_in_upper_case_as_snowflake_gives_them():
    """The frame spells them as the definition does."""
    data = FRAME.rename(columns=str.upper)
    frame = client(data).test(group(TIER))
    assert list(frame.columns) == ["id", "tier"]
    assert answers(frame) == FOUND


def test_columns_that_differ_only_in_case(tmp_path):
    """The exact spelling wins, whatever holds the table; DuckDB itself reads the first."""
    data = {
        "id": ["c1"],
        "at": [dt.datetime(2026, 3, 1)],
        "TIER": ["upper"],
        "tier": ["lower"],
        "o": [{"a": 1}],
    }
    table = pa.table(data)
    pq.write_table(table, tmp_path / "t.parquet")
    pd.DataFrame(data).to_csv(tmp_path / "t.csv", index=False)
    connection = duckdb.connect()
    relation = connection.sql(
        "SELECT 'c1' AS id, TIMESTAMP '2026-03-01' AS at, 'upper' AS TIER, 'lower' AS tier"
    )
    sources = [pd.DataFrame(data), table, tmp_path / "t.parquet", tmp_path / "t.csv", relation]
    for source in sources:
        assert ask(TIER, source) == {"c1": ["lower"]}
        assert ask({"TIER": "string"}, source) == {"c1": ["upper"]}
        with pytest.raises(InvalidDefinition) as caught:
            ask({"Tier": "string"}, source)
        assert str(caught.value) == (
            '"customers" cannot be used: 1 error.\n'
            "  F06 fields.Tier: Column Tier is ambiguous: the table SHOP.PUBLIC.CUSTOMERS has TIER and tier. "
            "Rename one, or spell it as the one that is meant."
        )


def test_a_column_with_a_number_is_no_renamed_one():
    data = FRAME.assign(tier_1=["one", "two"])
    assert ask({"tier": "string", "tier_1": "string"}, data) == {"c1": ["gold", "one"], "c2": [None, "two"]}


def test_the_keys_column():
    """The column is `external_column`, else `key`, else the name; the frame bears the name."""
    data = FRAME.assign(DOMAIN_USERID=["u1", "u2"])
    for key, name in [
        (domain_userid, "domain_userid"),
        (user_attribute_key, "user"),
        (LinkAttributeKey(name="domain_userid"), "domain_userid"),
        (AttributeKey(name="anyone", key="domain_userid"), "anyone"),
    ]:
        frame = client(data).test(group(TIER, key))
        assert list(frame.columns) == [name, "tier"]
        assert answers(frame) == {"u1": ["gold"], "u2": [None]}


def test_a_published_key(tmp_path):
    """A link is resolved in the registry."""
    signals = client(FRAME, registry=tmp_path)
    signals.publish([AttributeKey(name="customer", key="id")])
    assert answers(signals.test(group(TIER, LinkAttributeKey(name="customer")))) == FOUND


@pytest.mark.parametrize(
    ("keys", "texts"),
    [
        ([1, 2], ["1", "2"]),
        ([1.0, None], ["1"]),
        ([2.5, 10], ["10", "2.5"]),
        ([True, False], ["false", "true"]),
        ([dt.datetime(2026, 3, 1)] * 2, ["2026-03-01T00:00:00.000000Z"]),
        (["é", "z"], ["z", "é"]),
    ],
)
def test_a_key_is_text(keys, texts):
    assert list(ask(TIER, FRAME.assign(id=pd.Series(keys)))) == texts


HOSTILE = [
    "O'Brien",
    "<script>alert(1)</script>",
    '"; DROP TABLE t; --',
    'we"ird',
    "%",
    "\\",
    "a\nb",
    "SELECT 1",
    "\U0001f389",
]


def test_hostile_names_and_values(tmp_path):
    """Whatever a column, a file or a value is called, it is data."""
    data = pd.DataFrame({"id": HOSTILE, "at": pd.Timestamp("2026-03-01"), "select": HOSTILE})
    data['we"ird'] = data["a.b"] = data["'; DROP TABLE t; --"] = 1
    path = tmp_path / "o'brien; [x]*.parquet"
    data.to_parquet(path)
    for source in (data, str(path)):
        found = ask({"select": "string"}, source)
        assert found == {key: [key] for key in HOSTILE}
        for key in HOSTILE:
            assert ask({"select": "string"}, source, attribute_key_ids=[key]) == {key: [key]}
    result = client(data).evaluate(group({"select": "string"}))
    assert "<script>" not in result._repr_html_()


def test_a_result_tells_how_it_came_about(tmp_path):
    """`frame.attrs` holds JSON values only; the SQL runs as it is in DuckDB."""
    path = files(tmp_path)["parquet"]
    result = client(path).evaluate(group(TIER), window=dt.timedelta(days=7))
    assert result.summary == (
        f"2 keys · 2 rows scanned · {result.seconds:.2f} s · as of 2026-03-02 00:00:00 UTC · window 7 days"
    )
    assert repr(result) == f"<TestResult customers v1: {result.summary}>"
    assert result.frame.attrs["signals_nb"] == {
        "group": "customers",
        "version": 1,
        "app_ids": [],
        "window": 604800.0,
        "as_of": "2026-03-02T00:00:00+00:00",
        "events_scanned": 2,
        "rows": 2,
        "seconds": result.seconds,
        "sql": result.sql,
    }
    assert duckdb.sql(result.sql).fetchall() == [("c1", "gold"), ("c2", None)]
    assert all(text in result._repr_html_() for text in ("customers", "v1", "gold", ">tier<"))


def test_publishing_needs_no_table(tmp_path):
    signals = Signals(registry=tmp_path)
    signals.publish([group(TIER)])
    assert signals.get_attribute_group("customers").fields == group(TIER).fields


def test_fields_are_drawn_and_told_and_no_event_explains_them():
    """Of five customers three are gold and two silver."""
    rows = [
        {"id": f"c{n}", "tier": "gold" if n < 3 else "silver", "at": dt.datetime(2026, 3, 1)}
        for n in range(5)
    ]
    result = client(pd.DataFrame(rows)).evaluate(group(TIER))
    assert "gold 3" in result.describe("tier").replace(": ", " ")
    assert len(result.plot().axes) >= 1
    with pytest.raises(SignalsError) as caught:
        result.explain("c1")
    assert str(caught.value) == (
        "customers takes its values from a table, and no event makes them: "
        "there is nothing for explain() to tell."
    )


def test_two_columns_of_one_name_are_ambiguous():
    """A relation, a frame and a CSV can have a name twice."""
    twice = pd.DataFrame(
        [["c1", dt.datetime(2026, 3, 1), "gold", "tin"]], columns=["id", "at", "tier", "tier"]
    )
    with pytest.raises(InvalidDefinition, match=r"Column tier is ambiguous: the table .* has tier and tier"):
        ask(TIER, twice)


def test_a_served_table_has_its_own_clock(tmp_path):
    """A row of today, and events that ended long ago: the row is served, unless a clock is set before it."""
    rows = pd.DataFrame({"id": ["c1"], "tier": ["gold"], "at": [dt.datetime(2030, 1, 1)]})
    signals = client(rows, registry=tmp_path)
    crm = group(TIER)
    signals.publish([crm])
    assert crm.get_attributes(signals, "c1") == {"id": "c1", "tier": "gold"}
    assert crm.get_attributes(signals.at(dt.datetime(2029, 1, 1)), "c1") == {"id": "c1", "tier": None}


def test_planning_tells_what_the_mapped_table_lacks(tmp_path):
    signals = client(FRAME, registry=tmp_path)
    for call in (signals.plan, signals.publish):
        with pytest.warns(SignalsWarning, match="has no column tire. Did you mean tier"):
            call([group({"tire": "string"})])
