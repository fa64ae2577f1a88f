"""Tab 2: the group itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.bound import Bound
from signals_nb.widgets.controls.duration import Duration
from signals_nb.widgets.controls.field import Field, labelled, put, shown
from signals_nb.widgets.controls.property import PropertyPicker
from signals_nb.widgets.panels.external import ExternalCard

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["GroupPanel"]

_NONE = ("Select attribute key…", "")
_CUSTOM = ("Custom…", "(custom)")
_SOURCES = [("Stream", "stream"), ("Batch", "batch"), ("External table", "external")]
_SOURCE_HELP = {
    "stream": "Computed in real time from the event stream.",
    "batch": "Computed in the warehouse from the atomic events.",
    "external": "Read from a table in the warehouse; it cannot be tested on events.",
}


class GroupPanel(w.VBox):
    """Name, description, owner, source, key, time to live, and since when events count."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self._bound = Bound(app.form, app.guard)
        self.name = w.Text(description="Name", placeholder="my_group")
        self.description = w.Textarea(
            description="Description",
            rows=2,
            placeholder="What it tells, and for whom",
            continuous_update=False,
        )
        self.owner = w.Text(description="Owner", placeholder="you@company.com", continuous_update=False)
        self.source = w.RadioButtons(options=_SOURCES, description="Source", orientation="horizontal")
        self.key = w.Dropdown(options=[_CUSTOM], description="Attribute key")
        self.key_name = w.Text(description="Key name", placeholder="article_id", continuous_update=False)
        self.key_property = PropertyPicker(app.guard)
        self.ttl = Duration("Time to live", 30, "days", none="No limit")
        self.refresh = Duration("Refresh", 1, "hours")
        self.backfill = w.Checkbox(False, description="Backfill", indent=False)
        self.backfill_from = w.NaiveDatetimePicker(description="From (UTC)")
        tie = self._bound.tie
        fields = [
            tie(Field(self.name, "Letters, digits and underscores, at most 128."), "name"),
            tie(Field(self.description), "description"),
            tie(Field(self.owner), "owner"),
        ]
        self.source_field = Field(self.source)
        self.key_field = Field(self.key, "What values are computed per.")
        self.key_name_field = Field(self.key_name)
        self.custom_key = w.VBox([self.key_name_field, self.key_property])
        self.custom_key.add_class("snb-group")
        self.external = ExternalCard(app)
        self.refresh_field = tie(
            Field(self.refresh, "How often the warehouse computes it."), "refresh_rate", read=_as_it_is
        )
        self.backfill_field = Field(
            labelled("Backfill", self.backfill), "Off: every event that is there counts."
        )
        self.backfill_from_field = Field(self.backfill_from, "Earlier events are not counted.")
        super().__init__(
            [
                *fields,
                self.source_field,
                self.key_field,
                self.custom_key,
                self.external,
                tie(
                    Field(self.ttl, "How long a value lives without an update."),
                    "ttl",
                    read=_as_it_is,
                    write=_as_it_is,
                ),
                self.refresh_field,
                self.backfill_field,
                self.backfill_from_field,
            ]
        )
        self.add_class("snb-panel")
        self.backfill.description = "Count events only from a moment on"
        changed, form = app.guard.changed, app.form
        changed(self.source, "choosing the source", lambda chosen: form.set("source", chosen))
        changed(self.key, "choosing the key", self._set_key)
        changed(self.key_name, "naming the key", lambda text: form.set("attribute_key.name", text or None))
        changed(self.key_property, "choosing the key's property", self._set_key_property)
        changed(self.backfill, "changing the backfill", self._set_backfill)
        changed(self.backfill_from, "changing the backfill", self._set_backfill)

    def show(self) -> None:
        """Show what the draft holds."""
        form, at = self._app.form, self._app.form.findings_at
        self._bound.show()
        source = form.state["source"]
        put(self.source, source)
        self.source_field.say(at("source"), help=_SOURCE_HELP[source])
        self._show_key()
        shown(self.external, source == "external")
        if source == "external":
            self.external.show()
        shown(self.refresh_field, source != "stream")
        since = form.get("backfill_since_tstamp")
        put(self.backfill, since is not None)
        if since is not None:
            put(self.backfill_from, moment_of(since))
        shown(self.backfill_field, source != "external")
        shown(self.backfill_from_field, since is not None and source != "external")
        self.backfill_from_field.say(at("backfill_since_tstamp"))

    def control_at(self, path: list[str]) -> w.Widget:
        """The control of a field of the group."""
        if path[0] in ("batch_source", "fields"):
            return self.external.control_at(path)
        key = self.key_property.path if self._app.form.get("attribute_key.property") else self.key
        return {
            "description": self.description,
            "owner": self.owner,
            "attribute_key": key,
            "ttl": self.ttl.number,
            "refresh_rate": self.refresh.number,
            "backfill_since_tstamp": self.backfill_from,
        }.get(path[0], self.name)

    def _show_key(self) -> None:
        form, offers = self._app.form, self._app.offers
        held: Any = form.get("attribute_key") or {}
        named = {} if offers.facts is None else {key.name: key for key in offers.facts.keys}
        options = []
        for name in form.keys:
            seen = named.get(name)
            count = f" – {'about ' if seen.sampled else ''}{seen.values:,} values" if seen else ""
            options.append((f"{name}{count}", name))
        name = held.get("name")
        custom = not (name in form.keys and not held.get("property"))
        put(self.key, (*(() if held else (_NONE,)), *options, _CUSTOM), "options")
        put(self.key, name if not custom else _CUSTOM[1] if held else "")
        self.key_field.say(() if custom and held else form.findings_at("attribute_key"))
        shown(self.custom_key, custom and bool(held))
        put(self.key_name, name or "")
        self.key_name_field.say(form.findings_at("attribute_key"))
        self.key_property.offer(offers)
        put(self.key_property, held.get("property"))

    def _set_key(self, name: str) -> None:
        custom = {"property": {"type": "atomic"}}
        self._app.form.set(
            "attribute_key", custom if name == _CUSTOM[1] else {"name": name} if name else None
        )

    def _set_key_property(self, property: Any) -> None:
        self._app.form.set("attribute_key.property", property or {"type": "atomic"})

    def _set_backfill(self, _: Any) -> None:
        if not self.backfill.value:
            self._app.form.set("backfill_since_tstamp", None)
            return
        facts = self._app.offers.facts
        first = facts.first if facts is not None and facts.first else datetime.now(UTC)
        chosen = self.backfill_from.value or first.replace(hour=0, minute=0, second=0, microsecond=0)
        self._app.form.set("backfill_since_tstamp", moment_text(chosen))


def _as_it_is(value: Any) -> Any:
    return value


def moment_text(moment: datetime | None) -> str | None:
    """A moment that a picker shows in UTC, as JSON has it."""
    return None if moment is None else moment.replace(tzinfo=None).isoformat() + "Z"


def moment_of(text: Any) -> datetime | None:
    """A moment of JSON as a picker shows it: in UTC, without a zone; None where the text is none."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
