"""Criteria: conditions on the events that an attribute counts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from signals_nb.definitions.base import Model
from signals_nb.definitions.properties import Property

__all__ = ["Criteria", "Criterion", "Operator", "Value"]

Operator = Literal["=", "!=", "<", ">", "<=", ">=", "like", "in", "is null", "is not null"]

Value = str | int | float | bool | list[str] | list[int] | list[float] | list[bool]


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
