"""Write events.parquet and customers.parquet: a made-up month of a made-up shop, the same one every time.

Usage: python sample_data/generate.py [--out FOLDER]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from shop.atomic import TIMESTAMP
from shop.customers import customers_table
from shop.month import KIOSK, PERSONS, WEBSITE, a_month
from shop.people import visitors
from shop.schema import table_schema
from shop.wrinkles import crawl, with_wrinkles

ROW_GROUPS = 8


def events_table(rows: list[dict[str, Any]]) -> pa.Table:
    """The rows, column by column; times of a row are in milliseconds, those of the file in microseconds."""
    columns = []
    schema = table_schema()
    for field in schema:
        values = [row.get(field.name) for row in rows]
        if field.type == TIMESTAMP:
            values = [None if value is None else value * 1000 for value in values]
        columns.append(pa.array(values, type=field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def write(table: pa.Table, path: Path, row_groups: int = 1) -> None:
    """Write a small parquet file: zstd, and differences for the times."""
    # Times of neighbours are near each other: their differences need a third of the room.
    encoding = {field.name: "DELTA_BINARY_PACKED" for field in table.schema if field.type == TIMESTAMP}
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=-(-table.num_rows // row_groups),
        use_dictionary=[path for path in _leaves(table.schema) if path not in encoding],
        column_encoding=encoding,
    )


def _leaves(fields: Iterable[pa.Field], above: str = "") -> Iterator[str]:
    """The paths of the columns in the file that hold these fields' values."""
    for field in fields:
        path, kind = above + field.name, field.type
        if pa.types.is_list(kind):
            path, kind = f"{path}.list.element", kind.value_type
        if pa.types.is_struct(kind):
            yield from _leaves(kind, f"{path}.")
        else:
            yield path


def main() -> None:
    """Make both tables and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    out: Path = parser.parse_args().out
    rows = a_month() + crawl(WEBSITE)
    customers = customers_table(visitors(PERSONS, KIOSK), rows)
    events = events_table(with_wrinkles(rows))
    out.mkdir(parents=True, exist_ok=True)
    write(events, out / "events.parquet", ROW_GROUPS)
    write(customers, out / "customers.parquet")
    print(f"{events.num_rows} events, {customers.num_rows} rows of customers in {out}")


if __name__ == "__main__":
    main()
