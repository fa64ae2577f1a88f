"""Files that a person, a merge or a disk spoiled: named, refused, and no hindrance to the others."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
from registry_objects import customer, files, group, picture, service

from signals_nb.errors import NotFound, RegistryError, SignalsWarning
from signals_nb.registry import Registry


@pytest.fixture
def path(registry, root):
    registry.publish([group(), group("fine"), customer(), service(group("fine"))])
    return root / "attribute_groups" / "basket" / "v1.json"


DAMAGE = {
    "empty": (b"", "is no JSON"),
    "half": (b'{"name": "basket", "ver', "is no JSON"),
    "list": (b"[]", "it holds no JSON object"),
    "other object": (b'{"name": "basket"}', "holds no valid AttributeGroup"),
    "bytes": (b"\xff\xfe\x00", "it is no UTF-8 text"),
    "deep": (b"[" * 100_000, "is no JSON"),
    "merge": (
        b'{\n<<<<<<< HEAD\n"name": "a",\n=======\n>>>>>>> x\n}',
        "the marks of an unfinished git merge",
    ),
    "no number": (b'{"name": "basket", "version": NaN}', "NaN is no number of JSON"),
    "double": (b'{"name": "basket", "name": "b"}', "it holds the field name twice"),
}


@pytest.mark.parametrize(("content", "reason"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_and_the_rest_stays_usable(registry, root, path, content, reason) -> None:
    path.write_bytes(content)
    with pytest.raises(RegistryError) as caught:
        registry.get_attribute_group("basket")
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)
    with pytest.raises(RegistryError, match=r"v1\.json"):
        registry.publish([group()])
    assert path.read_bytes() == content, "a damaged file is never overwritten"
    assert registry.get_attribute_group("fine").version == 1
    with pytest.raises(RegistryError, match=r"v1\.json"):
        registry.plan([group()])
    for withdraw in (registry.unpublish, registry.delete):
        with pytest.raises(RegistryError, match=r"v1\.json"):
            withdraw([group()])
    registry.plan([group("another"), group("basket", version=2), service(group("another"))])
    registry.publish([group("another"), group("basket", version=2), service(group("another"))])
    registry.publish([service(group("basket", version=2))])
    registry.unpublish([group("another")])
    registry.delete([group("another")])
    with pytest.warns(SignalsWarning) as caught:
        read = [registry.history("basket"), registry.list_attribute_groups()]
    assert [list(frame["version"]) for frame in read] == [[2], [2, 1]]
    assert len(caught) == 2
    for warning in caught:
        assert reason in str(warning.message)
        assert str(warning.message).startswith(f"Left out: {path} ")


@pytest.mark.parametrize("place", ["attribute_keys/customer.json", "services/shop.json"])
def test_a_damaged_key_or_service_is_named_and_the_rest_stays_usable(registry, root, path, place) -> None:
    (root / place).write_text("<<<<<<< HEAD\n")
    asked = [customer()] if "keys" in place else [service(group("fine"))]
    get = registry.get_attribute_key if "keys" in place else registry.get_service
    told = f"{root / place} holds the marks of an unfinished git merge. Choose a side and save it."
    for work in (
        lambda: get(asked[0].name),
        lambda: registry.plan(asked),
        lambda: registry.publish(asked),
        lambda: registry.unpublish(asked),
        lambda: registry.delete(asked),
    ):
        with pytest.raises(RegistryError) as caught:
            work()
        assert str(caught.value) == told
    registry.publish([group("new"), service(group("new"), name="second")])
    assert list(registry.list_attribute_groups()["name"]) == ["basket", "fine", "new"]
    assert list(registry.history("basket")["version"]) == [1]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"name": "basket"', '"name": "other"', 'holds "other"; its place says "basket".'),
        ('"version": 1,', '"version": 2,', "holds version 2 of basket; its place says 1."),
        ('"type": "int32"', '"type": "int23"', "holds no valid AttributeGroup"),
    ],
)
def test_an_edited_file_is_named(registry, path, old, new, reason) -> None:
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(RegistryError) as caught:
        registry.get_attribute_group("basket", 1)
    assert str(caught.value).startswith(f"{path} ")
    assert reason in str(caught.value)


def test_windows_line_ends_and_a_byte_order_mark_are_no_damage(registry, path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert registry.get_attribute_group("basket").name == "basket"
    assert [change.status for change in registry.publish([group()]).changes] == ["unchanged"]


def test_a_damaged_group_stops_a_key_from_moving(registry, root, path) -> None:
    path.write_bytes(b"")
    with pytest.raises(RegistryError, match=r"v1\.json"):
        registry.publish([customer("network_userid")])
    registry.publish([customer(description="no move")])


def test_a_folder_in_the_place_of_a_file(registry, path) -> None:
    path.unlink()
    path.mkdir()
    with pytest.raises(RegistryError, match="cannot be read"):
        registry.get_attribute_group("basket")


def test_a_file_in_the_place_of_the_registry(tmp_path) -> None:
    (tmp_path / "registry").write_text("")
    with pytest.raises(RegistryError, match="must be a folder"):
        Registry(tmp_path / "registry").publish([group()])


@pytest.fixture
def folder_of_another():
    """A folder that this process may read and not write, even when it is root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "registry"
        folder.mkdir(mode=0o555)
        Path(name).chmod(0o755)
        if os.geteuid() == 0:
            os.seteuid(65534)
        yield folder
        if os.getuid() == 0:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits on folders")
def test_a_folder_without_write_permission(folder_of_another) -> None:
    registry = Registry(folder_of_another)
    with pytest.raises(RegistryError, match=r"is read-only for you \("):
        registry.publish([group()])
    with pytest.raises(NotFound):
        registry.get_attribute_group("basket")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_read_is_named_and_the_rest_stays_usable(folder_of_another, what) -> None:
    if os.geteuid() != 65534:
        pytest.skip("only root can become another user")
    os.seteuid(0)
    registry = Registry(folder_of_another)
    registry.publish([group(), group("fine")])
    hidden = folder_of_another / "attribute_groups/basket"
    hidden = hidden / "v1.json" if what == "file" else hidden
    hidden.chmod(0)
    os.seteuid(65534)
    told = f"{hidden} cannot be read: Permission denied."
    with pytest.raises(RegistryError) as caught:
        registry.get_attribute_group("basket")
    assert str(caught.value) == told
    with pytest.warns(SignalsWarning) as warned:
        assert list(registry.list_attribute_groups()["name"]) == ["fine"]
    assert [str(each.message) for each in warned] == [f"Left out: {told}"]
    assert [change.status for change in registry.plan([group("fine")]).changes] == ["unchanged"]


@pytest.mark.parametrize("code", ["EACCES", "EROFS", "EPERM"])
def test_a_read_only_registry_says_so(registry, root, path, monkeypatch, code) -> None:
    before = picture(root)

    def refuse(self, target):
        number = getattr(errno, code)
        raise OSError(number, os.strerror(number), str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    target = root / "attribute_groups" / "new" / "v1.json"
    with pytest.raises(RegistryError) as caught:
        registry.publish([group("new")])
    assert str(caught.value) == (
        f"The registry {root} is read-only for you ({target}), so nothing was changed. "
        "Ask for write access, or give Signals(registry=...) a folder of your own."
    )
    assert picture(root) == before
    assert files(root) == list(before)
