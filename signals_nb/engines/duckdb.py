"""DuckDB, the default engine: opens events and runs SQL over them, in memory, in UTC."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from signals_nb.compile.sql import Expr
from signals_nb.engines.files import Files, csv_source, header_query, parquet_source, resolve
from signals_nb.engines.spellings import Spell, of_object, spellings, top_level
from signals_nb.engines.spread import FILE, ROWS, positions_hidden, rows_of_files, spread_over
from signals_nb.errors import EventsError, did_you_mean
from signals_nb.layouts.types import SqlType, Table, TypeKind

__all__ = ["DuckDB", "Events"]

# As numpy arrays, masked where a value is null.
Columns = dict[str, Any]

# The name that a user's relation bears in SQL; no table of the user's has it.
_RELATION_VIEW = "signals_nb events"

_KINDS: dict[str, TypeKind] = {
    **dict.fromkeys(("varchar", "uuid", "enum", "char"), "text"),
    **dict.fromkeys(
        (
            "tinyint",
            "smallint",
            "integer",
            "bigint",
            "hugeint",
            "utinyint",
            "usmallint",
            "uinteger",
            "ubigint",
            "uhugeint",
        ),
        "int",
    ),
    **dict.fromkeys(("float", "double"), "double"),
    "decimal": "decimal",
    "boolean": "bool",
    **dict.fromkeys(
        (
            "date",
            "timestamp",
            "timestamp_s",
            "timestamp_ms",
            "timestamp_ns",
            "timestamp with time zone",
        ),
        "timestamp",
    ),
    "struct": "struct",
    "map": "map",
    "list": "list",
    "array": "list",
}


@dataclass(frozen=True)
class Events:
    """A table that can be queried: its shape, its SQL source, and where it came from, for messages."""

    table: Table
    source: Expr
    origin: str
    _fetch: Callable[[str], Columns]
    _files: Files | None = None
    _session: _Session | None = None

    @property
    def path(self) -> str | None:
        """Where the events were opened, as it was given; None where they are no file."""
        return None if self._files is None else self.origin

    def interrupt(self) -> None:
        """Stop the query that runs, from another thread; nothing where none runs, or in a user's relation."""
        if self._session is not None:
            self._session.connection.interrupt()

    def progress(self) -> float | None:
        """How far the query is, in percent, for another thread; None where that is not known."""
        percent = -1.0 if self._session is None else self._session.connection.query_progress()
        return percent if percent >= 0 else None

    def beside(self) -> Events:
        """The same events on a connection of their own: it does not wait for this one, and stops alone.

        A user's relation has its one connection only.
        """
        if self._session is None:
            return self
        session = self._session.another()
        return replace(self, _fetch=session.fetch, _session=session)

    def spread(self, rows: int) -> Expr | None:
        """The SQL of about ``rows`` rows, in blocks spread evenly over the table, without reading the rest.

        None where the table is no parquet: then only reading the rows tells them apart.
        """
        if self._files is None or self._files.is_csv or positions_hidden(self.table):
            return None
        found = self.run(rows_of_files(self._files))
        counts = dict(zip(map(str, found[FILE]), map(int, found[ROWS]), strict=True))
        return spread_over(self.source, counts, rows)

    def run(self, query: str) -> Columns:
        """Run ``query`` and fetch its columns.

        Raises:
            EventsError: DuckDB could not run it.
        """
        try:
            return self._fetch(query)
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except duckdb.Error as error:
            if "read-only mode" in str(error):
                raise EventsError(
                    f"{self.origin} is on a read-only connection, on which DuckDB before 2 cannot query a "
                    "relation. Attach the file to a connection of yours: connection = duckdb.connect(); "
                    "connection.execute(\"ATTACH 'x.duckdb' AS x (READ_ONLY)\"), and give "
                    'connection.table("x.events").'
                ) from error
            if "unfinished result" in str(error):
                raise EventsError(
                    f"{self.origin} is on a connection whose last result is not fetched yet. Fetch it, or "
                    "hand over a connection of its own: connection.cursor()."
                ) from error
            raise EventsError(f"DuckDB could not read {self.origin}: {_first_line(error)}") from error


class _Session:
    """A connection, which runs one query at a time, whatever number of tables are read over it.

    Args:
        engine: whose memory and whose folder for spilling it uses.
        connection: of it.
        lock: held while it runs a query.
        registered: the objects that it reads, by their names in SQL.
    """

    def __init__(
        self,
        engine: DuckDB,
        connection: duckdb.DuckDBPyConnection,
        lock: threading.Lock,
        registered: Mapping[str, Any],
    ) -> None:
        self.connection = connection
        self._engine, self._lock, self._registered = engine, lock, registered

    def fetch(self, query: str) -> Columns:
        with self._lock:
            return self.connection.execute(query).fetchnumpy()

    def another(self) -> _Session:
        connection = _with_progress(self.connection.cursor())
        for name, held in self._registered.items():  # it sees none that another connection registered
            connection.register(name, held)
        return _Session(self._engine, connection, threading.Lock(), self._registered)


def _with_progress(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # Progress is worked out only with a bar, which need not print.
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    return connection


class DuckDB:
    """One in-memory DuckDB.

    Args:
        memory_limit: such as ``"4GB"``; beyond it DuckDB spills to a temporary folder, removed with this
            object. Default: 80 % of the machine's memory.
        threads: default: one per core.
    """

    def __init__(self, memory_limit: str | None = None, threads: int | None = None) -> None:
        self._spill = tempfile.mkdtemp(prefix="signals_nb_")
        weakref.finalize(self, shutil.rmtree, self._spill, ignore_errors=True)
        settings: dict[str, Any] = {
            "temp_directory": self._spill,
            "preserve_insertion_order": False,
            "pandas_analyze_sample": 1_000_000,
        }
        if memory_limit is not None:
            settings["memory_limit"] = memory_limit
        if threads is not None:
            settings["threads"] = threads
        try:
            self._connection = duckdb.connect(config=settings)
        except (duckdb.Error, TypeError) as error:
            raise EventsError(
                f"DuckDB did not take memory_limit={memory_limit!r}, threads={threads!r}: "
                f'{_first_line(error)} Give, for example, memory_limit="4GB", threads=2.'
            ) from error
        self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
        _with_progress(self._connection)
        self._lock = threading.Lock()
        self._registered: dict[str, Any] = {}

    def open(
        self, events: Any, connection: duckdb.DuckDBPyConnection | None = None, argument: str = "events"
    ) -> Events:
        """Open events wherever they are.

        Args:
            events: the path of a parquet or CSV file, a glob, a folder, a list of paths, a pandas or Polars
                DataFrame, a pyarrow Table or Dataset, a DuckDB relation, or with ``connection`` the name of
                a table in it.
            connection: a DuckDB connection of the user's; nothing in it is changed.
            argument: what the user handed over, for messages.

        Raises:
            EventsError: there is nothing there, or it cannot be read as a table.
        """
        if connection is not None and not isinstance(connection, duckdb.DuckDBPyConnection):
            raise EventsError(f"connection takes a DuckDB connection; it is {connection!r}.")
        if connection is not None and not isinstance(events, str):
            raise EventsError('connection goes with the name of a table in it: events="events".')
        if connection is not None:
            table = _named_table(connection, events)
            return _open_relation(table, f"table {events}", self._lock, connection)
        if isinstance(events, duckdb.DuckDBPyRelation):
            return _open_relation(events, "the relation", self._lock)
        if isinstance(events, str | Path | list | tuple):
            return self._open_files(events, argument)
        return self._open_object(events, argument)

    def _open_files(self, events: str | Path | list[Any] | tuple[Any, ...], argument: str) -> Events:
        files = resolve(events, argument)
        source = csv_source(files) if files.is_csv else parquet_source(files)

        def spell() -> Sequence[str]:
            rows = self._connection.execute(header_query(files)).fetchall()
            return [str(cell) for cell in rows[0]] if files.is_csv else top_level(rows)

        return self._opened(source, files.origin, spell, hint=files.hint, files=files)

    def _open_object(self, events: Any, argument: str) -> Events:
        kind = type(events).__name__
        view = argument if argument == "events" else f"table_{len(self._registered) + 1}"
        try:
            self._connection.register(view, events)
        except (duckdb.Error, TypeError) as error:
            raise EventsError(
                f"{argument} cannot be a {kind}. Give a path, a pandas or Polars DataFrame, a pyarrow Table, "
                "or a DuckDB relation."
            ) from error
        self._registered[view] = events
        return self._opened(exp.to_table(view), f"the {kind}", lambda: of_object(events), hint="")

    def _opened(
        self, source: Expr, origin: str, spell: Spell, hint: str, files: Files | None = None
    ) -> Events:
        shape = exp.select(exp.Star()).from_(source).limit(0).sql("duckdb")
        try:
            relation = self._connection.sql(shape)
            table = _table(relation.columns, relation, spellings(relation.columns, spell))
        except duckdb.Error as error:
            raise EventsError(f"{origin} cannot be read: {_first_line(error)}{hint}") from error
        session = _Session(self, self._connection, self._lock, self._registered)
        return Events(table, source, origin, session.fetch, files, session)


def _named_table(connection: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    try:
        return connection.table(name)
    except duckdb.ConnectionException as error:
        raise EventsError(f"The connection cannot be used: {_first_line(error)}") from error
    except duckdb.Error as error:
        rows = connection.sql("SELECT table_name FROM information_schema.tables").fetchall()
        names = [row[0] for row in rows]
        raise EventsError(
            f"The connection has no table {name}.{did_you_mean(name, names)}"
            f" It has: {', '.join(sorted(names)) or 'none'}."
        ) from error


def _open_relation(
    relation: duckdb.DuckDBPyRelation,
    origin: str,
    lock: threading.Lock,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Events:
    def fetch(query: str) -> Columns:
        _ = connection  # DuckDB 1.x closes one that nobody holds
        with lock:
            try:
                result = relation.query(_RELATION_VIEW, query)
                assert result is not None, "a SELECT gives a relation"
                return result.fetchnumpy()
            finally:
                # DuckDB 1.x leaves the view that `query` makes
                relation.query(_RELATION_VIEW, f'DROP VIEW IF EXISTS "{_RELATION_VIEW}"')

    view, names = exp.to_table(_RELATION_VIEW, quoted=True), relation.columns
    if len({name.casefold() for name in names}) < len(names):  # the view's columns have other names
        names = list(fetch(exp.select(exp.Star()).from_(view).limit(0).sql("duckdb")))
    return Events(_table(names, relation, relation.columns), view, origin, fetch)


def _table(names: Sequence[str], relation: duckdb.DuckDBPyRelation, spelt: Sequence[str] | None) -> Table:
    types = [_type(held) for held in relation.types]
    return Table(dict(zip(names, types, strict=True)), spelt)


def _type(held: Any) -> SqlType:
    spelt = str(held)
    if spelt == "JSON":
        return SqlType("json", spelt)
    kind = _KINDS.get(held.id, "other")
    if kind == "struct":
        return SqlType(kind, spelt, fields=tuple((name, _type(child)) for name, child in held.children))
    if kind == "list":
        return SqlType(kind, spelt, element=_type(held.children[0][1]))
    return SqlType(kind, spelt)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
