"""Values after publishing: which groups are served, and what a read of one identifier gives.

The source of every rule is semantics.md, "Profiles", and the vendor's client, whose dicts these are.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from signals_nb import frames
from signals_nb.definitions import AttributeGroup
from signals_nb.errors import NotFound, SignalsError, did_you_mean

__all__ = [
    "empty",
    "of_service",
    "read",
    "require_identifier",
    "require_key",
    "wanted",
    "why_none",
]


def why_none(group: AttributeGroup) -> str | None:
    """Why no value of a group in the registry is served; None where values are."""
    title = f"{group.name} v{group.version}"
    if not group.is_published:
        return f"{title} is not published, so it has no values. Publish it: signals.publish([...])."
    if not group.online:
        return f"{title} is published with online=False, so it has no values. Publish it with online=True."
    return None


def empty(group: AttributeGroup) -> pd.DataFrame:
    """The frame of a group without values: its columns in their dtypes, and no row."""
    nothing = np.array([], dtype=object)
    declared = {str(group.attribute_key.name): "string", **group.columns()}
    return pd.DataFrame({name: frames.series(nothing, kind) for name, kind in declared.items()})


def read(frame: pd.DataFrame, identifier: str, names: Iterable[str]) -> dict[str, Any]:
    """The row of one identifier as the vendor's client returns it; all None where there is no row.

    Args:
        frame: of one row, or none; its first column is the key.
        identifier: the key's value.
        names: of the attributes, in the order they are given back.

    Returns:
        The key's name with the identifier, then JSON values: a timestamp is its ISO 8601 text in UTC, bytes
        are their base64 text.
    """
    row = {} if frame.empty else {str(name): frame[name].iloc[0] for name in frame.columns}
    return {str(frame.columns[0]): identifier, **{name: _json(row.get(name)) for name in names}}


def _json(value: Any) -> Any:
    if isinstance(value, list):
        return [_json(item) for item in value]
    if value is None or isinstance(value, dict):
        return value
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value


def wanted(group: AttributeGroup, attributes: Sequence[str] | str) -> list[str]:
    """The names that a call asks for, each of which the group has.

    Raises:
        SignalsError: no list of names, or an empty one.
        NotFound: a name that the group does not have, with the nearest.
    """
    names = [attributes] if isinstance(attributes, str) else attributes
    if not isinstance(names, Iterable) or not all(isinstance(each, str) for each in names):
        raise SignalsError(f"attributes takes a list of attribute names; it is {attributes!r}.")
    known = list(group.columns())
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f" It has {', '.join(known)}."
            raise NotFound(f"{group.name} v{group.version} has no attribute {name}.{hint}")
    if not names:
        raise SignalsError(f"attributes is empty. {group.name} v{group.version} has {', '.join(known)}.")
    return list(dict.fromkeys(names))


def require_key(given: str, keys: Iterable[str], whose: str) -> None:
    """Refuse the name of another attribute key.

    Raises:
        SignalsError: with the keys that there are.
    """
    known = list(dict.fromkeys(keys))
    if given not in known:
        raise SignalsError(f"{whose} has values by {', '.join(known)}, not by attribute_key={given!r}.")


def require_identifier(identifier: object) -> str:
    """The identifier, which must be a text.

    Raises:
        SignalsError: it is none.
    """
    text = getattr(identifier, "root", identifier)
    if not isinstance(text, str):
        raise SignalsError(
            f"identifier takes one value of the key as text; it is {identifier!r}, a {type(text).__name__}."
        )
    return text


def of_service(parts: Sequence[tuple[AttributeGroup, dict[str, Any]]]) -> dict[str, Any]:
    """What a service gives for one identifier: the values of its groups, in their order.

    An attribute that two groups have stands there under each one's full name, as the Signals API spells it:
    ``basket_v1:views``.
    """
    holders: dict[str, int] = {}
    for group, _ in parts:
        for name in group.columns():
            holders[name] = holders.get(name, 0) + 1
    told: dict[str, Any] = {}
    for group, values in parts:
        for name, value in values.items():
            twice = holders.get(name, 0) > 1
            told[f"{group.name}_v{group.version}:{name}" if twice else name] = value
    return told
