"""How a result looks in a notebook: the first rows of its frame, as one reads them."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from signals_nb.definitions import AGGREGATIONS, Attribute, AttributeGroup
from signals_nb.definitions.aggregations import NUMERIC_TYPES
from signals_nb.html import Html, card, escaped, joined, pill, table, tag
from signals_nb.summaries import value_text

__all__ = ["result_card"]

_ROWS: Final = 20
_COLUMNS: Final = 30
_KEY: Final = 20
_TEXT: Final = 60
_TITLE: Final = 400
_LARGEST: Final = 190_000

_NUMBERS: Final = frozenset({*NUMERIC_TYPES, "unix_timestamp"})


def result_card(frame: pd.DataFrame, group: AttributeGroup, summary: str) -> str:
    """The first rows of a frame in a card; fewer where their texts are long.

    Args:
        frame: of the result.
        group: that it is of.
        summary: one line about the call.
    """
    attributes = (group.attributes or [])[:_COLUMNS]
    rows = frame.head(_ROWS)
    while len(shown := _card(rows, attributes, frame, group, summary)) > _LARGEST and len(rows) > 1:
        rows = rows.head(len(rows) // 2)
    return shown


def _card(
    rows: pd.DataFrame, attributes: list[Attribute], frame: pd.DataFrame, group: AttributeGroup, summary: str
) -> str:
    columns = [[_key(key) for key in rows.iloc[:, 0]]]
    columns += [[_cell(value, each) for value in rows[each.name]] for each in attributes]
    numbers = [at for at, each in enumerate(attributes, 1) if each.type in _NUMBERS]
    names = [str(frame.columns[0]), *(each.name for each in attributes)]
    cells = table(names, [*zip(*columns, strict=True)], what="keys", numbers=numbers, of=len(frame))
    body = tag("div", cells, "snb-names")
    if not len(rows):
        body = _note("No key has an event that passes what the call asks for.")
    hidden = len(group.attributes or []) - len(attributes)
    notes = [f"{hidden} more attributes are in the frame."] if hidden else []
    notes += ["In italics: the default value."] if _DEFAULT in body else []
    about = tag("div", escaped(summary), "snb-text")
    return card(group.name, [pill(f"v{group.version}")], None, about, joined([body, *map(_note, notes)]))


_DEFAULT: Final = "<i "


def _note(text: str) -> Html:
    return tag("div", escaped(text), "snb-more snb-soft")


def _key(key: Any) -> Html:
    text = str(key)
    short = text if len(text) <= _KEY else f"{text[:12]}…{text[-6:]}"
    return tag("code", escaped(short), "snb-keep", title=text if short != text else "")


def _cell(value: Any, attribute: Attribute) -> Html:
    if not isinstance(value, list | dict) and (value is None or pd.isna(value)):
        return tag("span", escaped("null"), "snb-soft")
    text = str(value) if attribute.type == "unix_timestamp" else value_text(value)
    title = text[:_TITLE] if len(text) > _TEXT else ""
    if _is_default(value, attribute):
        return tag("i", escaped(text, _TEXT), "snb-soft snb-keep", title or "the default value")
    return tag("span", escaped(text, _TEXT), "snb-keep", title)


def _is_default(value: Any, attribute: Attribute) -> bool:
    default = attribute.default_value
    if default is None:
        default = AGGREGATIONS[attribute.aggregation].empty_value
    return default is not None and type(value) is not bool and bool(value == default)
