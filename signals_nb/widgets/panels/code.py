"""The last tab: the form as source text, always in step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.field import Field, button, put

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["CodePanel"]

_LANGUAGES = [("Python", "python"), ("Official SDK", "sdk"), ("JSON", "json"), ("SQL", "sql")]
_ENDINGS = {"python": ".py", "sdk": ".py", "json": ".json", "sql": ".sql"}


class CodePanel(w.VBox):
    """Python, the official SDK's Python, JSON or SQL; to be copied or saved."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self.lang = w.RadioButtons(options=_LANGUAGES, description="Language", orientation="horizontal")
        self.code = w.Textarea(rows=18, description="Code")
        self.code.add_class("snb-code")
        self.code.add_class("snb-bare")
        self.path = w.Text(description="File", placeholder="my_group.py", continuous_update=False)
        self.save = button("Save to file")
        pair = w.HBox([self.path, self.save])
        pair.add_class("snb-pair")
        super().__init__(
            [Field(self.lang, "Click into the text, then Ctrl+A and Ctrl+C copy it."), self.code, Field(pair)]
        )
        self.add_class("snb-panel")
        app.guard.changed(self.lang, "writing code", lambda _: self.show())
        app.guard.pressed(self.save, "saving the code", self._save)

    def show(self) -> None:
        """Show the code of the draft as it is."""
        language: Any = self.lang.value
        name = self._app.form.get("name") or "my_group"
        put(self.path, f"{name}{_ENDINGS[language]}", "placeholder")
        if language == "sql":  # asks the events for their end
            self._app.look("code", "writing SQL", lambda: self._app.form.code("sql"), self._put)
        else:
            self._put(self._app.form.code(language))

    def _put(self, text: str) -> None:
        put(self.code, text)

    def _save(self) -> None:
        self._app.save(Path(self.path.value or self.path.placeholder), self.lang.value)
