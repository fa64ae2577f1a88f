"""What published groups give, counted by hand: semantics.md, "Profiles", whose words stand in quotes.

Every table is of key `u1` unless it says otherwise; the clock stands at 03-10 12:00 unless a test moves it.
"""

import pytest
from meaning.ask import COUNT, atomic
from meaning.drawn import at, draw, happen

VIEWS = COUNT | {"events": [{"name": "page_view"}]}
PINGS = COUNT | {"events": [{"name": "page_ping"}]}
NUMBER, TEXT = atomic("se_value"), atomic("page_urlpath")
SUM = {"aggregation": "sum", "type": "double", "property": NUMBER}
TEXTS = {"aggregation": "unique_list", "type": "string_list", "property": TEXT}


def texts(aggregation, declared="string"):
    return {"aggregation": aggregation, "type": declared, "property": TEXT}


WITHOUT_TTL = """
| time        | text |
| 03-01 00:00 | /a   |
| 03-09 00:00 | /b   |
"""


def test_without_a_ttl_nothing_expires(answers):
    """Attributes live for ever where neither they, nor the group, nor the key has a ttl ("else none")."""
    assert answers([COUNT, TEXTS], draw(WITHOUT_TTL), at("03-31 00:00")) == {"u1": [2, ["/a", "/b"]]}


TWO_DAYS = """
| key | time        |
| u1  | 03-08 12:00 |
| u2  | 03-08 11:59 |
"""


@pytest.mark.parametrize(
    "where",
    [
        {"attributes": [COUNT | {"ttl": "P2D"}]},
        {"attributes": [COUNT], "ttl": "P2D"},
        {"attributes": [COUNT], "key": {"name": "domain_userid", "key": "domain_userid", "ttl": "P2D"}},
        {"attributes": [COUNT], "linked": {"name": "someone", "key": "domain_userid", "ttl": "P2D"}},
    ],
    ids=["attribute", "group", "key", "linked key"],
)
def test_expired_is_later_than_the_last_update_and_the_ttl(where, answers):
    """Two days exactly are alive (u1), a minute more is not (u2): "it is `None` when `t - u > ttl`".

    The ttl may stand on the attribute, the group, the key, or a published key that the group links to.
    """
    assert answers(events=draw(TWO_DAYS), **where) == {"u1": [1], "u2": [None]}


def test_a_microsecond_more_than_the_ttl_is_expired(answers):
    """u1's only event is at 03-08 12:00; its two days end with that microsecond."""
    group = {"attributes": [COUNT], "events": draw(TWO_DAYS)[:1], "ttl": "P2D"}
    assert answers(**group, clock=at("03-10 12:00")) == {"u1": [1]}
    assert answers(**group, clock=at("03-10 12:00:00.000001")) == {"u1": [None]}


def test_a_ttl_may_be_a_fraction_of_a_second(answers):
    """An event at 12:00:00: alive half a second later, expired a microsecond after that."""
    group = {"attributes": [COUNT], "events": [happen("03-10 12:00")], "ttl": "PT0.5S"}
    assert answers(**group, clock=at("03-10 12:00:00.500000")) == {"u1": [1]}
    assert answers(**group, clock=at("03-10 12:00:00.500001")) == {"u1": [None]}


def test_the_nearest_ttl_rules(answers):
    """The attribute's, "else of the group, else of the key": the event is three days old.

    Own P4D beats the group's P2D and own P2D the group's P4D; the group's P4D beats the key's P1D.
    """
    events = [happen("03-07 12:00")]
    key = {"name": "domain_userid", "key": "domain_userid", "ttl": "P1D"}
    own = [COUNT, COUNT | {"ttl": "P4D"}, COUNT | {"ttl": "P2D"}]
    assert answers(own, events, key=key, ttl="P2D") == {"u1": [None, 1, None]}
    assert answers(own, events, key=key, ttl="P4D") == {"u1": [1, 1, None]}
    assert answers(own, events, key=key) == {"u1": [None, 1, None]}
    assert answers(own, events) == {"u1": [1, 1, None]}


def test_a_key_by_its_name_alone_may_have_a_ttl(answers):
    """A key that names its column and a ttl, and nothing else, is no link: the event is three days old."""
    events = [happen("03-07 12:00", user_id="u9")]
    assert answers([COUNT], events, key={"name": "user_id", "ttl": "P2D"}) == {"u9": [None]}
    assert answers([COUNT], events, key={"name": "user_id", "ttl": "P4D"}) == {"u9": [1]}


STATE_IS_GONE = """
| key | time        | text | number |
| u1  | 03-01 12:00 | /a   | 1      |
| u1  | 03-02 12:00 | /b   | 2      |
| u1  | 03-09 12:00 | /c   | 4      |
| u2  | 03-08 12:00 | /a   | 1      |
| u2  | 03-10 12:00 | /c   | 4      |
"""
EVERY_KIND = [
    COUNT,
    SUM,
    SUM | {"aggregation": "max"},
    SUM | {"aggregation": "mean"},
    texts("first"),
    TEXTS,
    texts("category_count", "dict"),
    texts("approx_count_distinct", "int64"),
    {"aggregation": "time_since_first", "type": "double", "time_unit": "h"},
    {"aggregation": "first", "type": "timestamp", "property": atomic("derived_tstamp")},
]
ANEW = [1, 4.0, 4.0, 4.0, "/c", ["/c"], {"/c": 1}, 1, 24.0, at("03-09 12:00")]
WHOLE = [2, 5.0, 4.0, 2.5, "/a", ["/a", "/c"], {"/a": 1, "/c": 1}, 2, 48.0, at("03-08 12:00")]
GONE = [None] * len(EVERY_KIND)


@pytest.mark.parametrize("own", [True, False], ids=["attribute", "group"])
def test_expired_means_the_state_is_gone(own, answers):
    """The state is gone: "a counter that expired and then sees one event is 1", and the others alike.

    u1's first two events, a week before the third, are forgotten; u2 keeps both of its own, for "two updates
    exactly a ttl apart do not expire".
    """
    attributes = [each | {"ttl": "P2D"} for each in EVERY_KIND] if own else EVERY_KIND
    ttl = {} if own else {"ttl": "P2D"}
    assert answers(attributes, draw(STATE_IS_GONE), **ttl) == {"u1": ANEW, "u2": WHOLE}


@pytest.mark.parametrize("own", [True, False], ids=["attribute", "group"])
def test_at_every_clock_the_state_of_that_moment(own, answers):
    """The table above with the clock set forward: a third event revives u1, two days later it is gone.

    | clock       | u1's counter                                |
    | 03-01 12:00 | 1                                           |
    | 03-02 12:00 | 2                                           |
    | 03-04 12:00 | 2, exactly two days after the second update |
    | 03-04 12:01 | none                                        |
    | 03-09 11:59 | none                                        |
    | 03-09 12:00 | 1                                           |
    | 03-11 12:00 | 1                                           |
    | 03-11 12:01 | none                                        |
    """
    docstring = test_at_every_clock_the_state_of_that_moment.__doc__
    rows = [line.strip(" |").split("|") for line in docstring.splitlines() if "| 03" in line]
    for moment, expected in rows:
        value = expected.split(",")[0].strip()
        ttl = {"attributes": [COUNT | {"ttl": "P2D"}]} if own else {"attributes": [COUNT], "ttl": "P2D"}
        got = answers(events=draw(STATE_IS_GONE), clock=at(moment.strip()), **ttl)
        assert got["u1"] == [None if value == "none" else int(value)], moment


def test_a_new_event_resets_the_timer(answers):
    """Six events a day apart under a ttl of 36 hours are one life: "a new event resets the timer".

    The last is at 03-09 12:00, so the profile lives until 03-11 00:00.
    """
    events = [happen(f"03-{day:02} 12:00") for day in range(4, 10)]
    assert answers([COUNT], events, ttl="PT36H") == {"u1": [6]}
    assert answers([COUNT], events, at("03-11 00:00"), ttl="PT36H") == {"u1": [6]}
    assert answers([COUNT], events, at("03-11 00:01"), ttl="PT36H") == {"u1": [None]}


def test_several_lives(answers):
    """Under a ttl of a day: two events, a gap, three events, a gap, one event (at 03-10 00:00): 1."""
    moments = ["03-01 00:00", "03-02 00:00", "03-04 00:00", "03-04 12:00", "03-05 12:00", "03-10 00:00"]
    events = [happen(moment) for moment in moments]
    assert answers([COUNT], events, ttl="P1D") == {"u1": [1]}
    assert answers([COUNT], events, at("03-06 12:00"), ttl="P1D") == {"u1": [3]}
    assert answers([COUNT], events, at("03-03 00:00"), ttl="P1D") == {"u1": [2]}


def test_events_of_one_moment_are_of_one_life(answers):
    """Three events at once, long after the first: 3, and `first` is the smallest of the three.

    | time        | text |
    | 03-01 00:00 | /0   |
    | 03-10 00:00 | /c   |
    | 03-10 00:00 | /a   |
    | 03-10 00:00 | /b   |
    """
    events = draw(test_events_of_one_moment_are_of_one_life.__doc__)
    assert answers([COUNT, texts("first"), texts("last")], events, ttl="P1D") == {"u1": [3, "/a", "/c"]}


ANY_ATTRIBUTE = """
| key | time        | event     |
| u1  | 03-06 12:00 | page_view |
| u1  | 03-08 12:00 | page_ping |
| u1  | 03-10 12:00 | page_ping |
| u2  | 03-06 12:00 | page_view |
| u2  | 03-10 12:00 | page_ping |
| u3  | 03-06 12:00 | page_view |
"""


@pytest.mark.parametrize("on_key", [False, True], ids=["group", "key"])
def test_a_groups_ttl_looks_at_the_last_update_of_any_attribute(on_key, answers):
    """The same where the key's ttl stands in for it.

    Under P2D, u1's pings carry its view over four days; u2's state is gone when the ping comes, so its view
    counter is 0 again, not None; u3 has expired as a whole.
    """
    key = {"name": "domain_userid", "key": "domain_userid", "ttl": "P2D"}
    ttl = {"key": key} if on_key else {"ttl": "P2D"}
    first_view = VIEWS | {"aggregation": "first", "type": "timestamp", "property": atomic("derived_tstamp")}
    got = answers([VIEWS, PINGS, first_view], draw(ANY_ATTRIBUTE), **ttl)
    viewed = at("03-06 12:00")
    assert got == {"u1": [1, 2, viewed], "u2": [0, 1, None], "u3": [None, None, None]}


def test_an_own_ttl_looks_at_the_attributes_own_updates(answers):
    """The same table: with P2D of its own the view counter is gone, whatever was pinged.

    Without a ttl on the group the pings stay. A default is for what was never updated, not for what expired.
    """
    own = VIEWS | {"ttl": "P2D", "default_value": 7}
    got = answers([own, PINGS], draw(ANY_ATTRIBUTE))
    assert got == {"u1": [None, 2], "u2": [None, 1], "u3": [None, 0]}


def test_an_attribute_with_an_own_ttl_keeps_the_group_alive(answers):
    """The same table: the pings have a ttl of their own, P1D, and still count as updates of the group.

    They carry u1's view of four days ago over the group's P2D, while of themselves only the last is left;
    u2's gap is four days; u3 never pinged.
    """
    got = answers([VIEWS, PINGS | {"ttl": "P1D"}], draw(ANY_ATTRIBUTE), ttl="P2D")
    assert got == {"u1": [1, 1], "u2": [0, 1], "u3": [None, 0]}


def test_an_attribute_with_a_period_keeps_the_group_alive(answers):
    """The period plays no part in what an update is.

    At 03-11 12:00 the ping of 03-10 12:00 is out of its day, and still u1's group lives for another day.
    """
    pings = PINGS | {"period": "P1D"}
    events = draw(ANY_ATTRIBUTE)
    assert answers([VIEWS, pings], events, at("03-11 12:00"), ttl="P2D")["u1"] == [1, 0]
    assert answers([VIEWS, pings], events, at("03-12 12:00"), ttl="P2D")["u1"] == [1, 0]
    assert answers([VIEWS, pings], events, at("03-12 12:01"), ttl="P2D")["u1"] == [None, None]


def test_a_period_longer_than_the_ttl_counts_only_this_life(answers):
    """Events at 03-05, 03-09 and 03-10 12:00: a week holds three, the life that began at 03-09 two.

    A period of twelve hours holds one of those.
    """
    events = [happen(f"03-{day} 12:00") for day in ("05", "09", "10")]
    week, half_day = COUNT | {"period": "P7D"}, COUNT | {"period": "PT12H"}
    assert answers([week, half_day], events, ttl="P2D") == {"u1": [2, 1]}
    assert answers([week, half_day], events) == {"u1": [3, 1]}


def test_a_value_that_expired_need_not_fit(answers):
    """3 billion fits no int32; it was forgotten before the 7 came, and long after it there is nothing.

    | time        | number     |
    | 03-01 12:00 | 3000000000 |
    | 03-09 12:00 | 7          |
    """
    events = draw(test_a_value_that_expired_need_not_fit.__doc__)
    total = SUM | {"type": "int32", "ttl": "P2D"}
    assert answers([total], events) == {"u1": [7]}
    assert answers([total], events, at("03-05 12:00")) == {"u1": [None]}
