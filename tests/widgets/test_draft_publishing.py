"""Publishing from the form: what is proposed, what is written, what others do meanwhile (widgets.md 6.7)."""

import json

import pytest

from signals_nb import InvalidDefinition, RegistryError, SignalsError, VersionConflict
from signals_nb.widgets.draft import Draft
from signals_nb.widgets.drafts.values import Published, Version
from widgets.draft_world import PATH, VISITS, signals_over


@pytest.fixture
def root(tmp_path):
    return tmp_path / "registry"


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.json"))


def message(done):
    assert isinstance(done, Published)
    return done.message.code, done.message.message


def test_the_first_version(basket, root):
    """6.7: exactly the wire form, and the form takes the version."""
    assert basket.target == f"v1 → {root}/attribute_groups/basket/v1.json"
    proposal = basket.proposal()
    assert (proposal.since, proposal.changes, proposal.inline_keys) == (None, (), ("domain_userid",))
    assert not root.exists()
    done = basket.publish()
    code, text = message(done)
    assert code == "P04"
    assert text.startswith(f"Published v1 → {root}/attribute_groups/basket/v1.json (sha256 ")
    assert (basket.badge, basket.target, basket.get("version")) == ("Published v1", "", 1)
    assert basket.versions == (Version(1, "v1 (Published)", True),)
    written = json.loads((root / "attribute_groups/basket/v1.json").read_text(encoding="utf-8"))
    assert written == {**basket.group.to_dict(), "is_published": True}


def test_the_same_again_is_nothing(basket, root):
    basket.publish()
    before = files(root)
    assert message(basket.publish()) == ("P01", "Nothing to publish: v1 already holds this definition.")
    assert files(root) == before


def test_a_change_is_the_next_version_with_its_differences(basket, root):
    basket.publish()
    basket.set("description", "What is in the basket")
    basket.set("attributes.0.period", "P30D")
    basket.add_attribute({"name": "visits", "aggregation": "max", "events": [], "property": VISITS})
    assert basket.target == f"v2 → {root}/attribute_groups/basket/v2.json"
    proposal = basket.proposal()
    assert [(str(one.difference).split(":")[0], one.kind, one.breaking) for one in proposal.changes] == [
        ("attributes.views.period", "added", ""),
        ("attributes.visits", "added", ""),
        ("description", "added", ""),
    ]
    basket.publish()
    assert (basket.badge, basket.get("version")) == ("Published v2", 2)
    assert files(root) == [
        "attribute_groups/basket/v1.json",
        "attribute_groups/basket/v2.json",
        "attribute_keys/domain_userid.json",
    ]
    assert [one.label for one in basket.versions] == ["v2 (Published)", "v1 (Published)"]


def test_what_breaks_must_be_accepted(basket, root):
    """Type, aggregation, key and removed attributes are marked (feature 39)."""
    basket.add_attribute({"name": "visits", "aggregation": "max", "events": [], "property": VISITS})
    basket.add_attribute({"name": "path", "aggregation": "last", "events": [], "property": PATH})
    basket.publish()
    basket.set("attributes.0.type", "int32")
    basket.set("attributes.2.aggregation", "first")
    basket.delete_attribute(1)
    basket.set("attribute_key", {"name": "path_key", "property": PATH})
    assert [(one.difference.where, one.kind, one.breaking) for one in basket.proposal().breaking] == [
        ("attribute_key.name", "changed", "the values belong to another key"),
        ("attribute_key.property", "changed", "the values belong to another key"),
        ("attributes.views.type", "changed", "views has another type"),
        ("attributes.visits", "removed", "visits is gone"),
        ("attributes.path.aggregation", "changed", "path is computed in another way"),
    ]
    basket.set("attribute_key", "domain_userid")
    with pytest.raises(SignalsError) as caught:
        basket.publish()
    assert str(caught.value) == (
        "v2 breaks what uses v1: views has another type; visits is gone; path is computed in another way. "
        "Confirm that you understand the breaking changes, or give the group another name."
    )
    assert "attribute_groups/basket/v2.json" not in files(root)
    assert message(basket.publish(accept_breaking=True))[0] == "P04"


def test_back_to_an_earlier_definition(basket):
    """v1, then v2; undone to v1's definition: what users have now is v2, so it is v3."""
    basket.publish()
    basket.set("description", "x")
    basket.publish()
    basket.undo()
    assert basket.badge == "Published v1"
    basket.set("version", 2)
    assert (basket.badge, basket.target[:2]) == ("Unpublished changes", "v3")


def test_state_changes_in_place(basket):
    """Owner and online may change under a published version (semantics.md, "The registry")."""
    basket.publish()
    basket.set("owner", "other@b.com")
    proposal = basket.proposal()
    assert (proposal.version, [str(one.difference) for one in proposal.changes]) == (
        1,
        ['owner: "a@b.com" -> "other@b.com"'],
    )
    basket.publish()
    assert (basket.badge, [one.number for one in basket.versions]) == ("Published v1", [1])


def test_a_version_of_the_users_own(basket):
    basket.set("version", 7)
    assert basket.target.startswith("v7 ")
    basket.publish()
    basket.set("version", 3)
    basket.set("description", "x")
    assert basket.target.startswith("v8 ")


def test_errors_stop_it_all_named(basket, root):
    basket.set("owner", "me")
    basket.set("attributes.0.aggregation", "sum")
    with pytest.raises(InvalidDefinition) as caught:
        basket.publish()
    assert str(caught.value) == (
        '"basket" cannot be used: 2 errors.\n'
        "  G03 owner: Owner must be an e-mail address, for example you@company.com. "
        "Set owner to your address.\n"
        "  A01 attributes.views.property: Sum needs a property. Choose one under Property. Set property."
    )
    assert not root.exists()


def test_someone_else_was_first(basket, signals, root):
    """8.4: v2.json appears while the form shows v2; nothing is overwritten, and reloading goes on to v3."""
    basket.publish()
    other = Draft(signals, basket.state["group"], folder=root.parent, autosave=False)
    basket.set("description", "mine")
    assert basket.target.startswith("v2 ")
    other.set("description", "theirs")
    other.publish()
    with pytest.raises(VersionConflict) as caught:
        basket.publish()
    assert str(caught.value) == "v2 was published by someone else while you were editing. Reload versions."
    assert caught.value.next_version == 3
    held = json.loads((root / "attribute_groups/basket/v2.json").read_text(encoding="utf-8"))
    assert held["description"] == "theirs"
    basket.reload_versions()
    assert [one.number for one in basket.versions] == [2, 1]
    assert message(basket.publish())[1].startswith("Published v3")


def test_someone_else_published_the_very_same(basket, signals, root):
    basket.publish()
    other = Draft(signals, basket.state["group"], folder=root.parent, autosave=False)
    for each in (basket, other):
        each.set("description", "x")
        assert each.target.startswith("v2 ")
    other.publish()
    assert message(basket.publish()) == ("P01", "Nothing to publish: v2 already holds this definition.")
    assert basket.badge == "Published v2"


def test_what_cannot_be_written(basket, root):
    """8.4: a file where a folder must be."""
    root.mkdir()
    (root / "attribute_groups").write_text("")
    basket.set("name", "other")
    with pytest.raises(RegistryError) as caught:
        basket.publish()
    assert str(caught.value) == f"Cannot write {root}/attribute_groups/other/v1.json: Not a directory."


def test_what_the_registry_refuses(basket):
    basket.set("name", "con")
    with pytest.raises(RegistryError) as caught:
        basket.proposal()
    assert str(caught.value) == (
        'The attribute group cannot be called "con": Windows keeps that name for a device, and nobody could '
        "check this registry out there. Choose another, for example con_1."
    )


def test_a_damaged_version_is_told_and_never_overwritten(basket, root):
    """8.4: a half-written v1.json beside a good v2.json."""
    basket.publish()
    basket.set("description", "x")
    basket.publish()
    path = root / "attribute_groups/basket/v1.json"
    path.write_text("{")
    basket.reload_versions()
    problem = basket.versions[1].problem
    assert problem.startswith(f"{path} is damaged: ")
    assert basket.versions[1] == Version(1, "v1 (damaged)", False, problem)
    assert basket.notices == (problem,)
    assert basket.badge == "Published v2"
    basket.set("description", "y")
    assert basket.target.startswith("v3 ")
    with pytest.raises(RegistryError):
        basket.load_version(1)


def test_a_damaged_key_is_told(basket, root):
    basket.publish()
    path = root / "attribute_keys/domain_userid.json"
    path.write_text("{")
    basket.set("attribute_key", {"name": "domain_userid"})
    basket.reload_versions()
    assert basket.errors == 0
    assert [one.split(":")[0] for one in basket.notices] == [f"{path} is damaged"]
    with pytest.raises(RegistryError):
        basket.publish()


def test_keys_of_the_registry_are_offered(basket):
    basket.set("attribute_key", {"name": "path_key", "property": PATH})
    basket.publish()
    assert basket.keys == ("domain_userid", "domain_sessionid", "user_id", "network_userid", "path_key")
    basket.set("attribute_key", "path_key")
    assert basket.errors == 0
    basket.set("attribute_key", "path_kee")
    assert [one.code for one in basket.findings_at("attribute_key")] == ["K03"]


def test_an_older_version_is_loaded_and_undone(basket):
    basket.publish()
    basket.set("description", "x")
    basket.publish()
    basket.load_version(1)
    assert (basket.get("description"), basket.badge) == (None, "Published v1")
    assert not basket.unsaved
    basket.undo()
    assert basket.get("description") == "x"
    with pytest.raises(SignalsError) as caught:
        basket.load_version(9)
    assert str(caught.value) == 'The attribute group "basket" has no version 9. It has 1, 2.'


def test_unsaved(basket):
    assert basket.unsaved
    basket.publish()
    assert not basket.unsaved
    basket.set("description", "x")
    assert basket.unsaved
    basket.undo()
    assert not basket.unsaved
    basket.open(None)
    assert not basket.unsaved


def test_a_registry_that_was_moved_away(basket, root, tmp_path):
    basket.publish()
    root.rename(tmp_path / "gone")
    basket.reload_versions()
    assert (basket.versions, basket.badge) == ((), "Draft")
    assert message(basket.publish())[0] == "P04"


def test_two_registries_do_not_mix(basket, tmp_path):
    basket.publish()
    other = Draft(signals_over(tmp_path / "two"), basket.state["group"], folder=tmp_path, autosave=False)
    assert (other.badge, other.versions) == ("Draft", ())
