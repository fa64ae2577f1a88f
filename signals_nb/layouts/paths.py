"""The paths that a schema's columns hold: from their types, or from the shape of their JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from signals_nb.layouts.names import parse_path, snake
from signals_nb.layouts.types import SqlType
from signals_nb.layouts.values import Token

__all__ = ["Steps", "merged", "opaque", "path_of", "typed_paths", "untyped_paths"]

Steps = tuple[str | int, ...]

# What a loader adds to the fields of a schema.
_ADDED: Final = "_schema_version"

_JSON_KINDS: Final = {
    "VARCHAR": "text",
    "BIGINT": "int",
    "UBIGINT": "int",
    "HUGEINT": "int",
    "UHUGEINT": "int",
    "DOUBLE": "double",
    "BOOLEAN": "bool",
}


def path_of(steps: Steps) -> str | None:
    """The path of a property that leads along ``steps``; None where no path can.

    >>> path_of(("items", 0, "price")), path_of(("a.b",))
    ('items[0].price', '"a.b"')
    """
    written = ""
    for step in steps:
        if isinstance(step, int):
            written += f"[{step}]"
            continue
        plain = re.fullmatch(r"[^.\[\]\"$][^.\[\]\"]*", step) is not None
        quoted = step if plain else '"' + re.sub(r'(["\\])', r"\\\1", step) + '"'
        written += f".{quoted}" if written else quoted
    speakable = re.fullmatch(r"(?!.*\[['\"]).+", written) is not None
    return written if speakable and parse_path(written) == steps else None


def typed_paths(held: SqlType) -> Iterator[tuple[Steps, str]]:
    """The leaves and lists of a schema's column, each with its kind; none where only the rows tell."""
    if held.kind == "list" and held.element is not None:
        held = held.element  # an entity
    yield from _typed(held, ())


def _typed(held: SqlType, taken: Steps) -> Iterator[tuple[Steps, str]]:
    if held.kind == "struct":
        for name, inner in held.fields:
            if taken or name != _ADDED:
                yield from _typed(inner, (*taken, name))
    elif taken:
        yield taken, held.kind
        if held.kind == "list" and held.element is not None:
            yield from _typed(held.element, (*taken, 0))


def opaque(column: str, held: SqlType) -> Token | None:
    """Where the first entity (or the event's data) lies whole, if its type does not tell its fields."""
    steps: Steps = ()
    if held.kind == "list" and held.element is not None:
        steps, held = (0,), held.element
    if held.kind == "map":
        return Token(column, steps, ("",), nested=True)
    if held.kind in {"text", "json"}:
        return Token(column, steps, ("",) if steps else ("/0", ""))
    return None


def untyped_paths(shape: str) -> Iterator[tuple[Steps, str]]:
    """The leaves and lists in the shape of a JSON object, as ``Dialect.shape`` tells it."""
    yield from _untyped(json.loads(shape), ())


def _untyped(shape: Any, taken: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(shape, dict):
        for name, inner in shape.items():
            if taken or name != _ADDED:
                yield from _untyped(inner, (*taken, name))
    elif taken and isinstance(shape, list):
        yield taken, "list"
        for inner in shape:
            yield from _untyped(inner, (*taken, 0))
    elif taken and shape != "NULL":
        yield taken, _JSON_KINDS.get(shape, "json")


def merged(paths: Iterable[tuple[Steps, str]]) -> dict[Steps, str]:
    """Each path once: one in two spellings is one, by the first; one of two kinds is of any kind."""
    found: dict[Steps, tuple[Steps, str]] = {}
    for steps, kind in paths:
        spelt = tuple(snake(step) if isinstance(step, str) else step for step in steps)
        first, held = found.setdefault(spelt, (steps, kind))
        if held != kind:
            found[spelt] = (first, "double" if {held, kind} <= {"int", "double"} else "json")
    return dict(found.values())
