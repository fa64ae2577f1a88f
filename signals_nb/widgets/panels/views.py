"""The views of a result: table, charts, why a value is what it is, the SQL, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signals_nb.html import Html, escaped, joined, tag
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, html, put, shown
from signals_nb.widgets.panels.compare import Compare
from signals_nb.widgets.panels.data import breakable, figures

if TYPE_CHECKING:
    from signals_nb.results import TestResult
    from signals_nb.widgets.builder import Builder

__all__ = ["Views"]

_TITLES = ("Table", "Charts", "Explain", "SQL", "Compare")


class Views(w.VBox):
    """What came out of a test, in five tabs; each is drawn when it is looked at."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.blank = html(
            '<div class="snb-blank"><b>No results yet</b>Press “Test” to see the values of a few keys.</div>'
        )
        self.table, self.charts, self.sql = (
            html("", "snb-result"),
            html(),
            w.Textarea(rows=18, description="SQL"),
        )
        for name in ("snb-code", "snb-bare"):
            self.sql.add_class(name)
        self.key = w.Combobox(description="Key", placeholder="Choose a key", continuous_update=False)
        self.explanation, self.funnel = html(), html()
        self.explain = w.VBox([self.funnel, Field(self.key), self.explanation])
        self.explain.add_class("snb-panel")
        self.compare = Compare(app)
        self.tabs = w.Tab([self.table, self.charts, self.explain, self.sql, self.compare], titles=_TITLES)
        super().__init__([self.blank, self.tabs])
        self.add_class("snb-views")
        self._drawn: set[str] = set()
        self._held: TestResult | None = None
        app.guard.changed(self.tabs, "showing a view", lambda _: self._draw(), "selected_index")
        app.guard.changed(self.key, "explaining a value", self._explain)
        self.show()

    def show(self) -> None:
        """Show the result that the builder has."""
        result = self._app.result
        shown(self.blank, result is None)
        shown(self.tabs, result is not None)
        if result is not self._held:
            self._held, self._drawn = result, set()
            put(self.charts, "")
            put(self.explanation, "")
            put(self.funnel, "")
            self._draw()
        elif _TITLES[self.tabs.selected_index or 0] == "Compare":  # a version may have been published since
            self._draw()

    def _draw(self) -> None:
        result, view = self._held, _TITLES[self.tabs.selected_index or 0]
        if result is not None and view == "Compare":
            self.compare.show()
        if result is None or view in self._drawn or view == "Compare":
            return
        self._drawn.add(view)
        if view == "Table":
            put(self.table, Html(result._repr_html_()))
        elif view == "SQL":
            put(self.sql, result.sql)
        elif view == "Charts":
            put(self.charts, _drawing("Drawing the charts…"))
            self._app.look("charts", "drawing charts", lambda: _charts(result), self._put(self.charts))
        else:
            keys = [str(key) for key in result.frame.iloc[:, 0].head(1000)]
            put(self.key, tuple(keys), "options")
            put(self.funnel, _drawing("Counting events…"))
            self._app.look("funnel", "counting events", lambda: _funnel(result), self._put(self.funnel))
            if keys:
                put(self.key, keys[0])
                self._explain(keys[0])

    def _explain(self, key: str) -> None:
        result = self._held
        if result is None or not key:
            return
        put(self.explanation, _drawing("Looking at the events of this key…"))
        self._app.look(
            "explain",
            "explaining a value",
            lambda: Html(result.explain(key)._repr_html_()),
            self._put(self.explanation),
        )

    def _put(self, widget: w.HTML) -> Any:
        return lambda drawn: put(widget, drawn)


def _drawing(text: str) -> Html:
    return Html(f'<div role="status" class="snb-soft">{escaped(text)}</div>')


def _charts(result: TestResult) -> Html:
    names = [each.name for each in result.group.attributes or []]
    drawn = [Html(f"<figure>{result.chart_svg(name)}</figure>") for name in names]
    return tag("div", joined(drawn), "snb-charts")


def _funnel(result: TestResult) -> Html:
    frame = result.funnel
    steps = list(dict.fromkeys(frame["step"]))
    columns = [("Attribute", ""), *((str(step).capitalize(), "snb-n") for step in steps)]
    counts = frame.set_index(["attribute", "step"])["count"]
    names = [each.name for each in result.group.attributes or []]
    rows = [
        (tag("b", breakable(name)), *(escaped(f"{int(counts[name, step]):,}") for step in steps))
        for name in names
    ]
    return Html(f'<p class="snb-h">How many events came through</p>{figures(columns, rows, "Funnel")}')
