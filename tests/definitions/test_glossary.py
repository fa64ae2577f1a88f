"""The glossary of atomic columns: every column has a line and an example of its type."""

from datetime import datetime
from decimal import Decimal

from signals_nb.definitions.atomic import ATOMIC
from signals_nb.definitions.glossary import EXAMPLES

READ = {
    "text": str,
    "int": int,
    "double": float,
    "decimal": Decimal,
    "bool": {"true": True, "false": False}.__getitem__,
    "timestamp": datetime.fromisoformat,
}


def test_every_column_has_an_example_in_the_same_order():
    assert list(EXAMPLES) == list(ATOMIC)
    assert len(EXAMPLES) == 131


def test_examples_are_of_the_column_s_type():
    for name, example in EXAMPLES.items():
        assert READ[ATOMIC[name].type](example) is not None, name
