"""Where an edit leads: what does not go with a new choice is hidden, and comes back with the old one."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

from signals_nb.check.values import type_fits
from signals_nb.definitions import AGGREGATIONS
from signals_nb.definitions.words import value_words
from signals_nb.widgets.drafts.form import Json, hide, put, reveal, value_at
from signals_nb.widgets.drafts.kinds import NUMBERS, Kinds, inferred_type, legal_types
from signals_nb.widgets.drafts.shape import AUTO, HIDDEN

__all__ = ["NULL_TESTS", "PERIOD", "settled", "typed_value", "with_period_kind", "with_source"]

NULL_TESTS: Final = ("is null", "is not null")
ORDERINGS: Final = (">", ">=", "<", "<=")
PERIOD: Final = "P7D"
"""What a new period and a new ttl are, as in the vendor's console."""


def settled(attribute: Json, steps: Sequence[str], before: Any, kinds: Kinds) -> Json:
    """An attribute after one of its fields was set.

    Args:
        attribute: with the new value.
        steps: the path of what was set, inside of the attribute; empty for all of it.
        before: the value that was there.
        kinds: of properties.
    """
    field = steps[0] if steps else ""
    had = before if field == "type" else attribute.get("type")
    if field == "type":
        attribute = _with_type(attribute, before)
    if field == "aggregation":
        attribute = _with_aggregation(attribute)
    if "property" in steps:
        attribute = _with_property(attribute, steps, before, kinds)
    if field == "criteria" and len(steps) > 3:
        criterion = _with_criterion(value_at(attribute, steps[:3]), steps[3], before, kinds)
        attribute = put(attribute, steps[:3], criterion)
    if field in ("aggregation", "property"):
        attribute = _with_legal_type(attribute)
    if attribute.get(AUTO) and (inferred := inferred_type(attribute, kinds)):
        attribute = {**attribute, "type": inferred}
    return _with_default(attribute, had)


def with_period_kind(attribute: Json, kind: str) -> Json:
    """An attribute over a rolling window, or over a lifetime with a ttl."""
    gone, wanted = ("ttl", "period") if kind == "rolling" else ("period", "ttl")
    attribute = reveal(hide(attribute, gone), wanted)
    return attribute if attribute.get(wanted) is not None else {**attribute, wanted: PERIOD}


def with_source(group: Json, source: str) -> Json:
    """A group of another of the three classes."""
    external = source == "external"
    wanted, gone = ("fields", "attributes") if external else ("attributes", "fields")
    group = reveal(hide(group, gone), wanted)
    group = hide(group, "batch_source") if source == "stream" else reveal(group, "batch_source")
    if external:
        return {"fields": [], "batch_source": {}, **group, "offline": True}
    if group.get("batch_source") == {}:
        group = put(group, ["batch_source"], None)
    return {"attributes": [], **group, "offline": source == "batch"}


def _with_aggregation(attribute: Json) -> Json:
    aggregation = AGGREGATIONS.get(attribute.get("aggregation", ""))
    if aggregation is None:
        return attribute
    attribute = (reveal if aggregation.needs_property else hide)(attribute, "property")
    attribute = (reveal if aggregation.time_unit else hide)(attribute, "time_unit")
    if isinstance(attribute.get("property"), dict):
        change = reveal if aggregation.date_part else hide
        attribute = {**attribute, "property": _each_part(attribute["property"], change)}
    return attribute


def _each_part(source: Json, change: Any) -> Json:
    """A property with its date parts hidden or revealed; a calculated one in each of its properties."""
    if isinstance(parts := source.get("properties"), list):
        return {**source, "properties": [change(part, "date_part") for part in parts]}
    return change(source, "date_part")  # type: ignore[no-any-return]


def _with_property(node: Json, steps: Sequence[str], before: Any, kinds: Kinds) -> Json:
    """A node after a property in it was set: another kind of property brings back what was typed for it."""
    at = list(steps[: steps.index("property") + 1])
    source = value_at(node, at)
    if not isinstance(source, dict):
        return node
    if list(steps[len(at) :]) == ["type"] and before is not None and before != source.get("type"):
        holder = value_at(node, at[:-1])
        old = {**source, "type": before}
        kept = {**holder.get(HIDDEN, {}), f"property:{before}": old}
        found = kept.pop(f"property:{source['type']}", {"type": source["type"]})
        holder = {**holder, "property": found, HIDDEN: kept}
        node = put(node, at[:-1], holder) if at[:-1] else holder
        source = found
    if "properties" not in steps:
        change = reveal if kinds.may_be_date(source) and _takes_date_part(node, at) else hide
        if list(steps[len(at) :]) != ["date_part"]:
            node = put(node, at, change(source, "date_part"))
    return node


def _takes_date_part(attribute: Json, at: list[str]) -> bool:
    aggregation = AGGREGATIONS.get(attribute.get("aggregation", ""))
    return len(at) > 1 or aggregation is None or aggregation.date_part


def _with_criterion(criterion: Json, field: str, before: Any, kinds: Kinds) -> Json:
    kind = kinds.of(criterion.get("property"))
    if field == "operator":
        criterion = _with_operator(criterion, before)
    elif field == "property":
        criterion = _with_typed_value(criterion, kind)
    else:
        return criterion
    blank, value = criterion.get("value") == "", criterion.get("value")
    if blank and kind in (*NUMBERS, "booleans"):
        return put(criterion, ["value"], None)  # type: ignore[no-any-return]
    if value is None and kind == "text" and _shape(criterion.get("operator")) in ("scalar", "text", "order"):
        return {**criterion, "value": ""}
    return criterion


def _shape(operator: Any) -> str:
    """What an operator compares with: ``none``, ``list``, ``text``, ``order`` (no boolean) or ``scalar``."""
    if operator in NULL_TESTS:
        return "none"
    return {"in": "list", "like": "text"}.get(operator, "order" if operator in ORDERINGS else "scalar")


def _slot(shape: str) -> str:
    """Under what a hidden value is kept: one place for each control that shows it."""
    return f"value:{'scalar' if shape == 'order' else shape}"


# The value that a switch made of another one: nothing that anybody typed.
_MADE: Final = "value:made"


def _with_operator(criterion: Json, before: Any) -> Json:
    wanted, had = _shape(criterion.get("operator")), _shape(before)
    value, slots = criterion.get("value"), dict(criterion.get(HIDDEN, {}))
    made = slots.pop(_MADE, None)
    typed = None if value == made and type(value) is type(made) else value
    if typed is not None and _takes(wanted, typed) and _slot(wanted) == _slot(had):
        return criterion
    fits = {name: one for name, one in slots.items() if name.startswith("value:") and _takes(wanted, one)}
    # From a null test, whatever was typed before it.
    name = _slot(wanted) if _slot(wanted) in fits or value is not None else next(iter(fits), "")
    if typed is not None and not _takes(wanted, typed):
        slots[_slot(had)] = typed
    if wanted == "none":
        value = None
    elif name in fits:
        del slots[name]
        if typed is not None:
            slots[_slot(had)] = typed
        value = fits[name]
    elif value is None or not _takes(wanted, value):
        value = slots[_MADE] = _made(wanted, value)
    elif typed is None:
        slots[_MADE] = value
    rest = {field: one for field, one in criterion.items() if field not in ("value", HIDDEN)}
    return {**rest, **({} if value is None else {"value": value}), **({HIDDEN: slots} if slots else {})}


def _takes(shape: str, value: Any) -> bool:
    if shape == "none":
        return False
    if shape == "list" or isinstance(value, list):
        return shape == "list" and isinstance(value, list)
    if shape == "text":
        return isinstance(value, str)
    return shape == "scalar" or not isinstance(value, bool)


def _made(shape: str, value: Any) -> Any:
    """A value of a shape out of one of another."""
    if shape == "list":
        return [] if value in (None, "") else [value]
    if isinstance(value, list):
        value = value[0] if value else None
    if value is not None and not _takes(shape, value):
        return value_words(value) if shape == "text" else ""
    return "" if value is None else value


def _with_typed_value(criterion: Json, kind: str | None) -> Json:
    """A typed text as number or boolean, where the property is one and the text reads as one."""
    value = criterion.get("value")
    if _shape(criterion.get("operator")) == "text":
        return criterion
    typed = [typed_value(one, kind) for one in value] if isinstance(value, list) else typed_value(value, kind)
    return criterion if typed is None else {**criterion, "value": typed}


def typed_value(value: Any, kind: str | None) -> Any:
    """A text as the kind of its property, where it reads as one; anything else as it is.

    >>> typed_value("12", "whole numbers"), typed_value("1.50", "numbers"), typed_value("x", "numbers")
    (12, 1.5, 'x')
    >>> typed_value("true", "booleans"), typed_value("12", "text"), typed_value(3, "text")
    (True, '12', '3')
    """
    if kind == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return value_words(value)
    if not isinstance(value, str):
        return value
    if kind == "booleans":
        return {"true": True, "false": False}.get(value.strip().casefold(), value)
    if kind not in NUMBERS:
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if not isfinite(number):
        return value
    return int(value) if value.strip().lstrip("+-").isdecimal() else number


def _with_type(attribute: Json, before: Any) -> Json:
    """After the type itself was set, to one of the user's or to "auto"."""
    kept = {name: value for name, value in attribute.get(HIDDEN, {}).items() if name != "type"}
    rest = {name: value for name, value in attribute.items() if name not in (HIDDEN, AUTO)}
    if rest.get("type") == "auto":
        rest |= {"type": before, AUTO: True}
    return {**rest, HIDDEN: kept} if kept else rest


def _with_legal_type(attribute: Json) -> Json:
    """The user's own type where it is legal again, and an inferred one where it is not any more."""
    legal = legal_types(attribute)
    if attribute.get(AUTO) and attribute.get(HIDDEN, {}).get("type") in legal:
        return reveal({name: one for name, one in attribute.items() if name not in (AUTO, "type")}, "type")
    if not attribute.get(AUTO) and legal and attribute.get("type") not in legal:
        return {**hide(attribute, "type"), AUTO: True}
    return attribute


def _with_default(attribute: Json, had: Any) -> Json:
    """The default that was typed for this type, once the type is another."""
    declared = attribute.get("type")
    if declared == had or not isinstance(declared, str):
        return attribute
    default = attribute.get("default_value")
    if default is not None and not type_fits(default, declared):
        attribute = hide(attribute, "default_value", f"default_value:{had}")
    return reveal(attribute, "default_value", f"default_value:{declared}")
