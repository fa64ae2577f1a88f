"""An independent, slow evaluator: what `test()` must give, read straight from the definition's JSON.

Events are dicts of atomic columns with Python values, plus `contexts`, `{(vendor, name, major): [data, …]}`,
and `unstruct`, `{(vendor, name, major): data}`. Nothing here is shared with the package.
"""

import re
from datetime import UTC, datetime, timedelta

from .aggregate import Misfit, cast, empty_value, value_of
from .filters import takes
from .values import order, read, text_of

__all__ = ["Misfit", "duration", "evaluate", "key_name"]

DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def duration(text):
    """An ISO 8601 duration; a year is 365 days, a month 30, as the definitions' JSON writes them."""
    given = {
        name: float(part)
        for name, part in DURATION.fullmatch(text).groupdict().items()
        if part and name != "sign"
    }
    days = given.pop("years", 0) * 365 + given.pop("months", 0) * 30 + given.pop("days", 0)
    return timedelta(days=days, **given)


def evaluate(
    group, events, *, app_ids=None, window=None, as_of=None, attribute_key_ids=None, deduplicate=False
):
    """One dict per key value, sorted by it, the key first; raises `Misfit` for a value that does not fit."""
    as_of = utc(as_of) if as_of else latest(events)
    visible = [event for event in events if is_visible(event, group, as_of, window, app_ids)]
    if deduplicate:
        visible = first_deliveries(visible, group)
    rows = []
    for key in sorted({key_of(event, group) for event in visible}):
        # attribute_key_ids only chooses rows; None or [] is every key value.
        if attribute_key_ids and key not in attribute_key_ids:
            continue
        own = [event for event in visible if key_of(event, group) == key]
        values = {attribute["name"]: result(attribute, own, as_of) for attribute in group["attributes"]}
        rows.append({key_name(group): key, **values})
    return rows


def utc(moment):
    """A moment without a zone is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def event_time(event):
    """Rule 1: `derived_tstamp`, or `collector_tstamp` where that is null."""
    moment = event.get("derived_tstamp") or event.get("collector_tstamp")
    return utc(moment) if moment else None


def latest(events):
    """Rule 2: the latest `collector_tstamp`, or the latest event time in a table without that column."""
    if any("collector_tstamp" in event for event in events):
        times = [utc(event["collector_tstamp"]) for event in events if event["collector_tstamp"]]
    else:
        times = [event_time(event) for event in events if event_time(event)]
    return max(times, default=None)


def is_visible(event, group, as_of, window, app_ids):
    """Rules 1 to 4: whether an event counts at all."""
    time, since = event_time(event), group.get("backfill_since_tstamp")
    if time is None or time > as_of:
        return False
    if window is not None and time <= as_of - window:
        return False
    if since and time < utc(datetime.fromisoformat(since)):
        return False
    # Rule 3: None or [] is every app; a null app_id passes only without a filter.
    if app_ids and event.get("app_id") not in app_ids:
        return False
    # Rule 4: events whose key is null or empty are left out.
    return key_of(event, group) not in (None, "")


def key_name(group):
    """The key's name: given, else its atomic property's, else the last step of its path."""
    key = group["attribute_key"]
    prop = key.get("property") or {}
    return key.get("name") or prop.get("path", prop.get("name", "")).split(".")[-1]


def key_of(event, group):
    """Rule 4: the key's property, else the column `key`, else the column of its name, as text."""
    key = group["attribute_key"]
    prop = key.get("property") or {"type": "atomic", "name": key.get("key") or key["name"]}
    value = read(prop, event)
    return None if value is None else text_of(value)


def first_deliveries(events, group):
    """Rule 5: only the first event that bears an event_id counts; a null one is never a duplicate.

    What is equal in all that is settled by the values the group reads, smallest first.
    """
    read_too = [attribute["property"] for attribute in group["attributes"] if attribute.get("property")]

    def rank(event):
        moments = [event.get("load_tstamp"), event.get("collector_tstamp"), event_time(event)]
        moments = [utc(moment) if moment else None for moment in moments]
        parts = (*moments, event.get("event_name"), key_of(event, group))
        values = [read(prop, event) for prop in read_too]
        ranks = [*parts, *(None if value is None else order(value) for value in values)]
        return [(part is None, "" if part is None else part) for part in ranks]  # nulls last

    kept, ids = [], set()
    for event in sorted(events, key=rank):
        if event["event_id"] is None or event["event_id"] not in ids:
            kept.append(event)
            ids.add(event["event_id"])
    return kept


def result(attribute, events, as_of):
    """The attribute over one key's events: filters, criteria, `(as_of - period, as_of]`, default, cast."""
    since = as_of - duration(attribute["period"]) if attribute.get("period") else None
    taken = [event for event in events if takes(attribute, event)]
    taken = [event for event in taken if since is None or event_time(event) > since]
    prop = attribute.get("property")
    seen = [(event_time(event), read(prop, event) if prop else None) for event in taken]
    value = value_of(attribute, seen, as_of)
    return cast(empty_value(attribute) if value is None else value, attribute["type"])
