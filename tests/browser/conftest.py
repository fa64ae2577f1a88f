"""Skips without a browser, unless ``SIGNALS_NB_BROWSER=required``."""

import os
from importlib.util import find_spec

import pytest
from lab import CHROMIUM, FLAGS, Notebook, Server


def _missing():
    if not CHROMIUM.exists():
        return f"there is no {CHROMIUM}: apt-get install -y chromium"
    absent = [name for name in ("playwright", "jupyterlab") if find_spec(name) is None]
    return f"{' and '.join(absent)} not installed" if absent else ""


@pytest.fixture(scope="session")
def browser():
    if missing := _missing():
        if os.environ.get("SIGNALS_NB_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture
def notebook(browser, lab):
    opened = Notebook(browser, lab)
    yield opened
    opened.close()
