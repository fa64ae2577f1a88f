"""publish: what it writes, what it returns, and what it leaves alone."""

import json
import subprocess

import pytest
from registry_objects import (
    OWNER,
    batch_group,
    customer,
    external_group,
    files,
    group,
    picture,
    service,
    views,
)

from signals_nb.definitions import (
    BatchAttributeGroup,
    ExternalBatchAttributeGroup,
    StreamAttributeGroup,
    domain_userid,
)
from signals_nb.errors import InvalidDefinition, RegistryError
from signals_nb.registry import Registry


def test_files_lie_where_the_layout_says(registry, root) -> None:
    registry.publish(
        [service(group()), external_group(), batch_group(), group(), group(version=2), customer()]
    )
    assert files(root) == [
        "attribute_groups/basket/v1.json",
        "attribute_groups/basket/v2.json",
        "attribute_groups/crm/v1.json",
        "attribute_groups/weekly/v1.json",
        "attribute_keys/customer.json",
        "attribute_keys/domain_userid.json",
        "services/shop.json",
    ]


def test_a_file_is_the_definition_with_is_published_true_and_nothing_else(registry, root) -> None:
    definition = group(description="Körbe „x“ 🎉")
    registry.publish([definition])
    content = (root / "attribute_groups/basket/v1.json").read_bytes()
    assert content == definition.model_copy(update={"is_published": True}).to_json().encode()
    assert json.loads(content) == definition.to_dict() | {"is_published": True}
    assert list(json.loads(content)) == [
        *("name", "version", "description", "owner", "attribute_key", "online", "offline", "is_published"),
        "attributes",
    ]
    assert "Körbe „x“ 🎉".encode() in content
    assert content.endswith(b"}\n")
    assert b"\r" not in content


def test_the_objects_come_back_published_and_those_given_stay_as_they_were(registry) -> None:
    given = [service(group()), group(), customer()]
    published = registry.publish(given)
    assert [type(each).__name__ for each in published] == ["AttributeKey", "StreamAttributeGroup", "Service"]
    assert [each.is_published for each in published] == [True, True, True]
    assert [each.is_published for each in given] == [False, False, False]
    assert isinstance(published, list)


@pytest.mark.parametrize(
    ("definition", "of"),
    [
        (group(), StreamAttributeGroup),
        (batch_group(), BatchAttributeGroup),
        (external_group(), ExternalBatchAttributeGroup),
    ],
)
def test_each_kind_of_group_reads_back_as_itself(registry, definition, of) -> None:
    registry.publish([definition])
    read = registry.get_attribute_group(definition.name)
    assert type(read) is of
    assert read == definition.model_copy(update={"is_published": True})


def test_keys_and_services_read_back(registry) -> None:
    registry.publish([service(group()), group(), customer(description="who pays")])
    assert registry.get_attribute_key("customer") == customer(description="who pays", is_published=True)
    assert registry.get_service("shop") == service(group(), is_published=True)


def test_publishing_again_touches_no_file(registry, root) -> None:
    given = [service(group()), group(), customer()]
    published = registry.publish(given)
    before = picture(root)
    again = registry.publish(given)
    assert picture(root) == before
    assert again == published
    assert [change.status for change in again.changes] == ["unchanged"] * 3
    assert registry.publish(published) == published, "what publish returned is equal too"
    assert picture(root) == before


def test_an_equal_definition_in_another_hand_is_left_as_it_is(registry, root) -> None:
    registry.publish([group()])
    path = root / "attribute_groups/basket/v1.json"
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4, sort_keys=True))
    before = picture(root)
    assert [change.status for change in registry.publish([group()]).changes] == ["unchanged"]
    assert picture(root) == before


def test_a_registry_reads_what_another_wrote(registry, root) -> None:
    registry.publish([group()])
    assert Registry(str(root)).get_attribute_group("basket", 1).attributes == [views()]


def test_nothing_to_publish_makes_no_folder(registry, root) -> None:
    assert registry.publish([]) == []
    assert not root.exists()


def test_one_wrong_object_stops_all_and_every_wrong_one_is_named(registry, root) -> None:
    twice = group("twice", attributes=[views("n"), views("n")])
    like_key = group("like_key", attributes=[views("domain_userid")])
    with pytest.raises(InvalidDefinition) as caught:
        registry.publish([group(), twice, like_key])
    assert "twice" in str(caught.value)
    assert "like_key" in str(caught.value)
    assert len(caught.value.findings) >= 2
    assert files(root) == []


def test_two_bodies_under_one_name_in_one_call(registry, root) -> None:
    with pytest.raises(RegistryError) as caught:
        registry.publish([group(), group(description="other")])
    assert str(caught.value) == (
        "publish was given two different definitions of attribute group basket v1: "
        'description: (absent) -> "other".'
    )
    assert not root.exists()


def test_the_same_object_twice_is_one(registry) -> None:
    assert len(registry.publish([group(), group()])) == 1


def test_what_is_no_list_of_objects_is_refused(registry) -> None:
    with pytest.raises(RegistryError) as caught:
        registry.publish(group())
    assert str(caught.value) == "publish takes a list: publish([basket])."
    with pytest.raises(RegistryError) as caught:
        registry.publish([{"name": "basket"}])
    assert str(caught.value) == (
        "publish takes attribute groups, attribute keys and services of signals_nb, not builtins.dict."
    )


def test_the_result_tells_what_became_of_each(registry) -> None:
    published = registry.publish([service(group()), group()])
    assert repr(published) == "<published: domain_userid created, basket v1 created, shop created>"
    page = published._repr_html_()
    assert "<code>attribute_groups/basket/v1.json</code>" in page
    assert page.count(">created</span>") == 3
    assert repr(registry.publish([])) == "<published: nothing>"


def test_repr_is_one_line_and_as_given() -> None:
    assert repr(Registry("registry/")) == "Registry('registry')"


def test_the_registry_stays_where_it_was_when_the_working_folder_changes(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    registry = Registry("registry")
    registry.publish([group()])
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert registry.get_attribute_group("basket").owner == OWNER


def test_state_may_change_in_place(registry, root) -> None:
    registry.publish([batch_group(online=False)])
    assert registry.get_attribute_group("weekly").online is False
    changed = registry.publish([batch_group(online=True, owner="new@example.com")])
    assert [change.status for change in changed.changes] == ["state changed"]
    assert [str(each) for each in changed.changes[0].differences] == [
        'owner: "data@example.com" -> "new@example.com"',
        "online: false -> true",
    ]
    assert registry.get_attribute_group("weekly").online is True
    assert len(files(root)) == 2


def test_git_shows_definitions_only_and_a_small_diff(registry, root) -> None:
    subprocess.run(["git", "init", "--quiet", root], check=True)
    registry.publish([group(online=False), service(group())])
    status = _git(root, "status", "--short", "--untracked-files=all")
    assert [line.split()[1] for line in status.splitlines()] == [
        ".gitignore",
        "attribute_groups/basket/v1.json",
        "attribute_keys/domain_userid.json",
        "services/shop.json",
    ]
    _git(root, "add", ".")
    registry.publish([group(online=True)])
    changed = [line for line in _git(root, "diff", "-U0").splitlines() if line[0] in "+-" and line[1] == " "]
    assert changed == ['-  "online": false,', '+  "online": true,']


def _git(root, *command):
    return subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=True).stdout


def test_the_built_in_key_is_written_with_the_group_that_holds_it(registry) -> None:
    registry.publish([group()])
    assert registry.get_attribute_key("domain_userid") == domain_userid.model_copy(
        update={"is_published": True}
    )
