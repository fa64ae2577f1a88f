"""The rules for criteria that need no data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from signals_nb.check.findings import Finding, finding
from signals_nb.check.properties import check_property
from signals_nb.definitions import Criteria, Criterion
from signals_nb.definitions.criteria import MixedList, kinds_of
from signals_nb.definitions.words import value_words

__all__ = ["check_criteria"]

_ORDERINGS: Final = ("<", ">", "<=", ">=")


def check_criteria(criteria: Criteria, where: str) -> Iterator[Finding]:
    """Every finding about an attribute's criteria, which count from 1 through ``all`` and then ``any``.

    Args:
        criteria: a criterion may be half-built: a field that is not there yet is None.
        where: their path.
    """
    number = 0
    for clause in ("all", "any"):
        for index, criterion in enumerate(getattr(criteria, clause) or []):
            number += 1
            place = f"{where}.{clause}.{index}"
            if criterion.property is not None:
                yield from check_property(criterion.property, f"{place}.property")
            if criterion.operator is not None:
                yield from _value(criterion, number, f"{place}.value")


def _value(criterion: Criterion, i: int, where: str) -> Iterator[Finding]:
    op, value = criterion.operator, criterion.value
    if op in ("is null", "is not null"):
        if value is not None:
            yield finding("C10", where, i=i, op=op)
    elif op == "in":
        yield from _list_value(value, i, where)
    elif op == "like":
        if not isinstance(value, str):
            yield finding("C07", where, i=i, x=value_words(value))
        elif "%" not in value and "_" not in value:
            yield finding("C05", where, i=i, x=value)
    elif value is None:
        yield finding("C11", where, i=i, op=op)
    elif isinstance(value, list):
        yield finding("C09", where, i=i, op=op)
    elif op in _ORDERINGS and isinstance(value, bool):
        yield finding("C02", where, i=i, op=op, x=value_words(value))
    elif value == "" and op not in _ORDERINGS:
        yield finding("C04", where, i=i)
    for number in value if isinstance(value, list) else [value]:
        if isinstance(number, float) and not math.isfinite(number):
            yield finding("C13", where, i=i, x=number)


def _list_value(value: object, i: int, where: str) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield finding("C08", where, i=i, x=value_words(value))
    elif not value:
        yield finding("C03", where, i=i)
    else:
        kinds = value.kinds if isinstance(value, MixedList) else kinds_of(value)
        if len(kinds) > 1:
            yield finding("C12", where, i=i, kinds=" and ".join(kinds))
