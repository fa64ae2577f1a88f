"""One evaluation: from a group and opened events to a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from signals_nb import frames
from signals_nb.compile import finish
from signals_nb.compile.dialect import Dialect
from signals_nb.compile.facts import APP_ID, EVENTS, LATEST, app_ids, facts
from signals_nb.compile.plan import TIMES
from signals_nb.compile.render import Query
from signals_nb.definitions import AGGREGATIONS, Attribute
from signals_nb.engines.duckdb import Columns, Events
from signals_nb.errors import EventsError, ValueDoesNotFit, did_you_mean, warn
from signals_nb.layouts.locate import Locator


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
    declared = {measure.name: measure.attribute.type for measure in query.measures}
    return typed_frame(query.plan.key_name, declared, columns, group_name, "attribute")


def typed_frame(
    key: str, declared: Mapping[str, str], columns: Columns, group_name: str, noun: str
) -> pd.DataFrame:
    """An engine's columns as a frame: the key, then each column by its declared type.

    Args:
        key: the name of the key's column.
        declared: the type of each of the others.
        columns: as ``compile.finish`` made them.
        group_name: for messages.
        noun: what a column is, for messages.

    Raises:
        ValueDoesNotFit: a value that its declared type cannot hold.
    """
    keys = frames.series(columns[key], "string")
    for name, type_ in declared.items():
        if found := _misfit(columns.get(finish.misfit_column(name)), keys):
            value, told = found
            raise ValueDoesNotFit(
                f"{group_name}.{name}: {value} does not fit {type_}, {told}. "
                f"Declare the {noun} as {_fitting_type(value, type_)}."
            )
        if found := _misfit(columns.get(finish.shapeless_column(name)), keys):
            value, told = found
            shape = "object" if type_ == "dict" else "array"
            raise ValueDoesNotFit(
                f"{group_name}.{name}: {value} is no JSON {shape}, {told}. Declare the {noun} as string."
            )
    _warn_of_losses(declared, columns)
    built = {key: keys}
    for name, type_ in declared.items():
        try:
            built[name] = frames.series(columns[name], type_, columns.get(finish.counts_column(name)))
        except (ValueError, RecursionError) as error:  # JSON that DuckDB reads and Python does not
            raise ValueDoesNotFit(
                f"{group_name}.{name}: a value cannot be read as JSON: {error}. Declare the {noun} as string."
            ) from error
    return pd.DataFrame(built)


def _misfit(misfits: Any, keys: pd.Series[Any]) -> tuple[str, str] | None:
    """The first value that does not fit, and for which keys there is one."""
    if misfits is None:
        return None
    wrong = np.flatnonzero(~np.ma.getmaskarray(misfits))
    if not len(wrong):
        return None
    others = f" (and for {len(wrong) - 1:,} other keys)" if len(wrong) > 1 else ""
    return str(np.ma.getdata(misfits)[wrong[0]]), f"for key {keys[wrong[0]]}{others}"


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


def _warn_of_losses(declared: Mapping[str, str], columns: Columns) -> None:
    for name, type_ in declared.items():
        rounded = columns.get(finish.rounded_column(name))
        if rounded is not None and (count := int(np.count_nonzero(rounded))):
            warn(
                f"{name} is declared {type_}: its fraction was rounded for "
                f"{count:,} key{'s' if count > 1 else ''}. Declare it double to keep it."
            )
    lost = {
        name: int(np.ma.filled(np.sum(columns[counted]), 0))
        for name in declared
        if (counted := finish.lost_column(name)) in columns
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
