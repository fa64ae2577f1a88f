"""The served values of one identifier: ``python -m tests.benchmarks.profile --events 10000000``.

The product reads G12 with its ttl for one user, at its own clock (which it looks up in the events) and at a
fixed one. The floor is DuckDB's count of that user's events, and the peer is Polars collecting their rows in
G12's columns, without computing anything of them. Each figure is the best and the median of the repeats.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from signals_nb import Signals

from .data import AS_OF, events_file
from .group import G12

__all__ = ["contenders", "seconds"]

COLUMNS = [
    *("domain_userid", "derived_tstamp", "collector_tstamp", "event_vendor", "event_name", "event_version"),
    *("page_urlpath", "pp_yoffset_max", "domain_sessionidx", "domain_sessionid", "mkt_source", "geo_country"),
    "contexts_com_snowplowanalytics_snowplow_ecommerce_product_1",
]


def contenders(path: Path, registry: Path) -> dict[str, Callable[[], object]]:
    """What to time, by name, for the user with the median number of events."""
    users = duckdb.sql(
        "SELECT domain_userid, count(*) n FROM read_parquet($path) WHERE domain_userid != ''"
        " GROUP BY ALL ORDER BY n, domain_userid",
        params={"path": str(path)},
    ).fetchall()
    user, events = users[len(users) // 2]
    signals = Signals(path, registry)
    signals.publish([G12])
    fixed = signals.at(AS_OF)
    assert G12.get_attributes(fixed, user)["page_views"] > 0
    count = "SELECT count(*) FROM read_parquet($path) WHERE domain_userid = $user"
    rows = pl.scan_parquet(path).filter(pl.col("domain_userid") == user).select(COLUMNS)
    return {
        f"floor: count of {events} events of {len(users):,} users": lambda: duckdb.sql(
            count, params={"path": str(path), "user": user}
        ).fetchall(),
        "Polars: their rows": rows.collect,
        "product": lambda: G12.get_attributes(signals, user),
        "product, fixed clock": lambda: G12.get_attributes(fixed, user),
    }


def seconds(timed: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """The seconds of each run, interleaved."""
    took: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(repeats):
        for name, call in timed.items():
            started = time.perf_counter()
            call()
            took[name].append(time.perf_counter() - started)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument(
        "--data", type=Path, help="where the events are kept; the temporary folder by default"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as registry:
        timed = contenders(events_file(options.events, options.data), Path(registry))
        for name, runs in seconds(timed, options.repeats).items():
            print(f"{name:52}{statistics.median(runs):8.2f} s   ({min(runs):.2f} at best)")


if __name__ == "__main__":
    main()
