"""Fixtures that put one question to the oracle and to the package over both layouts."""

import warnings

import pyarrow.parquet as pq
import pytest

from . import drawn
from .compare import plain
from .oracle import evaluate, key_name

USER = {"name": "domain_userid", "key": "domain_userid"}


def make_group(attributes, key=USER, **fields):
    """The JSON of a stream group of attributes, named `x1`, `x2`, … where they have no name."""
    named = [{"name": f"x{number}", "events": []} | each for number, each in enumerate(attributes, 1)]
    head = {"name": "a_group", "version": 1, "owner": "owner@example.com", "online": True, "offline": False}
    return {**head, "attribute_key": key, "attributes": named, **fields}


def frame_of(group, path, deduplicate=False, **call):
    """The package's frame over a file."""
    from signals_nb import Signals
    from signals_nb.definitions import AttributeGroup
    from signals_nb.errors import SignalsWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        return Signals(events=str(path), deduplicate=deduplicate).test(
            AttributeGroup.from_json(group), **call
        )


def answerer(which, folder):
    """A function that gives `{key: [values in order]}` for attributes over events."""

    def answer(attributes, events, key=USER, group=None, as_of=drawn.AS_OF, **call):
        asked = make_group(attributes, key, **(group or {}))
        if which == "oracle":
            rows = evaluate(asked, events, as_of=as_of, **call)
        else:
            path = folder / "events.parquet"
            pq.write_table(getattr(drawn, which)(events), path)
            frame = frame_of(asked, path, as_of=as_of, **call)
            rows = [{name: plain(row[name]) for name in frame.columns} for row in _rows(frame)]
        return {row[key_name(asked)]: [row[each["name"]] for each in asked["attributes"]] for row in rows}

    return answer


def _rows(frame):
    """Rows as dicts of the frame's own values, whatever their dtypes."""
    columns = {name: frame[name].tolist() for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.fixture(params=["oracle", "native", "json_text"])
def answers(request, tmp_path):
    """Answers of the oracle, and of the package over typed structs and over JSON text."""
    return answerer(request.param, tmp_path)


@pytest.fixture(params=["oracle", "json_text"])
def json_answers(request, tmp_path):
    """Answers for data that only JSON text can hold."""
    return answerer(request.param, tmp_path)


@pytest.fixture(params=["oracle", "native"])
def typed_answers(request, tmp_path):
    """Answers for data that only typed columns can hold."""
    return answerer(request.param, tmp_path)
