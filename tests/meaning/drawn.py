"""Events drawn as a text table, and files of them whose entities a test makes up as it goes."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

from .layouts import atomic_columns
from .schemas import column_of, snake, spelled

AS_OF = datetime(2026, 3, 10, 12, tzinfo=UTC)
COLUMNS = {
    "key": ("domain_userid", str),
    "user": ("user_id", str),
    "session": ("domain_sessionid", str),
    "event": ("event_name", str),
    "vendor": ("event_vendor", str),
    "version": ("event_version", str),
    "text": ("page_urlpath", str),
    "source": ("mkt_source", str),
    "number": ("se_value", float),
    "count": ("ti_quantity", int),
    "money": ("tr_total", Decimal),
    "flag": ("br_cookies", lambda text: text == "true"),
    "app": ("app_id", str),
    "id": ("event_id", str),
    "time": ("derived_tstamp", lambda text: at(text)),
    "collector": ("collector_tstamp", lambda text: at(text)),
    "load": ("load_tstamp", lambda text: at(text)),
}


def at(text):
    """`03-09 12:00` (of 2026) or a whole ISO text, in UTC."""
    return datetime.fromisoformat(text if text[4:5] == "-" else f"2026-{text}").replace(tzinfo=UTC)


def happen(time="03-10 09:00", **given):
    """One event, of `u1` and a page view unless told otherwise."""
    moment = at(time) if time else None
    event = {
        "event_id": None,
        "event_vendor": "com.snowplowanalytics.snowplow",
        "event_name": "page_view",
        "event_version": "1-0-0",
        "derived_tstamp": moment,
        "collector_tstamp": moment,
        "domain_userid": "u1",
        "contexts": {},
        "unstruct": {},
    }
    return event | given


def draw(table):
    """Events from a text table: `*null*` is null, an empty cell empty text, the rest as in `happen`."""
    lines = [line.strip() for line in table.splitlines() if line.strip().startswith("|")]
    header, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line
    ]
    events = []
    for row in rows:
        given = {}
        for title, cell in zip(header, row, strict=True):
            name, read = COLUMNS[title]
            given[name] = None if cell == "*null*" else read(cell)
        given.setdefault("collector_tstamp", given.get("derived_tstamp"))
        events.append(happen() | given)
    return events


def with_entity(event, schema, *entities):
    """The event with entities of a schema `(vendor, name, major)`."""
    return event | {"contexts": event["contexts"] | {schema: list(entities)}}


def with_data(event, schema, data):
    """The event with self-describing data of a schema."""
    return event | {"unstruct": {schema: data}}


def native(events):
    """An arrow table with structs in snake case, typed as their data is."""
    return _table(events, lambda found: pa.array(spelled(found, snake)), lambda found: found)


def json_text(events):
    """An arrow table with JSON text, spelled as given."""
    dump = lambda found: pa.array([None if each is None else json.dumps(each) for each in found], pa.string())  # noqa: E731
    return _table(events, dump, lambda found: found)


def _table(events, array, shape):
    columns = atomic_columns(events)
    for family, prefix in (("contexts", "contexts_"), ("unstruct", "unstruct_event_")):
        schemas = dict.fromkeys(schema for event in events for schema in event[family])
        for schema in schemas:
            columns[prefix + column_of(schema)] = array(
                [shape(event[family].get(schema)) for event in events]
            )
    return pa.table(columns)
