"""Tab 1: the events that groups are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, button, html, put, shown

if TYPE_CHECKING:
    from signals_nb.catalog import EventType, Facts
    from signals_nb.widgets.builder import Builder

__all__ = ["DataPanel", "figures"]

_MOST = 50


class DataPanel(w.VBox):
    """Where the events are, how many, and of which kinds."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.path = w.Text(
            description="Events", placeholder="events.parquet, events/*.parquet", continuous_update=False
        )
        self.path_field = Field(
            self.path, "A parquet or CSV file, a folder, or a glob. Enter opens it.", "snb-wide"
        )
        self.summary = html()
        self.catalog = html()
        self.rescan = button("Rescan", tooltip="Read the events again")
        buttons = w.HBox([self.rescan])
        buttons.add_class("snb-buttons")
        super().__init__([self.path_field, self.summary, self.catalog, buttons])
        self.add_class("snb-panel")
        app.guard.changed(self.path, "opening events", app.open_events)
        app.guard.pressed(self.rescan, "reading the events again", app.rescan)

    def show(self) -> None:
        """Show what is known of the events."""
        app = self._app
        shown(self.path_field, app.signals is None or app.events_path is not None)
        if app.events_path is not None:
            put(self.path, app.events_path)
        put(self.rescan, app.signals is None, "disabled")
        facts = app.offers.facts
        if app.signals is None:
            put(self.summary, _blank("No events are open", "Type the path of a parquet file above."))
            put(self.catalog, "")
        elif facts is None:
            put(self.summary, Html('<div role="status" data-state="reading">Reading the events…</div>'))
            put(self.catalog, "")
        else:
            put(self.summary, _summary(facts))
            put(self.catalog, _kinds(app.offers.types))


def _summary(facts: Facts) -> Html:
    end = facts.clock or facts.last  # a device's clock can be years ahead
    span = f"{facts.first:%Y-%m-%d} → {end:%Y-%m-%d}" if facts.first and end else "no times"
    apps = len([app for app in facts.apps if app])
    told = [f"{facts.events:,} events", span, f"{apps} app_id{'s' if apps != 1 else ''}"]
    users = next((key for key in facts.keys if key.name == "domain_userid"), None)
    if users is not None:
        told.insert(1, f"{'about ' if users.sampled else ''}{users.values:,} users")
    if facts.duplicates:
        told.append(f"{facts.duplicates:,} duplicates")
    lines = [tag("div", tag("b", escaped(" · ".join(told))))]
    if facts.missing:
        lines.append(tag("div", escaped(f"Missing columns: {', '.join(facts.missing)}"), "snb-soft"))
    return Html(f'<div role="status" data-state="read">{joined(lines)}</div>')


def _kinds(types: tuple[EventType, ...]) -> Html:
    columns = [("Event", ""), ("Vendor", ""), ("Version", ""), ("Count", "snb-n"), ("Share", "snb-n"),
               ("Last seen (UTC)", "snb-n")]  # fmt: skip
    rows = [
        (
            tag("b", breakable(each.name or "(no name)")),
            breakable(each.vendor or ""),
            escaped(each.version or ""),
            escaped(f"{each.count:,}"),
            escaped(f"{100 * each.share:.1f} %"),
            escaped(f"{each.last_seen:%Y-%m-%d %H:%M}" if each.last_seen else ""),
        )
        for each in types[:_MOST]
    ]
    more = f"The {_MOST} most frequent of {len(types)} kinds of event." if len(types) > _MOST else ""
    return Html(figures(columns, rows) + tag("div", escaped(more), "snb-help"))


def figures(
    columns: list[tuple[str, str]], rows: Sequence[Sequence[Html]], label: str = "Kinds of event"
) -> Html:
    """A table that scrolls, which the keyboard reaches.

    Args:
        columns: headings with the CSS class of their cells.
        rows: of cells.
        label: of the table.
    """
    head = joined(Html(f'<th scope="col" class="{css}">{escaped(name)}</th>') for name, css in columns)
    body = joined(
        tag("tr", joined(tag("td", cell, css) for cell, (_, css) in zip(row, columns, strict=True)))
        for row in rows
    )
    return Html(
        f'<div class="snb-region" tabindex="0" role="region" aria-label="{escaped(label)}">'
        f'<table class="snb-figures"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def breakable(text: str) -> Html:
    """A name that may break after its dots and underscores."""
    return Html(escaped(text, 160).replace(".", ".<wbr>").replace("_", "_<wbr>"))


def _blank(title: str, text: str) -> Html:
    return Html(f'<div class="snb-blank"><b>{escaped(title)}</b>{escaped(text)}</div>')
