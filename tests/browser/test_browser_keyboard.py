"""Scenario 8: all of it with Tab, arrows, Space and Enter (widgets.md 6.8)."""

from test_browser_demo import EMPTY


class Keys:
    """A person without a mouse."""

    def __init__(self, notebook):
        self.page, self.root = notebook.page, notebook.root

    def focused(self):
        return self.page.evaluate(
            """() => { const e = document.activeElement;
            const own = e.labels && e.labels.length ? e.labels[0].textContent : '';
            return (own || e.getAttribute('aria-label') || e.textContent || e.placeholder || '')
              .trim().slice(0, 40); }"""
        )

    def tab_to(self, name, most=40):
        """Tab until the control of that name has the focus."""
        seen = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            seen.append(self.focused())
            if seen[-1] == name:
                return
        raise AssertionError(f"Tab does not reach {name}: {seen}")

    def type(self, text):
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(250)


def test_a_group_without_a_mouse(notebook):
    notebook.open("keyboard", EMPTY).ready()
    keys = Keys(notebook)
    notebook.root.get_by_role("tab", name="2 Group").focus()
    keys.tab_to("Name")
    keys.type("by_keyboard")
    keys.tab_to("Owner")
    notebook.page.keyboard.press("Control+A")
    keys.type("you@example.com")
    keys.tab_to("Attribute key")
    notebook.page.keyboard.type("domain_userid")
    notebook.page.wait_for_timeout(300)
    notebook.root.get_by_role("tab", name="2 Group").focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.page.keyboard.press("Enter")
    keys.tab_to("Add attribute")
    notebook.page.keyboard.press("Enter")
    # After Add the name has the focus.
    notebook.page.wait_for_function(
        "() => document.activeElement.labels && document.activeElement.labels[0]?.textContent === 'Name'"
    )
    keys.type("page_views")
    keys.tab_to("Test")
    notebook.page.keyboard.press("Space")
    notebook.state("done")
    notebook.root.get_by_role("tab", name="4 Test").focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook.page.keyboard.press("Enter")
    keys.tab_to("Publish v1")
    notebook.page.keyboard.press("Enter")
    notebook.root.get_by_text("Published v1 →").wait_for()
    assert (notebook.server.root / "keyboard/registry/attribute_groups/by_keyboard/v1.json").exists()
