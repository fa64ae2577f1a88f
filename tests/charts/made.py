"""Summaries of frames that a test writes down, and results of events that it draws."""

from datetime import timedelta

import pandas as pd

from signals_nb import AtomicProperty, Attribute, StreamAttributeGroup, domain_userid
from signals_nb.summaries import summarise

DTYPES = {
    "string": "string",
    "int32": "Int32",
    "int64": "Int64",
    "unix_timestamp": "Int64",
    "float": "Float32",
    "double": "Float64",
    "bool": "boolean",
    "timestamp": "datetime64[us, UTC]",
}


def attribute(aggregation, declared, date_part=None, **fields):
    """An attribute named `x` of a property that suits a date part."""
    if aggregation not in {"counter", "time_since_last", "time_since_first"}:
        name = "derived_tstamp" if date_part else "page_title"
        fields["property"] = AtomicProperty(name=name, date_part=date_part)
    elif aggregation != "counter":
        fields.setdefault("time_unit", "d")
    return Attribute(name="x", type=declared, aggregation=aggregation, events=[], **fields)


def frame_of(values, declared):
    """A result's frame: keys k00, k01, …, and `x` with values of a declared type."""
    column = pd.Series(values, dtype=DTYPES.get(declared, "object"))
    keys = pd.Series([f"k{at:02}" for at in range(len(values))], dtype="string")
    return pd.DataFrame({"domain_userid": keys, "x": column})


def summary_of(asked, values):
    """What the chart of one attribute shows over values written down."""
    frame = frame_of(values, asked.type)
    return summarise(frame, [asked], lambda _: ["Why it is empty."], lambda _: 1)[0]


def group(*attributes, **fields):
    """A group named `g` of attributes."""
    return StreamAttributeGroup(
        name="g",
        attribute_key=domain_userid,
        owner="a@example.com",
        ttl=timedelta(days=7),
        attributes=[*attributes],
        **fields,
    )


def events(*rows, **columns):
    """Events of `(user, day and time in March 2026, event name, page title)`."""
    users, times, names, titles = zip(*rows, strict=True)
    moments = [pd.Timestamp(f"2026-03-{time}") for time in times]
    return pd.DataFrame(
        {
            "domain_userid": pd.Series(users, dtype="string"),
            "derived_tstamp": moments,
            "event_name": pd.Series(names, dtype="string"),
            "event_vendor": "com.snowplowanalytics.snowplow",
            "event_version": "1-0-0",
            "page_title": pd.Series(titles, dtype="string"),
            **columns,
        }
    )
