"""Default values that do not fit their declared type."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.build import attribute, group
from signals_nb.check import Finding, check_definition

MISFITS = [
    ("int32", 2**31, "a whole number within 32 bits, such as 0"),
    ("int32", True, "a whole number within 32 bits, such as 0"),
    ("int64", 2**63, "a whole number within 64 bits, such as 0"),
    ("int64", "5", "a whole number within 64 bits, such as 0"),
    ("double", float("nan"), "a finite number, such as 0.0"),
    ("double", float("-inf"), "a finite number, such as 0.0"),
    ("double", 10**400, "a finite number, such as 0.0"),
    ("float", 1e39, "a finite number, such as 0.0"),
    ("bool", 1, "true or false"),
    ("bool", "true", "true or false"),
    ("timestamp", "yesterday", 'a date-time as text, such as "2026-01-31T00:00:00Z"'),
    ("timestamp", 0, 'a date-time as text, such as "2026-01-31T00:00:00Z"'),
    ("unix_timestamp", 1.5, "whole seconds, such as 0"),
    ("bytes", 5, 'a text, such as "unknown"'),
]


@pytest.mark.parametrize(("declared", "value", "example"), MISFITS)
def test_a_default_that_does_not_fit(declared: str, value: Any, example: str) -> None:
    shown = {"nan": "NaN", "-inf": "-Infinity", "True": "true"}.get(str(value), str(value))
    assert check_definition(group(attribute(type=declared, default_value=value))) == [
        Finding(
            "A12",
            "error",
            "attributes.a.default_value",
            f'Default value "{shown}" is not a {declared}.',
            f"Give {example}.",
        )
    ]


def test_a_default_list_of_mixed_kinds() -> None:
    listed = attribute(aggregation="unique_list", type="int32_list", default_value=[True, 1])
    assert [(one.code, one.message, one.hint) for one in check_definition(group(listed))] == [
        (
            "A12",
            'Default value "[true, 1]" is not a int32_list.',
            "Give a list of which every member is a whole number within 32 bits, such as 0, "
            "or leave default_value out.",
        )
    ]


def test_a_dict_has_no_default() -> None:
    counted = attribute(aggregation="category_count", type="dict", default_value="x")
    assert [one.hint for one in check_definition(group(counted))] == [
        "Leave default_value out: a dict has none."
    ]
