"""The controls of ipywidgets that the builder is made of.

Each widget comes with a layout and a style, which are models with a comm of their own: two thirds of what is
made and sent. The widgets of one builder share theirs instead, and are hidden by swapping the layout.
"""

from __future__ import annotations

import threading
from contextvars import ContextVar, Token
from typing import Any

import ipywidgets as w

__all__ = ["Shared", "shown"]

_current: ContextVar[Shared | None] = ContextVar("signals_nb_shared", default=None)


class _Before(threading.local):
    """What was current before, for each thread: without a loop a worker shows its results itself."""

    def __init__(self) -> None:
        self.tokens: list[Token[Shared | None]] = []


class Shared:
    """The layouts and styles of one builder; inside ``with`` new widgets take theirs from here."""

    def __init__(self) -> None:
        self.visible, self.hidden = w.Layout(), w.Layout(display="none")
        self._styles: dict[type, w.Widget] = {}
        self._before = _Before()

    def __enter__(self) -> None:
        self._before.tokens.append(_current.set(self))

    def __exit__(self, *error: object) -> None:
        _current.reset(self._before.tokens.pop())

    def arguments(self, kind: Any) -> dict[str, w.Widget]:
        """What to make a widget of a class with."""
        style = kind.class_traits().get("style")
        if style is None:
            return {"layout": self.visible}
        if style.klass not in self._styles:
            self._styles[style.klass] = style.klass()
        return {"layout": self.visible, "style": self._styles[style.klass]}

    def owns(self, widget: w.Widget) -> bool:
        """Whether a layout or a style is shared."""
        return widget in (self.visible, self.hidden) or widget in self._styles.values()

    def close(self) -> None:
        """Close them."""
        for each in (self.visible, self.hidden, *self._styles.values()):
            each.close()


def shown(widget: w.Widget, visible: bool) -> None:
    """Show or hide a widget."""
    shared = _current.get()
    if (widget.layout.display != "none") is visible:
        return
    if shared is None:
        widget.layout.display = None if visible else "none"
    else:
        widget.layout = shared.visible if visible else shared.hidden


def _sharing(kind: Any) -> Any:
    class Sharing(kind):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            shared = _current.get()
            super().__init__(*args, **(shared.arguments(kind) if shared else {}), **kwargs)

    Sharing.__name__ = Sharing.__qualname__ = kind.__name__
    return Sharing


Widget: Any = w.Widget
BoundedIntText: Any = _sharing(w.BoundedIntText)
Button: Any = _sharing(w.Button)
Checkbox: Any = _sharing(w.Checkbox)
Combobox: Any = _sharing(w.Combobox)
Dropdown: Any = _sharing(w.Dropdown)
FloatText: Any = _sharing(w.FloatText)
HBox: Any = _sharing(w.HBox)
HTML: Any = _sharing(w.HTML)
IntProgress: Any = _sharing(w.IntProgress)
NaiveDatetimePicker: Any = _sharing(w.NaiveDatetimePicker)
RadioButtons: Any = _sharing(w.RadioButtons)
Select: Any = _sharing(w.Select)
Tab: Any = _sharing(w.Tab)
TagsInput: Any = _sharing(w.TagsInput)
Text: Any = _sharing(w.Text)
Textarea: Any = _sharing(w.Textarea)
ToggleButton: Any = _sharing(w.ToggleButton)
VBox: Any = _sharing(w.VBox)
