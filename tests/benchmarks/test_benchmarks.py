"""The benchmarks at a small size: all contenders must agree, and their ratios are printed.

``pytest -m benchmark -s tests/benchmarks``; no absolute time is asserted.
"""

import importlib.util

import pytest

from . import catalog, g12, profile
from .data import events_file
from .first_result import STEPS, runs

pytestmark = pytest.mark.benchmark
EVENTS = 50_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("benchmarks")


@pytest.fixture(scope="module")
def measured(folder):
    path = events_file(EVENTS, folder)
    names = g12.PEERS + (["spark"] if importlib.util.find_spec("pyspark") else [])
    runs_of = g12.measure([(name, path) for name in names], events_file(g12.SMALL, folder), repeats=1)
    return {name: of for (name, _), of in runs_of.items()}


def test_all_contenders_agree_value_by_value(measured) -> None:
    print(f"\n{g12.report(measured)}")
    hand = measured["hand"].columns
    assert len(hand["domain_userid"]) == EVENTS // 50
    assert {name: g12.unequal(hand, of.columns)[:3] for name, of in measured.items() if of.columns} == {
        name: [] for name in measured if name != "floor"
    }


def test_a_difference_would_be_seen(measured) -> None:
    hand = measured["hand"].columns
    first = hand["domain_userid"][0]
    for name, wrong in {
        "page_views": -1,
        "tents_value": hand["tents_value"][0] + 0.01,
        "pages": [*hand["pages"][0], "/x"],
        "countries": dict(reversed(hand["countries"][0].items())),
        "first_source": None,
    }.items():
        other = hand | {name: [wrong, *hand[name][1:]]}
        assert g12.unequal(hand, other) == [f"{first}, {name}: {hand[name][0]!r} and {wrong!r}"]


def test_96_attributes_and_ten_times_the_events(folder) -> None:
    print(f"\n{g12.ratios_of_size(folder, 1, (EVENTS // 10, EVENTS))}")


def test_the_first_result_of_a_fresh_kernel() -> None:
    (seconds,) = runs(1)
    print(f"\n{dict(zip(STEPS, seconds, strict=True))}")
    assert len(seconds) == len(STEPS)


def test_the_values_of_one_identifier(folder, tmp_path) -> None:
    for name, runs_of in profile.seconds(
        profile.contenders(events_file(EVENTS, folder), tmp_path), 1
    ).items():
        print(f"\n{name}: {runs_of[0]:.2f} s", end="")


def test_the_catalogue(folder) -> None:
    (seconds,) = catalog.runs(events_file(EVENTS, folder), 1)
    print(f"\n{dict(zip(catalog.STEPS, seconds[::2], strict=True))}")
