"""What a result offers beside its frame: charts, words, its card, copies."""

import copy
import pickle
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pandas as pd
import pytest

from signals_nb import AtomicProperty, Attribute, PageView, SignalsError, SignalsWarning

from .made import group

TITLE = AtomicProperty(name="page_title")
COUNT = Attribute(name="count", type="int64", aggregation="counter", events=[PageView()])
LAST = Attribute(name="last_title", type="string", aggregation="last", events=[], property=TITLE)
TITLES = Attribute(name="titles", type="string_list", aggregation="unique_list", events=[], property=TITLE)
GROUP = group(COUNT, LAST, TITLES)
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def result(signals_of):
    """Of 25 keys: `user-00000000-0000-0000-0000-0000000000nn` with nn views of a hostile title, and `z`."""
    rows = [
        (f"user-00000000-0000-0000-0000-{user:012}", f"09 10:{view:02}", "page_view", HOSTILE)
        for user in range(1, 25)
        for view in range(user)
    ]
    rows.append(("z", "09 10:00", "page_ping", None))
    return signals_of(*rows).evaluate(GROUP)


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.titles, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.titles += [value for name, value in attrs if name == "title"]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data):
        self.text += f"{data} "


def test_a_result_draws_one_attribute_or_all(result):
    from matplotlib.figure import Figure

    assert isinstance(result.plot("count"), Figure)
    assert len(result.plot("count").axes) == 1
    assert len(result.plot().axes) == 4  # the list has two
    assert result.plot_funnel("count").axes
    assert len(result.plot_funnel().axes) == 3


def test_charts_are_told_in_words(result):
    assert result.describe("last_title") == (
        "last_title (Last of page_title · 25 keys). Distinct 1, top share 100 %, null 4 %. "
        f"Keys: {HOSTILE}: 24; null: 1."
    )
    assert result.describe().splitlines() == [
        result.describe(name) for name in ("count", "last_title", "titles")
    ]
    svg = result.chart_svg("last_title")
    assert 'aria-label="last_title (Last of page_title · 25 keys). Distinct 1' in svg
    assert "<script" not in svg
    assert "events scanned 301 → in the call 301 (100 %) → event filter 300 (99.7 %)" in result.funnel_svg(
        "count"
    )


def test_each_attribute_is_counted_once(result, monkeypatch):
    first = result.describe()
    monkeypatch.setattr("signals_nb.results.summarise", None)
    assert result.describe() == first
    result.plot()


@pytest.mark.parametrize("ask", ["plot", "chart_svg", "describe", "plot_funnel", "funnel_svg"])
def test_an_unknown_attribute_is_told_with_the_nearest(result, ask):
    with pytest.raises(SignalsError) as caught:
        getattr(result, ask)("cuont")
    assert str(caught.value) == (
        "g has no attribute 'cuont'. Did you mean count? It has count, last_title, titles."
    )


def test_an_explanation_draws_its_events(result):
    explained = result.explain("z")
    with pytest.raises(SignalsError) as caught:
        explained.plot("cuont")
    assert (
        str(caught.value)
        == "g has no attribute 'cuont'. Did you mean count? It has count, last_title, titles."
    )
    assert explained.plot().axes
    assert explained.plot("count").axes
    assert explained.describe("count") == (
        "z (domain_userid · 1 event · as of 2026-03-09 10:23:00 UTC). Value 0, counted 0 of 1 event. "
        "count: 0 events counted; 1 left out."
    )
    page = Page(explained._repr_html_())
    assert "event filter (1)" in page.text
    assert "svg" in page.tags
    assert "script" not in page.tags


def test_a_card_shows_the_first_rows_as_one_reads_them(result):
    html = result._repr_html_()
    page = Page(html)
    assert "script" not in page.tags
    assert page.tags.count("tr") == 21
    assert "The first 20 of 25 keys are shown." in page.text
    assert "user-0000000…000001" in page.text
    assert "user-00000000-0000-0000-0000-000000000001" in page.titles
    assert result._repr_mimebundle_() == {"text/plain": repr(result), "text/html": html}


def test_a_card_marks_nulls_and_defaults_and_separates_thousands(signals_of):
    total = Attribute(
        name="total", type="int64", aggregation="sum", events=[], property=AtomicProperty(name="se_value")
    )
    named = LAST.model_copy(update={"name": "named", "default_value": "nobody"})
    rows = [("u1", "09 10:00", "page_ping", None), ("u2", "09 10:00", "page_view", "")]
    result = signals_of(*rows, se_value=[1234567.0, None]).evaluate(group(COUNT, total, LAST, named))
    html = result._repr_html_()
    assert '<td class="snb-number"><span class="snb-keep">1,234,567</span></td>' in html
    assert '<i class="snb-soft snb-keep" title="the default value">0</i>' in html
    assert '<i class="snb-soft snb-keep" title="the default value">nobody</i>' in html
    assert '<span class="snb-soft">null</span>' in html
    assert "(empty text)" in html
    assert "In italics: the default value." in html


def test_a_card_of_long_texts_stays_small(signals_of):
    rows = [(f"u{user:02}", "09 10:00", "page_view", "&'\"<>" * 2000) for user in range(30)]
    many = [LAST.model_copy(update={"name": f"title{at}"}) for at in range(40)]
    html = signals_of(*rows).evaluate(group(*many))._repr_html_()
    assert len(html) < 200_000
    assert "10 more attributes are in the frame." in html
    assert "of 30 keys are shown." in html


def test_a_card_of_nothing_says_so(signals_of):
    result = signals_of(("u1", "09 10:00", "page_view", "a")).evaluate(GROUP, ["nobody"])
    assert "No key has an event that passes what the call asks for." in result._repr_html_()
    result.plot()
    assert result.describe("count") == (
        "count (Counter · page_view 1-0-0 · 0 keys). There is no key: no event passes what the call asks for."
    )


def test_an_empty_attribute_says_why(signals_of):
    """No title in any event; a title only before the period."""
    rows = [("u1", "01 10:00", "page_view", "a"), ("u1", "09 10:00", "page_view", None)]
    recent = Attribute(
        name="recent", type="string", aggregation="last", events=[], property=TITLE, period=timedelta(days=1)
    )
    campaign = LAST.model_copy(update={"name": "campaign", "property": AtomicProperty(name="mkt_campaign")})
    signals = signals_of(*rows, mkt_campaign=pd.Series([None, None], dtype="string"))
    with pytest.warns(SignalsWarning):
        result = signals.evaluate(group(recent, campaign))
    assert result.describe("recent").endswith("1 key). None of 1 event lies in the period.")
    assert result.describe("campaign").endswith("1 key). mkt_campaign is empty in every event that matches.")


def test_copies_can_ask_the_events_and_pickles_cannot(result):
    for other in (copy.copy(result), copy.deepcopy(result)):
        assert other.explain("z").events == 1
        assert len(other.funnel) == 21
    result.plot("count")
    kept = pickle.loads(pickle.dumps(result))
    assert kept.describe("count") == result.describe("count")
    assert kept.describe("titles") == result.describe("titles")
    pd.testing.assert_frame_equal(kept.frame, result.frame)
    with pytest.raises(SignalsError) as caught:
        kept.explain("z")
    assert str(caught.value) == (
        "This result cannot look at its events any more, as explain() needs: it was pickled, or made "
        "elsewhere. Evaluate the group again."
    )
    with pytest.raises(SignalsError, match="as funnel needs"):
        kept.funnel  # noqa: B018
    result.funnel  # noqa: B018
    assert len(pickle.loads(pickle.dumps(result)).funnel) == 21


def test_an_explanation_of_very_many_events_stays_small(signals_of):
    """19 attributes over one event a minute for four days."""
    rows = [
        ("u1", f"{day:02} {at // 60:02}:{at % 60:02}", "page_view", "a")
        for day in range(1, 5)
        for at in range(1440)
    ]
    many = [COUNT.model_copy(update={"name": f"count{at}"}) for at in range(19)]
    explained = signals_of(*rows).evaluate(group(*many)).explain("u1")
    html = explained._repr_html_()
    assert len(html) < 200_000
    assert "There is much to draw: plot() draws it, plot(name) one attribute of it." in html
    assert len(explained.chart_svg("count0")) < 100_000


def test_a_result_outlives_its_client(signals_of):
    result = signals_of(("u1", "09 10:00", "page_view", "a")).evaluate(GROUP, as_of=datetime(2026, 3, 10))
    assert result.explain("u1").events == 1


def test_figures_can_be_pickled_and_saved(result, tmp_path):
    figure = pickle.loads(pickle.dumps(result.plot("count")))
    figure.savefig(tmp_path / "count.pdf")
    figure.savefig(tmp_path / "count.svg")
    assert (tmp_path / "count.svg").stat().st_size > 1000
