"""Scenario 17: the builder in Notebook 7 and in Voila, each as it is installed."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.util import find_spec

import pytest
from lab import Notebook, Server, free_port
from test_browser_states import DEMO


def drive(notebook):
    notebook.ready()
    notebook.press("Test")
    notebook.state("done")
    assert notebook.root.locator(".snb-result tbody tr").count() == 10
    notebook.tab("5 Publish")
    notebook.press("Publish v1")
    notebook.root.get_by_text("Published v1 →").wait_for()


@pytest.mark.skipif(find_spec("notebook") is None, reason="notebook is not installed")
def test_notebook_7(browser, tmp_path):
    server = Server(tmp_path, ("notebook", "--expose-app-in-browser"))
    notebook = Notebook(browser, server)
    try:
        path = server.notebook("classic", DEMO)
        notebook.page.goto(server.url(f"notebooks/{path}"))
        notebook.page.wait_for_selector(".jp-Notebook .jp-Cell")
        notebook.page.wait_for_function("() => window.jupyterapp !== undefined")
        notebook.run()
        drive(notebook)
        assert (tmp_path / "classic/registry/attribute_groups/first_look/v1.json").exists()
        assert notebook.outside == []
    finally:
        notebook.close()
        server.close()


@pytest.mark.skipif(find_spec("voila") is None, reason="voila is not installed")
def test_voila(browser, lab, tmp_path):
    path = lab.root / lab.notebook("voila", DEMO)
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "voila", str(path), f"--port={port}", "--no-browser"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=lab.environment,
        )
        notebook = Notebook(browser, lab)
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/static/", timeout=2).close()
                    break
                except urllib.error.HTTPError:
                    break  # it answers
                except OSError:
                    time.sleep(0.2)
            notebook.page.goto(f"http://127.0.0.1:{port}/", timeout=60_000, wait_until="commit")
            drive(notebook)
        finally:
            notebook.close()
            served.terminate()
            served.wait(20)
