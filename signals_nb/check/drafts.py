"""Drafts: half-built definitions as plain dicts, whose errors of shape become findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from signals_nb.check.findings import Finding, finding
from signals_nb.definitions import (
    Attribute,
    AttributeGroup,
    AttributeKey,
    Criteria,
    Criterion,
    LinkAttributeKey,
)
from signals_nb.definitions.base import Model, is_name
from signals_nb.definitions.shape import plain_errors, slug, unfit_characters

__all__ = ["half_built", "shape_findings"]

AnyModel = TypeVar("AnyModel", bound=Model)


def shape_findings(of: type[Model], draft: Mapping[str, Any]) -> Iterator[Finding]:
    """What a class would refuse about a draft.

    Args:
        of: the class that the draft is for.
        draft: its arguments.
    """
    try:
        of.__pydantic_validator__.validate_python(dict(draft))
    except ValidationError as error:
        for entry in plain_errors(error, draft):
            # A key by itself is worded as the key of a group is.
            loc = ("attribute_key", *entry["loc"]) if of is AttributeKey else entry["loc"]
            found = _finding(loc, entry["type"], entry["input"], entry["msg"], draft)
            yield (
                replace(found, where=found.where.removeprefix("attribute_key."))
                if of is AttributeKey
                else found
            )


def _finding(loc: tuple[int | str, ...], kind: str, given: Any, message: str, draft: Any) -> Finding:
    where, field = place(loc, draft), loc[-1] if loc else ""
    missing = kind == "missing" or given is None
    names_itself = field == "name" and not {"property", "properties", "events"} & set(loc)
    if names_itself and (missing or given == ""):
        return finding("G01", where)
    if loc == ("attribute_key", "name") and kind == "string_pattern_mismatch":
        return finding("K01", where, x=given, bad=unfit_characters(given), slug=slug(given))
    if names_itself and isinstance(given, str):
        short = given if len(given) <= 128 else f"{given[:40]}…"
        return finding("G02", where, x=short, bad=unfit_characters(given), slug=slug(given))
    if loc == ("owner",) and (missing or isinstance(given, str)):
        return finding("G03", where)
    if loc == ("attribute_key",) and missing:
        return finding("G04", where)
    if loc in _EMPTY and (missing or kind == "too_short"):
        return finding(_EMPTY[loc], where)
    if loc == ("attribute_groups",) and kind == "too_long":
        return finding("S02", where, n=len(given))
    if len(loc) > 3 and loc[-4] == "criteria" and field == "property" and missing:
        return finding("C01", where, i=_number(loc, draft))
    return finding("V01", where, message=message)


_EMPTY: dict[tuple[int | str, ...], str] = {
    ("attributes",): "G05",
    ("fields",): "F02",
    ("attribute_groups",): "S01",
}


def _number(loc: tuple[int | str, ...], draft: Any) -> int:
    """A criterion's number, which counts through ``all`` and then ``any``."""
    clause, index = loc[-3], int(loc[-2])
    if clause == "all":
        return index + 1
    for step in loc[:-3]:
        draft = draft[step]
    return len(draft.get("all") or []) + index + 1


def place(loc: tuple[int | str, ...], draft: Any) -> str:
    """A path in a draft, with attributes and fields by their names where they have one."""
    steps: list[str] = []
    for depth, step in enumerate(loc):
        try:
            draft = draft[step]
        except (KeyError, IndexError, TypeError):
            draft = None
        name = draft.get("name") if isinstance(draft, Mapping) else getattr(draft, "name", None)
        named = depth == 1 and loc[0] in ("attributes", "fields") and isinstance(name, str) and is_name(name)
        steps.append(str(name) if named else str(step))
    return ".".join(steps)


def half_built(of: type[AnyModel], draft: Any) -> AnyModel:
    """What can be made of a draft: each field that has the right shape, None for each that has not."""
    if isinstance(draft, of):
        return draft
    given = draft if isinstance(draft, Mapping) else {}
    made = cast(AnyModel, of.model_construct())
    for name, field in of.model_fields.items():
        value = given.get(field.alias or name)
        setattr(made, name, None if field.is_required() else field.default)
        if (field.alias or name) not in given:
            continue
        if parts := _PARTS.get((of, name)):
            setattr(made, name, parts(value))
            continue
        try:
            made.__pydantic_validator__.validate_assignment(made, name, value)
        except ValidationError:
            setattr(made, name, None)
    return made


def _key(draft: Any) -> AttributeKey | LinkAttributeKey | None:
    if isinstance(draft, AttributeKey | LinkAttributeKey):
        return draft
    try:
        return AttributeKey.model_validate(draft)
    except ValidationError:
        return None


def _attributes(draft: Any) -> list[Attribute] | None:
    return [half_built(Attribute, one) for one in draft] if isinstance(draft, list | tuple) else None


def _criteria(draft: Any) -> Criteria | None:
    if not isinstance(draft, Mapping):
        return draft if isinstance(draft, Criteria) else None
    made = Criteria()
    for clause in ("all", "any"):
        if isinstance(ones := draft.get(clause), list):
            setattr(made, clause, [half_built(Criterion, one) for one in ones])
    return made


_PARTS: dict[tuple[type[Model], str], Any] = {
    (AttributeGroup, "attribute_key"): _key,
    (AttributeGroup, "attributes"): _attributes,
    (Attribute, "criteria"): _criteria,
}
