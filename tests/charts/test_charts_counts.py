"""The numbers of charts, against a slow count in Python (widgets.md, section 5)."""

import math
import random
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest

from signals_nb.summaries import Bars, Columns, Histogram, Times
from signals_nb.summaries.words import number, share

from .made import attribute, summary_of

SEEDS = range(8)


def numbers(rng, whole):
    size = rng.choice([5, 40, 300])
    scale = rng.choice([1, 30, 1e4, 1e12])
    drawn = [rng.gauss(rng.choice([0, 1]) * scale, scale) for _ in range(size)]
    drawn = [abs(each) for each in drawn] if rng.random() < 0.4 else drawn
    return [None if rng.random() < 0.2 else (round(each) if whole else each) for each in drawn]


def binned(edges, values):
    last = len(edges) - 2
    return tuple(
        sum(low <= value < high or (at == last and value == high) for value in values)
        for at, (low, high) in enumerate(pairwise(edges))
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("aggregation", "declared"), [("sum", "double"), ("max", "int64"), ("first", "double")]
)
def test_a_histogram_counts_every_number_once(seed, aggregation, declared):
    values = [*numbers(random.Random(seed), declared == "int64"), 1]
    held = [float(value) for value in values if value is not None]
    [part] = summary_of(attribute(aggregation, declared), values).parts
    assert isinstance(part, Histogram)
    assert part.counts == binned(part.edges, held)
    assert sum(part.counts) == len(held)
    assert len(part.counts) <= 30


@pytest.mark.parametrize("seed", SEEDS)
def test_a_counter_counts_every_key_once(seed):
    """At most 20 different counts stand one by one, more in bins; zeros beside a logarithmic axis."""
    rng = random.Random(seed)
    spread = rng.choice([0.5, 1, 2, 3])
    values = [math.floor(rng.lognormvariate(1, spread)) for _ in range(rng.choice([6, 60, 600]))]
    [part] = summary_of(attribute("counter", "int64"), values).parts
    if len(set(values)) <= 20:
        assert isinstance(part, Columns)
        shown = {
            int(label.replace(",", "")): held for label, held in zip(part.labels, part.counts, strict=True)
        }
        assert {value: held for value, held in shown.items() if held} == Counter(values)
        return
    assert isinstance(part, Histogram)
    above = [value for value in values if value > 0 or not part.log]
    assert part.counts == binned(part.edges, above)
    assert part.zeros == (values.count(0) if part.log else 0)
    assert sum(part.counts) + part.zeros == len(values)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_figures_are_those_of_pandas(seed):
    values = [*numbers(random.Random(seed), True), 0, 3]
    held = pd.Series([value for value in values if value is not None], dtype="float64")
    figures = dict(summary_of(attribute("min", "int64"), values).figures)
    nulls = values.count(None)
    assert figures == {
        "mean": number(held.mean()),
        "median": number(held.median()),
        "p95": number(held.quantile(0.95)),
        "max": number(held.max()),
        "zero": share(values.count(0), len(values)),
        "null": share(nulls, len(values)),
        "no event": share(1, len(values)),
    }


TEXTS = ["", "a", "B", "b", "null", "$x$", "🎉", "a\nb", "<b>", "\u202eabc", *(f"t{at}" for at in range(20))]


@pytest.mark.parametrize("seed", SEEDS)
def test_bars_show_the_top_15_the_others_and_null(seed):
    rng = random.Random(seed)
    known = rng.sample(TEXTS, rng.choice([3, 15, 16, 30]))
    values = [None if rng.random() < 0.3 else rng.choice(known) for _ in range(200)]
    summary = summary_of(attribute("last", "string"), values)
    [part] = summary.parts
    counts = Counter(value for value in values if value is not None)
    top = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:15]
    assert isinstance(part, Bars)
    assert part.labels == tuple(text or "(empty text)" for text, _ in top)
    assert part.counts == tuple(held for _, held in top)
    assert part.null == values.count(None)
    assert part.others == len(counts) - len(top)
    assert sum(part.counts) + part.other + part.null == len(values)
    assert dict(summary.figures)["distinct"] == str(len(counts))


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_and_dicts_are_counted_by_key_and_by_total(seed):
    rng = random.Random(seed)
    dicts = [
        {text: rng.randint(1, 9) for text in rng.sample(TEXTS, rng.randint(0, 12))}
        for _ in range(rng.choice([5, 80]))
    ] + [{"a": 1}]
    totals, keys = Counter(), Counter()
    for each in dicts:
        totals.update(each)
        keys.update(each.keys())
    bars, sizes = summary_of(attribute("category_count", "dict"), dicts).parts
    assert sum(bars.counts) + bars.other == totals.total()
    assert dict(zip(bars.labels, bars.counts, strict=True)).get("a", totals["a"]) == totals["a"]
    assert sum(sizes.counts) == len(dicts)
    lengths, elements = summary_of(attribute("unique_list", "string_list"), [[*each] for each in dicts]).parts
    assert sum(elements.counts) + elements.other == keys.total()
    assert sum(lengths.counts) == len(dicts)
    assert dict(zip(lengths.labels, lengths.counts, strict=True))["1"] == sum(
        len(each) == 1 for each in dicts
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_moments_are_counted_on_the_calendar(seed):
    rng = random.Random(seed)
    span = rng.choice([3, 3600, 86_400, 400 * 86_400, 200 * 366 * 86_400])
    start = pd.Timestamp("1999-12-31 23:00", tz="UTC")
    moments = [start + pd.Timedelta(microseconds=int(rng.random() * span * 1e6)) for _ in range(50)]
    [part] = summary_of(attribute("last", "timestamp"), [*moments, None]).parts
    assert isinstance(part, Times)
    epoch, microsecond = pd.Timestamp(0, tz="UTC"), pd.Timedelta(microseconds=1)
    micros = [float((moment - epoch) // microsecond) for moment in moments]
    assert part.counts == binned(part.edges, micros)
    assert sum(part.counts) == 50
    assert len(part.counts) <= 30
