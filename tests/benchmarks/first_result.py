"""From a fresh kernel to the first result on the sample: ``python -m tests.benchmarks.first_result``.

Each run is a fresh process: import, ``Signals()``, one ``test()`` with the kinds of attribute that a first
notebook holds. Our import's share is what ``import signals_nb`` takes after duckdb and pandas are there.
"""

from __future__ import annotations

import argparse
import statistics

from .processes import python

__all__ = ["STEPS", "runs"]

STEPS = ["duckdb and pandas", "signals_nb", "Signals()", "first test()", "second test()"]
SCRIPT = """
import json, time
moments = [time.perf_counter()]
tick = lambda: moments.append(time.perf_counter())
import duckdb, pandas
tick()
from signals_nb import *
tick()
signals = Signals()
tick()
path = AtomicProperty(name="page_urlpath")
group = StreamAttributeGroup(
    name="first", owner="data@example.com", attribute_key=domain_userid,
    attributes=[
        Attribute(name="views", type="int32", aggregation="counter", events=[PageView()]),
        Attribute(name="pages", type="string_list", aggregation="unique_list", events=[PageView()],
                  property=path),
        Attribute(name="last_page", type="string", aggregation="last", events=[PageView()], property=path),
        Attribute(name="source", type="string", aggregation="first", events=[],
                  property=AtomicProperty(name="mkt_source")),
        Attribute(name="idle", type="double", aggregation="time_since_last", time_unit="h", events=[]),
    ],
)
assert len(signals.test(group, app_ids=["website"])) > 0
tick()
signals.test(group, app_ids=["website"])
tick()
print(json.dumps([after - before for before, after in zip(moments, moments[1:])]))
"""


def runs(repeats: int) -> list[list[float]]:
    """The seconds of each step, for each run."""
    return [python("-c", SCRIPT) for _ in range(repeats)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5)
    told = runs(parser.parse_args().repeats)
    for step, seconds in zip(STEPS, zip(*told, strict=True), strict=True):
        print(f"{step:20}{statistics.median(seconds) * 1000:8.0f} ms   ({min(seconds) * 1000:.0f} at best)")
    totals = [sum(each[:4]) for each in told]
    print(
        f"{'first result':20}{statistics.median(totals) * 1000:8.0f} ms   ({min(totals) * 1000:.0f} at best)"
    )


if __name__ == "__main__":
    main()
