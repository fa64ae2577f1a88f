"""Compare: which values changed against the test before, or a published version (widgets.md, feature 34)."""

import re

import pytest

from widgets.conftest import BASKET


@pytest.fixture
def view(builder):
    """The Compare view of `basket`, as it is after the first test: u0 and u1 have two views each."""
    builder.test()
    builder.panels["test"].views.tabs.selected_index = 4
    return builder.panels["test"].views.compare


def told(builder, view):
    """The text that shows, a bar between its cells."""
    assert builder.wait(20)
    return re.sub(r"(<[^>]+>)+", "|", view.table.value.replace("<wbr>", "")).strip("|")


def test_a_first_test_has_nothing_to_compare_with(builder, view):
    assert view.blank.layout.display is None
    assert view.field.layout.display == "none"
    assert "Test again after a change, or publish a version" in view.blank.value
    assert builder.previous is None


def test_the_test_before(builder, view):
    """Of u0's views /p0 and /p2, one passes the criterion; of u1's none."""
    first = builder.result
    builder.form.add_criterion(0)
    builder.form.set("attributes.0.criteria.all.0.property", {"type": "atomic", "name": "page_urlpath"})
    builder.form.set("attributes.0.criteria.all.0.value", "/p2")
    builder.test()
    assert builder.previous is first
    assert view.against.options == (("The previous test", 0),)
    assert told(builder, view) == (
        "2 of 2 keys changed.|Key|Attribute|Before|After|u0|views|2|1|u1|views|2|0"
    )
    assert builder.result.compare(builder.previous).shape == (2, 5)


def test_nothing_changed(builder, view):
    builder.test()
    assert told(builder, view) == "0 of 2 keys changed."


def test_a_failed_test_keeps_both_results(builder, view):
    builder.test()
    held = builder.result, builder.previous
    builder.form.set("attributes.0.name", "")
    builder.test(wait=False)
    assert (builder.result, builder.previous) == held


def test_a_published_version(builder, view):
    """v1 counts views; the form counts them under another name, and page paths as before."""
    builder.publish()
    assert view.against.options == (("v1 (Published)", 1),)
    assert told(builder, view) == "0 of 2 keys changed."
    builder.form.set("attributes.0.name", "page_views")
    builder.test()
    assert view.against.options == (("The previous test", 0), ("v1 (Published)", 1))
    view.against.value = 1
    assert told(builder, view) == (
        "0 of 2 keys changed. views is gone. page_views is new.|Key|Attribute|Before|After|Change|"
        "views|gone|page_views|new"
    )


def test_the_version_is_evaluated_as_the_test_was(builder, view):
    """Only u1 is asked for, so that v1 is evaluated for u1 alone."""
    builder.publish()
    builder.form.set("test.keys", ["u1"])
    builder.test()
    view.against.value = 1
    assert told(builder, view) == "0 of 1 key changed."


def test_another_key_is_told(builder, view):
    builder.form.set("attribute_key", "app_id_key")
    builder.form.use_custom_key()
    builder.form.set("attribute_key", {"name": "app", "property": {"type": "atomic", "name": "app_id"}})
    builder.test()
    assert told(builder, view) == (
        "Error:|These results are over different keys, domain_userid and app: no value of one is that of "
        "another. Compare results of one attribute key."
    )


def test_twenty_changes_show(build):
    """u0 and u1 lose the values of 11 attributes: 22 changes."""
    counters = [
        {"name": f"views_{at}", "type": "int64", "aggregation": "counter", "events": [], "period": "P7D"}
        for at in range(11)
    ]
    builder = build({**BASKET, "attributes": counters})
    view = builder.panels["test"].views.compare
    builder.test()
    for at in range(11):
        builder.form.set(f"attributes.{at}.events", [{"name": "other"}])
    builder.test()
    builder.panels["test"].views.tabs.selected_index = 4
    text = told(builder, view)
    assert text.count("|1|0") + text.count("|2|0") == 20
    assert text.endswith("|The first 20 of 22 changes are shown.")


def test_values_are_escaped(build, signals):
    builder = build()
    builder.test()
    hostile = builder.result.frame
    hostile["last_page"] = ["<script>", "/p3"]
    builder.panels["test"].views.tabs.selected_index = 4
    builder.test()
    assert builder.wait(20)
    html = builder.panels["test"].views.compare.table.value
    assert "<code>&lt;script&gt;</code>" in html
    assert "<script>" not in html


def test_values_that_read_alike_show_every_digit(builder, view):
    """0.1 + 0.2 and 0.3 are others; rounded they would read the same."""
    builder.result.frame["views"] = [0.1 + 0.2, 2.0]
    builder.test()
    builder.result.frame["views"] = [0.3, 2.0]
    view._shown = None
    view.show()
    assert told(builder, view) == (
        "1 of 2 keys changed.|Key|Attribute|Before|After|u0|views|0.30000000000000004|0.3"
    )
