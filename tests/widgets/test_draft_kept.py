"""Kept drafts: a dead kernel loses at most the last edit, builders share nothing (widgets.md, feature 44)."""

import json
import logging
import os
import signal
import subprocess
import sys

import pytest

from signals_nb import InvalidDefinition, SignalsError
from signals_nb.widgets.draft import Draft
from widgets.draft_world import PATH


@pytest.fixture
def new(tmp_path, signals):
    """Makes builders that keep their drafts in one folder."""
    return lambda group=None, **more: Draft(signals, group, folder=tmp_path, **more)


def kept(tmp_path):
    return sorted((tmp_path / ".signals_nb").glob("draft-*.json"))


def built(draft, name="basket"):
    draft.set("name", name)
    draft.set("owner", "a@b.com")
    draft.add_attribute({"name": "views", "aggregation": "last", "events": [], "property": PATH})
    draft.set("attributes.0.aggregation", "counter")
    return draft


def test_every_edit_is_in_the_file(new, tmp_path):
    draft = new()
    assert not (tmp_path / ".signals_nb").exists()
    for text in ("b", "ba"):
        draft.set("name", text)
        [path] = kept(tmp_path)
        assert json.loads(path.read_text(encoding="utf-8"))["group"]["name"] == text
    draft.undo()
    assert json.loads(path.read_text(encoding="utf-8"))["group"]["name"] == ""
    assert (tmp_path / ".signals_nb/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert kept(tmp_path) == [path]


def test_restore_after_the_kernel_died(new, tmp_path):
    """All of it comes back, what is hidden and the options of the test included; the file changes hands."""
    dead = built(new())
    dead.set("test.seed", 7)
    state = dead.state
    dead._keeper.release(forget=False)  # as the system does for a process that dies
    draft = new()
    [offer] = draft.saved()
    assert (offer.name, offer.attributes, offer.live, offer.problem) == ("basket", 1, False, "")
    assert offer.label.startswith("basket, 1 attribute, saved 2")
    draft.restore(offer)
    assert draft.state == state
    draft.set("attributes.0.aggregation", "last")
    assert draft.get("attributes.0.property") == PATH
    assert new().saved()[0].live
    assert len(kept(tmp_path)) == 1
    while draft.can_undo:
        draft.undo()
    assert draft.get("name") == ""


def test_a_killed_kernel_frees_its_draft(new, tmp_path):
    code = (
        "import sys, time; from signals_nb.widgets.draft import Draft\n"
        "draft = Draft(None, folder=sys.argv[1]); draft.set('name', 'killed')\n"
        "print('set', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline() == "set\n"
        draft = new()
        assert [(one.name, one.live) for one in draft.saved()] == [("killed", True)]
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
        child.stdout.close()
    assert [(one.name, one.live) for one in draft.saved()] == [("killed", False)]


def test_two_builders_share_nothing(new, tmp_path):
    one, two = new(), new()
    one.set("name", "one")
    two.set("name", "two")
    one.set("description", "x")
    assert sorted(
        json.loads(path.read_text(encoding="utf-8"))["group"]["name"] for path in kept(tmp_path)
    ) == [
        "one",
        "two",
    ]
    [offer] = one.saved()
    assert (offer.name, offer.live) == ("two", True)


def test_a_draft_in_use_is_copied_not_taken(new, tmp_path):
    other, draft = built(new(), "other"), new()
    [offer] = draft.saved()
    draft.restore(offer)
    draft.set("name", "mine")
    assert other.get("name") == "other"
    other.set("description", "x")
    assert len(kept(tmp_path)) == 2
    with pytest.raises(SignalsError) as caught:
        draft.discard(offer)
    assert str(caught.value) == f"The draft {offer.path} is open in another builder. Close that one first."


def test_discard(new, tmp_path):
    built(new()).close()
    draft = new()
    [offer] = draft.saved()
    draft.discard(offer)
    assert (draft.saved(), kept(tmp_path)) == ([], [])
    with pytest.raises(InvalidDefinition) as caught:
        draft.restore(offer)
    assert str(caught.value) == f"The draft {offer.path} is gone."


def test_close_keeps_what_is_nowhere_else(new, tmp_path):
    built(new()).close()
    assert len(kept(tmp_path)) == 1
    assert [one.name for one in new().saved()] == ["basket"]


def test_close_leaves_no_file_of_what_is_published(new, tmp_path):
    draft = built(new())
    draft.set("attribute_key", "domain_userid")
    draft.publish()
    assert kept(tmp_path) == []
    draft.set("description", "x")
    assert len(kept(tmp_path)) == 1
    draft.undo()
    draft.close()
    assert kept(tmp_path) == []
    untouched = new()
    untouched.close()
    assert untouched.saved() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": 1}',
        '{"format": 1, "form": {"attributes": 5}, "test": {}}',
        '{"format": 1, "form": {"attributes": [{"(hidden)": {"property": 7}}]}, "test": {}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_draft_is_set_aside_and_named(new, tmp_path, text):
    built(new()).close()
    [path] = kept(tmp_path)
    path.write_text(text, encoding="utf-8")
    draft = new()
    [offer] = draft.saved()
    assert offer.problem.startswith(f"{path.name} is damaged (")
    assert offer.problem.endswith(f"kept as {path.stem}.damaged.json")
    assert not path.exists()
    aside = path.with_name(f"{path.stem}.damaged.json")
    assert aside.read_text(encoding="utf-8") == text
    assert [one.problem for one in draft.saved()] == [f"{aside.name} is damaged"]
    with pytest.raises(InvalidDefinition):
        draft.restore(offer)
    assert draft.get("name") == ""
    draft.discard(offer)
    assert not aside.exists()


def test_a_draft_of_a_later_version_is_left_alone(new, tmp_path):
    built(new()).close()
    [path] = kept(tmp_path)
    path.write_text('{"format": 2}', encoding="utf-8")
    [offer] = new().saved()
    assert offer.problem == f"{path.name} was kept by another version of signals_nb"
    assert path.exists()


def test_files_of_others_in_the_folder_are_none_of_ours(new, tmp_path):
    built(new()).close()
    folder = tmp_path / ".signals_nb"
    (folder / "draft-notes.json").write_text("{}")
    (folder / "draft-0123456789abcdef.json.orig").write_text("{}")
    assert [one.name for one in new().saved()] == ["basket"]


def test_an_offer_cannot_lead_out_of_the_folder(new, tmp_path):
    from dataclasses import replace

    built(new()).close()
    draft = new()
    [offer] = draft.saved()
    outside = tmp_path / "x.json"
    outside.write_text("{}")
    with pytest.raises(SignalsError) as caught:
        draft.discard(replace(offer, path=outside))
    assert str(caught.value) == f"{outside} is no other draft in {tmp_path / '.signals_nb'}."
    assert outside.exists()


def test_where_nothing_can_be_kept_the_edit_goes_on(new, tmp_path, caplog):
    (tmp_path / ".signals_nb").write_text("a file is in the way")
    draft = new()
    with caplog.at_level(logging.WARNING):
        draft.set("name", "a")
        draft.set("name", "ab")
    problem = (
        f"Drafts cannot be kept in {tmp_path / '.signals_nb'}: File exists. The last edits are here only."
    )
    assert (draft.get("name"), draft.autosave_problem) == ("ab", problem)
    assert [one.getMessage() for one in caplog.records] == [problem]
    (tmp_path / ".signals_nb").unlink()
    draft.set("name", "abc")
    assert draft.autosave_problem == ""
    assert len(kept(tmp_path)) == 1


def test_nothing_is_kept_without_autosave(new, tmp_path):
    built(new(autosave=False))
    assert not (tmp_path / ".signals_nb").exists()


def test_hostile_texts_are_kept(new):
    text = "\ud800\u2028\x00</script>"
    draft = new()
    draft.set("name", text)
    draft._keeper.release(forget=False)
    other = new()
    other.restore(other.saved()[0])
    assert other.get("name") == text


def test_a_crash_between_writes_leaves_a_whole_file(new, tmp_path, monkeypatch):
    """The write dies half-way: the file holds the edit before, the other builder sees no rest of it."""
    from pathlib import Path

    draft = new()
    draft.set("name", "before")
    write = Path.write_text

    def dies(path, text, **options):
        write(path, text[: len(text) // 2], **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", dies)
    draft.set("name", "after")
    monkeypatch.undo()
    assert draft.autosave_problem.endswith("No space left on device. The last edits are here only.")
    assert [one.name for one in new().saved()] == ["before"]
    draft.commit()
    draft.set("name", "after all")
    assert [one.name for one in new().saved()] == ["after all"]
