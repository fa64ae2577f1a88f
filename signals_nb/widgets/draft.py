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
durations and moments are ISO text (``drafts.durations`` turns ``P7D`` into ``(7, "days")`` and back).
``set`` also takes definitions (``PageView()``, ``AtomicProperty(...)``, ``timedelta(days=7)``). ``None``
empties a field.

**Where an edit leads**: a switch of aggregation, operator, kind of property, period or source hides what
does not go with the new choice and brings back what was typed for it earlier; ``state["group"]`` never
holds what is hidden. What ``open`` read is left as it is until an edit concerns it.

**Findings** say where they belong: ``findings_at(path)`` takes a path as above and gives those at it and
below it. They are cheap (no row is read); ``deep_findings()`` reads rows and belongs on a worker.

**One source of truth**: all edits are made on the thread of the UI. ``deep_findings``, and evaluating what
``prepare_test`` gave, are safe on another thread.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import ValidationError

from signals_nb.check import Finding, finding, raise_for_errors
from signals_nb.definitions import AttributeGroup, ExternalBatchAttributeGroup
from signals_nb.definitions.groups import class_of
from signals_nb.errors import SignalsError
from signals_nb.widgets.drafts import edits
from signals_nb.widgets.drafts.choices import attribute_choices, criterion_choices
from signals_nb.widgets.drafts.code import code
from signals_nb.widgets.drafts.form import Form, Json, plain, value_at
from signals_nb.widgets.drafts.keeping import Keeping
from signals_nb.widgets.drafts.kinds import Kinds
from signals_nb.widgets.drafts.live import LiveFindings, Placed, by_position
from signals_nb.widgets.drafts.opening import Source, opened
from signals_nb.widgets.drafts.owner import git_email
from signals_nb.widgets.drafts.publishing import publish
from signals_nb.widgets.drafts.shelf import Shelf
from signals_nb.widgets.drafts.testing import test_call
from signals_nb.widgets.drafts.values import (
    AttributeChoices,
    CriterionChoices,
    Permits,
    Proposal,
    Published,
    TestCall,
    Version,
)

if TYPE_CHECKING:
    from signals_nb.client import Signals

__all__ = ["Draft"]


class _View(NamedTuple):
    """What one form says, worked out once."""

    form: Json
    placed: tuple[Placed, ...]
    model: AttributeGroup | None
    proposal: Proposal | None


class Draft(Keeping):
    """The form of one attribute group.

    Args:
        signals: the events to test on and the registry to publish to; None where nothing is open yet.
        group: what to open: a group, JSON text, the path of a JSON file, or a dict, also a half-built one.
            Default: an empty form, owned by ``git config user.email`` if that is set.
        folder: holds ``.signals_nb/`` with the kept drafts; default: the working folder.
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
        here = Path.cwd() if folder is None else Path(folder).absolute()
        self._owner = git_email(here) if group is None else None
        form, notices = self._opened(group)
        super().__init__(form, here, autosave)
        self._notices = notices
        self._take(signals)
        self._settle()

    def _opened(self, source: Source | None) -> tuple[Form, tuple[str, ...]]:
        if source is None:
            owner = {"owner": self._owner} if self._owner else {}
            return Form({"name": "", **owner, "attributes": []}), ()
        group, notices = opened(source)
        return Form(group).selecting(0), notices

    def _take(self, signals: Signals | None) -> None:
        self._signals = signals
        table = signals._evaluator.events.table if signals else None
        self._kinds = Kinds(table)
        self._live = LiveFindings(table)
        self._shelf = Shelf(signals.registry if signals else None)
        self._seen: _View | None = None
        self._history.form = edits.inferred(self._form, self._kinds)

    @property
    def signals(self) -> Signals | None:
        """The events and the registry; None where nothing is open."""
        return self._signals

    def use(self, signals: Signals | None) -> None:
        """Stand on other events and another registry: inferred types follow the data; no step of undo."""
        self._take(signals)
        self._changed("data")

    def open(self, source: Source | None) -> None:
        """Open another group in this form, None for an empty one; a step of undo.

        Raises:
            InvalidDefinition: ``source`` cannot be read, or is no group at all.
        """
        form, self._notices = self._opened(source)
        self._history.step(edits.inferred(replace(form, test=self._form.test), self._kinds))
        self._settle()
        self._changed("open")

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell beside the findings: unknown fields of what was opened, damaged registry files."""
        damaged = [one.problem for one in self.versions if one.problem]
        return (*self._notices, *self._shelf.problems.values(), *damaged)

    # What the form says.

    def _view(self) -> _View:
        group = self._form.group
        if self._seen is None or self._seen.form is not group:
            key = self._shelf.key(plain(group.get("attribute_key")))
            placed = self._live.of(self._form, key, self._shelf.key_names)
            model = _model(group)
            wrong = any(one.finding.severity == "error" for one in placed)
            nowhere = wrong or self._signals is None
            proposal = None if nowhere or model is None else self._shelf.propose(model)
            self._seen = _View(group, placed, model, proposal)
        return self._seen

    @property
    def group(self) -> AttributeGroup | None:
        """The model; None while its shape is invalid."""
        model = self._view().model
        return None if model is None else model.model_copy(deep=True)

    @property
    def findings(self) -> list[Finding]:
        """Everything wrong or doubtful that shows without reading a row, from the top of the form down."""
        return list(dict.fromkeys(one.finding for one in self._view().placed))

    def findings_at(self, path: str) -> list[Finding]:
        """The findings at a path and below it; ``attributes.0`` is the first attribute, whatever its name."""
        below = f"{path}."
        found = (one.finding for one in self._view().placed if one.path == path or one.path.startswith(below))
        return list(dict.fromkeys(found))

    def path_of(self, found: Finding) -> str:
        """The path by position of a finding, such as one of ``deep_findings``."""
        return by_position(found.where, plain(self._form.group))

    def deep_findings(self) -> list[Finding]:
        """The findings that need a look at the rows; reads the events, so call it on a worker.

        Empty while there are errors, and for an external table.

        Raises:
            EventsError: the events cannot be read any more.
        """
        model = self._view().model
        if self._signals is None or model is None or self.errors:
            return []
        known = set(self.findings)
        return [one for one in self._signals._evaluator.findings(model) if one not in known]

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(one.severity == "error" for one in self.findings)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return sum(one.severity == "warning" for one in self.findings)

    @property
    def first_error(self) -> tuple[str, Finding] | None:
        """The first error from the top, with its path by position, for ``Go to first``."""
        return next(
            ((one.path, one.finding) for one in self._view().placed if one.finding.severity == "error"), None
        )

    def choices(self, index: int) -> AttributeChoices:
        """What the editor of an attribute offers."""
        return attribute_choices(self._require(index), self._kinds)

    def criterion_choices(self, path: str) -> CriterionChoices:
        """What the row of a criterion offers."""
        steps = edits.steps_of(self._form, path)
        return criterion_choices(value_at(self._form.group, steps), self._kinds)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names to offer as attribute key: four built-in ones, then those of the registry."""
        return self._shelf.offered_keys

    @property
    def group_state(self) -> Literal["empty", "invalid", "valid", "published"]:
        """``published`` where the registry holds this very definition."""
        if edits.same(plain(self._form.group), plain(self._opened(None)[0].group)):
            return "empty"
        if self.errors:
            return "invalid"
        proposal = self._view().proposal
        return "published" if proposal is not None and proposal.nothing is not None else "valid"

    @property
    def badge(self) -> str:
        """``Draft``, ``Unpublished changes`` or ``Published v2``."""
        proposal = self._view().proposal
        if proposal is not None and proposal.nothing is not None:
            return f"Published v{proposal.nothing}"
        return "Unpublished changes" if any(one.published for one in self.versions) else "Draft"

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions in the registry under this name, the latest first; see ``reload_versions``."""
        return self._shelf.versions(self._form.group.get("name"))

    @property
    def target(self) -> str:
        """Where ``publish`` would write: ``v3 → registry/attribute_groups/x/v3.json``; empty if nowhere."""
        proposal = self._view().proposal
        return "" if proposal is None or proposal.nothing is not None else proposal.target

    @property
    def unsaved(self) -> bool:
        """Whether the form holds what neither the registry nor the opened source has; ask before loading."""
        return self._edited and self.group_state not in ("empty", "published")

    def permits(self, running: bool = False) -> Permits:
        """What can be pressed.

        Args:
            running: whether a test runs.
        """
        count = self.errors
        invalid = f"Fix {count} error{'s' if count > 1 else ''} first." if count else ""
        proposal = self._view().proposal
        nothing = proposal.nothing if proposal else None
        test = publish = invalid
        if self._form.source == "external":
            test = "The values of an external table are not computed from events."
        if self._signals is None:
            test, publish = finding("T01", "").hint, publish or "No registry is open."
        if nothing is not None:
            publish = finding("P01", "", n=nothing).message
        if running:
            test, publish = "Testing...", "A test runs."
        return Permits(test, "" if running else "No test runs.", publish)

    def code(self, language: Literal["python", "sdk", "json", "sql"]) -> str:
        """The group as source text; while it is invalid, a comment that says why (JSON is always there).

        ``sql`` asks the events for their end, so it may take a moment.
        """
        return code(language, plain(self._form.group), self._view().model, self.findings, self._signals)

    # Test and publish.

    def _valid(self) -> AttributeGroup:
        raise_for_errors(plain(self._form.group), self.findings)
        model = self._view().model
        assert model is not None, "a group without errors has a shape"
        return model

    def prepare_test(self) -> TestCall:
        """What to evaluate, as it is now.

        Raises:
            InvalidDefinition: there are errors; all are named.
            SignalsError: no data is open (T01), the group is an external table, or an option makes no sense.
        """
        if self._signals is None:
            raise SignalsError(str(finding("T01", "")))
        group = self._valid()
        if isinstance(group, ExternalBatchAttributeGroup):
            raise SignalsError(f"{group.name} is an external table: {self.permits().test}")
        return test_call(group.model_copy(deep=True), self._form)

    def is_stale(self, call: TestCall) -> bool:
        """Whether the definition or the options of the test have changed since a call was prepared."""
        return call.form != self._form.tested()

    def proposal(self) -> Proposal:
        """What ``publish`` would do now.

        Raises:
            InvalidDefinition: there are errors; all are named.
            SignalsError: no registry is open.
            RegistryError: the registry refuses the name or the key, or a file of it is damaged.
        """
        self._valid()
        proposal = self._view().proposal
        if proposal is None:
            raise SignalsError("No registry is open.")
        return replace(proposal, inline_keys=self._shelf.inline_keys(proposal))

    def publish(self, *, accept_breaking: bool = False) -> Published:
        """Publish the group under the version that ``target`` shows; the form takes that version.

        Raises:
            InvalidDefinition: there are errors; all are named.
            SignalsError: changes break users of the latest version, and ``accept_breaking`` is false (P05).
            VersionConflict: someone else published that version meanwhile (P02): ``reload_versions``.
            RegistryError: the file cannot be written (P03), or the registry refuses the group.
        """
        plan = self.proposal()
        assert self._signals is not None, "a proposal needs a registry"
        done = publish(self._signals, plan, accept_breaking)
        if done.version is not None:
            group = {**self._form.group, "version": done.version}
            self._history.commit()
            self._history.form = replace(self._form, group=group)
            self._settle()
            self._forget()
            self._changed("publish")
        return done

    def _forget(self) -> None:
        self._shelf.reload()
        self._seen = None

    def reload_versions(self) -> None:
        """Read the registry again."""
        self._forget()
        self._changed("versions")

    def load_version(self, number: int) -> None:
        """Open a version from the registry in this form; a step of undo.

        Raises:
            SignalsError: there is no such version, or it cannot be read.
        """
        name = self._form.group.get("name")
        if self._signals is None or not isinstance(name, str):
            raise SignalsError("No registry is open.")
        self.open(self._signals.get_attribute_group(name, number))


def _model(group: Json) -> AttributeGroup | None:
    given = plain(group)
    try:
        return class_of(given).__pydantic_validator__.validate_python(given)  # type: ignore[no-any-return]
    except ValidationError:
        return None
