"""What ``Signals`` says when it is used wrongly, and that it holds up under threads."""

import contextlib
import datetime as dt
import threading

import duckdb
import pandas as pd
import pytest

from signals_nb import (
    Attribute,
    EventsError,
    PageView,
    Signals,
    SignalsError,
    SignalsWarning,
    StreamAttributeGroup,
    domain_userid,
)

VIEWS = StreamAttributeGroup(
    name="g",
    attribute_key=domain_userid,
    owner="a@example.com",
    ttl=dt.timedelta(days=7),
    attributes=[Attribute(name="views", type="int64", aggregation="counter", events=[PageView()])],
)


def events(**more):
    given = {
        "derived_tstamp": [pd.Timestamp("2026-03-01 10:00")] * 2,
        "event_name": ["page_view"] * 2,
        "event_vendor": ["com.snowplowanalytics.snowplow"] * 2,
        "event_version": ["1-0-0"] * 2,
        "domain_userid": ["u1", "u2"],
    }
    return pd.DataFrame({name: held for name, held in (given | more).items() if held is not None})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"events": ""}, "events is an empty text: give the path of a file."),
        ({"events": []}, "events is an empty list: name at least one file."),
        (
            {"events": [{"event_name": "page_view"}]},
            "events is a list of paths, or one table; this list holds a dict. "
            "Make a DataFrame of rows: pandas.DataFrame(rows).",
        ),
        (
            {"events": "s3://bucket/x.parquet"},
            "s3://bucket/x.parquet is not on this machine, and only local files are read. "
            "Copy it here first.",
        ),
        (
            {"events": events(), "deduplicate": True},
            "the DataFrame has no column event_id, which deduplicate=True needs. Leave deduplicate=True out.",
        ),
        (
            {"events": events(event_name=None)},
            "the DataFrame has no column event_name; a Snowplow atomic table is expected. "
            "Found: derived_tstamp, event_vendor, event_version, domain_userid.",
        ),
        ({"events": "x" * 5000}, f"'{'x' * 200}' cannot be opened: "),
        ({"events": "ev", "connection": "x"}, "connection takes a DuckDB connection; it is 'x'."),
        ({"events": events(), "threads": 0}, "DuckDB did not take memory_limit=None, threads=0: "),
    ],
)
def test_events_that_cannot_be_opened(given, message, tmp_path):
    with pytest.raises(EventsError) as caught:
        Signals(registry=tmp_path, **given)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"app_ids": "website"}, 'app_ids takes a list: app_ids=["website"].'),
        ({"app_ids": 5}, "app_ids takes a list of texts; it is 5."),
        ({"app_ids": [5]}, "app_ids takes texts, and 5 is a int."),
        (
            {"app_ids": ["website"]},
            "the DataFrame has no column app_id, which app_ids needs. Leave app_ids out.",
        ),
        ({"window": 7}, "window takes a timedelta, such as timedelta(days=7); it is 7."),
        ({"window": dt.timedelta(0)}, "window must be longer than 0; it is 0:00:00."),
        ({"sample": 0}, "sample is 0: give a number of key values from 1 up, or None for all."),
        ({"sample": True}, "sample is True: give a number of key values from 1 up, or None for all."),
        ({"sample": "3"}, "sample is '3': give a number of key values from 1 up, or None for all."),
        (
            {"as_of": "2026-01-01"},
            "as_of takes a datetime, such as datetime(2026, 3, 1); it is '2026-01-01'. A naive one is UTC.",
        ),
        (
            {"as_of": pd.NaT},
            "as_of takes a datetime, such as datetime(2026, 3, 1); it is NaT. A naive one is UTC.",
        ),
    ],
)
def test_arguments_that_make_no_sense(given, message, tmp_path):
    with pytest.raises(SignalsError) as caught:
        Signals(events(), tmp_path).test(VIEWS, **given)
    assert str(caught.value) == message


def test_a_registry_is_a_folder():
    with pytest.raises(SignalsError) as caught:
        Signals(events(), None)
    assert str(caught.value) == "registry takes the path of a folder; it is None."


def test_a_clock_of_numbers_is_refused(tmp_path):
    signals = Signals(events(derived_tstamp=[1_772_359_200_000] * 2), tmp_path)
    with pytest.raises(EventsError) as caught:
        signals.test(VIEWS)
    assert str(caught.value) == (
        "Column derived_tstamp holds BIGINT, and a timestamp is expected. Convert it first, for example "
        'with pandas.to_datetime(frame["derived_tstamp"], unit="ms", utc=True).'
    )


def test_the_vendors_arguments_are_told_apart(tmp_path):
    with pytest.raises(TypeError, match=r"takes no api_url: .* events=, .* publish_remote\(\)"):
        Signals(registry=tmp_path, api_url="https://example.com")
    with pytest.raises(TypeError, match=r"takes no event\. Did you mean events"):
        Signals(registry=tmp_path, event="x.parquet")


def test_a_table_that_the_connection_does_not_have(tmp_path):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE atomic_events AS SELECT 1 AS x")
        with pytest.raises(EventsError) as caught:
            Signals("atomic_event", tmp_path, connection=connection)
    assert str(caught.value) == (
        "The connection has no table atomic_event. Did you mean atomic_events? It has: atomic_events."
    )


def test_a_connection_in_use(tmp_path):
    with duckdb.connect() as connection:
        connection.register("frame", events())
        connection.execute("CREATE TEMP TABLE ev AS SELECT * FROM frame")
        signals = Signals("ev", tmp_path, connection=connection)
        assert signals.test(VIEWS)["views"].tolist() == [1, 1]
        assert [row[0] for row in connection.execute("SHOW TABLES").fetchall()] == ["ev", "frame"]
        connection.execute("SELECT * FROM range(5000)")
        refused = pytest.raises(EventsError, match=r"is not fetched yet\. Fetch it, or hand over")
        with refused if duckdb.__version__ >= "2" else contextlib.nullcontext():
            signals.test(VIEWS)  # DuckDB 1.x drops what is not fetched
        connection.fetchall()
        zone = connection.execute("SELECT current_setting('TimeZone')").fetchone()
        connection.execute("SET TimeZone = 'America/New_York'")
        assert signals.test(VIEWS)["views"].tolist() == [1, 1]
        assert zone != connection.execute("SELECT current_setting('TimeZone')").fetchone()


def test_events_without_any_time_are_told(tmp_path):
    signals = Signals(events(derived_tstamp=["yesterday"] * 2), tmp_path)
    with pytest.warns(SignalsWarning) as caught:
        assert len(signals.test(VIEWS)) == 0
    assert [str(one.message) for one in caught] == [
        "No event of the DataFrame has a time in derived_tstamp, so none counts."
    ]


def test_one_client_serves_several_threads(tmp_path):
    signals, found = Signals(events(), tmp_path), []
    work = [threading.Thread(target=lambda: found.append(signals.test(VIEWS))) for _ in range(8)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert [frame["views"].tolist() for frame in found] == [[1, 1]] * 8


def test_a_result_tells_what_the_call_left_out(tmp_path):
    signals = Signals(events(app_id=["<b>", "<b>"], collector_tstamp=None), tmp_path)
    result = signals.evaluate(VIEWS, app_ids=["<b>"], window=dt.timedelta(days=7))
    assert result.summary == (
        f"2 keys · 2 events scanned · {result.seconds:.2f} s · as of 2026-03-01 10:00:00 UTC · app_ids <b>"
        " · window 7 days"
    )
    assert "app_ids &lt;b&gt;" in result._repr_html_()
    assert "<b>" not in result._repr_html_().replace("<b>g</b>", "")


def test_a_result_goes_to_arrow_and_polars(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    pytest.importorskip("polars")
    result = Signals(events(), tmp_path).evaluate(VIEWS)
    expected = arrow.schema([("domain_userid", arrow.string()), ("views", arrow.int64())])
    assert result.to_arrow().schema == expected
    assert result.to_arrow().to_pylist() == [
        {"domain_userid": "u1", "views": 1},
        {"domain_userid": "u2", "views": 1},
    ]
    assert result.to_polars().rows() == [("u1", 1), ("u2", 1)]


def test_results_compare_by_identity(tmp_path):
    signals = Signals(events(), tmp_path)
    one, other = signals.evaluate(VIEWS), signals.evaluate(VIEWS)
    assert one == one
    assert one != other


def test_a_moment_before_utc_begins_is_refused():
    moment = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    with pytest.raises(SignalsError, match="no moment that UTC can tell"):
        Signals().at(moment)
