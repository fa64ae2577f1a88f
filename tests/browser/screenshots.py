"""Take the README's pictures of the builder: ``python tests/browser/screenshots.py``; then look at them."""

import sys
import tempfile
from pathlib import Path

from lab import CHROMIUM, FLAGS, Notebook, Server
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent.parent.parent / "notebooks"
LARGEST = 200_000
DEMO = "import signals_nb\nb = signals_nb.demo()\nb"


def take(browser, server) -> list[Path]:
    """The attributes of the demo, in light and dark."""
    notebook = Notebook(browser, server, size=(1300, 1500)).open("demo", DEMO).ready()
    notebook.tab("3 Attributes")
    notebook.root.get_by_text("first_referrer").click()
    notebook.label("Column").wait_for()
    taken = []
    for theme in ("light", "dark"):
        if theme == "dark":
            notebook.dark()
        path = FOLDER / f"builder_{theme}.png"
        notebook.root.screenshot(path=path)
        assert path.stat().st_size <= LARGEST, f"{path} has {path.stat().st_size:,} bytes"
        taken.append(path)
    notebook.close()
    return taken


def main() -> None:
    server = Server(tempfile.mkdtemp())
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            print(*take(browser, server), sep="\n", file=sys.stdout)
    finally:
        server.close()


if __name__ == "__main__":
    main()
