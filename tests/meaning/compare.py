"""Holds a frame against the oracle's rows: columns, dtypes, Python types, order and every value."""

import math
from datetime import datetime

import pandas as pd

from .oracle import key_name

DTYPES = {
    "string": pd.StringDtype(),
    "int32": "Int32",
    "int64": "Int64",
    "float": "Float32",
    "double": "Float64",
    "bool": "boolean",
    "timestamp": "datetime64[us, UTC]",
    "unix_timestamp": "Int64",
}


def differences(frame, rows, group):
    """Everything in which a frame departs from the rows, as readable lines."""
    types = {key_name(group): "string"} | {each["name"]: each["type"] for each in group["attributes"]}
    if list(frame.columns) != list(types):
        return [f"columns {list(frame.columns)}, expected {list(types)}"]
    found = []
    if not isinstance(frame.index, pd.RangeIndex) or (frame.index.start, frame.index.step) != (0, 1):
        found.append(f"index {frame.index!r}")
    for name, declared in types.items():
        wanted = DTYPES.get(declared, "object")
        if frame[name].dtype != wanted:
            found.append(f"{name}: dtype {frame[name].dtype}, expected {wanted}")
    keys, wanted_keys = frame.iloc[:, 0].tolist(), [row[key_name(group)] for row in rows]
    if keys != wanted_keys:
        return [*found, f"keys {keys}, expected {wanted_keys}"]
    for name, declared in types.items():
        for key, got, row in zip(keys, frame[name].tolist(), rows, strict=True):
            if not same(got, row[name], declared):
                found.append(f"{name} of {key!r}: {got!r}, expected {row[name]!r}")
    return found


def plain(value):
    """A frame's missing value as None, a pandas moment as a datetime."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def same(got, wanted, declared):
    """Floats to 1e-9 relative, everything else exactly, Python types of lists and dicts included."""
    got = plain(got)
    if wanted is None or got is None:
        return got is wanted
    if declared.endswith("_list"):
        item = declared.removesuffix("_list")
        return (
            type(got) is list
            and len(got) == len(wanted)
            and all(type(a) is type(b) and same(a, b, item) for a, b in zip(got, wanted, strict=True))
        )
    if declared == "dict":
        return (
            type(got) is dict
            and list(got.items()) == list(wanted.items())
            and all(type(n) is int for n in got.values())
        )
    if declared in ("float", "double"):
        return got == wanted or math.isclose(got, wanted, rel_tol=1e-9)
    if declared == "timestamp":
        return isinstance(got, datetime) and got == wanted and got.tzinfo is not None
    return type(got) is type(wanted) and got == wanted
