"""What an evaluation gives: the frame, and how it came about."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from signals_nb import frames
from signals_nb.comparison import compared
from signals_nb.compile.moments import from_micros
from signals_nb.definitions import Attribute, AttributeGroup, AttributeKeyId, ExternalBatchAttributeGroup
from signals_nb.definitions.words import count_words, duration_words
from signals_nb.errors import SignalsError, did_you_mean
from signals_nb.explanation import Explanation, drawn_svg, require_attribute
from signals_nb.question import Question
from signals_nb.result_card import result_card
from signals_nb.summaries import Summary, funnel_summary, summarise, why_without_value

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from matplotlib.figure import Figure

__all__ = ["TestResult", "result_of"]

_NEAR = 2_000


@dataclass(frozen=True, eq=False)
class TestResult:
    """The result of ``Signals.evaluate``.

    Attributes:
        frame: one row per key value, sorted by it: the key as text, then one column per attribute in the
            order of the definition, in the nullable dtype of its declared type; lists and dicts are plain
            Python objects. ``frame.attrs["signals_nb"]`` tells what was evaluated, as JSON values.
        sql: the query that ran, which runs as it is in DuckDB. Beside the attributes it can have columns
            whose name holds a colon: the counts of a dict (``countries: counts``), and what was lost
            (``revenue: misfit``, ``revenue: rounded``, ``revenue: no numbers``, ``tags: no JSON``).
        as_of: the moment (UTC) at which the group was evaluated; None where nothing has a time.
        seconds: wall time from the call to the frame.
        events_scanned: the number of events in the table; of rows, for an external batch group.
        group: the group as it was evaluated.

    A result keeps its events open, so that ``funnel`` and ``explain`` can ask them again; they read the
    events as they are then. One that was pickled has its frame and its charts, and can ask no more.
    """

    __test__ = False  # not for pytest

    frame: pd.DataFrame
    sql: str = field(repr=False)
    as_of: datetime | None
    seconds: float
    events_scanned: int
    group: AttributeGroup = field(repr=False)
    _question: Question | None = field(default=None, repr=False)
    _summaries: dict[str, Summary] = field(default_factory=dict, init=False, repr=False)

    def __repr__(self) -> str:
        return f"<TestResult {self.group.name} v{self.group.version}: {self.summary}>"

    @property
    def summary(self) -> str:
        """One line: keys, events, seconds, moment, and what the call left out."""
        scanned = "rows" if isinstance(self.group, ExternalBatchAttributeGroup) else "events"
        moment = f"no {scanned}" if self.as_of is None else f"as of {self.as_of:%Y-%m-%d %H:%M:%S} UTC"
        told = [
            count_words(len(self.frame), "key"),
            f"{self.events_scanned:,} {scanned} scanned",
            f"{self.seconds:.2f} s",
            moment,
        ]
        called = self.frame.attrs["signals_nb"]
        if called["app_ids"]:
            told.append(f"app_ids {', '.join(called['app_ids'])}")
        if called["window"] is not None:
            told.append(f"window {duration_words(timedelta(seconds=called['window']))}")
        return " · ".join(told)

    def _repr_html_(self) -> str:
        return result_card(self.frame, self.group, _columns(self.group), self.summary)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    @cached_property
    def funnel(self) -> pd.DataFrame:
        """How far the events come for each attribute, in one scan of them.

        Returns:
            A row per attribute and step: ``attribute``, ``step``, ``count``, and ``percent``, of the step
            before. The steps are the events scanned, those in the call (``as_of``, ``window``, ``app_ids``,
            the keys asked for, a key at all, no duplicate), those that pass the attribute's event filter, its
            criteria, whose property is not null, that lie in its period; the last counts the keys with a
            value, in percent of all keys of the result.

        Raises:
            SignalsError: the result was pickled.
        """
        return self._asked("funnel").funnel(self.events_scanned, len(self.frame))

    def explain(self, key_value: str | AttributeKeyId) -> Explanation:
        """Which events of one key value each attribute counts, and why it leaves out the others.

        Args:
            key_value: one of the result.

        Raises:
            SignalsError: the result has no such key value, or was pickled.
        """
        question = self._asked("explain()")
        key = key_value.root if isinstance(key_value, AttributeKeyId) else key_value
        keys = self.frame.iloc[:, 0]
        found = self.frame[keys == key] if isinstance(key, str) else self.frame.head(0)
        if found.empty:
            raise SignalsError(self._no_key(key))
        values = {name: found[name].tolist()[0] for name in self._names}
        return question.explain(key, values)

    def compare(self, other: TestResult) -> pd.DataFrame:
        """Which values are not what they were in another result.

        Args:
            other: the result from before, over the same attribute key.

        Returns:
            A row per value that changed: ``key``, ``attribute``, ``before`` (in ``other``), ``after`` (here)
            and ``change``, which is ``changed``. An attribute that one result alone has is one row without
            a key above them, a key that one alone has is one row without an attribute below them; their
            ``change`` is ``gone`` (only in ``other``) or ``new`` (only here). Null is None, and NaN equals
            NaN; lists and dicts are compared by value, floats exactly.

        Raises:
            SignalsError: ``other`` is no result, or one of another attribute key.
        """
        if not isinstance(other, TestResult):
            raise SignalsError(f"compare() takes a TestResult; it is a {type(other).__name__}.")
        keys = [str(each.frame.columns[0]) for each in (other, self)]
        if keys[0] != keys[1]:
            raise SignalsError(
                f"These results are over different keys, {keys[0]} and {keys[1]}: no value of one is that of "
                "another. Compare results of one attribute key."
            )
        return compared(other.frame, self.frame)

    def plot(self, name: str | None = None) -> Figure:
        """A chart per attribute, chosen by its aggregation, with the figures that matter below it.

        Args:
            name: of one attribute; None draws all of them in a grid.

        Returns:
            A Figure that no window and no pyplot knows of; a notebook shows it as the value of a cell.

        Raises:
            SignalsError: the group has no such attribute.
        """
        from signals_nb.charts.panels import draw

        return draw(self._summed(name)).figure

    def chart_svg(self, name: str) -> str:
        """The chart of one attribute as one ``<svg>`` element for a page, in the page's own text colour.

        Raises:
            SignalsError: the group has no such attribute.
        """
        return drawn_svg(self._summed(name)[0])

    def describe(self, name: str | None = None) -> str:
        """The chart of an attribute in words, or those of all, a line each.

        Raises:
            SignalsError: the group has no such attribute.
        """
        return "\n".join(each.words() for each in self._summed(name))

    def plot_funnel(self, name: str | None = None) -> Figure:
        """``funnel`` as bars, for one attribute or for all in a grid.

        Raises:
            SignalsError: the group has no such attribute, or the result was pickled.
        """
        from signals_nb.charts.panels import draw

        return draw(self._funnels(name)).figure

    def funnel_svg(self, name: str) -> str:
        """``plot_funnel(name)`` as one ``<svg>`` element for a page.

        Raises:
            SignalsError: the group has no such attribute, or the result was pickled.
        """
        return drawn_svg(self._funnels(name)[0])

    def to_arrow(self) -> pa.Table:
        """The frame as an Arrow table, each column by its declared type; a dict is a map.

        A dict of an external batch group, whose values may be anything, is its JSON text.

        Raises:
            SignalsError: pyarrow is not installed.
        """
        _require("pyarrow", "to_arrow()")
        return frames.to_arrow(self.frame, {str(self.frame.columns[0]): "string", **_declared(self.group)})

    def to_polars(self) -> pl.DataFrame:
        """The frame as a Polars DataFrame; a dict is a list of ``{key, value}`` structs.

        Raises:
            SignalsError: polars or pyarrow is not installed.
        """
        _require("polars", "to_polars()")
        import polars as pl

        converted: Any = pl.from_arrow(self.to_arrow())
        return converted  # type: ignore[no-any-return]

    @property
    def _names(self) -> list[str]:
        return [each.name for each in self._drawn]

    @property
    def _drawn(self) -> list[Attribute]:
        """What can be drawn: the counts of a dict are known to be counts only where we computed them."""
        counted = self.group.fields is None
        return [each for each in _columns(self.group) if counted or each.type != "dict"]

    def _wanted(self, name: str | None) -> list[str]:
        names = self._names
        if name is None:
            return names
        require_attribute(self.group, name, names)
        return [name]

    def _asked(self, what: str) -> Question:
        if isinstance(self.group, ExternalBatchAttributeGroup):
            raise SignalsError(
                f"{self.group.name} takes its values from a table, and no event makes them: there is nothing "
                f"for {what} to tell."
            )
        if self._question is None:
            raise SignalsError(
                f"This result cannot look at its events any more, as {what} needs: it was pickled, or made "
                "elsewhere. Evaluate the group again."
            )
        return self._question

    def _no_key(self, key: object) -> str:
        keys = self.frame.iloc[:, 0]
        if not isinstance(key, str):
            return f"explain() takes a value of {keys.name}, a text; it is {key!r}."
        if not len(keys):
            return f"This result has no key to explain: it is empty. {self.summary}."
        at = int(keys.searchsorted(key))  # of very many keys, those around its place
        near = keys[max(0, at - _NEAR) : at + _NEAR].tolist()
        has = f"It has {len(keys):,}, such as {keys.iloc[0]}."
        return f"No key {key!r} in this result.{did_you_mean(key, near) or f' {has}'}"

    def _summed(self, name: str | None) -> list[Summary]:
        wanted = self._wanted(name)
        missing = [each for each in self._drawn if each.name in wanted]
        missing = [each for each in missing if each.name not in self._summaries]
        if missing:
            for each in summarise(self.frame, missing, self._why_empty, self._without_event):
                self._summaries[each.name] = each
        return [self._summaries[each] for each in wanted]

    def _why_empty(self, attribute: Attribute) -> list[str]:
        """Why no key has a value: by what the events hold, else by where the funnel ends."""
        if self._question is None:
            return []
        return self._question.why_empty(attribute) or [why_without_value(self.funnel, attribute)]

    def _without_event(self, attribute: Attribute) -> int | None:
        if self._question is None and "funnel" not in self.__dict__:
            return None
        steps = self.funnel[self.funnel["attribute"] == attribute.name]
        return len(self.frame) - int(steps["count"].iloc[-1])

    def _funnels(self, name: str | None) -> list[Summary]:
        wanted = self._wanted(name)
        attributes = [each for each in self._drawn if each.name in wanted]
        return [funnel_summary(self.funnel, each) for each in attributes]


def result_of(
    group: AttributeGroup,
    app_ids: Sequence[str],
    window: timedelta | None,
    started: float,
    frame: pd.DataFrame,
    sql: str,
    scanned: int,
    now: int | None,
    question: Question | None = None,
) -> TestResult:
    """A result, with what was asked in the frame's ``attrs``.

    Args:
        group: as it was evaluated.
        app_ids: of the call.
        window: of the call.
        started: by ``time.perf_counter()``, when the call came.
        frame: what was found.
        sql: the query that ran.
        scanned: the number of events, or of rows.
        now: the moment of evaluation in microseconds; None where nothing has a time.
        question: what more can be asked of the events.
    """
    seconds, ended = time.perf_counter() - started, None if now is None else from_micros(now)
    frame.attrs["signals_nb"] = {
        "group": group.name,
        "version": group.version,
        "app_ids": list(app_ids),
        "window": None if window is None else window.total_seconds(),
        "as_of": None if ended is None else ended.isoformat(),
        "events_scanned": scanned,
        "rows": len(frame),
        "seconds": seconds,
        "sql": sql,
    }
    return TestResult(frame, sql, ended, seconds, scanned, group, question)


def _columns(group: AttributeGroup) -> list[Attribute]:
    """What a result's columns are; a field of a table is shown as the latest value that it is."""
    shown = {"dict": "category_count"}
    fields = [
        Attribute(
            name=each.name,
            type=each.type,
            events=[],
            aggregation="unique_list" if each.type.endswith("_list") else shown.get(each.type, "last"),
        )
        for each in group.fields or []
    ]
    return group.attributes or fields


def _declared(group: AttributeGroup) -> dict[str, str]:
    as_json = {"dict": frames.JSON} if isinstance(group, ExternalBatchAttributeGroup) else {}
    return {name: as_json.get(type_, type_) for name, type_ in group.columns().items()}


def _require(library: str, what: str) -> None:
    from importlib.util import find_spec

    if find_spec(library) is None:
        raise SignalsError(f"{what} needs {library}, which is not installed. Run: pip install {library}")
