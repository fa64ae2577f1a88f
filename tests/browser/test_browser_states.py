"""What shows and what can be pressed, state by state (scenarios 2 to 7)."""

import time

DEMO = "import signals_nb\nb = signals_nb.demo()\nb"
SLOW = """
import signals_nb, time
from signals_nb.client import Signals
evaluate = Signals.evaluate
def slow(self, *args, **options):
    self._evaluator.events.run(
        "SELECT count(*) FROM range(100000000) a(i), range(1000000) b(i) WHERE (a.i * b.i) % 7 = 1"
    )
    return evaluate(self, *args, **options)
b = signals_nb.demo()
b
"""


def test_names_choices_and_operators(notebook):
    notebook.open("choices", DEMO).ready()
    # Scenario 2: an invalid name.
    notebook.tab("2 Group")
    notebook.label("Name").fill("my group")
    notebook.root.get_by_text("Name may only hold letters, digits and underscores").first.wait_for()
    assert notebook.button("Test").is_disabled()
    assert notebook.root.locator(".snb-summary[data-state='invalid']").count() == 1
    notebook.label("Name").fill("my_group")
    notebook.root.locator(".snb-summary[data-state='valid']").wait_for()
    assert notebook.button("Test").is_enabled()
    # Scenario 3: only legal controls show.
    notebook.tab("3 Attributes")
    column, unit = (
        notebook.root.get_by_label("Column", exact=True),
        notebook.root.get_by_label("days", exact=True),
    )
    shown = {
        "Counter": (False, False),
        "Sum": (True, False),
        "Last": (True, False),
        "Unique List": (True, False),
        "Category Count": (True, False),
        "Time Since Last": (False, True),
    }
    for aggregation, (property_shown, unit_shown) in shown.items():
        notebook.label("Aggregation").select_option(aggregation)
        column.locator("visible=true").first.wait_for() if property_shown else column.last.wait_for(
            state="hidden"
        )
        assert (unit.locator("visible=true").count() > 0) is unit_shown, aggregation
    # Scenario 4: the value control swaps, and the value is kept.
    notebook.root.get_by_label("Attributes").select_option(index=2)
    value = "Criterion 1: value"
    notebook.type(value, "https://www.google.com/")
    notebook.label("Criterion 1: operator").select_option("in list")
    notebook.root.locator(".snb-criterion div.jupyter-widget-tag").wait_for()
    assert (
        "https://www.google.com/"
        in notebook.root.locator(".snb-criterion div.jupyter-widget-tag").inner_text()
    )
    notebook.label("Criterion 1: operator").select_option("is null")
    notebook.root.locator(".snb-criterion div.jupyter-widget-tag").wait_for(state="hidden")
    notebook.label("Criterion 1: operator").select_option("equals")
    assert notebook.label(value).input_value() == "https://www.google.com/"
    assert notebook.errors == []


def test_stop_stale_and_failure(notebook):
    notebook.open("runs", SLOW).ready()
    # Scenario 6 first half: results to keep.
    notebook.press("Test")
    notebook.state("done")
    # Scenario 5: a long query is stopped within a second, and the kernel answers.
    notebook.execute("Signals.evaluate = slow")
    notebook.press("Test")
    notebook.state("running")
    notebook.page.wait_for_timeout(700)
    pressed = time.monotonic()
    notebook.press("Stop")
    notebook.state("stopped")
    assert time.monotonic() - pressed < 2
    notebook.root.get_by_text("Stopped after").wait_for()
    assert notebook.root.locator(".snb-result tbody tr").count() == 10
    assert notebook.execute("print(6 * 7)") == "42\n"
    # Scenario 7: an engine that fails gives one line, and the last result stays.
    notebook.execute(
        "def broken(self, *a, **o): raise RuntimeError('Out of memory')\nSignals.evaluate = broken"
    )
    notebook.press("Test")
    notebook.state("failed")
    notebook.root.get_by_text("DuckDB could not run the query: Out of memory.").wait_for()
    assert notebook.root.locator(".snb-result tbody tr").count() == 10
    assert notebook.page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
    # Scenario 6: an edit makes the result stale.
    notebook.execute("Signals.evaluate = evaluate")
    notebook.press("Test")
    notebook.state("done")
    notebook.tab("2 Group")
    notebook.tab("3 Attributes")
    notebook.type("Name", "views")
    notebook.tab("4 Test")
    notebook.state("stale")
    assert notebook.root.get_by_text("These results are from before your last change.").is_visible()
    notebook.press("Test again")
    notebook.state("done")
    assert notebook.outside == []
