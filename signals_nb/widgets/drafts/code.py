"""The group of a form as source text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from signals_nb.check import Finding
from signals_nb.codegen import to_python
from signals_nb.definitions import AttributeGroup
from signals_nb.errors import SignalsError
from signals_nb.widgets.drafts.form import Json
from signals_nb.widgets.drafts.shape import ordered

if TYPE_CHECKING:
    from signals_nb.client import Signals

__all__ = ["Language", "code"]

Language = Literal["python", "sdk", "json", "sql"]

_PACKAGES: Final = {"python": "signals_nb", "sdk": "snowplow_signals"}


def code(
    language: Language,
    draft: Json,
    group: AttributeGroup | None,
    findings: Sequence[Finding],
    signals: Signals | None,
) -> str:
    """The group in a language; a comment where that cannot be, JSON always.

    Args:
        language: which.
        draft: the half-built group.
        group: the model, if its shape is valid.
        findings: what is wrong with it.
        signals: for SQL.

    Raises:
        SignalsError: no such language.
    """
    errors = [one for one in findings if one.severity == "error"]
    if language == "json":
        whole = ordered(draft) if group is None or errors else group.to_dict()
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    if language in _PACKAGES:
        return _comment("#", errors) if group is None else to_python(group, _PACKAGES[language])
    if language != "sql":
        raise SignalsError(f"There is no code in {language!r}. Choose from python, sdk, json, sql.")
    if group is None or errors:
        return _comment("--", errors)
    if signals is None:
        return "-- No data is open: the SQL depends on the columns of the events.\n"
    try:
        return signals._evaluator.sql(group, signals.as_of)
    except SignalsError as error:
        return _lines("--", [str(error)])


def _comment(mark: str, errors: Sequence[Finding]) -> str:
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    return _lines(mark, [f"{count} to fix first:", *(f"  {one}" for one in errors)])


def _lines(mark: str, texts: Sequence[str]) -> str:
    # What a name holds must not end the comment.
    return "".join(f"{mark} {line}\n" for text in texts for line in text.splitlines())
