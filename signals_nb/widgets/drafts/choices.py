"""What the editors of attributes and criteria offer."""

from __future__ import annotations

from typing import Any, Final, Literal

from signals_nb.check.values import DATE_PART_TYPES
from signals_nb.definitions import AGGREGATIONS
from signals_nb.widgets.drafts.form import Json
from signals_nb.widgets.drafts.kinds import NUMBERS, Kinds, inferred_type, legal_types
from signals_nb.widgets.drafts.rules import NULL_TESTS, ORDERINGS
from signals_nb.widgets.drafts.shape import AUTO
from signals_nb.widgets.drafts.values import AttributeChoices, CriterionChoices

__all__ = ["attribute_choices", "criterion_choices"]

_AGGREGATIONS: Final = tuple((one.label, one.name) for one in AGGREGATIONS.values())
_TIME_UNITS: Final = (("seconds", "s"), ("minutes", "min"), ("hours", "h"), ("days", "d"))
_OPERATORS: Final = (
    ("equals", "="),
    ("not equals", "!="),
    ("greater than", ">"),
    ("at least", ">="),
    ("less than", "<"),
    ("at most", "<="),
    ("like", "like"),
    ("in list", "in"),
    ("is null", "is null"),
    ("is not null", "is not null"),
)

# What makes no sense for a kind of value.
_UNFIT: Final[dict[str | None, tuple[str, ...]]] = {
    "whole numbers": ("like",),
    "numbers": ("like",),
    "booleans": (*ORDERINGS, "like"),
}


def attribute_choices(attribute: Json, kinds: Kinds) -> AttributeChoices:
    """What the editor of an attribute offers."""
    aggregation = AGGREGATIONS.get(attribute.get("aggregation", ""))
    source, declared = attribute.get("property"), attribute.get("type")
    inferred = inferred_type(attribute, kinds)
    types: list[tuple[str, Any]] = [(f"auto ({inferred})" if inferred else "auto", "auto")]
    types += [(one, one) for one in legal_types(attribute)]
    if declared is not None and not attribute.get(AUTO) and declared not in dict(types):
        types.append((str(declared), declared))
    needs = aggregation is None or aggregation.needs_property
    shown = needs or source is not None
    note = (
        "" if shown else "Uses derived_tstamp." if aggregation and aggregation.time_unit else "Counts events."
    )
    part = source.get("date_part") if isinstance(source, dict) else None
    dates = part is not None or (
        aggregation is not None and aggregation.date_part and kinds.may_be_date(source)
    )
    return AttributeChoices(
        aggregations=_AGGREGATIONS,
        help=aggregation.help if aggregation else "",
        property=shown,
        property_note=note,
        numeric=aggregation is not None and aggregation.takes == "number",
        types=tuple(types),
        date_parts=(("none", None), *((one, one) for one in DATE_PART_TYPES)) if dates else (),
        time_units=_TIME_UNITS
        if attribute.get("time_unit") or (aggregation and aggregation.time_unit)
        else (),
        period_kind="lifetime" if attribute.get("period") is None else "rolling",
        more=sum(
            (
                bool(attribute.get("description")),
                not attribute.get(AUTO),
                attribute.get("default_value") is not None,
            )
        ),
    )


def criterion_choices(criterion: Json, kinds: Kinds) -> CriterionChoices:
    """What the row of a criterion offers."""
    kind, operator = kinds.of(criterion.get("property")), criterion.get("operator")
    operators = tuple(one for one in _OPERATORS if one[1] == operator or one[1] not in _UNFIT.get(kind, ()))
    value = criterion.get("value")
    element = _element(kind, value)
    control: Literal["none", "text", "number", "bool", "list"] = element
    if operator in NULL_TESTS and value is None:
        control = "none"
    elif isinstance(value, list) or operator == "in":
        control = "list"
    elif operator == "like":
        control = "text"
    return CriterionChoices(operators, control, element, _note(operator, value))


def _element(kind: str | None, value: Any) -> Literal["text", "number", "bool"]:
    """The kind of control: what is there must show in it."""
    members = value if isinstance(value, list) else [value]
    if any(isinstance(one, str) and one for one in members):
        return "text"
    if any(isinstance(one, bool) for one in members):
        return "bool"
    if kind in NUMBERS or any(isinstance(one, int | float) for one in members):
        return "number"
    return "bool" if kind == "booleans" else "text"


def _note(operator: Any, value: Any) -> str:
    if value == "" and operator in ("=", "!="):
        return "compares with the empty string"
    if operator == "!=":
        return "also true where the property is missing"
    return "% stands for any text, _ for one character; case counts" if operator == "like" else ""
