"""The files are the wire's JSON: the official package reads each as the object that it would send."""

import datetime as dt
import json

import pytest
from registry_objects import batch_group, customer, device, external_group, group, service, views

from signals_nb.definitions import (
    Attribute,
    CalculatedProperty,
    Criteria,
    Criterion,
    EntityProperty,
    EventProperty,
    LinkAttributeKey,
)

official = pytest.importorskip("snowplow_signals", reason="the official package is an extra of its own")

PRICE = EntityProperty(vendor="com.acme", name="product", major_version=1, path="price")
STEP = EventProperty(vendor="com.acme", name="checkout", major_version=2, path="$.step[0].n")
RICH = group(
    "rich",
    description='„Körbe“ \\ " 🎉 <b>',
    ttl=dt.timedelta(days=365),
    backfill_since_tstamp=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    attributes=[
        views(period=dt.timedelta(minutes=10), default_value=0),
        Attribute(
            name="spent",
            type="double",
            aggregation="sum",
            events=[],
            property=CalculatedProperty(operation="product", properties=[PRICE, STEP]),
            criteria=Criteria(any=[Criterion.eq(PRICE, 1.5), Criterion.in_list(STEP, ["a", "b"])]),
        ),
    ],
)


@pytest.mark.parametrize(
    ("definition", "place", "of"),
    [
        (group(), "attribute_groups/basket/v1.json", "StreamAttributeGroup"),
        (RICH, "attribute_groups/rich/v1.json", "StreamAttributeGroup"),
        (batch_group(), "attribute_groups/weekly/v1.json", "BatchAttributeGroup"),
        (external_group(), "attribute_groups/crm/v1.json", "ExternalBatchAttributeGroup"),
        (
            group("linked", attribute_key=LinkAttributeKey(name="user_id")),
            "attribute_groups/linked/v1.json",
            None,
        ),
        (customer(ttl=dt.timedelta(days=9)), "attribute_keys/customer.json", "AttributeKey"),
        (device(), "attribute_keys/serial.json", "AttributeKey"),
    ],
    ids=lambda value: value if isinstance(value, str) and ".json" in value else "",
)
def test_the_official_package_reads_what_was_written(registry, root, definition, place, of) -> None:
    registry.publish([definition])
    content = json.loads((root / place).read_text(encoding="utf-8"))
    theirs = getattr(official, of or "StreamAttributeGroup").model_validate(content)
    assert theirs.model_dump(mode="json", exclude_none=True, by_alias=True) == content
    assert theirs.is_published is True


def test_the_official_package_reads_a_service(registry, root) -> None:
    registry.publish([service(group(), group("b")), group(), group("b")])
    content = json.loads((root / "services/shop.json").read_text(encoding="utf-8"))
    theirs = official.Service.model_validate(content)
    assert theirs.model_dump(mode="json", exclude_none=True, by_alias=True) == content
    assert content["attribute_groups"] == [{"name": "basket", "version": 1}, {"name": "b", "version": 1}]


def test_a_file_that_the_official_package_wrote_is_equal(registry, root) -> None:
    theirs = official.StreamAttributeGroup.model_validate(RICH.to_dict() | {"is_published": True})
    path = root / "attribute_groups" / "rich" / "v1.json"
    path.parent.mkdir(parents=True)
    path.write_text(theirs.model_dump_json(exclude_none=True, by_alias=True), encoding="utf-8")
    before = path.read_bytes()
    assert registry.get_attribute_group("rich").attributes == RICH.attributes
    assert [change.status for change in registry.publish([RICH]).changes] == ["created", "unchanged"]
    assert path.read_bytes() == before
