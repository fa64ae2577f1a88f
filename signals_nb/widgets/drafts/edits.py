"""Edits of a form, each from one form to the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from signals_nb.definitions.base import is_name
from signals_nb.definitions.keys import BUILT_IN_KEYS
from signals_nb.definitions.shape import slug
from signals_nb.errors import SignalsError
from signals_nb.widgets.drafts.form import Form, Json, hide, put, reveal, value_at
from signals_nb.widgets.drafts.kinds import Kinds
from signals_nb.widgets.drafts.rules import PERIOD, settled, with_period_kind, with_source
from signals_nb.widgets.drafts.shape import AUTO, GROUP, as_json, cleaned, part_of

__all__ = [
    "NEW",
    "added",
    "counters",
    "criteria_mode",
    "deleted",
    "duplicated",
    "inferred",
    "moved",
    "new_attribute",
    "same",
    "steps_of",
    "with_custom_key",
    "with_value",
    "without_criterion",
]

NEW: Final[Json] = {"events": [], "aggregation": "counter", "period": PERIOD}

# Controls that stand for several fields.
_SWITCHES: Final[dict[str, tuple[str, ...]]] = {
    "source": ("stream", "batch", "external"),
    "period_kind": ("rolling", "lifetime"),
    "criteria_mode": ("all", "any"),
}


def steps_of(form: Form, path: str) -> list[str]:
    """The steps of a path that is there.

    Raises:
        SignalsError: no such field, or no such position in a list.
    """
    steps = path.split(".")
    real = steps[:-1] if _is_switch(steps) else steps
    if real:
        part_of(GROUP, real)
    for depth, step in enumerate(real):
        if depth and part_of(GROUP, real[:depth])[1]:
            found = value_at(form.group, real[:depth]) or []
            if int(step) >= len(found):
                raise SignalsError(f"{'.'.join(real[:depth])} has no position {step}: it has {len(found)}.")
    return steps


def _is_switch(steps: Sequence[str]) -> bool:
    if len(steps) == 1:
        return steps[0] == "source"
    return len(steps) == 3 and steps[0] == "attributes" and steps[2] in ("period_kind", "criteria_mode")


def with_value(form: Form, path: str, value: Any, kinds: Kinds) -> Form:
    """A form after one control was set; the same form where that changes nothing.

    Raises:
        SignalsError: no such place, or no value for it.
    """
    steps = steps_of(form, path)
    if _is_switch(steps):
        return _switched(form, steps, value, kinds)
    part, many = part_of(GROUP, steps)
    if value is None and len(steps) > 1 and part_of(GROUP, steps[:-1])[1]:
        raise SignalsError(f"{path} is one of a list and cannot be emptied; remove it.")
    named = value
    value = as_json(BUILT_IN_KEYS.get(value, {"name": value}) if _names_key(steps, value) else value)
    if value is not None and part is not None:
        value = cleaned(value, part, [], many=many, where=path)
    if steps == ["attributes"]:
        return replace(
            form, group={**form.group, "attributes": [new_attribute(each, kinds) for each in value or []]}
        ).selecting(form.selected)
    before = value_at(form.group, steps)
    if steps[0] == "attributes" and len(steps) == 2:
        return replace(form, group=put(form.group, steps, new_attribute(value, kinds)))
    if same(value, before) and not (steps[-1] == "type" and _is_auto(form, steps)):
        return form
    group = form.group
    if _names_key(steps, named) and value_at(group, ["attribute_key", "property"]) is not None:
        group = hide(group, "attribute_key", "attribute_key:custom")
    group = put(group, steps, value)
    if steps[0] == "attributes":
        attribute = settled(value_at(group, steps[:2]), steps[2:], before, kinds)
        if same(attribute, value_at(form.group, steps[:2])):
            return form
        group = put(group, steps[:2], attribute)
    return replace(form, group=group)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are one; to Python, True is 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _is_auto(form: Form, steps: Sequence[str]) -> bool:
    return bool(value_at(form.group, [*steps[:-1], AUTO]))


def _names_key(steps: Sequence[str], value: Any) -> bool:
    return list(steps) == ["attribute_key"] and isinstance(value, str)


def _switched(form: Form, steps: list[str], value: Any, kinds: Kinds) -> Form:
    switch, at = steps[-1], steps[:-1]
    if value not in _SWITCHES[switch]:
        raise SignalsError(f"{switch} is one of {', '.join(_SWITCHES[switch])}; it is {value!r}.")
    if switch == "source":
        if value == form.source:
            return form
        return replace(form, group=with_source(form.group, value)).selecting(form.selected)
    attribute: Json = value_at(form.group, at)
    if switch == "period_kind":
        attribute = with_period_kind(attribute, value)
    else:
        attribute = with_criteria_mode(attribute, value)
    return (
        form if attribute == value_at(form.group, at) else replace(form, group=put(form.group, at, attribute))
    )


def with_custom_key(form: Form) -> Form:
    """A form whose key is one of the user's own."""
    if value_at(form.group, ["attribute_key", "property"]) is not None:
        return form
    group = reveal(put(form.group, ["attribute_key"], None), "attribute_key", "attribute_key:custom")
    return replace(form, group={"attribute_key": {"property": {"type": "atomic"}}, **group})


def new_attribute(fields: Json, kinds: Kinds) -> Json:
    """An attribute of which some fields are given; the type is inferred where none is."""
    attribute = {**fields}
    if attribute.get("type") in (None, "auto"):
        attribute = {**attribute, AUTO: True}
        attribute.pop("type", None)
    return settled(attribute, [], None, kinds)


def inferred(form: Form, kinds: Kinds) -> Form:
    """A form whose inferred types are those of the events that are open now."""
    attributes = [settled(one, [], None, kinds) if one.get(AUTO) else one for one in form.attributes]
    attributes = [
        new if not same(new, old) else old for new, old in zip(attributes, form.attributes, strict=True)
    ]
    if all(new is old for new, old in zip(attributes, form.attributes, strict=True)):
        return form
    return replace(form, group={**form.group, "attributes": attributes})


def added(form: Form, attributes: Sequence[Json], at: int) -> Form:
    """A form with more attributes at a position, the first of them selected."""
    before = form.attributes
    group = {**form.group, "attributes": [*before[:at], *attributes, *before[at:]]}
    return replace(form, group=group, selected=at)


def duplicated(form: Form, index: int) -> Form:
    """A form with a copy of an attribute below it."""
    attribute = form.attributes[index]
    name = attribute.get("name")
    if isinstance(name, str) and name:
        attribute = {**attribute, "name": free_name(f"{name[:120]}_copy", _names(form))}
    return added(form, [attribute], index + 1)


def deleted(form: Form, index: int) -> Form:
    """A form without an attribute."""
    rest = [one for place, one in enumerate(form.attributes) if place != index]
    return replace(form, group={**form.group, "attributes": rest}).selecting(index)


def moved(form: Form, index: int, to: int) -> Form:
    """A form with an attribute at another position, the nearest there is."""
    rest = list(form.attributes)
    attribute = rest.pop(index)
    to = min(max(to, 0), len(rest))
    rest.insert(to, attribute)
    return form if to == index else replace(form, group={**form.group, "attributes": rest}, selected=to)


def criteria_mode(attribute: Json) -> Literal["all", "any", "both"]:
    """``all``, ``any``, or ``both`` where both clauses have criteria."""
    criteria = attribute.get("criteria") or {}
    if criteria.get("any"):
        return "both" if criteria.get("all") else "any"
    return "all"


def with_criteria_mode(attribute: Json, mode: str) -> Json:
    """An attribute whose criteria all stand in one clause."""
    criteria = attribute.get("criteria") or {}
    rows = [*(criteria.get("all") or []), *(criteria.get("any") or [])]
    return put(attribute, ["criteria"], {mode: rows} if rows else None)  # type: ignore[no-any-return]


def without_criterion(attribute: Json, clause: str, number: str) -> Json:
    """An attribute with one criterion less; without criteria where that was the last."""
    attribute = put(attribute, ["criteria", clause, number], None)
    left = {name: rows for name, rows in attribute["criteria"].items() if rows or name not in ("all", "any")}
    return put(attribute, ["criteria"], left or None)  # type: ignore[no-any-return]


def counters(form: Form, source: Json, values: Iterable[Any], like: Json | None, kinds: Kinds) -> list[Json]:
    """One counter for each value of a property.

    Raises:
        SignalsError: a value is no text, number or boolean.
    """
    base = dict(NEW)
    if like is not None:
        kept = ("events", "criteria", "period", "ttl")
        base = {"events": [], "aggregation": "counter", **{name: like[name] for name in kept if name in like}}
    taken, made, seen = _names(form), [], set()
    for value in values:
        if not isinstance(value, str | int | float):
            raise SignalsError(f"A counter's value is a text, a number or a boolean; {value!r} is none.")
        if (type(value), value) in seen:
            continue
        seen.add((type(value), value))
        word = slug(str(value)).lower()[:110]
        name = free_name(f"{'value' if word == slug('') else word}_count", taken)
        taken.add(name.casefold())
        criterion = {"property": source, "operator": "=", "value": value}
        criteria = base.get("criteria") or {}
        both = {**criteria, "all": [*(criteria.get("all") or []), criterion]}
        made.append(new_attribute({"name": name, **base, "criteria": both}, kinds))
    return made


def _names(form: Form) -> set[str]:
    key = value_at(form.group, ["attribute_key", "name"])
    names = [key, *(one.get("name") for one in form.attributes)]
    return {name.casefold() for name in names if isinstance(name, str)}


def free_name(wanted: str, taken: set[str]) -> str:
    """A name like the one wanted that none bears, in whatever case."""
    wanted = wanted if is_name(wanted) else slug(wanted)[:120]
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name
