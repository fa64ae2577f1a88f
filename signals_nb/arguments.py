"""What a user may hand to ``Signals``, checked: texts, moments, durations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from signals_nb.compile.moments import in_utc
from signals_nb.definitions import AttributeKeyId
from signals_nb.errors import SignalsError, did_you_mean


def texts(name: str, values: Sequence[str | AttributeKeyId] | None) -> tuple[str, ...]:
    """Texts as they were given, each once; none where all are meant.

    Raises:
        SignalsError: ``values`` is no list of texts.
    """
    if values is None:
        return ()
    if not isinstance(values, Iterable):
        raise SignalsError(f"{name} takes a list of texts; it is {values!r}.")
    if isinstance(values, str | AttributeKeyId):
        raise SignalsError(f'{name} takes a list: {name}=["{getattr(values, "root", values)}"].')
    texts = [each.root if isinstance(each, AttributeKeyId) else each for each in values]
    wrong = [each for each in texts if not isinstance(each, str)]
    if wrong:
        raise SignalsError(f"{name} takes texts, and {wrong[0]!r} is a {type(wrong[0]).__name__}.")
    return tuple(dict.fromkeys(texts))


def require_sample(sample: int | None) -> None:
    """Refuse what is no number of key values.

    Raises:
        SignalsError: it is none.
    """
    if sample is not None and not (type(sample) is int and 1 <= sample < 2**63):
        raise SignalsError(f"sample is {sample!r}: give a number of key values from 1 up, or None for all.")


def require_duration(name: str, value: timedelta | None) -> None:
    """Refuse what is no duration longer than 0; None is no limit.

    Raises:
        SignalsError: it is none.
    """
    if value is None:
        return
    if not isinstance(value, timedelta):
        raise SignalsError(f"{name} takes a timedelta, such as timedelta(days=7); it is {value!r}.")
    if value <= timedelta(0):
        raise SignalsError(f"{name} must be longer than 0; it is {value}.")


def moment(name: str, value: datetime) -> datetime:
    """A moment in UTC; a naive one is UTC.

    Raises:
        SignalsError: ``value`` is no datetime.
    """
    if not isinstance(value, datetime) or value != value:  # pandas' NaT is a datetime
        raise SignalsError(
            f"{name} takes a datetime, such as datetime(2026, 3, 1); it is {value!r}. A naive one is UTC."
        )
    try:
        return in_utc(value)
    except OverflowError as error:
        raise SignalsError(f"{name} is {value}, which is no moment that UTC can tell.") from error


def unknown_arguments(of: Callable[..., object], unknown: dict[str, Any]) -> str:
    """What to tell of arguments that ``of`` does not take."""
    told = f"Signals() takes no {', '.join(unknown)}"
    if {"api_url", "api_key", "api_key_id", "org_id"} & set(unknown):
        return (
            f"{told}: this client evaluates events that you have. Name them with events=, and hand what you "
            "publish to the real system with publish_remote()."
        )
    taken = list(inspect.signature(of).parameters)[:-1]
    hints = "".join(dict.fromkeys(did_you_mean(name, taken) for name in unknown))
    return f"{told}.{hints} It takes {', '.join(taken)}."
