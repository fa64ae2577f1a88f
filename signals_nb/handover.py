"""The hand-over of definitions to the real system, through the official package's client."""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError

from signals_nb.errors import SignalsError
from signals_nb.registry import RegistryObject
from signals_nb.registry.handed import place_of
from signals_nb.remote import from_sdk, kind, official, to_sdk

__all__ = ["hand_over"]

_SECRETS: Final = ("api_key", "api_key_id", "sandbox_token", "token")
_SHOWN: Final = 500


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
    sdk = official()
    if not isinstance(client, sdk.Signals | sdk.SignalsSandbox):
        raise SignalsError(
            f"client takes the official package's client; it is {kind(client)}. Give a "
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


def _failure(objects: Sequence[RegistryObject], index: int, error: Exception, client: Any) -> str:
    """What went wrong, and how far the hand-over came."""
    accepted = index
    why = f"{type(error).__name__}: {error}"
    if isinstance(error, official().SignalsAPIError):
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
            f"Handing over {_title(objects[index])} failed: {why}",
            f"Accepted: {', '.join(map(_title, objects[:accepted])) or 'nothing'}.",
            f"Not sent: {', '.join(map(_title, objects[index + 1 :])) or 'nothing'}.",
            "Set it right and call publish_remote again with all of them: what is there is updated.",
        ]
    )


def _title(definition: RegistryObject) -> str:
    return place_of(definition).title


def _secrets_in(text: str, client: Any) -> list[str]:
    """The client's credentials that a text shows, longest first: a header's error quotes the header."""
    held = [getattr(client.api_client, name, None) for name in _SECRETS]
    forms = {form for each in held if each for form in (each, each.strip(), repr(each)[1:-1])}
    forms = {form for form in forms if len(form) > 3}  # what is no secret by its length would eat words
    return sorted((form for form in forms if form and form in text), key=len, reverse=True)
