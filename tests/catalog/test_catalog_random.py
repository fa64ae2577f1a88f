"""The catalogue's figures against slow plain Python, over random worlds in both layouts."""

from collections import Counter
from itertools import product

import pytest
from meaning.filters import takes
from meaning.groups import GroupMaker
from meaning.layouts import JsonStyle, json_view, native_table, native_view, write_json, write_parquet
from meaning.schemas import ENTITIES, EVENTS, column_of, snake
from meaning.values import read, text_of
from meaning.worlds import make_world

from signals_nb import Signals
from signals_nb.definitions import AttributeGroup
from signals_nb.layouts.names import parse_path

SEEDS = range(4)


def opened(seed, layout, folder):
    """A world's file, what it holds, and the world."""
    world = make_world(seed)
    if layout == "native":
        view = native_view(world.events)
        path = write_parquet(native_table(view), folder / "events.parquet")
    else:
        style = JsonStyle(seed)
        view = json_view(world.events, style)
        path = write_json(view, style, folder)
    return Signals(str(path), folder / "registry"), view, world


@pytest.fixture(params=list(product(SEEDS, ["native", "json"])), ids=str)
def case(request, tmp_path):
    return *opened(*request.param, tmp_path), request.param[1]


def test_facts(case):
    signals, view, *_ = case
    facts = signals.catalog.facts
    ids = [event["event_id"] for event in view if event["event_id"] is not None]
    times = [event["derived_tstamp"] or event["collector_tstamp"] for event in view]
    times = [time for time in times if time is not None]
    assert facts.events == len(view)
    assert facts.duplicates == len(ids) - len(set(ids))
    assert (facts.first, facts.last) == (min(times), max(times))
    assert facts.apps == Counter(event["app_id"] for event in view)
    for key in facts.keys:
        values = [event[key.name] for event in view if event[key.name]]
        assert (key.values, round(key.empty * len(view))) == (len(set(values)), len(view) - len(values))


def test_kinds(case):
    signals, view, *_ = case
    wanted = Counter((event["event_vendor"], event["event_name"], event["event_version"]) for event in view)
    kinds = signals.catalog.events
    assert {(kind.vendor, kind.name, kind.version): kind.count for kind in kinds} == wanted
    assert [kind.count for kind in kinds] == sorted(wanted.values(), reverse=True)


def carried(event, schema):
    """The entities, or the one event data, of a schema on an event."""
    if schema in ENTITIES:
        return event["contexts"].get(schema) or []
    return [event["unstruct"][schema]] if schema in event["unstruct"] else []


def own(entry):
    """The world's schema of an entry: a guess has the same column."""
    family = ENTITIES if entry.schema.family == "entity" else EVENTS
    told = column_of((entry.vendor, entry.name, entry.major_version))
    [schema] = [schema for schema in family if column_of(schema) == told]
    return schema


def test_schemas(case):
    signals, view, *_ = case
    found = {own(entry): entry for entry in signals.catalog.schemas}
    for schema in (*ENTITIES, *EVENTS):
        numbers = [len(carried(event, schema)) for event in view]
        if schema not in found:
            assert sum(numbers) == 0
            continue
        entry = found[schema]
        assert (entry.events, entry.most) == (sum(number > 0 for number in numbers), max(numbers))
        names = {event["event_name"] for event, number in zip(view, numbers, strict=True) if number}
        assert {kind.name for kind in entry.carried_by} == names


def expected(wanted, view):
    """How often each text of a property comes in a view."""
    values = [read(wanted, event) for event in view]
    return Counter(text_of(value) for value in values if value is not None)


def test_atomic_figures(case):
    signals, view, *_ = case
    for entry in signals.catalog.atomic:
        texts = expected(entry.property.model_dump(), view)
        figures = entry.figures
        assert (figures.rows, figures.filled, figures.distinct) == (
            *(len(view), sum(texts.values()), len(texts)),
        ), entry.name
        assert [texts[value] for value in figures.values] == [n for _, n in texts.most_common(3)], entry.name


def leaves(data, steps=()):
    """The paths of the leaves of some data that are not null, in snake case; of lists, the first item's."""
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from leaves(inner, (*steps, snake(name)))
    elif isinstance(data, list):
        yield steps
        for inner in data[:1]:
            yield from leaves(inner, (*steps, 0))
    elif data is not None:
        yield steps


def test_schema_figures(case):
    signals, view, *_ = case
    for schema in signals.catalog.schemas:
        wanted = own(schema)
        carriers = [event for event in view if carried(event, wanted)]
        listed = set()
        for entry in signals.catalog.properties(schema):
            steps = parse_path(entry.property.path)
            listed.add(tuple(snake(step) if isinstance(step, str) else step for step in steps))
            told = entry.property.model_dump() | {"vendor": wanted[0], "name": wanted[1]}
            texts = expected(told, carriers)
            figures, words = entry.figures, f"{wanted} {entry.property.path}"
            assert (figures.rows, figures.filled) == (len(carriers), sum(texts.values())), words
            if entry.kind not in ("list", "json"):
                assert figures.distinct == len(texts), words
                most = [count for _, count in texts.most_common(3)]
                assert [each.count for each in signals.catalog.values(entry, limit=3)] == most, words
        seen = {path for event in carriers for path in leaves(carried(event, wanted)[0])}
        assert seen <= listed


def test_counts(case):
    """What an attribute takes, its period aside."""
    signals, view, world, layout = case
    maker = GroupMaker(world.seed * 2 + 1, world, view, layout == "json")
    for _ in range(5):
        group = maker.group()
        definition = AttributeGroup.from_json(group)
        for attribute, given in zip(definition.attributes, group["attributes"], strict=True):
            kept = signals.catalog.count(attribute)
            assert kept.kept == sum(takes(given, event) for event in view), given
            assert kept.chosen == sum(takes(given | {"criteria": None}, event) for event in view), given
