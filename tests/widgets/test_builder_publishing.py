"""Publishing from the builder (widgets.md 6.7)."""

import json

from signals_nb.registry import Registry


def display(widget):
    return widget.layout.display


def test_publish_writes_the_file_that_was_shown(builder, tmp_path):
    """P04; the badge, the version and the disabled button follow."""
    builder.show("publish")
    panel = builder.panels["publish"]
    assert "v1 → " in panel.target.value
    assert panel.go.description == "Publish v1"
    assert "This group is not tested." in panel.tested.value
    done = builder.publish()
    path = tmp_path / "registry" / "attribute_groups" / "basket" / "v1.json"
    assert json.loads(path.read_text())["name"] == "basket"
    assert "Published v1 → " in builder.messages.texts[0]
    assert done.message.code == "P04"
    assert "Published v1" in builder.header.title.value
    assert builder.header.version.value == 1
    assert "Nothing to publish" in panel.target.value
    assert builder.footer.publish.disabled


def test_a_change_is_the_next_version_and_shows_what_differs(builder):
    builder.publish()
    builder.form.set("attributes.0.period", "P1D")
    builder.show("publish")
    panel = builder.panels["publish"]
    assert panel.go.description == "Publish v2"
    assert "attributes.views.period" in panel.diff.value
    assert "Unpublished changes" in builder.header.title.value


def test_a_breaking_change_must_be_confirmed(builder):
    builder.publish()
    builder.form.delete_attribute(1)
    builder.show("publish")
    panel = builder.panels["publish"]
    assert "<b>Breaking:</b>" in panel.diff.value
    assert panel.go.disabled
    assert panel.reason.value == "Confirm the breaking changes first."
    panel.confirm.value = True
    assert not panel.go.disabled
    builder.publish()
    assert builder.header.version.value == 2
    assert panel.confirm.value is False


def test_someone_else_was_faster(builder, signals):
    """P02: nothing is overwritten."""
    builder.publish()
    builder.form.set("attributes.0.period", "P1D")
    other = builder.group
    other.version = 2
    other.description = "Another v2"
    Registry(signals.registry.root).publish([other])
    builder.guard.run("publishing", builder.publish)
    assert "v2 was published by someone else while you were editing." in builder.messages.texts[0]
    builder.form.reload_versions()
    builder.show("publish")
    assert builder.panels["publish"].go.description == "Publish v3"


def test_an_old_version_is_loaded(builder):
    builder.publish()
    builder.form.set("description", "Second")
    builder.publish()
    builder.header.version.value = 1
    assert builder.form.get("description") is None
    assert builder.form.get("version") == 1


def test_unpublished_edits_are_asked_about_before_a_version_replaces_them(builder):
    builder.publish()
    builder.form.set("description", "Edited")
    builder.header.version.value = 1
    assert builder.form.get("description") == "Edited"
    assert builder.header.version.value == 0
    assert "Loading v1 replaces edits that are not published." in builder.messages.texts[0]
    box = builder.messages.children[0]
    assert [each.description for each in box.children[1:]] == ["Load v1", "Keep editing", "Dismiss"]
    builder.load(1, ask=False)
    assert builder.form.get("description") is None


def test_an_invalid_form_cannot_be_published(builder):
    builder.form.set("name", "my group")
    builder.show("publish")
    panel = builder.panels["publish"]
    assert "Not ready to publish" in panel.target.value
    assert display(panel.go) == "none"
