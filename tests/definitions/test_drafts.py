"""Drafts: half-built definitions as dicts, whatever they hold."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.build import attribute, counter, group, where
from definitions.generate import Generator
from signals_nb.check import RULES, Finding, check_definition
from signals_nb.definitions import AttributeGroup


def codes(draft: Any) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check_definition(draft)]


def test_an_empty_draft_lacks_everything() -> None:
    assert codes({}) == [("G01", "name"), ("G03", "owner"), ("G04", "attribute_key"), ("G05", "attributes")]
    assert codes({"attribute_groups": []}) == [("G01", "name"), ("G03", "owner"), ("S01", "attribute_groups")]
    assert codes({"fields": []}) == [
        ("G01", "name"),
        ("G03", "owner"),
        ("G04", "attribute_key"),
        ("V01", "batch_source"),
        ("F02", "fields"),
    ]


def test_a_draft_that_is_whole_has_the_findings_of_its_definition() -> None:
    for made in (group(), group(counter(time_unit="s"), ttl=None), group(attribute(property=None))):
        assert check_definition(made.to_dict()) == check_definition(made)


def test_errors_of_shape_and_of_sense_show_together() -> None:
    draft = {
        "name": "my group",
        "owner": "a@b.com",
        "attribute_key": {"name": "domain_userid"},
        "ttl": "P7D",
        "attributes": [
            {"name": "views", "aggregation": "sum", "type": "string", "events": []},
            {"aggregation": "conter", "events": [], "type": "int64", "time_unit": "s"},
            {
                "name": "a b",
                "aggregation": "counter",
                "type": "int64",
                "events": [{"name": "x"}],
                "time_unit": "s",
            },
        ],
    }
    assert codes(draft) == [
        ("G02", "name"),
        ("G01", "attributes.1.name"),
        ("V01", "attributes.1.aggregation"),
        ("G02", "attributes.2.name"),
        ("A01", "attributes.views.property"),
        ("A11", "attributes.views.type"),
        ("A18", "attributes.2.time_unit"),
    ]


@pytest.mark.parametrize(
    ("name", "bad", "slug"),
    [
        ("my-group", '"-"', "my_group"),
        ("a b\tc", "a space and a tab", "a_b_c"),
        ("Größe", '"ö" and "ß"', "Groe"),
        ("日本", '"日" and "本"', "my_name"),
        ("../x", '"." and "/"', "x"),
        ("x" * 129, "129 characters", "x" * 128),
    ],
)
def test_a_bad_name_comes_with_a_good_one(name: str, bad: str, slug: str) -> None:
    shown = name if len(name) <= 128 else f"{name[:40]}…"
    assert check_definition({**group().to_dict(), "name": name}) == [
        Finding(
            "G02",
            "error",
            "name",
            f'Name may only hold letters, digits and underscores (1–128). "{shown}" has {bad}. Try "{slug}".',
            f'Write name="{slug}".',
        )
    ]


def test_a_criterions_number_counts_through_all_and_any() -> None:
    draft = group(attribute(criteria=where("=", "x"))).to_dict()
    draft["attributes"][0]["criteria"]["any"] = [{"operator": ">=", "value": True}, {}]
    assert [one.message for one in check_definition(draft)] == [
        "Criterion 2: choose a property.",
        "Criterion 3: choose a property.",
        "operator is required: one of =, !=, <, >, <=, >=, like, in, is null, is not null.",
        'Criterion 2: >= needs a number; "true" is not one.',
    ]


def test_a_list_of_mixed_kinds_in_a_draft() -> None:
    draft = group(attribute(criteria=where("in", ["x"]))).to_dict()
    draft["attributes"][0]["criteria"]["all"][0]["value"] = [True, 1]
    assert codes(draft) == [("C12", "attributes.a.criteria.all.0.value")]


def test_parts_may_be_objects_already() -> None:
    draft = {**dict(group(counter(time_unit="s")))}
    assert codes(draft) == [("A18", "attributes.a.time_unit")]


def test_a_draft_is_left_as_it_was() -> None:
    draft = {**group(attribute(criteria=where("in", ["x"]))).to_dict(), "name": "my-group"}
    before = json.dumps(draft)
    check_definition(draft)
    assert json.dumps(draft) == before


def damaged(rng: random.Random, value: Any) -> Any:
    """A JSON value with something in it replaced by something else."""
    junk = [None, 5, "x", "", [], {}, [None], {"a": 1}, True, -1, float("nan"), "\x00", [[]], {1: 2}]
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        if rng.random() < 0.15:
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: damaged(rng, value[key])}
    if isinstance(value, list) and value and rng.random() < 0.9:
        index = rng.randrange(len(value))
        return [damaged(rng, one) if i == index else one for i, one in enumerate(value)]
    return rng.choice(junk)


def test_a_damaged_draft_gives_findings_and_never_an_exception() -> None:
    rng = random.Random(7)
    for seed in range(600):
        draft = (Generator(seed).group() if seed % 4 else Generator(seed).service()).to_dict()
        for _ in range(rng.randint(1, 4)):
            draft = damaged(rng, draft)
            if not isinstance(draft, dict):
                draft = {"attributes": draft}
        findings = check_definition(draft)
        assert all(one.code in RULES and one.message for one in findings)
        assert len(findings) == len(set(findings))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*AttributeGroup.model_fields, "attribute_groups"])


@given(st.dictionaries(FIELDS, JSON, max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_dict_gives_findings(draft: dict[str, Any]) -> None:
    assert all(one.code in RULES for one in check_definition(draft))


def test_a_definition_changed_past_its_constructor_is_checked_again() -> None:
    wrong = group(attribute())
    wrong.attributes[0].name = "not legal"
    wrong.attributes[0].type = "nothing"
    assert codes(wrong) == [("G02", "attributes.0.name"), ("V01", "attributes.0.type")]
