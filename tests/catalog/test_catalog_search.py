"""Finding things in a catalogue, and counting what an attribute takes."""

import pytest
from meaning.drawn import draw

from signals_nb import (
    AtomicProperty,
    Attribute,
    Criteria,
    Criterion,
    EntityProperty,
    Event,
    InvalidDefinition,
    PagePing,
    PageView,
    Signals,
)
from signals_nb.catalog import Kept


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return Signals(registry=tmp_path_factory.mktemp("registry")).catalog


def names(found):
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("page_urlpath", "page_urlpath"),
        ("urlpath page", "page_urlpath"),
        ("PAGE url PATH", "page_urlpath"),
        ("product price", "product.price"),
        ("price product ecommerce", "product.price"),
        ("page view", "page_view"),
        ("1-0-0 page_view", "page_view"),
        ("campaign source", "mkt_source"),
        ("yauaa device class", "yauaa_context.device_class"),
    ],
)
def test_words_in_any_order(sample, text, first):
    assert names(sample.search(text))[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [("page_urlpth", "page_urlpath"), ("prodct price", "product.price"), ("page_veiw", "page_view")],
)
def test_slips_of_the_pen(sample, text, first):
    assert names(sample.search(text))[0] == first


def test_nothing_like_it(sample):
    assert sample.search("zzzzqqqq") == []


def test_limit(sample):
    assert len(sample.search("page", limit=3)) == 3
    assert len(sample.search("", limit=5)) == 5


EVENTS = """
| event     | source | time        |
| --------- | ------ | ----------- |
| page_view | google | 03-01 09:00 |
| page_view | *null* | 03-01 10:00 |
| page_view | bing   | 03-01 11:00 |
| page_ping | google | 03-01 12:00 |
"""
SOURCE = AtomicProperty(name="mkt_source")


def counter(events=(), criteria=None):
    return Attribute(name="a", type="int64", aggregation="counter", events=list(events), criteria=criteria)


def test_count(catalog_of):
    """Three of the four are page views, one of them from google; ``!=`` is true for null."""
    catalog = catalog_of(draw(EVENTS))
    assert catalog.count(counter()) == Kept(4, 4, 4)
    google = Criteria(all=[Criterion.eq(SOURCE, "google")])
    assert catalog.count(counter([PageView()], google)) == Kept(1, 3, 4)
    assert catalog.count(counter([PageView(), PagePing()], google)) == Kept(2, 4, 4)
    other = Criteria(all=[Criterion.neq(SOURCE, "google")])
    assert catalog.count(counter(criteria=other)) == Kept(2, 4, 4)
    assert catalog.count(counter([Event(name="nope")])) == Kept(0, 0, 4)
    assert str(catalog.count(counter([PageView()], google))) == "keeps 1 of 4 events (25.0 %)"
    assert str(Kept(1204, 9310, 9310)) == "keeps 1,204 of 9,310 events (12.9 %)"
    assert str(Kept(0, 0, 0)) == "keeps 0 of 0 events"


def test_count_looks_at_no_property(catalog_of):
    """An attribute that is half filled in counts too."""
    catalog = catalog_of(draw(EVENTS))
    absent = EntityProperty(vendor="com.acme", name="item", major_version=1, path="price")
    given = {"name": "a", "type": "double", "aggregation": "sum", "events": [PageView()]}
    assert catalog.count(Attribute(**given)) == Kept(3, 3, 4)
    assert catalog.count(Attribute(**given, property=absent)) == Kept(3, 3, 4)


def test_count_of_what_is_not_there(catalog_of):
    catalog = catalog_of(draw(EVENTS))
    wrong = Criteria(all=[Criterion.eq(AtomicProperty(name="mkt_medium"), "cpc")])
    with pytest.raises(InvalidDefinition) as caught:
        catalog.count(counter(criteria=wrong))
    assert str(caught.value) == (
        '"a" cannot be used: 1 error.\n'
        "  A21 attributes.a.criteria.all.0.property: The events have no column mkt_medium. "
        "Choose a column that is there."
    )
