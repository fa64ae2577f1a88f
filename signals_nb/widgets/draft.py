"""The builder's brain: the form of one attribute group with everything it knows, and no widget.

A UI holds one ``Draft``, shows what it tells, and calls one method per control::

    draft = Draft(signals)                       # or Draft(signals, group | JSON text | path | dict)
    draft.observe(refresh)                       # refresh(changed) after every change
    draft.set("name", "page_engagement")         # one control, one call
    index = draft.add_attribute()
    draft.set(f"attributes.{index}.aggregation", "last")
    draft.findings_at(f"attributes.{index}")     # what to say next to the control
    draft.choices(index).types                   # (("auto (string)", "auto"), ("string", "string"), ...)
    call = draft.prepare_test()
    signals.evaluate(call.group, **call.options) # on a worker
    draft.is_stale(call)                         # the results are from before the last change
    draft.publish()

**Paths** are dotted, attributes and lists by position from 0: ``owner``, ``attributes.2.period``,
``attributes.2.criteria.any.0.value``, ``test.seed``. Values are JSON values, as in the published file:
durations are ISO text (``drafts.durations`` has ``duration_text(7, "days")`` and ``duration_parts("P7D")``
for numbers with units), moments are ISO text in UTC. ``set`` also takes definitions (``PageView()``, ``AtomicProperty(...)``,
``timedelta(days=7)``). ``None`` empties a field.

**Where an edit leads**: a switch of aggregation, operator, kind of property, period or source hides what
does not go with the new choice and brings back what was typed for it earlier; ``state["group"]`` never
holds what is hidden. What ``open`` read is left as it is until an edit concerns it.

**Findings** say where they belong: ``findings_at(path)`` takes a path as above and gives those at it and
below it. They are cheap (no row is read); ``deep_findings()`` reads rows and belongs on a worker.

**One source of truth**: all edits are made on the thread of the UI. ``deep_findings``, and evaluating what
``prepare_test`` gave, are safe on another thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from signals_nb.check import Finding
from signals_nb.definitions import Attribute, AttributeGroup
from signals_nb.widgets.drafts.values import (
    AttributeChoices,
    Changed,
    CriterionChoices,
    CriterionRow,
    Permits,
    Proposal,
    Published,
    SavedDraft,
    TestCall,
    Version,
)

if TYPE_CHECKING:
    from signals_nb.client import Signals

__all__ = ["Draft"]

Source = AttributeGroup | Mapping[str, Any] | str | Path


class Draft:
    """The form of one attribute group.

    Args:
        signals: the events to test on and the registry to publish to; None where nothing is open yet.
        group: what to open: a group, JSON text, the path of a JSON file, or a dict, also a half-built one.
            Default: an empty form, owned by ``git config user.email`` if that is set.
        folder: holds ``.signals_nb/`` with the saved drafts; default: the working folder.
        autosave: whether every edit is kept there.

    Raises:
        InvalidDefinition: ``group`` cannot be read, or is no group at all.
    """

    def __init__(
        self,
        signals: Signals | None,
        group: Source | None = None,
        folder: str | Path | None = None,
        autosave: bool = True,
    ) -> None:
        raise NotImplementedError

    # What there is.

    @property
    def state(self) -> dict[str, Any]:
        """Everything, as JSON values; a copy.

        ``group`` is the group as ``check()`` and ``AttributeGroup.from_json`` take it; ``hidden`` what is
        kept for switching back, by path; ``auto`` the positions of attributes whose type is inferred;
        ``selected`` the position of the selected attribute or None; ``source`` ``stream``, ``batch`` or
        ``external``; ``test`` the options ``n_keys`` (10, 100, 1000 or None for all), ``keys``, ``app_ids``,
        ``window`` (None, ISO text, or ``{"from": …, "to": …}``), ``as_of`` (None or ISO text), ``seed``.
        """
        raise NotImplementedError

    def get(self, path: str) -> Any:
        """The value at a path, as the form shows it: a copy; None where there is nothing.

        ``attributes.0.type`` is ``"auto"`` where the type is inferred.
        """
        raise NotImplementedError

    @property
    def group(self) -> AttributeGroup | None:
        """The model; None while its shape is invalid."""
        raise NotImplementedError

    @property
    def selected(self) -> int | None:
        """The position of the selected attribute; None where there is none."""
        raise NotImplementedError

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell once, as the form was opened or read from: unknown fields, a damaged registry file."""
        raise NotImplementedError

    @property
    def last_error(self) -> BaseException | None:
        """What an observer raised last; the log ``signals_nb`` has it too."""
        raise NotImplementedError

    def observe(self, callback: Callable[[Changed], object]) -> Callable[[], None]:
        """Call ``callback`` after every change; returns a function that ends it.

        What a callback raises is logged and kept in ``last_error``; the others are called all the same.
        """
        raise NotImplementedError

    # Edits.

    def set(self, path: str, value: Any) -> None:
        """Set one field; the same value again does nothing.

        Besides the fields of a group: ``source`` (``stream``, ``batch``, ``external``),
        ``attributes.0.type`` = ``"auto"``, ``attributes.0.period_kind`` (``rolling``, ``lifetime``),
        ``attributes.0.criteria_mode`` (``all``, ``any``), and ``test.…``, which is no step of undo.
        Edits of one text in a row are one step of undo until ``commit``.

        Raises:
            SignalsError: no such place, with the nearest fields; or no JSON value.
        """
        raise NotImplementedError

    def commit(self) -> None:
        """End of typing (Enter, or the field was left): the next edit of the text is a step of its own."""
        raise NotImplementedError

    def select(self, index: int | None) -> None:
        """Select an attribute."""
        raise NotImplementedError

    def add_attribute(self, attribute: Attribute | Mapping[str, Any] | None = None) -> int:
        """Add an attribute below the selected one and select it; by default a counter over 7 days."""
        raise NotImplementedError

    def duplicate_attribute(self, index: int) -> int:
        """Copy an attribute below itself, under a free name, and select it."""
        raise NotImplementedError

    def delete_attribute(self, index: int) -> None:
        """Delete an attribute; the one that takes its place is selected."""
        raise NotImplementedError

    def move_attribute(self, index: int, to: int) -> None:
        """Move an attribute to another position; it stays selected."""
        raise NotImplementedError

    def add_counters(self, property: Any, values: Iterable[Any], like: int | None = None) -> list[int]:
        """Add one counter for each value of a property, each with the criterion property = value.

        Args:
            property: a property, or its JSON.
            values: texts, numbers or booleans; each once.
            like: the attribute whose events, criteria and period they take; default: all events, 7 days.

        Returns:
            Their positions. All of it is one step of undo.
        """
        raise NotImplementedError

    def add_event(self, index: int, event: Any) -> None:
        """Add an event (or its JSON) to an attribute; one that is there already is not added twice."""
        raise NotImplementedError

    def remove_event(self, index: int, number: int) -> None:
        """Remove the event at a position of an attribute's events."""
        raise NotImplementedError

    def criteria(self, index: int) -> tuple[CriterionRow, ...]:
        """The criteria of an attribute, row by row."""
        raise NotImplementedError

    def criteria_mode(self, index: int) -> Literal["all", "any", "both"]:
        """How an attribute's criteria go together; ``both`` where it was opened with both clauses."""
        raise NotImplementedError

    def add_criterion(self, index: int) -> str:
        """Add an empty criterion to an attribute; returns its path."""
        raise NotImplementedError

    def remove_criterion(self, path: str) -> None:
        """Remove the criterion at a path such as ``attributes.0.criteria.all.1``."""
        raise NotImplementedError

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        raise NotImplementedError

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take the last step back, 50 at most."""
        raise NotImplementedError

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        raise NotImplementedError

    def open(self, source: Source | None) -> None:
        """Open another group in this form, None for an empty one; a step of undo."""
        raise NotImplementedError

    # What the form says.

    @property
    def findings(self) -> list[Finding]:
        """Everything wrong or doubtful that shows without reading a row, from the top of the form down."""
        raise NotImplementedError

    def findings_at(self, path: str) -> list[Finding]:
        """The findings at a path and below it; ``attributes.0`` is the first attribute, whatever its name."""
        raise NotImplementedError

    def deep_findings(self) -> list[Finding]:
        """The findings that need a look at the rows; reads the events, so call it on a worker.

        Empty while there are errors, and for an external table.
        """
        raise NotImplementedError

    @property
    def errors(self) -> int:
        """How many errors there are."""
        raise NotImplementedError

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        raise NotImplementedError

    @property
    def first_error(self) -> tuple[str, Finding] | None:
        """The first error from the top, with its path by position, for ``Go to first``."""
        raise NotImplementedError

    def choices(self, index: int) -> AttributeChoices:
        """What the editor of an attribute offers."""
        raise NotImplementedError

    def criterion_choices(self, path: str) -> CriterionChoices:
        """What the row of a criterion offers."""
        raise NotImplementedError

    @property
    def keys(self) -> tuple[str, ...]:
        """The names to offer as attribute key: four built-in ones, then those of the registry."""
        raise NotImplementedError

    @property
    def group_state(self) -> Literal["empty", "invalid", "valid", "published"]:
        """``published`` where the registry holds this very definition."""
        raise NotImplementedError

    @property
    def badge(self) -> str:
        """``Draft``, ``Unpublished changes`` or ``Published v2``."""
        raise NotImplementedError

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions in the registry under this name, the latest first; see ``reload_versions``."""
        raise NotImplementedError

    @property
    def target(self) -> str:
        """Where ``publish`` would write: ``v3 → registry/attribute_groups/x/v3.json``; empty if nowhere."""
        raise NotImplementedError

    def permits(self, running: bool = False) -> Permits:
        """What can be pressed.

        Args:
            running: whether a test runs.
        """
        raise NotImplementedError

    def code(self, language: Literal["python", "sdk", "json", "sql"]) -> str:
        """The group as source text; while it is invalid, a comment that says why (JSON is always there).

        ``sql`` asks the events for their end, so it may take a moment.
        """
        raise NotImplementedError

    # Test and publish.

    def prepare_test(self) -> TestCall:
        """What to evaluate, as it is now.

        Raises:
            InvalidDefinition: there are errors; all are named.
            SignalsError: no data is open (T01), or the group is an external table.
        """
        raise NotImplementedError

    def is_stale(self, call: TestCall) -> bool:
        """Whether the definition or the options of the test have changed since a call was prepared."""
        raise NotImplementedError

    def proposal(self) -> Proposal:
        """What ``publish`` would do now; reads the registry.

        Raises:
            InvalidDefinition: there are errors; all are named.
            RegistryError: the registry refuses the name or the key, or a file of it is damaged.
        """
        raise NotImplementedError

    def publish(self, *, accept_breaking: bool = False) -> Published:
        """Publish the group under the version that ``target`` shows; the form takes that version.

        Raises:
            InvalidDefinition: there are errors; all are named.
            SignalsError: changes break users of the latest version, and ``accept_breaking`` is false (P05).
            VersionConflict: someone else published that version meanwhile (P02): ``reload_versions``.
            RegistryError: the file cannot be written (P03), or the registry refuses the group.
        """
        raise NotImplementedError

    def reload_versions(self) -> None:
        """Read the registry again."""
        raise NotImplementedError

    def load_version(self, number: int) -> None:
        """Open a version from the registry in this form; a step of undo."""
        raise NotImplementedError

    @property
    def unsaved(self) -> bool:
        """Whether the form holds what neither the registry nor the opened source has; ask before loading."""
        raise NotImplementedError

    # Kept drafts.

    @property
    def autosave_problem(self) -> str:
        """Why the last edits could not be kept; empty where they are."""
        raise NotImplementedError

    def saved(self) -> list[SavedDraft]:
        """The drafts to offer under ``Restore draft``, the latest first, this one aside."""
        raise NotImplementedError

    def restore(self, saved: SavedDraft) -> None:
        """Open a kept draft in this form, as a step of undo; its file becomes this draft's."""
        raise NotImplementedError

    def discard(self, saved: SavedDraft) -> None:
        """Delete a kept draft.

        Raises:
            SignalsError: a builder that runs holds it.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Stop observing and keeping; a draft with nothing unsaved leaves no file."""
        raise NotImplementedError
