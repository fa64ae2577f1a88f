"""Edits of the form and their undo: one step each, texts coalesce (widgets.md, features 42 and 43)."""

import pytest

from signals_nb import AtomicProperty, Attribute, PagePing, PageView, SignalsError
from signals_nb.widgets.drafts.values import Changed
from widgets.draft_world import PATH, VISITS, attribute, item


def names(draft):
    return [one.get("name") for one in draft.state["group"].get("attributes", [])]


def test_set_takes_definitions_and_json(basket):
    from datetime import UTC, datetime, timedelta

    basket.set("ttl", timedelta(days=30))
    basket.set("backfill_since_tstamp", datetime(2026, 1, 1, tzinfo=UTC))
    basket.set("attributes.0.property", AtomicProperty(name="page_urlpath"))
    basket.set("attributes.0.events", [PageView(), {"name": "add_to_cart"}])
    assert basket.get("ttl") == "P30D"
    assert basket.get("backfill_since_tstamp") == "2026-01-01T00:00:00Z"
    assert basket.get("attributes.0.property") == PATH
    assert basket.get("attributes.0.events")[1] == {"name": "add_to_cart"}
    basket.set("ttl", None)
    assert "ttl" not in basket.state["group"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("ownr", 'AttributeGroup has no field "ownr". Did you mean owner?'),
        ("attributes.0.agregation", 'Attribute has no field "agregation". Did you mean aggregation?'),
        ("attributes.3.name", "attributes has no position 3: it has 1."),
        ("batch_source.period_kind", 'BatchSource has no field "period_kind".'),
        ("attributes.x", 'attributes is a list: "x" is no position in it.'),
        ("name.first", 'name has no field "first".'),
        ("attributes.0.criteria.all.0.value", "attributes.0.criteria.all has no position 0: it has 0."),
        ("test.sed", 'The test has no option "sed". Did you mean seed?'),
        ("(hidden)", 'AttributeGroup has no field "(hidden)".'),
        ("", 'AttributeGroup has no field "".'),
    ],
)
def test_a_path_that_is_not_there(basket, path, message):
    before = basket.state
    for call in (lambda: basket.set(path, "x"), lambda: basket.get(path)):
        with pytest.raises(SignalsError) as caught:
            call()
        assert str(caught.value) == message
    assert basket.state == before


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("name", {1, 2}, "A form holds JSON values; {1, 2} is a set."),
        ("attributes.0.property", "page", "attributes.0.property must be an object; it is 'page'."),
        ("attributes", {}, "attributes must be a list; it is {}."),
        ("attributes.0", None, "attributes.0 is one of a list and cannot be emptied; remove it."),
        ("source", "table", "source is one of stream, batch, external; it is 'table'."),
        ("attributes.0.period_kind", "ever", "period_kind is one of rolling, lifetime; it is 'ever'."),
        ("attributes.0.criteria_mode", "both", "criteria_mode is one of all, any; it is 'both'."),
    ],
)
def test_a_value_that_the_form_cannot_hold(basket, path, value, message):
    before = basket.state
    with pytest.raises(SignalsError) as caught:
        basket.set(path, value)
    assert str(caught.value) == message
    assert basket.state == before


def test_what_comes_out_is_a_copy(basket):
    basket.state["group"]["name"] = "x"
    basket.get("attributes.0")["name"] = "x"
    basket.group.attributes[0].name = "x"
    assert basket.get("name") == "basket"
    assert names(basket) == ["views"]
    assert basket.group.attributes[0].name == "views"


def test_what_goes_in_is_a_copy(basket):
    events = [{"name": "page_view"}]
    basket.set("attributes.0.events", events)
    events[0]["name"] = "x"
    assert basket.get("attributes.0.events") == [{"name": "page_view"}]


def test_a_new_attribute_is_a_counter_over_a_week_and_selected(basket):
    assert basket.add_attribute() == 1
    assert attribute(basket, 1) == {
        "name": "",
        "events": [],
        "aggregation": "counter",
        "period": "P7D",
        "type": "int64",
    }
    assert basket.selected == 1
    basket.select(0)
    assert basket.add_attribute(Attribute(name="n", type="int32", aggregation="counter", events=[])) == 1
    assert names(basket) == ["views", "n", ""]
    assert basket.get("attributes.1.type") == "int32"


def test_duplicate_takes_a_free_name_and_all_that_is_hidden(basket):
    basket.set("attributes.0.aggregation", "last")
    basket.set("attributes.0.property", PATH)
    basket.set("attributes.0.aggregation", "counter")
    basket.duplicate_attribute(0)
    basket.duplicate_attribute(0)
    assert names(basket) == ["views", "views_copy_2", "views_copy"]
    basket.set("attributes.1.aggregation", "last")
    assert attribute(basket, 1)["property"] == PATH


def test_delete_and_move(basket):
    for name in ("b", "c"):
        basket.add_attribute({"name": name, "aggregation": "counter", "events": []})
    basket.move_attribute(2, 0)
    assert (names(basket), basket.selected) == (["c", "views", "b"], 0)
    basket.move_attribute(0, 99)
    assert (names(basket), basket.selected) == (["views", "b", "c"], 2)
    basket.delete_attribute(1)
    assert (names(basket), basket.selected) == (["views", "c"], 1)
    basket.delete_attribute(1)
    assert basket.selected == 0
    basket.delete_attribute(0)
    assert (names(basket), basket.selected) == ([], None)
    with pytest.raises(SignalsError) as caught:
        basket.delete_attribute(0)
    assert str(caught.value) == "There is no attribute 0: the form has 0, from 0."


def test_undo_of_a_delete_brings_back_and_selects(basket):
    before = basket.state
    basket.delete_attribute(0)
    basket.undo()
    assert basket.state == before
    assert basket.can_redo
    basket.redo()
    assert names(basket) == []


def test_events_are_added_once(basket):
    basket.add_event(0, PagePing())
    basket.add_event(0, PagePing())
    assert [one["name"] for one in basket.get("attributes.0.events")] == ["page_view", "page_ping"]
    basket.remove_event(0, 0)
    assert [one["name"] for one in basket.get("attributes.0.events")] == ["page_ping"]
    with pytest.raises(SignalsError) as caught:
        basket.remove_event(0, 5)
    assert str(caught.value) == "attributes.0.events has no position 5: it has 1."


def test_one_counter_for_each_value(basket):
    """Feature 42: "Shoes & more" and "shoes-more" make one slug, and get names of their own."""
    basket.set("attributes.0.period", "P30D")
    made = basket.add_counters(item("name"), ["Shoes & more", "shoes-more", "Shoes & more", 3, True], like=0)
    assert made == [1, 2, 3, 4]
    assert names(basket) == ["views", "shoes_more_count", "shoes_more_count_2", "3_count", "true_count"]
    assert attribute(basket, 3) == {
        "name": "3_count",
        "aggregation": "counter",
        "events": [{"name": "page_view"}],
        "period": "P30D",
        "criteria": {"all": [{"property": item("name"), "operator": "=", "value": 3}]},
        "type": "int64",
    }
    assert basket.errors == 0
    basket.undo()
    assert names(basket) == ["views"]


def test_counters_take_texts_numbers_and_booleans(basket):
    with pytest.raises(SignalsError) as caught:
        basket.add_counters(PATH, ["/a", None])
    assert str(caught.value) == "A counter's value is a text, a number or a boolean; None is none."
    assert names(basket) == ["views"]


def test_typing_is_one_step(draft):
    for text in ("b", "ba", "bas"):
        draft.set("name", text)
    draft.commit()
    for text in ("bask", "basket"):
        draft.set("name", text)
    draft.undo()
    assert draft.get("name") == "bas"
    draft.undo()
    assert draft.get("name") == ""
    draft.redo()
    draft.redo()
    assert (draft.get("name"), draft.can_redo) == ("basket", False)


def test_another_field_ends_the_typing(draft):
    draft.set("name", "a")
    draft.set("description", "d")
    draft.set("name", "ab")
    draft.undo()
    assert (draft.get("name"), draft.get("description")) == ("a", "d")


def test_choices_in_a_row_are_steps_of_their_own(basket):
    basket.set("attributes.0.aggregation", "last")
    basket.set("attributes.0.aggregation", "first")
    basket.undo()
    assert basket.get("attributes.0.aggregation") == "last"


def test_fifty_steps_back(basket):
    for number in range(60):
        basket.set("attributes.0.period", f"P{number + 1}D")
    for _ in range(60):
        basket.undo()
    assert basket.get("attributes.0.period") == "P10D"
    assert not basket.can_undo


def test_an_edit_after_undo_ends_redo(basket):
    basket.set("ttl", "P1D")
    basket.undo()
    basket.set("ttl", "P2D")
    assert not basket.can_redo


def test_nothing_is_no_step(basket):
    told = []
    basket.observe(told.append)
    basket.set("name", "basket")
    basket.set("attributes.0.type", "auto")
    basket.set("source", "stream")
    basket.set("attributes.0.period_kind", "lifetime")  # it has no period, but no ttl either
    basket.move_attribute(0, 0)
    assert [one.path for one in told] == ["attributes.0.period_kind"]


def test_true_is_not_one(basket):
    basket.set("attributes.0.default_value", 1)
    basket.set("attributes.0.default_value", True)
    assert basket.get("attributes.0.default_value") is True
    basket.set("attributes.0.default_value", [1])
    basket.set("attributes.0.default_value", [True])
    assert basket.get("attributes.0.default_value")[0] is True


def test_options_of_the_test_and_the_selection_are_no_steps(basket):
    basket.set("description", "x")
    basket.set("test.seed", 7)
    basket.set("test.app_ids", ["web"])
    basket.add_attribute()
    basket.select(0)
    basket.undo()
    assert (basket.get("description"), basket.get("test.seed")) == ("x", 7)
    assert names(basket) == ["views"]


def test_observers_hear_what_changed(basket):
    told = []
    end = basket.observe(told.append)
    basket.set("ttl", "P9D")
    basket.set("test.seed", 3)
    basket.add_attribute()
    basket.select(0)
    basket.undo()
    basket.redo()
    basket.open(None)
    basket.reload_versions()
    end()
    end()
    basket.set("ttl", "P8D")
    assert told == [
        Changed("edit", "ttl"),
        Changed("test", "test.seed"),
        Changed("edit", "attributes.1"),
        Changed("select"),
        Changed("undo"),
        Changed("redo"),
        Changed("open"),
        Changed("versions"),
    ]


def test_an_observer_that_fails_stops_nobody_and_is_not_swallowed(basket, caplog):
    """widgets.md 6.9: the log has the exception, last_error keeps it."""
    told, failure = [], RuntimeError("boom")

    def fail(changed):
        raise failure

    basket.observe(fail)
    basket.observe(told.append)
    basket.set("ttl", "P9D")
    assert told == [Changed("edit", "ttl")]
    assert basket.last_error is failure
    assert basket.get("ttl") == "P9D"
    assert [(one.name, one.exc_info[1]) for one in caplog.records] == [("signals_nb", failure)]


def test_an_observer_may_edit(basket):
    """A handler that sets a value while the form is changing: told once more, and it ends."""
    told = []

    def raise_ttl(changed):
        told.append(changed.path)
        basket.set("ttl", "P99D")

    basket.observe(raise_ttl)
    basket.set("description", "x")
    assert told == ["description", "ttl"]
    assert basket.get("ttl") == "P99D"


def test_visits_of_another_key(basket):
    basket.set("attribute_key", "basket_id")
    assert basket.get("attribute_key") == {"name": "basket_id"}
    basket.set("attribute_key", {"name": "visits", "property": VISITS})
    assert basket.errors == 0
