"""The rules for a property that need no data."""

from __future__ import annotations

from collections.abc import Iterator

from signals_nb.check.findings import Finding, finding
from signals_nb.check.values import kind_of_property
from signals_nb.definitions import ATOMIC, AtomicProperty, CalculatedProperty, Property
from signals_nb.definitions.properties import LeafProperty
from signals_nb.definitions.words import property_words

__all__ = ["check_property", "date_parts"]


def check_property(source: Property, where: str) -> Iterator[Finding]:
    """Every finding about a property.

    Args:
        source: wherever it is used.
        where: its path.
    """
    if isinstance(source, CalculatedProperty):
        for index, part in enumerate(source.properties):
            yield from check_property(part, f"{where}.properties.{index}")
        yield from _calculated(source, where)
    elif isinstance(source, AtomicProperty) and source.date_part and ATOMIC[source.name].type != "timestamp":
        kind = kind_of_property(AtomicProperty(name=source.name))
        yield finding("A06", f"{where}.date_part", part=source.date_part, prop=source.name, type=kind)


def date_parts(source: Property) -> bool:
    """Whether a date part is taken anywhere in a property."""
    leaves = source.properties if isinstance(source, CalculatedProperty) else [source]
    return any(leaf.date_part for leaf in leaves)


def _calculated(source: CalculatedProperty, where: str) -> Iterator[Finding]:
    operation = source.operation
    if source.separator is not None and operation != "concat":
        yield finding("D01", f"{where}.separator", op=operation)
    if len(source.properties) < 2 and operation != "coalesce":
        yield finding("D02", f"{where}.properties", op=operation)
    known = [(leaf, kind) for leaf in source.properties if (kind := kind_of_property(leaf))]
    if operation == "concat":
        for leaf, kind in known:
            if kind not in ("text", "whole numbers"):
                yield finding("D03", _place(source, leaf, where), prop=property_words(leaf), type=kind)
    if operation == "coalesce":
        for leaf, kind in known[1:]:
            first, usual = known[0]
            if _family(kind) != _family(usual):
                yield finding(
                    "D04",
                    _place(source, leaf, where),
                    prop=property_words(first),
                    type=usual,
                    prop2=property_words(leaf),
                    type2=kind,
                )


def _family(kind: str) -> str:
    return "numbers" if kind == "whole numbers" else kind


def _place(source: CalculatedProperty, leaf: LeafProperty, where: str) -> str:
    index = next(i for i, one in enumerate(source.properties) if one is leaf)
    return f"{where}.properties.{index}"
