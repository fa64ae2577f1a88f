"""What a draft gives out: small frozen values that a UI shows or hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from signals_nb.check import Finding
from signals_nb.definitions import AttributeGroup
from signals_nb.registry import Difference, PublishResult

__all__ = [
    "AttributeChoices",
    "Changed",
    "CriterionChoices",
    "CriterionRow",
    "FieldChange",
    "Permits",
    "Proposal",
    "Published",
    "SavedDraft",
    "TestCall",
    "Version",
]

Options = tuple[tuple[str, Any], ...]
"""Labels with their values, as a drop-down takes them."""


@dataclass(frozen=True)
class Changed:
    """What an observer is told.

    Attributes:
        what: ``edit``, ``undo``, ``redo``, ``open``, ``select``, ``test`` (an option of the test),
            ``publish``, ``versions`` (the registry was read again) or ``data`` (other events are open).
        path: of the control that was edited; empty where the whole form may have changed.
    """

    what: Literal["edit", "undo", "redo", "open", "select", "test", "publish", "versions", "data"]
    path: str = ""


@dataclass(frozen=True)
class AttributeChoices:
    """What the editor of one attribute offers.

    Attributes:
        aggregations: label and name of all 14, in the console's order.
        help: one line on the aggregation that is set.
        property: whether to show the property; also where one is set that the aggregation ignores.
        property_note: instead of the property, such as ``Uses derived_tstamp.``; empty where it is shown.
        numeric: whether only numbers make sense as property.
        types: label and value for the type: first ``("auto (int64)", "auto")``, then the legal ones, and the
            one that is set if it is none of these.
        date_parts: label and value, ``("none", None)`` first; empty where no date part can be taken.
        time_units: label and value; empty where the aggregation has no unit.
        period_kind: ``rolling`` (show the period) or ``lifetime`` (show the ttl).
        more: how many of description, own type and default are set, for ``More options (2 set)``.
    """

    aggregations: Options
    help: str
    property: bool
    property_note: str
    numeric: bool
    types: Options
    date_parts: Options
    time_units: Options
    period_kind: Literal["rolling", "lifetime"]
    more: int


@dataclass(frozen=True)
class CriterionChoices:
    """What one row of the criteria offers.

    Attributes:
        operators: label and value; those that fit the property's kind, and the one that is set.
        value: the control for the value: ``none``, ``text``, ``number``, ``bool`` or ``list``.
        element: in a list, the kind of its members: ``text``, ``number`` or ``bool``.
        note: one line to show, such as ``compares with the empty string``; may be empty.
    """

    operators: Options
    value: Literal["none", "text", "number", "bool", "list"]
    element: Literal["text", "number", "bool"]
    note: str


@dataclass(frozen=True)
class CriterionRow:
    """One criterion, as the editor lists them: those of ``all``, then those of ``any``.

    Attributes:
        path: of the criterion: ``attributes.0.criteria.all.1``; its fields lie below.
        clause: ``all`` or ``any``.
        property: a JSON property, or None where none is chosen.
        operator: as in JSON.
        value: a JSON value; None where the operator takes none or none is given.
    """

    path: str
    clause: Literal["all", "any"]
    property: Mapping[str, Any] | None
    operator: str
    value: Any


@dataclass(frozen=True)
class Permits:
    """What can be pressed now: each field is empty where it can, else the reason to show next to it."""

    test: str
    stop: str
    publish: str


@dataclass(frozen=True)
class Version:
    """A version in the registry under the draft's name.

    Attributes:
        number: of the version.
        label: ``v2 (Published)``, ``v2 (Not published)`` or ``v2 (damaged)``.
        published: whether it is published.
        problem: why it cannot be read; empty where it can.
    """

    number: int
    label: str
    published: bool
    problem: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One row of the table of changes.

    Attributes:
        difference: the field, and what it held and holds.
        kind: ``added``, ``changed`` or ``removed``.
        breaking: why users of the latest version break, in words; empty where they don't.
    """

    difference: Difference
    kind: Literal["added", "changed", "removed"]
    breaking: str = ""


@dataclass(frozen=True)
class Proposal:
    """What publishing would do now.

    Attributes:
        group: as it would be published, with its version.
        file: as people read it: ``registry/attribute_groups/basket/v3.json``.
        since: the latest published version, which ``changes`` start from; None for a first one.
        changes: field by field.
        nothing: the version that holds this definition already; None where there is something to publish.
        inline_keys: the names of keys that are published along.
    """

    group: AttributeGroup
    file: str
    since: int | None
    changes: tuple[FieldChange, ...]
    nothing: int | None = None
    inline_keys: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """The version that would be written."""
        return self.group.version or 1

    @property
    def target(self) -> str:
        """``v3 → registry/attribute_groups/basket/v3.json``."""
        return f"v{self.version} → {self.file}"

    @property
    def breaking(self) -> tuple[FieldChange, ...]:
        """The changes that break users of the latest version."""
        return tuple(change for change in self.changes if change.breaking)


@dataclass(frozen=True)
class Published:
    """What ``publish`` did.

    Attributes:
        message: P04, or P01 where there was nothing to publish.
        version: that the registry holds this definition under now; None where it held it before.
        result: of the registry; None where there was nothing to publish.
    """

    message: Finding
    version: int | None = None
    result: PublishResult | None = None


@dataclass(frozen=True)
class TestCall:
    """What to test: ``signals.evaluate(call.group, **call.options)``, whatever is edited meanwhile.

    Attributes:
        group: a copy of the model.
        options: the other arguments of ``evaluate``.
        form: the group and the options as the form had them, as JSON text.
    """

    __test__ = False  # not for pytest

    group: AttributeGroup
    options: Mapping[str, Any]
    form: str = field(repr=False)


@dataclass(frozen=True)
class SavedDraft:
    """A draft that is kept in ``.signals_nb/``.

    Attributes:
        path: of its file.
        name: of the group; may be empty.
        attributes: how many it has.
        saved: when, in UTC.
        live: whether a builder that runs holds it; restoring it makes a copy.
        problem: why it cannot be restored; empty where it can.
    """

    path: Path
    name: str
    attributes: int
    saved: datetime
    live: bool = False
    problem: str = ""

    @property
    def label(self) -> str:
        """For a button: ``basket, 3 attributes, saved 2026-03-01 10:00 UTC``."""
        count = f"{self.attributes} attribute{'' if self.attributes == 1 else 's'}"
        what = self.problem or f"{self.name or 'unnamed'}, {count}"
        return f"{what}, saved {self.saved:%Y-%m-%d %H:%M} UTC"
