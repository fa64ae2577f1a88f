"""The official package is the yardstick: what it accepts we accept, and both write the same JSON."""

from __future__ import annotations

import json
import warnings
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError

from definitions.constructions import Make, constructions
from definitions.seed import SEED
from signals_nb import definitions as ours

official = pytest.importorskip("snowplow_signals", reason="snowplow-signals is not installed")

TABLE = constructions()
REFUSED = "refused"


def outcome(make: Make, package: ModuleType) -> Any:
    """The JSON that comes of a construction, its keys sorted, or that it is refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            made = make(package)
        except (ValidationError, TypeError):
            return REFUSED
        written = made.model_dump(mode="json", exclude_none=True, by_alias=True)
    return type(made).__name__.replace("EventOutput", "Event").replace("FieldModel", "Field"), json.dumps(
        written, sort_keys=True
    )


@pytest.mark.parametrize("cls", sorted({name.split("(")[0].split(" ")[0] for name, _ in TABLE}))
def test_every_value_of_every_field(cls: str) -> None:
    table = [(name, make) for name, make in TABLE if name.split("(")[0].split(" ")[0] == cls]
    outcomes = [(name, outcome(make, ours), outcome(make, official)) for name, make in table]
    assert [one for one in outcomes if one[1] != one[2]] == []
    refused = sum(one[1] == REFUSED for one in outcomes)
    assert 0 < refused < len(outcomes)


def test_the_table_is_large() -> None:
    assert len(TABLE) + len(SEED) > 1000


@pytest.mark.parametrize("name", sorted(SEED))
def test_examples_of_the_documentation(name: str) -> None:
    ours_written = outcome(SEED[name], ours)
    assert ours_written != REFUSED
    assert ours_written == outcome(SEED[name], official)


def test_the_atomic_columns_are_the_official_ones_in_their_order() -> None:
    from typing import get_args

    from snowplow_signals.models.model import AtomicProperty

    assert list(ours.ATOMIC) == list(get_args(AtomicProperty.model_fields["name"].annotation))


@pytest.mark.parametrize(
    "cls", ["Attribute", "AttributeKey", "StreamAttributeGroup", "Service", "BatchSource"]
)
def test_the_fields_are_the_official_ones(cls: str) -> None:
    assert set(getattr(ours, cls).model_fields) == set(getattr(official, cls).model_fields)
