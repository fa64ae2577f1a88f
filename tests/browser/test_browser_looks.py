"""How the builder looks and reads: themes, contrast, labels, narrow windows (scenarios 10, 11, 13)."""

import pytest
from lab import Notebook
from test_browser_states import DEMO

TABS = ("1 Data", "2 Group", "3 Attributes", "4 Test", "5 Publish", "Code")

# Text whose contrast with what lies behind it is below 4.5, by the computed styles.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (css) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = css; canvas.fillRect(0, 0, 1, 1);
    const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => { const f = c.slice(0, 3).map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const behind = (e) => { const layers = []; for (let n = e; n; n = n.parentElement) {
    const c = rgba(getComputedStyle(n).backgroundColor); layers.push(c); if (c[3] === 1) break; }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]); };
  const bad = [];
  for (const e of document.querySelectorAll('.snb-root *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest('style, svg, option, [disabled]')) continue;
    const under = behind(e); let ink = rgba(getComputedStyle(e).color);
    for (let n = e; n; n = n.parentElement) ink[3] *= getComputedStyle(n).opacity;
    const text = over(ink, under);
    const [a, b] = [light(text), light(under)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(1)} ${e.className}: ${e.textContent.trim().slice(0, 40)}`);
  }
  return bad;
}"""

# What axe does not look for: controls without a label, buttons without words, controls that Tab skips.
LABELS = """() => {
  const bad = [];
  for (const e of document.querySelectorAll('.snb-root input, .snb-root select, .snb-root textarea')) {
    if (!e.checkVisibility()) continue;
    const label = (e.labels && [...e.labels].map(l => l.textContent).join('').trim())
      || e.getAttribute('aria-label') || e.placeholder;
    if (!label) bad.push(`no label: ${e.outerHTML.slice(0, 80)}`);
    if (e.tabIndex < 0) bad.push(`no tab stop: ${label}`);
  }
  for (const e of document.querySelectorAll('.snb-root button')) {
    if (!e.textContent.replace(/[\\ue000-\\uf8ff]/g, '').trim()) bad.push(e.outerHTML.slice(0, 80));
  }
  return bad;
}"""


def everything(notebook):
    """Every tab in turn, and every view of a result."""
    notebook.press("Test")
    notebook.state("done")
    for title in TABS:
        notebook.tab(title)
        if title == "3 Attributes":
            notebook.root.get_by_label("Attributes").select_option(index=2)
            if notebook.button("More options (1 set)").count():
                notebook.press("More options (1 set)")
        yield title
    notebook.tab("4 Test")
    for view in ("Charts", "Explain", "SQL"):
        notebook.tab(view)
        wait = {"Charts": ".snb-charts svg", "Explain": ".snb-region th:text('Keys with a value')"}
        if view in wait:
            notebook.root.locator(wait[view]).first.wait_for()
        yield view


def test_contrast_in_both_themes(notebook, tmp_path):
    """Scenario 10. The pictures are kept, and looked at by people."""
    notebook.open("themes", DEMO).ready()
    for theme in ("light", "dark"):
        if theme == "dark":
            notebook.dark()
        for where in everything(notebook):
            notebook.page.wait_for_timeout(250)
            notebook.root.screenshot(path=tmp_path / f"{theme} {where}.png")
            assert notebook.page.evaluate(CONTRAST) == [], (theme, where)


def test_labels_and_axe(notebook):
    """Scenario 11."""
    notebook.open("labels", DEMO).ready()
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python").Axe()
    for where in everything(notebook):
        assert notebook.page.evaluate(LABELS) == [], where
        found = axe.run(notebook.page, context=".snb-root").response["violations"]
        told = [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]
        assert told == [], where


@pytest.mark.parametrize("width", [480, 800])
def test_a_narrow_window_does_not_scroll_sideways(browser, lab, width):
    """Scenario 13."""
    notebook = Notebook(browser, lab, (width, 1000))
    try:
        notebook.open(f"narrow{width}", DEMO).ready()
        notebook.command("application:toggle-left-area")
        for where in everything(notebook):
            wide, page, beyond = notebook.page.evaluate(
                """() => { const root = document.querySelector('.snb-root').getBoundingClientRect();
                return [document.documentElement.scrollWidth, innerWidth,
                  [...document.querySelectorAll('.snb-root *')].filter(e => e.checkVisibility()
                    && e.getBoundingClientRect().right > root.right + 1
                    && !e.closest('.snb-region, .snb-scroll, select, svg, textarea'))
                    .map(e => e.className)]; }"""
            )
            assert wide <= page, where
            assert beyond == [], where
    finally:
        notebook.close()
