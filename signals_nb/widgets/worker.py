"""What runs beside the form: a test with its progress and its end, and looks at the data."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from signals_nb.errors import collecting

__all__ = ["Background", "Ended", "Engine", "Run"]

T = TypeVar("T")

_POLL: Final = 0.2
_REPEAT: Final = 0.05


class Engine(Protocol):
    """What stops a query and tells how far it is; ``Signals`` does."""

    def interrupt(self) -> None:
        """Stop the query that runs; nothing where none does."""

    def progress(self) -> float | None:
        """How far the query is, in percent; None where that is not known."""


@dataclass(frozen=True)
class Ended:
    """How a run ended: one of ``result``, ``error`` and ``stopped``.

    Attributes:
        result: what the work gave.
        error: what it raised.
        stopped: whether it was stopped.
        warnings: what it warned of.
        seconds: how long it took.
    """

    result: Any
    error: BaseException | None
    stopped: bool
    warnings: tuple[str, ...]
    seconds: float


class Run:
    """One test on a thread of its own.

    Args:
        work: what to run.
        engine: it runs on.
        progress: called with percents.
        ended: called once.
    """

    def __init__(
        self,
        work: Callable[[], Any],
        engine: Engine,
        progress: Callable[[float], object],
        ended: Callable[[Ended], object],
    ) -> None:
        self._work, self._engine, self._progress, self._ended = work, engine, progress, ended
        self._stopping = threading.Event()
        self._over = threading.Event()

    def start(self) -> None:
        """Run, and watch."""
        threading.Thread(target=self._run, daemon=True, name="signals_nb test").start()
        threading.Thread(target=self._watch, daemon=True, name="signals_nb progress").start()

    def stop(self) -> None:
        """End it; ``ended`` is called within moments."""
        self._stopping.set()

    def _run(self) -> None:
        ended = attempt(self._work, self._stopping.is_set)
        self._over.set()
        self._ended(ended)

    def _watch(self) -> None:
        polled = time.monotonic()
        while not self._over.wait(_REPEAT):
            # An evaluation is several queries: a stop between two of them must reach the next.
            if self._stopping.is_set():
                self._engine.interrupt()
            elif time.monotonic() - polled >= _POLL:
                polled = time.monotonic()
                if (percent := self._engine.progress()) is not None:
                    self._progress(percent)


def attempt(work: Callable[[], Any], stopped: Callable[[], bool]) -> Ended:
    """Run ``work`` on this thread and tell how it ended."""
    started = time.perf_counter()
    result, error, interrupted = None, None, False
    with collecting() as told:
        try:
            result = work()
        except KeyboardInterrupt:  # what an engine raises when it is interrupted
            interrupted = True
        except BaseException as raised:  # noqa: BLE001 - the thread has nobody else to tell
            error = raised
    if stopped():
        result, error, interrupted = None, None, True
    return Ended(result, error, interrupted, tuple(told), time.perf_counter() - started)


class Background:
    """Runs looks at the data one after another, and hands everything back to the thread of the UI.

    Args:
        run: runs a callback, in the error boundary: what was being done, the callback, its arguments.
    """

    def __init__(self, run: Callable[..., None]) -> None:
        self._guarded = run
        self._posted: deque[tuple[str, Callable[[], object]]] = deque()
        self._turn = threading.Lock()
        self._idle = threading.Condition()
        self._active = 0
        self._serials = itertools.count()
        self._latest: dict[str, int] = {}
        self._closed = False
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    def post(self, doing: str, work: Callable[[], object]) -> None:
        """Run ``work`` on the thread of the UI; where there is no such loop, here."""
        self._posted.append((doing, work))
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self.drain)
        else:
            self.drain()

    def drain(self) -> None:
        """Run what was posted."""
        while self._posted and not self._closed:
            doing, work = self._posted.popleft()
            self._guarded(doing, work)

    def look(self, lane: str, doing: str, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Run ``work`` on a thread and ``done`` with what it gave; a later look in the lane replaces it."""
        serial = self._latest[lane] = next(self._serials)

        def current() -> bool:
            return self._latest[lane] == serial and not self._closed

        def run() -> None:
            try:
                with self._turn:
                    if not current():
                        return
                    try:
                        found = work()
                    except KeyboardInterrupt:  # of a query; whoever stopped it knows
                        return
                    except BaseException as error:  # noqa: BLE001 - raised again where it is told
                        self.post(doing, partial(_raise, error) if current() else _nothing)
                        return
                self.post(doing, lambda: done(found) if current() else None)
            finally:
                self.left()

        self.entered()
        threading.Thread(target=run, daemon=True, name=f"signals_nb {lane}").start()

    def entered(self) -> None:
        """Something runs that ``wait`` waits for."""
        with self._idle:
            self._active += 1

    def left(self) -> None:
        """It has ended."""
        with self._idle:
            self._active -= 1
            self._idle.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing runs and everything posted has run; whether that was so in time."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            self.drain()
            with self._idle:
                if not self._active and not self._posted:
                    return True
                if until is not None and time.monotonic() >= until:
                    return False
                self._idle.wait(0.02)

    def close(self) -> None:
        """Hand nothing back any more."""
        self._closed = True


def _nothing() -> None:
    pass


def _raise(error: BaseException) -> None:
    raise error
