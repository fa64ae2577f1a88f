"""Numbers, shares, moments, values and attributes as a reader of a chart wants them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from signals_nb.definitions.words import value_words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(value: float, digits: int = 3) -> str:
    """A number with thousands separators, and so many significant digits where it has a fraction.

    >>> number(1234567), number(0.123456), number(1234.5), number(2.50), number(-1e20), number(1234.5, 6)
    ('1,234,567', '0.123', '1,234', '2.5', '−1e+20', '1,234.5')
    """
    if math.isnan(value):
        return "not a number"
    return ("−" if value < 0 else "") + _positive(abs(value), digits)


def _positive(value: float, digits: int) -> str:
    if value >= 1e15:
        return "∞" if math.isinf(value) else f"{value:.{digits}g}"
    whole = value == int(value) or value >= 10**digits
    decimals = 0 if whole else max(0, digits - 1 - math.floor(math.log10(value)))
    if decimals > 2 * digits:
        return f"{value:.{digits}g}"
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def share(part: float, whole: float) -> str:
    """A share in percent, which is 0 or 100 only where it is so exactly.

    >>> share(129, 1000), share(1, 10_000), share(9_999, 10_000), share(0, 5), share(1, 1)
    ('12.9 %', '<0.1 %', '>99.9 %', '0 %', '100 %')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:
        return "<0.1 %"
    if 99.9 < percent < 100:
        return ">99.9 %"
    return f"{percent:.1f}".removesuffix(".0") + " %"


def moment(micros: float, step: timedelta) -> str:
    """A moment (microseconds since 1970), as fine as a step of time needs.

    >>> moment(0, timedelta(hours=1)), moment(0, timedelta(days=7)), moment(0, timedelta(days=365))
    ('1970-01-01 00:00', '1970-01-01', '1970')
    """
    at = EPOCH + timedelta(microseconds=round(micros))
    if step >= timedelta(days=365):
        return f"{at.year:04}"
    if step >= timedelta(days=28):
        return f"{at.year:04}-{at.month:02}"
    day = f"{at.year:04}-{at.month:02}-{at.day:02}"
    return day if step >= timedelta(days=1) else f"{day} {at:%H:%M}"


def value_text(value: Any) -> str:
    """A value as one line of text; text as it is.

    >>> value_text(1234.5), value_text(True), value_text(["a", 1]), value_text(""), value_text(None)
    ('1,234.5', 'true', '["a", 1]', '(empty text)', 'null')
    """
    if isinstance(value, list | dict):
        return value_words(_plain(value))
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value, 6)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, pd.Timestamp):
        value = value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value) or "(empty text)"


def _plain(value: list[Any] | dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [item.decode("utf-8", "replace") if isinstance(item, bytes) else item for item in value]
    return value
