"""Static HTML for notebooks: everything escaped, no script, and the notebook's own colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import Final, NewType

__all__ = ["STYLE", "Html", "card", "escaped", "facts", "joined", "pill", "table", "tag"]

Html = NewType("Html", str)
"""Text that is safe to put into a page as it is."""

# Colours come from JupyterLab's variables, so that a dark theme works; elsewhere from the text's own colour.
STYLE: Final = Html(
    """<style>
.snb-card{max-width:1000px;margin:4px 0 10px;border:1px solid var(--jp-border-color2,#8886);border-radius:8px;
overflow:hidden;color:var(--jp-ui-font-color1,inherit);background:var(--jp-layout-color1,transparent);
font-family:var(--jp-ui-font-family,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif);font-size:13px;
line-height:1.45}
.snb-card .snb-head{padding:10px 14px;border-bottom:1px solid var(--jp-border-color2,#8886);
background:var(--jp-layout-color2,#8881)}
.snb-card .snb-head:last-child{border-bottom:0}
.snb-card .snb-title{font-size:15px;font-weight:600;margin-right:8px;overflow-wrap:anywhere}
.snb-card .snb-pill{display:inline-block;padding:0 8px;margin-right:6px;border-radius:10px;font-size:11px;
line-height:18px;border:1px solid var(--jp-border-color1,#8889);color:var(--jp-ui-font-color1,inherit);
white-space:nowrap}
.snb-card .snb-pill.snb-brand{border-color:var(--jp-brand-color1,#5c35b0);
color:var(--jp-brand-color1,inherit)}
.snb-card .snb-pill.snb-good{border-color:var(--jp-success-color1,#2e7d32);
color:var(--jp-success-color1,inherit)}
.snb-card .snb-text{margin-top:4px;color:var(--jp-ui-font-color2,inherit);overflow-wrap:anywhere}
.snb-card .snb-facts{margin-top:6px;display:flex;flex-wrap:wrap;gap:2px 18px}
.snb-card .snb-facts span{overflow-wrap:anywhere}
.snb-card .snb-soft{color:var(--jp-ui-font-color2,inherit);opacity:.8}
.snb-card .snb-scroll{overflow-x:auto}
.snb-card table.snb-table{width:100%;margin:0;border:0;border-collapse:collapse;font-size:12.5px;
color:inherit;table-layout:auto}
.snb-card table.snb-table th,.snb-card table.snb-table td{text-align:left;vertical-align:top;padding:6px 10px;
border:0;border-top:1px solid var(--jp-border-color3,#8883);white-space:normal;max-width:none;background:none}
.snb-card table.snb-table th:first-child,.snb-card table.snb-table td:first-child{padding-left:14px}
.snb-card table.snb-table thead th{border-top:0;font-weight:600;font-size:11px;white-space:nowrap;
color:var(--jp-ui-font-color2,inherit);text-transform:uppercase;letter-spacing:.04em}
.snb-card table.snb-table tbody tr{background:none}
.snb-card table.snb-table tbody tr:hover{background:var(--jp-layout-color2,#8881)}
.snb-card code{font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;
padding:0;background:none;color:inherit;overflow-wrap:anywhere}
.snb-card .snb-keep,.snb-card .snb-keep code{white-space:nowrap;overflow-wrap:normal}
.snb-card table.snb-table .snb-number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.snb-card .snb-names table.snb-table thead th{text-transform:none;letter-spacing:0;font-size:12px}
.snb-card .snb-more{padding:6px 14px;border-top:1px solid var(--jp-border-color3,#8883)}
</style>"""
)

_LONGEST: Final = 400


def escaped(text: object, longest: int = _LONGEST) -> Html:
    """Any text, safe to put into a page; cut where it is longer than ``longest`` characters.

    >>> escaped("<script>")
    '&lt;script&gt;'
    """
    whole = str(text)
    return Html(escape(whole if len(whole) <= longest else f"{whole[: longest - 1]}…"))


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Pieces of HTML, one after another."""
    return Html(between.join(parts))


def tag(name: str, content: Html, css: str = "", title: str = "") -> Html:
    """An element, with CSS classes and a text that shows under the pointer."""
    title = f' title="{escaped(title)}"' if title else ""
    return Html(f"<{name}{_class(css)}{title}>{content}</{name}>")


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""


def pill(text: str, css: str = "") -> Html:
    """A short label in a rounded frame."""
    return tag("span", escaped(text), f"snb-pill {css}".rstrip())


def facts(pairs: Iterable[tuple[str, Html]]) -> Html:
    """A row of named values; one without a value is left out."""
    shown = [
        tag("span", Html(f"{tag('span', escaped(name), 'snb-soft')} {value}"))
        for name, value in pairs
        if value
    ]
    return tag("div", joined(shown), "snb-facts") if shown else Html("")


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Html]],
    most: int = 20,
    what: str = "rows",
    numbers: Collection[int] = (),
    of: int | None = None,
) -> Html:
    """A table of HTML cells; a column that is empty in every row is left out.

    Args:
        columns: their headings.
        rows: a cell per column.
        most: how many rows are shown; the rest is told in a line below.
        what: the rows' name in that line.
        numbers: the positions of columns of numbers, which stand to the right.
        of: how many rows there are, where ``rows`` are not all.
    """
    css = dict.fromkeys(numbers, "snb-number")
    total = len(rows) if of is None else of
    kept = [i for i, _ in enumerate(columns) if any(row[i] for row in rows)]
    head = joined(Html(f'<th scope="col"{_class(css.get(i, ""))}>{escaped(columns[i])}</th>') for i in kept)
    body = joined(tag("tr", joined(tag("td", row[i], css.get(i, "")) for i in kept)) for row in rows[:most])
    whole = tag("table", Html(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"), "snb-table")
    shown = min(len(rows), most)
    rest = f"The first {shown:,} of {total:,} {what} are shown." if total > shown else ""
    return Html(
        tag("div", whole, "snb-scroll") + (tag("div", escaped(rest), "snb-more snb-soft") if rest else "")
    )


def card(
    title: str, pills: Iterable[Html], description: str | None, about: Html, body: Html = Html("")
) -> Html:
    """A framed card with a header.

    Args:
        title: in bold.
        pills: labels beside it.
        description: free text below.
        about: usually ``facts()``.
        body: usually ``table()``.
    """
    head = joined([tag("span", escaped(title), "snb-title"), *pills])
    text = tag("div", escaped(description), "snb-text") if description else Html("")
    return Html(
        f'<div class="snb-card">{STYLE}{tag("div", Html(head + text + about), "snb-head")}{body}</div>'
    )
