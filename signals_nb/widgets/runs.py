"""The tests of one builder: one at a time, on a thread or waited for, and what the last one gave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from signals_nb.check import finding
from signals_nb.errors import InvalidDefinition, SignalsError, SignalsTestError
from signals_nb.widgets.controls.field import put
from signals_nb.widgets.panels.footer import counted
from signals_nb.widgets.worker import Ended, Run, attempt

if TYPE_CHECKING:
    from signals_nb.client import Signals
    from signals_nb.results import TestResult
    from signals_nb.widgets.builder import Builder
    from signals_nb.widgets.drafts.values import TestCall

__all__ = ["TestState", "Tests"]

TestState = Literal["idle", "running", "done", "stale", "failed", "stopped"]


class Tests:
    """Runs tests and keeps the last result.

    Args:
        app: whose form they test.

    Attributes:
        state: of the last test.
        result: of the last test that ended well; None before.
        previous: of the one before that.
        warnings: of that test.
    """

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.state: TestState = "idle"
        self.result: TestResult | None = None
        self.previous: TestResult | None = None
        self._started: tuple[Signals, TestCall] | None = None
        self._evaluated: tuple[Signals, TestCall] | None = None
        self.warnings: tuple[str, ...] = ()
        self._call: TestCall | None = None
        self._run: Run | None = None
        self._number = 0

    def edited(self) -> None:
        """The form has changed, and the result may be from before."""
        if self.state in ("done", "stale"):
            self.state = self._done()

    def _done(self) -> TestState:
        return "stale" if self._call is not None and self._app.form.is_stale(self._call) else "done"

    def test(self, wait: bool) -> TestResult | None:
        """Test the form as it is: see ``Builder.test``."""
        try:
            call = self._app.form.prepare_test()
        except SignalsError as error:
            if wait:
                raise SignalsTestError(str(error)) from error
            self._refuse(error)
            return None
        assert self._app.signals is not None, "a test is prepared only with events"
        signals = self._app.signals._beside()
        self.stop()
        self._number += 1
        self._call, self.state = call, "running"
        self._started = signals, call
        evaluate = partial(signals.evaluate, call.group, **call.options)
        if wait:
            return self._waited_for(attempt(evaluate, _never))
        self._app.messages.clear()
        put(self._app.panels["test"].bar, 0)
        self._app.show("test")
        self._app.background.entered()
        number = self._number
        self._run = Run(evaluate, signals, partial(self._progress, number), partial(self._over, number))
        self._run.start()
        return None

    def stop(self) -> None:
        """Stop the test that runs."""
        if self._run is not None:
            self._run.stop()

    def of_version(self, number: int) -> Callable[[], TestResult]:
        """How to evaluate a version in the registry as the last result was: its events, options and moment.

        Args:
            number: of the version.
        """
        assert self._evaluated is not None, "only a result is compared"
        assert self.result is not None, "only a result is compared"
        (signals, call), result = self._evaluated, self.result
        name, options = result.group.name, {**call.options, "as_of": result.as_of}

        def evaluate() -> TestResult:
            beside = signals._beside()
            ended = attempt(
                lambda: beside.evaluate(beside.get_attribute_group(name, number), **options), _never
            )
            if ended.error is not None:
                raise ended.error
            return ended.result  # type: ignore[no-any-return]

        return evaluate

    def _waited_for(self, ended: Ended) -> TestResult | None:
        self._ended(self._number, ended)
        if ended.stopped:
            raise KeyboardInterrupt
        if ended.error is not None:
            raise SignalsTestError(_failure(ended.error)) from ended.error
        return self.result

    def _progress(self, number: int, percent: float) -> None:
        def show() -> None:
            if number == self._number and self.state == "running":
                put(self._app.panels["test"].bar, max(0, min(100, int(percent))))

        self._app.background.post("showing the progress", show)

    def _over(self, number: int, ended: Ended) -> None:
        self._app.background.post("showing the result", partial(self._ended, number, ended))
        self._app.background.left()

    def _ended(self, number: int, ended: Ended) -> None:
        if number != self._number:  # a later test replaced it
            return
        app, self._run = self._app, None
        if ended.stopped:
            self.state = "stopped"
            app.messages.say("info", finding("T03", "", s=f"{ended.seconds:.1f}").message)
        elif ended.error is not None:
            self.state = "failed"
            app.guard.last_error = ended.error
            app.messages.say("error", _failure(ended.error))
        else:
            self.previous, self.result = self.result, ended.result
            self.warnings, self._evaluated = ended.warnings, self._started
            self.state = self._done()
        app.show_tests()

    def _refuse(self, error: SignalsError) -> None:
        app = self._app
        app.guard.last_error = error
        if isinstance(error, InvalidDefinition) and app.form.errors:
            lines = [each.message for each in app.findings if each.severity == "error"]
            app.messages.say("error", f"Fix {counted(len(lines), 'error')} before testing.", lines)
            app.go_to_first()
        else:
            app.messages.say("error", str(error))


def _never() -> bool:
    return False


def _failure(error: BaseException) -> str:
    if isinstance(error, SignalsError):
        return str(error)
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return finding("T04", "", line=first).message
