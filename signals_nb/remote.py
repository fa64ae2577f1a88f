"""The official package: our definitions as its objects, its objects as ours, and the hand-over through it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from signals_nb import definitions
from signals_nb.definitions import AttributeGroup
from signals_nb.definitions.groups import class_of
from signals_nb.errors import SignalsError
from signals_nb.registry import RegistryObject
from signals_nb.registry.publishing import title

__all__ = ["from_sdk", "hand_over", "to_sdk"]

_OURS: Final = tuple(
    held for held in vars(definitions).values() if isinstance(held, type) and issubclass(held, BaseModel)
)
_SECRETS: Final = ("api_key", "api_key_id", "sandbox_token", "token")
_SHOWN: Final = 500


def to_sdk(obj: Any) -> Any:
    """The official package's object for a definition: its class of the same name, with the same JSON.

    Args:
        obj: a group, key, service, attribute, event, property, criterion, … of signals_nb; what is the
            official package's already is returned as it is.

    Raises:
        SignalsError: the object is neither, or the package is not installed.
        pydantic.ValidationError: the object was changed to what its class does not take.
    """
    sdk = _official()
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
    sdk = _official()
    if isinstance(obj, sdk.models.AttributeGroupResponse):
        return AttributeGroup.from_json(obj.model_dump(mode="json", exclude_none=True, by_alias=True))
    ours = _first(obj, _by_theirs(sdk))
    if ours is None:
        raise SignalsError(f"from_sdk takes a definition of snowplow_signals; {_told(obj, 'from_sdk')}")
    fields = _fields(obj)
    return _group(fields) if ours is AttributeGroup else ours.model_validate(fields)


def hand_over(objects: Sequence[RegistryObject], client: Any) -> list[RegistryObject]:
    """Publish objects through the official client, in the order given.

    Args:
        objects: what others refer to first.
        client: a ``snowplow_signals.Signals`` or ``SignalsSandbox``.

    Returns:
        What the Signals API answered.

    Raises:
        SignalsError: the client is no official one, or a request failed; what was accepted is named.
    """
    sdk = _official()
    if not isinstance(client, sdk.Signals | sdk.SignalsSandbox):
        raise SignalsError(
            f"client takes the official package's client; it is {_kind(client)}. Give a "
            "snowplow_signals.Signals(api_url=…, api_key=…, api_key_id=…, org_id=…) or a "
            "snowplow_signals.SignalsSandbox(api_url=…, sandbox_token=…)."
        )
    answered: list[RegistryObject] = []
    # One call for each: the official publish is no transaction, and does not tell how far it came.
    for index, theirs in enumerate([to_sdk(each) for each in objects]):
        try:
            answers = client.publish([theirs])
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must learn what got through
            raise SignalsError(_failure(objects, index, error, client)) from (
                None if _secrets_in("".join(traceback.format_exception(error)), client) else error
            )
        answered += [from_sdk(each) for each in answers]
    return answered


def _official() -> Any:
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


def _kind(obj: Any) -> str:
    cls = obj if isinstance(obj, type) else type(obj)
    name = cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
    return "None" if obj is None else f"the class {name}" if isinstance(obj, type) else f"a {name}"


def _told(obj: Any, function: str) -> str:
    one = " Convert one at a time: [{}(each) for each in objects]." if isinstance(obj, list | tuple) else ""
    return f"it is {_kind(obj)}.{one.format(function)}"


def _failure(objects: Sequence[RegistryObject], index: int, error: Exception, client: Any) -> str:
    """What went wrong, and how far the hand-over came."""
    accepted = index
    why = f"{type(error).__name__}: {error}"
    if isinstance(error, _official().SignalsAPIError):
        message = error.message if isinstance(error.message, str) else json.dumps(error.message, default=str)
        why = f"the Signals API answered {error.status_code}: {message}"
    elif isinstance(error, ValidationError):
        accepted += 1
        why = f"the Signals API accepted it, but the official package cannot read the answer: {error}"
    for secret in _secrets_in(why, client):
        why = why.replace(secret, "***")
    if len(why) > _SHOWN:
        why = f"{why[:_SHOWN]}…"
    return "\n".join(
        [
            f"Handing over {title(objects[index])} failed: {why}",
            f"Accepted: {', '.join(map(title, objects[:accepted])) or 'nothing'}.",
            f"Not sent: {', '.join(map(title, objects[index + 1 :])) or 'nothing'}.",
            "Set it right and call publish_remote again with all of them: what is there is updated.",
        ]
    )


def _secrets_in(text: str, client: Any) -> list[str]:
    """The client's credentials that a text shows, longest first: a header's error quotes the header."""
    held = [getattr(client.api_client, name, None) for name in _SECRETS]
    forms = {form for each in held if each for form in (each, each.strip(), repr(each)[1:-1])}
    return sorted((form for form in forms if form and form in text), key=len, reverse=True)
