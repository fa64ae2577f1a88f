"""How the oracle reads values: text, numbers, order, paths, properties and date parts.

Plain Python on purpose, with no code shared with the package: a reader checks it against the documented
meaning paragraph by paragraph. A value is None, bool, int, float, Decimal, str or an aware datetime.
"""

import json
import math
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
WHOLE = re.compile(r"[+-]?[0-9]+")
DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
STEP = re.compile(r'"([^"]+)"|([^.\[\]"]+)|\[([0-9]+)\]')


def is_number(value):
    """A boolean is no number."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def number_in(text):
    """The number a text reads as: the whole text, ASCII digits, no spaces, within a double's range."""
    if not NUMBER.fullmatch(text):
        return None
    if math.isinf(float(text)):
        return None
    return int(text) if WHOLE.fullmatch(text) else float(text)


def as_number(value):
    """Text is read as number; what is no number is null."""
    if is_number(value):
        return value
    return number_in(value) if isinstance(value, str) else None


def comparable(number):
    """Money compares with a double as the double nearest to it (15.9 is 15.90)."""
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else float(number)
    return number


def date_time_in(text):
    """The moment an ISO text names (no zone is UTC), to the microsecond, or None."""
    found = DATE_TIME.fullmatch(text)
    if not found:
        return None
    day, clock, fraction, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00:00'}")
        offset = datetime.strptime(zone, "%z").utcoffset() if zone and zone != "Z" else timedelta(0)
    except ValueError:
        return None
    micros = int((fraction or "0").ljust(6, "0")[:6])
    return moment.replace(microsecond=micros, tzinfo=UTC) - offset


def text_of(value):
    """A number's text has no point or exponent when integral, else the shortest form that reads back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if is_number(value):
        number = comparable(value)
        return str(int(number)) if isinstance(number, int) or number.is_integer() else repr(number)
    return value


def order(value):
    """Sorts values and tells equal ones: numbers by size, then text by code point, false before true.

    A JSON boolean is the same value as its text: they are equal in criteria too.
    """
    if isinstance(value, bool):
        return (3, text_of(value))
    if is_number(value):
        number = comparable(value)
        return (1, (1, 0)) if number != number else (1, (0, number))
    if isinstance(value, datetime):
        return (2, value)
    return (3, value)


def snake(name):
    """A field's name as loaders spell it in snake case."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([a-z\d])([A-Z])", r"\1_\2", name).replace("-", "_").lower()
    name = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"_{name}" if name[:1].isdigit() else name


def camel(name):
    """The schema's usual spelling of a name in snake case."""
    head, *rest = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


def steps(path):
    """`$.events[0].items[1].value` as `["events", 0, "items", 1, "value"]`."""
    found = STEP.findall(path.removeprefix("$"))
    return [int(index) if index else quoted or name for quoted, name, index in found]


def walk(data, path):
    """A step that is not there gives null; a name in snake case is the same field, as written before."""
    for step in steps(path):
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        elif not isinstance(data, dict):
            data = None
        else:
            data = next((data[name] for name in (step, snake(step), camel(step)) if name in data), None)
    if isinstance(data, dict | list):
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return data


def read(prop, event):
    """The value of a property on an event."""
    if prop["type"] == "calculated":
        return calculated(prop, [read(part, event) for part in prop["properties"]])
    if prop["type"] == "atomic":
        value = event.get(prop["name"])
    else:
        schema = (prop["vendor"], prop["name"], prop["major_version"])
        if prop["type"] == "event":
            data = event["unstruct"].get(schema)
        else:
            entities, index = event["contexts"].get(schema) or [], prop.get("index") or 0
            data = entities[index] if index < len(entities) else None
        value = walk(data, prop["path"]) if data is not None else None
    return date_part(value, prop["date_part"]) if prop.get("date_part") else value


def date_part(value, part):
    """Date parts are always in UTC; what is no date has none."""
    moment = date_time_in(value) if isinstance(value, str) else value
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    if not isinstance(moment, datetime):
        return None
    day = moment.date()
    return {
        "hour_of_day": moment.hour,
        "day_of_week": day.isoweekday(),
        "month_of_year": day.month,
        "active_day": day.isoformat(),
        "active_week": (day - timedelta(days=day.weekday())).isoformat(),
        "active_month": day.replace(day=1).isoformat(),
    }[part]


def calculated(prop, parts):
    """`concat` joins what is there as text, arithmetic is null when any part is, `coalesce` is the first."""
    operation = prop["operation"]
    if operation == "coalesce":
        return next((part for part in parts if part is not None), None)
    if operation == "concat":
        present = [text_of(part) for part in parts if part is not None]
        return (prop.get("separator") or "").join(present) if present else None
    numbers = [as_number(part) for part in parts]
    if any(number is None for number in numbers):
        return None
    if any(isinstance(number, float) for number in numbers):
        numbers = [float(number) for number in numbers]
    return {"sum": sum, "product": math.prod, "min": min, "max": max}[operation](numbers)
