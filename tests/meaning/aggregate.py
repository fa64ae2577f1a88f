"""The oracle's fourteen aggregations, and the cast of their values to the declared type."""

import math
import struct
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .values import as_number, date_time_in, is_number, number_in, order, text_of

NUMERIC = {"int32", "int64", "float", "double", "unix_timestamp"}
UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
BITS = {"int32": 31, "int64": 63, "unix_timestamp": 63}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Misfit(Exception):
    """A value that does not fit its attribute's declared type."""


def value_of(attribute, seen, as_of):
    """The attribute's value over its `(event time, property value)` pairs, None where it has none."""
    aggregation = attribute["aggregation"]
    if aggregation == "counter":
        return len(seen) or None
    if aggregation in ("time_since_last", "time_since_first"):
        return elapsed(aggregation, [time for time, _ in seen], as_of, attribute["time_unit"])
    # Nulls of the property never count as values.
    present = [(time, value) for time, value in seen if value is not None]
    if aggregation in ("sum", "min", "max", "mean"):
        return numeric(aggregation, [as_number(value) for _, value in present])
    if aggregation == "approx_count_distinct":
        return len({text_of(value) for _, value in present}) or None
    if aggregation == "category_count":
        return category_count([value for _, value in present])
    declared = attribute["type"].removesuffix("_list")
    typed = [(time, in_kind(value, declared)) for time, value in present]
    return positional(aggregation, typed) if typed else None


def elapsed(aggregation, times, as_of, unit):
    """`as_of` minus the latest / earliest matching event time, fractional, never below 0."""
    if not times:
        return None
    moment = max(times) if aggregation == "time_since_last" else min(times)
    micros = (as_of - moment) // timedelta(microseconds=1)
    return max(micros / 1_000_000 / UNITS[unit], 0.0)


def numeric(aggregation, read):
    """Exact over integers and money, doubles otherwise."""
    numbers = [number for number in read if number is not None]
    if not numbers:
        return None
    if aggregation == "min":
        return min(numbers, key=order)
    if aggregation == "max":
        return max(numbers, key=order)
    if any(isinstance(number, float) for number in numbers):
        total = add_doubles([float(number) for number in numbers])
    else:
        total = sum((Decimal(number) for number in numbers), Decimal(0))
    return total if aggregation == "sum" else total / len(numbers)


def add_doubles(numbers):
    """NaN and infinities behave as SQL's numbers do and never make a sum raise."""
    if all(math.isfinite(number) for number in numbers):
        return math.fsum(numbers)
    return sum(numbers)


def category_count(values):
    """Highest counts first, ties by value, at most 100, the value's text being its identity."""
    counts = Counter(text_of(value) for value in values)
    smallest = {}
    for value in values:
        text = text_of(value)
        smallest[text] = min(smallest.get(text, value), value, key=order)
    ranked = sorted(counts, key=lambda text: (-counts[text], order(smallest[text])))
    return {text: counts[text] for text in ranked[:100]} or None


def in_kind(value, declared):
    """A text that reads as a number is one where a number is declared; `true`/`false` likewise."""
    if isinstance(value, str):
        if declared in NUMERIC and number_in(value) is not None:
            return number_in(value)
        if declared in ("timestamp", "unix_timestamp") and date_time_in(value) is not None:
            return date_time_in(value)
        if declared == "bool" and value in ("true", "false"):
            return value == "true"
    return value


def positional(aggregation, seen):
    """The value singled out by time or by count; ties go to the smallest value (`last`: the largest)."""
    if aggregation == "first":
        return min(seen, key=lambda pair: (pair[0], order(pair[1])))[1]
    if aggregation == "last":
        return max(seen, key=lambda pair: (pair[0], order(pair[1])))[1]
    values = {order(value): value for _, value in seen}
    if aggregation == "unique_list":
        last_seen = {}
        for time, value in seen:
            last_seen[order(value)] = max(last_seen.get(order(value), time), time)
        ranked = sorted(values, key=lambda rank: (last_seen[rank], rank))
        return [values[rank] for rank in ranked[-100:]]
    counts = Counter(order(value) for _, value in seen)
    sign = -1 if aggregation == "most_frequent" else 1
    return values[min(counts, key=lambda rank: (sign * counts[rank], rank))]


def empty_value(attribute):
    """The last column of the table of aggregations, which `default_value` replaces."""
    if attribute.get("default_value") is not None:
        return attribute["default_value"]
    empty = {"counter": 0, "sum": 0, "approx_count_distinct": 0, "unique_list": [], "category_count": {}}
    return empty.get(attribute["aggregation"])


def cast(value, declared):
    """The value in its declared type: a fraction is rounded half away from zero, nothing else is changed."""
    if value is None or declared == "dict":
        return value
    if declared.endswith("_list"):
        return [cast(item, declared.removesuffix("_list")) for item in value]
    value = in_kind(value, declared)
    if declared == "string":
        return text_of(value)
    if declared == "bytes":
        return text_of(value).encode()
    if declared == "bool" and isinstance(value, bool):
        return value
    if declared == "timestamp" and isinstance(value, datetime):
        return value
    if declared == "unix_timestamp" and isinstance(value, datetime):
        return (value - EPOCH) // timedelta(seconds=1)
    if declared in NUMERIC and isinstance(value, float) and math.isnan(value):
        return None  # NaN is no value
    if declared in NUMERIC and is_number(value):
        return floating(value, declared) if declared in ("float", "double") else whole(value, declared)
    raise Misfit(f"{value!r} does not fit {declared}")


def whole(value, declared):
    """An integer of the declared width."""
    if isinstance(value, float) and not math.isfinite(value):
        raise Misfit(f"{value!r} does not fit {declared}")
    rounded = int(Decimal(value).to_integral_value(ROUND_HALF_UP))
    if not -(2 ** BITS[declared]) <= rounded < 2 ** BITS[declared]:
        raise Misfit(f"{rounded} does not fit {declared}")
    return rounded


def floating(value, declared):
    """A double, or the single-precision number nearest to it."""
    try:
        number = float(value)
        if declared == "float":
            number = struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError as too_large:
        raise Misfit(f"{value} does not fit {declared}") from too_large
    return number
