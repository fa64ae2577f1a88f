"""Names that are no file's name, on this system or a colleague's, are refused with the rule."""

import os

import pytest
from registry_objects import customer, files, group, service

from signals_nb.definitions import AttributeKey
from signals_nb.errors import NotFound, RegistryError, SignalsWarning

HOSTILE = [
    "../x",
    "a/b",
    "a\\b",
    "",
    ".",
    "..",
    "a.b",
    "my-group",
    "日本",
    "x" * 129,
    "a\n",
    "a\0",
    "/etc/passwd",
    "C:x",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder_when_read(registry, name) -> None:
    registry.publish([group(), service(group())])
    for get in (
        registry.get_attribute_group,
        registry.get_attribute_key,
        registry.get_service,
        registry.history,
    ):
        with pytest.raises(RegistryError, match="1 to 128 letters A-Z a-z, digits and underscores"):
            get(name)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder_when_published(registry, root, name) -> None:
    # A copy is not validated: the way in which such a name can get here at all.
    for definition in (group(), service(group()), customer()):
        for work in (registry.publish, registry.plan, registry.unpublish, registry.delete):
            with pytest.raises((RegistryError, ValueError)):
                work([group(), definition.model_copy(update={"name": name})])
    assert files(root.parent) == []


def test_the_message_of_a_bad_name(registry) -> None:
    with pytest.raises(RegistryError) as caught:
        registry.get_service("../x")
    assert str(caught.value) == (
        "'../x' is no service name: a name has 1 to 128 letters A-Z a-z, digits and underscores."
    )


@pytest.mark.parametrize("name", ["CON", "con", "Nul", "COM1", "lpt9", "PRN", "aux"])
def test_device_names_are_refused(registry, root, name) -> None:
    for definition in (
        group(name),
        service(group(), name=name),
        customer().model_copy(update={"name": name}),
    ):
        with pytest.raises(RegistryError) as caught:
            registry.publish([group(), definition])
        assert f'cannot be called "{name}": Windows keeps that name for a device' in str(caught.value)
        assert str(caught.value).endswith(f"Choose another, for example {name}_1.")
    assert files(root) == []
    registry.publish([group(f"{name}_1"), group("CONSOLE"), group("COM10")])


def test_names_that_differ_only_in_case_are_refused(registry, root) -> None:
    registry.publish([group("Basket"), customer(), service(group("Basket"))])
    before = files(root)
    with pytest.raises(RegistryError) as caught:
        registry.publish([group("basket")])
    assert str(caught.value) == (
        'The attribute group "basket" differs only in case from "Basket", and many file systems hold the two '
        "for one. Choose another name, or use Basket."
    )
    for definition in (AttributeKey(name="CUSTOMER", key="user_id"), service(group("Basket"), name="SHOP")):
        with pytest.raises(RegistryError, match="differs only in case"):
            registry.publish([definition])
    with pytest.raises(RegistryError, match='"new" differs only in case from "NEW"'):
        registry.publish([group("new"), group("NEW")])
    with pytest.raises(RegistryError, match='attribute key "Customer" differs only in case from "customer"'):
        registry.publish([group("inline", attribute_key=AttributeKey(name="Customer", key="user_id"))])
    assert files(root) == before
    registry.publish([group("Basket", version=2)])


def test_a_link_out_of_the_folder_is_refused(registry, root, tmp_path) -> None:
    registry.publish([group("other")])
    (tmp_path / "outside").mkdir()
    (root / "attribute_groups" / "basket").symlink_to(tmp_path / "outside", target_is_directory=True)
    with pytest.raises(RegistryError, match="is a link that leaves the registry"):
        registry.publish([group()])
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_file_that_is_a_link_out_of_the_folder_is_refused(registry, root, tmp_path) -> None:
    registry.publish([group(), group("other")])
    path = root / "attribute_groups/basket/v1.json"
    outside = tmp_path / "outside.json"
    path.rename(outside)
    before = outside.read_bytes()
    path.symlink_to(outside)
    told = f"{path} is a link that leaves the registry {root}; replace the link."
    for work in (
        lambda: registry.get_attribute_group("basket"),
        lambda: registry.plan([group()]),
        lambda: registry.publish([group(online=False)]),
        lambda: registry.unpublish([group()]),
        lambda: registry.delete([group()]),
    ):
        with pytest.raises(RegistryError) as caught:
            work()
        assert str(caught.value) == told
    with pytest.warns(SignalsWarning) as warned:
        assert list(registry.list_attribute_groups()["name"]) == ["other"]
    assert [str(each.message) for each in warned] == [f"Left out: {told}"]
    assert outside.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize(
    ("target", "told"),
    [("nothing", "is a link to nothing; replace the link."), ("v1.json", "cannot be read: Too many levels")],
)
def test_a_link_that_leads_nowhere_is_named(registry, root, target, told) -> None:
    registry.publish([group(), group("other")])
    path = root / "attribute_groups/basket/v1.json"
    path.unlink()
    path.symlink_to(target)
    with pytest.raises(RegistryError) as caught:
        registry.get_attribute_group("basket")
    assert str(caught.value).startswith(f"{path} {told}")
    with pytest.warns(SignalsWarning, match=r"v1\.json"):
        assert list(registry.list_attribute_groups()["name"]) == ["other"]


def test_a_link_within_the_folder_is_followed(registry, root) -> None:
    registry.publish([group()])
    path = root / "attribute_groups/basket/v1.json"
    path.rename(root / "kept.json")
    path.symlink_to(root / "kept.json")
    assert registry.get_attribute_group("basket").version == 1
    registry.unpublish([group()])
    registry.delete([group()])
    assert (root / "kept.json").exists(), "delete removes the link"


def test_names_that_a_checkout_holds_in_two_cases_are_each_themselves(registry, root) -> None:
    registry.publish([group("Basket"), customer()])
    whole = (root / "attribute_groups/Basket/v1.json").read_text()
    twin = root / "attribute_groups/basket/v1.json"
    twin.parent.mkdir(exist_ok=True)
    twin.write_text(whole.replace('"Basket"', '"basket"'))
    if len(files(root)) == 3:
        pytest.skip("the file system holds the two for one")
    assert [registry.get_attribute_group(name).name for name in ("Basket", "basket")] == ["Basket", "basket"]
    assert list(registry.list_attribute_groups()["name"]) == ["Basket", "basket"]
    with pytest.raises(RegistryError, match='"Basket" differs only in case from "basket"'):
        registry.publish([group("Basket")])
    registry.publish([group("new")])
    registry.unpublish([group("basket")])
    registry.delete([group("basket")])
    registry.publish([group("Basket")])


def test_the_longest_name_fits_a_file(registry) -> None:
    registry.publish([group("x" * 128), service(group("x" * 128), name="y" * 128)])
    assert registry.get_attribute_group("x" * 128).version == 1


def test_files_that_are_no_definitions_are_not_seen(registry, root) -> None:
    registry.publish([group()])
    folder = root / "attribute_groups" / "basket"
    for name in ("v2.json.orig", ".v3.json.ab12.tmp", "v04.json", "v0.json", "notes.md", ".DS_Store"):
        (folder / name).write_text("{}")
    (root / "attribute_groups" / "README.md").write_text("ours")
    (root / "attribute_groups" / "empty").mkdir()
    assert registry.get_attribute_group("basket").version == 1
    with pytest.raises(NotFound, match="It has 1"):
        registry.get_attribute_group("basket", 4)
    with pytest.raises(NotFound):
        registry.get_attribute_group("empty")


def test_a_link_in_place_of_the_ignore_file_is_not_followed(registry, root):
    root.mkdir()
    (root / ".gitignore").symlink_to("../outside")
    registry.publish([group()])
    assert not (root.parent / "outside").exists()
