"""Results of events that a test draws."""

import pytest

from signals_nb import Signals

from .made import events


@pytest.fixture
def signals_of(tmp_path):
    """A client over events drawn by `events()`."""

    def client(*rows, deduplicate=False, **columns):
        return Signals(events(*rows, **columns), tmp_path, deduplicate=deduplicate)

    return client
