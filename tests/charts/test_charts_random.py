"""Random groups over random events: the funnel, the explanations, the frame and the charts agree."""

import contextlib
import warnings
from itertools import islice, product
from xml.etree import ElementTree

import pandas as pd
import pytest
from meaning.test_random import _batch, _open

from signals_nb import AttributeGroup, Signals, SignalsWarning, ValueDoesNotFit
from signals_nb.definitions import AGGREGATIONS

CASES = 3


def results(seed, layout, folder):
    """The results of the first cases of a batch that have any."""
    world, view, path = _open(seed, layout, folder)
    for number, (group, call) in enumerate(islice(_batch(seed, layout, world, view), CASES)):
        with warnings.catch_warnings(), contextlib.suppress(ValueDoesNotFit):
            warnings.simplefilter("ignore", SignalsWarning)
            signals = Signals(str(path), folder, deduplicate=number % 2 == 1)
            yield signals.evaluate(AttributeGroup.from_json(group), **call)


def plain(value):
    """A value that equals another where both are null."""
    return None if not isinstance(value, list | dict) and pd.isna(value) else value


@pytest.mark.parametrize(("seed", "layout"), [*product(range(2), ["native", "json"])])
def test_what_is_told_of_a_result_agrees(seed, layout, tmp_path):
    for result in results(seed, layout, tmp_path):
        explained = [result.explain(key) for key in result.frame.iloc[:, 0]]
        for attribute in result.group.attributes:
            steps = result.funnel[result.funnel["attribute"] == attribute.name]["count"].tolist()
            assert steps[:6] == sorted(steps[:6], reverse=True)
            counted = [
                int(each.frame.loc[each.frame["attribute"] == attribute.name, "counted"].sum())
                for each in explained
            ]
            assert steps[5:] == [sum(counted), sum(held > 0 for held in counted)]
            empty = AGGREGATIONS[attribute.aggregation].empty_value
            default = empty if attribute.default_value is None else attribute.default_value
            for held, each in zip(counted, explained, strict=True):
                value = plain(each.values[attribute.name])
                if not held:
                    assert value == default or value == str(default).encode()
                elif attribute.aggregation == "counter":
                    assert value == held


@pytest.mark.parametrize("seed", range(2, 4))
def test_every_result_can_be_drawn(seed, tmp_path):
    for result in results(seed, "json", tmp_path):
        for name in result.frame.columns[1:]:
            ElementTree.fromstring(result.chart_svg(name))
            assert result.describe(name)
        result.plot()._repr_png_()
        assert len(result._repr_html_()) < 200_000
        if len(result.frame):
            explained = result.explain(result.frame.iloc[0, 0])
            assert len(explained._repr_html_()) < 200_000
