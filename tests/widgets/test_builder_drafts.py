"""Drafts that outlive the kernel (feature 44)."""


def test_the_last_draft_is_offered_and_restored(build):
    builder = build(draft=True)
    builder.form.set("description", "Edited")
    builder.close()
    again = build(group=None, draft=True)
    assert "A draft was kept: basket, 2 attributes, saved " in again.messages.texts[0]
    again.load(again.form.saved()[0])
    assert again.form.get("description") == "Edited"
    assert again.panels["group"].name.value == "basket"


def test_a_draft_is_not_offered_over_a_group_that_is_opened(build):
    first = build(draft=True)
    first.form.set("description", "Edited")
    first.close()
    assert build(draft=True).messages.texts == []


def test_unknown_fields_are_named(build):
    builder = build(group={"name": "basket", "colour": "red"})
    assert "colour" in builder.messages.texts[0]
