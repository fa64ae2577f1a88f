"""The titles of the builder's tabs, which count attributes and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.widgets.panels.footer import counted

if TYPE_CHECKING:
    from signals_nb.widgets.draft import Draft

__all__ = ["titles_of"]


def titles_of(form: Draft) -> tuple[str, ...]:
    """The titles of the tabs, from the first to the last."""
    count = len(form.get("attributes") or ())
    inside = sum(each.severity == "error" for each in form.findings_at("attributes"))
    attributes = f"3 Attributes ({count})" if count else "3 Attributes"
    return (
        "1 Data",
        _with_problem("2 Group", form.errors - inside),
        _with_problem(attributes, inside),
        "4 Test",
        "5 Publish",
        "Code",
    )


def _with_problem(title: str, errors: int) -> str:
    return f"{title} – {counted(errors, 'error')}" if errors > 0 else title
