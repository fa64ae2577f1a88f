"""The notebooks run as committed, and give outputs of the same kinds and shapes as those committed."""

import re
import shutil
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LOCAL_PATH = re.compile(r"(?<![\w.:/])/(?:home|tmp|root|work|Users|private|var)/|\b[A-Za-z]:\\")

of_each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


class Tables(HTMLParser):
    """The (rows, cells) of every table of an HTML text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shapes: list[tuple[int, int]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.shapes.append((0, 0))
        elif self.shapes:
            rows, cells = self.shapes[-1]
            self.shapes[-1] = (rows + (tag == "tr"), cells + (tag in ("td", "th")))


class ThisPython(AsyncKernelManager):
    """A kernel of the Python that runs the tests, whatever kernels the machine knows."""

    @property
    def kernel_spec(self):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def outputs(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Every output, with the number of its cell."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            yield number, output


def kind(placed: tuple[int, NotebookNode]) -> tuple:
    """Where an output stands, and of which kind it is."""
    number, output = placed
    return number, output.output_type, output.get("name"), sorted(output.get("data", {}))


def shape(placed: tuple[int, NotebookNode]) -> tuple:
    """The kind of an output, and the size of its tables and text."""
    _, output = placed
    html = output.get("data", {}).get("text/html", "")
    sizes = re.findall(r"\d+ rows × \d+ columns", html)
    return *kind(placed), Tables(html).shapes, sizes, output.get("text", "").count("\n")


def run(path: Path) -> list[tuple[int, NotebookNode]]:
    """The outputs of a fresh run in the notebook's folder, which writes nothing to stderr."""
    executed = read(path)
    resources = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(executed, timeout=120, kernel_manager_class=ThisPython, resources=resources)
    client.execute()  # raises what a cell raises
    shown = list(outputs(executed))
    assert [output.text for _, output in shown if output.get("name") == "stderr"] == []
    return shown


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS][:1] == ["01_quickstart.ipynb"]


@of_each_notebook
def test_runs_as_committed(path, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONWARNINGS", "default")  # a warning then shows on stderr
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    folder = tmp_path / "notebooks"
    shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("registry", ".ipynb_checkpoints"))
    committed = read(folder / path.name)
    assert list(map(shape, run(folder / path.name))) == list(map(shape, outputs(committed)))
    # A second run finds what the first one published, and has less to tell of it.
    assert list(map(kind, run(folder / path.name))) == list(map(kind, outputs(committed)))


@of_each_notebook
def test_is_committed_clean(path):
    notebook = read(path)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata
    assert [output for _, output in outputs(notebook) if output.output_type == "error"] == []
    assert [output for _, output in outputs(notebook) if output.get("name") == "stderr"] == []
    # Data URIs of pictures are base64, where anything can stand.
    shown = [
        {k: v for k, v in o.get("data", {}).items() if "image/png" not in k} for _, o in outputs(notebook)
    ]
    texts = [str(value) for data in shown for value in data.values()]
    texts += [output.get("text", "") for _, output in outputs(notebook)]
    assert [text for text in texts if LOCAL_PATH.search(text)] == []


@pytest.mark.parametrize(
    "text", ["'/home/ada/x'", "/tmp/a", "(/root/x)", "/work/main", r"C:\Users", "/Users/ada/x"]
)
def test_a_local_path_is_told(text):
    assert LOCAL_PATH.search(text)


@pytest.mark.parametrize("text", ["registry/work/x", "https://shop.example/home/tea", "tea/green", "a: b"])
def test_another_path_is_not_told(text):
    assert not LOCAL_PATH.search(text)


def test_a_table_has_a_shape():
    html = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><table><tr></tr></table>"
    assert Tables(html).shapes == [(2, 4), (1, 0)]
