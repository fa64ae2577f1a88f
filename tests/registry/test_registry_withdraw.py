"""unpublish and delete: all or none, and never what others need (semantics.md, "The registry")."""

import json

import pytest
from registry_objects import customer, device, files, group, picture, service

from signals_nb.definitions import LinkAttributeKey, domain_userid
from signals_nb.errors import NotFound, RegistryError, VersionConflict

LINKED = {"attribute_key": LinkAttributeKey(name="customer")}


def state(registry):
    frame = registry.list_attribute_groups()
    return dict(zip(frame["name"] + frame["version"].astype("string"), frame["is_published"], strict=True))


def test_unpublish_keeps_the_registrys_definition_and_gives_it_back(registry, root) -> None:
    registry.publish([group(description="as published")])
    (after,) = registry.unpublish([group(description="as in the notebook", online=False)])
    assert after == group(description="as published")
    content = json.loads((root / "attribute_groups/basket/v1.json").read_text())
    assert content == group(description="as published").to_dict() | {"is_published": False}
    assert registry.get_attribute_group("basket") == after


def test_unpublish_gives_the_objects_in_the_order_given_each_once(registry) -> None:
    registry.publish([group(attribute_key=customer()), service(group())])
    after = registry.unpublish([customer(), service(group()), group(), group()])
    assert [each.name for each in after] == ["customer", "shop", "basket"]
    assert [each.is_published for each in after] == [False] * 3


def test_what_is_unpublished_already_is_left_alone(registry, root) -> None:
    registry.publish([group(), group("b")])
    registry.unpublish([group()])
    before = picture(root)
    assert registry.unpublish([group()]) == [group()]
    assert picture(root) == before
    assert registry.unpublish([group(), group("b")])[1].is_published is False


def test_an_unpublished_version_stays_frozen_and_can_be_published_again(registry) -> None:
    registry.publish([group()])
    registry.unpublish([group()])
    with pytest.raises(VersionConflict) as caught:
        registry.publish([group(description="x")])
    assert str(caught.value) == (
        "The attribute group basket v1 was published and would change:\n"
        '  description: (absent) -> "x"\n'
        "A published version is frozen. Publish the change as version 2, or delete this one."
    )
    (change,) = registry.publish([group()]).changes
    assert (change.status, [str(each) for each in change.differences]) == (
        "state changed",
        ["is_published: false -> true"],
    )


@pytest.mark.parametrize("key", [customer(), LinkAttributeKey(name="customer")], ids=["inline", "link"])
def test_a_group_that_is_published_again_brings_its_key(registry, key) -> None:
    registry.publish([customer(description="kept"), group(**LINKED)])
    registry.unpublish([group(), customer()])
    if key == customer():
        registry.publish([customer()])
        registry.unpublish([customer()])
    changes = registry.publish([group(attribute_key=key)]).changes
    assert [(change.title, change.status) for change in changes] == [
        ("customer", "state changed"),
        ("basket v1", "state changed"),
    ]
    assert registry.get_attribute_key("customer").is_published is True


def test_a_group_is_not_taken_from_a_service_that_serves_it(registry, root) -> None:
    registry.publish([group(), group(version=2), service(group()), service(group(), name="second")])
    before = picture(root)
    with pytest.raises(RegistryError) as caught:
        registry.unpublish([group(), group(version=2)])
    assert str(caught.value) == (
        "Nothing was unpublished: attribute group basket v1 is used by service second, service shop. "
        "Unpublish what uses it in the same call, or publish that without it."
    )
    assert picture(root) == before
    registry.unpublish([group(version=2)])
    registry.unpublish([group(), service(group()), service(group(), name="second")])
    assert state(registry) == {"basket1": False, "basket2": False}


def test_a_key_is_not_taken_from_a_group_that_counts_by_it(registry) -> None:
    registry.publish([customer(), group(**LINKED), group("b")])
    with pytest.raises(RegistryError) as caught:
        registry.unpublish([customer()])
    assert str(caught.value) == (
        "Nothing was unpublished: attribute key customer is used by attribute group basket v1. "
        "Unpublish what uses it in the same call, or publish that without it."
    )
    registry.unpublish([group()])
    registry.unpublish([customer()])


def test_delete_needs_what_is_unpublished(registry, root) -> None:
    registry.publish([group(), group("b"), service(group())])
    before = picture(root)
    with pytest.raises(RegistryError) as caught:
        registry.delete([group(), service(group()), group("b")])
    assert str(caught.value) == (
        "Nothing was deleted, for this is published: service shop, attribute group basket v1, "
        "attribute group b v1. Unpublish it first, with unpublish([...])."
    )
    assert picture(root) == before


def test_delete_removes_the_file_and_the_folder_of_the_last_version(registry, root) -> None:
    registry.publish([group(), group(version=2)])
    registry.unpublish([group(), group(version=2)])
    assert registry.delete([group()]) is None
    assert files(root) == ["attribute_groups/basket/v2.json", "attribute_keys/domain_userid.json"]
    registry.delete([group(version=2)])
    assert not (root / "attribute_groups" / "basket").exists()
    with pytest.raises(NotFound):
        registry.get_attribute_group("basket")
    registry.publish([group(description="the name and version are free again")])


def test_a_folder_that_holds_something_else_stays(registry, root) -> None:
    registry.publish([group()])
    registry.unpublish([group()])
    (root / "attribute_groups/basket/notes.md").write_text("ours")
    registry.delete([group()])
    assert [path.name for path in (root / "attribute_groups/basket").iterdir()] == ["notes.md"]


def test_delete_is_refused_while_an_unpublished_object_refers_to_it(registry, root) -> None:
    """A service that is unpublished can be published again: its group stays until the service is gone."""
    registry.publish([group(attribute_key=customer()), service(group())])
    registry.unpublish([service(group()), group(), customer()])
    before = picture(root)
    with pytest.raises(RegistryError) as caught:
        registry.delete([group(), customer()])
    assert str(caught.value) == (
        "Nothing was deleted: attribute group basket v1 is used by service shop. "
        "Delete what uses it in the same call, or publish that without it."
    )
    with pytest.raises(RegistryError, match="attribute key customer is used by attribute group basket v1"):
        registry.delete([customer()])
    assert picture(root) == before
    registry.delete([customer(), group(), service(group())])
    assert files(root) == []


@pytest.mark.parametrize("call", ["unpublish", "delete"])
def test_what_is_not_there_is_told_with_its_neighbours_and_nothing_is_written(registry, root, call) -> None:
    work = getattr(registry, call)
    with pytest.raises(NotFound) as caught:
        work([group()])
    assert str(caught.value) == (
        f'There is no attribute group "basket": the registry {root} holds no attribute group yet.'
    )
    assert not root.exists()
    registry.publish([group(), device()])
    registry.unpublish([group()])
    before = picture(root)
    for missing, told in (
        (group("baskte"), f'The registry {root} holds no attribute group "baskte". Did you mean basket?'),
        (group(version=2), 'The attribute group "basket" has no version 2. It has 1.'),
        (
            customer(),
            f'The registry {root} holds no attribute key "customer". It holds domain_userid, serial.',
        ),
        (service(group()), f'There is no service "shop": the registry {root} holds no service yet.'),
    ):
        with pytest.raises(NotFound) as caught:
            work([group(), missing])
        assert str(caught.value) == told
    assert picture(root) == before


@pytest.mark.parametrize("call", ["unpublish", "delete"])
def test_what_is_no_list_is_refused(registry, root, call) -> None:
    with pytest.raises(RegistryError) as caught:
        getattr(registry, call)(group())
    assert str(caught.value) == f"{call} takes a list: {call}([basket])."
    with pytest.raises(RegistryError) as caught:
        getattr(registry, call)(["basket"])
    assert str(caught.value) == (
        f"{call} takes attribute groups, attribute keys and services of signals_nb, not builtins.str."
    )
    assert not getattr(registry, call)([])
    assert not root.exists()


@pytest.mark.parametrize("call", ["unpublish", "delete"])
def test_where_it_is_not_known_who_needs_it_nothing_is_taken(registry, root, call) -> None:
    """A damaged service may refer to the group: it is named, and mended or deleted by hand."""
    registry.publish([group(), group("b"), service(group("b"))])
    path = root / "services" / "shop.json"
    registry.unpublish([group("b"), service(group("b"))])
    path.write_text("{")
    before = picture(root)
    with pytest.raises(RegistryError, match=r"shop\.json is damaged"):
        getattr(registry, call)([group() if call == "unpublish" else group("b")])
    with pytest.raises(RegistryError, match=r"shop\.json is damaged"):
        getattr(registry, call)([service(group())])
    assert picture(root) == before


def test_a_service_that_is_not_published_holds_its_groups_too(registry, root) -> None:
    """A service refers to published versions only (semantics.md, "The registry")."""
    registry.publish([group(), service(group())])
    registry.unpublish([service(group())])
    before = picture(root)
    with pytest.raises(RegistryError) as caught:
        registry.unpublish([group()])
    assert str(caught.value) == (
        "Nothing was unpublished: attribute group basket v1 is used by service shop. "
        "Unpublish what uses it in the same call, or publish that without it."
    )
    assert picture(root) == before
    registry.delete([service(group())])
    registry.unpublish([group()])


def test_a_key_that_no_group_uses_goes(registry, root) -> None:
    registry.publish([customer(), group()])
    registry.unpublish([customer()])
    registry.delete([customer()])
    assert files(root) == ["attribute_groups/basket/v1.json", "attribute_keys/domain_userid.json"]
    with pytest.raises(RegistryError, match="attribute key domain_userid is used by attribute group basket"):
        registry.unpublish([domain_userid])
