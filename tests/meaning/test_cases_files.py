"""Field cases about files: what lies on disk in other people's pipelines, and what it must come to.

Each test names the row of the collection of field cases it stands for.
"""

import json
from datetime import UTC, datetime, timedelta

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from signals_nb.errors import EventsError

from .ask import COUNT, TEXT, ask, atomic, entity, first, is_
from .drawn import AS_OF, at, happen, json_text, native, with_data, with_entity

ITEM = ("com.acme", "item", 1)
ITEM_COLUMN = "contexts_com_acme_item_1"


def save(table, path):
    pq.write_table(table, path)
    return str(path)


def with_column(table, name, values, kind=None):
    return table.append_column(name, pa.array(values, kind or pa.string()))


@pytest.mark.parametrize("extra", ["", ', "_schema_version": "1-0-0"'])
def test_row_07_empty_entities_are_no_value_and_the_event_still_counts(tmp_path, extra):
    texts = [None, "[]", "[null]", "[{}]", '[{"id": null' + extra + "}]", "{}", "null", '[{"id": "x"}]']
    events = [happen() for _ in texts]
    table = with_column(native(events), ITEM_COLUMN, texts)
    asked = [COUNT, is_(entity("id"), "=", "x"), is_(entity("id"), "is null"), first(entity("id"))]
    assert ask(asked, save(table, tmp_path / "e.parquet")) == {"u1": [8, 1, 7, "x"]}


def test_row_07_empty_typed_lists_are_no_value(tmp_path):
    values = [None, [], [None], [{"id": None}], [{"id": "x"}]]
    table = with_column(
        native([happen() for _ in values]), ITEM_COLUMN, values, pa.list_(pa.struct([("id", pa.string())]))
    )
    asked = [COUNT, is_(entity("id"), "=", "x"), is_(entity("id"), "is null")]
    assert ask(asked, save(table, tmp_path / "e.parquet")) == {"u1": [5, 1, 4]}


def test_row_08_index_picks_one_of_several_entities_and_the_event_counts_once(tmp_path):
    event = with_entity(happen(), ITEM, {"price": 2.0}, {"price": 40.0})
    asked = [{"aggregation": "sum", "type": "double", "property": entity("price", index=i)} for i in (0, 1)]
    for number, layout in enumerate((native, json_text)):
        path = save(layout([event]), tmp_path / f"{number}.parquet")
        assert ask([*asked, COUNT], path) == {"u1": [2.0, 40.0, 1]}


def test_row_10_full_version_columns_of_a_model_are_one_and_other_models_never_mix(tmp_path):
    """`_1_0_0`, `_1_0_1` and `_1` are model 1; `_2_0_0` and `_10_0_0` are not."""
    events = [happen(domain_userid=key) for key in "abcde"]
    table = native(events)
    for number, suffix in enumerate(["1_0_0", "1_0_1", "1", "2_0_0", "10_0_0"]):
        texts = [json.dumps([{"id": suffix}]) if row == number else None for row in range(5)]
        table = with_column(table, f"contexts_com_acme_item_{suffix}", texts)
    got = ask(
        [first(entity("id")), first(entity("id", major_version=2))], save(table, tmp_path / "e.parquet")
    )
    assert got == {
        "a": ["1_0_0", None],
        "b": ["1_0_1", None],
        "c": ["1", None],
        "d": [None, "2_0_0"],
        "e": [None, None],
    }


def test_row_12_files_with_an_old_and_a_new_struct(tmp_path):
    """In whatever order the files are read, the new field is null in the old file."""
    for names in (["a", "b"], ["b", "a"]):
        folder = tmp_path / "".join(names)
        folder.mkdir()
        old = with_entity(happen(domain_userid="u1"), ITEM, {"id": "1"})
        new = with_entity(happen(domain_userid="u2"), ITEM, {"id": "2", "x": "new"})
        save(native([old]), folder / f"{names[0]}.parquet")
        save(native([new]), folder / f"{names[1]}.parquet")
        for source in (str(folder), str(folder / "*.parquet")):
            got = ask([first(entity("id")), first(entity("x"))], source)
            assert got == {"u1": ["1", None], "u2": ["2", "new"]}


def test_row_14_one_column_of_two_types_converts_or_names_it(tmp_path):
    """An app_id of 7 in one file and of text 007 in the other: 007 never becomes 7."""
    number = native([happen(domain_userid="u1")]).append_column("app_id", pa.array([7], pa.int32()))
    save(number, tmp_path / "a.parquet")
    save(native([happen(domain_userid="u2", app_id="007")]), tmp_path / "b.parquet")
    assert ask([first(atomic("app_id"))], str(tmp_path)) == {"u1": ["7"], "u2": ["007"]}


def test_row_18_and_19_moments_are_utc_whatever_the_machine_and_the_file_say(tmp_path, monkeypatch):
    """The same instant naive, in UTC and in another zone, on a machine in New York."""
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        instant = datetime(2025, 1, 1, 0, 0, 0, 123456, UTC)
        shifted = pa.array([instant], pa.timestamp("us", "America/New_York"))
        kinds = {
            "naive": pa.array([instant.replace(tzinfo=None)], pa.timestamp("us")),
            "utc": pa.array([instant], pa.timestamp("us", "UTC")),
            "zone": shifted,
            "millis": pa.array([instant.replace(microsecond=123000, tzinfo=None)], pa.timestamp("ms")),
        }
        for kind, array in kinds.items():
            event = {"event_name": ["page_view"], "domain_userid": [kind]}
            save(
                pa.table(event | {"derived_tstamp": array, "collector_tstamp": array}),
                tmp_path / f"{kind}.parquet",
            )
        asked = [
            first(atomic("derived_tstamp", date_part="active_day")),
            first(atomic("derived_tstamp", date_part="hour_of_day"), "int32"),
            first(atomic("derived_tstamp")),
        ]
        text = "2025-01-01T00:00:00.123456Z"
        for name, wanted in [("naive", text), ("utc", text), ("zone", text), ("millis", text[:23] + "000Z")]:
            assert ask(asked, str(tmp_path / f"{name}.parquet")) == {name: ["2025-01-01", 0, wanted]}
        together = ask(asked, str(tmp_path))
        assert {key: values[2] for key, values in together.items()} == {
            key: text if key != "millis" else text[:23] + "000Z" for key in kinds
        }
    finally:
        monkeypatch.undo()
        time.tzset()


def test_row_20_naive_and_aware_as_of(tmp_path):
    path = save(
        native([happen("2025-01-05T00:00:00"), happen("2025-01-05T00:00:01")]), tmp_path / "e.parquet"
    )
    for as_of in (
        datetime(2025, 1, 5),
        datetime(2025, 1, 5, tzinfo=UTC),
        datetime.fromisoformat("2025-01-05T02:00:00+02:00"),
    ):
        assert ask([COUNT], path, as_of=as_of) == {"u1": [1]}


@pytest.mark.parametrize(
    "options", [{"use_deprecated_int96_timestamps": True}, {"coerce_timestamps": "ms"}, {"version": "2.6"}]
)
@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_row_21_old_and_nanosecond_parquet_timestamps(tmp_path, options, unit):
    """The same instant, in whatever unit and encoding."""
    moments = pa.array([datetime(2026, 3, 10, 11, 0, 0, 500000)], pa.timestamp(unit))
    columns = {"event_name": ["page_view"], "domain_userid": ["u1"]}
    table = pa.table(columns | {"derived_tstamp": moments, "collector_tstamp": moments})
    pq.write_table(table, tmp_path / "e.parquet", **options)
    elapsed = {"aggregation": "time_since_last", "type": "double", "time_unit": "s"}
    got = ask([first(atomic("derived_tstamp"), "timestamp"), elapsed], str(tmp_path / "e.parquet"))
    assert got == {"u1": [datetime(2026, 3, 10, 11, 0, 0, 500000, UTC), 3599.5]}


def test_row_22_four_styles_of_moments_in_one_text_column(tmp_path):
    """Plain, with an offset, with Z, with nanoseconds; blank is null, and what is no date is null."""
    styles = {
        "a": "2026-03-10 11:00:00.000",
        "b": "2026-03-10 11:00:00.000+00:00",
        "c": "2026-03-10T11:00:00Z",
        "d": "2026-03-10 11:00:00.000000001",
        "e": "2026-03-10T13:00:00.000+02:00",
        "f": "",
        "g": "soon",
    }
    lines = ["event_name,domain_userid,derived_tstamp,collector_tstamp"]
    lines += [f"page_view,{key},{text},2026-03-10 10:00:00" for key, text in styles.items()]
    (tmp_path / "e.csv").write_text("\n".join(lines) + "\n")
    got = ask(
        [{"aggregation": "time_since_last", "type": "double", "time_unit": "h"}], str(tmp_path / "e.csv")
    )
    assert got == {**{key: [1.0] for key in "abcde"}, "f": [2.0], "g": [2.0]}


def test_row_54_an_entity_in_one_of_three_files_and_in_none(tmp_path):
    events = [happen(domain_userid="u1"), happen(domain_userid="u2"), happen(domain_userid="u3")]
    save(native(events[:1]), tmp_path / "a.parquet")
    save(native([with_entity(events[1], ITEM, {"id": "x"})]), tmp_path / "b.parquet")
    save(native(events[2:]), tmp_path / "c.parquet")
    nowhere = first(entity("id", name="nowhere"), default_value="none")
    assert ask([first(entity("id")), nowhere], str(tmp_path)) == {
        "u1": [None, "none"],
        "u2": ["x", "none"],
        "u3": [None, "none"],
    }


def test_row_54_a_schema_without_a_column_is_warned_of(tmp_path):
    from signals_nb import Signals
    from signals_nb.definitions import AttributeGroup
    from signals_nb.errors import SignalsWarning

    from .conftest import make_group

    path = save(native([happen()]), tmp_path / "e.parquet")
    group = AttributeGroup.from_json(make_group([first(entity("id", name="nowhere"))]))
    with pytest.warns(SignalsWarning, match="nowhere"):
        Signals(events=path).test(group)


def test_row_55_an_event_whose_schema_has_no_fields_has_no_column_and_counts_by_name(tmp_path):
    vendor = "com.snowplowanalytics.snowplow.media"
    event = happen(event_name="ad_break_end_event", event_vendor=vendor)
    asked = [COUNT | {"events": [{"vendor": vendor, "name": "ad_break_end_event", "version": "1-0-0"}]}]
    assert ask(asked, save(native([event, happen()]), tmp_path / "e.parquet")) == {"u1": [1]}


def test_row_56_no_such_file_glob_or_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    for source in ("nope.parquet", "nope/*.parquet", "nope.csv", "empty"):
        with pytest.raises(EventsError, match=source.split("/")[0]):
            ask([COUNT], str(tmp_path / source))


def test_row_56_an_empty_file_and_junk(tmp_path):
    (tmp_path / "zero.parquet").write_bytes(b"")
    with pytest.raises(EventsError, match=r"zero\.parquet"):
        ask([COUNT], str(tmp_path / "zero.parquet"))
    (tmp_path / "text.parquet").write_text("no parquet at all, but long enough to be read as something")
    with pytest.raises(EventsError, match=r"text\.parquet"):
        ask([COUNT], str(tmp_path / "text.parquet"))


def test_row_56_no_rows_give_an_empty_frame(tmp_path):
    empty = native([happen()]).slice(0, 0)
    assert (
        ask([COUNT, first(TEXT)], empty.append_column("page_urlpath", pa.array([], pa.string())), as_of=None)
        == {}
    )


def test_row_56_markers_beside_the_files_of_a_folder_are_ignored(tmp_path):
    save(native([happen()]), tmp_path / "part-0.parquet")
    (tmp_path / "_SUCCESS").write_bytes(b"")
    (tmp_path / ".part-0.parquet.crc").write_bytes(b"crc")
    assert ask([COUNT], str(tmp_path)) == {"u1": [1]}


def test_row_58_a_frame_whose_first_5000_texts_are_missing():
    """The type of a column is not guessed from its first rows; lists that are mostly empty neither."""
    count = 5000
    texts = [None] * count + ["/late"]
    items = [None] * count + [[{"id": "x"}]]
    frame = pd.DataFrame({
        "event_name": ["page_view"] * (count + 1),
        "domain_userid": ["u1"] * (count + 1),
        "derived_tstamp": pd.to_datetime([at("03-10 09:00")] * (count + 1), utc=True),
        "collector_tstamp": pd.to_datetime([at("03-10 09:00")] * (count + 1), utc=True),
        "page_urlpath": pd.Series(texts, dtype=object),
        ITEM_COLUMN: pd.Series(items, dtype=object),
    })  # fmt: skip
    assert ask([COUNT, first(TEXT), first(entity("id"))], frame) == {"u1": [count + 1, "/late", "x"]}


def test_one_world_from_every_kind_of_source(tmp_path):
    """A path, a glob, an arrow table, a pandas frame, a DuckDB relation and a CSV give one answer."""
    import duckdb

    event = with_data(
        with_entity(happen(page_urlpath="/a"), ITEM, {"id": "x"}), ("com.acme", "bought", 1), {"n": 3}
    )
    table = json_text([event, happen(page_urlpath="/b", domain_userid="u2")])
    path = save(table, tmp_path / "e.parquet")
    table.to_pandas().to_csv(tmp_path / "e.csv", index=False)
    bought = {"type": "event", "vendor": "com.acme", "name": "bought", "major_version": 1, "path": "n"}
    asked = [COUNT, first(TEXT), first(entity("id")), first(bought, "int64")]
    wanted = {"u1": [1, "/a", "x", 3], "u2": [1, "/b", None, None]}
    connection = duckdb.connect()
    sources = [
        path, tmp_path / "e.parquet", str(tmp_path / "*.parquet"), table, table.to_pandas(),
        connection.read_parquet(path), str(tmp_path / "e.csv"),
    ]  # fmt: skip
    for source in sources:
        assert ask(asked, source) == wanted, type(source)


def test_row_06_large_session_numbers_keep_their_value(tmp_path):
    """1397231177 three times, in files of 64, 32 and 16 bits: the sum is beyond 32 bits."""
    from signals_nb.errors import ValueDoesNotFit

    for bits, value in [(64, 1397231177), (32, 1397231177), (16, 1)]:
        column = pa.array([value], getattr(pa, f"int{bits}")())
        save(native([happen()]).append_column("domain_sessionidx", column), tmp_path / f"{bits}.parquet")
    total = {"aggregation": "sum", "property": atomic("domain_sessionidx")}
    assert ask([total | {"type": "int64"}], str(tmp_path)) == {"u1": [2794462355]}
    with pytest.raises(ValueDoesNotFit, match="int64"):
        ask([total | {"type": "int32"}], str(tmp_path))


def test_row_23_long_periods_are_exact(tmp_path):
    """as_of 2025-03-01, across a leap-less February: the edge is exact to the microsecond."""
    as_of = datetime(2025, 3, 1, tzinfo=UTC)
    for days in (70, 200, 365):
        edge = as_of - timedelta(days=days)
        events = [
            happen(None, derived_tstamp=moment, collector_tstamp=moment)
            for moment in (edge, edge + timedelta(microseconds=1))
        ]
        path = save(native(events), tmp_path / f"{days}.parquet")
        assert ask([COUNT | {"period": f"P{days}D"}], path, as_of=as_of) == {"u1": [1]}


def test_row_04_clocks_far_in_the_past_and_the_future(tmp_path):
    """Years before Christ and beyond 9999 crash nothing; the future is invisible, the past is lifetime."""
    lines = ["event_name,domain_userid,derived_tstamp,collector_tstamp"]
    clocks = [
        "10013-12-10 01:09:46.708",
        "-5965-09-20 15:44:22.721",
        "9999-05-28 00:00:00",
        "2026-03-10 11:00:00",
    ]
    lines += [f"page_view,u{number},{clock},2026-03-10 11:00:00" for number, clock in enumerate(clocks)]
    (tmp_path / "e.csv").write_text("\n".join(lines) + "\n")
    got = ask([COUNT, COUNT | {"period": "P1D"}], str(tmp_path / "e.csv"))
    assert got["u3"] == [1, 1]
    assert "u2" not in got
    assert got.get("u1", [1, 0])[0] == 1
    events = [
        happen(None, derived_tstamp=datetime(9999, 5, 28, tzinfo=UTC), collector_tstamp=AS_OF),
        happen(),
    ]
    assert ask([COUNT], save(native(events), tmp_path / "e.parquet"), as_of=None) == {"u1": [1]}
