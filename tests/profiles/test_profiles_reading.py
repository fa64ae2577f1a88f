"""Reading published values: dicts of one identifier, whole frames, and clocks (semantics.md, "Profiles").

The events are drawn in `served.py`; the clock stands at 03-10 12:00 unless a test moves it.
"""

import json
from datetime import datetime, timedelta

import pandas as pd
import pytest
from meaning.ask import atomic
from meaning.drawn import at

from signals_nb import Signals
from signals_nb.definitions import AttributeKey
from signals_nb.errors import SignalsWarning

from .conftest import rows_of
from .served import COUNTER, PATHS, PINGS, group

TEXT, NUMBER, FLAG, TIME = map(atomic, ("page_urlpath", "se_value", "br_cookies", "derived_tstamp"))
ALL_TYPES = [
    COUNTER,
    {"name": "path", "aggregation": "last", "type": "string", "property": TEXT},
    {"name": "number", "aggregation": "sum", "type": "float", "property": NUMBER},
    {"name": "mean", "aggregation": "mean", "type": "double", "property": NUMBER},
    {"name": "whole", "aggregation": "max", "type": "int32", "property": NUMBER},
    {"name": "flag", "aggregation": "first", "type": "bool", "property": FLAG},
    {"name": "moment", "aggregation": "first", "type": "timestamp", "property": TIME},
    {"name": "seconds", "aggregation": "last", "type": "unix_timestamp", "property": TIME},
    {"name": "listed", "aggregation": "unique_list", "type": "string_list", "property": TEXT},
    {"name": "numbers", "aggregation": "unique_list", "type": "double_list", "property": NUMBER},
    {"name": "flags", "aggregation": "unique_list", "type": "bool_list", "property": FLAG},
    {"name": "moments", "aggregation": "unique_list", "type": "unix_timestamp_list", "property": TIME},
    PATHS,
    {"name": "since", "aggregation": "time_since_last", "type": "double", "time_unit": "min"},
]
OF_U1 = {
    "events": 2,
    "path": "/b",
    "number": 3.5,
    "mean": 1.75,
    "whole": 2,
    "flag": True,
    "moment": "2026-03-09T12:00:00+00:00",
    "seconds": 1773138600,
    "listed": ["/a", "/b"],
    "numbers": [1.5, 2.0],
    "flags": [True],
    "moments": [1773057600, 1773138600],
    "paths": {"/a": 1, "/b": 1},
    "since": 90.0,
}
NAMES = list(OF_U1)


def test_values_are_those_of_json(signals):
    """Of every type: numbers, texts, booleans, moments as ISO text, lists and dicts; the key comes first."""
    signals.publish([group(ALL_TYPES)])
    got = signals.get_group_attributes("a_group", 1, NAMES, "domain_userid", "u1")
    assert got == {"domain_userid": "u1", **OF_U1}
    assert list(got) == ["domain_userid", *NAMES]
    assert {name: type(value) for name, value in got.items() if name in OF_U1} == {
        name: type(value) for name, value in OF_U1.items()
    }
    assert [type(value) for value in got["numbers"]] == [float, float]
    assert [type(value) for value in got["flags"]] == [bool]
    assert [type(value) for value in got["paths"].values()] == [int, int]
    assert json.loads(json.dumps(got)) == got


def test_an_expired_profile_is_none_everywhere(signals):
    """u2's last event is of 03-07 12:00, three days back: None, lists and dicts too."""
    signals.publish([group(ALL_TYPES)])
    got = signals.get_group_attributes("a_group", 1, NAMES, "domain_userid", "u2")
    assert got == {"domain_userid": "u2", **dict.fromkeys(NAMES)}


def test_an_identifier_without_events_is_none_everywhere(signals):
    """It has "`None` everywhere": for a counter and in place of a default too, with a ttl or without."""
    with_default = PINGS | {"default_value": 5}
    signals.publish([group([COUNTER, with_default, PATHS])])
    got = signals.get_group_attributes("a_group", 1, ["events", "pings", "paths"], "domain_userid", "nobody")
    assert got == {"domain_userid": "nobody", "events": None, "pings": None, "paths": None}
    signals.publish([group([COUNTER], name="no_ttl", ttl=None)])
    assert signals.get_group_attributes("no_ttl", 1, "events", "domain_userid", "U1")["events"] is None


def test_attributes_are_a_list_or_one_text(signals):
    """Those that were asked for, in that order."""
    signals.publish([group(ALL_TYPES)])
    one = signals.get_group_attributes("a_group", 1, "events", "domain_userid", "u1")
    assert one == {"domain_userid": "u1", "events": 2}
    two = signals.get_group_attributes("a_group", 1, ["since", "events"], "domain_userid", "u1")
    assert list(two.items()) == [("domain_userid", "u1"), ("since", 90.0), ("events", 2)]


def test_an_attribute_not_asked_for_still_prolongs_the_group(signals):
    """A group's ttl of a day looks at all its attributes, asked for or not.

    At 03-11 10:00 u1's only flag, of 03-09 12:00, is out of its day; the counter has seen an event at 03-10
    10:30, which came within that day and is within its own.
    """
    flag = {"name": "flag", "aggregation": "first", "type": "bool", "property": FLAG}
    signals.publish([group([flag, COUNTER], ttl="P1D"), group([flag], name="alone", ttl="P1D")])
    later = signals.at(at("03-11 10:00"))
    assert later.get_group_attributes("a_group", 1, "flag", "domain_userid", "u1")["flag"] is True
    assert later.get_group_attributes("alone", 1, "flag", "domain_userid", "u1")["flag"] is None


def test_the_frame_is_as_of_test(signals):
    """Columns, dtypes and order are those of `test()`; expired is missing, None for lists and dicts."""
    published = group(ALL_TYPES)
    signals.publish([published])
    got, tested = signals.profiles("a_group"), signals.test(published)
    assert list(got.columns) == list(tested.columns) == ["domain_userid", *NAMES]
    assert got.dtypes.tolist() == tested.dtypes.tolist()
    assert got["domain_userid"].tolist() == ["u1", "u2"]
    pd.testing.assert_frame_equal(got.iloc[:1], tested.iloc[:1])
    assert got.iloc[1, 1:].isna().all()
    assert got["events"].tolist() == [2, pd.NA]
    assert [got[name].tolist()[1] for name in ("listed", "numbers", "flags", "moments", "paths")] == [
        None
    ] * 5


def test_test_itself_applies_no_ttl(signals):
    """It "shows the aggregation itself and applies no ttl", before and after publishing."""
    of_the_group, own = group(), group([COUNTER | {"ttl": "P1D"}], name="own", ttl=None)
    signals.publish([of_the_group, own])
    for each in (of_the_group, own, signals.get_attribute_group("a_group")):
        assert signals.test(each)["events"].tolist() == [2, 1]
    assert signals.profiles("a_group")["events"].tolist() == [2, pd.NA]


def test_a_client_without_a_clock_stands_at_the_end_of_the_events(signals, tmp_path):
    """The latest collector_tstamp is 03-10 10:30, so u1's last event is 0 minutes old."""
    signals.publish([group(ALL_TYPES)])
    own = Signals(events=str(tmp_path / "events.parquet"), registry=signals.registry.root)
    assert own.get_group_attributes("a_group", 1, "since", "domain_userid", "u1")["since"] == 0.0


def test_a_clock_may_be_set_anywhere(signals):
    """`at` gives another client; the first one keeps its clock.

    | clock       | u1 events | u2 events |
    | 03-07 12:00 | no event  | 1         |
    | 03-09 12:00 | 1         | 1         |
    | 03-09 12:01 | 1         | none      |
    | 03-12 10:30 | 2         | none      |
    | 03-12 10:31 | none      | none      |
    """
    signals.publish([group()])
    seen = {}
    for moment in ("03-07 12:00", "03-09 12:00", "03-09 12:01", "03-12 10:30", "03-12 10:31"):
        then = signals.at(at(moment))
        seen[moment] = [
            then.get_group_attributes("a_group", 1, ["events"], "domain_userid", user)["events"]
            for user in ("u1", "u2")
        ]
    assert seen == {
        "03-07 12:00": [None, 1],
        "03-09 12:00": [1, 1],
        "03-09 12:01": [1, None],
        "03-12 10:30": [2, None],
        "03-12 10:31": [None, None],
    }
    assert rows_of(signals.at(at("03-07 12:00")).profiles("a_group")) == [
        {"domain_userid": "u2", "events": 1}
    ]
    assert rows_of(signals.at(at("03-07 11:59")).profiles("a_group")) == []
    assert signals.profiles("a_group")["events"].tolist() == [2, pd.NA]
    naive = signals.at(datetime(2026, 3, 9, 12)).at(datetime(2026, 3, 12, 10, 31))
    assert naive.profiles("a_group")["events"].isna().all()


def test_a_group_that_is_not_online_has_no_values(signals):
    """Every attribute is None, a frame is empty and tells why; published online it has values."""
    offline = group([COUNTER, PATHS], online=False)
    signals.publish([offline])
    got = signals.get_group_attributes("a_group", 1, ["events", "paths"], "domain_userid", "u1")
    assert got == {"domain_userid": "u1", "events": None, "paths": None}
    with pytest.warns(SignalsWarning, match="online"):
        frame = signals.profiles("a_group")
    assert list(frame.columns) == ["domain_userid", "events", "paths"]
    assert len(frame) == 0
    assert frame.dtypes.tolist() == signals.test(offline).dtypes.tolist()
    signals.publish([group([COUNTER, PATHS])])
    assert signals.profiles("a_group")["events"].tolist() == [2, pd.NA]


def test_a_group_that_was_unpublished_has_no_values(signals):
    """Its definition is still there, with `is_published` false."""
    signals.publish([group()])
    place = signals.registry.root / "attribute_groups" / "a_group" / "v1.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {"is_published": False}))
    got = signals.get_group_attributes("a_group", 1, ["events"], "domain_userid", "u1")
    assert got == {"domain_userid": "u1", "events": None}
    with pytest.warns(SignalsWarning, match="a_group"):
        frame = signals.profiles("a_group")
    assert (list(frame.columns), len(frame)) == (["domain_userid", "events"], 0)


def test_each_version_has_values_of_its_own(signals):
    """Version 1 lives a day longer than version 2; without a version the latest answers."""
    signals.publish([group(ttl="P3D"), group(version=2, ttl="P2D")])
    assert signals.profiles("a_group", 1)["events"].tolist() == [2, 1]
    assert signals.profiles("a_group", 2)["events"].tolist() == [2, pd.NA]
    assert signals.profiles("a_group")["events"].tolist() == [2, pd.NA]
    ask = ("events", "domain_userid", "u2")
    assert [signals.get_group_attributes("a_group", v, *ask)["events"] for v in (1, 2)] == [1, None]


def test_a_key_published_anew_changes_the_ttl_of_what_links_to_it(signals):
    """A key has no version: its ttl is read when values are. Both events are one and three days old."""
    linked = group(ttl=None, attribute_key={"name": "visitor"})
    key = {"name": "visitor", "key": "domain_userid", "ttl": "P2D"}
    signals.publish([linked, AttributeKey.from_json(key)])
    assert signals.profiles("a_group")["events"].tolist() == [2, pd.NA]
    signals.publish([AttributeKey.from_json(key | {"ttl": "P4D"})])
    assert signals.profiles("a_group")["events"].tolist() == [2, 1]
    assert signals.get_group_attributes("a_group", 1, "events", "visitor", "u2") == {
        "visitor": "u2",
        "events": 1,
    }


def test_identifiers_are_data(signals):
    """Whatever an identifier holds, it is compared and nothing else."""
    signals.publish([group()])
    for hostile in ("u1'; DROP TABLE events; --", "' OR '1'='1", "%", "", "u1 ", "\N{SNOWMAN}"):
        got = signals.get_group_attributes("a_group", 1, "events", "domain_userid", hostile)
        assert got == {"domain_userid": hostile, "events": None}


def test_the_ttl_may_come_from_python(signals):
    """A definition in Python with `timedelta` is the same as the JSON's."""
    asked = group().model_copy(update={"ttl": timedelta(days=3)})
    signals.publish([asked])
    assert signals.profiles("a_group")["events"].tolist() == [2, 1]
