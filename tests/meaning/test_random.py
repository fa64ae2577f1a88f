"""Seeded random groups and calls: the package's frame against the oracle's rows, over both layouts.

A failure names the seed and prints the group and the call.
"""

import json
import warnings
from itertools import product

import pytest

from signals_nb import Signals
from signals_nb.definitions import AttributeGroup
from signals_nb.errors import SignalsWarning, ValueDoesNotFit

from .compare import differences
from .groups import GroupMaker
from .layouts import JsonStyle, json_view, native_table, native_view, write_json, write_parquet
from .oracle import Misfit, evaluate, key_of
from .worlds import make_world

SEEDS = range(25)
GROUPS = 20


def _open(seed, layout, folder):
    """A world's file in a layout, and what that file holds."""
    world = make_world(seed)
    if layout == "native":
        view = native_view(world.events)
        return world, view, write_parquet(native_table(view), folder / "events.parquet")
    style = JsonStyle(seed)
    view = json_view(world.events, style)
    return world, view, write_json(view, style, folder)


def _batch(seed, layout, world, view):
    """The group and the call of each case of a batch."""
    maker = GroupMaker(seed * 2 + (layout == "json"), world, view, layout == "json")
    for _ in range(GROUPS):
        group = maker.group()
        keys = {key_of(event, group) for event in world.events} - {None, ""}
        yield group, maker.call([*sorted(keys), "nobody"])


def _difference(signals, view, group, call, deduplicate):
    """What the package gives differently from the oracle, as lines."""
    definition = AttributeGroup.from_json(group)
    try:
        rows = evaluate(group, view, **call, deduplicate=deduplicate)
    except Misfit as misfit:
        with pytest.raises(ValueDoesNotFit):
            signals.test(definition, **call)
        return [] if misfit.args else ["a misfit says what does not fit"]
    return differences(signals.test(definition, **call), rows, group)


@pytest.mark.parametrize(("seed", "layout"), list(product(SEEDS, ["native", "json"])))
def test_random_groups_equal_the_oracle(seed, layout, tmp_path):
    world, view, path = _open(seed, layout, tmp_path)
    failures = []
    for number, (group, call) in enumerate(_batch(seed, layout, world, view)):
        deduplicate = number % 2 == 1
        signals = Signals(events=str(path), deduplicate=deduplicate)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SignalsWarning)
            found = _difference(signals, view, group, call, deduplicate)
        if found:
            said = json.dumps(group, ensure_ascii=False)
            failures.append(
                f"seed {seed} {layout} case {number} {call} deduplicate={deduplicate}\n{said}\n{found}"
            )
    assert not failures, "\n\n".join(failures)
