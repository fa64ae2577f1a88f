"""Entities as a frame's Python lists of dicts, and date-times in text, whatever their spelling."""

import datetime as dt
import warnings

import pandas as pd
import pytest

from signals_nb import (
    Attribute,
    EntityProperty,
    Event,
    Signals,
    SignalsWarning,
    StreamAttributeGroup,
    domain_userid,
)


def item(path, **more):
    return EntityProperty(vendor="com.acme", name="item", major_version=1, path=path, **more)


def ask(entities, folder, **attribute):
    frame = pd.DataFrame(
        {
            "derived_tstamp": [
                pd.Timestamp("2026-03-01 10:00") + pd.Timedelta(hours=i) for i in range(len(entities))
            ],
            "event_name": "a",
            "domain_userid": "u1",
            "contexts_com_acme_item_1": pd.Series(entities, dtype=object),
            "contexts_com_snowplowanalytics_snowplow_event_specification_1": pd.Series(
                entities, dtype=object
            ),
        }
    )
    given = {"name": "a", "type": "string", "aggregation": "last", "events": []} | attribute
    group = StreamAttributeGroup(
        name="g",
        attribute_key=domain_userid,
        owner="a@example.com",
        ttl=dt.timedelta(days=7),
        attributes=[Attribute(**given)],
    )
    return Signals(frame, folder).test(group)["a"].tolist()


def test_dicts_that_differ_in_their_keys(tmp_path):
    entities = [[{"n": "1"}], [{"q": "abc"}], [{"n": "3", "q": "d"}], []]
    assert ask(entities, tmp_path, property=item("n")) == ["3"]
    assert ask(entities, tmp_path, property=item("q"), aggregation="first") == ["abc"]
    assert ask(entities, tmp_path, property=item("n"), aggregation="sum", type="int64") == [4]
    with pytest.warns(SignalsWarning, match=r"item/1\[1\] is empty in every event that matches"):
        assert ask(entities, tmp_path, property=item("n", index=1)) == [pd.NA]
    wanted = [Event(event_specification_id="1")]
    specified = [[{"id": "1", "v": "x"}], [{"id": "2"}], None]
    assert ask(specified, tmp_path, aggregation="counter", type="int64", events=wanted) == [1]
    for others in ([[{"id": 1}], [{"id": 2}]], [[{"v": "1"}], [{"v": "2"}]]):
        found = ask(others, tmp_path, aggregation="counter", type="int64", events=wanted)
        assert found == [others[0] == [{"id": 1}]]


@pytest.mark.parametrize("entities", [[None] * 3, [[], [], []]])
def test_a_schema_without_any_entity_is_as_if_it_had_no_column(entities, tmp_path):
    with pytest.warns(SignalsWarning, match="has data of com.acme/item/1: its values are null"):
        assert ask(entities, tmp_path, property=item("n")) == [pd.NA]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        wanted = [Event(event_specification_id="1")]
        assert ask(entities, tmp_path, aggregation="counter", type="int64", events=wanted) == [0]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-03-01T10:00:00Z", 10),
        ("2026-03-01 10:00:00.123456", 10),
        ("2026-03-01T10:00:00+02:00", 8),
        ("2026-03-01T10:00:00-0530", 15),
        ("2026-03-01", 0),
        ("2026-03-01 10:00:00 UTC", 10),
        ("2026-03-01 10:00:00 America/New_York", None),
        ("epoch", None),
        ("infinity", None),
        ("10", None),
        ("", None),
    ],
)
def test_date_times_in_text(text, hour, tmp_path):
    asked = item("at", date_part="hour_of_day")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        got = ask([[{"at": text, "n": "1"}]], tmp_path, property=asked, type="int32")
    assert got == [pd.NA if hour is None else hour]
