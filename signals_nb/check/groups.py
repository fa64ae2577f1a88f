"""The rules for groups, keys and services that need no data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from signals_nb.check.attributes import check_attribute
from signals_nb.check.findings import Finding, finding
from signals_nb.definitions import (
    ATOMIC,
    BUILT_IN_KEYS,
    AttributeGroup,
    AttributeKey,
    LinkAttributeKey,
    Service,
    external_column,
    is_link,
)
from signals_nb.definitions.base import is_name
from signals_nb.definitions.groups import LATEST_VERSION
from signals_nb.definitions.shape import slug, unfit_characters
from signals_nb.errors import did_you_mean

__all__ = ["KnownKeys", "check_group", "check_key", "check_service"]

KnownKeys = Mapping[str, AttributeKey] | Collection[str]
Named = Sequence[tuple[str, str]]


def check_group(group: AttributeGroup, known_keys: KnownKeys) -> Iterator[Finding]:
    """Every finding about a group, in the order of its fields.

    Args:
        group: may be half-built: a field that is not there yet is None.
        known_keys: the keys that links may mean, beside the built-in ones.
    """
    if type(group.version) is not int or not 1 <= group.version <= LATEST_VERSION:
        yield finding("G11", "version", x="null" if group.version is None else group.version)
    days = 365 if group.offline else 7
    if group.ttl is not None and group.ttl <= timedelta(0):
        yield finding("G09", "ttl", days=days)
    if group.refresh_rate is not None and group.refresh_rate <= timedelta(0):
        yield finding("G10", "refresh_rate")
    key = group.attribute_key
    if key is not None:
        yield from check_key(key, known_keys, "attribute_key")
        if group.ttl is None and _lives_forever(key, known_keys):
            yield finding("G13", "ttl", days=days, kind="batch" if group.offline else "stream")
    key_name = None if key is None else (external_column(key) if group.fields else str(key.name))
    yield from _names(_named(group, "fields"), key_name, "F01")
    yield from _names(_named(group, "attributes"), key_name, "G06")
    for place, attribute in zip(_places(group), group.attributes or [], strict=True):
        yield from check_attribute(attribute, place)


def _places(group: AttributeGroup) -> list[str]:
    return [f"attributes.{one.name or index}" for index, one in enumerate(group.attributes or [])]


def _named(group: AttributeGroup, what: str) -> Named:
    return [(one.name, f"{what}.{one.name}") for one in getattr(group, what) or [] if one.name]


def _names(named: Named, key_name: str | None, twice: str) -> Iterator[Finding]:
    """Names that clash: with one another, or with the key's column."""
    seen: set[str] = set()
    for name, where in named:
        if name in seen:
            yield finding(twice, where, x=name)
        seen.add(name)
    for name in dict.fromkeys(name for name, _ in named):
        where = dict(named)[name]
        if key_name is not None and name.casefold() == key_name.casefold():
            yield finding("G07", where, x=name)
    for one, other in combinations(dict.fromkeys(name for name, _ in named), 2):
        if one.casefold() == other.casefold():
            yield finding("G12", dict(named)[other], x=one, y=other)


def _lives_forever(key: AttributeKey | LinkAttributeKey, known_keys: KnownKeys) -> bool:
    """Whether a group's key has no ttl, as far as one can know."""
    if is_link(key) and str(key.name) in known_keys:
        if not isinstance(known_keys, Mapping):
            return False
        return known_keys[str(key.name)].ttl is None
    return isinstance(key, LinkAttributeKey) or key.ttl is None


def check_key(
    key: AttributeKey | LinkAttributeKey, known_keys: KnownKeys, where: str = ""
) -> Iterator[Finding]:
    """Every finding about an attribute key.

    Args:
        key: of a group, or by itself.
        known_keys: the keys that a link may mean, beside the built-in ones.
        where: its path; empty for a key by itself.
    """
    at = f"{where}." if where else ""
    name = str(key.name)
    if not is_name(name):
        yield finding("K01", f"{at}name", x=name, bad=unfit_characters(name), slug=slug(name))
    elif is_link(key) and not any(name in known for known in (known_keys, BUILT_IN_KEYS, ATOMIC)):
        close = did_you_mean(name, [*known_keys, *BUILT_IN_KEYS, *ATOMIC])
        yield finding("K03", where, x=name, close=close)
    if isinstance(key, LinkAttributeKey):
        return
    if key.property is not None and key.property.date_part:
        yield finding("K02", f"{at}property.date_part")
    if key.ttl is not None and key.ttl <= timedelta(0):
        yield finding("K04", f"{at}ttl")


def check_service(service: Service) -> Iterator[Finding]:
    """Every finding about a service.

    Args:
        service: may have been made without groups.
    """
    links = service.attribute_groups
    if not links:
        yield finding("S01", "attribute_groups")
    elif len(links) > 100:
        yield finding("S02", "attribute_groups", n=len(links))
    for index, link in enumerate(links or []):
        if link.version is None or link.version < 1:
            version = "null" if link.version is None else link.version
            yield finding("S03", f"attribute_groups.{index}.version", x=link.name, v=version)
