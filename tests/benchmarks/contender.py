"""One contender in a process of its own: ``python -m tests.benchmarks.contender NAME EVENTS SMALL [RESULT]``.

It runs once over the small file, so that imports and first-use costs are not what is measured, then over the
events, from the path to the finished frame. Prints as JSON the seconds, those of all its
threads, and the process's peak memory.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import frames, sql
from .data import APP_IDS, AS_OF
from .group import G12, G96

__all__ = ["CONTENDERS", "peak_mb"]


def product(path: Path) -> Any:
    """G12 through the product."""
    from signals_nb import Signals

    return Signals(events=str(path), as_of=AS_OF).evaluate(G12, app_ids=APP_IDS).frame


def product_96(path: Path) -> Any:
    """The group of 96 attributes through the product."""
    from signals_nb import Signals

    return Signals(events=str(path), as_of=AS_OF).evaluate(G96, app_ids=APP_IDS).frame


CONTENDERS: dict[str, Callable[[Path], Any]] = {
    "floor": sql.floor,
    "hand": sql.hand,
    "product": product,
    "product_96": product_96,
    "polars": frames.polars,
    "polars_streaming": frames.polars_streaming,
    "pandas": frames.pandas,
    "spark": frames.spark,
}


def peak_mb() -> float:
    """The most memory that this process ever held, in MB; NaN where the system does not tell."""
    # getrusage would tell the parent's peak where that was higher: Linux hands it on at the start.
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index]
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> None:
    name, events, small, *result = sys.argv[1:]
    contender = CONTENDERS[name]
    contender(Path(small))
    started, worked = time.perf_counter(), time.process_time()
    frame = contender(Path(events))
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    peak = peak_mb()
    if result:
        columns = {column: frame[column].tolist() for column in frame.columns}
        Path(result[0]).write_bytes(pickle.dumps(columns))
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak}))


if __name__ == "__main__":
    main()
