"""External groups and their tables, as the tests of them draw and ask."""

import datetime as dt
import re
import warnings

import pandas as pd

from signals_nb import (
    AttributeKey,
    BatchSource,
    ExternalBatchAttributeGroup,
    Field,
    Signals,
    SignalsWarning,
)

NAME = "SHOP.PUBLIC.CUSTOMERS"


def group(fields, key="id", timestamp_field="at", source=None, **more):
    """A group whose fields are given as `{name: type}`."""
    place = {"database": "SHOP", "schema": "PUBLIC", "table": "CUSTOMERS"} | (source or {})
    attribute_key = AttributeKey(name=key, external_column=key) if isinstance(key, str) else key
    return ExternalBatchAttributeGroup(
        name="customers",
        owner="a@example.com",
        ttl=dt.timedelta(days=365),
        attribute_key=attribute_key,
        batch_source=BatchSource(name="crm", timestamp_field=timestamp_field, **place),
        fields=[Field(name=name, type=declared) for name, declared in fields.items()],
        **more,
    )


EVENTS = pd.DataFrame({"event_name": ["page_view"], "derived_tstamp": [pd.Timestamp("2026-03-01")]})


def client(data, **more):
    """A client that maps `data` to the groups' table."""
    return Signals(EVENTS, tables={NAME: data}, **more)


def draw(text):
    """The frame that a docstring draws: `at` is a timestamp of 2026, and numbers are read but for `id`."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    columns = {
        name: [None if cell == "*null*" else cell for cell in cells]
        for name, cells in zip(head, zip(*rows, strict=True), strict=True)
    }
    for name, cells in columns.items():
        if name == "at":
            columns[name] = pd.Series(
                [None if cell is None else pd.Timestamp(_moment(cell)) for cell in cells],
                dtype="datetime64[us]",
            )
        elif name != "id" and all(cell is None or re.fullmatch(r"-?[0-9.]+", cell) for cell in cells):
            columns[name] = [None if cell is None else float(cell) for cell in cells]
    return pd.DataFrame(columns)


def _moment(cell):
    return f"2026-{cell}" if re.match(r"\d\d-\d\d", cell) else cell


def ask(fields, data, key="id", timestamp_field="at", given=None, **call):
    """`{key: [fields]}` for a group over a table, warnings aside; a list of one field is the field."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        asked = group(fields, key, timestamp_field, **(given or {}))
        return answers(client(data).test(asked, **call))


def answers(frame):
    """A frame as `{key: [values]}`, what is missing as None."""
    columns = [[plain(value) for value in frame[name].tolist()] for name in frame.columns]
    return {key: list(values) for key, *values in zip(*columns, strict=True)}


def plain(value):
    """A value of a frame, None where it is missing."""
    return None if not isinstance(value, list | dict) and pd.isna(value) else value
