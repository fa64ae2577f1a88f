"""Markup in data, names and paths shows as text, wherever it turns up (scenario 9)."""

import duckdb

from signals_nb import Signals
from widgets.draft_world import EVENTS

EVIL = "<img src=x onerror=window.XSS=1>"


def texts(widget):
    """The HTML of every widget below one."""
    for child in getattr(widget, "children", ()):
        yield from texts(child)
    if type(widget).__name__ == "HTML":
        yield widget.value


def test_markup_shows_as_text(build, tmp_path):
    folder = tmp_path / EVIL.replace("/", "")
    folder.mkdir()
    sql = f"""SELECT * REPLACE ('{EVIL}' AS page_urlpath, '{EVIL}' AS app_id, '{EVIL}' AS event_name,
              '{EVIL}' AS event_vendor, '{EVIL}' AS domain_userid) FROM ({EVENTS})"""
    duckdb.sql(sql).write_parquet(str(folder / "events.parquet"))
    group = {
        "name": EVIL,
        "description": EVIL,
        "owner": EVIL,
        "attribute_key": {"name": "domain_userid"},
        "attributes": [
            {"name": "last_page", "type": "string", "aggregation": "last", "events": [{"name": EVIL}],
             "property": {"type": "atomic", "name": "page_urlpath"},
             "criteria": {"all": [{"property": {"type": "atomic", "name": "app_id"}, "operator": "=",
                                   "value": EVIL}]}},
        ],
    }  # fmt: skip
    builder = build(group, signals=Signals(str(folder / "events.parquet"), tmp_path / EVIL))
    for panel in builder.panels:
        builder.show(panel)
    builder.test(wait=False)
    builder.form.set("name", "basket")
    builder.form.set("owner", "a@b.com")
    builder.form.set("attributes.0.events", [])
    builder.test(wait=False)
    assert builder.wait(60)
    assert builder.test_state == "done"
    for view in range(4):
        builder.panels["test"].views.tabs.selected_index = view
        assert builder.wait(60)
    builder.publish()
    seen = list(texts(builder))
    assert any("&lt;img" in text for text in seen)
    assert [text[:200] for text in seen if "<img" in text.lower() or "<script" in text.lower()] == []
