"""The shape of a form: which fields lie where, and JSON of any origin brought into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic_core import to_jsonable_python

from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeGroup,
    AttributeKey,
    BatchSource,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    EventProperty,
    Field,
)
from signals_nb.definitions.base import RESPONSE_FIELDS, Model
from signals_nb.errors import InvalidDefinition, SignalsError, did_you_mean

__all__ = ["AUTO", "GROUP", "HIDDEN", "PROPERTIES", "Kind", "as_json", "cleaned", "ordered", "part_of"]

# Marks that an object of a form carries through moves and copies; no field of a definition is called so.
HIDDEN: Final = "(hidden)"
AUTO: Final = "(auto)"


class Kind:
    """One kind of object in a form.

    Args:
        title: for messages.
        models: whose fields it has.
        parts: the kind of object, or of the members of the list, that a field holds.
    """

    def __init__(self, title: str, *models: type[Model], **parts: Kind) -> None:
        self.title, self.parts = title, parts
        # In the order of the definition.
        self.fields = dict.fromkeys(
            field.alias or name for of in models for name, field in of.model_fields.items()
        )


PROPERTIES: Final[dict[str, type[Model]]] = {
    "atomic": AtomicProperty,
    "event": EventProperty,
    "entity": EntityProperty,
    "calculated": CalculatedProperty,
}

_LISTS: Final = frozenset({"attributes", "fields", "events", "all", "any", "properties"})
_LEAF: Final = Kind("A property", *PROPERTIES.values())
_PROPERTY: Final = Kind("A property", *PROPERTIES.values(), properties=_LEAF)
_CRITERION: Final = Kind("Criterion", Criterion, property=_PROPERTY)
GROUP: Final = Kind(
    "AttributeGroup",
    AttributeGroup,
    attribute_key=Kind("AttributeKey", AttributeKey, property=_LEAF),
    batch_source=Kind("BatchSource", BatchSource),
    fields=Kind("Field", Field),
    attributes=Kind(
        "Attribute",
        Attribute,
        events=Kind("Event", Event),
        property=_PROPERTY,
        criteria=Kind("Criteria", Criteria, all=_CRITERION, any=_CRITERION),
    ),
)
"""The kind of the whole form."""


def part_of(kind: Kind, steps: Sequence[str]) -> tuple[Kind | None, bool]:
    """The kind of object at a path, None for a plain value, and whether the place is a whole list of them.

    Args:
        kind: where the path begins.
        steps: of the path.

    Raises:
        SignalsError: no such place, with the nearest fields.
    """
    inner: Kind | None = kind
    many = False
    for depth, step in enumerate(steps):
        if many:
            if not step.isdecimal():
                raise SignalsError(f'{".".join(steps[:depth])} is a list: "{step}" is no position in it.')
            many = False
            continue
        if inner is None or step not in inner.fields:
            names = inner.fields if inner else ()
            title = inner.title if inner else ".".join(steps[:depth])
            raise SignalsError(f'{title} has no field "{step}".{did_you_mean(step, names)}')
        inner, many = inner.parts.get(step), step in _LISTS
    return inner, many


def cleaned(
    value: Any, kind: Kind, notices: list[str], *, many: bool = False, where: str = "", marks: bool = False
) -> Any:
    """JSON in the shape of a form: without nulls, and without the fields that there are not.

    Args:
        value: JSON values.
        kind: what it must be.
        notices: takes a line for each field that is left out.
        many: whether it must be a list of them.
        where: its path, for messages.
        marks: whether its objects may carry ``HIDDEN`` and ``AUTO``.

    Raises:
        InvalidDefinition: an object or a list is something else.
    """
    if many:
        if not isinstance(value, list):
            raise InvalidDefinition(f"{where} must be a list; it is {_short(value)}.")
        return [
            cleaned(one, kind, notices, where=f"{where}.{index}", marks=marks)
            for index, one in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        raise InvalidDefinition(f"{where or 'A group'} must be an object; it is {_short(value)}.")
    made: dict[str, Any] = {}
    for field, inner in value.items():
        place = f"{where}.{field}" if where else str(field)
        if marks and field == AUTO:
            made[AUTO] = True
        elif marks and field == HIDDEN and isinstance(inner, Mapping):
            made[HIDDEN] = {
                name: _part(one, kind, str(name), notices, place, marks) for name, one in inner.items()
            }
        elif field not in kind.fields:
            if field not in RESPONSE_FIELDS:
                close = did_you_mean(str(field), kind.fields)
                notices.append(f'{kind.title} has no field "{field}"; it is ignored ({place}).{close}')
        elif inner is not None or field in _NULLABLE:
            made[field] = _part(inner, kind, field, notices, place, marks)
    return made


def _part(value: Any, kind: Kind, name: str, notices: list[str], where: str, marks: bool) -> Any:
    # What one field hides several values of is kept under names such as property:atomic.
    field = name.partition(":")[0]
    part = kind.parts.get(field)
    if part is None:
        return as_json(value)
    return cleaned(value, part, notices, many=field in _LISTS, where=where, marks=marks)


# Null in these is not the same as leaving them out.
_NULLABLE: Final = frozenset({"version", "online", "is_published", "index"})


def as_json(value: Any) -> Any:
    """A value as JSON has it, always fresh: definitions, durations and moments in their wire form.

    Raises:
        SignalsError: there is no such form.
    """
    if isinstance(value, Model):
        return as_json(value.model_dump(mode="json", by_alias=True, warnings="none"))
    if isinstance(value, Mapping):
        return {_text(field): as_json(inner) for field, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, timedelta | datetime):
        return to_jsonable_python(value)
    raise SignalsError(f"A form holds JSON values; {_short(value)} is a {type(value).__name__}.")


def _text(field: Any) -> str:
    if not isinstance(field, str):
        raise SignalsError(f"The names of fields are texts; {_short(field)} is none.")
    return field


def ordered(value: Any, kind: Kind | None = GROUP) -> Any:
    """A group of a form with its fields in the order of the definition."""
    if kind is None:
        return value
    if isinstance(value, list):
        return [ordered(one, kind) for one in value]
    return {field: ordered(value[field], kind.parts.get(field)) for field in kind.fields if field in value}


def _short(value: Any) -> str:
    text = "null" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
