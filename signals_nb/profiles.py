"""Values after publishing: which groups are served, and what a read of one identifier gives.

The source of every rule is semantics.md, "Profiles", and the vendor's client, whose dicts these are.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from signals_nb import frames
from signals_nb.compile.moments import micros
from signals_nb.compile.plan import Call, lifetime, since
from signals_nb.definitions import AttributeGroup, AttributeKey, ExternalBatchAttributeGroup
from signals_nb.errors import NotFound, SignalsError, did_you_mean, warn
from signals_nb.evaluator import Evaluator
from signals_nb.external import evaluate_external, mapped_table
from signals_nb.layouts.locate import Locator
from signals_nb.registry import Registry

__all__ = ["ProfileStore"]


class ProfileStore:
    """The values that the groups of a registry serve from their events.

    Args:
        registry: of the published groups and services.
        evaluator: of the events.
        clock: the moment of every read; None is the end of the events' world, or of an external table.
    """

    def __init__(self, registry: Registry, evaluator: Evaluator, clock: datetime | None) -> None:
        self._registry, self._evaluator, self._clock = registry, evaluator, clock

    def of_group(
        self, name: str, version: int, attributes: Sequence[str] | str, attribute_key: str, identifier: str
    ) -> dict[str, Any]:
        """See ``Signals.get_group_attributes``."""
        group = self._registry.get_attribute_group(name, version)
        names = _wanted(group, attributes)
        _require_key(attribute_key, [group], f"{name} v{version}")
        return self._values(group, _text(identifier), names)

    def of_service(self, name: str, attribute_key: str, identifier: str) -> dict[str, Any]:
        """See ``Signals.get_service_attributes``."""
        service = self._registry.get_service(name)
        links = dict.fromkeys((link.name, link.version) for link in service.attribute_groups)
        groups = [self._registry.get_attribute_group(*link) for link in links]
        _require_key(attribute_key, groups, f"The service {name}")
        asked = _text(identifier)
        groups = [group for group in groups if group.attribute_key.name == attribute_key]
        if not service.is_published:  # what is not published serves nothing
            groups = [group.model_copy(update={"is_published": False}) for group in groups]
        values = [self._values(group, asked, list(group.columns())) for group in groups]
        holders = Counter(column for group in groups for column in group.columns())
        return {
            f"{group.name}_v{group.version}:{column}" if holders[column] > 1 else column: value
            for group, held in zip(groups, values, strict=True)
            for column, value in held.items()
        }

    def all_of(self, name: str, version: int | None) -> pd.DataFrame:
        """See ``Signals.profiles``."""
        group = self._registry.get_attribute_group(name, version)
        reason = _why_none(group)
        if reason is None:
            return self._served(group)
        warn(reason)
        return _empty(group)

    def _values(self, group: AttributeGroup, identifier: str, names: list[str]) -> dict[str, Any]:
        served = _empty(group) if _why_none(group) else self._served(group, (identifier,))
        row = {} if served.empty else {str(name): served[name].iloc[0] for name in served.columns}
        return {str(served.columns[0]): identifier, **{name: _json(row.get(name)) for name in names}}

    @cached_property
    def _now(self) -> int | None:
        """The clock in microseconds, looked up once a read, which may be of several groups."""
        return self._evaluator.clock(Locator(self._evaluator.events.table), self._clock)[1]

    def _served(self, group: AttributeGroup, key_values: tuple[str, ...] = ()) -> pd.DataFrame:
        """The values of a published group with its ttl applied, of some key values or of all."""
        key, locator = self._evaluator.located(group)
        key = self._present(key)
        if isinstance(group, ExternalBatchAttributeGroup):
            return evaluate_external(
                group,
                key,
                mapped_table(group, self._evaluator.tables),
                as_of=None if self._clock is None else micros(self._clock),
                key_values=key_values,
                ttl=lifetime(group, key),
            ).frame
        call = Call(
            as_of=self._now or 0,
            since=since(group),
            key_values=key_values,
            deduplicate=self._evaluator.deduplicate,
            expires=True,
        )
        return self._evaluator.run(group, key, locator, call)[0]

    def _present(self, key: AttributeKey) -> AttributeKey:
        """The key as it stands in the registry: a group holds what it was when the group was published."""
        try:
            ttl = self._registry.get_attribute_key(str(key.name)).ttl
        except NotFound:
            return key
        return key.model_copy(update={"ttl": ttl})


def _why_none(group: AttributeGroup) -> str | None:
    """Why no value of a group in the registry is served; None where values are."""
    title = f"{group.name} v{group.version}"
    if not group.is_published:
        return f"{title} is not published, so it has no values. Publish it: signals.publish([...])."
    if not group.online:
        return f"{title} is published with online=False, so it has no values. Publish it with online=True."
    return None


def _empty(group: AttributeGroup) -> pd.DataFrame:
    """The frame of a group without values: its columns in their dtypes, and no row."""
    nothing = np.array([], dtype=object)
    declared = {str(group.attribute_key.name): "string", **group.columns()}
    return pd.DataFrame({name: frames.series(nothing, kind) for name, kind in declared.items()})


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


def _wanted(group: AttributeGroup, attributes: Sequence[str] | str) -> list[str]:
    """The names that a call asks for, each of which the group has.

    Raises:
        SignalsError: no list of names, or an empty one.
        NotFound: a name that the group does not have, with the nearest.
    """
    given = [attributes] if isinstance(attributes, str) else attributes
    names = list(given) if isinstance(given, Iterable) else [given]
    if not all(isinstance(each, str) for each in names):
        raise SignalsError(f"attributes takes a list of attribute names; it is {attributes!r}.")
    known = list(group.columns())
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f" It has {', '.join(known)}."
            raise NotFound(f"{group.name} v{group.version} has no attribute {name}.{hint}")
    if not names:
        raise SignalsError(f"attributes is empty. {group.name} v{group.version} has {', '.join(known)}.")
    return list(dict.fromkeys(names))


def _require_key(given: str, groups: Iterable[AttributeGroup], whose: str) -> None:
    known = list(dict.fromkeys(str(group.attribute_key.name) for group in groups))
    if given not in known:
        raise SignalsError(f"{whose} has values by {', '.join(known)}, not by attribute_key={given!r}.")


def _text(identifier: object) -> str:
    text = getattr(identifier, "root", identifier)
    if not isinstance(text, str):
        raise SignalsError(
            f"identifier takes one value of the key as text; it is {identifier!r} ({type(text).__name__})."
        )
    return text
