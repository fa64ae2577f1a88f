"""What check() finds beyond single rules: texts with data, what is right, keys, refusals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from definitions import test_rules_attributes, test_rules_criteria, test_rules_groups
from definitions.build import (
    DAY,
    HOUR,
    KIND,
    PATH,
    PRICE,
    WEEK,
    atomic,
    attribute,
    calculated,
    counter,
    external,
    group,
    where,
)
from signals_nb.check import RULES, check_definition, finding, raise_for_errors
from signals_nb.definitions import (
    AttributeKey,
    Criteria,
    Criterion,
    Event,
    Field,
    LinkAttributeKey,
    PageView,
    Service,
    domain_userid,
)
from signals_nb.errors import InvalidDefinition

# The rules that look at data: their texts here, what finds them in the tests of check(events=...).
TEXTS_WITH_DATA = {
    "G08": (
        {"x": "user_id", "p": 62},
        "The key user_id is empty in 62 % of events; those events are ignored.",
    ),
    "A02": (
        {"agg": "Sum", "prop": "page_urlpath", "type": "text"},
        "Sum needs a number; page_urlpath is text.",
    ),
    "A13": (
        {"x": "page_view 1-0-1", "close": "page_view 1-0-0"},
        "Event page_view 1-0-1 is not in this data. Seen: page_view 1-0-0.",
    ),
    "A15": (
        {"prop": "page_url", "n": 5000, "agg": "Category Count"},
        "page_url has about 5000 different values; Category Count keeps 100.",
    ),
    "A16": (
        {"x": "prise", "n": 200, "schema": "com.acme/product/1", "close": "price"},
        "Path prise was not found in 200 sampled values of com.acme/product/1. Did you mean price?",
    ),
    "A21": (
        {"x": "page_urlpth", "close": " Did you mean page_urlpath?"},
        "The events have no column page_urlpth. Did you mean page_urlpath?",
    ),
    "A22": (
        {"schema": "com.acme/product/1", "x": "prise", "close": " Did you mean price?"},
        "com.acme/product/1 has no field prise in this data. Did you mean price?",
    ),
    "A23": (
        {"schema": "com.acme/product/1"},
        "This data has no column for com.acme/product/1: the value is always empty.",
    ),
    "A24": ({"prop": "mkt_term"}, "mkt_term is empty in every event that matches."),
    "C06": ({"n": "9,310"}, "No event passes these criteria (0 of 9,310)."),
    "C14": (
        {"i": 2, "op": ">", "prop": "page_urlpath", "type": "text", "x": 5},
        "Criterion 2: > cannot order page_urlpath, which is text, against the number 5.",
    ),
}

# What the builder says of a test and of a publish.
TEXTS_OF_THE_BUILDER = {
    "T01": ({}, "No data is open."),
    "T02": (
        {"x": "event_name", "cols": "id, ts"},
        "This file has no column event_name; a Snowplow atomic table is expected. Found: id, ts.",
    ),
    "T03": ({"s": "1.2"}, "Stopped after 1.2 s. The last results are still shown."),
    "T04": (
        {"line": "Out of Memory Error: failed to pin block"},
        "DuckDB could not run the query: Out of Memory Error: failed to pin block. "
        "Details are in builder.last_error; the SQL is in the Code tab.",
    ),
    "T05": (
        {"a": "2026-03-01", "b": "2026-03-02", "c": "2026-02-01"},
        "No events in the window 2026-03-01 – 2026-03-02; the data ends 2026-02-01.",
    ),
    "P01": ({"n": 2}, "Nothing to publish: v2 already holds this definition."),
    "P02": ({"n": 3}, "v3 was published by someone else while you were editing. Reload versions."),
    "P03": (
        {"path": "registry/attribute_groups/basket/v1.json", "reason": "Permission denied"},
        "Cannot write registry/attribute_groups/basket/v1.json: Permission denied.",
    ),
    "P04": (
        {"n": 1, "path": "registry/attribute_groups/basket/v1.json", "sha": "0123abcd"},
        "Published v1 → registry/attribute_groups/basket/v1.json (sha256 0123abcd).",
    ),
    "P05": (
        {"n": 2, "m": 1, "what": "views is gone; total has another type"},
        "v2 breaks what uses v1: views is gone; total has another type.",
    ),
}


@pytest.mark.parametrize("code", sorted(TEXTS_WITH_DATA | TEXTS_OF_THE_BUILDER))
def test_text_of_a_rule_that_looks_at_more_than_the_definition(code: str) -> None:
    values, text = (TEXTS_WITH_DATA | TEXTS_OF_THE_BUILDER)[code]
    assert finding(code, "attributes.a", **values).message == text


def test_every_code_has_a_test() -> None:
    cases = [*test_rules_groups.CASES, *test_rules_attributes.CASES, *test_rules_criteria.CASES]
    without_data = {found.code for _, found in cases}
    others = set(TEXTS_WITH_DATA | TEXTS_OF_THE_BUILDER)
    assert without_data | others == set(RULES)
    assert not without_data & others


LEGAL = [
    group(),
    group(attribute()),
    group(attribute(type="int64", property=HOUR)),
    group(attribute(aggregation="unique_list", type="string_list", property=DAY)),
    group(attribute(aggregation="category_count", type="dict", property=HOUR)),
    group(attribute(aggregation="approx_count_distinct", type="double", property=DAY)),
    group(counter(aggregation="time_since_last", type="float", time_unit="min")),
    group(attribute(aggregation="sum", type="double", property=PRICE, default_value=0)),
    group(attribute(aggregation="mean", type="int32", property=PRICE, period=timedelta(hours=6))),
    group(attribute(property=calculated("concat", PATH, DAY, HOUR, PRICE, separator=""))),
    group(attribute(property=calculated("coalesce", PATH))),
    group(attribute(property=calculated("coalesce", atomic("se_value"), atomic("tr_total"), PRICE))),
    group(attribute(property=KIND, events=[])),
    group(attribute(property=KIND, events=[PageView(), Event(vendor="com.acme")])),
    group(attribute(property=KIND, events=[Event(name="add_to_cart", version="1-2-3")])),
    group(attribute(criteria=where("in", [1, 2.5]))),
    group(attribute(criteria=where(">", "2026-01-01"))),
    group(counter(events=[], criteria=where("=", "/home"))),
    group(attribute(default_value="")),
    group(counter(default_value=3.0)),
    group(attribute(type="timestamp", default_value="2026-01-31T00:00:00Z", property=atomic("true_tstamp"))),
    group(attribute(aggregation="unique_list", type="bool_list", default_value=[True, False])),
    group(attribute(aggregation="unique_list", type="int32_list", default_value=[], property=HOUR)),
    group(ttl=None, attribute_key=AttributeKey(name="k", key="user_id", ttl=WEEK)),
    group(attribute_key=LinkAttributeKey(name="session")),
    group(attribute_key=LinkAttributeKey(name="app_id")),
    Service(name="s", owner="a@b.com", attribute_groups=[group()]),
    domain_userid,
    external(Field(name="TOTAL_REVENUE", type="int32")),
]


@pytest.mark.parametrize("index", range(len(LEGAL)))
def test_what_is_right_has_no_findings(index: int) -> None:
    assert check_definition(LEGAL[index]) == []


def test_mixed_kinds_are_told_though_the_wire_holds_one() -> None:
    criterion = Criterion.in_list(PATH, [True, 1, "2"])
    assert criterion.to_dict()["value"] == [1, 1, 2]
    found = check_definition(group(attribute(criteria=Criteria(all=[criterion]))))
    assert [one.message for one in found] == ["Criterion 1: the list mixes booleans and numbers and text."]


@pytest.mark.parametrize("period", [timedelta(hours=6), timedelta(hours=36), timedelta(minutes=10)])
def test_periods_under_a_day_stay_whole(period: timedelta) -> None:
    kept = group(counter(period=period))
    assert check_definition(kept) == []
    assert type(kept).from_json(kept.to_json()).attributes[0].period == period


def test_known_keys_resolve_links_and_tell_their_ttl() -> None:
    linked = group(attribute_key=LinkAttributeKey(name="customer"), ttl=None)
    assert [one.code for one in check_definition(linked)] == ["K03", "G13"]
    assert check_definition(linked, known_keys=["customer"]) == []
    mortal = AttributeKey(name="customer", key="user_id", ttl=WEEK)
    assert check_definition(linked, known_keys={"customer": mortal}) == []
    immortal = AttributeKey(name="customer", key="user_id")
    assert [one.code for one in check_definition(linked, known_keys={"customer": immortal})] == ["G13"]


def test_the_method_gives_the_same_findings_and_changes_nothing() -> None:
    wrong = group(counter(time_unit="s"), ttl=None)
    before = wrong.model_copy(deep=True)
    assert wrong.check() == check_definition(wrong)
    assert wrong == before
    assert wrong.model_fields_set == before.model_fields_set


def test_all_errors_are_named_at_once() -> None:
    wrong = group(counter(time_unit="s"), attribute(name="b", property=None), ttl=None)
    with pytest.raises(InvalidDefinition) as raised:
        raise_for_errors(wrong, check_definition(wrong))
    assert str(raised.value) == (
        '"g" cannot be used: 2 errors.\n'
        "  A18 attributes.a.time_unit: Counter does not take a time unit. Remove time_unit.\n"
        "  A01 attributes.b.property: Last needs a property. Choose one under Property. Set property."
    )
    assert [one.code for one in raised.value.findings] == ["A18", "A01"]


def test_warnings_stop_nothing() -> None:
    doubtful = group(counter(events=[]), ttl=None)
    assert [one.severity for one in check_definition(doubtful)] == ["warning", "info"]
    raise_for_errors(doubtful, check_definition(doubtful))


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_severities_are_those_of_the_table(severity: str) -> None:
    assert any(rule.severity == severity for rule in RULES.values())
    assert all(rule.text.endswith((".", "?", "}")) for rule in RULES.values())
