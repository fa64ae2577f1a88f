"""Which values changed, against the test before or a published version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from signals_nb.comparison import comparison_words
from signals_nb.errors import SignalsError
from signals_nb.html import Html, escaped, tag
from signals_nb.summaries import value_text
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, html, put, shown
from signals_nb.widgets.panels.data import breakable, figures

if TYPE_CHECKING:
    import pandas as pd

    from signals_nb.results import TestResult
    from signals_nb.widgets.builder import Builder

__all__ = ["Compare"]

_MOST = 20
_PREVIOUS = ("The previous test", 0)
_BLANK = (
    '<div class="snb-blank"><b>Nothing to compare yet</b><span>Test again after a change, or publish '
    "a version: then this tells which values are others.</span></div>"
)


class Compare(w.VBox):
    """What to compare with, how many keys changed, and the values before and after."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.blank = html(_BLANK)
        self.against = w.Dropdown(options=[_PREVIOUS], description="Compare with")
        self.field = Field(self.against)
        self.table = html()
        super().__init__([self.blank, self.field, self.table])
        self.add_class("snb-panel")
        self._shown: Any = None
        app.guard.changed(self.against, "comparing results", lambda _: self._look())

    def show(self) -> None:
        """Show the comparison of the builder's result."""
        app = self._app
        options = [_PREVIOUS] if app.previous is not None else []
        if app.result is not None and app.result.group.name == app.form.get("name"):
            options += [(each.label, each.number) for each in app.form.versions if each.published]
        held = self.against.value
        shown(self.blank, not options)
        shown(self.field, bool(options))
        shown(self.table, bool(options))
        with app.guard.quiet():
            put(self.against, tuple(options), "options")
            if options:
                put(self.against, held if held in dict(options).values() else options[0][1])
        if options:
            self._look()

    def _look(self) -> None:
        app, number = self._app, self.against.value
        result, previous = app.result, app.previous
        asked = (result, previous, number)
        if result is None or number is None or asked == self._shown:
            return
        self._shown = asked
        put(self.table, Html('<div role="status" class="snb-soft">Comparing…</div>'))
        other = (lambda: previous) if number == 0 else app.version_result(number)
        app.look("compare", "comparing results", lambda: _compared(result, other), self._put)

    def _put(self, drawn: Html) -> None:
        put(self.table, drawn)


def _compared(result: TestResult, other: Callable[[], Any]) -> Html:
    try:
        return _drawn(result.compare(other()))
    except SignalsError as error:
        return Html(f'<div class="snb-say snb-error"><b>Error:</b>{escaped(error, 1000)}</div>')


def _drawn(table: pd.DataFrame) -> Html:
    said = tag("p", escaped(comparison_words(table), 1000), "snb-h")
    if table.empty:
        return said
    columns = [("Key", ""), ("Attribute", ""), ("Before", ""), ("After", ""), ("Change", "")]
    rows: list[tuple[Html, ...]] = [
        (_name(row.key), _name(row.attribute), *_values(row), escaped(row.change))
        for row in table.head(_MOST).itertuples()
    ]
    if (table["change"] == "changed").all():
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    more = f"The first {_MOST} of {len(table):,} changes are shown." if len(table) > _MOST else ""
    rest = tag("div", escaped(more), "snb-help") if more else Html("")
    return Html(said + figures(columns, rows, "Changed values") + rest)


def _name(name: Any) -> Html:
    return breakable(name) if isinstance(name, str) else Html("")


def _values(row: Any) -> tuple[Html, Html]:
    if row.change != "changed":
        return Html(""), Html("")
    texts = [value_text(row.before), value_text(row.after)]
    if texts[0] == texts[1]:  # rounded to be read, and others all the same
        texts = [repr(row.before), repr(row.after)]
    before, after = (
        tag("span", escaped("null"), "snb-soft") if value is None else tag("code", escaped(text, 200))
        for value, text in zip((row.before, row.after), texts, strict=True)
    )
    return before, after
