import pytest

from signals_nb import Builder
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


BASKET = {
    "name": "basket",
    "owner": "a@b.com",
    "attribute_key": {"name": "domain_userid"},
    "ttl": "P7D",
    "attributes": [
        {"name": "views", "type": "int64", "aggregation": "counter", "events": [{"name": "page_view"}],
         "period": "P7D"},
        {"name": "last_page", "type": "string", "aggregation": "last", "events": [],
         "property": {"type": "atomic", "name": "page_urlpath"}},
    ],
}  # fmt: skip
"""A whole group with two attributes."""


@pytest.fixture
def build(signals, tmp_path):
    """Builders that have read what the events offer; closed at the end."""
    made = []

    def build(group=BASKET, signals=signals, **arguments):
        made.append(Builder(signals, group, **{"draft": False, "folder": tmp_path, **arguments}))
        assert made[-1].wait(20)
        return made[-1]

    yield build
    for each in made:
        each.close()


@pytest.fixture
def builder(build):
    """A builder on ``basket``."""
    return build()
