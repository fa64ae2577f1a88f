"""A slow reading of an external batch group in plain Python, and random tables for it.

It knows no SQL and nothing of the package: rows are dicts, and each rule is a line.
"""

import datetime as dt
import json
import math
import re
from decimal import ROUND_HALF_UP, Decimal

UTC = dt.UTC
NUMBERS = ("int32", "int64", "float", "double")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Misfit(Exception):
    """A value that its declared type cannot hold."""


def evaluate(fields, rows, as_of=None, window=None, since=None, keys=None, ttl=None):
    """`{key: [fields]}`; `fields` are `{name: type}`, rows have `id`, `at` and the fields."""
    timed = [(moment(row["at"]), row) for row in rows]
    timed = [(at, row) for at, row in timed if at is not None]
    if as_of is None:
        as_of = max((at for at, _ in timed), default=None)
    latest = {}
    for at, row in timed:
        key = "" if row["id"] is None else text(row["id"])
        if key == "" or at > as_of or (keys and key not in keys):
            continue
        if (window is not None and at <= as_of - window) or (since is not None and at < since):
            continue
        rank = (at, [order(row[name], declared) for name, declared in fields.items()])
        if key not in latest or rank > latest[key][0]:
            latest[key] = (rank, row)
    found = {}
    for key in sorted(latest):
        (at, _), row = latest[key]
        expired = ttl is not None and as_of - at > ttl
        found[key] = [None if expired else cast(row[name], declared) for name, declared in fields.items()]
    return found


def moment(value):
    """A datetime in UTC; None where there is none."""
    if isinstance(value, str):
        if not re.match(r"\d{4}-\d\d-\d\d", value):
            return None
        value = dt.datetime.fromisoformat(value)
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text(value):
    """A value's text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, dt.datetime):
        return moment(value).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value if isinstance(value, str) else repr(value)


def order(value, declared):
    """What rows are ordered by: a value beats null; numbers by size, text by code point."""
    if value is None:
        return (0,)
    if declared.endswith("_list"):
        return (1, [cast(item, declared.removesuffix("_list")) for item in listed(value)])
    if isinstance(value, str) and declared in NUMBERS:
        number = float(value) if NUMBER.fullmatch(value) else None
        return (1, number, value) if number is not None else (2, 0, value)
    return (1, value)


def listed(value):
    return json.loads(value) if isinstance(value, str) else value


def cast(value, declared):
    """A value as its declared type."""
    if value is None:
        return None
    if declared.endswith("_list"):
        return [cast(item, declared.removesuffix("_list")) for item in listed(value)]
    if declared == "dict":
        return json.loads(value)
    if declared == "string":
        return text(value)
    if declared == "bool":
        return {True: True, False: False, "true": True, "false": False}[value]
    if declared == "timestamp":
        return moment(value)
    if isinstance(value, str):
        if not NUMBER.fullmatch(value):
            raise Misfit(value)
        value = Decimal(value)
    if declared == "double":
        return float(value)
    whole = int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
    bits = {"int32": 31, "int64": 63}[declared]
    if not -(2**bits) <= whole < 2**bits:
        raise Misfit(value)
    return whole


def same(one, other):
    """Whether two values are equal, and of one kind."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or math.isclose(one, other, rel_tol=1e-9)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


COLUMNS = {
    "words": ["a", "b", "B", "é", "\U0001f389", "", "O'Brien"],
    "numerals": ["9", "10", "-1", "2.5", "1e1", "010", "+3", ".5"],
    "rough": ["9", "10", "x", "2.5", ""],
    "whole": [0, 1, -1, 7, 2**31, -(2**31) - 1],
    "small": [0, 1, -1, 7],
    "number": [0.5, -0.5, 1.5, 2.0, 1e20],
    "flag": [True, False],
    "flags": ["true", "false"],
    "time": [dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, 0, 0, 0, 1), dt.datetime(1969, 12, 31)],
    "tags": [["a", "b"], ["a"], [], ["b", "a"], ["a", "c"]],
    "json": ['["a", "b"]', "[]", '["b"]', '[ "a" ]'],
    "numbers": [[1, 2], [1], [10], [9, 9], []],
    "object": ['{"a":1}', '{"b":[1,2]}', "{}", '{"a":{"c":null}}'],
}
"""The values that each column of a random table is drawn from."""

TYPES = {
    "words": ["string"],
    "numerals": ["int32", "int64", "double", "string"],
    "rough": ["string", "double", "int64"],
    "whole": ["int64", "int64", "int32", "double", "string"],
    "small": ["int32", "int64", "string"],
    "number": ["double", "int64", "string"],
    "flag": ["bool", "string"],
    "flags": ["bool", "string"],
    "time": ["timestamp", "string"],
    "tags": ["string_list"],
    "json": ["string_list"],
    "numbers": ["int32_list", "int64_list", "double_list"],
    "object": ["dict"],
}
"""The types that a column of a random table may be declared of."""

DAY = dt.timedelta(days=1)


def random_case(rng):
    """The fields, the rows and the call of one random table: few keys and times, so that many rows tie."""
    names = rng.sample(list(COLUMNS), rng.randint(1, 4))
    fields = {name: rng.choice(TYPES[name]) for name in names}
    start = dt.datetime(2026, 3, 1)
    times = [start + rng.choice([0, 0, 1, 2, 3]) * DAY + rng.choice([0, 1]) * dt.timedelta(microseconds=1)
             for _ in range(rng.randint(1, 4))]  # fmt: skip
    keys = ["u1", "u2", "U1", "é", "", None]
    drawn = {name: rng.sample(COLUMNS[name], rng.randint(1, min(3, len(COLUMNS[name])))) for name in names}
    rows = []
    for _ in range(rng.choice([0, 5, 5, 8, 8, 12, 12, 25, 25])):
        row = {"id": rng.choice(keys), "at": rng.choice([*times, *times, None])}
        row |= {name: rng.choice([*drawn[name], None]) for name in names}
        rows.append(row)
    rows += [dict(row) for row in rows if rng.random() < 0.2]
    call = {
        "as_of": rng.choice([None] * 8 + [start, start + DAY, start + 2 * DAY]),
        "window": rng.choice([None] * 8 + [DAY, 2 * DAY]),
        "since": rng.choice([None] * 8 + [start + DAY]),
        "keys": rng.choice([None] * 8 + [["u1"], ["u2", "é", "gone"]]),
    }
    return fields, rows, call
