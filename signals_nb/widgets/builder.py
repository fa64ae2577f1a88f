"""``Builder``: the form of one attribute group in a notebook.

All state is the draft's (``form``); the panels show it and call the methods here, which work without a
browser too. What takes long runs on a thread, and comes back to the thread of the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from signals_nb.check import Finding
from signals_nb.client import Signals
from signals_nb.definitions import AttributeGroup
from signals_nb.errors import SignalsError
from signals_nb.results import TestResult
from signals_nb.widgets import kit as w
from signals_nb.widgets.cells import replace_earlier
from signals_nb.widgets.controls.field import close_tree, html, put
from signals_nb.widgets.draft import Draft
from signals_nb.widgets.drafts.opening import Source
from signals_nb.widgets.drafts.values import Changed, Published, SavedDraft
from signals_nb.widgets.guard import Guard
from signals_nb.widgets.panels.attributes import AttributesPanel
from signals_nb.widgets.panels.code import CodePanel
from signals_nb.widgets.panels.data import DataPanel
from signals_nb.widgets.panels.footer import Footer
from signals_nb.widgets.panels.group import GroupPanel
from signals_nb.widgets.panels.header import Header
from signals_nb.widgets.panels.messages import Messages
from signals_nb.widgets.panels.publish import PublishPanel
from signals_nb.widgets.panels.testing import TestPanel
from signals_nb.widgets.runs import Tests, TestState
from signals_nb.widgets.sources import Offers, frequent_values, read_events, read_properties
from signals_nb.widgets.style import SHEET
from signals_nb.widgets.titles import titles_of
from signals_nb.widgets.worker import Background

__all__ = ["Builder"]

T = TypeVar("T")

Panel = Literal["data", "group", "attributes", "test", "publish", "code"]

_PANELS: tuple[Panel, ...] = ("data", "group", "attributes", "test", "publish", "code")


class Builder(w.VBox):
    """A form for one attribute group, with its test and its publication.

    Args:
        signals: the events and the registry; None where no events are open yet.
        group: what to open: a group, JSON text, the path of a JSON file, or a dict, also a half-built one.
        draft: whether every edit is kept in ``.signals_nb/``, so that it outlives the kernel.
        folder: where ``.signals_nb/`` lies; default: the working folder.

    Attributes:
        form: the draft; all edits go through it.
        signals: the events and the registry.
        offers: what the events offer to choose from, as far as it has been read.
    """

    _stands = False

    def __init__(
        self,
        signals: Signals | None = None,
        group: Source | None = None,
        draft: bool = True,
        folder: str | Path | None = None,
    ) -> None:
        if signals is not None and not isinstance(signals, Signals):
            raise SignalsError(
                f"Builder takes a Signals client first; it is a {type(signals).__name__}. "
                "Write Builder(Signals(events), group)."
            )
        self.signals = signals
        self.form = Draft(signals, group, folder, draft)
        self.guard = Guard(lambda severity, text: self.messages.say(severity, text))
        self.offers = Offers()
        self.background = Background(self.guard.run)
        self._tests = Tests(self)
        with self.guard.quiet():
            self._build(group)
        self._unobserve = self.form.observe(self._refresh)
        self.guard.changed(self.tabs, "showing a tab", lambda _: self._show(), "selected_index")
        self._show(every=True)
        if notices := self.form.notices:
            self.messages.say("warning", notices[0], notices[1:])
        self._offer_drafts()
        self._stands = True
        self.rescan()
        replace_earlier(self)

    def _build(self, group: Source | None) -> None:
        self.messages = Messages(self.guard)
        self.header, self.footer = Header(self), Footer(self)
        self.panels: dict[Panel, Any] = {
            "data": DataPanel(self),
            "group": GroupPanel(self),
            "attributes": AttributesPanel(self),
            "test": TestPanel(self),
            "publish": PublishPanel(self),
            "code": CodePanel(self),
        }
        self.tabs = w.Tab([self.panels[name] for name in _PANELS], titles=[""] * len(_PANELS))
        sheet = html(SHEET, "snb-none")
        super().__init__([sheet, self.header, self.messages, self.tabs, self.footer])
        self.add_class("snb-root")
        self.tabs.selected_index = 0 if self.signals is None else 2 if group is not None else 1

    # What there is.

    @property
    def draft(self) -> dict[str, Any]:
        """The form's state, as JSON values; a copy."""
        return self.form.state

    @property
    def group(self) -> AttributeGroup | None:
        """The model; None while its shape is invalid."""
        return self.form.group

    @property
    def findings(self) -> list[Finding]:
        """Everything wrong or doubtful that shows without reading a row."""
        return self.form.findings

    @property
    def result(self) -> TestResult | None:
        """Of the last test that ended well; None before."""
        return self._tests.result

    @property
    def previous(self) -> TestResult | None:
        """Of the test before that; ``b.result.compare(b.previous)`` tells which values changed."""
        return self._tests.previous

    @property
    def test_state(self) -> TestState:
        """``idle``, ``running``, ``done``, ``stale``, ``failed`` or ``stopped``."""
        return self._tests.state

    @property
    def test_warnings(self) -> tuple[str, ...]:
        """What the last test warned of."""
        return self._tests.warnings

    @property
    def last_error(self) -> BaseException | None:
        """What a callback raised last."""
        return self.guard.last_error or self.form.last_error

    def code(self, language: Literal["python", "sdk", "json", "sql"] = "python") -> str:
        """The group as source text."""
        return self.form.code(language)

    def save(self, path: str | Path, language: Literal["python", "sdk", "json", "sql"] = "python") -> Path:
        """Write the code to a new file.

        Raises:
            SignalsError: there is such a file already, or it cannot be written.
        """
        target = Path(path)
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(self.code(language))
        except FileExistsError:
            raise SignalsError(f"{target} exists already. Choose another name.") from None
        except OSError as error:
            raise SignalsError(f"{target} cannot be written: {error.strerror or error}.") from error
        self.messages.say("good", f"Saved to {target}.")
        return target

    # Edits of the whole form.

    def undo(self) -> None:
        """Take the last step back."""
        self.form.undo()

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self.form.redo()

    def load(self, source: Source | int | SavedDraft, *, ask: bool = True) -> None:
        """Open another group in this form; a step of undo.

        Args:
            source: a group, JSON text, the path of a JSON file, a dict, the number of a version in the
                registry, or a kept draft.
            ask: whether to ask first, in the message bar, where a version would replace unsaved edits.
        """
        if isinstance(source, SavedDraft):
            self.form.restore(source)
        elif not isinstance(source, int):
            self.form.open(source)
        elif ask and self.form.unsaved:
            self.messages.say(
                "warning",
                f"Loading v{source} replaces edits that are not published.",
                actions=[
                    (f"Load v{source}", lambda: self.load(source, ask=False)),
                    ("Keep editing", lambda: None),
                ],
            )
            self._show(every=True)
        else:
            self.form.load_version(source)

    def add_counters(self, property: Any, values: Iterable[Any] | None = None) -> list[int]:
        """Add one counter for each value of a property, like the selected attribute; a step of undo.

        Args:
            property: a property, or its JSON.
            values: texts, numbers or booleans; default: the most frequent in the events, 20 at most.

        Returns:
            Their positions.

        Raises:
            SignalsError: there are no values to find, or one is no text, number or boolean.
        """
        found = frequent_values(self.signals, property) if values is None else values
        return self.form.add_counters(property, found, self.form.selected)

    # Events.

    @property
    def events_path(self) -> str | None:
        """The path of the events; None where they are no file."""
        return None if self.signals is None else self.signals._evaluator.events.path

    def open_events(self, path: str) -> None:
        """Open other events; the form stays as it is.

        Raises:
            EventsError: they cannot be opened, or are no Snowplow events.
        """
        if not path.strip() or path == self.events_path:
            return
        held = self.signals
        self.signals = Signals(path.strip()) if held is None else held._with_events(path.strip())
        self.form.use(self.signals)
        self.rescan()

    def rescan(self) -> None:
        """Read what the events offer again."""
        self.offers = Offers()
        self._show(every=True)
        if (signals := self.signals) is None:
            return

        def events(found: Offers) -> None:
            self._offer(found)
            self.look("offers", "reading the events", lambda: read_properties(signals, found), self._offer)

        vars(signals).pop("catalog", None)  # a cached property: another look at the file
        self.look("offers", "reading the events", lambda: read_events(signals), events)

    def look(self, lane: str, doing: str, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Run ``work`` on a thread and ``done`` with what it gives; a later look in the lane replaces it."""
        self.background.look(lane, doing, work, done)

    def suggest(self, property: Any, done: Callable[[list[Any]], None], lane: str = "") -> None:
        """Look up the most frequent values of a property, a dict of JSON, if the events have it."""
        if self.offers.find(property) is not None:
            find = partial(frequent_values, self.signals, property)
            self.look(lane or f"values {property}", "looking up values", find, done)

    # Test and publish.

    def test(self, wait: bool = True) -> TestResult | None:
        """Evaluate the group as it is now.

        Args:
            wait: until it is done, on this thread; else it runs beside the form, which shows the result.

        Returns:
            The result; None where it is not waited for.

        Raises:
            SignalsTestError: it failed, or there are errors in the form. Where it is not waited for, the
                message bar says so.
        """
        return self._tests.test(wait)

    def version_result(self, number: int) -> Callable[[], TestResult]:
        """How to evaluate a version in the registry as the last test did: its events, options and moment."""
        return self._tests.of_version(number)

    def stop(self) -> None:
        """Stop the test that runs; the last results stay."""
        self._tests.stop()

    def publish(self) -> Published:
        """Publish the group under the version that ``form.target`` shows; the form takes that version.

        Raises:
            InvalidDefinition: there are errors; all are named.
            RegistryError: another process was faster, or the file cannot be written.
            SignalsError: changes break users of the latest version and are not confirmed.
        """
        done = self.form.publish(accept_breaking=self.panels["publish"].confirm.value)
        self.messages.say("good" if done.result is not None else "info", done.message.message)
        self._show(every=True)
        return done

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing runs beside the form any more; whether that was so in time (seconds)."""
        return self.background.wait(timeout)

    # What shows.

    def show(self, panel: Panel) -> None:
        """Show a tab."""
        with self.guard.quiet():
            self.tabs.selected_index = _PANELS.index(panel)
        self._show()

    def go_to_first(self) -> None:
        """Show the first error, and put the cursor there."""
        first = self.form.first_error
        if first is None:
            return
        path = first[0].split(".")
        inside = path[0] == "attributes"
        if inside and len(path) > 1 and path[1].isdecimal():
            self.form.select(int(path[1]))
        self.show("attributes" if inside else "group")
        panel = self.panels["attributes" if inside else "group"]
        (panel.control_at(path[2:]) if inside else panel.control_at(path)).focus()

    def close(self) -> None:
        """Stop what runs, keep the draft, and close every widget; the group and the code can still be had."""
        if not self._stands:
            return
        self._stands = False
        self.stop()
        self.background.close()
        self._unobserve()
        self.form.close()
        close_tree(self)
        self.guard.shared.close()

    def __repr__(self) -> str:
        return f"<Builder {self.form.get('name') or 'without a name'}: {self.form.badge}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        group = self.group
        if isinstance(bundle, dict) and group is not None:
            bundle["text/html"] = group._repr_html_()  # where widgets do not show
        return bundle

    def _refresh(self, changed: Changed) -> None:
        self._tests.edited()
        self._show(every=changed.what != "select" and not changed.path)

    def _show(self, every: bool = False) -> None:
        """Show the draft: in the frame, in the tab that is seen, and in the form's tabs."""
        with self.guard.quiet():
            self.header.show()
            self.footer.show()
            seen = _PANELS[self.tabs.selected_index or 0]
            forms: tuple[Panel, ...] = ("group", "attributes", "test")
            for name in dict.fromkeys((*(("data",) if every else ()), *forms, seen)):
                self.panels[name].show()
            put(self.tabs, titles_of(self.form), "titles")

    def show_tests(self) -> None:
        """Show the state of the tests, and their result."""
        self._show()

    def _offer(self, found: Offers) -> None:
        self.offers = found
        self._show(every=True)

    def _offer_drafts(self) -> None:
        kept = [each for each in self.form.saved() if not each.problem and not each.live]
        if kept and self.form.group_state == "empty":
            latest = kept[0]
            self.messages.say(
                "info",
                f"A draft was kept: {latest.label}.",
                actions=[
                    ("Restore draft", lambda: self.load(latest)),
                    ("Discard draft", lambda: self.form.discard(latest)),
                ],
            )
