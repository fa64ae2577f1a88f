"""Which events an attribute takes: tags, each a kind of event; none is all events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, button, html, labelled, put, shown
from signals_nb.widgets.sources import event_label

if TYPE_CHECKING:
    from signals_nb.widgets.guard import Guard

__all__ = ["EventsPicker"]

Json = Mapping[str, Any]


class EventsPicker(w.VBox):
    """Tags to choose from what is in the data; ``extra``, for the caller to place, takes other events.

    ``value`` is a tuple of events as JSON.
    """

    value = traitlets.Tuple()

    def __init__(self, guard: Guard) -> None:
        self.tags = w.TagsInput(allow_duplicates=False, placeholder="Events: all events")
        self.other = w.Text(
            description="Other event", placeholder="vendor/name/version", continuous_update=False
        )
        self.add = button("Add event", tooltip="Add an event that is not in this data")
        self.more = w.HBox([self.other, self.add])
        self.more.add_class("snb-pair")
        self.field = Field(labelled("Events", self.tags), "None chosen: all events.")
        self.other_field = Field(self.more)
        self.problem = html("", "snb-note snb-help")
        self.extra = w.VBox([self.other_field, self.problem])
        super().__init__([self.field])
        self.add_class("snb-events")
        self._labels: dict[str, Json] = {}
        self._guard = guard
        guard.changed(self.tags, "choosing events", self._choose)
        guard.pressed(self.add, "adding an event", self.add_other)
        self.observe(self._show, "value")
        shown(self.problem, False)

    def offer(self, labels: Mapping[str, Json]) -> None:
        """Offer kinds of event, by label."""
        if dict(labels) != self._labels:
            self._labels = dict(labels)
            self._show()

    def add_other(self) -> None:
        """Add the event that is typed."""
        parts = [
            part for part in self.other.value.strip().removeprefix("iglu:").split("/") if part != "jsonschema"
        ]
        wrong = not 1 <= len(parts) <= 3 or not all(parts)
        put(self.problem, "Write vendor/name/version, such as com.acme/checkout/1-0-0." if wrong else "")
        shown(self.problem, wrong)
        if wrong:
            return
        names = ("name",) if len(parts) == 1 else ("vendor", "name", "version")
        made = dict(zip(names, parts, strict=False))
        if made not in [*self.value]:
            self.value = (*self.value, made)
        self.other.value = ""

    def label(self, event: Json) -> str:
        """The tag of an event."""
        bare = {name: held for name, held in event.items() if held}
        return next((text for text, held in self._labels.items() if held == bare), event_label(bare))

    def _choose(self, tags: Sequence[str]) -> None:
        held = {self.label(event): event for event in self.value}
        self.value = tuple(held.get(tag) or self._labels[tag] for tag in tags)

    def _show(self, change: Any = None) -> None:
        labels = [self.label(event) for event in self.value]
        allowed = [*self._labels, *(label for label in labels if label not in self._labels)]
        # A tag must be allowed before it is set, and stay allowed while it is.
        with self._guard.quiet(), self.tags.hold_trait_notifications():
            put(self.tags, allowed, "allowed_tags")
            put(self.tags, labels)
