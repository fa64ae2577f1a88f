"""A published version is frozen, the latest is what one gets, and a name that is not there has neighbours."""

import datetime as dt

import pytest
from registry_objects import batch_group, customer, group, picture, service, views

from signals_nb.definitions import AtomicProperty, Criteria, Criterion, PagePing
from signals_nb.errors import InvalidDefinition, NotFound, RegistryError, VersionConflict


def test_a_changed_definition_is_refused_with_its_differences_and_the_next_version(registry, root) -> None:
    registry.publish([group(), group(version=2, description="two")])
    before = picture(root)
    changed = group(
        ttl=dt.timedelta(days=7),
        attributes=[views(period=dt.timedelta(hours=36)), views("pings", description="p")],
    )
    with pytest.raises(VersionConflict) as caught:
        registry.publish([changed, group("other")])
    assert str(caught.value) == (
        "The attribute group basket v1 is published and would change:\n"
        '  attributes.page_views.period: (absent) -> "P1DT12H"\n'
        "  attributes.pings: (absent) -> Counter · page_view 1-0-0 · int32\n"
        '  ttl: (absent) -> "P7D"\n'
        "A published version is frozen. Publish the change as version 3."
        "\nNothing was published, for it is all or none."
    )
    assert caught.value.next_version == 3
    assert [each.where for each in caught.value.differences] == [
        "attributes.page_views.period",
        "attributes.pings",
        "ttl",
    ]
    assert caught.value.differences[2].old is not None
    assert caught.value.differences[2].new == "P7D"
    assert picture(root) == before, "nor was the good one of the call written"


def test_every_conflict_of_a_call_is_named(registry) -> None:
    registry.publish([group("a"), group("b")])
    with pytest.raises(VersionConflict) as caught:
        registry.publish([group("a", description="x"), group("b", description="y")])
    assert [conflict.definition.name for conflict in caught.value.conflicts] == ["a", "b"]
    assert str(caught.value).count("is published and would change") == 2


@pytest.mark.parametrize(
    "change",
    [
        {"description": "other"},
        {"ttl": dt.timedelta(days=1)},
        {"attribute_key": customer()},
        {"backfill_since_tstamp": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
        {"refresh_rate": dt.timedelta(hours=1)},
        {"attributes": [views("other")]},
        {"attributes": [views(), views("b")]},
        {"attributes": [views(default_value=1)]},
        {"attributes": [views(description="")]},
    ],
    ids=lambda change: "-".join(change),
)
def test_no_field_but_the_state_may_change(registry, root, change) -> None:
    registry.publish([group()])
    before = picture(root)
    with pytest.raises(VersionConflict):
        registry.publish([group(**change)])
    assert picture(root) == before


def test_the_class_of_a_published_group_may_not_change(registry) -> None:
    registry.publish([group("weekly")])
    with pytest.raises(VersionConflict) as caught:
        registry.publish([batch_group("weekly")])
    assert [str(each) for each in caught.value.differences] == ["offline: false -> true"]


def test_the_order_of_attributes_is_part_of_the_definition(registry) -> None:
    registry.publish([group(attributes=[views("a"), views("b")])])
    with pytest.raises(VersionConflict) as caught:
        registry.publish([group(attributes=[views("b"), views("a")])])
    assert [str(each) for each in caught.value.differences] == ['attributes: ["a", "b"] -> ["b", "a"]']


def test_true_is_not_one(registry) -> None:
    def seen_with(value):
        cookies = Criterion.eq(AtomicProperty(name="br_cookies"), value)
        return group(attributes=[views(criteria=Criteria(all=[cookies]))])

    registry.publish([seen_with(1)])
    with pytest.raises(VersionConflict) as caught:
        registry.publish([seen_with(True)])
    assert [str(each) for each in caught.value.differences] == [
        "attributes.page_views.criteria.all[0].value: 1 -> true"
    ]
    assert [change.status for change in registry.publish([seen_with(1.0)]).changes] == ["unchanged"]


def test_events_are_compared_one_by_one(registry) -> None:
    registry.publish([group()])
    pings = views().model_copy(update={"events": [PagePing()]})
    with pytest.raises(VersionConflict) as caught:
        registry.publish([group(attributes=[pings])])
    assert [str(each) for each in caught.value.differences] == [
        'attributes.page_views.events[0].name: "page_view" -> "page_ping"'
    ]


def test_the_latest_version_by_number(registry) -> None:
    registry.publish([group(version=version) for version in (2, 10, 9)])
    assert registry.get_attribute_group("basket").version == 10
    assert registry.get_attribute_group("basket", version=9).version == 9


def test_an_unknown_version_lists_those_there_are(registry) -> None:
    registry.publish([group(version=1), group(version=3)])
    with pytest.raises(NotFound) as caught:
        registry.get_attribute_group("basket", 2)
    assert str(caught.value) == 'The attribute group "basket" has no version 2. It has 1, 3.'


def test_an_unknown_name_has_neighbours(registry, root) -> None:
    with pytest.raises(NotFound) as caught:
        registry.get_attribute_group("basket")
    assert str(caught.value) == (
        f'There is no attribute group "basket": the registry {root} holds no attribute group yet.'
    )
    registry.publish([group("basket_user"), group("basket_session"), group("loyalty")])
    with pytest.raises(NotFound) as caught:
        registry.get_attribute_group("basket_usr")
    assert str(caught.value) == (
        f'The registry {root} holds no attribute group "basket_usr".'
        " Did you mean basket_user or basket_session?"
    )
    with pytest.raises(NotFound) as caught:
        registry.get_attribute_group("zzz")
    assert str(caught.value) == (
        f'The registry {root} holds no attribute group "zzz". It holds basket_session, basket_user, loyalty.'
    )


@pytest.mark.parametrize("get", ["get_attribute_key", "get_service"])
def test_keys_and_services_that_are_not_there(registry, get) -> None:
    registry.publish([group(), service(group())])
    with pytest.raises(NotFound):
        getattr(registry, get)("nothing")


def test_a_name_is_found_only_as_it_is_spelled(registry) -> None:
    registry.publish([group("Basket")])
    with pytest.raises(NotFound, match=r"Did you mean Basket\?"):
        registry.get_attribute_group("basket")


@pytest.mark.parametrize("version", ["1", 1.0, True])
def test_a_version_is_a_whole_number(registry, version) -> None:
    registry.publish([group()])
    with pytest.raises(RegistryError) as caught:
        registry.get_attribute_group("basket", version)
    assert str(caught.value) == f"version takes a whole number; it is {version!r}."


def test_a_version_that_no_system_holds_is_refused_and_its_file_left_out(registry, root) -> None:
    with pytest.raises(InvalidDefinition, match="G11 version: The version must be a whole number from 1 to"):
        registry.publish([group(version=2**31)])
    registry.publish([group()])
    (root / "attribute_groups/basket/v99999999999999999999.json").write_text("{}")
    assert registry.list_attribute_groups()["version"].tolist() == [1]
