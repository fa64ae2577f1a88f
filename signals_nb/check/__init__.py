"""Whether a definition makes sense: findings, each with its place and its repair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from signals_nb.check.attributes import check_attribute
from signals_nb.check.drafts import half_built, shape_findings
from signals_nb.check.findings import RULES, Finding, Rule, Severity, finding
from signals_nb.check.groups import KnownKeys, check_group, check_key, check_service
from signals_nb.definitions import Attribute, AttributeGroup, AttributeKey, LinkAttributeKey, Service
from signals_nb.definitions.base import Model
from signals_nb.definitions.groups import class_of
from signals_nb.errors import InvalidDefinition

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "check_definition",
    "finding",
    "raise_for_errors",
]

Checkable = AttributeGroup | AttributeKey | LinkAttributeKey | Service | Attribute | Mapping[str, Any]


def check_definition(definition_or_draft: Checkable, known_keys: KnownKeys = ()) -> list[Finding]:
    """Everything wrong or doubtful about a definition that shows without data.

    Args:
        definition_or_draft: a group, key, service or attribute; or a draft, which is the plain dict of a
            group (or of a service, where it has ``attribute_groups``) that need not be whole. A draft's
            errors of shape are findings too.
        known_keys: the published keys that a link may mean, by name; with their definitions where these are
            at hand.

    Returns:
        The findings in the order of the definition, those of shape first.
    """
    return list(dict.fromkeys(_findings(definition_or_draft, known_keys)))


def _findings(definition: Checkable, known_keys: KnownKeys) -> Iterator[Finding]:
    of: type[Model]
    if isinstance(definition, Mapping):
        draft: Mapping[str, Any] = definition
        of = Service if "attribute_groups" in draft else class_of(draft)
    else:
        # A definition can be changed after its construction, past what the constructor refuses.
        draft, of = definition.model_dump(by_alias=True, exclude_none=True, warnings="none"), type(definition)
    shape = list(shape_findings(of, draft))
    yield from shape
    # A name derived from a path may be illegal, though construction took it: then all else is still whole.
    broken = any(one.code != "K01" for one in shape)
    whole = definition if isinstance(definition, Model) and not broken else None
    told = {one.where for one in shape}
    yield from (one for one in _sense(of, draft, whole, known_keys) if one.where not in told)


def _sense(
    of: type[Model], draft: Mapping[str, Any], whole: Model | None, known_keys: KnownKeys
) -> Iterator[Finding]:
    if issubclass(of, AttributeGroup):
        yield from check_group(cast(AttributeGroup, whole) or half_built(AttributeGroup, draft), known_keys)
    elif issubclass(of, Attribute):
        attribute = cast(Attribute, whole) or half_built(Attribute, draft)
        yield from check_attribute(attribute, attribute.name or "attribute")
    elif isinstance(whole, AttributeKey | LinkAttributeKey):
        yield from check_key(whole, known_keys)
    elif issubclass(of, Service):
        service = cast(Service, whole) or half_built(Service, draft)
        yield from check_service(service)


def raise_for_errors(definition: Any, findings: Iterable[Finding]) -> None:
    """Refuse a definition that has errors, naming all of them at once.

    Args:
        definition: what was checked; only its name is used.
        findings: of ``check()``.

    Raises:
        InvalidDefinition: at least one finding is an error; ``findings`` holds them.
    """
    errors = [one for one in findings if one.severity == "error"]
    if not errors:
        return
    name = definition.get("name") if isinstance(definition, Mapping) else getattr(definition, "name", None)
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    lines = [f"  {one.code} {one}" for one in errors]
    raise InvalidDefinition("\n".join([f'"{name}" cannot be used: {count}.', *lines]), errors)
