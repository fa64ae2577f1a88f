"""JupyterLab in Debian's Chromium: a server, notebooks in it, and a page that is driven as people do."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PACKAGE = Path(__file__).parent.parent.parent


def free_port():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


class Server:
    """A Jupyter application of its own: fresh folders, a free port.

    Args:
        root: the folder of its notebooks; its settings lie below it.
        arguments: of the application.
    """

    def __init__(self, root, arguments=("jupyterlab", "--expose-app-in-browser")):
        self.root = Path(root)
        self.port = free_port()
        own = self.root / ".jupyter"
        settings = own / "user" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        self.environment = dict(
            os.environ,
            JUPYTER_CONFIG_DIR=str(own / "config"),
            JUPYTER_DATA_DIR=str(own / "data"),
            JUPYTER_RUNTIME_DIR=str(own / "runtime"),
            JUPYTERLAB_SETTINGS_DIR=str(own / "user"),
            IPYTHONDIR=str(own / "ipython"),
            PYTHONPATH=str(PACKAGE),
            PYDEVD_DISABLE_FILE_VALIDATION="1",
        )
        self._log = (own / "log").open("w")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", *arguments, "--no-browser", "--allow-root"),
                *(f"--port={self.port}", "--port-retries=0", "--IdentityProvider.token=t"),
                *(f"--ServerApp.root_dir={self.root}", "--ServerApp.quit_button=False"),
            ],
            env=self.environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/status?token=t", timeout=2):
                    return
            except OSError:
                assert self._process.poll() is None, self.log
                time.sleep(0.1)
        raise AssertionError(f"Jupyter did not start: {self.log}")

    @property
    def log(self):
        return Path(self._log.name).read_text()

    def close(self):
        self._process.terminate()
        self._process.wait(20)
        self._log.close()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}/{path}?token=t&reset"

    def notebook(self, name, *cells):
        """Write a notebook of code cells into a folder of its own; returns its path below the root."""
        folder = self.root / name
        folder.mkdir(exist_ok=True)
        made = {
            "cells": [
                {"cell_type": "code", "id": f"cell-{i}", "metadata": {}, "source": source, "outputs": [],
                 "execution_count": None}
                for i, source in enumerate(cells)
            ],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }  # fmt: skip
        (folder / "x.ipynb").write_text(json.dumps(made))
        return f"{name}/x.ipynb"


class Notebook:
    """A notebook in a page.

    Args:
        browser: of Playwright.
        server: a Lab.
        size: of the window.
    """

    def __init__(self, browser, server, size=(1280, 1000)):
        self.server = server
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.errors, self.outside = [], []
        self.page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._requested)

    def _requested(self, request):
        if not request.url.startswith((f"http://127.0.0.1:{self.server.port}/", "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, name, *cells):
        """Open a notebook of code cells and run them all."""
        path = self.server.notebook(name, *cells)
        self.page.goto(self.server.url(f"lab/tree/{path}"))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function("() => window.jupyterapp !== undefined")
        self.run()
        return self

    def command(self, name, **arguments):
        self.page.evaluate(
            "([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments]
        )

    def run(self):
        # The kernel may still be starting: its selector dialog must not open.
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        )
        self.command("notebook:run-all-cells")

    def execute(self, code):
        """Run code in the kernel of the notebook, beside its cells; gives what it prints."""
        return self.page.evaluate(
            """async (code) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const future = kernel.requestExecute({code, stop_on_error: true});
            let printed = '';
            future.onIOPub = (message) => {
              if (message.header.msg_type === 'stream') printed += message.content.text;
              if (message.header.msg_type === 'error') throw new Error(message.content.evalue);
            };
            const reply = await future.done;
            if (reply.content.status !== 'ok') throw new Error(reply.content.evalue);
            return printed;
            }""",
            code,
        )

    def restart(self):
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")

    def dark(self):
        self.command("apputils:change-theme", theme="JupyterLab Dark")
        self.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")

    def close(self):
        self.page.context.close()

    # The builder.

    @property
    def root(self):
        return self.page.locator(".snb-root")

    def ready(self):
        """Wait until the builder stands and has read the events."""
        self.root.wait_for()
        self.page.wait_for_selector(".snb-root [data-state='read']", state="attached")
        return self

    def tab(self, title):
        self.root.get_by_role("tab", name=title).first.click()

    def button(self, text):
        return self.root.get_by_role("button", name=text, exact=True).locator("visible=true").first

    def press(self, text):
        self.button(text).click()

    def label(self, text):
        return self.root.get_by_label(text, exact=True).locator("visible=true").first

    def type(self, label, text):
        field = self.label(label)
        field.fill(text)
        field.press("Enter")

    def state(self, state):
        """Wait for a state of the test."""
        self.page.wait_for_selector(f".snb-status[data-state='{state}']")
