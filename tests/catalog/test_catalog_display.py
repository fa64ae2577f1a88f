"""How a catalogue looks: as text, in a notebook, as a frame."""

import re

from meaning.drawn import draw, happen, with_entity

from signals_nb import Signals

SCRIPT = "<script>alert(1)</script>"
QUOTE = "\"'><img src=x onerror=alert(2)>"


def test_repr_is_one_line(catalog_of):
    catalog = catalog_of(draw("| event | time |\n| --- | --- |\n| page_view | 03-01 09:00 |"))
    assert re.fullmatch(
        r"<EventCatalog .*events\.parquet: 1 event of 1 type, 0 schemas, 2026-03-01 to 2026-03-01>",
        repr(catalog),
    )


def test_everything_from_the_data_is_escaped(catalog_of):
    hostile = happen(
        event_name=SCRIPT, event_vendor=QUOTE, event_version=SCRIPT, app_id=SCRIPT, page_urlpath=QUOTE
    )
    catalog = catalog_of([with_entity(hostile, ("com.acme", "item", 1), {SCRIPT: SCRIPT, "a": QUOTE})])
    shown = catalog._repr_html_() + catalog.atomic._repr_html_() + catalog.properties("item")._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert catalog.values("item.a")[0].value == QUOTE
    assert (SCRIPT,) in [entry.figures.values for entry in catalog.properties("item")]


def test_twenty_rows_are_shown(catalog_of):
    catalog = catalog_of([happen(event_name=f"event_{number}") for number in range(25)])
    shown = catalog._repr_html_()
    assert "The first 20 of 25 event types are shown." in shown
    assert shown.count("<tr>") == 21
    assert len(catalog.events.to_frame()) == 25


def test_size_and_words(tmp_path):
    catalog = Signals(registry=tmp_path).catalog
    shown = catalog._repr_html_()
    assert len(shown) < 200_000
    assert len(catalog.atomic._repr_html_()) < 200_000
    assert "sampled" not in shown
    for told in (
        "60,277",
        "2,454 values, 0.8 % of events without",
        "page_ping",
        "yauaa_context",
        "Duplicates",
    ):
        assert told in shown


def test_long_texts_are_cut(catalog_of):
    catalog = catalog_of([happen(page_urlpath="x" * 100_000)])
    [value] = catalog.property("page_urlpath").figures.values
    assert value == "x" * 79 + "…"


def test_frames(catalog_of):
    item = ("com.acme", "item", 1)
    catalog = catalog_of([with_entity(happen(page_urlpath="/a"), item, {"price": 2.5})])
    assert catalog.events.to_frame().columns.tolist() == [
        *("vendor", "name", "version", "count", "share", "first_seen", "last_seen"),
    ]
    [schema] = catalog.schemas.to_frame().to_dict("records")
    assert schema == {
        "family": "entity",
        "vendor": "com.acme",
        "name": "item",
        "major_version": 1,
        "guessed": True,
        "events": 1,
        "share": 1.0,
        "most": 1,
        "carried_by": ["page_view 1-0-0"],
        "sampled": False,
    }
    [price] = catalog.properties("item").to_frame().to_dict("records")
    assert price == {
        "name": "item.price",
        "type": "entity",
        "schema": "com.acme/item/1",
        "path": "price",
        "kind": "double",
        "filled": 1.0,
        "distinct": 1,
        "values": ["2.5"],
        "reads_as_datetime": False,
        "sampled": False,
        "description": "",
    }
    assert catalog.properties().to_frame()["name"].tolist()[-1] == "item.price"


def test_a_listing_of_nothing(catalog_of):
    catalog = catalog_of([happen()])
    assert catalog.entities.to_frame().columns.tolist()[:2] == ["family", "vendor"]
    assert "snb-card" in catalog.entities._repr_html_()
