"""Imports point down only, and a heavy library enters through one module (the house's first rule)."""

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "signals_nb"

# The longest prefix of a module's dotted name gives its layer; a module without one fails.
LAYERS = {
    "errors": 0,
    "definitions": 1,
    "layouts": 2,
    "compile": 2,
    "check": 2,
    "codegen": 2,
    "html": 0,
    "engines": 3,
    "registry": 3,
    "samples": 3,
    "arguments": 4,
    "catalog": 4,
    "comparison": 4,
    "frames": 4,
    "summaries": 4,
    "charts": 4,
    "explanation": 4,
    "question": 4,
    "result_card": 4,
    "evaluation": 4,
    "evaluator": 4,
    "profiles": 4,
    "handover": 4,
    "remote": 4,
    "external": 4,
    "tables": 4,
    "results": 4,
    "client": 5,
    "widgets": 6,
    "__init__": 6,
}

# A definition's convenience methods may import an upper module inside their body, and only these do.
REACHES_UP = {
    ("definitions.groups", "check"),
    ("definitions.groups", "client"),
    ("definitions.groups", "codegen"),
    ("definitions.base", "codegen"),
    ("client", "widgets"),
}

# A heavy library enters through one module.
DOORS = {
    "duckdb": "engines.duckdb",
    "pyarrow": "frames",
    "polars": "results",
    "matplotlib": "charts",
    "pyspark": "engines.spark",
    "ipywidgets": "widgets",
    "snowplow_signals": "remote",
}


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def layer(module: str) -> int:
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if (found := LAYERS.get(".".join(parts[:length]))) is not None:
            return found
    raise AssertionError(f"signals_nb.{module} has no layer: give it one in LAYERS")


def imports(path: Path) -> list[tuple[str, bool]]:
    """Every module that a file imports, and whether at its top level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    functions = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if inner is not node
    }
    found = []
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, node not in functions) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write it out"
            found.append((node.module or "", node not in functions))
            if node.module == "signals_nb":
                found += [(f"signals_nb.{alias.name}", node not in functions) for alias in node.names]
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def test_imports_point_down() -> None:
    assert FILES
    wrong = []
    for path in FILES:
        module = dotted(path)
        for name, _ in imports(path):
            if not name.startswith("signals_nb."):
                continue
            target = name.removeprefix("signals_nb.")
            at = PACKAGE / Path(*target.split("."))
            if not at.exists() and not at.with_suffix(".py").exists():
                continue  # a name out of signals_nb/__init__, not a module
            if (module, target.split(".")[0]) not in REACHES_UP and layer(target) > layer(module):
                wrong.append(f"{module} imports {target}")
    assert wrong == []


def test_heavy_libraries_enter_through_one_module() -> None:
    wrong = []
    for path in FILES:
        module = dotted(path)
        for name, top_level in imports(path):
            library = name.split(".")[0]
            door = DOORS.get(library)
            if door is None:
                continue
            if not (module == door or module.startswith(f"{door}.")):
                wrong.append(f"{module} imports {library}; its door is {door}")
            elif library != "duckdb" and top_level and door != "widgets":
                wrong.append(f"{module} imports {library} at its top level")
    assert wrong == []


def test_import_signals_nb_is_light() -> None:
    code = (
        "import sys, signals_nb; "
        "print([m for m in ('ipywidgets', 'matplotlib', 'polars', 'snowplow_signals') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
