"""The boundary that every callback of the builder runs in: no error is lost, none shows as a traceback."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from signals_nb.errors import SignalsError
from signals_nb.widgets import kit as w

__all__ = ["Guard"]

_LOG: Final = logging.getLogger("signals_nb")


class Guard:
    """Runs callbacks one at a time and tells what they raise.

    Args:
        say: shows a message: its severity and its text.

    Attributes:
        shared: what new widgets share; a callback may make some.
        last_error: what a callback raised last.
    """

    def __init__(self, say: Callable[[str, str], object]) -> None:
        self._say = say
        self.shared = w.Shared()
        self._lock = threading.RLock()
        self._quiet = 0
        self.last_error: BaseException | None = None

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Controls are being set from the draft: their own handlers do nothing."""
        with self._lock, self.shared:
            self._quiet += 1
            try:
                yield
            finally:
                self._quiet -= 1

    def run(self, doing: str, work: Callable[..., object], *args: Any) -> None:
        """Run ``work``; what it raises is kept, logged and told.

        Args:
            doing: for the message, such as ``changing the name``.
            work: what to run.
            args: its arguments.
        """
        with self._lock, self.shared:
            try:
                work(*args)
            except Exception as error:  # noqa: BLE001 - the boundary
                self.tell(doing, error)

    def tell(self, doing: str, error: BaseException) -> None:
        """Keep an error, log it, and say it: in its own words where a user can set it right."""
        self.last_error = error
        if isinstance(error, SignalsError):
            self._say("error", str(error))
            return
        _LOG.error("While %s", doing, exc_info=error)
        self._say(
            "error",
            f"Something went wrong while {doing} ({type(error).__name__}). Details: builder.last_error",
        )

    def pressed(self, button: w.Button, doing: str, work: Callable[[], object]) -> None:
        """Call ``work`` when a button is pressed."""
        button.on_click(lambda _: self.run(doing, work))

    def changed(
        self, widget: w.Widget, doing: str, work: Callable[[Any], object], trait: str = "value"
    ) -> None:
        """Call ``work`` with the new value when a person changes a control."""

        def handle(change: Any) -> None:
            with self._lock:
                if not self._quiet:
                    self.run(doing, work, change["new"])

        widget.observe(handle, names=trait)
