"""The card of an external table: where it lies, and which of its columns are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from signals_nb.html import Html
from signals_nb.widgets import kit as w
from signals_nb.widgets.controls.bound import Bound
from signals_nb.widgets.controls.field import Field, html

if TYPE_CHECKING:
    from signals_nb.widgets.builder import Builder

__all__ = ["ExternalCard", "field_lines", "read_field_lines"]

_TITLE = Html('<div class="snb-h">External data source</div>')


class ExternalCard(w.VBox):
    """Source, database, schema, table, modified date, and a line for each field."""

    def __init__(self, app: Builder) -> None:
        self._app = app
        self._bound = Bound(app.form, app.guard)
        self.fields = w.Textarea(
            description="Table fields",
            rows=4,
            placeholder="lifetime_value double\nplan string Current plan",
            continuous_update=False,
        )
        controls = [html(_TITLE)]
        for label, path, example in (
            ("Source name", "name", "customers"),
            ("Database", "database", "analytics"),
            ("Schema", "schema", "public"),
            ("Table", "table", "customers"),
            ("Modified date", "timestamp_field", "updated_at"),
        ):
            text = w.Text(description=label, placeholder=example, continuous_update=False)
            controls.append(self._bound.tie(Field(text), f"batch_source.{path}"))
        fields = self._bound.tie(
            Field(self.fields, "A column, its type and, if you like, a description on each line."),
            "fields",
            read=field_lines,
            write=read_field_lines,
        )
        super().__init__([*controls, fields])
        self.add_class("snb-group")

    def show(self) -> None:
        """Show what the draft holds."""
        self._bound.show()

    def control_at(self, path: Sequence[str]) -> w.Widget:
        """The control of a field, by its path in the group."""
        return self._bound.control_at(".".join(path[:2])) or self.fields


def field_lines(fields: Any) -> str:
    """Fields as lines of text.

    >>> field_lines([{"name": "plan", "type": "string", "description": "Current plan"}])
    'plan string Current plan'
    """
    parts = ((one.get("name"), one.get("type"), one.get("description")) for one in fields or ())
    return "\n".join(" ".join(filter(None, each)) for each in parts)


def read_field_lines(text: str) -> list[Mapping[str, str]]:
    """The fields that lines of text tell.

    >>> read_field_lines("plan string Current plan")
    [{'name': 'plan', 'type': 'string', 'description': 'Current plan'}]
    """
    lines = (line.split(maxsplit=2) for line in text.splitlines() if line.strip())
    return [dict(zip(("name", "type", "description"), words, strict=False)) for words in lines]
