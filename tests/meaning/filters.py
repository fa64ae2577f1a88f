"""How the oracle decides which events an attribute takes: event filters and criteria."""

import operator
import re

from .values import as_number, comparable, date_time_in, is_number, number_in, read, text_of

SPECIFICATION = ("com.snowplowanalytics.snowplow", "event_specification", 1)
ORDERINGS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def takes(attribute, event):
    """Whether an attribute's events and criteria let an event through (its period aside)."""
    filters = attribute.get("events") or []
    criteria = attribute.get("criteria") or {}
    every, some = criteria.get("all") or [], criteria.get("any") or []
    return (
        (not filters or any(is_of(wanted, event) for wanted in filters))
        and all(holds(criterion, event) for criterion in every)
        and (not some or any(holds(criterion, event) for criterion in some))
    )


def is_of(wanted, event):
    """Each field given must be equal; what is missing matches anything."""
    columns = {"name": "event_name", "vendor": "event_vendor", "version": "event_version"}
    if any(
        wanted.get(field) is not None and event.get(column) != wanted[field]
        for field, column in columns.items()
    ):
        return False
    specification = wanted.get("event_specification_id")
    entities = event["contexts"].get(SPECIFICATION) or []
    return specification is None or any(entity and entity.get("id") == specification for entity in entities)


def holds(criterion, event):
    """Whether a criterion is true of an event; never null."""
    value, wanted = read(criterion["property"], event), criterion.get("value")
    match criterion["operator"]:
        case "is null":
            return value is None
        case "is not null":
            return value is not None
        case "!=":
            # The one comparison that is true for null: a missing value is not that value.
            return value is None or not equal(value, wanted)
        case "=":
            return value is not None and equal(value, wanted)
        case "in":
            return value is not None and any(equal(value, item) for item in wanted)
        case "like":
            return value is not None and like(text_of(value), wanted)
        case ordering:
            return value is not None and ordered(value, ORDERINGS[ordering], wanted)


def equal(value, wanted):
    """Equality of a property's value and a criterion's, both present."""
    if isinstance(value, bool) or isinstance(wanted, bool):
        # A boolean compares with true/false and with nothing else.
        return not is_number(value) and not is_number(wanted) and text_of(value) == text_of(wanted)
    if is_number(value) or is_number(wanted):
        # Text that reads as a number compares as number, otherwise as text with the number's text.
        left, right = as_number(value), as_number(wanted)
        if left is None or right is None:
            return isinstance(value, str) and value == text_of(wanted)
        return comparable(left) == comparable(right)
    if isinstance(value, str):
        return value == wanted
    return value == date_time_in(wanted)


def ordered(value, compare, wanted):
    """Numbers by size, text with text by code point, a moment with the moment a text names.

    Where JSON holds the other of text and number, a text that reads as a number is one; else it is false.
    """
    if is_number(value) and isinstance(wanted, str):
        wanted = number_in(wanted)
        return wanted is not None and compare(comparable(value), comparable(wanted))
    if is_number(wanted):
        number = value if is_number(value) else number_in(value) if isinstance(value, str) else None
        return number is not None and compare(comparable(number), comparable(wanted))
    if isinstance(value, str):
        return compare(value, wanted)
    moment = date_time_in(wanted)
    return (
        moment is not None and not isinstance(value, bool) and not is_number(value) and compare(value, moment)
    )


def like(text, pattern):
    """SQL's LIKE: `%` and `_`, case-sensitive, no escape character."""
    wild = {"%": ".*", "_": "."}
    expression = "".join(wild.get(character) or re.escape(character) for character in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None
