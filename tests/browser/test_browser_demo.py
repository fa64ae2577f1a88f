"""Scenario 1: from an empty form to a published file, offline and without an error (widgets.md 8.3)."""

import json

EMPTY = "import signals_nb\nb = signals_nb.Builder(signals_nb.Signals(), draft=False)\nb"


def add_attribute(notebook, name, aggregation, column=None):
    notebook.press("Add attribute")
    notebook.type("Name", name)
    notebook.label("Aggregation").select_option(aggregation)
    if column is not None:
        notebook.type("Column", column)


def test_from_an_empty_form_to_a_file(notebook):
    """Scenarios 1 and 12."""
    notebook.open("demo", EMPTY).ready()
    notebook.type("Name", "quickstart_group")
    notebook.type("Owner", "you@example.com")
    notebook.label("Attribute key").select_option("domain_userid – 2,454 values")
    notebook.tab("3 Attributes")
    add_attribute(notebook, "page_views", "Counter")
    add_attribute(notebook, "last_city", "Last", "geo_city")
    add_attribute(notebook, "first_referrer", "First", "page_referrer")
    notebook.press("Add criterion")
    notebook.type("Criterion 1: property", "page_referrer")
    notebook.label("Criterion 1: operator").select_option("not equals")
    notebook.root.get_by_text("Criterion 1: compares with the empty string.").wait_for()
    notebook.press("Test")
    notebook.state("done")
    rows = notebook.root.locator(".snb-result tbody tr")
    assert rows.count() == 10
    assert "10 keys · 60,277 events scanned" in notebook.root.locator(".snb-status").inner_text()
    notebook.press("Publish")
    notebook.press("Publish v1")
    notebook.root.get_by_text("Published v1 →").wait_for()
    assert notebook.root.locator(".snb-badge[data-state='published']").inner_text() == "Published v1"
    path = notebook.server.root / "demo" / "registry" / "attribute_groups" / "quickstart_group" / "v1.json"
    written = json.loads(path.read_text())
    assert [each["name"] for each in written["attributes"]] == ["page_views", "last_city", "first_referrer"]
    assert written["attributes"][2]["criteria"]["all"][0]["operator"] == "!="
    assert written["attributes"][2]["criteria"]["all"][0]["value"] == ""
    assert notebook.errors == []
    assert notebook.outside == []
