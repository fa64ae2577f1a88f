"""How far events come, and which of a key's events count (widgets.md, features 28 and 29)."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from signals_nb import (
    AtomicProperty,
    Attribute,
    AttributeKeyId,
    Criteria,
    Criterion,
    Event,
    PageView,
    Signals,
    SignalsError,
)

from .made import events, group

TITLE = AtomicProperty(name="page_title")
LAST = Attribute(
    name="last_title",
    type="string",
    aggregation="last",
    events=[PageView()],
    property=TITLE,
    criteria=Criteria(all=[Criterion.neq(TITLE, "ad")]),
    period=timedelta(days=2),
)
COUNT = Attribute(name="count", type="int64", aggregation="counter", events=[])
GROUP = group(LAST, COUNT)
ROWS = [
    ("u1", "01 10:00", "page_view", "old"),  # before the period
    ("u1", "09 10:00", "page_view", "home"),
    ("u1", "09 11:00", "page_view", None),
    ("u1", "09 12:00", "page_view", "ad"),
    ("u1", "09 13:00", "page_ping", "home"),
    ("u2", "10 10:00", "page_ping", "home"),
    ("", "10 10:00", "page_view", "home"),  # no key
    ("u3", "11 10:00", "page_view", "home"),  # after as_of
]
AS_OF = datetime(2026, 3, 10, 12)


def steps(result, name):
    rows = result.funnel[result.funnel["attribute"] == name]
    percents = [None if percent is pd.NA else round(percent, 1) for percent in rows["percent"]]
    return list(zip(rows["step"], rows["count"], percents, strict=True))


def test_a_funnel_narrows_from_the_events_to_the_keys(signals_of):
    """8 events, 6 in the call, 4 page views, 3 no ad, 2 with a title, 1 in the last two days; 1 of 2 keys."""
    result = signals_of(*ROWS).evaluate(GROUP, as_of=AS_OF)
    assert steps(result, "last_title") == [
        ("events scanned", 8, None),
        ("in the call", 6, 75.0),
        ("event filter", 4, 66.7),
        ("criteria", 3, 75.0),
        ("property not null", 2, 66.7),
        ("in period", 1, 50.0),
        ("keys with a value", 1, 50.0),
    ]
    assert [count for _, count, _ in steps(result, "count")] == [8, 6, 6, 6, 6, 6, 2]
    assert result.funnel is result.funnel
    assert [str(dtype) for dtype in result.funnel.dtypes] == ["string", "string", "Int64", "Float64"]


def test_a_funnel_follows_the_call(signals_of):
    """Of u1 alone, of the app `web` alone, of the last day alone."""
    apps = ["web", "web", "app", "web", "web", "web", "web", "web"]
    signals = signals_of(*ROWS, app_id=apps)
    called = [
        signals.evaluate(GROUP, ["u1"], as_of=AS_OF),
        signals.evaluate(GROUP, app_ids=["web"], as_of=AS_OF),
        signals.evaluate(GROUP, window=timedelta(days=1), as_of=AS_OF),
        signals.evaluate(GROUP, as_of=AS_OF, sample=1),
    ]
    in_call = [steps(result, "count")[1][1] for result in called]
    assert in_call[:3] == [5, 5, 2]
    assert in_call[3] == int(called[3].frame["count"].sum())
    for result in called:
        assert steps(result, "count")[-1][1] == len(result.frame)


def test_duplicates_are_out_of_the_call(signals_of):
    rows = [("u1", "09 10:00", "page_view", "a"), ("u1", "09 10:00", "page_view", "a")]
    signals = signals_of(*rows, deduplicate=True, event_id=["e1", "e1"])
    result = signals.evaluate(GROUP)
    assert [count for _, count, _ in steps(result, "count")][:3] == [2, 1, 1]
    reasons = result.explain("u1").frame["left_out"]
    assert [None if each is pd.NA else each for each in reasons] == [None, "a duplicate"] * 2


def test_texts_that_are_no_number_are_no_values(signals_of):
    rows = [("u1", "09 10:00", "page_view", "a"), ("u1", "09 11:00", "page_view", "b")]
    total = Attribute(
        name="total", type="double", aggregation="sum", events=[], property=AtomicProperty(name="se_value")
    )
    result = signals_of(*rows, se_value=["12.5", "twelve"]).evaluate(group(total))
    assert [count for _, count, _ in steps(result, "total")] == [2, 2, 2, 2, 1, 1, 1]


def test_an_explanation_tells_what_counts_and_why_the_rest_does_not(signals_of):
    signals = signals_of(*ROWS)
    result = signals.evaluate(GROUP, as_of=AS_OF)
    explained = result.explain("u1")
    rows = explained.frame[explained.frame["attribute"] == "last_title"]
    told = [
        tuple(None if value is pd.NA else value for value in row)
        for row in rows[["event", "value", "counted", "left_out"]].itertuples(index=False)
    ]
    assert told == [
        ("page_view 1-0-0", "old", False, "before the period"),
        ("page_view 1-0-0", "home", True, None),
        ("page_view 1-0-0", None, False, "property is null"),
        ("page_view 1-0-0", "ad", False, "criteria"),
        ("page_ping 1-0-0", "home", False, "event filter"),
    ]
    assert rows["time"].tolist()[0] == pd.Timestamp("2026-03-01 10:00", tz="UTC")
    assert explained.values == {"last_title": "home", "count": 5}
    assert (explained.key_value, explained.key_name, explained.events) == ("u1", "domain_userid", 5)
    assert explained.as_of == AS_OF.replace(tzinfo=UTC)
    assert repr(explained) == "<Explanation domain_userid 'u1': 5 events>"


def test_what_the_call_leaves_out_is_explained_first(signals_of):
    """At 8:00 (before the window), 10:00, 11:00 (another app), 13:00 (after as_of), and at no time."""
    rows = [("u1", f"10 {hour}:00", "page_view", "a") for hour in ("08", "10", "11", "13", "14")]
    drawn = events(*rows, app_id=["web", "web", "app", "web", "web"])
    drawn.loc[4, "derived_tstamp"] = pd.NaT
    result = Signals(drawn).evaluate(GROUP, app_ids=["web"], window=timedelta(hours=3), as_of=AS_OF)
    frame = result.explain(AttributeKeyId("u1")).frame
    reasons = frame[frame["attribute"] == "count"]["left_out"]
    assert [None if each is pd.NA else each for each in reasons] == [
        "no event time",
        "before the window",
        None,
        "another app_id",
        "after as_of",
    ]


def test_events_before_the_backfill_are_told(signals_of):
    since = group(COUNT, backfill_since_tstamp=datetime(2026, 3, 9, 12, tzinfo=UTC))
    frame = signals_of(*ROWS).evaluate(since, as_of=AS_OF).explain("u1").frame
    assert frame["counted"].tolist() == [False, False, False, True, True]
    assert frame["left_out"][0] == "before backfill_since_tstamp"


def test_an_unknown_key_is_told_with_the_nearest(signals_of):
    result = signals_of(*[(f"user-{at}", "09 10:00", "page_view", "a") for at in range(3)]).evaluate(GROUP)
    with pytest.raises(SignalsError) as caught:
        result.explain("user_1")
    assert str(caught.value) == ("No key 'user_1' in this result. Did you mean user-1, user-2 or user-0?")
    with pytest.raises(SignalsError) as caught:
        result.explain("zzz")
    assert str(caught.value) == "No key 'zzz' in this result. It has 3, such as user-0."
    with pytest.raises(SignalsError) as caught:
        result.explain(1)
    assert str(caught.value) == "explain() takes a value of domain_userid, a text; it is 1."


def test_an_empty_result_has_nothing_to_explain(signals_of):
    result = signals_of(*ROWS).evaluate(GROUP, ["nobody"], as_of=AS_OF)
    with pytest.raises(
        SignalsError, match=r"^This result has no key to explain: it is empty\. 0 keys · 8 events"
    ):
        result.explain("u1")
    assert [count for _, count, _ in steps(result, "count")] == [8, 0, 0, 0, 0, 0, 0]


def test_hostile_keys_and_titles_are_data(signals_of):
    key = "'; DROP TABLE events; --<script>"
    signals = signals_of((key, "09 10:00", "page_view", "$x$ <script>"), ("u1", "09 10:00", "page_view", "a"))
    explained = signals.evaluate(GROUP).explain(key)
    assert explained.frame["value"][0] == "$x$ <script>"
    assert "<script>" not in explained._repr_html_()
    assert len(explained.frame) == 2


def test_of_very_many_events_the_latest_are_listed(signals_of, monkeypatch):
    monkeypatch.setattr("signals_nb.question._MOST", 2)
    explained = signals_of(*ROWS).evaluate(GROUP, as_of=AS_OF).explain("u1")
    assert explained.events == 5
    assert explained.frame["time"].dt.hour.tolist() == [12, 13] * 2
    assert "the 2 latest" in explained._repr_html_()


def test_an_event_that_nothing_is_known_of_has_words(signals_of):
    rows = [("u1", "09 10:00", None, None)]
    result = signals_of(*rows, event_vendor=None, event_version=None).evaluate(group(COUNT))
    assert result.explain("u1").frame["event"].tolist() == ["an event without a name"]


def test_a_funnel_of_events_that_nobody_matches(signals_of):
    absent = Attribute(
        name="a", type="string", aggregation="last", property=TITLE, events=[Event(name="nope")]
    )
    with pytest.warns(UserWarning, match="nope"):
        result = signals_of(*ROWS).evaluate(group(absent), as_of=AS_OF)
    assert [count for _, count, _ in steps(result, "a")] == [8, 6, 0, 0, 0, 0, 0]
    assert [percent for *_, percent in steps(result, "a")] == [None, 75.0, 0.0, None, None, None, 0.0]
