"""Catalogues of small tables, over typed structs and over JSON text."""

import pyarrow.parquet as pq
import pytest
from meaning import drawn

from signals_nb import Signals
from signals_nb.catalog import EventCatalog


def small(signals, limit):
    """The catalogue of a client's events that looks at a sample from ``limit`` events on."""
    return EventCatalog(signals._evaluator.events, signals._evaluator.dialect, limit)


@pytest.fixture(params=["native", "json_text"])
def catalog_of(request, tmp_path):
    """The catalogue of events, written in a layout."""

    def make(events):
        pq.write_table(getattr(drawn, request.param)(events), tmp_path / "events.parquet")
        return Signals(str(tmp_path / "events.parquet"), tmp_path / "registry").catalog

    return make
