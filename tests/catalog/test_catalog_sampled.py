"""Large tables are looked at in a sample, which is spread over them, the same on every call, and said."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from signals_nb import EventsError, Signals
from signals_nb.catalog import EventCatalog

from .conftest import small

EVENTS = 20_000
LIMIT = 640


@pytest.fixture(scope="module")
def table():
    """Twenty thousand events in order of time.

    The first half is of ``/a``, the second of ``/b``; every second has a web_page, every tenth an item and
    every thousandth an offer; user ids come four times each, and 100 event ids twice.
    """
    rows = range(EVENTS)
    start = pd.Timestamp("2026-03-01", tz="UTC")
    entity = lambda every, **data: [json.dumps([data]) if row % every == 0 else None for row in rows]  # noqa: E731
    return pa.table(
        {
            "event_id": [f"e{row if row % 200 else row + 1}" for row in rows],
            "event_name": ["page_view"] * EVENTS,
            "collector_tstamp": pa.array(start + pd.to_timedelta(rows, unit="s"), pa.timestamp("us", "UTC")),
            "domain_userid": [f"u{row // 4}" for row in rows],
            "domain_sessionid": [f"s{row}" for row in rows],
            "page_urlpath": ["/a" if row < EVENTS // 2 else "/b" for row in rows],
            "contexts_com_acme_web_page_1": entity(2, id="x"),
            "contexts_com_acme_item_1": entity(10, sku="s", price=2),
            "contexts_com_acme_offer_1": entity(1000, code="c"),
        }
    )


def opened(kind, table, folder):
    """The table as one file, as many (one of them empty), or as a frame."""
    if kind == "frame":
        return Signals(table.to_pandas(), folder)
    if kind == "file":
        path = folder / "o'brien [1] 100%.parquet"
        pq.write_table(table, path, row_group_size=1000)
        return Signals(str(path), folder)
    cuts = [0, 700, 700, 11_000, EVENTS]
    for number, (start, end) in enumerate(pairwise(cuts)):
        part = folder / f"files [x]/part={number}"
        part.mkdir(parents=True)
        pq.write_table(table.slice(start, end - start), part / "it's.parquet", row_group_size=3000)
    return Signals(str(folder / "files [x]"), folder)


@pytest.fixture(params=["file", "files", "frame"])
def signals(request, table, tmp_path):
    return opened(request.param, table, tmp_path)


def test_it_says_so(signals):
    catalog = small(signals, LIMIT)
    assert catalog.sampled
    assert "20,000 events of 1 type, 3 schemas, 2026-03-01 to 2026-03-01, sampled>" in repr(catalog)
    shown = catalog._repr_html_()
    assert "come from some 640 of 20,000 events" in shown
    assert shown.count("(sampled)") == 7  # two keys, duplicates, and two figures of each of two schemas
    assert catalog.property("page_urlpath").figures.sampled
    assert "(sampled)" in catalog.atomic._repr_html_()


def test_a_table_that_is_small_enough_is_looked_at_whole(signals):
    catalog = small(signals, EVENTS)
    assert not catalog.sampled
    assert "sampled" not in catalog._repr_html_() + catalog.atomic._repr_html_() + repr(catalog)
    assert catalog.property("page_urlpath").figures.values == ("/a", "/b")
    assert [each.events for each in catalog.entities] == [EVENTS // 2, EVENTS // 10, EVENTS // 1000]
    assert catalog.facts.duplicates == 100
    assert [(key.values, key.sampled) for key in catalog.facts.keys] == [
        (EVENTS // 4, False),
        (EVENTS, False),
    ]


def test_counts_of_events_are_exact_all_the_same(signals):
    facts = small(signals, LIMIT).facts
    assert (facts.events, small(signals, LIMIT).events[0].count) == (EVENTS, EVENTS)
    assert (facts.last - facts.first).total_seconds() == EVENTS - 1


def test_the_sample_is_spread_over_the_table(signals):
    path = small(signals, LIMIT).property("page_urlpath").figures
    assert LIMIT * 0.8 < path.rows < LIMIT * 1.2
    assert set(path.values) == {"/a", "/b"}
    top, _ = small(signals, LIMIT).values("page_urlpath")
    assert 0.4 < top.count / path.rows < 0.6


def test_estimates_are_near(signals):
    catalog = small(signals, LIMIT)
    web_page, item, offer = catalog.entities
    assert 0.4 < web_page.share < 0.6
    assert 0.05 < item.share < 0.15
    assert item.events == round(item.share * EVENTS)
    assert (web_page.sampled, item.sampled) == (True, True)
    # few events carry it, so all of them were counted
    assert (offer.name, offer.events, offer.sampled) == ("offer", EVENTS // 1000, False)
    assert catalog.property("offer.code").figures.rows == EVENTS // 1000
    assert [(each.value, each.count) for each in catalog.values("offer.code")] == [("c", EVENTS // 1000)]
    assert catalog.property("item.price").figures.sampled
    facts = catalog.facts
    assert facts.duplicates_sampled
    assert 0 < facts.duplicates < 400
    user, session = facts.keys
    assert session.sampled
    assert abs(session.values - EVENTS) < EVENTS * 0.1
    # a part holds too few of them to tell, so all were counted
    assert (user.values, user.sampled) == (EVENTS // 4, True)
    assert (user.empty, session.empty) == (0, 0)


def figures(catalog):
    return [
        catalog.facts,
        catalog.schemas.to_frame().to_dict("records"),
        catalog.properties().to_frame().to_dict("records"),
    ]


def test_the_same_on_every_call(signals):
    assert figures(small(signals, LIMIT)) == figures(small(signals, LIMIT))


def test_the_order_of_a_frame_does_not_matter(table, tmp_path):
    frame = table.to_pandas()
    other = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    found = [figures(small(Signals(each, tmp_path), LIMIT)) for each in (frame, other)]
    assert found[0] == found[1]


def test_columns_that_hide_a_rows_place(table, tmp_path):
    """A table with a column ``filename`` of its own is read whole to draw a sample."""
    path = tmp_path / "events.parquet"
    pq.write_table(table.append_column("filename", pa.array(["x"] * EVENTS)), path)
    catalog = small(Signals(str(path), tmp_path), LIMIT)
    assert LIMIT * 0.8 < catalog.property("page_urlpath").figures.rows < LIMIT * 1.2


@pytest.mark.parametrize("rows", [1, 31, 32, 100, 999])
def test_blocks_hold_what_was_asked_for(rows, table, tmp_path):
    signals = opened("files", table, tmp_path)
    events = signals._evaluator.events
    part = events.spread(rows)
    query = exp.select(exp.Count(this=exp.Star()).as_("n")).from_(part).sql("duckdb")
    assert int(events.run(query)["n"][0]) == (rows // 32 * 32 or rows)


def test_any_thread_may_ask(signals):
    """Eight at once get the same objects, each read once."""
    catalog = small(signals, LIMIT)

    def ask(number):
        wanted = [lambda: catalog.facts, lambda: catalog.atomic, lambda: catalog.properties("item")]
        return [wanted[(number + step) % 3]() for step in range(3)] and (
            catalog.facts,
            catalog.atomic,
            catalog.properties("item"),
            catalog.property("item.price").figures,
        )

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert all(one is other for each in found for one, other in zip(each, found[0], strict=True))


def test_a_file_that_went_away_is_an_events_error(table, tmp_path):
    signals = opened("files", table, tmp_path)
    shutil.rmtree(tmp_path / "files [x]")
    with pytest.raises(EventsError, match="could not read"):
        _ = EventCatalog(signals._evaluator.events, signals._evaluator.dialect).facts
