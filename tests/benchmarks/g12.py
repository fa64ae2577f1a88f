"""G12 through the product, by hand and in its peers: ``python -m tests.benchmarks.g12 --events 1000000``.

Every run is a fresh process that first warms up on a small file; the runs of all contenders are interleaved,
and the table shows medians. Walls go from the file's path to the finished frame, lists and dicts included.
Of Spark, processor time and memory are those of its Python side alone: the rest is in its virtual machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import pickle
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .data import events_file
from .group import NAMES
from .processes import python

__all__ = ["Runs", "measure", "ratios_of_size", "report", "unequal"]

PEERS = ["floor", "hand", "product", "polars", "polars_streaming", "pandas"]
SMALL = 5_000


@dataclass
class Runs:
    """What the runs of one contender took.

    Args:
        seconds: Of each run.
        cpu: The seconds of all threads in each run, which a busy machine lengthens least.
        peaks: The peak memory of each run's process, in MB.
        columns: The result, by column; empty where none was kept.
    """

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def wall(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> float:
        """The median of the peaks."""
        return statistics.median(self.peaks)


def measure(contenders: list[tuple[str, Path]], small: Path, repeats: int) -> dict[tuple[str, Path], Runs]:
    """Runs each contender over its events, interleaved, in fresh processes.

    Args:
        contenders: Names and the files they read.
        small: The file to warm up on.
        repeats: Runs of each.
    """
    runs = {contender: Runs() for contender in contenders}
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.pickle"
        for repeat in range(repeats):
            for (name, path), of in runs.items():
                keep = [str(result)] if repeat == 0 and name != "floor" else []
                told = python("-m", f"{__package__}.contender", name, str(path), str(small), *keep)
                of.seconds.append(told["seconds"])
                of.cpu.append(told["cpu"])
                of.peaks.append(told["peak_mb"])
                if keep:
                    of.columns = pickle.loads(result.read_bytes())
    return runs


def unequal(one: dict[str, list[Any]], other: dict[str, list[Any]], names: list[str] = NAMES) -> list[str]:
    """Every value in which two results differ, floats compared to 1e-9 relative."""
    key = "domain_userid"
    if one[key] != other[key]:
        return [f"the users differ: {len(one[key])} and {len(other[key])}"]
    return [
        f"{user}, {name}: {mine!r} and {theirs!r}"
        for name in names
        for user, mine, theirs in zip(one[key], one[name], other[name], strict=True)
        if not _same(mine, theirs)
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one.items()) == list(other.items())
    if isinstance(one, list) or isinstance(other, list):
        return bool(one == other)
    if _missing(one) or _missing(other):
        return _missing(one) and _missing(other)
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def _missing(value: Any) -> bool:
    # None, NaN and pandas' NA are how the peers write the value that is not there.
    return (
        value is None or type(value).__name__ == "NAType" or (isinstance(value, float) and math.isnan(value))
    )


def report(runs: dict[str, Runs]) -> str:
    """The table of walls, ratios and peaks, one line per contender; then the product against each."""
    floor, hand = runs["floor"], runs["hand"]
    heads = (
        f"{'':18}{'wall s':>8}{'best':>8}{'x floor':>9}{'x hand':>8}{'cpu s':>8}{'x hand':>8}{'peak MB':>9}"
    )
    lines = [heads]
    for name, of in runs.items():
        lines.append(
            f"{name:18}{of.wall:8.2f}{min(of.seconds):8.2f}"
            f"{of.wall / floor.wall:9.2f}{of.wall / hand.wall:8.2f}"
            f"{min(of.cpu):8.2f}{min(of.cpu) / min(hand.cpu):8.2f}{of.peak:9.0f}"
        )
    if "product" in runs:
        product = runs["product"]
        lines += ["", f"product against the SQL by hand: {_ratio(product, hand)}"]
        lines += [
            f"product against {name}: {of.wall / product.wall:.2f} x faster"
            for name, of in runs.items()
            if name not in ("floor", "hand", "product")
        ]
    return "\n".join(lines)


def _ratio(one: Runs, other: Runs) -> str:
    best = min(one.seconds) / min(other.seconds)
    return f"{one.wall / other.wall:.2f} x by medians, {best:.2f} x by best runs"


def ratios_of_size(folder: Path | None, repeats: int, sizes: tuple[int, int]) -> str:
    """What 96 attributes cost against 12, and the greater size against the smaller."""
    small = events_file(SMALL, folder)
    less, more = (events_file(size, folder) for size in sizes)
    plan = [("product", less), ("product_96", less), ("product", more)]
    runs = measure(plan, small, repeats)
    twelve, many, tenfold = (runs[each] for each in plan)
    return "\n".join(
        [
            f"12 attributes, {sizes[0]:>10,} events: {twelve.wall:7.2f} s {twelve.peak:7.0f} MB",
            f"96 attributes, {sizes[0]:>10,} events: {many.wall:7.2f} s {many.peak:7.0f} MB   "
            f"{many.wall / twelve.wall:.2f} x the time",
            f"12 attributes, {sizes[1]:>10,} events: {tenfold.wall:7.2f} s {tenfold.peak:7.0f} MB   "
            f"{tenfold.wall / twelve.wall:.2f} x the time, {tenfold.peak / twelve.peak:.2f} x the memory",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--data", type=Path, help="where the events are kept; the temporary folder by default"
    )
    parser.add_argument(
        "--only", nargs="+", choices=[*PEERS, "spark"], help="these contenders; floor and hand always"
    )
    parser.add_argument(
        "--many", action="store_true", help="96 attributes against 12, and ten times the events"
    )
    options = parser.parse_args()
    if options.many:
        print(ratios_of_size(options.data, options.repeats, (options.events, options.events * 10)))
        return 0
    names = PEERS + (["spark"] if importlib.util.find_spec("pyspark") else [])
    if options.only:
        names = [name for name in names if name in {"floor", "hand", *options.only}]
    path = events_file(options.events, options.data)
    measured = measure([(name, path) for name in names], events_file(SMALL, options.data), options.repeats)
    runs = {name: of for (name, _), of in measured.items()}
    size = path.stat().st_size / 1e6
    print(f"G12 over {options.events:,} events ({size:.0f} MB), medians of {options.repeats}\n")
    print(report(runs))
    hand = runs["hand"].columns
    values = len(NAMES) * len(hand["domain_userid"])
    differing = 0
    for name in names[2:]:
        found = unequal(hand, runs[name].columns)
        differing += len(found)
        print(f"{name}: {len(found)} of {values:,} values differ from hand")
        print("".join(f"  {each}\n" for each in found[:5]), end="")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
