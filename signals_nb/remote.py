"""The official package: our definitions as its objects, and its objects as ours."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ValidationError

from signals_nb import definitions
from signals_nb.definitions import AttributeGroup
from signals_nb.definitions.groups import class_of
from signals_nb.errors import SignalsError

__all__ = ["from_sdk", "kind", "official", "to_sdk"]

_OURS: Final = tuple(
    held for held in vars(definitions).values() if isinstance(held, type) and issubclass(held, BaseModel)
)


def to_sdk(obj: Any) -> Any:
    """The official package's object for a definition: its class of the same name, with the same JSON.

    Args:
        obj: a group, key, service, attribute, event, property, criterion, … of signals_nb; what is the
            official package's already is returned as it is.

    Raises:
        SignalsError: the object is neither, or the package is not installed.
        pydantic.ValidationError: the object was changed to what its class does not take.
    """
    sdk = official()
    if _first(obj, _by_theirs(sdk)) is not None:
        return obj
    ours = _first(obj, {each: each for each in _OURS})
    if ours is None:
        raise SignalsError(f"to_sdk takes a definition of signals_nb; {_told(obj, 'to_sdk')}")
    return _theirs(sdk, ours).model_validate(_fields(obj))


def from_sdk(obj: Any) -> Any:
    """The definition for an object of the official package: our class of the same name, with the same JSON.

    An ``AttributeGroup``, which the official client gives back, becomes the one of the three classes that
    its ``offline``, ``fields`` and ``attributes`` tell.

    Args:
        obj: of the official package; what is ours already is returned as it is.

    Raises:
        InvalidDefinition: the object is a response of the Signals API, with properties as text.
        SignalsError: the object is neither, or the package is not installed.
        pydantic.ValidationError: the object was changed to what its class does not take.
    """
    if isinstance(obj, _OURS):
        return obj
    sdk = official()
    if isinstance(obj, sdk.models.AttributeGroupResponse):
        return AttributeGroup.from_json(obj.model_dump(mode="json", exclude_none=True, by_alias=True))
    ours = _first(obj, _by_theirs(sdk))
    if ours is None:
        raise SignalsError(f"from_sdk takes a definition of snowplow_signals; {_told(obj, 'from_sdk')}")
    fields = _fields(obj)
    return _group(fields) if ours is AttributeGroup else ours.model_validate(fields)


def official() -> Any:
    """The official package, which is an extra: imported when it is needed.

    Raises:
        SignalsError: it cannot be imported.
    """
    try:
        import snowplow_signals
    except ImportError as error:
        raise SignalsError(
            "This needs Snowplow's own package, which cannot be imported: pip install 'signals-nb[sdk]'. "
            f"It wants pandas < 3. ({error})"
        ) from error
    return snowplow_signals


def _theirs(sdk: Any, ours: type) -> Any:
    name = ours.__name__
    # The link of a service to a group is not among the names that the package exports.
    return getattr(sdk, name, None) or getattr(sdk.models.model, name)


def _by_theirs(sdk: Any) -> dict[type, type[BaseModel]]:
    """Our class for each of theirs, and for the generated ones that stand for them inside others."""
    pairs = [(_theirs(sdk, ours), ours) for ours in _OURS]
    found = dict(pairs)
    for theirs, ours in pairs:
        for base in theirs.__mro__:
            if base.__module__.startswith("snowplow_signals."):
                found.setdefault(base, ours)
    return found


def _first(obj: Any, table: dict[type, type[BaseModel]]) -> type[BaseModel] | None:
    return next((table[cls] for cls in type(obj).__mro__ if cls in table), None)


def _fields(obj: BaseModel) -> Any:
    """The fields with the nulls among them, else a null would come back as the default."""
    fields = obj.model_dump(by_alias=True, warnings=False)
    if isinstance(fields, dict) and fields.get("attribute_groups", ...) is None:
        del fields["attribute_groups"]  # both services take none given, and neither takes null
    return fields


def _group(fields: dict[str, Any]) -> AttributeGroup:
    if fields["offline"] is not None:
        try:
            return class_of(fields).model_validate(fields)
        except ValidationError:
            pass  # an AttributeGroup may hold what none of the three takes
    return AttributeGroup.model_validate(fields)


def kind(obj: Any) -> str:
    """What an object is, for a message: ``None``, ``a dict``, ``the class signals_nb.client.Signals``."""
    cls = obj if isinstance(obj, type) else type(obj)
    name = cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
    return "None" if obj is None else f"the class {name}" if isinstance(obj, type) else f"a {name}"


def _told(obj: Any, function: str) -> str:
    one = " Convert one at a time: [{}(each) for each in objects]." if isinstance(obj, list | tuple) else ""
    return f"it is {kind(obj)}.{one.format(function)}"
