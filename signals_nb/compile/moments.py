"""Moments in UTC, and as the microseconds since 1970 that plans reckon in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MICROSECOND = timedelta(microseconds=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def in_utc(moment: datetime) -> datetime:
    """``moment`` in UTC; a naive one is UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970; a naive moment is UTC."""
    return (in_utc(moment) - _EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The moment in UTC that is so many microseconds after 1970."""
    return _EPOCH + micros * MICROSECOND


def parse_moment(text: str) -> datetime | None:
    """A date-time written in ISO 8601, in UTC; None where ``text`` is none."""
    try:
        return in_utc(datetime.fromisoformat(text))
    except ValueError:
        return None
