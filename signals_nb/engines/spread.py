"""A part of parquet files that stands for the whole: blocks of rows, spread evenly over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from signals_nb.compile import sql
from signals_nb.compile.sql import Expr
from signals_nb.engines.files import Files
from signals_nb.layouts.types import Table

FILE, ROWS = "file_name", "num_rows"

# A page of a parquet file is read whole, so that many small blocks cost as much as few large ones hold.
_BLOCKS: Final = 32

# DuckDB's own columns of a parquet scan, which a column of that name in the table would hide.
_FILE, _POSITION = "filename", "file_row_number"


def positions_hidden(table: Table) -> bool:
    """Whether the table has columns that bear the names of a row's place."""
    return any(name.casefold() in {_FILE, _POSITION} for name in table)


def rows_of_files(files: Files) -> str:
    """The query for the number of rows of each file, from their footers."""
    paths = exp.Array(expressions=[sql.text(path) for path in files.patterns])
    return (
        exp.select(sql.column(FILE), sql.column(ROWS))
        .from_(exp.Table(this=sql.call("parquet_file_metadata", paths)))
        .order_by(sql.column(FILE))
        .sql("duckdb")
    )


def spread_over(source: Expr, counts: Mapping[str, int], rows: int) -> Expr:
    """About ``rows`` rows of ``source``, which reads files with so many rows each."""
    total = sum(counts.values())
    blocks, length = min(_BLOCKS, rows), max(rows // _BLOCKS, 1)
    starts = [(2 * number + 1) * (total - length) // (2 * blocks) for number in range(blocks)]
    wanted: dict[str, list[Expr]] = {}
    first = 0
    for name, count in counts.items():
        for start in starts:
            low, high = max(start - first, 0), min(start + length - first, count) - 1
            if low <= high:
                between = exp.Between(
                    this=sql.column(_POSITION), low=sql.integer(low), high=sql.integer(high)
                )
                wanted.setdefault(name, []).append(between)
        first += count
    if len(counts) == 1:
        where = sql.some(*wanted.values())
    else:
        each = [
            sql.every([sql.compare(sql.column(_FILE), "=", sql.text(name)), sql.some(blocks_of)])
            for name, blocks_of in wanted.items()
        ]
        where = sql.every([sql.among(sql.column(_FILE), [sql.text(name) for name in wanted]), sql.some(each)])
    return sql.subquery(exp.select(exp.Star()).from_(source.copy()).where(where), "part")
