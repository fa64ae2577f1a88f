"""The catalogue of the bundled sample gives the numbers of the sample's README."""

import re
from pathlib import Path

import pytest

from signals_nb import Signals

README = (Path(__file__).parents[2] / "sample_data" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return Signals(registry=tmp_path_factory.mktemp("registry")).catalog


def test_numbers(catalog):
    facts = catalog.facts
    keys = {key.name: key for key in facts.keys}
    told = {
        "events": facts.events,
        "visitors": keys["domain_userid"].values,
        "sessions": keys["domain_sessionid"].values,
        "customers seen": keys["user_id"].values,
        "second copies of an `event_id`": facts.duplicates,
        "without a `domain_userid`": round(keys["domain_userid"].empty * facts.events),
        "without a `user_id`": round(keys["user_id"].empty * facts.events),
        "without an `app_id`": facts.apps[None],
    }
    for what, number in told.items():
        assert f"| {what} | {number:,} |" in README


def test_kinds_of_event(catalog):
    assert len(catalog.events) == 15
    for kind in catalog.events:
        line = (
            rf"\| `{kind.name}` \| `{re.escape(kind.vendor)}` \| {kind.version} \| \w+ \| {kind.count:,} \|"
        )
        assert re.search(line, README)


def test_ecommerce_actions(catalog):
    actions = catalog.values("snowplow_ecommerce_action.type")
    told = ", ".join(f"`{action.value}` {action.count:,}" for action in actions)
    assert f"(`type` of `snowplow_ecommerce_action`): {told}." in README


def test_no_vendor_is_guessed(catalog):
    assert len(catalog.schemas) == 20
    assert [schema.name for schema in catalog.schemas if schema.guessed] == []
    assert catalog.facts.missing == ()


def test_every_property_that_holds_something_is_described(catalog):
    for entry in catalog.properties():
        if entry.figures.filled:
            path = entry.name if entry.property.type == "atomic" else entry.property.path
            assert f"`{path.replace('[0]', '[]')}`" in README or path.endswith("[0]"), entry.name
