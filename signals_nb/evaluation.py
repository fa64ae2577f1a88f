"""One evaluation: from a group and opened events to a frame."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from signals_nb import frames
from signals_nb.compile import finish
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.facts import APP_ID, EVENTS, LATEST, app_ids, facts
from signals_nb.compile.plan import TIMES, Measure
from signals_nb.compile.render import Query
from signals_nb.definitions import AGGREGATIONS, Attribute
from signals_nb.engines.duckdb import Columns, Events
from signals_nb.errors import EventsError, SignalsWarning, ValueDoesNotFit, did_you_mean
from signals_nb.layouts.locate import Locator

# Where the stack of a warning leaves this package, so that it points at the user's own line.
_PACKAGE = __name__.split(".", maxsplit=1)[0]


def warn(message: str) -> None:
    """Warn at the line of the user's that called this package."""
    level, caller = 1, sys._getframe()
    while caller is not None and caller.f_globals.get("__name__", "").split(".")[0] == _PACKAGE:
        level, caller = level + 1, caller.f_back  # type: ignore[assignment]
    warnings.warn(message, SignalsWarning, stacklevel=level)


def require_atomic(locator: Locator, origin: str) -> None:
    """Refuse a table that is no table of atomic events.

    Raises:
        EventsError: naming what is missing and what was found.
    """
    table = locator.table
    missing = []
    if all(table.find(name) is None for name in TIMES):
        missing.append(" or ".join(TIMES))
    if table.find("event_name") is None:
        missing.append("event_name")
    if missing:
        found = ", ".join(list(table)[:12]) + (", …" if len(table) > 12 else "")
        raise EventsError(
            f"{origin} has no column {' and no '.join(missing)}; a Snowplow atomic table is expected. "
            f"Found: {found or 'no columns'}."
        )


def require_column(locator: Locator, name: str, argument: str, origin: str) -> None:
    """Refuse an argument that needs a column which the table lacks.

    Raises:
        EventsError: naming the column and the argument.
    """
    if locator.table.find(name) is None:
        raise EventsError(f"{origin} has no column {name}, which {argument} needs. Leave {argument} out.")


def world(locator: Locator, dialect: Dialect, events: Events, *, latest: bool) -> tuple[int, int | None]:
    """The number of events, and the microsecond at which their world ends (None where none has a time)."""
    found = events.run(facts(locator, dialect, events.source, latest=latest))
    end = found[LATEST][0] if latest else np.ma.masked
    return int(found[EVENTS][0]), None if end is np.ma.masked else int(end)


def warn_of_unknown_apps(wanted: Iterable[str], locator: Locator, dialect: Dialect, events: Events) -> None:
    """Warn of app_ids that no event has, naming those that there are."""
    known = [str(app) for app in events.run(app_ids(locator, dialect, events.source))[APP_ID]]
    unknown = [app for app in wanted if app not in known]
    if unknown:
        hints = "".join(dict.fromkeys(did_you_mean(app, known) for app in unknown))
        shown = ", ".join(known[:20]) + (", …" if len(known) > 20 else "")
        warn(f"No event has app_id {', '.join(unknown)}.{hints} The data has: {shown or 'no app_id at all'}.")


def frame(query: Query, columns: Columns, group_name: str) -> pd.DataFrame:
    """The result of ``query`` as a frame.

    Raises:
        ValueDoesNotFit: a value that its declared type cannot hold.
    """
    key = query.plan.key_name
    keys = frames.series(columns[key], "string")
    for measure in query.measures:
        _refuse_misfit(measure, columns, keys, group_name)
    _warn_of_losses(query, columns)
    built = {key: keys}
    for measure in query.measures:
        counts = columns.get(finish.counts_column(measure.name))
        built[measure.name] = frames.series(columns[measure.name], measure.attribute.type, counts)
    return pd.DataFrame(built)


def _refuse_misfit(measure: Measure, columns: Columns, keys: pd.Series[Any], group_name: str) -> None:
    misfits = columns.get(finish.misfit_column(measure.name))
    if misfits is None:
        return
    wrong = np.flatnonzero(~np.ma.getmaskarray(misfits))
    if not len(wrong):
        return
    value, declared = str(np.ma.getdata(misfits)[wrong[0]]), measure.attribute.type
    fitting = _fitting_type(value, declared)
    others = f" (and for {len(wrong) - 1:,} other keys)" if len(wrong) > 1 else ""
    raise ValueDoesNotFit(
        f"{group_name}.{measure.name}: {value} does not fit {declared}, for key {keys[wrong[0]]}{others}. "
        f"Declare the attribute as {fitting}."
    )


def _fitting_type(value: str, declared: str) -> str:
    """The narrowest type that holds ``value``, a list where ``declared`` is one."""
    suffix = "_list" if declared.endswith("_list") else ""
    if value in {"true", "false"}:
        return f"bool{suffix}"
    try:
        whole = int(value)
    except ValueError:
        whole = None
    if whole is not None and -(2**63) <= whole < 2**63:
        return f"int64{suffix}"
    try:
        float(value)
    except ValueError:
        return f"string{suffix}"
    return f"double{suffix}"


def _warn_of_losses(query: Query, columns: Columns) -> None:
    for measure in query.measures:
        rounded = columns.get(finish.rounded_column(measure.name))
        if rounded is not None and (count := int(np.count_nonzero(rounded))):
            warn(
                f"{measure.name} is declared {measure.attribute.type}: its fraction was rounded for "
                f"{count:,} key{'s' if count > 1 else ''}. Declare it double to keep it."
            )
    lost = {
        measure.name: int(np.ma.filled(np.sum(columns[name]), 0))
        for measure in query.measures
        if (name := finish.lost_column(measure.name)) in columns
    }
    lost = {name: count for name, count in lost.items() if count}
    if lost:
        told = ", ".join(f"{name} ({count:,})" for name, count in lost.items())
        warn(f"Texts that are no number were left out of: {told}.")


def is_empty(values: pd.Series[Any], attribute: Attribute) -> bool:
    """Whether an attribute has no value for any key: all are the default, or what its aggregation gives."""
    default = attribute.default_value
    if default is None:
        default = AGGREGATIONS[attribute.aggregation].empty_value
    if default is None:
        return bool(values.isna().all())
    if isinstance(default, list | dict):
        return all(value == default for value in values)
    return bool((values == default).fillna(False).all())
