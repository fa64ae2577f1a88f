"""Fixtures that put one question about profiles to the simulation and to the package over both layouts."""

import itertools
import warnings

import pyarrow.parquet as pq
import pytest
from meaning import drawn
from meaning.compare import plain
from meaning.conftest import USER, make_group
from meaning.oracle import key_name

from signals_nb import Signals
from signals_nb.definitions import AttributeGroup, AttributeKey
from signals_nb.errors import SignalsWarning

from .served import EVENTS
from .simulation import simulate


def rows_of(frame):
    """A frame's rows as dicts of plain values, whatever the dtypes."""
    columns = {name: [plain(value) for value in frame[name].tolist()] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def answerer(which, folder):
    """A function that gives `{identifier: [values in order]}` for the attributes of a published group.

    `linked` is the key that the group, holding no more than its name, links to.
    """
    numbers = itertools.count()

    def answer(attributes, events, clock=drawn.AS_OF, *, key=USER, linked=None, deduplicate=False, **fields):
        asked = make_group(attributes, linked or key, **fields)
        if which == "simulation":
            rows = simulate(asked, events, as_of=clock, deduplicate=deduplicate)
        else:
            path = folder / "events.parquet"
            pq.write_table(getattr(drawn, which)(events), path)
            registry = folder / f"registry{next(numbers)}"
            signals = Signals(events=str(path), registry=registry, as_of=clock, deduplicate=deduplicate)
            link = {"name": linked["name"]} if linked else key
            keys = [AttributeKey.from_json(linked)] if linked else []
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SignalsWarning)
                signals.publish([AttributeGroup.from_json(asked | {"attribute_key": link}), *keys])
                rows = rows_of(signals.profiles("a_group"))
        names = [each["name"] for each in asked["attributes"]]
        return {row[key_name(asked)]: [row[name] for name in names] for row in rows}

    return answer


@pytest.fixture
def signals(tmp_path):
    """A client over the events of `served.py`, at 03-10 12:00, with an empty registry."""
    pq.write_table(drawn.native(EVENTS), tmp_path / "events.parquet")
    return Signals(events=str(tmp_path / "events.parquet"), registry=tmp_path / "registry", as_of=drawn.AS_OF)


@pytest.fixture(params=["simulation", "native", "json_text"])
def answers(request, tmp_path):
    """Answers of the simulation, and of the package over typed structs and over JSON text."""
    return answerer(request.param, tmp_path)


@pytest.fixture(params=["simulation", "json_text"])
def json_answers(request, tmp_path):
    """Answers for data that only JSON text can hold."""
    return answerer(request.param, tmp_path)
