"""The catalogue of a large table: ``python -m tests.benchmarks.catalog --events 10000000``.

Each run is a fresh process that opens the file and asks for what a notebook shows first, then for properties,
values and a count. Seconds of the wall and of the processors: on a busy machine only the latter tell.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

from .data import events_file
from .processes import python

__all__ = ["STEPS", "runs"]

STEPS = ["facts and events", "entities", "display", "atomic figures", "product figures", "values", "count"]
SCRIPT = """
import json, os, sys, time
from signals_nb import *
signals = Signals(sys.argv[1])
catalog = signals.catalog
attribute = Attribute(
    name="a", type="int32", aggregation="counter", events=[PageView()],
    criteria=Criteria(all=[Criterion.like(AtomicProperty(name="page_urlpath"), "/shop/%")]),
)
steps = [
    lambda: (catalog.facts, catalog.events),
    lambda: catalog.schemas,
    lambda: catalog._repr_html_(),
    lambda: catalog.property("page_urlpath").figures,
    lambda: catalog.property("product.price").figures,
    lambda: catalog.values("geo_city"),
    lambda: catalog.count(attribute),
]
told = []
for step in steps:
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    told += [time.perf_counter() - wall, time.process_time() - cpu]
print()  # below a progress bar
print(json.dumps(told))
"""


def runs(path: Path, repeats: int) -> list[list[float]]:
    """The wall and processor seconds of each step in turn, for each run."""
    return [python("-c", SCRIPT, str(path)) for _ in range(repeats)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--data", type=Path, help="the folder of the events; the temporary folder by default")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    told = runs(events_file(options.events, options.data), options.repeats)
    seconds = [statistics.median(column) for column in zip(*told, strict=True)]
    print(f"{'':20}{'wall':>10}{'processors':>12}")
    for step, wall, cpu in zip(STEPS, seconds[::2], seconds[1::2], strict=True):
        print(f"{step:20}{wall:8.2f} s{cpu:10.2f} s")


if __name__ == "__main__":
    main()
