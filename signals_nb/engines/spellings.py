"""How data spells its columns: of those that differ only in case, DuckDB renames all but the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Spell = Callable[[], Sequence[str] | None]


def spellings(names: Sequence[str], spell: Spell) -> Sequence[str] | None:
    """What the columns that DuckDB calls ``names`` are called in the data; None where it renamed none.

    Args:
        names: in the order of the data.
        spell: asks the data; called only where a name looks like a new one (``TIER``, ``tier_1``).
    """
    folded = {name.casefold() for name in names}
    if not any((found := _RENAMED.fullmatch(name.casefold())) and found[1] in folded for name in names):
        return None
    own = list(spell() or [])[: len(names)]
    own += names[len(own) :]  # the columns of a partition are in no file
    same = (_is_name_of(name, spelling) for name, spelling in zip(names, own, strict=True))
    return own if all(same) else None


_RENAMED = re.compile(r"(.+)_[0-9]+", re.DOTALL)


def _is_name_of(name: str, spelling: str) -> bool:
    return re.fullmatch(re.escape(spelling.casefold()) + r"(_[0-9]+)?", name.casefold()) is not None


def of_object(table: Any) -> Sequence[str] | None:
    """The columns of a pandas or Polars DataFrame, or of a pyarrow Table or Dataset."""
    kind = type(table)
    if hasattr(kind, "column_names"):  # pyarrow, whose `columns` are the data
        names: Any = table.column_names
    elif hasattr(kind, "columns"):
        names = table.columns
    else:
        names = getattr(getattr(table, "schema", None), "names", None)
    return None if names is None else [str(name) for name in names]


def top_level(schema: Iterable[tuple[str, int | None]]) -> list[str]:
    """The columns of a parquet file.

    Args:
        schema: each element's name and number of children, depth first, as the file lists them.
    """
    names: list[str] = []
    nested = 0
    for name, children in list(schema)[1:]:  # the first is the root
        if nested:
            nested -= 1
        else:
            names.append(name)
        nested += children or 0
    return names
