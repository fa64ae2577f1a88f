"""What counts as an update, and which events there are at all: semantics.md, "Profiles".

Every table is of key `u1` unless it says otherwise; the clock stands at 03-10 12:00 unless a test moves it.
"""

from meaning.ask import COUNT, atomic
from meaning.drawn import at, draw, happen, with_entity

VIEWS = COUNT | {"events": [{"name": "page_view"}]}
PINGS = COUNT | {"events": [{"name": "page_ping"}]}
NUMBER, TEXT = atomic("se_value"), atomic("page_urlpath")
SUM = {"aggregation": "sum", "type": "double", "property": NUMBER}
TEXTS = {"aggregation": "unique_list", "type": "string_list", "property": TEXT}


def texts(aggregation, declared="string"):
    return {"aggregation": aggregation, "type": declared, "property": TEXT}


NEVER = """
| key | time        | event     | text   |
| u1  | 03-10 11:00 | page_view | *null* |
| u2  | 03-01 11:00 | page_view | *null* |
"""


def test_what_was_never_updated_has_its_default(answers):
    """No event is a ping and no text is there: "its default, as in `test()`", own ttl or not.

    u2's view of nine days ago has taken with it what hangs on the group's clock.
    """
    attributes = [
        PINGS | {"ttl": "P1D"},
        PINGS | {"default_value": 5, "ttl": "P1D"},
        texts("first") | {"default_value": "none", "ttl": "P1D"},
        texts("first"),
        TEXTS,
        PINGS | {"default_value": 5},
        VIEWS,
    ]
    assert answers(attributes, draw(NEVER), ttl="P2D") == {
        "u1": [0, 5, "none", None, [], 5, 1],
        "u2": [0, 5, "none", None, None, None, None],
    }


def test_a_group_that_was_never_updated_has_its_defaults(answers):
    """No attribute takes a view: there is no update that could be too long ago, for u2 neither."""
    attributes = [PINGS, texts("first") | {"default_value": "none"}, texts("category_count", "dict")]
    got = answers(attributes, draw(NEVER), ttl="P2D")
    assert got == {"u1": [0, "none", {}], "u2": [0, "none", {}]}


NULLS = """
| key | time        | text   | number |
| u1  | 03-06 12:00 | /a     | 1      |
| u1  | 03-08 12:00 | *null* | 2      |
| u1  | 03-10 12:00 | /b     | *null* |
| u2  | 03-08 11:00 | /a     | *null* |
| u2  | 03-10 11:00 | *null* | *null* |
"""


def test_an_event_whose_property_is_null_is_no_update(answers):
    """All have P2D of their own; a counter looks at no property, even if one is set.

    u1's text of 03-06 is forgotten, its numbers live up to 03-10 12:00 exactly; u2's text has expired, and it
    never had a number.
    """
    attributes = [TEXTS, SUM, COUNT, COUNT | {"property": NUMBER}]
    got = answers([each | {"ttl": "P2D"} for each in attributes], draw(NULLS))
    assert got == {"u1": [["/b"], 3.0, 3, 3], "u2": [None, 0.0, 2, 2]}


def test_a_null_keeps_no_group_alive(answers):
    """The same events without a counter: u1's text and number take turns and carry each other.

    u2's event of 03-10 11:00 holds neither: what came at 03-08 11:00 is alive at that moment and not after.
    A `time_since_last` takes every event, and carries the text on.
    """
    events = draw(NULLS)
    assert answers([TEXTS, SUM], events, ttl="P2D") == {"u1": [["/a", "/b"], 3.0], "u2": [None, None]}
    assert answers([TEXTS, SUM], events, at("03-10 11:00"), ttl="P2D")["u2"] == [["/a"], 0.0]
    since = {"aggregation": "time_since_last", "type": "double", "time_unit": "h"}
    assert answers([TEXTS, SUM, since], events, ttl="P2D")["u2"] == [["/a"], 0.0, 1.0]


def test_a_text_that_is_no_number_is_no_update_of_a_maximum(json_answers):
    """Text under a numeric aggregation: "12.0" is a number and "n/a" is null, though not to a list.

    | time        | text |
    | 03-06 12:00 | 1    |
    | 03-08 12:00 | 12.0 |
    | 03-09 12:00 | n/a  |

    The maximum's two days end at 03-10 12:00, the list's at 03-11 12:00.
    """
    key = ("com.acme", "item", 1)
    rows = draw(test_a_text_that_is_no_number_is_no_update_of_a_maximum.__doc__)
    events = [with_entity(event, key, {"amount": event["page_urlpath"]}) for event in rows]
    amount = {"type": "entity", "vendor": "com.acme", "name": "item", "major_version": 1, "path": "amount"}
    largest = {"aggregation": "max", "type": "double", "property": amount}
    listed = {"aggregation": "unique_list", "type": "string_list", "property": amount}
    own = [largest | {"ttl": "P2D"}, listed | {"ttl": "P2D"}]
    assert json_answers(own, events) == {"u1": [12.0, ["1", "12.0", "n/a"]]}
    assert json_answers(own, events, at("03-10 12:01")) == {"u1": [None, ["1", "12.0", "n/a"]]}
    assert json_answers([largest], events, at("03-10 12:01"), ttl="P2D") == {"u1": [None]}


CRITERIA = """
| time        | event     | text |
| 03-06 12:00 | page_view | /a   |
| 03-08 12:00 | page_view | /b   |
| 03-09 12:00 | page_ping | /a   |
| 03-10 12:00 | page_view | /b   |
"""


def test_an_update_passes_the_event_filter_and_the_criteria(answers):
    """Of views of /a there is the first event alone: gone after two days.

    Any event of /a came again after three days: 1. The group with all views lives, that without is gone.
    """
    views_of_a = VIEWS | {"criteria": {"all": [{"property": TEXT, "operator": "=", "value": "/a"}]}}
    all_of_a = views_of_a | {"events": []}
    events = draw(CRITERIA)
    own = [views_of_a | {"ttl": "P2D"}, all_of_a | {"ttl": "P2D"}]
    assert answers(own, events) == {"u1": [None, 1]}
    assert answers(own, events, at("03-08 12:00")) == {"u1": [1, 1]}
    assert answers([views_of_a], events, ttl="P2D") == {"u1": [None]}
    assert answers([views_of_a, VIEWS], events, ttl="P2D") == {"u1": [1, 3]}


def test_a_calculated_property_and_a_date_part_update_by_their_value(answers):
    """The sum of two parts is null where one is (03-09), `concat` where all are; the date part never is."""
    parts = [NUMBER, atomic("ti_quantity")]
    events = [
        happen("03-07 12:00", se_value=1.0, ti_quantity=2),
        happen("03-09 12:00", se_value=1.0, ti_quantity=None),
    ]
    total = {"type": "calculated", "operation": "sum", "properties": parts}
    text = {"type": "calculated", "operation": "concat", "properties": [TEXT, atomic("ti_quantity")]}
    day = atomic("derived_tstamp", date_part="day_of_week")
    asked = [
        SUM | {"property": total, "ttl": "P2D"},
        texts("last") | {"property": text, "ttl": "P2D"},
        texts("last", "int32") | {"property": day, "ttl": "P2D"},
    ]
    events = [event | {"page_urlpath": None} for event in events]
    assert answers(asked, events, at("03-09 12:00")) == {"u1": [3.0, "2", 1]}
    assert answers(asked, events, at("03-09 12:01")) == {"u1": [None, None, 1]}


BACKFILL = """
| key | time        |
| u1  | 03-08 12:00 |
| u1  | 03-09 12:00 |
| u1  | 03-10 12:00 |
| u2  | 03-08 12:00 |
"""


def test_before_the_backfill_there_is_nothing(answers):
    """Events before 03-09 00:00 do not exist: u1 has two, u2 is nobody."""
    group = {"ttl": "P2D", "backfill_since_tstamp": "2026-03-09T00:00:00Z"}
    assert answers([COUNT], draw(BACKFILL), **group) == {"u1": [2]}


def test_what_is_later_than_the_clock_is_not_seen(answers):
    """At 03-09 11:59 u1 has its event of 03-08 only; the later ones neither count nor keep it alive."""
    events = draw(BACKFILL)
    assert answers([COUNT], events, at("03-09 11:59"), ttl="P1D") == {"u1": [1], "u2": [1]}
    assert answers([COUNT], events, at("03-09 11:59"), ttl="PT12H") == {"u1": [None], "u2": [None]}


def test_batch_groups_expire_alike(answers):
    """As stream groups do: u1's last event is now, u2's two days old."""
    got = answers([COUNT], draw(BACKFILL), offline=True, ttl="P1D")
    assert got == {"u1": [3], "u2": [None]}


def test_the_collectors_time_stands_in_for_a_missing_one(answers):
    """Event time is `collector_tstamp` where `derived_tstamp` is null: the second event is an hour old."""
    events = [happen("03-07 12:00"), happen(None, collector_tstamp=at("03-10 11:00"))]
    assert answers([COUNT], events, ttl="P1D") == {"u1": [1]}
    assert answers([COUNT], events, ttl="P3D") == {"u1": [2]}


def test_a_duplicate_resets_no_timer(answers):
    """The event of 03-07 came again at 03-09: with `deduplicate` only the first delivery is there.

    | id | time        | collector   |
    | e1 | 03-07 12:00 | 03-07 12:00 |
    | e1 | 03-09 12:00 | 03-09 12:00 |
    """
    events = draw(test_a_duplicate_resets_no_timer.__doc__)
    assert answers([COUNT], events, ttl="P2D") == {"u1": [2]}
    assert answers([COUNT], events, ttl="P2D", deduplicate=True) == {"u1": [None]}


def test_profiles_do_not_touch_each_other(answers):
    """Two users, and the anonymous: each has its own clock, an event without a key belongs to none.

    | key    | time        |
    | u1     | 03-06 12:00 |
    | u2     | 03-08 12:00 |
    | *null* | 03-09 12:00 |
    | u2     | 03-10 12:00 |
    | u1     | 03-10 12:00 |
    """
    events = draw(test_profiles_do_not_touch_each_other.__doc__)
    assert answers([COUNT], events, ttl="P2D") == {"u1": [1], "u2": [2]}
