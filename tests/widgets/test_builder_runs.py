"""Testing from the builder: what runs, what shows, and what stops it (widgets.md 6.4, 6.6)."""

import threading

import pytest

from signals_nb import SignalsTestError, TestResult
from signals_nb.client import Signals


def status(builder):
    return builder.panels["test"].status.value


@pytest.fixture
def held(monkeypatch):
    """Evaluations wait for ``go``; a stop makes them raise as DuckDB does."""
    go, stopped = threading.Event(), threading.Event()
    evaluate = Signals.evaluate

    def waiting(self, *args, **options):
        while not go.wait(0.01):
            if stopped.is_set():
                raise KeyboardInterrupt
        return evaluate(self, *args, **options)

    monkeypatch.setattr(Signals, "evaluate", waiting)
    monkeypatch.setattr(Signals, "interrupt", lambda self: stopped.set())
    monkeypatch.setattr(Signals, "progress", lambda self: 40.0)
    return go


def test_a_test_that_is_waited_for(builder):
    """u0 and u1 viewed two pages each; no widget is needed."""
    result = builder.test()
    assert isinstance(result, TestResult)
    assert list(result.frame["views"]) == [2, 2]
    assert builder.result is result
    assert builder.test_state == "done"


def test_a_test_beside_the_form(builder):
    assert builder.test(wait=False) is None
    assert builder.wait(20)
    assert builder.test_state == "done"
    assert "2 keys · 4 events scanned" in status(builder)
    assert builder.tabs.selected_index == 3
    assert "/p3" in builder.panels["test"].views.table.value


def test_while_it_runs_only_stop_can_be_pressed(builder, held):
    builder.test(wait=False)
    panel = builder.panels["test"]
    assert builder.test_state == "running"
    assert panel.run.disabled
    assert panel.run.description == "Testing…"
    assert not panel.stop.disabled
    assert builder.footer.publish.disabled
    held.set()
    assert builder.wait(20)
    assert not panel.run.disabled
    assert panel.stop.disabled


def test_progress_shows(builder, held):
    builder.test(wait=False)
    builder.wait(0.5)
    assert builder.panels["test"].bar.value == 40
    held.set()
    builder.wait(20)


def test_stop_keeps_the_last_result(builder, held):
    """T03."""
    held.set()
    before = builder.test()
    held.clear()
    builder.test(wait=False)
    builder.stop()
    assert builder.wait(20)
    assert builder.test_state == "stopped"
    assert builder.result is before
    assert "Stopped after" in builder.messages.texts[0]
    assert "The last results are still shown." in builder.messages.texts[0]


def test_an_edit_during_a_run_makes_its_result_stale(builder, held):
    builder.test(wait=False)
    builder.form.set("attributes.0.period", "P1D")
    held.set()
    assert builder.wait(20)
    assert builder.test_state == "stale"
    assert "These results are from before your last change." in builder.panels["test"].stale.value
    builder.undo()
    assert builder.test_state == "done"


def test_an_edit_after_a_run_makes_its_result_stale(builder):
    builder.test()
    builder.panels["attributes"].editor.name.value = "page_views"
    assert builder.test_state == "stale"
    builder.form.set("owner", "c@d.com")
    builder.test()
    assert builder.test_state == "done"


def test_a_later_test_replaces_the_one_that_runs(builder, held):
    builder.test(wait=False)
    first = builder._tests._run
    builder.form.set("attributes.0.name", "page_views")
    builder.test(wait=False)
    assert builder._tests._run is not first
    held.set()
    assert builder.wait(20)
    assert "page_views" in builder.result.frame.columns


def test_errors_in_the_form_run_nothing(builder):
    """6.6: the message bar has the list, and the first error shows."""
    builder.form.set("attributes.1.aggregation", "sum")
    builder.show("data")
    assert builder.test(wait=False) is None
    assert builder.test_state == "idle"
    assert 'role="alert"' in builder.messages.texts[0]
    assert "Sum needs a number" in builder.messages.texts[0]
    assert builder.tabs.selected_index == 2
    with pytest.raises(SignalsTestError, match="Sum needs a number"):
        builder.test()


def test_the_engine_fails(builder, monkeypatch):
    """T04: one line, no traceback; the last result is kept."""
    before = builder.test()

    def fail(self, *args, **options):
        raise RuntimeError("Out of memory\nat 0x7f")

    monkeypatch.setattr(Signals, "evaluate", fail)
    builder.test(wait=False)
    assert builder.wait(20)
    assert builder.test_state == "failed"
    assert builder.result is before
    assert builder.messages.texts == [
        '<div role="alert"><b>Error:</b> DuckDB could not run the query: Out of memory. '
        "Details are in builder.last_error; the SQL is in the Code tab.</div>"
    ]
    assert isinstance(builder.last_error, RuntimeError)
    with pytest.raises(SignalsTestError, match="Out of memory"):
        builder.test()


def test_ctrl_c_stops_a_test_that_is_waited_for(builder, monkeypatch):
    def interrupted(self, *args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(Signals, "evaluate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        builder.test()
    assert builder.test_state == "stopped"


def test_the_options_reach_the_test(builder):
    panel = builder.panels["test"]
    panel.n_keys.value = "all"
    panel.key_ids.value = ["u1, u0"]
    panel.window.value = "PT1H"
    panel.seed.value = 3
    options = builder.form.prepare_test().options
    assert options["attribute_key_ids"] == ["u1", "u0"]
    assert options["window"].total_seconds() == 3600
    assert options["seed"] == 3
    panel.key_ids.value = []
    assert builder.form.prepare_test().options["sample"] is None
    panel.n_keys.value = 100
    assert builder.form.prepare_test().options["sample"] == 100


def test_a_window_of_ones_own_begins_with_the_data(builder):
    panel = builder.panels["test"]
    panel.window.value = "custom"
    assert builder.form.get("test.window")["from"] == "2026-03-01T10:00:00Z"
    panel.window.value = "all"
    assert builder.form.get("test.window") is None


def test_what_the_test_warns_of_shows(builder):
    builder.panels["attributes"].editor.events.value = ({"name": "checkout"},)
    builder.test(wait=False)
    assert builder.wait(20)
    assert "<b>Warning:</b>basket: attributes.views.events: " in status(builder)


def test_views_are_drawn_when_they_are_looked_at(builder):
    builder.test()
    views = builder.panels["test"].views
    assert views.charts.value == ""
    views.tabs.selected_index = 1
    assert builder.wait(60)
    assert views.charts.value.count("<svg") == 2
    views.tabs.selected_index = 2
    assert builder.wait(60)
    assert "Keys with a value" in views.funnel.value
    assert views.key.value == "u0"
    assert "u0" in views.explanation.value
    views.key.value = "nobody"
    assert builder.wait(60)
    assert "nobody" in builder.messages.texts[0]
    views.tabs.selected_index = 3
    assert views.sql.value == builder.result.sql
