"""The life of a builder: what it leaves behind, what it needs, how it is reached (widgets.md 6.1, 3.2)."""

import builtins
import subprocess
import sys
import time
from types import SimpleNamespace

import ipywidgets
import pytest
from comm import get_comm_manager

import signals_nb
from signals_nb import Builder, SignalsError
from signals_nb.widgets import cells


def comms():
    return len(get_comm_manager().comms)


def test_close_closes_every_comm(build):
    before = comms()
    builder = build()
    assert comms() > before
    builder.test()
    builder.panels["attributes"].editor.criteria.add_row()
    builder.messages.say("info", "A word.")
    builder.close()
    builder.close()
    assert comms() == before


def test_rows_and_messages_that_go_leave_no_comm(builder):
    before = comms()
    for _ in range(5):
        builder.panels["attributes"].editor.criteria.add_row()
        builder.form.remove_criterion("attributes.0.criteria.all.0")
        builder.messages.say("info", "A word.")
        builder.messages.clear()
    assert comms() == before


def test_a_cell_that_runs_again_leaves_one_builder(build, monkeypatch):
    """The same cell 50 times: as many comms as after the first run."""
    run = {"metadata": {"cellId": "a"}, "header": {"msg_id": "0"}}
    shell = SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda: run))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    build()
    once = comms()
    for number in range(1, 50):
        run["header"] = {"msg_id": str(number)}
        build()
    assert comms() == once


def test_two_builders_of_one_cell_both_stay(build, monkeypatch):
    monkeypatch.setattr(cells, "_now", lambda: ("b", "1"))
    first, second = build(), build()
    assert first.comm is not None
    assert second.comm is not None


def test_two_builders_share_no_state(build):
    """Scenario 15."""
    first, second = build(), build()
    first.panels["group"].name.value = "cart"
    first.test()
    assert second.group.name == "basket"
    assert second.result is None


def test_the_group_can_be_had_after_close(build):
    builder = build()
    builder.close()
    assert builder.group.name == "basket"
    assert 'name="basket"' in builder.code()


def test_close_during_a_run(build):
    builder = build()
    builder.test(wait=False)
    builder.close()
    time.sleep(0.2)
    assert builder.last_error is None


def test_the_public_names(signals, build):
    assert signals_nb.Builder is Builder
    assert signals.builder.__doc__ is not None
    builder = build()
    assert builder.draft["group"]["name"] == "basket"
    assert builder.findings == builder.form.findings


def test_signals_builder_opens_a_group(signals, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    builder = signals.builder({"name": "basket"})
    assert builder.form.get("name") == "basket"
    builder.wait(20)
    builder.close()


def test_a_frame_is_no_client():
    with pytest.raises(SignalsError) as caught:
        Builder([1])
    assert str(caught.value) == (
        "Builder takes a Signals client first; it is a list. Write Builder(Signals(events), group)."
    )


def test_where_widgets_do_not_show_the_group_does(builder):
    """Feature 45: a saved notebook on a page without widgets."""
    bundle = builder._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "basket" in bundle["text/html"]


def test_ipywidgets_is_not_imported_with_the_package():
    code = "import sys, signals_nb; print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_ipywidgets(monkeypatch):
    load = builtins.__import__

    def missing(name, *args, **kwargs):
        if name == "ipywidgets":
            raise ImportError(name)
        return load(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(SignalsError) as caught:
        _ = signals_nb.Builder
    assert str(caught.value) == (
        "The builder needs ipywidgets 8.1 or later, which is not installed. Run: pip install "
        "'ipywidgets>=8.1'. Without it, define groups in Python, and use signals.test(group) and "
        "signals.publish([group])."
    )


def test_an_old_ipywidgets(monkeypatch):
    monkeypatch.setattr(ipywidgets, "__version__", "7.8.1")
    with pytest.raises(SignalsError, match=r"which is 7\.8\.1 here"):
        _ = signals_nb.Builder


def test_demo_can_be_tested_at_once(tmp_path, monkeypatch):
    """Feature 2."""
    monkeypatch.chdir(tmp_path)
    builder = signals_nb.demo()
    try:
        assert builder.form.errors == 0
        assert len(builder.test().frame) == 10
    finally:
        builder.wait(60)
        builder.close()


def test_tests_side_by_side_leave_the_warnings_of_others_alone():
    """What a test warns of is collected for its own form; the kernel's warnings stay as they were."""
    import threading
    import warnings

    from signals_nb.errors import warn
    from signals_nb.widgets.worker import attempt

    both, told = threading.Barrier(2, timeout=10), {}

    def work(name):
        both.wait()
        warn(name)
        both.wait()

    def run(name):
        told[name] = attempt(lambda: work(name), lambda: False).warnings

    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b")]
    before = warnings.showwarning, list(warnings.filters)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {"a": ("a",), "b": ("b",)}
    assert (warnings.showwarning, list(warnings.filters)) == before
