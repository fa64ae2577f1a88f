"""Keys: inline, linked, built in; and that none moves under a published group."""

import datetime as dt
import json

import pytest
from registry_objects import OWNER, customer, device, external_group, files, group, picture, service

from signals_nb.definitions import AtomicProperty, AttributeKey, LinkAttributeKey, domain_userid, user_id
from signals_nb.errors import InvalidDefinition, NotFound, RegistryError, SignalsWarning


def test_a_link_means_the_published_key_then_the_built_in_one(registry) -> None:
    link = LinkAttributeKey(name="user_id")
    assert registry.resolve_key(link) == user_id
    registry.publish(
        [customer(), AttributeKey(name="user_id", property=AtomicProperty(name="network_userid"))]
    )
    assert registry.resolve_key(link).property.name == "network_userid"
    assert registry.resolve_key(LinkAttributeKey(name="customer")).property.name == "user_id"
    assert registry.resolve_key(LinkAttributeKey(name="nothing")) is None
    assert registry.resolve_key(device()) == device()


def test_a_group_may_link_to_a_key_of_the_same_call_or_an_earlier_one(registry, root) -> None:
    linked = group(attribute_key=LinkAttributeKey(name="customer"))
    registry.publish([linked, customer()])
    registry.publish([group("later", attribute_key=LinkAttributeKey(name="customer"))])
    content = json.loads((root / "attribute_groups/basket/v1.json").read_text())
    assert content["attribute_key"] == {"name": "customer", "is_published": False}
    assert files(root)[-1] == "attribute_keys/customer.json"


def test_a_link_to_nothing_is_refused(registry, root) -> None:
    with pytest.raises(InvalidDefinition, match="nobody"):
        registry.publish([group(attribute_key=LinkAttributeKey(name="nobody"))])
    assert files(root) == []


def test_a_link_to_a_built_in_key_writes_no_key(registry, root) -> None:
    registry.publish([group(attribute_key=LinkAttributeKey(name="domain_userid"))])
    assert files(root) == ["attribute_groups/basket/v1.json"]


def test_an_inline_key_is_published_once_and_told_among_the_changes(registry) -> None:
    published = registry.publish([group(attribute_key=device()), group("b", attribute_key=device())])
    assert [each.name for each in published] == ["basket", "b"]
    assert [(change.title, change.status) for change in published.changes] == [
        ("serial", "created"),
        ("basket v1", "created"),
        ("b v1", "created"),
    ]
    assert registry.get_attribute_key("serial").is_published is True


def test_two_inline_keys_of_one_name_must_be_one_key(registry, root) -> None:
    with pytest.raises(RegistryError) as caught:
        registry.publish(
            [group(attribute_key=customer()), group("b", attribute_key=customer("network_userid"))]
        )
    assert str(caught.value) == (
        'The attribute key "customer" that attribute group b v1 holds is not the published one '
        '(property: "user_id" -> "network_userid"). Give the key another name, or use '
        'LinkAttributeKey(name="customer").'
    )
    assert files(root) == []


def test_the_same_column_said_in_two_ways_is_one_key(registry) -> None:
    by_name = AttributeKey(name="customer", key="user_id")
    registry.publish([group(attribute_key=customer())])
    with pytest.warns(SignalsWarning, match="Publish the key itself to change it"):
        registry.publish([group("b", attribute_key=by_name)])


def test_an_inline_key_that_says_more_than_the_published_one_is_told(registry, root) -> None:
    registry.publish([group(attribute_key=customer())])
    with pytest.warns(SignalsWarning) as caught:
        registry.publish([group(attribute_key=customer(ttl=dt.timedelta(days=2)))])
    assert [str(warning.message) for warning in caught] == [
        'The attribute key "customer" that attribute group basket v1 holds differs from the published one, '
        'which stays as it is (ttl: (absent) -> "P2D"). Publish the key itself to change it.'
    ]
    assert registry.get_attribute_key("customer").ttl is None


def test_a_key_is_replaced_in_place_and_its_groups_stay_frozen(registry, root) -> None:
    registry.publish([group(attribute_key=customer())])
    before = picture(root)["attribute_groups/basket/v1.json"]
    longer = customer(ttl=dt.timedelta(days=2), owner=OWNER)
    published = registry.publish([longer, group(attribute_key=longer)])
    assert [change.status for change in published.changes] == ["replaced", "unchanged"]
    assert registry.get_attribute_key("customer").ttl == dt.timedelta(days=2)
    assert picture(root)["attribute_groups/basket/v1.json"] == before


@pytest.mark.parametrize("key", [customer(), LinkAttributeKey(name="customer")], ids=["inline", "link"])
def test_a_key_may_not_move_while_a_published_group_uses_it(registry, root, key) -> None:
    registry.publish(
        [customer(), group(attribute_key=key), group(version=2, attribute_key=key), group("other")]
    )
    before = picture(root)
    with pytest.raises(RegistryError) as caught:
        registry.publish([customer("network_userid"), group("new")])
    assert str(caught.value) == (
        'The attribute key "customer" cannot change (property.name: "user_id" -> "network_userid") while '
        "published attribute groups use it: basket v1, basket v2. Give the changed key another name."
        "\nNothing was published, for it is all or none."
    )
    assert picture(root) == before


def test_a_key_that_no_group_uses_may_move(registry) -> None:
    registry.publish([customer(), group()])
    registry.publish([customer("network_userid")])
    assert registry.get_attribute_key("customer").property.name == "network_userid"


def test_a_key_may_not_move_away_from_the_built_in_one_that_groups_link_to(registry) -> None:
    registry.publish([group(attribute_key=LinkAttributeKey(name="domain_userid"))])
    with pytest.raises(RegistryError, match="basket v1"):
        registry.publish([AttributeKey(name="domain_userid", property=AtomicProperty(name="user_id"))])
    registry.publish([domain_userid])


def test_an_external_group_counts_by_the_external_column_alone(registry) -> None:
    registry.publish([external_group()])
    moved = customer("network_userid")
    assert [change.status for change in registry.publish([moved]).changes] == ["replaced"]
    with pytest.raises(RegistryError, match="crm v1"):
        registry.publish([AttributeKey(name="customer", key="CUSTOMER_NO")])


def test_a_service_of_groups_in_the_call_or_published_before(registry) -> None:
    registry.publish([service(group(), group("b")), group(), group("b")])
    registry.publish([service(group(), name="second")])
    assert [link.name for link in registry.get_service("shop").attribute_groups] == ["basket", "b"]


def test_a_service_of_what_is_not_published_is_refused(registry, root) -> None:
    registry.publish([group(), group("baskets")])
    before = picture(root)
    with pytest.raises(NotFound) as caught:
        registry.publish([service(group(version=2)), group("new")])
    assert str(caught.value) == (
        "The service shop refers to attribute group basket v2, which is not published. Published versions: "
        "1. Publish it first, or in the same call."
    )
    with pytest.raises(NotFound) as caught:
        registry.publish([service(group("basekt"))])
    assert str(caught.value) == (
        "The service shop refers to attribute group basekt v1, which is not published. Did you mean "
        "basket or baskets? Publish it first, or in the same call."
    )
    assert picture(root) == before


def test_a_service_of_an_unpublished_version_is_refused(registry, root) -> None:
    registry.publish([group()])
    path = root / "attribute_groups/basket/v1.json"
    path.write_text(path.read_text().replace('"is_published": true', '"is_published": false'))
    with pytest.raises(NotFound, match="not published"):
        registry.publish([service(group())])
    registry.publish([service(group()), group()])
    assert registry.get_attribute_group("basket").is_published is True


def test_a_service_is_replaced_in_place(registry) -> None:
    registry.publish([service(group()), group(), group("b")])
    changed = registry.publish([service(group("b"))])
    assert [str(each) for each in changed.changes[0].differences] == [
        'attribute_groups.basket: "v1" -> (absent)',
        'attribute_groups.b: (absent) -> "v1"',
    ]
    assert registry.get_service("shop").attribute_groups[0].name == "b"
