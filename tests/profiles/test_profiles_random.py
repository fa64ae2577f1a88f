"""Seeded random groups with ttls: what the package serves against the simulation, at several clocks.

A failure names the seed and prints the group and the clock.
"""

import json
import warnings
from collections import Counter
from functools import partial

import pytest
from meaning.compare import differences
from meaning.layouts import JsonStyle, json_view, native_table, native_view, write_json, write_parquet
from meaning.oracle import Misfit, latest

from signals_nb import Signals
from signals_nb.definitions import AttributeGroup, AttributeKey
from signals_nb.errors import SignalsWarning, ValueDoesNotFit

from .drawing import ProfileMaker, coarse_world
from .simulation import as_json, profiles_of, simulate

SEEDS = range(100, 113)
GROUPS = 24
REACHED = {
    "never expires": 40,
    "attribute alive at the end": 60,
    "attribute expired at the end": 60,
    "attribute expired on the way": 30,
    "attribute exactly a ttl between updates": 25,
    "group alive at the end": 60,
    "group expired at the end": 60,
    "group expired on the way": 40,
    "group exactly a ttl between updates": 30,
    "key alive at the end": 25,
    "key expired at the end": 25,
    "key expired on the way": 15,
    "key exactly a ttl between updates": 10,
    "started anew": 60,
    "default after an expiry": 25,
    "exactly a ttl ago": 12,
    "never updated, the group was": 30,
    "nothing was ever updated": 30,
    "period alive": 60,
    "period expired": 60,
}


def drawn_world(seed):
    """What a world's file holds, the style of one of JSON text, and the cases: `(group, key, clock)`."""
    world = coarse_world(seed)
    style = JsonStyle(seed) if seed % 3 == 0 else None
    view = json_view(world.events, style) if style else native_view(world.events)
    maker = ProfileMaker(seed, world, view, style is not None)
    cases = [maker.published(number) for number in range(GROUPS)]
    # Every third asks at the client's own clock, the events' end.
    cases = [
        (group, key, maker.clock(group, key) if number % 3 else None)
        for number, (group, key) in enumerate(cases)
    ]
    return view, style, cases


def resolved(group, key):
    return group | {"attribute_key": key}


def is_deduplicated(seed):
    return seed % 4 > 1


def published(seed, folder):
    """A client over a world's file with all its groups published, and what `drawn_world` gives."""
    view, style, cases = drawn_world(seed)
    if style:
        path = write_json(view, style, folder)
    else:
        path = write_parquet(native_table(view), folder / "events.parquet")
    signals = Signals(events=str(path), registry=folder / "registry", deduplicate=is_deduplicated(seed))
    links = [AttributeKey.from_json(key) for group, key, _ in cases if len(group["attribute_key"]) == 1]
    groups = [AttributeGroup.from_json(group) for group, _, _ in cases]
    # A key that was drawn with a name alone means an atomic column, and is not published.
    signals.publish([*groups, *(key for key in links if key.ttl)])
    return signals, view, cases


def served_otherwise(signals, group, rows):
    """Where the dicts of a few identifiers differ from the simulation's rows, as lines."""
    named = [each["name"] for each in group["attributes"] if not each["type"].startswith("bytes")]
    key, found = group["attribute_key"]["name"], []
    for row in [*rows[:1], {key: "nobody", **dict.fromkeys(named)}] if named else []:
        wanted = {name: as_json(row[name]) for name in (key, *named)}
        got = signals.get_group_attributes(group["name"], 1, named, key, row[key])
        if not same_dict(got, wanted):
            found.append(f"get_group_attributes of {row[key]!r}: {got!r}, expected {wanted!r}")
    return found


def same_dict(got, wanted):
    """The same keys in the same order, and floats to 1e-9 relative."""
    return list(got) == list(wanted) and all(
        type(got[name]) is type(value)
        and (got[name] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value))
        for name, value in wanted.items()
    )


def difference(signals, group, simulated):
    """What the package serves differently from the simulation, as lines."""
    try:
        rows = simulated()
    except Misfit:
        with pytest.raises(ValueDoesNotFit):
            signals.profiles(group["name"])
        return []
    found = differences(signals.profiles(group["name"]), rows, group)
    return found + (served_otherwise(signals, group, rows) if group["name"].endswith("0") else [])


@pytest.mark.parametrize("seed", SEEDS)
def test_random_profiles_equal_the_simulation(seed, tmp_path):
    failures = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        signals, view, cases = published(seed, tmp_path)
        for group, key, clock in cases:
            meant = resolved(group, key)
            simulated = partial(simulate, meant, view, as_of=clock, deduplicate=is_deduplicated(seed))
            case = f"seed {seed} at {clock}\n{json.dumps(meant, ensure_ascii=False)}"
            try:
                found = difference(signals.at(clock) if clock else signals, meant, simulated)
            except BaseException as unforeseen:
                unforeseen.add_note(case)
                raise
            failures += [f"{case}\n{found}"] if found else []
    assert not failures, "\n\n".join(failures)


def test_the_cases_reach_what_they_are_for():
    """In how many of the cases at least one profile has what is told."""
    reached = Counter()
    for seed in SEEDS:
        view, _, cases = drawn_world(seed)
        for group, key, clock in cases:
            now = clock or latest(view)
            reached.update(set(kinds(resolved(group, key), view, now, is_deduplicated(seed))))
            reached["cases"] += 1
    assert reached["cases"] >= 300
    assert {kind: (reached[kind], least) for kind, least in REACHED.items() if reached[kind] < least} == {}


def kinds(group, events, now, deduplicate):
    """What happened in the profiles of a group."""
    for profile in profiles_of(group, events, now, deduplicate).values():
        for state in profile.states:
            shared = state.clock is profile.clock
            whose = "attribute" if not shared else "group" if "ttl" in group else "key"
            if state.clock.ttl is None:
                yield "never expires"
                continue
            over = state.clock.is_over(now)
            yield f"{whose} {'expired' if over else 'alive'} at the end"
            if state.times_forgotten and not over:
                yield f"{whose} expired on the way"
                yield "started anew" if state.updates else "default after an expiry"
            if state.clock.exact_gaps:
                yield f"{whose} exactly a ttl between updates"
            if state.clock.last_update and now - state.clock.last_update == state.clock.ttl:
                yield "exactly a ttl ago"
            if shared and not state.updates and not state.times_forgotten and state.clock.last_update:
                yield "never updated, the group was"
            if not state.clock.last_update:
                yield "nothing was ever updated"
            if "period" in state.attribute:
                yield f"period {'expired' if over else 'alive'}"
