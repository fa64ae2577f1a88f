"""Criteria as conditions (semantics.md, "Criteria"). A condition that is NULL counts as false."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from signals_nb.compile import sql
from signals_nb.compile.dialect import NUMBER_PATTERN, Dialect, Stored
from signals_nb.compile.moments import micros, parse_moment
from signals_nb.compile.plan import Equals, Match, Test
from signals_nb.compile.sql import Expr
from signals_nb.layouts.values import NUMERIC, Carries, Value

Read = Callable[[Value], Stored]


def condition(match: Match, dialect: Dialect, read: Read, time: Expr, as_of: int) -> Expr | None:
    """Which events ``match`` takes; None where it takes all."""
    conditions: list[Expr] = []
    if match.events:
        conditions.append(_some_event(match, dialect, read))
    conditions += [test(each, dialect, read) for each in match.all]
    if match.any:
        conditions.append(sql.some([test(each, dialect, read) for each in match.any]))
    if match.period is not None:
        conditions.append(sql.compare(time, ">", sql.integer(as_of - match.period)))
    return sql.every(conditions) if conditions else None


def _some_event(match: Match, dialect: Dialect, read: Read) -> Expr:
    events = []
    for event in match.events:
        parts = []
        for part in event:
            match part:
                case Equals(column, text):
                    parts.append(sql.compare(read(column).expression, "=", sql.text(text)))
                case Carries():
                    parts.append(read(part).expression)
        events.append(sql.every(parts))
    return sql.some(events)


def test(wanted: Test, dialect: Dialect, read: Read) -> Expr:
    """One criterion."""
    value = read(wanted.value)
    match wanted.operator:
        case "is null":
            return sql.is_null(value.expression)
        case "is not null":
            return sql.not_null(value.expression)
        case "like":
            return dialect.like(dialect.text(value), str(wanted.operand))
        case "=":
            return _equals(value, [wanted.operand], dialect)
        case "!=":
            equal = sql.coalesce(_equals(value, [wanted.operand], dialect), sql.FALSE)
            return sql.negate(equal)
        case "in":
            items = wanted.operand if isinstance(wanted.operand, tuple) else (wanted.operand,)
            return _equals(value, list(items), dialect)
    return _ordered(value, wanted.operator, wanted.operand, dialect)


def _equals(value: Stored, operands: list[Any], dialect: Dialect) -> Expr:
    """Whether ``value`` equals any of ``operands``, kind by kind."""
    booleans = [operand for operand in operands if isinstance(operand, bool)]
    numbers = [operand for operand in operands if _is_number(operand)]
    texts = [operand for operand in operands if isinstance(operand, str)]
    truths = ["true" if boolean else "false" for boolean in booleans]
    held = value.expression
    conditions: list[Expr] = []
    if value.kind in NUMERIC:
        numbers += [number for text in texts if (number := read_number(text)) is not None]
        conditions.append(_among(held, [_number(number) for number in numbers]))
    elif value.kind == "text":
        conditions.append(_among(held, [sql.text(text) for text in texts + truths]))
        conditions.append(_among(dialect.number(value), [_number(number) for number in numbers]))
    elif value.kind == "bool":
        truths += [text for text in texts if text in {"true", "false"}]
        conditions.append(_among(held, [sql.TRUE if truth == "true" else sql.FALSE for truth in truths]))
    elif value.kind == "timestamp":
        moments = [moment for text in texts if (moment := parse_moment(text)) is not None]
        conditions.append(_among(held, [sql.integer(micros(moment)) for moment in moments]))
    elif value.kind == "json":
        conditions.append(_among(dialect.number(value), [_number(number) for number in numbers]))
        is_number = dialect.is_number_token(held)
        read = [number for text in texts if (number := read_number(text)) is not None]
        as_number = _among(dialect.number(value), [_number(number) for number in read])
        as_text = _among(dialect.text(value), [sql.text(text) for text in texts + truths])
        if read:
            conditions.append(sql.case((is_number, as_number), default=as_text))
        else:
            conditions.append(as_text)
    return sql.some([each for each in conditions if each != sql.FALSE])


def _ordered(value: Stored, operator: str, operand: Any, dialect: Dialect) -> Expr:
    held = value.expression
    if _is_number(operand):
        if value.kind in NUMERIC or value.kind in {"text", "json"}:
            return sql.compare(dialect.number(value), operator, _number(operand))
    elif isinstance(operand, bool):
        if value.kind == "bool":
            return sql.compare(held, operator, sql.TRUE if operand else sql.FALSE)
    elif isinstance(operand, str):
        return _ordered_text(value, operator, operand, dialect)
    return sql.FALSE.copy()


def _ordered_text(value: Stored, operator: str, operand: str, dialect: Dialect) -> Expr:
    held = value.expression
    number, moment = read_number(operand), parse_moment(operand)
    as_number: Expr = sql.FALSE
    if number is not None:
        as_number = sql.compare(dialect.number(value), operator, _number(number))
    if value.kind == "text":
        return sql.compare(held, operator, sql.text(operand))
    if value.kind == "json":
        as_text = sql.compare(dialect.text(value), operator, sql.text(operand))
        is_boolean = sql.among(held, [sql.text("true"), sql.text("false")])
        return sql.case((dialect.is_number_token(held), as_number), (is_boolean, sql.FALSE), default=as_text)
    if value.kind == "timestamp" and moment is not None:
        return sql.compare(held, operator, sql.integer(micros(moment)))
    return as_number.copy() if value.kind in NUMERIC else sql.FALSE.copy()


def read_number(text: str) -> int | float | None:
    """The number that ``text`` reads as, whole ones exactly; None where it reads as none."""
    if re.fullmatch(NUMBER_PATTERN, text) is None:
        return None
    number = float(text)
    if not math.isfinite(number):
        return None
    return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else number


def _is_number(operand: Any) -> bool:
    return isinstance(operand, int | float) and not isinstance(operand, bool)


def _number(number: int | float) -> Expr:
    if isinstance(number, float) and not (math.isfinite(number) and number == int(number)):
        return sql.float_(number)
    return sql.integer(int(number))


def _among(held: Expr, literals: list[Expr]) -> Expr:
    if not literals:
        return sql.FALSE.copy()
    if len(literals) == 1:
        return sql.compare(held, "=", literals[0])
    return sql.among(held, literals)
