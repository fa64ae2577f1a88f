"""The form's values: nested dicts, never changed in place, with what is hidden kept where it belongs."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from signals_nb.definitions import BatchAttributeGroup, ExternalBatchAttributeGroup
from signals_nb.definitions.groups import class_of
from signals_nb.errors import InvalidDefinition, SignalsError
from signals_nb.widgets.drafts.shape import AUTO, GROUP, HIDDEN, as_json, cleaned

__all__ = ["TEST", "Form", "Json", "hide", "plain", "put", "reveal", "value_at"]

Json = dict[str, Any]

TEST: Final[Json] = {"n_keys": 10, "keys": [], "app_ids": [], "window": None, "as_of": None, "seed": 0}
"""The options of a test, as a new form has them."""


@dataclass(frozen=True)
class Form:
    """One state of the form; an edit makes another one that shares what did not change.

    Attributes:
        group: the half-built group; its objects may carry ``HIDDEN`` and ``AUTO``.
        selected: the position of the selected attribute.
        test: the options of the test.
    """

    group: Json
    selected: int | None = None
    test: Json = field(default_factory=lambda: dict(TEST))

    @property
    def attributes(self) -> list[Json]:
        """The attributes, with their marks."""
        return self.group.get("attributes") or []

    @property
    def source(self) -> str:
        """``stream``, ``batch`` or ``external``."""
        of = class_of(self.group)
        if of is ExternalBatchAttributeGroup:
            return "external"
        return "batch" if of is BatchAttributeGroup else "stream"

    def state(self) -> Json:
        """All of it as JSON values; ``form`` is the group with its marks."""
        return {
            "group": plain(self.group),
            "form": copy.deepcopy(self.group),
            "selected": self.selected,
            "source": self.source,
            "test": copy.deepcopy(self.test),
        }

    def tested(self) -> str:
        """The group and the options of the test, as JSON text: what a result depends on."""
        return json.dumps([plain(self.group), self.test])

    @classmethod
    def of_state(cls, state: Any) -> Form:
        """The form that gave a state.

        Raises:
            InvalidDefinition: it is no state of a form.
        """
        for name in ("form", "test"):
            if not isinstance(state, Mapping) or not isinstance(state.get(name), dict):
                raise InvalidDefinition(f"This is no draft: it has no {name}.")
        group = cleaned(state["form"], GROUP, [], marks=True)
        test = {name: as_json(state["test"].get(name, usual)) for name, usual in TEST.items()}
        return cls(group, None, test).selecting(state.get("selected"))

    def selecting(self, index: Any) -> Form:
        """The form with another attribute selected: the nearest there is."""
        count = len(self.attributes)
        known = index if type(index) is int else 0
        return replace(self, selected=min(max(known, 0), count - 1) if count else None)


def plain(node: Any) -> Any:
    """A copy without marks: what ``check()`` takes."""
    if isinstance(node, dict):
        return {name: plain(inner) for name, inner in node.items() if name not in (HIDDEN, AUTO)}
    return [plain(inner) for inner in node] if isinstance(node, list) else node


def value_at(node: Any, steps: Sequence[str]) -> Any:
    """What stands at a path; None where there is nothing."""
    for step in steps:
        if isinstance(node, list):
            node = node[int(step)] if step.isdecimal() and int(step) < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
    return node


def put(node: Any, steps: Sequence[str], value: Any) -> Any:
    """A copy of an object with another value at a path; None removes the field.

    Raises:
        SignalsError: a list has no such position.
    """
    step, *rest = steps
    if isinstance(node, list):
        index = int(step)
        if index >= len(node):
            raise SignalsError(f"There is no position {step}: the list has {len(node)}.")
        if not rest and value is None:
            return [*node[:index], *node[index + 1 :]]
        return [*node[:index], put(node[index], rest, value) if rest else value, *node[index + 1 :]]
    made = dict(node) if isinstance(node, dict) else {}
    if rest:
        made[step] = put(made.get(step, {}), rest, value)
    elif value is None:
        made.pop(step, None)
    else:
        made[step] = value
    return made


def hide(node: Json, name: str, under: str | None = None) -> Json:
    """A copy of an object with a field hidden, if it has one.

    Args:
        node: the object.
        name: of the field.
        under: what it is kept under, where one field hides several values.
    """
    if node.get(name) is None:
        return node
    kept = {**node.get(HIDDEN, {}), under or name: node[name]}
    return {**{key: value for key, value in node.items() if key != name}, HIDDEN: kept}


def reveal(node: Json, name: str, under: str | None = None) -> Json:
    """A copy of an object with a hidden field back, if one is hidden and none is there."""
    kept = dict(node.get(HIDDEN, {}))
    value = kept.pop(under or name, None)
    if value is None or node.get(name) is not None:
        return node
    rest = {key: inner for key, inner in node.items() if key != HIDDEN}
    return {**rest, name: value, **({HIDDEN: kept} if kept else {})}
