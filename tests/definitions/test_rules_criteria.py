"""Every rule of check() for criteria: the whole finding, and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.build import PATH, attribute, expected, group, where
from signals_nb.check import Finding, check_definition
from signals_nb.definitions import Criteria, Criterion

CASES: list[tuple[Any, Finding]] = [
    (
        group(attribute(criteria=where(">=", True))),
        expected(
            "C02",
            "attributes.a.criteria.all.0.value",
            'Criterion 1: >= needs a number; "true" is not one.',
            "Give a number, or use = or !=.",
        ),
    ),
    (
        group(attribute(criteria=where("in", []))),
        expected(
            "C03",
            "attributes.a.criteria.all.0.value",
            'Criterion 1: "in list" needs at least one value.',
            "It matches nothing until it has one.",
        ),
    ),
    (
        group(attribute(criteria=where("!=", ""))),
        expected(
            "C04",
            "attributes.a.criteria.all.0.value",
            "Criterion 1: compares with the empty string.",
            "Use is null to find missing values.",
        ),
    ),
    (
        group(attribute(criteria=where("like", "/pricing"))),
        expected(
            "C05",
            "attributes.a.criteria.all.0.value",
            'Criterion 1: "like" has no % or _; it acts as equals.',
            "% stands for any text: %/pricing%.",
        ),
    ),
    (
        group(attribute(criteria=where("like", 5))),
        expected(
            "C07",
            "attributes.a.criteria.all.0.value",
            'Criterion 1: "like" needs a text; 5 is none.',
            'For example "%/pricing%".',
        ),
    ),
    (
        group(attribute(criteria=where("in", "a"))),
        expected(
            "C08",
            "attributes.a.criteria.all.0.value",
            'Criterion 1: "in list" needs a list; "a" is none.',
            "Put the value into brackets, or use =.",
        ),
    ),
    (
        group(attribute(criteria=where("<", [1, 2]))),
        expected(
            "C09",
            "attributes.a.criteria.all.0.value",
            "Criterion 1: < cannot compare with a list.",
            "Give one value, or use in.",
        ),
    ),
    (
        group(attribute(criteria=where("is not null", "x"))),
        expected(
            "C10",
            "attributes.a.criteria.all.0.value",
            "Criterion 1: is not null takes no value.",
            "Remove value.",
        ),
    ),
    (
        group(
            attribute(
                criteria=Criteria(
                    all=[Criterion.is_null(PATH)], any=[Criterion.eq(PATH, "x"), Criterion.neq(PATH, None)]
                )
            )
        ),
        expected(
            "C11",
            "attributes.a.criteria.any.1.value",
            "Criterion 3: != needs a value.",
            "Give a value, or use is null or is not null.",
        ),
    ),
    (
        group(attribute(criteria=where("in", [True, 1]))),
        expected(
            "C12",
            "attributes.a.criteria.all.0.value",
            "Criterion 1: the list mixes booleans and numbers.",
            "Keep one kind, or write one criterion per kind under any.",
        ),
    ),
    (
        group(attribute(criteria=where("=", float("inf")))),
        expected(
            "C13",
            "attributes.a.criteria.all.0.value",
            "Criterion 1: inf is not a finite number.",
            "Give a finite number.",
        ),
    ),
    (
        {
            **group().to_dict(),
            "attributes": [{**attribute().to_dict(), "criteria": {"any": [{"operator": "=", "value": "x"}]}}],
        },
        expected(
            "C01", "attributes.a.criteria.any.0.property", "Criterion 1: choose a property.", "Set property."
        ),
    ),
]


@pytest.mark.parametrize(("definition", "found"), CASES, ids=[found.code for _, found in CASES])
def test_rule(definition: Any, found: Finding) -> None:
    assert check_definition(definition) == [found]
