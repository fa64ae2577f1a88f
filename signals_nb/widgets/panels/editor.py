"""The editor of one attribute; which one, the list above it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from signals_nb.definitions.aggregations import AGGREGATIONS
from signals_nb.html import Html, escaped
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.bound import Bound
from signals_nb.widgets.controls.criteria import CriteriaEditor
from signals_nb.widgets.controls.duration import Duration
from signals_nb.widgets.controls.events import EventsPicker
from signals_nb.widgets.controls.field import Field, html, labelled, put, shown
from signals_nb.widgets.controls.property import PropertyPicker, detail
from signals_nb.widgets.controls.propertybox import property_labels
from signals_nb.widgets.controls.value import number_of

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["Editor"]

_LABELS = [(each.label, each.name) for each in AGGREGATIONS.values()]
_PERIODS = [("Rolling window", "rolling"), ("Lifetime", "lifetime")]


class Editor(w.VBox):
    """Name, events, aggregation, property, period and criteria; type and default under More options."""

    def __init__(self, app: Builder) -> None:
        self._app, form, guard = app, app.form, app.guard
        self._bound = Bound(form, guard, self._prefix)
        tie, as_it_is = self._bound.tie, lambda held: held
        self.name = w.Text(description="Name", placeholder="page_views_7d")
        self.events = EventsPicker(guard)
        self.agg = w.Dropdown(options=_LABELS, description="Aggregation")
        self.prop = PropertyPicker(guard)
        self.prop_note = html("", "snb-note snb-help")
        self.date_part = w.Dropdown(options=["none"], description="Date part")
        self.time_unit = w.RadioButtons(options=[""], description="Time unit", orientation="horizontal")
        self.period_kind = w.RadioButtons(options=_PERIODS, description="Period", orientation="horizontal")
        self.period = Duration("Length", 7, "days")
        self.ttl = Duration("Time to live", 7, "days", none="As the group")
        self.criteria = CriteriaEditor(form, guard, app.suggest)
        self.count_note = html()
        self.more = w.ToggleButton(False, description="More options")
        self.more.add_class("snb-quiet")
        self.description = w.Textarea(description="Description", rows=2, continuous_update=False)
        self.type = w.Dropdown(options=[("auto", "auto")], description="Type")
        self.default = w.Text(
            description="Default", placeholder="null, or what the aggregation gives", continuous_update=False
        )
        name = tie(Field(self.name), "name")
        self.agg_field = tie(Field(self.agg), "aggregation", read=as_it_is)
        self.date_part_field = Field(self.date_part, "Takes a part of the date-time, in UTC.")
        self.time_unit_field = tie(Field(self.time_unit), "time_unit", read=as_it_is)
        kind = tie(Field(self.period_kind), "period_kind", read=as_it_is)
        self.period_field = tie(
            Field(self.period, "Events of this time before the moment of evaluation count."),
            "period",
            read=as_it_is,
        )
        self.ttl_field = tie(
            Field(self.ttl, "How long the value lives without an update."), "ttl", read=as_it_is
        )
        self.criteria_field = Field(labelled("Criteria", self.criteria), css="snb-wide")
        self.extra = w.VBox(
            [
                self.events.extra,
                tie(Field(self.description), "description"),
                tie(Field(self.type), "type", read=as_it_is),
                tie(
                    Field(self.default, "The value where no event matches."),
                    "default_value",
                    read=_default_text,
                    write=lambda text: number_of(text) if text else None,
                ),
            ]
        )
        self.extra.add_class("snb-section")
        more = w.HBox([self.more])
        more.add_class("snb-buttons")
        super().__init__(
            [
                name,
                self.events,
                self.agg_field,
                self.prop,
                self.prop_note,
                self.date_part_field,
                self.time_unit_field,
                kind,
                self.period_field,
                self.ttl_field,
                self.criteria_field,
                self.count_note,
                more,
                self.extra,
            ]
        )
        self.add_class("snb-group")
        self._labels: tuple[Any, Mapping[str, Any]] = (None, {})
        self._asked: Any = None
        guard.changed(self.events, "choosing events", lambda given: self._bound.set("events", list(given)))
        guard.changed(self.prop, "choosing a property", self._set_property)
        guard.changed(
            self.date_part,
            "choosing a date part",
            lambda part: self._bound.set("property.date_part", None if part == "none" else part),
        )
        guard.changed(self.more, "showing more options", lambda on: shown(self.extra, on))
        shown(self.extra, False)

    def control_at(self, path: list[str]) -> w.Widget:
        """The control of a field, by its path below the attribute."""
        field, below = (path or [""])[0], path[1:]
        if field == "criteria" and len(below) > 1:
            rows = self._app.form.criteria(self._app.form.selected or 0)
            clause_row = ".".join(below[:2])
            found = [row for row, held in zip(self.criteria.rows.children, rows, strict=True)
                     if held.path.endswith(f"criteria.{clause_row}")]  # fmt: skip
            if found:
                return found[0].property if below[2:3] == ["property"] else found[0].first
        return {
            "events": self.events.tags,
            "aggregation": self.agg,
            "property": self.prop.kind if self.prop.value is None else self.prop.path,
            "date_part": self.date_part,
            "time_unit": self.time_unit,
            "period": self.period.number,
            "ttl": self.ttl.number,
            "criteria": self.criteria.add,
            "type": self.type,
            "default_value": self.default,
            "description": self.description,
        }.get(field, self.name)

    def _prefix(self) -> str | None:
        at = self._app.form.selected
        return None if at is None else f"attributes.{at}."

    def show(self, index: int) -> None:
        """Show an attribute."""
        form, offers = self._app.form, self._app.offers
        choices, at = form.choices(index), f"attributes.{index}"
        events = form.get(f"{at}.events") or []
        put(self.type, choices.types, "options")
        put(self.date_part, tuple(part or "none" for _, part in choices.date_parts) or ("none",), "options")
        put(self.time_unit, choices.time_units or (("", ""),), "options")
        self._bound.show()
        self.events.offer(offers.events)
        put(self.events, tuple(events))
        self.events.field.say(
            [each for each in form.findings_at(f"{at}.events") if each.code != "A17"],
            help="" if events else "None chosen: all events.",
        )
        self.agg_field.say(form.findings_at(f"{at}.aggregation"), help=choices.help)
        property = form.get(f"{at}.property")
        self.prop.offer(offers, events)
        put(self.prop, property)
        self.prop.say(form.findings_at(f"{at}.property"))
        put(self.prop_note, escaped(choices.property_note))
        put(self.date_part, (property or {}).get("date_part") or "none")
        shown(self.prop, choices.property)
        shown(self.prop_note, bool(choices.property_note))
        shown(self.date_part_field, bool(choices.date_parts))
        shown(self.time_unit_field, bool(choices.time_units))
        shown(self.period_field, choices.period_kind == "rolling")
        shown(self.ttl_field, choices.period_kind == "lifetime")
        put(
            self.more, f"More options ({choices.more} set)" if choices.more else "More options", "description"
        )
        self.criteria.offer(self.offered(events))
        self.criteria.show()
        self._look(index)

    def offered(self, events: list[Any]) -> Mapping[str, Any]:
        """The properties to offer by label, those of some events first."""
        asked = (self._app.offers, [event.get("name") for event in events])
        if self._labels[0] != asked:
            self._labels = (asked, property_labels(self._app.offers, events))
        return self._labels[1]

    def _set_property(self, property: Any) -> None:
        # A kind by itself brings back what was chosen for that kind before.
        if property is not None and set(property) == {"type"}:
            self._bound.set("property.type", property["type"])
        else:
            self._bound.set("property", property)

    def _look(self, index: int) -> None:
        """Ask the events, on the worker: what the property holds, and how many events match."""
        app, group = self._app, self._app.form.group
        attribute = group.attributes[index] if group is not None and group.attributes else None
        asked = (
            None
            if attribute is None
            else (attribute.property, attribute.events, attribute.criteria, app.offers)
        )
        if asked == self._asked:
            return
        self._asked = asked
        entry = app.offers.find(app.form.get(f"attributes.{index}.property"))
        if entry is not None:
            app.look("detail", "describing a property", lambda: detail(entry, figures=True), self._tell)
        put(self.count_note, "")
        if attribute is not None and app.signals is not None and app.offers.facts is not None:
            catalog = app.signals.catalog
            app.look("count", "counting events", lambda: catalog.count(attribute), self._count)

    def _tell(self, known: Html) -> None:
        put(self.prop.detail, known)

    def _count(self, kept: Any) -> None:
        text = str(kept)
        put(
            self.count_note,
            Html(f'<div class="snb-note" role="status">This attribute {escaped(text)}.</div>'),
        )


def _default_text(held: Any) -> str:
    return "" if held is None else str(held)
