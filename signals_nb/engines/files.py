"""Which files a path means, and the SQL that reads them."""

from __future__ import annotations

import glob
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.sql import Expr
from signals_nb.errors import EventsError, did_you_mean

_CSV = (".csv", ".csv.gz", ".csv.zst")
_MARKS = frozenset("*?[")


@dataclass(frozen=True)
class Files:
    """Files of one table, and how to speak of them."""

    paths: tuple[str, ...]
    origin: str
    is_csv: bool
    has_partitions: bool = False

    @property
    def patterns(self) -> tuple[str, ...]:
        """The paths as DuckDB takes them: a file's own name can hold what it would take for a pattern."""
        return tuple(re.sub(r"([*?\[])", r"[\1]", path) for path in self.paths)

    @property
    def hint(self) -> str:
        """What to do when they cannot be read."""
        if self.is_csv:
            return " A CSV file needs a header line and commas between its columns."
        return " A parquet file was expected; give a CSV file's path with its .csv ending."


def resolve(events: str | Path | Sequence[str | Path]) -> Files:
    """The files that a path, a glob, a folder or several of them mean.

    Raises:
        EventsError: nothing is there, or a file is empty, or a folder is a table with a log of its own.
    """
    if isinstance(events, str) and not events.strip():
        raise EventsError("events is an empty text: give the path of a file.")
    if isinstance(events, str) and "://" in events:
        raise EventsError(
            f"{events} is not on this machine, and only local files are read. Copy it here first."
        )
    if isinstance(events, str | Path):
        try:
            return _checked(_expand(Path(events).expanduser()), str(events))
        except (OSError, ValueError) as error:  # a name too long, no permission, a null byte
            raise EventsError(f"{str(events)[:200]!r} cannot be opened: {error}") from error
    if not events:
        raise EventsError("events is an empty list: name at least one file.")
    strange = [each for each in events if not isinstance(each, str | Path)]
    if strange:
        raise EventsError(
            f"events is a list of paths, or one table; this list holds a {type(strange[0]).__name__}. "
            "Make a DataFrame of rows: pandas.DataFrame(rows)."
        )
    parts = [resolve(each) for each in events]
    if len({part.is_csv for part in parts}) > 1:
        raise EventsError("The events are CSV and parquet files mixed: open one kind at a time.")
    paths = tuple(dict.fromkeys(path for part in parts for path in part.paths))
    return Files(paths, f"{len(paths)} files", parts[0].is_csv, any(part.has_partitions for part in parts))


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        if (path / "_delta_log").is_dir():
            raise EventsError(
                f"{path} is a Delta table: reading its files as they lie would count removed rows too. "
                "Open it through its log: "
                f'Signals(events=deltalake.DeltaTable("{path}").to_pyarrow_dataset()).'
            )
        found = [each for each in sorted(path.rglob("*")) if _is_data(each, path)]
        if not found:
            raise EventsError(f"The folder {path} holds no parquet or CSV file.")
        parquet = [each for each in found if not _is_csv(each)]
        return parquet or found
    if path.exists():
        return [path]
    if _MARKS & set(str(path)):
        found = sorted(Path(each) for each in glob.glob(str(path), recursive=True))  # noqa: PTH207 - absolute patterns
        found = [each for each in found if each.is_file()]
        if not found:
            raise EventsError(f"No file matches {path}.")
        return found
    siblings = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    raise EventsError(f"There is no file {path}.{did_you_mean(path.name, siblings)}")


def _checked(paths: list[Path], origin: str) -> Files:
    empty = [path for path in paths if path.stat().st_size == 0]
    if empty:
        raise EventsError(f"The file {empty[0]} is empty (0 bytes): it was not written to the end.")
    csv = [_is_csv(path) for path in paths]
    if any(csv) and not all(csv):
        raise EventsError(f"{origin} holds CSV and parquet files mixed: open one kind at a time.")
    partitions = any("=" in part for path in paths for part in path.parts[:-1])
    return Files(tuple(str(path) for path in paths), origin, all(csv), partitions)


def _is_csv(path: Path) -> bool:
    return path.name.lower().endswith(_CSV)


def _is_data(path: Path, folder: Path) -> bool:
    """Whether a file of a folder holds rows: not a log, a checksum, or a writer's leftover."""
    hidden = any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and (path.suffix.lower() == ".parquet" or _is_csv(path))


def parquet_source(files: Files) -> Expr:
    """``read_parquet(…)``: columns by name, partition values always text."""
    return _table_function(
        "read_parquet",
        files,
        union_by_name=_true(len(files.paths) > 1),
        hive_partitioning=_true(files.has_partitions),
        hive_types_autocast=sql.FALSE if files.has_partitions else None,
    )


def csv_source(files: Files) -> Expr:
    """``read_csv(…)``: every column is text, and a blank is null."""
    return _table_function(
        "read_csv",
        files,
        all_varchar=sql.TRUE,
        header=sql.TRUE,
        delim=sql.text(","),
        quote=sql.text('"'),
        escape=sql.text('"'),
        nullstr=sql.text(""),
        union_by_name=_true(len(files.paths) > 1),
    )


def _true(wanted: bool) -> Expr | None:
    return sql.TRUE if wanted else None


def _table_function(name: str, files: Files, **options: Expr | None) -> Expr:
    paths = [sql.text(path) for path in files.patterns]
    argument = paths[0] if len(paths) == 1 else exp.Array(expressions=paths)
    given = [
        exp.PropertyEQ(this=exp.to_identifier(option), expression=value.copy())
        for option, value in options.items()
        if value is not None
    ]
    return exp.Table(this=sql.call(name, argument, *given))
