"""Writes a world's events as a native typed table and as JSON text, and says what each then holds.

A view is what a table really holds: moments in typed columns, texts where numbers were written as text.
The oracle reads the view, the package reads the file.
"""

import csv
import json
import random
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .schemas import ENTITIES, EVENTS, arrow_type, column_of, snake, spelled, typed

MOMENT = pa.timestamp("us", "UTC")
ATOMIC = {
    **dict.fromkeys(["derived_tstamp", "collector_tstamp", "load_tstamp", "dvce_created_tstamp"], MOMENT),
    **dict.fromkeys(["domain_sessionidx", "ti_quantity"], pa.int32()),
    "se_value": pa.float64(),
    "tr_total": pa.decimal128(18, 2),
    "br_cookies": pa.bool_(),
    "dvce_ismobile": pa.bool_(),
}


def atomic_names(events):
    """The atomic columns of a list of events, in their order."""
    return list(
        dict.fromkeys(name for event in events for name in event if name not in ("contexts", "unstruct"))
    )


def atomic_columns(events):
    """Arrow arrays of the atomic columns, in a loader's types."""
    names = atomic_names(events)
    return {
        name: pa.array([event.get(name) for event in events], ATOMIC.get(name, pa.string())) for name in names
    }


def native_view(events):
    """Events as typed structs hold them."""
    return [
        event
        | {
            "contexts": {
                schema: [typed(data, ENTITIES[schema]) for data in found]
                for schema, found in event["contexts"].items()
            },
            "unstruct": {schema: typed(data, EVENTS[schema]) for schema, data in event["unstruct"].items()},
        }
        for event in events
    ]


def native_table(view):
    """An arrow table as a lake loader writes it: lists of structs with a leading `_schema_version`."""
    columns = atomic_columns(view)
    for schema, fields in ENTITIES.items():
        struct = pa.struct([("_schema_version", pa.string()), *arrow_type(fields)])
        version = {"_schema_version": f"{schema[2]}-0-0"}
        found = [event["contexts"].get(schema) for event in view]
        rows = [entities and [version | data for data in entities] for entities in found]
        columns[f"contexts_{column_of(schema)}"] = pa.array(rows, pa.list_(struct))
    for schema, fields in EVENTS.items():
        rows = [event["unstruct"].get(schema) for event in view]
        columns[f"unstruct_event_{column_of(schema)}"] = pa.array(rows, arrow_type(fields))
    return pa.table(columns)


class JsonStyle:
    """One of the ways in which JSON text columns are written."""

    def __init__(self, seed):
        self.seed, self.rng = seed, random.Random(seed)
        self.csv = self.rng.random() < 0.4
        self.spell = self.rng.choice([str, snake])
        self.ascii = self.rng.random() < 0.5
        self.separators = self.rng.choice([(",", ":"), (", ", ": ")])
        self.as_text = {name for name in _leaf_names() if self.rng.random() < 0.5}
        self.junk = self.rng.choice([0.0, 0.0, 0.1])
        self.mixed = self.rng.choice([0.0, 0.3])
        self.suffixes = {schema: self._suffix(schema) for schema in (*ENTITIES, *EVENTS)}

    def _suffix(self, schema):
        """One or several versions of a model: an event's data is in one of their columns."""
        model = schema[2]
        return self.rng.choice([[f"{model}"], [f"{model}_0_0"], [f"{model}_0_0", f"{model}_0_1", f"{model}"]])

    def columns(self, schema):
        prefix = "contexts_" if schema in ENTITIES else "unstruct_event_"
        return [prefix + column_of(schema, suffix) for suffix in self.suffixes[schema]]

    def text(self, data):
        return json.dumps(data, ensure_ascii=self.ascii, separators=self.separators)

    def shape(self, found):
        """One entity or event is an object or a list of one; several are a list."""
        return self.text(found[0] if len(found) == 1 and self.rng.random() < 0.5 else found)


def _leaf_names():
    """Names of the number and boolean fields that a tracker may send as text."""
    return [
        name
        for fields in (*ENTITIES.values(), *EVENTS.values())
        for name, kind in fields.items()
        if kind in ("number", "integer", "boolean")
    ]


def json_view(events, style):
    """Events as JSON text holds them in this style."""
    return [
        {name: None if style.csv and value == "" else value for name, value in event.items()}
        | {
            "contexts": {
                schema: [spelled(_texted(data, style), style.spell) for data in found]
                for schema, found in event["contexts"].items()
            },
            "unstruct": {
                schema: spelled(_texted(data, style), style.spell)
                for schema, data in event["unstruct"].items()
            },
        }
        for event in events
    ]


def _texted(data, style):
    """Some numbers as text, some texts as numbers, some junk; a copy of an event is written alike."""
    rng, written = random.Random(f"{style.seed} {data}"), {}
    for name, value in data.items():
        if name in style.as_text and value is not None and rng.random() < 0.8:
            written[name] = "n/a" if rng.random() < style.junk else _as_text(value, rng)
        elif isinstance(value, str) and rng.random() < style.mixed:
            written[name] = rng.choice([12, 12.0, 3.5, -1, 9007199254740993, {"a": [1]}, [None]])
        else:
            written[name] = value
    return written


def _as_text(value, rng):
    """A number in one of the spellings that read as a number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    forms = (
        [repr(value), f"{value:e}"] if isinstance(value, float) else [str(value), str(value), f"{value}.0"]
    )
    return rng.choice(forms)


def json_columns(view, style):
    """The JSON text columns of a view; a schema nobody sent has none."""
    columns = {}
    for schema in (*ENTITIES, *EVENTS):
        texts = [_text_of(schema, event, style) for event in view]
        names = style.columns(schema)
        chosen = [style.rng.choice(names) for _ in texts]
        for name in names:
            columns[name] = [
                text if name == where else None for text, where in zip(texts, chosen, strict=True)
            ]
    return {name: column for name, column in columns.items() if any(column)}


def _text_of(schema, event, style):
    """The JSON text of an event's entities or data of a schema, null where it has none."""
    if schema in ENTITIES:
        found = event["contexts"].get(schema)
    else:
        found = [event["unstruct"][schema]] if schema in event["unstruct"] else None
    return found and style.shape(found)


def json_table(view, style):
    """An arrow table with typed atomic columns and JSON text beside them."""
    texts = {name: pa.array(column, pa.string()) for name, column in json_columns(view, style).items()}
    return pa.table(atomic_columns(view) | texts)


def write_json(view, style, folder):
    """Writes the view as CSV or parquet, as its style has it, and gives the file's path."""
    if not style.csv:
        return write_parquet(json_table(view, style), folder / "events.parquet")
    texts = json_columns(view, style)
    names, path = atomic_names(view), folder / "events.csv"
    with Path(path).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*names, *texts])
        for row, event in enumerate(view):
            cells = [csv_text(event.get(name), style.rng) for name in names]
            writer.writerow([*cells, *(column[row] or "" for column in texts.values())])
    return path


def csv_text(value, rng):
    """A cell's text: blank for null, a moment in one of four styles."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return rng.choice(["true", "TRUE"] if value else ["false", "False"])
    if isinstance(value, datetime):
        plain = value.replace(tzinfo=None).isoformat(" ", timespec="microseconds")
        return rng.choice([plain, f"{plain}+00:00", f"{plain.replace(' ', 'T')}Z", f"{plain}000"])
    return value.isoformat() if isinstance(value, date) else str(value)


def write_parquet(table, path, row_group_size=None):
    """Writes an arrow table and gives the file's path."""
    pq.write_table(table, path, row_group_size=row_group_size, compression="zstd")
    return path
