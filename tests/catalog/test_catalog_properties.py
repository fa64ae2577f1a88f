"""Which entities and properties the events have, counted by hand over both layouts."""

import duckdb
import pandas as pd
import pytest
from meaning.drawn import happen, with_data, with_entity

from signals_nb import AtomicProperty, EntityProperty, EventProperty, EventsError, Signals
from signals_nb.catalog import ValueCount

ITEM = ("com.acme", "item", 1)
ITEM_2 = ("com.acme", "item", 2)
ORDER = ("com.acme.shop-eu", "order-placed", 1)

LAMP = {
    "sku": "l1",
    "price": 2.5,
    "made": {"in": "DE"},
    "tags": ["new", "red"],
    "since": "2026-03-01T00:00:00Z",
}
ROPE = {"sku": "r1", "price": 4.0, "made": {"in": "DE"}, "tags": [], "since": "2026-03-02T10:00:00Z"}


def events():
    """Five events.

    | event | items | order |
    | --- | --- | --- |
    | page_view /a | lamp, rope | |
    | page_view /a | lamp | |
    | page_view /b | | |
    | order-placed | rope | total 12, gift |
    | order-placed | | total 3 |
    """
    view = happen(page_urlpath="/a", se_value=None)
    order = happen(event_name="order-placed", event_vendor=ORDER[0], page_urlpath=None)
    return [
        with_entity(view, ITEM, LAMP, ROPE),
        with_entity(view, ITEM, LAMP),
        happen(page_urlpath="/b"),
        with_data(with_entity(order, ITEM, ROPE), ORDER, {"total": 12, "gift": True}),
        with_data(order, ORDER, {"total": 3, "gift": None}),
    ]


@pytest.fixture
def catalog(catalog_of):
    return catalog_of(events())


def test_entities(catalog):
    [item] = catalog.entities
    assert (item.vendor, item.name, item.major_version, item.guessed) == (*ITEM, True)
    assert (item.events, item.share, item.most, item.sampled) == (3, 3 / 5, 2, False)
    assert [kind.label for kind in item.carried_by] == ["page_view 1-0-0", "order-placed 1-0-0"]


def test_the_schema_of_an_event_is_known_by_its_events(catalog):
    """A column's name does not tell ``com.acme.shop-eu`` from ``com.acme.shop_eu``; ``event_vendor`` does."""
    [order] = [each for each in catalog.schemas if each.schema.family == "event"]
    assert (order.vendor, order.name, order.major_version, order.guessed) == (*ORDER, False)
    assert (order.events, order.most) == (2, 1)


def test_paths_and_kinds(catalog):
    found = {entry.property.path: entry.kind for entry in catalog.properties("item")}
    assert found == {
        "sku": "text",
        "price": "double",
        "made.in": "text",
        "tags": "list",
        "tags[0]": "text",
        "since": "text",
    }
    assert {entry.property.path: entry.kind for entry in catalog.properties("order-placed")} == {
        "total": "int",
        "gift": "bool",
    }


def test_an_entry_is_a_property(catalog):
    assert catalog.property("item.made.in").property == EntityProperty(
        vendor="com.acme", name="item", major_version=1, path="made.in"
    )
    assert catalog.property("com.acme.shop-eu/order-placed/1.total").property == EventProperty(
        vendor="com.acme.shop-eu", name="order-placed", major_version=1, path="total"
    )
    assert catalog.property("page_urlpath").property == AtomicProperty(name="page_urlpath")


def test_figures_of_an_entity_are_of_the_events_that_carry_it(catalog):
    """Its first entity is read, as ``index=0`` does: lamp, lamp, rope."""
    sku, price, first_tag = (catalog.property(f"item.{path}").figures for path in ("sku", "price", "tags[0]"))
    assert (sku.rows, sku.filled, sku.distinct, sku.values) == (3, 3, 2, ("l1", "r1"))
    assert price.values == ("2.5", "4")
    assert (first_tag.filled, first_tag.share, first_tag.values) == (2, 2 / 3, ("new",))
    assert not sku.sampled


def test_figures_of_an_atomic_column_are_of_all_events(catalog):
    path = catalog.property("page_urlpath")
    assert (path.figures.rows, path.figures.filled, path.figures.share) == (5, 3, 0.6)
    assert (path.figures.distinct, path.figures.values) == (2, ("/a", "/b"))
    assert (path.kind, path.description, path.example) == ("text", "Path of the page's URL", "/shop/tents")


def test_what_reads_as_a_date_time(catalog):
    read = {
        entry.name: entry.figures.reads_as_datetime
        for entry in [*catalog.properties("item"), catalog.property("derived_tstamp")]
    }
    assert read == {
        "item.sku": False,
        "item.price": False,
        "item.made.in": False,
        "item.tags": False,
        "item.tags[0]": False,
        "item.since": True,
        "derived_tstamp": True,
    }


def test_values(catalog):
    assert catalog.values("page_urlpath") == [ValueCount("/a", 2), ValueCount("/b", 1)]
    assert catalog.values("page_urlpath", limit=1) == [ValueCount("/a", 2)]
    assert catalog.values("item.price") == [ValueCount(2.5, 2), ValueCount(4, 1)]
    assert catalog.values(catalog.property("order-placed.gift")) == [ValueCount(True, 1)]
    assert catalog.values(AtomicProperty(name="derived_tstamp", date_part="hour_of_day")) == [
        ValueCount(9, 5)
    ]


def test_values_of_mixed_json(tmp_path):
    """A number, a text that looks like one, a boolean and an object keep their kinds, as criteria do."""
    cells = ["1.5", '"x"', '"12"', "true", '{"a": 1}', "null", "-3"]
    frame = pd.DataFrame(
        {
            "event_name": "page_view",
            "collector_tstamp": pd.Timestamp("2026-03-01", tz="UTC"),
            "contexts_com_acme_item_1": [f'[{{"value": {cell}}}]' for cell in cells],
        }
    )
    catalog = Signals(frame, tmp_path).catalog
    assert {repr(each.value) for each in catalog.values("item.value")} == {
        *("1.5", "'x'", "'12'", "True", "'{\"a\":1}'", "-3"),
    }
    assert [(entry.name, entry.kind) for entry in catalog.properties("item")] == [
        ("item.value", "json"),
        ("item.value.a", "int"),
    ]


def test_empty_entities_are_none(tmp_path):
    """NULL, ``[]`` and ``[null]`` carry nothing, ``[{}]`` an entity without values (field-cases.md, 7)."""
    cells = [None, "[]", "[null]", "null", "no json", "[{}]", '{"id": null}', '[{"id": "x"}, {"id": "y"}]']
    frame = pd.DataFrame(
        {
            "event_name": "page_view",
            "collector_tstamp": pd.Timestamp("2026-03-01", tz="UTC"),
            "contexts_com_acme_item_1": cells,
        }
    )
    catalog = Signals(frame, tmp_path).catalog
    [item] = catalog.entities
    assert (item.events, item.most) == (3, 2)
    [entry] = catalog.properties("item")
    assert (entry.name, entry.figures.rows, entry.figures.filled) == ("item.id", 3, 1)


def test_versions_of_one_model_are_one_schema(tmp_path):
    """``_1_0_0`` and ``_1_0_1`` are one, ``_2_0_0`` is another, and a recovered column is none."""
    frame = pd.DataFrame(
        {
            "event_name": "page_view",
            "collector_tstamp": pd.Timestamp("2026-03-01", tz="UTC"),
            "contexts_com_acme_item_1_0_0": ['[{"itemId": 1}]', None, None],
            "contexts_com_acme_item_1_0_1": [None, '[{"itemId": 2, "color": "red"}]', None],
            "contexts_com_acme_item_2_0_0": [None, None, '[{"item_id": "3"}]'],
            "contexts_com_acme_item_1_recovered_1_0_1_37380485": [None, None, '[{"x": 1}]'],
        }
    )
    catalog = Signals(frame, tmp_path).catalog
    assert [(each.schema.words, each.events) for each in catalog.schemas] == [
        ("com.acme/item/1", 2),
        ("com.acme/item/2", 1),
    ]
    paths = [entry.property.path for entry in catalog.properties("com.acme/item/1")]
    assert sorted(paths) == ["color", "itemId"]
    assert catalog.property("com.acme/item/1.itemId").figures.filled == 2


def test_unknown_names(catalog):
    with pytest.raises(EventsError) as caught:
        catalog.property("item.prise")
    assert str(caught.value) == (
        "The events have no property item.prise. Did you mean item.price, item.since or item.sku? "
        "catalog.search() finds one by parts of its name."
    )
    with pytest.raises(EventsError) as caught:
        catalog.properties("itm")
    assert str(caught.value) == (
        "No event has data of itm. Did you mean item? catalog.schemas lists what there is."
    )
    with pytest.raises(EventsError) as caught:
        catalog.values(AtomicProperty(name="page_title"))
    assert str(caught.value) == "The events have no column page_title. Choose a column that is there."


def test_names_that_mean_several(catalog_of):
    both = with_entity(with_entity(happen(), ITEM, LAMP), ITEM_2, LAMP)
    catalog = catalog_of([both])
    with pytest.raises(EventsError) as caught:
        catalog.properties("item")
    assert str(caught.value) == "Several schemas are called item: write com.acme/item/1 or com.acme/item/2."
    with pytest.raises(EventsError) as caught:
        catalog.property("item.sku")
    assert str(caught.value) == (
        "Several properties are called item.sku: sku of com.acme/item/1 and sku of com.acme/item/2. "
        "Take one from catalog.properties(schema)."
    )
    assert catalog.property("com.acme/item/2.sku").property.major_version == 2


def test_a_column_that_cannot_be_read_hides_no_other(tmp_path):
    """A timestamp as a number, and a column that is there in two cases (field-cases.md, 50)."""
    frame = pd.DataFrame(
        {
            "event_name": ["page_view"],
            "collector_tstamp": pd.Timestamp("2026-03-01", tz="UTC"),
            "dvce_sent_tstamp": [1_772_323_200],
            "page_title": ["a"],
        }
    )
    catalog = Signals(frame, tmp_path).catalog
    assert [entry.name for entry in catalog.atomic] == ["collector_tstamp", "page_title", "event_name"]
    twice = duckdb.sql(
        'SELECT \'page_view\' AS event_name, now() AS collector_tstamp, 1 AS "Geo_City", 2 AS "GEO_CITY"'
    )
    found = Signals(twice, tmp_path).catalog.atomic
    assert {entry.name for entry in found} >= {"collector_tstamp", "event_name"}


def test_every_property_can_be_evaluated(catalog):
    """What the catalogue lists, a criterion takes as it is."""
    for entry in catalog.properties():
        assert sum(each.count for each in catalog.values(entry)) == entry.figures.filled, entry.name
