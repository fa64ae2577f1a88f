"""How definitions look in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from signals_nb.definitions.aggregations import AGGREGATIONS
from signals_nb.definitions.words import (
    criterion_words,
    duration_words,
    event_words,
    property_words,
    value_words,
)
from signals_nb.html import Html, card, escaped, facts, joined, pill, table, tag

if TYPE_CHECKING:
    from signals_nb.definitions.attributes import Attribute
    from signals_nb.definitions.criteria import Criteria, Criterion
    from signals_nb.definitions.events import Event
    from signals_nb.definitions.groups import AttributeGroup
    from signals_nb.definitions.keys import AttributeKey
    from signals_nb.definitions.services import Service

__all__ = ["attribute_card", "criteria_card", "group_card", "key_card", "service_card"]

_UNITS: Final = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
_COLUMNS: Final = ("Attribute", "Type", "Value", "Events", "Criteria", "Period")
_LINES: Final = 4


def group_card(group: AttributeGroup) -> str:
    """A group: what it is, and a table of its attributes or fields."""
    kind = "External" if group.fields else "Batch" if group.offline else "Stream"
    source = group.batch_source
    key = group.attribute_key
    about = facts(
        [
            ("Key", _code(key.name)),
            ("Owner", escaped(group.owner)),
            ("TTL", _duration(group.ttl)),
            ("Refresh", _duration(group.refresh_rate)),
            ("Since", escaped(_moment(group.backfill_since_tstamp))),
            ("Table", _code(f"{source.database}.{source.schema_}.{source.table}" if source else "")),
            ("Updated", _code(source.timestamp_field if source else "")),
            ("", escaped("" if group.online else "not online")),
        ]
    )
    fields = [(_name(one.name, one.description), _code(one.type)) for one in group.fields or []]
    body = (
        table(("Field", "Type"), fields, what="fields")
        if fields
        else table(_COLUMNS, [_row(one) for one in group.attributes or []], what="attributes")
    )
    pills = [pill(f"v{group.version}"), pill(kind, "snb-brand"), _state(group.is_published)]
    return card(group.name, pills, group.description, about, body)


def attribute_card(attribute: Attribute) -> str:
    """One attribute, as a row of its group's table."""
    about = facts([("Without a value", _empty(attribute))])
    columns, row = _COLUMNS[2:], _row(attribute)[2:]
    return card(
        attribute.name,
        [pill(attribute.type, "snb-brand")],
        attribute.description,
        about,
        table(columns, [row]),
    )


def key_card(key: AttributeKey) -> str:
    """An attribute key: where its values are."""
    about = facts(
        [
            ("Property", _code(property_words(key.property) if key.property else "")),
            ("Column", _code(key.key or "")),
            ("External column", _code(key.external_column or "")),
            ("Owner", escaped(key.owner or "")),
            ("TTL", _duration(key.ttl)),
        ]
    )
    return card(
        str(key.name), [pill("Attribute key", "snb-brand"), _state(key.is_published)], key.description, about
    )


def service_card(service: Service) -> str:
    """A service: the groups that it reads."""
    rows = [(_code(link.name), escaped(f"v{link.version}")) for link in service.attribute_groups or []]
    body = table(("Attribute group", "Version"), rows, most=100) if rows else Html("")
    about = facts([("Owner", escaped(service.owner))])
    pills = [pill("Service", "snb-brand"), _state(service.is_published)]
    return card(service.name, pills, service.description, about, body)


def criteria_card(criteria: Criteria) -> str:
    """Criteria, a condition a line."""
    return card("Criteria", [], None, tag("div", _criteria(criteria) or escaped("none"), "snb-text"))


def _row(attribute: Attribute) -> Sequence[Html]:
    return (
        _name(attribute.name, attribute.description),
        _code(attribute.type, css="snb-keep"),
        Html(_value(attribute) + _default(attribute)),
        _lines([_event(event) for event in attribute.events]) or _soft("all events"),
        _criteria(attribute.criteria),
        _period(attribute),
    )


def _name(name: str, description: str | None) -> Html:
    bold = tag("b", escaped(name))
    return Html(bold + tag("div", escaped(description, 160), "snb-soft")) if description else bold


def _value(attribute: Attribute) -> Html:
    aggregation = AGGREGATIONS[attribute.aggregation]
    label = escaped(aggregation.label)
    if attribute.time_unit:
        return Html(f"{label} {_soft('in ' + _UNITS[attribute.time_unit])}")
    if attribute.property is None:
        return label
    source = attribute.property
    return Html(f"{label} {_soft('of')} {_code(property_words(source, brief=True), property_words(source))}")


def _criteria(criteria: Criteria | None) -> Html:
    if criteria is None:
        return Html("")
    every = [_condition(one) for one in criteria.all or []]
    some = [_condition(one) for one in criteria.any or []]
    titled = bool(every and some) or len(some) > 1
    parts = [_lines(every)] if every else []
    if some:
        parts += [
            *([tag("div", _soft("and any of" if every else "any of"))] if titled else []),
            _lines(some),
        ]
    return joined(parts)


def _condition(criterion: Criterion) -> Html:
    return _code(criterion_words(criterion, brief=True), criterion_words(criterion))


def _period(attribute: Attribute) -> Html:
    if attribute.period is not None:
        return tag("span", escaped(f"last {duration_words(attribute.period)}"), "snb-keep")
    ttl = f"ttl {duration_words(attribute.ttl)}" if attribute.ttl is not None else ""
    return joined([_soft("lifetime"), *([tag("div", _soft(ttl, "snb-keep"))] if ttl else [])])


def _default(attribute: Attribute) -> Html:
    if attribute.default_value is None:
        return Html("")
    return tag("div", Html(f"{_soft('else')} {_code(value_words(attribute.default_value))}"))


def _empty(attribute: Attribute) -> Html:
    return (
        Html("") if attribute.default_value is not None else _code(AGGREGATIONS[attribute.aggregation].empty)
    )


def _event(event: Event) -> Html:
    return tag("span", escaped(event_words(event, brief=True), 160), title=event_words(event))


def _lines(lines: Sequence[Html]) -> Html:
    shown = [tag("div", line) for line in lines[:_LINES]]
    if len(lines) > _LINES:
        shown.append(tag("div", _soft(f"and {len(lines) - _LINES} more")))
    return joined(shown)


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    zone = "UTC" if not moment.utcoffset() else moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M:%S} {zone}".replace(" 00:00:00", "")


def _duration(duration: timedelta | None) -> Html:
    return Html("") if duration is None else escaped(duration_words(duration))


def _state(published: bool | None) -> Html:
    return pill("Published", "snb-good") if published else pill("Not published")


def _soft(text: str, css: str = "") -> Html:
    return tag("span", escaped(text), f"snb-soft {css}".rstrip())


def _code(text: str | None, title: str = "", css: str = "") -> Html:
    return tag("code", escaped(text, 200), css, title if title != text else "") if text else Html("")
