"""Which properties the events have: the atomic columns, and the paths of each schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from signals_nb.definitions import AtomicProperty, EntityProperty, EventProperty
from signals_nb.definitions.atomic import ATOMIC
from signals_nb.definitions.glossary import EXAMPLES
from signals_nb.errors import EventsError
from signals_nb.layouts.locate import Locator, NoSuchColumn
from signals_nb.layouts.paths import merged, opaque, path_of, typed_paths, untyped_paths
from signals_nb.layouts.schemas import Schema
from signals_nb.layouts.values import Token

__all__ = ["Field", "atomic_fields", "described", "schema_fields"]

# JSON whose keys are ids has no end of paths.
_MOST: Final = 200

_KINDS: Final = {"map": "json", "other": "text"}

Shapes = Callable[[Token], Sequence[str]]
Field = tuple[AtomicProperty | EventProperty | EntityProperty, str]


def atomic_fields(locator: Locator) -> list[Field]:
    """The atomic columns of a table that can be read, and their kinds."""
    found: list[Field] = []
    for name in ATOMIC:
        # one column of a wrong type, or twice there in two cases, must not hide the others
        with suppress(NoSuchColumn, EventsError):
            found.append((AtomicProperty(name=name), locator.atomic(name).kind))
    return found


def schema_fields(schema: Schema, locator: Locator, shapes: Shapes) -> list[Field]:
    """The properties of a schema, the first 200 at most, and their kinds.

    Args:
        schema: that the table has columns for.
        locator: of the table.
        shapes: tells the shapes of the JSON objects at a token, where the column's type tells no fields.
    """
    columns = locator.columns_of(schema)
    typed = [path for _, held in columns for path in typed_paths(held)]
    tokens = [token for name, held in columns if (token := opaque(name, held)) is not None]
    found = [path for token in tokens for shape in shapes(token) for path in untyped_paths(shape)]
    made = EntityProperty if schema.family == "entity" else EventProperty
    named = ((path_of(steps), kind) for steps, kind in merged([*typed, *found]).items())
    return [
        (
            made(vendor=schema.vendor, name=schema.name, major_version=schema.major_version, path=path),
            _KINDS.get(kind, kind),
        )
        for path, kind in islice(((path, kind) for path, kind in named if path is not None), _MOST)
    ]


def described(made: AtomicProperty | EventProperty | EntityProperty) -> tuple[str, str]:
    """What an atomic column means, and an example; two empty texts for another property."""
    if not isinstance(made, AtomicProperty):
        return "", ""
    return ATOMIC[made.name].description, EXAMPLES[made.name]
