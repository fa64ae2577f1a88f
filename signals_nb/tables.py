"""The tables of external batch groups: what a user maps to the warehouse's names for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from signals_nb.engines.duckdb import DuckDB, Events
from signals_nb.errors import EventsError, SignalsError

__all__ = ["open_tables"]

# As ``BatchSource`` has it: a database's name may hold hyphens.
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_]+\.[A-Za-z0-9_]+")


def open_tables(tables: Mapping[str, Any] | None, engine: DuckDB) -> dict[str, Events]:
    """Open every table of ``Signals(tables=…)``.

    Raises:
        SignalsError: ``tables`` is no dict, or a key is no ``database.schema.table``.
        EventsError: a table cannot be opened.
    """
    if tables is None:
        return {}
    if not isinstance(tables, Mapping):
        raise SignalsError(
            'tables takes a dict, such as tables={"SHOP.PUBLIC.CUSTOMERS": "customers.parquet"}; '
            f"it is a {type(tables).__name__}."
        )
    for name in tables:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise SignalsError(
                f"tables takes database.schema.table as keys, without quotes; {name!r} is none. "
                "Write the three names of the group's batch_source, such as "
                '"SHOP.PUBLIC.CUSTOMERS".'
            )
    return {name: _opened(name, held, engine) for name, held in tables.items()}


def _opened(name: str, held: Any, engine: DuckDB) -> Events:
    argument = f'tables["{name}"]'
    try:
        return engine.open(held, argument=argument)
    except EventsError as error:
        if str(error).startswith(argument):
            raise
        raise EventsError(f"{argument}: {error}") from error
