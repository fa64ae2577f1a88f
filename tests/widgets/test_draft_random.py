"""Whatever is edited in whatever order: no exception, exact undo, and a group that reads back."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signals_nb import AttributeGroup, SignalsError
from signals_nb.check import check_definition
from signals_nb.definitions import AGGREGATIONS
from signals_nb.widgets.drafts.form import Form
from widgets.draft_world import PATH, TIME, VISITS, item, page

PROPERTIES = [None, PATH, VISITS, TIME, {**TIME, "date_part": "hour_of_day"}, item("price"), item("prise")]
PROPERTIES += [
    page("depth"),
    {"type": "entity"},
    {"type": "calculated", "operation": "sum", "properties": [VISITS]},
]
OPERATORS = ["=", "!=", "<", ">", "<=", ">=", "like", "in", "is null", "is not null", "near"]
VALUES = st.sampled_from(["", "x", "%x%", "12", 3, 1.5, True, None, ["a"], [1, "a"], float("nan"), {"a": 1}])
SMALL = st.integers(0, 3)

ROWS = st.tuples(SMALL, st.sampled_from(["all", "any"]), SMALL)
FIELDS = {
    "name": st.sampled_from(["views", "total", "VIEWS", "", "a b", "domain_userid"]),
    "aggregation": st.sampled_from([*AGGREGATIONS, "median"]),
    "type": st.sampled_from(["auto", "int32", "string", "dict", "string_list", "text"]),
    "property": st.sampled_from(PROPERTIES),
    "property.type": st.sampled_from(["atomic", "entity", "event", "calculated"]),
    "property.date_part": st.sampled_from([None, "hour_of_day", "active_day"]),
    "default_value": VALUES,
    "period": st.sampled_from([None, "P1D", "PT0S", "soon", 5]),
    "ttl": st.sampled_from([None, "P1D"]),
    "time_unit": st.sampled_from([None, "h", "y"]),
    "period_kind": st.sampled_from(["rolling", "lifetime"]),
    "criteria_mode": st.sampled_from(["all", "any"]),
    "events": st.sampled_from([[], [{"name": "page_view"}], [{}], [{"name": "a b"}]]),
}
IN_ROWS = {
    "operator": st.sampled_from(OPERATORS),
    "value": VALUES,
    "property": st.sampled_from(PROPERTIES),
    "property.type": st.sampled_from(["atomic", "entity"]),
}
GROUP = {
    "name": st.sampled_from(["basket", "bas ket", ""]),
    "owner": st.sampled_from(["a@b.com", "a", None]),
    "attribute_key": st.sampled_from(["domain_userid", "user_id", "views", None]),
    "ttl": st.sampled_from(["P7D", "PT0S", None]),
    "version": st.sampled_from([1, 0, 4, None]),
    "source": st.sampled_from(["stream", "batch", "external"]),
    "test.seed": SMALL,
}


def setting(fields, path):
    return st.sampled_from(sorted(fields)).flatmap(
        lambda field: st.tuples(st.just("set"), path.map(lambda at: f"{at}{field}"), fields[field])
    )


STEPS = st.one_of(
    setting(GROUP, st.just("")),
    setting(FIELDS, SMALL.map("attributes.{}.".format)),
    setting(IN_ROWS, ROWS.map(lambda at: "attributes.{}.criteria.{}.{}.".format(*at))),
    st.tuples(st.just("add_attribute")),
    st.tuples(st.just("add_criterion"), SMALL),
    st.tuples(st.just("duplicate_attribute"), SMALL),
    st.tuples(st.just("delete_attribute"), SMALL),
    st.tuples(st.just("move_attribute"), SMALL, SMALL),
    st.tuples(st.just("select"), SMALL),
    st.tuples(st.just("commit")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("use_custom_key")),
    st.tuples(st.just("remove_criterion"), ROWS.map(lambda at: "attributes.{}.criteria.{}.{}".format(*at))),
)
FAST = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def text(value):
    """JSON text, in which NaN equals itself."""
    return json.dumps(value)


def act(draft, step):
    """One step; a place that is not there is the only thing that may be refused, and changes nothing."""
    name, *arguments = step
    before = text(draft.state)
    try:
        getattr(draft, name)(*arguments)
    except SignalsError:
        assert text(draft.state) == before


def look(draft):
    """Everything that a UI asks for."""
    state = draft.state
    assert "(hidden)" not in text(state["group"])
    for name in (
        "findings",
        "first_error",
        "badge",
        "target",
        "group_state",
        "unsaved",
        "notices",
        "versions",
    ):
        getattr(draft, name)
    draft.permits()
    for language in ("python", "sdk", "json"):
        draft.code(language)
    for index, _ in enumerate(state["group"].get("attributes", [])):
        draft.findings_at(f"attributes.{index}")
        draft.choices(index)
        for row in draft.criteria(index):
            draft.criterion_choices(row.path)
    return state


@FAST
@given(st.lists(STEPS, max_size=25))
def test_nothing_raises_and_the_group_reads_back(basket, steps):
    basket.open(None)
    basket.add_attribute()
    for step in steps:
        act(basket, step)
        state = look(basket)
        assert text(Form.of_state(json.loads(text(state))).state()) == text(state)
        # A property that is half chosen is told of once, whatever parts it lacks.
        found = {
            one
            for one in check_definition(state["group"], basket._shelf.key_names)
            if one.code != "C13" and not (".property." in one.where and one.message.endswith("is required."))
        }
        assert found <= set(basket.findings)
        if basket.group is not None:
            assert text(AttributeGroup.from_json(state["group"]).to_dict()) == text(basket.group.to_dict())


@FAST
@given(st.lists(STEPS, max_size=25))
def test_undo_and_redo_return_exactly(basket, steps):
    """Back through all steps and forth again: each state as it was, save the options of the test."""
    basket.open(None)
    basket._history.past.clear()
    states = [basket.state["form"]]

    def remember(changed):
        if changed.what == "edit":
            if len(basket._history.past) < len(states):  # more of a text that is being typed
                states.pop()
            del states[len(basket._history.past) :]
            states.append(basket.state["form"])

    end = basket.observe(remember)
    for step in steps:
        if step[0] not in ("undo", "redo"):
            act(basket, step)
    end()
    assert len(states) == len(basket._history.past) + 1
    for state in reversed(states[:-1]):
        basket.undo()
        assert text(basket.state["form"]) == text(state)
    for state in states[1:]:
        basket.redo()
        assert text(basket.state["form"]) == text(state)


@FAST
@given(
    st.lists(st.tuples(st.sampled_from(["aggregation"]), st.sampled_from(sorted(AGGREGATIONS))), max_size=8)
)
def test_wherever_the_aggregation_goes_it_comes_back(basket, steps):
    """Any walk over the aggregations that ends where it began gives the same attribute."""
    wire = {"name": "a", "aggregation": "last", "events": [], "property": {**TIME, "date_part": "active_day"}}
    basket.open(None)
    basket.add_attribute({**wire, "type": "string", "default_value": "never"})
    before = basket.get("attributes.0")
    for field, value in [*steps, ("aggregation", "last")]:
        basket.set(f"attributes.0.{field}", value)
    after = basket.get("attributes.0")
    assert after == before


@FAST
@given(
    st.sampled_from(["x", "%x", 3, 1.5, True, ["a", "b"]]),
    st.lists(st.sampled_from(OPERATORS[:-1]), max_size=8),
)
def test_wherever_the_operator_goes_the_value_comes_back(basket, value, operators):
    """A value typed for one operator is there again with that operator."""
    begin = "in" if isinstance(value, list) else "="
    row = "attributes.0.criteria.all.0"
    basket.open(None)
    basket.add_attribute()
    basket.set(
        "attributes.0.criteria", {"all": [{"property": page("depth"), "operator": begin, "value": value}]}
    )
    for operator in [*operators, begin]:
        basket.set(f"{row}.operator", operator)
    assert text(basket.get(f"{row}.value")) == text(value)
