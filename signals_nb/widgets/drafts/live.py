"""The findings of a form, worked out anew only for what an edit changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from signals_nb.check import Finding, check_definition, finding
from signals_nb.check.attributes import check_attribute
from signals_nb.check.data import check_attribute_shape, check_key_shape
from signals_nb.check.drafts import half_built, shape_findings
from signals_nb.check.groups import KnownKeys
from signals_nb.definitions import Attribute, AttributeKey, Event
from signals_nb.definitions.base import is_name
from signals_nb.errors import EventsError
from signals_nb.layouts.locate import Locator
from signals_nb.layouts.types import Table
from signals_nb.widgets.drafts.form import Form, Json, plain

__all__ = ["LiveFindings", "Placed", "by_position"]

# What a group says about the names of its attributes; all else about them is told attribute by attribute.
_NAMES: Final = ("G06", "G07", "G12")


class Placed(NamedTuple):
    """A finding, and its path with attributes and fields by position."""

    path: str
    finding: Finding


class LiveFindings:
    """Finds what ``check()`` finds about a draft, and what the shape of the events tells.

    Args:
        table: the shape of the events; None where none are open.
    """

    def __init__(self, table: Table | None) -> None:
        self.table = table
        self._attributes: dict[int, tuple[Json, str, list[Finding]]] = {}

    def of(self, form: Form, key: AttributeKey | None, known_keys: KnownKeys) -> tuple[Placed, ...]:
        """The findings, those about the group first, then attribute by attribute.

        Args:
            form: the form.
            key: what its key resolves to; None where it resolves to nothing.
            known_keys: the keys of the registry.
        """
        group = plain({**form.group, "attributes": None, "fields": form.group.get("fields")})
        names = [one.get("name") for one in form.attributes]
        found = check_definition(_with_stand_ins(group, form, names), known_keys)
        if key is not None:
            found += list(
                _of_events(lambda: check_key_shape(key, Locator(self._table())), "attribute_key", self.table)
            )
        placed = [Placed(by_position(one.where, group), one) for one in found if not _inside(one)]
        about_names = [one for one in found if one.code in _NAMES and one.where.startswith("attributes.")]
        kept: dict[int, tuple[Json, str, list[Finding]]] = {}
        for index, attribute in enumerate(form.attributes):
            place = f"attributes.{names[index] if _is_name(names[index]) else index}"
            known = self._attributes.get(id(attribute))
            if known is None or known[0] is not attribute or known[1] != place:
                known = (attribute, place, list(dict.fromkeys(self._attribute(plain(attribute), place))))
            kept[id(attribute)] = known
            own = [*(one for one in about_names if one.where == place), *known[2]]
            placed += [Placed(_below(one.where, place, index), one) for one in own]
        self._attributes = kept
        return tuple(placed)

    def _table(self) -> Table:
        assert self.table is not None, "asked only where events are open"
        return self.table

    def _attribute(self, attribute: Json, place: str) -> Iterator[Finding]:
        shape = [replace(one, where=f"{place}.{one.where}") for one in shape_findings(Attribute, attribute)]
        try:
            made = Attribute.__pydantic_validator__.validate_python(attribute)
        except ValidationError:
            made = half_built(Attribute, attribute)
        told = {one.where for one in shape}
        found = [one for one in check_attribute(made, place) if one.where not in told]
        yield from _half_chosen(shape, {one.where for one in found if one.code == "A01"})
        yield from found
        if not shape:
            yield from _of_events(
                lambda: check_attribute_shape(made, place, Locator(self._table())), place, self.table
            )


_PARTS: Final = ("vendor", "name", "major_version", "path")


def _half_chosen(shape: list[Finding], told: set[str]) -> Iterator[Finding]:
    """Findings of shape; a property that lacks several parts is told of once.

    Args:
        shape: the findings.
        told: the places of properties that another finding says to choose.
    """
    for one in shape:
        place, _, part = one.where.rpartition(".")
        lacks = part in _PARTS and one.message == f"{part} is required." and place.endswith("property")
        number = place.removesuffix(".property").rpartition(".")[2]
        if not lacks:
            yield one
        elif place not in told:
            told.add(place)
            yield finding("C01", place, i=int(number) + 1) if number.isdecimal() else one


def _of_events(find: Callable[[], Iterator[Finding]], where: str, table: Table | None) -> Iterator[Finding]:
    if table is None:
        return
    try:
        yield from find()
    except EventsError as error:
        yield finding("V01", where, message=str(error))


def _with_stand_ins(group: Json, form: Form, names: list[Any]) -> Json:
    """A group whose attributes have nothing wrong but their names."""
    if form.group.get("attributes") is None:
        return {name: value for name, value in group.items() if name != "attributes"}
    named = [name for name in names if _is_name(name)]
    # One without a legal name still is an attribute.
    stand_ins = named or ["attribute_without_a_name"] * bool(names)
    return {**group, "attributes": [_stand_in(name) for name in stand_ins]}


def _stand_in(name: str) -> Attribute:
    event = Event.model_construct(name="page_view")
    return Attribute.model_construct(name=name, type="int64", events=[event], aggregation="counter")


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and is_name(name)


def _inside(one: Finding) -> bool:
    return one.where.startswith("attributes.")


def _below(where: str, place: str, index: int) -> str:
    rest = where.removeprefix(place)
    return f"attributes.{index}{rest or '.name'}"


def by_position(where: str, group: Json) -> str:
    """A finding's path with attributes and fields by position instead of by name."""
    what, _, rest = where.partition(".")
    name, _, below = rest.partition(".")
    if what in ("attributes", "fields"):
        for index, one in enumerate(group.get(what) or []):
            if name and one.get("name") == name:
                return ".".join(filter(None, (what, str(index), below or "name")))
    return where
