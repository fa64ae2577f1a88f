"""An engine's columns as a pandas frame with the declared types, and as Arrow."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

Array = np.ndarray[Any, Any]

JSON: Final = "JSON"
"""In Arrow, a dict whose values may be anything is its JSON text."""

_INTEGERS: Final = {"int32": "int32", "int64": "int64", "unix_timestamp": "int64"}
_FLOATS: Final = {"float": "float32", "double": "float64"}


def series(values: Array, declared: str, counts: Array | None = None) -> pd.Series[Any]:
    """One column as a Series of the declared type's dtype (semantics.md, "The call").

    Args:
        values: as an engine fetched them; masked where null.
        declared: the attribute's type.
        counts: for a ``dict`` of counts, those of each row whose keys are in ``values``; without them a
            dict is JSON text.
    """
    held, missing = np.ma.getdata(values), np.ma.getmaskarray(values)
    if declared in _INTEGERS:
        filled = np.where(missing, 0, held).astype(_INTEGERS[declared])
        return pd.Series(pd.arrays.IntegerArray(filled, missing.copy()))
    if declared in _FLOATS:
        filled = np.where(missing, 0, held).astype(_FLOATS[declared])
        return pd.Series(pd.arrays.FloatingArray(filled, missing | np.isnan(filled)))
    if declared == "bool":
        return pd.Series(pd.arrays.BooleanArray(np.where(missing, False, held).astype(bool), missing.copy()))
    if declared == "timestamp":
        moments = pd.Series(np.where(missing, np.datetime64("NaT", "us"), held).astype("datetime64[us]"))
        return moments.dt.tz_localize("UTC")
    if declared == "string":
        texts = held.astype(object)
        texts[missing] = pd.NA
        return pd.Series(pd.array(texts, dtype=pd.StringDtype()))
    return pd.Series(_objects(held, missing, declared, counts), dtype=object)


def _objects(held: Array, missing: Array, declared: str, counts: Array | None) -> list[Any]:
    """Plain Python objects, one a row: lists, dicts, bytes; None where null."""
    if counts is not None:
        pairs = zip(held, np.ma.getdata(counts), missing, strict=True)
        return [
            None if null else dict(zip(keys.tolist(), numbers.tolist(), strict=True))
            for keys, numbers, null in pairs
        ]
    plain = _PLAIN.get(declared, lambda row: row.tolist())
    return [None if null else plain(row) for row, null in zip(held, missing, strict=True)]


_PLAIN: Final[dict[str, Callable[[Any], Any]]] = {
    "bytes": bytes,
    "bytes_list": lambda row: [None if item is None else bytes(item) for item in row.tolist()],
    "dict": json.loads,
}


def texts(column: Array) -> list[str | None]:
    """A column as an engine fetched it, as texts; None where null."""
    masked = np.ma.getmaskarray(column)
    return [
        None if null or text is None else str(text)
        for text, null in zip(np.ma.getdata(column), masked, strict=True)
    ]


def arrow_type(declared: str) -> pa.DataType:
    """The Arrow type of a declared type; a dict of counts is a map of text to 64-bit integers."""
    import pyarrow as pa

    scalars = {
        "string": pa.string(),
        "bytes": pa.binary(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "unix_timestamp": pa.int64(),
        "float": pa.float32(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us", tz="UTC"),
        "dict": pa.map_(pa.string(), pa.int64()),
        JSON: pa.string(),
    }
    if declared.endswith("_list"):
        return pa.list_(scalars[declared.removesuffix("_list")])
    return scalars[declared]


def to_arrow(frame: pd.DataFrame, declared: dict[str, str]) -> pa.Table:
    """``frame`` as an Arrow table, each column by its declared type, or as ``JSON``."""
    import pyarrow as pa

    columns = {}
    for name, kind in declared.items():
        held = frame[name]
        if kind == "dict":
            held = held.map(lambda counts: list(counts.items()), na_action="ignore")
        elif kind == JSON:
            held = held.map(lambda value: None if value is None else json.dumps(value, ensure_ascii=False))
        columns[name] = pa.array(held, type=arrow_type(kind), from_pandas=True)
    return pa.table(columns)
