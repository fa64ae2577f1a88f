"""Which values differ between two results of a group."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from signals_nb.definitions.words import count_words

__all__ = ["compared", "comparison_words"]

_COLUMNS: Final = ("key", "attribute", "before", "after", "change")
_CHANGED: Final = "changed"
_SIDES: Final = ("gone", "new")


def compared(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What ``TestResult.compare`` gives, of two frames whose first columns are the same key.

    ``attrs["signals_nb"]`` tells how many keys are in both (``keys``) and how many of them changed
    (``changed``).
    """
    old, new = (frame.set_index(frame.columns[0]) for frame in (before, after))
    keys = new.index.intersection(old.index)
    names = [name for name in new.columns if name in old.columns]
    both_old, both_new = old.loc[keys], new.loc[keys]
    differs = np.zeros((len(keys), len(names)), dtype=bool)
    for at, name in enumerate(names):
        differs[:, at] = _differ(both_old[name], both_new[name])
    rows, columns = np.nonzero(differs)  # by key, then in the order of the definition
    values = np.full((2, len(rows)), None, dtype=object)
    for at, name in enumerate(names):
        here = columns == at
        for side, frame in enumerate((both_old, both_new)):
            values[side, here] = _plain(frame[name].iloc[rows[here]])
    lone = [
        *((None, name, _SIDES[0]) for name in old.columns if name not in new.columns),
        *((None, name, _SIDES[1]) for name in new.columns if name not in old.columns),
    ]
    gone, come = old.index.difference(new.index), new.index.difference(old.index)
    lone_keys = [*((key, None, _SIDES[0]) for key in gone), *((key, None, _SIDES[1]) for key in come)]
    blank = [None] * len(lone), [None] * len(lone_keys)
    told = (
        [*(row[0] for row in lone), *keys[rows], *(row[0] for row in lone_keys)],
        [*(row[1] for row in lone), *(names[at] for at in columns), *(row[1] for row in lone_keys)],
        [*blank[0], *values[0], *blank[1]],
        [*blank[0], *values[1], *blank[1]],
        [*(row[2] for row in lone), *[_CHANGED] * len(rows), *(row[2] for row in lone_keys)],
    )
    kinds = ("string", "string", "object", "object", "string")
    made = pd.DataFrame(
        {
            name: pd.Series(column, dtype=kind)
            for name, column, kind in zip(_COLUMNS, told, kinds, strict=True)
        }
    )
    made.attrs["signals_nb"] = {"keys": len(keys), "changed": int(differs.any(axis=1).sum())}
    return made


def comparison_words(table: pd.DataFrame) -> str:
    """A comparison in sentences, such as ``3 of 10 keys changed. 1 key is new.``."""
    told = table.attrs["signals_nb"]
    keys, changed = told["keys"], told["changed"]
    words = [f"{changed:,} of {count_words(keys, 'key')} changed." if keys else "No key is in both."]
    for side in _SIDES:
        one_sided = table[(table["change"] == side) & table["key"].notna()]
        if count := len(one_sided):
            words.append(f"{count_words(count, 'key')} {'is' if count == 1 else 'are'} {side}.")
    for side in _SIDES:
        names = table["attribute"][(table["change"] == side) & table["key"].isna()].tolist()
        if names:
            words.append(f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} {side}.")
    return " ".join(words)


def _differ(old: pd.Series[Any], new: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Where two columns with the same index differ; a null equals a null."""
    kinds = old.dtype, new.dtype
    if all(pd.api.types.is_float_dtype(kind) for kind in kinds):
        # A float32 is a float64 exactly; null and NaN are one in a result.
        one, other = (side.to_numpy(dtype="float64", na_value=np.nan) for side in (old, new))
        differ: np.ndarray[Any, Any] = (one != other) & ~(np.isnan(one) & np.isnan(other))
        return differ
    if kinds[0] == kinds[1] and not pd.api.types.is_object_dtype(kinds[0]):
        unequal: np.ndarray[Any, Any] = (old != new).to_numpy(dtype=bool, na_value=False)
        none, left = old.isna().to_numpy(), new.isna().to_numpy()
        unequal = (none != left) | (unequal & ~none)
        return unequal
    pairs = zip(_plain(old), _plain(new), strict=True)
    return np.fromiter((not _same(one, other) for one, other in pairs), dtype=bool, count=len(old))


def _plain(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """The values as Python objects; None for null."""
    plain = np.empty(len(column), dtype=object)
    plain[:] = [None if _missing(value) else value for value in column.astype(object).tolist()]
    return plain


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _same(one: Any, other: Any) -> bool:
    """Whether two values are equal, in lists and dicts too; True is not 1."""
    if _missing(one) or _missing(other):
        return _missing(one) and _missing(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) and isinstance(one, bool | np.bool_) == isinstance(other, bool | np.bool_)
