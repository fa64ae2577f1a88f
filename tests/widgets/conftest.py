import pytest

from signals_nb.widgets.draft import Draft
from widgets.draft_world import signals_over


@pytest.fixture
def signals(tmp_path):
    return signals_over(tmp_path / "registry")


@pytest.fixture
def draft(signals, tmp_path):
    """An empty form over the small world; nothing of it is kept."""
    made = Draft(signals, folder=tmp_path, autosave=False)
    made.set("owner", "a@b.com")
    return made


@pytest.fixture
def basket(draft):
    """A whole group with one counter, ``views``."""
    draft.set("name", "basket")
    draft.set("attribute_key", "domain_userid")
    draft.set("ttl", "P7D")
    draft.add_attribute({"name": "views", "aggregation": "counter", "events": [{"name": "page_view"}]})
    return draft
