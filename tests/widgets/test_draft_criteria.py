"""The rows of criteria: operators, values that switch with them, how rows go together (widgets.md 6.3)."""

import pytest

from signals_nb import SignalsError
from signals_nb.widgets.drafts.values import CriterionRow
from widgets.draft_world import PATH, VISITS, attribute, codes, item, page

ROW = "attributes.0.criteria.all.0"


@pytest.fixture
def row(basket):
    assert basket.add_criterion(0) == ROW
    basket.set(f"{ROW}.property", PATH)
    return basket


def operate(draft, operator):
    draft.set(f"{ROW}.operator", operator)
    return draft.get(ROW).get("value")


def test_a_new_row_asks_for_its_property(basket):
    path = basket.add_criterion(0)
    assert codes(basket.findings_at(path)) == [
        ("C01", "attributes.views.criteria.all.0.property"),
        ("C04", "attributes.views.criteria.all.0.value"),
    ]
    assert basket.criteria(0) == (CriterionRow(path, "all", None, "=", ""),)


def test_null_test_hides_the_value_and_gives_it_back(row):
    """= "/a" -> is null -> != "/a" (feature 18)."""
    row.set(f"{ROW}.value", "/a")
    assert operate(row, "is null") is None
    assert operate(row, "is not null") is None
    assert row.criterion_choices(ROW).value == "none"
    assert operate(row, "!=") == "/a"


def test_after_a_null_test_only_values_come_back(row):
    """Another kind of property is kept at the row as well; it is no value."""
    row.set(f"{ROW}.operator", "is null")
    row.set(f"{ROW}.property.type", "entity")
    assert operate(row, "=") == ""
    row.set(f"{ROW}.value", "x")
    assert operate(row, "is null") is None
    assert operate(row, "like") == "x"


def test_list_and_single_value_are_kept_apart(row):
    """= "/a" -> in ["/a"], then "/b" -> = "/a" -> in ["/a", "/b"]."""
    row.set(f"{ROW}.value", "/a")
    assert operate(row, "in") == ["/a"]
    row.set(f"{ROW}.value", ["/a", "/b"])
    assert operate(row, "=") == "/a"
    assert operate(row, "in") == ["/a", "/b"]
    assert operate(row, "is null") is None
    assert operate(row, "in") == ["/a", "/b"]


def test_blank_is_the_empty_string_and_says_so(row):
    """The quickstart's `!= ""` (widgets.md, section 1): accepted, with C04."""
    assert operate(row, "!=") == ""
    assert codes(row.findings_at(ROW)) == [("C04", "attributes.views.criteria.all.0.value")]
    assert row.criterion_choices(ROW).note == "compares with the empty string"


def test_like_takes_text_alone(row):
    row.set(f"{ROW}.property", VISITS)
    row.set(f"{ROW}.value", 5)
    assert operate(row, "like") == "5"
    assert operate(row, ">") == 5


def test_a_boolean_is_not_ordered(row):
    row.set(f"{ROW}.property", item("in_stock"))
    row.set(f"{ROW}.value", True)
    assert operate(row, ">") is None
    assert operate(row, "=") is True


def test_typed_text_becomes_a_number_with_a_numeric_property(row):
    row.set(f"{ROW}.value", "12")
    row.set(f"{ROW}.property", VISITS)
    assert row.get(f"{ROW}.value") == 12
    row.set(f"{ROW}.property", PATH)
    assert row.get(f"{ROW}.value") == "12"


def test_a_number_cannot_be_blank(row):
    """A blank number is none: C11 asks for it, where C04 would compare with the empty string."""
    row.set(f"{ROW}.property", VISITS)
    assert codes(row.findings_at(ROW)) == [("C11", "attributes.views.criteria.all.0.value")]
    row.set(f"{ROW}.property", PATH)
    assert row.get(f"{ROW}.value") == ""


@pytest.mark.parametrize(
    ("source", "operator", "control", "without"),
    [
        (PATH, "=", "text", set()),
        (PATH, "in", "list", set()),
        (PATH, "like", "text", set()),
        (VISITS, "=", "number", {"like"}),
        (VISITS, "in", "list", {"like"}),
        (item("price"), ">=", "number", {"like"}),
        (item("in_stock"), "=", "bool", {"like", ">", ">=", "<", "<="}),
        (page("depth"), "=", "text", set()),
        (page("depth"), "is null", "none", set()),
    ],
)
def test_choices_of_a_row(row, source, operator, control, without):
    row.set(f"{ROW}.property", source)
    row.set(f"{ROW}.operator", operator)
    choices = row.criterion_choices(ROW)
    operators = {"=", "!=", ">", ">=", "<", "<=", "like", "in", "is null", "is not null"}
    assert {value for _, value in choices.operators} == operators - without
    assert choices.value == control


def test_what_is_set_is_always_offered_and_shown(basket):
    """Opened with like on a number, and a text where a number is due: both must show."""
    group = basket.state["group"]
    group["attributes"][0]["criteria"] = {"all": [{"property": VISITS, "operator": "like", "value": "1%"}]}
    basket.open(group)
    choices = basket.criterion_choices(ROW)
    assert ("like", "like") in choices.operators
    assert choices.value == "text"


def test_mode_moves_all_rows(row):
    row.add_criterion(0)
    row.set("attributes.0.criteria.all.1", {"property": VISITS, "operator": ">", "value": 3})
    row.set("attributes.0.criteria_mode", "any")
    assert list(attribute(row)["criteria"]) == ["any"]
    assert [one.path for one in row.criteria(0)] == [
        "attributes.0.criteria.any.0",
        "attributes.0.criteria.any.1",
    ]
    assert row.add_criterion(0) == "attributes.0.criteria.any.2"
    assert row.criteria_mode(0) == "any"


def test_opened_with_both_clauses(basket):
    group = basket.state["group"]
    one = {"property": PATH, "operator": "=", "value": "/a"}
    group["attributes"][0]["criteria"] = {"all": [one], "any": [one, one]}
    basket.open(group)
    assert basket.criteria_mode(0) == "both"
    assert [one.clause for one in basket.criteria(0)] == ["all", "any", "any"]
    assert basket.add_criterion(0) == "attributes.0.criteria.all.1"


def test_removing_the_last_row_leaves_no_criteria(row):
    row.remove_criterion(ROW)
    assert "criteria" not in attribute(row)
    with pytest.raises(SignalsError) as caught:
        row.remove_criterion("attributes.0")
    assert str(caught.value) == "attributes.0 is no criterion; one is attributes.0.criteria.all.0."
