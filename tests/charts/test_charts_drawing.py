"""Pictures: that they hold any data, say in words what they show, and leave nothing behind."""

import random
import re
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from xml.etree import ElementTree

import matplotlib
import pytest

from signals_nb.charts.look import BLUE, GREY, INK, ORANGE, drawable, one_line, shortened, width_of
from signals_nb.charts.panels import draw
from signals_nb.charts.svg import PLACEHOLDER, to_svg
from signals_nb.summaries import Bars, Columns, Histogram, Lane, Lanes, Message, Steps, Summary, Times, Values

from .made import attribute, summary_of

HOSTILE = (
    "$x^2$ $",
    "a_b^c\\frac{1}{2}",
    "🎉 Sale",
    "שלום עולם",
    "line\nbreak\ttab",
    "<script>alert('x')</script>",
    '"quoted" & more',
    "\u202eevil\u202c",
    "nul\x00 bell\x07",
    "]]> --> <!--",
    "日本語",
    "#010203",
    "%s {0} ${x}",
    "x" * 500,
    "",
)
DAY = 86_400_000_000
PARTS = {
    "histogram": Histogram((-10.0, 0.0, 10.0, 20.0), (1, 5, 2)),
    "skewed": Histogram((1.0, 2.0, 5.0, 10.0), (9, 3, 1), whole=True, log=True, zeros=4),
    "elapsed": Histogram((0.0, 1.0, 2.0), (3, 1), cumulative=True, axis="days"),
    "point": Histogram((7.0, 7.0), (3,)),
    "enormous": Histogram((-1.7e308, 0.0, 1.7e308), (1, 2)),
    "columns": Columns(("0", "1", "1,000"), (5, 0, 2), "items per key"),
    "times": Times((0.0, DAY, 2 * DAY), (3, 4), timedelta(days=1)),
    "bars": Bars(HOSTILE, tuple(range(15, 0, -1)), 2, 3, 4, axis="element"),
    "steps": Steps(("events scanned", "in the call", "keys"), (9, 3, 1), (None, 33.3, 50.0)),
    "no steps": Steps(("events scanned", "keys"), (0, 0), (None, None)),
    "values": Values(tuple((text, text) for text in HOSTILE)),
    "lanes": Lanes((Lane("a" * 90, (DAY,), (2 * DAY,), (0, DAY)), Lane("$b$", (), (), None)), 3 * DAY),
    "one moment": Lanes((Lane("a", (DAY,), (), None),), DAY),
    "message": Message("Path $x$ was not found. " * 20),
}


def summary(*parts):
    return Summary(HOSTILE[5], " · ".join(HOSTILE), parts, (("mean", "1"), ("null", "2 %")))


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_chart_is_drawn_of_any_text_without_a_warning(part):
    sheet = draw([summary(part)])
    png, size = sheet.figure._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert size["width"] > 300


def test_a_grid_is_drawn_and_pyplot_knows_nothing_of_it():
    figure = draw([*map(summary, PARTS.values()), summary(PARTS["bars"], PARTS["columns"])]).figure
    figure._repr_png_()
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []
    assert figure.get_facecolor()[3] == 0  # transparent
    assert all(axes.get_facecolor()[3] == 0 for axes in figure.axes)


def test_the_users_own_settings_do_not_reach_into_charts():
    """No TeX is asked for, no style moves anything, and no setting stays changed."""
    with matplotlib.rc_context({"text.usetex": True, "axes.grid": True, "svg.fonttype": "path"}):
        sheet = draw([summary(PARTS["bars"])], ink=PLACEHOLDER)
        assert "<text" in to_svg(sheet, "words")
        sheet.figure._repr_png_()
        assert matplotlib.rcParams["svg.fonttype"] == "path"


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_svg_is_whole_harmless_and_in_the_pages_colour(part):
    shown = summary(part)
    svg = to_svg(draw([shown], ink=PLACEHOLDER), shown.words())
    root = ElementTree.fromstring(svg)
    tags = {element.tag.split("}")[1] for element in root.iter()}
    assert tags <= {"svg", "g", "path", "text", "use", "defs", "clipPath", "rect"}
    assert root.get("role") == "img"
    assert root.get("aria-label") == one_line(shown.words())
    assert "currentColor" in svg
    assert "font-family:" not in svg
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name or value.startswith("#")
        assert "id" not in element.attrib or element.tag.endswith(("path", "clipPath"))


def test_a_pages_text_shows_what_the_font_of_figures_lacks():
    svg = to_svg(draw([summary(PARTS["bars"])], ink=PLACEHOLDER), "")
    texts = [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    assert "🎉 Sale" in texts
    assert "日本語" in texts
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" not in texts  # too long for its place
    assert "#010203" in texts
    assert any(text.startswith("xxxxx") and text.endswith("…") for text in texts)


def test_text_is_one_line_of_signs_that_the_font_has():
    assert one_line("a\n\u202eb\x00\ud800") == "a b□□"
    assert drawable("🎉 日") == "□ □"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert width_of("🎉") == width_of("□")


@pytest.mark.parametrize("seed", range(20))
def test_shortened_text_fits(seed):
    rng = random.Random(seed)
    text = "".join(rng.choice("abcMWil$ 🎉…") for _ in range(rng.randint(0, 60)))
    width = rng.choice([20, 60, 200])
    short = shortened(text, width)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    assert width_of(short) <= width + 1e-6
    assert shortened(text, None) == text


def contrast(one, other):
    """By WCAG 2."""
    light = []
    for colour in (one, other):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
        light.append(sum(w * each for w, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_colours_hold_on_white_and_on_dark():
    """One colour has at most 4.35 on both; text has the 4.5 of WCAG on white."""
    assert contrast(INK, "#ffffff") >= 4.5
    assert contrast(INK, "#111111") >= 4.1
    for colour in (BLUE, ORANGE, GREY):
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#111111") >= 3


def bar_heights(axes):
    return [patch.get_height() for patch in axes.patches]


def test_bars_are_as_high_as_the_counts():
    shown = summary_of(attribute("counter", "int64"), [0, 0, 1, 1, 4, None])
    axes = draw([shown]).figure.axes[0]
    assert bar_heights(axes) == [2, 2, 1]
    histogram = draw([summary_of(attribute("sum", "double"), [-10.0, -1.0, 0.0, 4.0, 12.0])]).figure.axes[0]
    assert bar_heights(histogram) == [1, 1, 2, 1]
    assert [line.get_xdata() for line in histogram.lines if list(line.get_xdata()) == [0, 0]]  # the zero line


def test_texts_do_not_overlap():
    """In every chart, on the canvas that they are drawn for."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    for name, part in PARTS.items():
        figure = draw([summary(part)]).figure
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        boxes = [
            (text.get_text(), text.get_window_extent(canvas.get_renderer()))
            for each in (figure, *figure.axes)
            for text in each.texts
            if text.get_text()
        ]
        for at, (text, box) in enumerate(boxes):
            assert box.x0 >= -1, (name, text)
            assert box.x1 <= figure.bbox.width + 1, (name, text)
            for other, beside in boxes[:at]:
                assert not (
                    box.x0 + 1 < beside.x1 and beside.x0 + 1 < box.x1
                    and box.y0 + 3 < beside.y1 and beside.y0 + 3 < box.y1
                ), (name, text, other)  # fmt: skip


def test_several_threads_draw_at_once():
    with ThreadPoolExecutor(4) as pool:
        drawn = [*pool.map(lambda _: to_svg(draw([summary(PARTS["bars"])], ink=PLACEHOLDER), ""), range(8))]
    assert len(set(drawn)) == 1
