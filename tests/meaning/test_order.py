"""The same events in any order, files, row groups or number of threads give the same frame."""

import random
import warnings

import pandas as pd
import pytest

from signals_nb import Signals
from signals_nb.definitions import AttributeGroup
from signals_nb.errors import SignalsWarning, ValueDoesNotFit

from .groups import GroupMaker
from .layouts import native_table, native_view, write_parquet
from .worlds import make_world

SEEDS = range(6)


def _evaluate(group, call, source, **options):
    """The frame, or the message of the value that does not fit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        try:
            return Signals(events=source, deduplicate=True, **options).test(
                AttributeGroup.from_json(group), **call
            )
        except ValueDoesNotFit as misfit:
            return str(misfit)


def _forms(table, seed, folder):
    """The table as one file, shuffled, in many row groups, and in five files; with the threads to read it."""
    rows = list(range(table.num_rows))
    shuffled = random.Random(seed).sample(rows, len(rows))
    yield str(write_parquet(table, folder / "one.parquet")), 1
    yield str(write_parquet(table, folder / "one.parquet")), 2
    yield str(write_parquet(table.take(shuffled), folder / "shuffled.parquet")), 2
    yield str(write_parquet(table.take(rows[::-1]), folder / "groups.parquet", row_group_size=7)), 2
    parts = folder / "parts"
    parts.mkdir()
    for number in range(5):
        write_parquet(table.take(shuffled[number::5]), parts / f"{number}.parquet", row_group_size=11)
    yield str(parts), 2
    yield table.take(shuffled), 1


@pytest.mark.parametrize("seed", SEEDS)
def test_order_and_shape_of_the_files_do_not_matter(seed, tmp_path):
    world = make_world(seed + 1000)
    view = native_view(world.events)
    table = native_table(view)
    maker = GroupMaker(seed, world, view, json_text=False)
    cases = [(maker.group(), maker.call(["u1", "u2"])) for _ in range(5)]
    frames = {}
    for source, threads in _forms(table, seed, tmp_path):
        for number, (group, call) in enumerate(cases):
            frame = _evaluate(group, call, source, threads=threads)
            before = frames.setdefault(number, frame)
            if isinstance(frame, str):
                assert frame == before, (seed, number, group, call)
            else:
                pd.testing.assert_frame_equal(frame, before, check_exact=False, rtol=1e-9)


def test_a_sample_is_some_rows_of_the_frame_and_always_the_same(tmp_path):
    """Three of the keys by a hash of key and seed: rows as in the whole frame, in its order."""
    world = make_world(7)
    path = str(write_parquet(native_table(native_view(world.events)), tmp_path / "e.parquet"))
    group = AttributeGroup.from_json({
        "name": "by_path", "owner": "owner@example.com", "offline": False,
        "attribute_key": {"name": "path", "property": {"type": "atomic", "name": "page_urlpath"}},
        "attributes": [{"name": "events", "type": "int64", "aggregation": "counter", "events": []}],
    })  # fmt: skip
    signals = Signals(events=path)
    whole = signals.test(group)
    drawn = {seed: signals.test(group, sample=3, seed=seed) for seed in range(8)}
    for seed, frame in drawn.items():
        assert len(frame) == 3
        expected = whole[whole["path"].isin(frame["path"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(frame, expected)
        pd.testing.assert_frame_equal(frame, Signals(events=path).test(group, sample=3, seed=seed))
    assert len({tuple(frame["path"]) for frame in drawn.values()}) > 1
    pd.testing.assert_frame_equal(signals.test(group, sample=1000), whole)
