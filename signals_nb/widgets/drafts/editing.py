"""The form under edit: its values, its history, and those who are told of changes."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal, cast

from signals_nb.definitions import Attribute
from signals_nb.errors import SignalsError, did_you_mean
from signals_nb.widgets.drafts import edits
from signals_nb.widgets.drafts.form import TEST, Form, Json, plain, put, value_at
from signals_nb.widgets.drafts.history import History
from signals_nb.widgets.drafts.kinds import Kinds
from signals_nb.widgets.drafts.shape import AUTO, as_json, cleaned, part_of
from signals_nb.widgets.drafts.shape import GROUP as GROUP_KIND
from signals_nb.widgets.drafts.values import Changed, CriterionRow

__all__ = ["Editing"]

_LOG: Final = logging.getLogger("signals_nb")

# What is typed letter by letter; anything else is chosen.
_TYPED: Final = frozenset(
    {
        "database",
        "default_value",
        "description",
        "name",
        "owner",
        "path",
        "schema",
        "table",
        "timestamp_field",
    }
    | {"value", "vendor"}
)


class Editing:
    """Edits of one form.

    Args:
        form: to begin with.
    """

    def __init__(self, form: Form) -> None:
        self._history = History(form)
        self._kinds = Kinds()
        self._observers: list[Callable[[Changed], object]] = []
        self._last_error: BaseException | None = None

    @property
    def _form(self) -> Form:
        return self._history.form

    @property
    def state(self) -> dict[str, Any]:
        """Everything, as JSON values; a copy.

        ``group`` is the group as ``check()`` and ``AttributeGroup.from_json`` take it; ``form`` the same with
        the marks ``(auto)``, on attributes whose type is inferred, and ``(hidden)``, what is kept for
        switching back; ``selected`` the position of the selected attribute or None; ``source`` ``stream``,
        ``batch`` or ``external``; ``test`` the options ``n_keys`` (10, 100, 1000 or None for all), ``keys``,
        ``app_ids``, ``window`` (None, ISO text, or ``{"from": …, "to": …}``), ``as_of`` (None or ISO text)
        and ``seed``.
        """
        return self._form.state()

    def get(self, path: str) -> Any:
        """The value at a path, as the form shows it: a copy; None where there is nothing.

        ``attributes.0.type`` is ``"auto"`` where the type is inferred.

        Raises:
            SignalsError: no such place, with the nearest fields.
        """
        if path.startswith("test."):
            return copy.deepcopy(self._form.test[_option(path)])
        steps = edits.steps_of(self._form, path)
        if steps == ["source"]:
            return self._form.source
        attribute = value_at(self._form.group, steps[:2])
        if steps[0] == "attributes" and len(steps) == 3:
            if steps[2] == "period_kind":
                return "lifetime" if attribute.get("period") is None else "rolling"
            if steps[2] == "criteria_mode":
                return edits.criteria_mode(attribute)
            if steps[2] == "type" and attribute.get(AUTO):
                return "auto"
        return plain(value_at(self._form.group, steps))

    @property
    def selected(self) -> int | None:
        """The position of the selected attribute; None where there is none."""
        return self._form.selected

    @property
    def last_error(self) -> BaseException | None:
        """What an observer raised last; the log ``signals_nb`` has it too."""
        return self._last_error

    def observe(self, callback: Callable[[Changed], object]) -> Callable[[], None]:
        """Call ``callback`` after every change; returns a function that ends it.

        What a callback raises is logged and kept in ``last_error``; the others are called all the same.
        """
        self._observers.append(callback)

        def end() -> None:
            if callback in self._observers:
                self._observers.remove(callback)

        return end

    def _tell(self, what: Any, path: str = "") -> None:
        for callback in list(self._observers):
            try:
                callback(Changed(what, path))
            except Exception as error:  # noqa: BLE001 - whatever it is, the form and the others go on
                self._last_error = error
                _LOG.exception("An observer of the builder failed.")

    def _step(self, form: Form, path: str = "", typing: str | None = None) -> None:
        if form is not self._form:
            self._history.step(form, typing)
            self._changed("edit", path)

    def _changed(self, what: str, path: str = "") -> None:
        """Told after every change."""
        self._tell(what, path)

    def set(self, path: str, value: Any) -> None:
        """Set one field; the same value again does nothing.

        Besides the fields of a group: ``source`` (``stream``, ``batch``, ``external``),
        ``attributes.0.type`` = ``"auto"``, ``attributes.0.period_kind`` (``rolling``, ``lifetime``),
        ``attributes.0.criteria_mode`` (``all``, ``any``), and ``test.…``, which is no step of undo. A text
        as ``attribute_key`` is the name of a key. Edits of one text in a row are one step of undo until
        ``commit``.

        Raises:
            SignalsError: no such place, with the nearest fields; or no value for it.
        """
        if path.startswith("test."):
            option, given = _option(path), as_json(value)
            if not edits.same(given, self._form.test[option]):
                self._history.form = replace(self._form, test={**self._form.test, option: given})
                self._changed("test", path)
            return
        form = edits.with_value(self._form, path, value, self._kinds)
        steps = path.split(".")
        typed = steps[-1] in _TYPED and isinstance(value, str) and steps[-2:] != ["property", "name"]
        self._step(form, path, path if typed else None)

    def commit(self) -> None:
        """End of typing (Enter, or the field was left): the next edit of the text is a step of its own."""
        self._history.commit()

    def select(self, index: int) -> None:
        """Select an attribute, the nearest there is; no step of undo."""
        form = self._form.selecting(index)
        if form.selected != self._form.selected:
            self._history.form = form
            self._changed("select")

    def use_custom_key(self) -> None:
        """Make the attribute key one of the user's: the one typed last, or a property to choose."""
        form = edits.with_custom_key(self._form)
        self._step(form, "attribute_key")

    def add_attribute(self, attribute: Attribute | Mapping[str, Any] | None = None) -> int:
        """Add an attribute below the selected one and select it; by default a counter over 7 days."""
        selected = self._form.selected
        at = len(self._form.attributes) if selected is None else selected + 1
        fields = as_json(attribute or {**edits.NEW, "name": ""})
        kind, _ = part_of(GROUP_KIND, ["attributes", "0"])
        made = cleaned(fields, cast(Any, kind), [], where=f"attributes.{at}")
        self._step(edits.added(self._form, [edits.new_attribute(made, self._kinds)], at), f"attributes.{at}")
        return at

    def duplicate_attribute(self, index: int) -> int:
        """Copy an attribute below itself, under a free name, and select it."""
        self._require(index)
        self._step(edits.duplicated(self._form, index), f"attributes.{index + 1}")
        return index + 1

    def delete_attribute(self, index: int) -> None:
        """Delete an attribute; the one that takes its place is selected."""
        self._require(index)
        self._step(edits.deleted(self._form, index), "attributes")

    def move_attribute(self, index: int, to: int) -> None:
        """Move an attribute to another position, the nearest there is; it stays selected."""
        self._require(index)
        self._step(edits.moved(self._form, index, to), "attributes")

    def add_counters(self, property: Any, values: Iterable[Any], like: int | None = None) -> list[int]:
        """Add one counter for each value of a property, each with the criterion property = value.

        Args:
            property: a property, or its JSON.
            values: texts, numbers or booleans; each once.
            like: the attribute whose events, criteria and period they take; default: all events, 7 days.

        Returns:
            Their positions. All of it is one step of undo.
        """
        kind, _ = part_of(GROUP_KIND, ["attributes", "0", "property"])
        source = cleaned(as_json(property), cast(Any, kind), [], where="property")
        if like is not None:
            self._require(like)
        model = None if like is None else self._form.attributes[like]
        made = edits.counters(self._form, source, values, model, self._kinds)
        at = len(self._form.attributes)
        if made:
            self._step(edits.added(self._form, made, at), "attributes")
        return list(range(at, at + len(made)))

    def add_event(self, index: int, event: Any) -> None:
        """Add an event (or its JSON) to an attribute; one that is there already is not added twice."""
        self._require(index)
        path = f"attributes.{index}.events"
        events = self.get(path) or []
        kind, _ = part_of(GROUP_KIND, ["attributes", "0", "events", "0"])
        added = cleaned(as_json(event), cast(Any, kind), [], where=f"{path}.{len(events)}")
        if added not in events:
            self.set(path, [*events, added])

    def remove_event(self, index: int, number: int) -> None:
        """Remove the event at a position of an attribute's events."""
        path = f"attributes.{index}.events"
        self.get(f"{path}.{number}")
        self.set(path, [one for place, one in enumerate(self.get(path)) if place != number])

    def criteria(self, index: int) -> tuple[CriterionRow, ...]:
        """The criteria of an attribute, row by row."""
        self._require(index)
        rows = []
        for clause in cast(tuple[Literal["all", "any"], ...], ("all", "any")):
            path = f"attributes.{index}.criteria.{clause}"
            for number, one in enumerate(self.get(path) or []):
                place = f"{path}.{number}"
                fields = one.get("property"), str(one.get("operator", "")), one.get("value")
                rows.append(CriterionRow(place, clause, *fields))
        return tuple(rows)

    def criteria_mode(self, index: int) -> Literal["all", "any", "both"]:
        """How an attribute's criteria go together; ``both`` where it was opened with both clauses."""
        return edits.criteria_mode(self._require(index))

    def add_criterion(self, index: int) -> str:
        """Add an empty criterion to an attribute; returns its path."""
        self._require(index)
        clause = "any" if edits.criteria_mode(self._form.attributes[index]) == "any" else "all"
        path = f"attributes.{index}.criteria.{clause}"
        steps = path.split(".")
        rows = value_at(self._form.group, steps) or []
        group = put(self._form.group, steps, [*rows, {"operator": "=", "value": ""}])
        self._step(replace(self._form, group=group), path)
        return f"{path}.{len(rows)}"

    def remove_criterion(self, path: str) -> None:
        """Remove the criterion at a path such as ``attributes.0.criteria.all.1``."""
        steps = edits.steps_of(self._form, path)
        if len(steps) != 5 or steps[2] != "criteria":
            raise SignalsError(f"{path} is no criterion; one is attributes.0.criteria.all.0.")
        attribute = edits.without_criterion(value_at(self._form.group, steps[:2]), steps[3], steps[4])
        self._step(
            replace(self._form, group=put(self._form.group, steps[:2], attribute)), ".".join(steps[:3])
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._history.future)

    def undo(self) -> None:
        """Take the last step back, 50 at most; the options of the test stay."""
        self._move("undo")

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self._move("redo")

    def _move(self, way: Literal["undo", "redo"]) -> None:
        test = self._form.test
        if self._history.undo() if way == "undo" else self._history.redo():
            self._history.form = edits.inferred(replace(self._form, test=test), self._kinds)
            self._changed(way)

    def _require(self, index: int) -> Json:
        count = len(self._form.attributes)
        if type(index) is not int or not 0 <= index < count:
            raise SignalsError(f"There is no attribute {index!r}: the form has {count}, from 0.")
        return self._form.attributes[index]


def _option(path: str) -> str:
    option = path.removeprefix("test.")
    if option not in TEST:
        raise SignalsError(f'The test has no option "{option}".{did_you_mean(option, TEST)}')
    return option
