"""The arguments of a test out of the options of a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from signals_nb.arguments import moment, require_duration, require_sample, texts
from signals_nb.definitions import AttributeGroup
from signals_nb.errors import SignalsError
from signals_nb.widgets.drafts.durations import read_duration
from signals_nb.widgets.drafts.form import Form
from signals_nb.widgets.drafts.values import TestCall

__all__ = ["test_call"]


def test_call(group: AttributeGroup, form: Form) -> TestCall:
    """What to evaluate.

    Args:
        group: the model, for this call alone.
        form: whose options count.

    Raises:
        SignalsError: an option makes no sense.
    """
    test = form.test
    as_of, window = _moment("as_of", test["as_of"]), test["window"]
    if isinstance(window, Mapping):
        start, end = (_moment(f"window.{side}", window.get(side)) for side in ("from", "to"))
        as_of = end or as_of
        if start is not None and as_of is None:
            raise SignalsError("The window has no end: give it one, or an as_of.")
        length = None if start is None or as_of is None else as_of - start
        if length is not None and length <= timedelta(0):
            raise SignalsError("The window ends before it begins.")
    else:
        length = None if window is None else read_duration(window)
        if window is not None and length is None:
            raise SignalsError(f"window takes ISO 8601 text such as P7D; it is {window!r}.")
        require_duration("window", length)
    keys = texts("keys", test["keys"])
    sample = None if keys else test["n_keys"]
    require_sample(sample)
    if type(test["seed"]) is not int:
        raise SignalsError(f"seed takes a whole number; it is {test['seed']!r}.")
    options = {
        "attribute_key_ids": list(keys),
        "app_ids": list(texts("app_ids", test["app_ids"])),
        "window": length,
        "as_of": as_of,
        "sample": sample,
        "seed": test["seed"],
    }
    return TestCall(group, options, form.tested())


# Not for pytest.
test_call.__test__ = False  # type: ignore[attr-defined]


def _moment(name: str, value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        return moment(name, datetime.fromisoformat(value))
    except (TypeError, ValueError):
        raise SignalsError(
            f"{name} takes ISO 8601 text such as 2026-03-01T00:00:00Z; it is {value!r}."
        ) from None
