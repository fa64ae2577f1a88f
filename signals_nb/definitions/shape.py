"""Errors of shape, in words: pydantic finds them, this says what is wrong, the rule, and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from signals_nb.definitions.atomic import ATOMIC
from signals_nb.errors import did_you_mean

__all__ = ["explained", "plain_errors", "slug", "unfit_characters"]

PROPERTY_CLASSES: Final = {
    "atomic": "AtomicProperty",
    "event": "EventProperty",
    "entity": "EntityProperty",
    "calculated": "CalculatedProperty",
}

_NOUNS: Final = {
    "aggregation": "aggregation",
    "type": "type",
    "operator": "operator",
    "operation": "operation",
    "date_part": "date part",
    "time_unit": "time unit",
    "name": "atomic column",
}

_NEEDED: Final = {
    "owner": "owner is required: an e-mail address, for example you@company.com.",
    "attribute_key": "attribute_key is required: an AttributeKey, such as domain_userid or domain_sessionid.",
    "attributes": "attributes is required: a list with at least one Attribute.",
    "fields": "fields is required: a list with at least one Field.",
    "batch_source": "batch_source is required: the BatchSource that holds the values.",
    "events": "events is required: a list of Event; an empty list is every event.",
    "aggregation": "aggregation is required; signals_nb.aggregations() lists them.",
    "type": "type is required, such as string, int64, double or string_list.",
    "property": "property is required: an atomic, event, entity or calculated property.",
    "operator": "operator is required: one of =, !=, <, >, <=, >=, like, in, is null, is not null.",
    "schema": "schema is required: the schema that holds the table (written schema=, not schema_=).",
}

_PATTERNS: Final = {
    r"^[a-zA-Z0-9-_]+$": "letters, digits, hyphens and underscores",
    r"^[a-zA-Z0-9-_.]+$": "letters, digits, dots, hyphens and underscores",
    r"^[A-Za-z0-9_-]+$": "letters, digits, hyphens and underscores",
    r"^[0-9]+-[0-9]+-[0-9]+$": "three numbers with hyphens between, such as 1-0-0",
    r"^[^\x00]*$": "any text without the NUL character",
}

_NAME_PATTERN: Final = r"^[A-Za-z0-9_]+$"
_PATH_RULE: Final = (
    "names with dots between and indexes in brackets, such as $.items[0].price, without quotes"
)

_EMPTY: Final = {
    "attributes": "Add at least one attribute.",
    "fields": "Add at least one field.",
    "attribute_groups": "Add at least one attribute group.",
    "properties": "Add at least one property.",
}

_FOREIGN: Final = {
    "fields": "{cls} has no fields; only ExternalBatchAttributeGroup has. Leave it out.",
    "attributes": "{cls} has no attributes; it has fields. Leave it out.",
    "batch_source": "{cls} has no batch_source; the two batch groups have. Leave it out.",
    "offline": "offline is always {expected} for {cls}. Leave it out.",
}

_LISTS: Final = {
    "events": "a list of Event: events=[PageView()]",
    "attributes": "a list of Attribute",
    "fields": "a list of Field",
    "properties": "a list of properties",
    "attribute_groups": "a list of attribute groups",
    "all": "a list of Criterion",
    "any": "a list of Criterion",
}

_TAKES: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "datetime_type": "a datetime, or ISO 8601 text such as 2026-01-31T00:00:00Z",
    "datetime_parsing": "a datetime, or ISO 8601 text such as 2026-01-31T00:00:00Z",
    "datetime_from_date_parsing": "a datetime, or ISO 8601 text such as 2026-01-31T00:00:00Z",
    "model_type": "the fields of {cls}, or one",
}

_DURATIONS: Final = {"ttl", "period", "refresh_rate"}
_SCALAR_UNIONS: Final = {"value", "default_value"}


def explained(error: ValidationError, data: Any) -> ValidationError:
    """The same error with one entry per mistake, each in words; still pydantic's class.

    Args:
        error: what pydantic raised.
        data: what it was given.
    """
    details = [
        InitErrorDetails(
            type=PydanticCustomError(entry["type"], entry["msg"]),
            loc=entry["loc"],
            input=entry["input"],
        )
        for entry in plain_errors(error, data)
    ]
    return ValidationError.from_exception_data(error.title, details)


def plain_errors(error: ValidationError, data: Any) -> list[ErrorDetails]:
    """The entries of an error, one per mistake: ``loc`` is a path in the data, ``msg`` is in words."""
    found: dict[tuple[Any, ...], ErrorDetails] = {}
    for entry in error.errors(include_url=False):
        plain = _plain(entry, error.title, data)
        if plain is not None:
            # A lone surrogate, as a cut paste can hold one, cannot be printed.
            plain["msg"] = plain["msg"].encode("utf-8", "backslashreplace").decode()
            found.setdefault((plain["loc"], plain["type"]), plain)
    return list(found.values())


def _plain(entry: ErrorDetails, title: str, data: Any) -> ErrorDetails | None:
    """The entry with a union's branches taken out of its path; None for a branch that was not meant."""
    path: list[int | str] = []
    steps = list(entry["loc"])
    plain = entry.copy()
    while steps:
        step = steps.pop(0)
        path.append(step)
        if step in _LISTS and isinstance(_at(data, path), BaseModel):
            # A model is iterable, so pydantic takes it for a list of its fields.
            plain["type"], plain["msg"] = "list_type", _list_rule(str(step), _at(data, path))
            plain["input"] = _at(data, path)
            break
        if not steps or not isinstance(steps[0], str):
            continue
        if step in _SCALAR_UNIONS:
            plain["type"], plain["msg"] = "value_type", _value_rule(str(step), _at(data, path))
            break
        if _is_union(path):
            given = _at(data, path)
            if isinstance(given, BaseModel) or not isinstance(given, Mapping):
                what = "attribute_key" if step == "attribute_key" else "property"
                plain["type"], plain["msg"] = f"{what}_type", _instead_of(what, given)
                break
            if steps.pop(0) not in _meant(step, given):
                return None
    else:
        plain["msg"] = _message(plain, path, title)
    plain["loc"] = tuple(path)
    plain["input"] = _at(data, path) if plain["type"] in ("value_type", "property_type") else plain["input"]
    return plain


def _is_union(path: list[int | str]) -> bool:
    return path[-1] in ("property", "attribute_key") or (len(path) > 1 and path[-2] == "properties")


def _at(data: Any, path: Iterable[int | str]) -> Any:
    """What stands at a path in what pydantic was given; None where there is nothing."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _meant(step: int | str, given: Mapping[Any, Any]) -> tuple[str, ...]:
    """The branches of a union that a dict was meant for, as pydantic labels them."""
    if step == "attribute_key":
        return ("AttributeKey",)
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in PROPERTY_CLASSES:
        if "operation" in given or "properties" in given:
            kind = "calculated"
        elif "vendor" in given or "path" in given:
            kind = "entity" if "index" in given else "event"
        else:
            kind = "atomic"
    return (kind, PROPERTY_CLASSES[kind])


def _instead_of(what: str, given: Any) -> str:
    got = f"; got {_short(given)}."
    if what == "attribute_key":
        hint = ""
        if isinstance(given, str):
            hint = f' Write LinkAttributeKey(name="{given}").' if re.search(_NAME_PATTERN, given) else ""
        return "attribute_key takes an AttributeKey, a LinkAttributeKey, or a built-in key" + got + hint
    hint = f' Write AtomicProperty(name="{given}").' if isinstance(given, str) and given in ATOMIC else ""
    return (
        "A property is an AtomicProperty, an EventProperty, an EntityProperty or a CalculatedProperty"
        + got
        + hint
    )


def _value_rule(field: str, given: Any) -> str:
    lists = "a list of one of these kinds" if field == "value" else "a list of these"
    return f"{field} takes text, a number, true or false, or {lists}; got {_short(given)}."


def _message(entry: ErrorDetails, path: list[int | str], title: str) -> str:
    """What is wrong, the rule, and what to do."""
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), title)
    kind, given, context = entry["type"], entry["input"], entry.get("ctx", {})
    if kind == "missing":
        return _NEEDED.get(field, f"{field} is required.")
    if field == "owner" and isinstance(given, str) and kind == "value_error":
        reason = str(context.get("reason", "")).strip()
        return (
            f'Owner must be an e-mail address, for example you@company.com; got "{given}". {reason}'.rstrip()
        )
    if kind == "value_error":
        return str(context.get("error", entry["msg"]))
    if kind == "string_pattern_mismatch":
        return _pattern_message(field, str(context["pattern"]), str(given))
    if kind in ("literal_error", "union_tag_invalid", "union_tag_not_found"):
        return _choice_message(field, kind, given, context, title)
    if kind in ("too_short", "string_too_short"):
        return _EMPTY.get(field, f"{field} must not be empty.")
    if kind in ("too_long", "string_too_long"):
        unit = "characters" if kind == "string_too_long" else "entries"
        return f"{field} may have at most {context['max_length']} {unit}; got {len(given)}."
    if kind in ("greater_than", "greater_than_equal"):
        least = 1 if kind == "greater_than" else context["ge"]
        return f"{field} must be {least} or more; got {_short(given)}."
    if field in _DURATIONS:
        return f"{field} takes a timedelta, or ISO 8601 text such as P7D or PT10M; got {_short(given)}."
    if kind == "list_type":
        return _list_rule(field, given)
    if kind == "model_attributes_type":
        return _instead_of("property", given)
    if kind in _TAKES:
        what = _TAKES[kind].format(cls=context.get("class_name", ""))
        return f"{field} takes {what}; got {_short(given)}."
    return f"{field}: {entry['msg'][:1].lower()}{entry['msg'][1:]}; got {_short(given)}."


def _list_rule(field: str, given: Any) -> str:
    return f"{field} takes {_LISTS.get(field, 'a list')}; got {_short(given)}."


def _pattern_message(field: str, pattern: str, given: str) -> str:
    if pattern == _NAME_PATTERN:
        return (
            f'{field} may only hold letters, digits and underscores (1–128). "{given}" has '
            f'{unfit_characters(given)}. Try "{slug(given)}".'
        )
    if field == "path":
        return f"path takes {_PATH_RULE}; got {_short(given)}."
    return f"{field} takes {_PATTERNS.get(pattern, 'text that matches ' + pattern)}; got {_short(given)}."


def _choice_message(field: str, kind: str, given: Any, context: Mapping[str, Any], title: str) -> str:
    if kind == "union_tag_not_found":
        return "A property needs a type: atomic, event, entity or calculated."
    if kind == "union_tag_invalid":
        given, choices, noun = context["tag"], list(PROPERTY_CLASSES), "kind of property"
    else:
        expected = str(context["expected"])
        if field in _FOREIGN and not expected.startswith("'"):
            return _FOREIGN[field].format(cls=title, expected=expected)
        choices = re.findall(r"'([^']*)'", expected)
        noun = (
            "kind of property" if choices[:1] and choices[0] in PROPERTY_CLASSES else _NOUNS.get(field, field)
        )
        choices = list(PROPERTY_CLASSES) if noun == "kind of property" else choices
    close = did_you_mean(given, choices) if isinstance(given, str) else ""
    listed = f" Choose from {', '.join(choices)}." if len(choices) <= 20 else ""
    listed = listed or (close and " ") or " signals_nb.definitions.ATOMIC lists them."
    return f"{_short(given)} is no {noun}.{close}{listed}".rstrip()


def _short(given: Any) -> str:
    """A value as JSON would write it, cut where it is long."""
    if isinstance(given, str):
        text = f'"{given}"'
    elif given is None or isinstance(given, bool):
        text = {None: "null", True: "true", False: "false"}[given]
    elif isinstance(given, BaseModel):
        text = f"one {type(given).__name__}"
    else:
        try:
            text = repr(given)
        except Exception:  # noqa: BLE001 - a foreign object's repr may do anything, and this is an error's text
            text = type(given).__name__
    return text if len(text) <= 80 else text[:79] + "…"


def slug(text: str) -> str:
    """A legal name near ``text``.

    >>> slug("my-group (2)"), slug("Überblick"), slug("日本")
    ('my_group_2', 'Uberblick', 'my_name')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_")[:128] or "my_name"


def unfit_characters(text: str) -> str:
    """The characters that no name may hold, for a message.

    >>> unfit_characters("my group-x")
    'a space and "-"'
    """
    unfit = dict.fromkeys(re.findall(r"[^A-Za-z0-9_]", text))
    named = [{" ": "a space", "\n": "a line break", "\t": "a tab"}.get(c, f'"{c}"') for c in unfit][:6]
    head, last = named[:-1], named[-1:]
    return " and ".join(filter(None, [", ".join(head), *last])) or f"{len(text)} characters"
