"""What can be opened, and that every field of it comes back (widgets.md, feature 6)."""

import json

import pytest
from definitions.build import attribute, external, group
from definitions.generate import Generator

from signals_nb import AttributeGroup, Field, InvalidDefinition
from signals_nb.widgets.draft import Draft
from widgets.draft_world import PATH


@pytest.fixture
def opened(tmp_path):
    return lambda source: Draft(None, source, folder=tmp_path, autosave=False)


def test_a_group_comes_back_with_every_field(opened):
    for seed in range(150):
        made = Generator(seed).group()
        draft = opened(made)
        assert AttributeGroup.from_json(draft.state["group"]) == made
        assert draft.group == made
        assert draft.notices == ()


def test_the_wire_form_comes_back_as_it_was(opened):
    """Text, dict and file; a duration keeps its spelling, so that the form shows the same unit."""
    for seed in range(50):
        wire = Generator(seed).group().to_dict()
        assert opened(wire).state["group"] == wire
        assert opened(json.dumps(wire)).state["group"] == wire
    assert opened({"name": "g", "ttl": "P2W"}).get("ttl") == "P2W"


def test_a_file(opened, tmp_path):
    path = tmp_path / "g.json"
    made = group(attribute())
    made.to_json(path)
    assert opened(path).group == made
    assert opened(str(path)).group == made


def test_null_where_it_means_something_is_kept(opened):
    """Online null is not online (semantics.md, "Profiles"); a null description is none."""
    draft = opened({**group().to_dict(), "online": None, "description": None})
    assert draft.state["group"]["online"] is None
    assert draft.group.online is None
    assert "description" not in draft.state["group"]


def test_unknown_fields_are_named(opened):
    wire = group(attribute(property=None)).to_dict()
    wire["discription"] = "x"
    wire["attributes"][0]["events"][0]["verson"] = "1-0-0"
    wire["attributes"][0]["property"] = {**PATH, "colour": "red"}
    wire["created_at"] = "2026-01-01"
    draft = opened(wire)
    assert draft.notices == (
        'Event has no field "verson"; it is ignored (attributes.0.events.0.verson). Did you mean version?',
        'A property has no field "colour"; it is ignored (attributes.0.property.colour).',
        'AttributeGroup has no field "discription"; it is ignored (discription). Did you mean description?',
    )
    assert draft.group == group(attribute())
    draft.open(group())
    assert draft.notices == ()


def test_a_half_built_group_opens_with_its_faults(opened):
    draft = opened({"name": "my group", "attributes": [{"aggregation": "sum"}]})
    assert draft.group is None
    assert [one.code for one in draft.findings] == ["G02", "G03", "G04", "G01", "V01", "A01"]
    assert draft.get("attributes.0.type") == "auto"
    assert draft.state["group"]["attributes"] == [{"aggregation": "sum", "type": "double"}]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (5, "A builder opens a group, JSON text, a path or a dict; it was given a int."),
        ("nowhere.json", "There is no file nowhere.json. Give JSON text, a dict, or a path."),
        ("{", "The text is no JSON: "),
        ("[]", "The text holds a JSON list; a definition is an object."),
        ({"attribute_groups": []}, "This is a service; a builder opens attribute groups."),
        ({"a": 1, "b": 2}, "This is no attribute group: it has a, b."),
        ({}, "This is no attribute group: it has no field."),
        ({"attributes": {}}, "attributes must be a list; it is {}."),
        ({"attributes": [5]}, "attributes.0 must be an object; it is 5."),
        ({"attribute_key": "user_id"}, "attribute_key must be an object; it is 'user_id'."),
        (
            {"name": "g", "attributes": [{"name": "a", "criteria": {"all": "x"}}]},
            "attributes.0.criteria.all must be a list; it is 'x'.",
        ),
    ],
)
def test_what_is_no_group(opened, source, message):
    with pytest.raises(InvalidDefinition) as caught:
        opened(source)
    assert str(caught.value).startswith(message) if message.endswith(" ") else str(caught.value) == message


def test_a_response_of_the_api_is_refused(opened):
    wire = group(attribute()).to_dict()
    wire["attributes"][0]["property"] = "contexts_nl_basjes_yauaa_context_1[0].deviceClass"
    with pytest.raises(InvalidDefinition) as caught:
        opened(wire)
    assert "it writes properties as text" in str(caught.value)


def test_what_cannot_be_opened_leaves_the_form(opened):
    draft = opened(group())
    before = draft.state
    with pytest.raises(InvalidDefinition):
        draft.open({"attributes": 5})
    assert draft.state == before
    assert not draft.can_undo


def test_open_is_a_step_of_undo(opened):
    draft = opened(group())
    before = draft.state
    draft.open(external(Field(name="ltv", type="double")))
    assert (draft.state["source"], draft.selected) == ("external", None)
    draft.undo()
    assert draft.state == before


def test_hostile_texts_are_only_texts(opened, tmp_path):
    text = "<img src=x onerror=alert(1)>\u2028'\";--\ud800"
    draft = opened({"name": text, "description": text, "owner": text, "attributes": []})
    assert draft.get("name") == text
    assert draft.errors > 0
    assert all(line.startswith("#") for line in draft.code("python").splitlines())


def test_the_owner_is_gits(tmp_path, monkeypatch):
    import subprocess

    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "config", "user.email", "me@company.com"], check=True)
    draft = Draft(None, folder=tmp_path, autosave=False)
    assert (draft.get("owner"), draft.group_state) == ("me@company.com", "empty")
    assert Draft(None, {"name": "x"}, folder=tmp_path, autosave=False).get("owner") is None
    monkeypatch.setenv("PATH", "")
    assert Draft(None, folder=tmp_path, autosave=False).get("owner") is None
