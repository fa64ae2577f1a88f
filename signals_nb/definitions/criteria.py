"""Criteria: conditions on the events that an attribute counts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, ValidatorFunctionWrapHandler, field_validator

from signals_nb.definitions.base import Model
from signals_nb.definitions.cards import criteria_card
from signals_nb.definitions.properties import Property

__all__ = ["Criteria", "Criterion", "MixedList", "Operator", "Value", "kinds_of"]

Operator = Literal["=", "!=", "<", ">", "<=", ">=", "like", "in", "is null", "is not null"]

Value = str | int | float | bool | list[str] | list[int] | list[float] | list[bool]


class MixedList(list[Any]):
    """A criterion's list whose members were of several kinds, before pydantic made them one.

    Attributes:
        kinds: those of ``booleans``, ``numbers`` and ``text`` that it held.
    """

    kinds: tuple[str, ...] = ()


def kinds_of(values: Iterable[Any]) -> tuple[str, ...]:
    """Which kinds that never equal one another are among some values: booleans, numbers and text."""
    return tuple(sorted({_kind_of(value) for value in values}))


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "booleans"
    return "numbers" if isinstance(value, int | float | Decimal) else "text"


class Criterion(Model):
    """One condition: a property, an operator, and what to compare with.

    Comparisons with a null property are false, save for ``!=``, which is true.

    Args:
        property: what to look at.
        operator: one of ``=``, ``!=``, ``<``, ``>``, ``<=``, ``>=``, ``like``, ``in``, ``is null`` and
            ``is not null``.
        value: what to compare with; absent for the null tests.
    """

    property: Annotated[Property, Field(discriminator="type")]
    operator: Operator
    value: Value | None = None

    @field_validator("value", mode="wrap")
    @classmethod
    def _remember_mixed(cls, value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        made = handler(value)
        # The union turns [True, 1] into [1, 1]; check() must still see that kinds were mixed.
        if isinstance(value, list | tuple | set | frozenset) and len(kinds := kinds_of(value)) > 1:
            made = MixedList(made)
            made.kinds = kinds
        return made

    @classmethod
    def eq(cls, property: Property, value: Any) -> Criterion:
        """The property equals the value."""
        return cls(property=property, operator="=", value=value)

    @classmethod
    def neq(cls, property: Property, value: Any) -> Criterion:
        """The property does not equal the value; also where the property is null."""
        return cls(property=property, operator="!=", value=value)

    @classmethod
    def gt(cls, property: Property, value: Any) -> Criterion:
        """The property is greater than the value."""
        return cls(property=property, operator=">", value=value)

    @classmethod
    def gte(cls, property: Property, value: Any) -> Criterion:
        """The property is the value or greater."""
        return cls(property=property, operator=">=", value=value)

    @classmethod
    def lt(cls, property: Property, value: Any) -> Criterion:
        """The property is less than the value."""
        return cls(property=property, operator="<", value=value)

    @classmethod
    def lte(cls, property: Property, value: Any) -> Criterion:
        """The property is the value or less."""
        return cls(property=property, operator="<=", value=value)

    @classmethod
    def like(cls, property: Property, value: str) -> Criterion:
        """The text matches a pattern: ``%`` is any text, ``_`` any one character; case counts."""
        return cls(property=property, operator="like", value=value)

    @classmethod
    def in_list(cls, property: Property, values: list[Any]) -> Criterion:
        """The property is one of the values."""
        return cls(property=property, operator="in", value=values)

    @classmethod
    def is_null(cls, property: Property) -> Criterion:
        """The property is null, or is not there."""
        return cls(property=property, operator="is null", value=None)

    @classmethod
    def is_not_null(cls, property: Property) -> Criterion:
        """The property has a value."""
        return cls(property=property, operator="is not null", value=None)


class Criteria(Model):
    """Conditions taken together: every one of ``all``, and at least one of ``any``.

    Args:
        all: conditions that must all hold; an empty or absent list does not restrict.
        any: conditions of which one must hold; an empty or absent list does not restrict.
    """

    all: list[Criterion] | None = None
    any: list[Criterion] | None = None

    def _repr_html_(self) -> str:
        return criteria_card(self)
