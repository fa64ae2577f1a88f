"""Which chart an attribute gets, and the figures beside it (widgets.md, "Charts per aggregation")."""

from datetime import timedelta

import pandas as pd
import pytest

from signals_nb.summaries import Bars, Columns, Histogram, Message, Times, Values

from .made import attribute, summary_of


def shown(aggregation, declared, values, date_part=None, **fields):
    summary = summary_of(attribute(aggregation, declared, date_part, **fields), values)
    return summary.parts, summary.figures


def test_few_different_counts_stand_one_by_one_in_their_places():
    """Of 0, 0, 1, 1, 4, null: the places of 2 and 3 stay empty."""
    parts, figures = shown("counter", "int64", [0, 0, 1, 1, 4, None])
    assert parts == (Columns(("0", "1", "2", "3", "4"), (2, 2, 0, 0, 1)),)
    assert figures == (
        ("mean", "1.2"),
        ("median", "1"),
        ("p95", "3.4"),
        ("max", "4"),
        ("zero", "33.3 %"),
        ("null", "16.7 %"),
    )


def test_few_different_counts_far_apart_stand_side_by_side():
    parts, _ = shown("approx_count_distinct", "int64", [1, 1, 2, 3, 5000])
    assert parts == (Columns(("1", "2", "3", "5,000"), (2, 1, 1, 1)),)


def test_many_different_counts_are_binned():
    """0 to 29, each once: whole numbers, the edges halfway between two of them."""
    [part], _ = shown("counter", "int64", [*range(30)])
    assert part == Histogram(tuple(at * 5 - 0.5 for at in range(7)), (5,) * 6, whole=True)
    assert part.words() == "Keys: 0 to 4: 5; 5 to 9: 5; 10 to 14: 5; 15 to 19: 5; 20 to 24: 5; 25 to 29: 5."


def test_counts_of_very_different_size_stand_on_a_logarithmic_axis():
    """The 99th percentile of 0, 0, 1 (40 times), 2, …, 21, 9000 (twice) is more than 50 times the median."""
    [part], _ = shown("counter", "int64", [0, 0, *[1] * 40, *range(2, 22), 9000, 9000])
    assert part.log
    assert part.zeros == 2
    assert part.edges[:5] == (1, 2, 5, 10, 20)
    assert part.counts[:5] == (40, 3, 5, 10, 2)
    assert (
        part.words()
        == "Keys: 0: 2; 1: 40; 2 to 4: 3; 5 to 9: 5; 10 to 19: 10; 20 to 49: 2; 5,000 to 9,999: 2."
    )


def test_sums_are_binned_and_0_is_an_edge_when_signs_differ():
    [part], figures = shown("sum", "double", [-10.0, -1.0, 0.0, 4.0, 12.0, None])
    assert part == Histogram((-10, -5, 0, 5, 10, 15), (1, 1, 2, 0, 1))
    assert figures[-2:] == (("null", "16.7 %"), ("no event", "16.7 %"))


def test_texts_get_the_top_15_the_others_and_null():
    [part], figures = shown("most_frequent", "string", [*"aab", None, *"cdefghijklmnopq"])
    assert part == Bars(tuple("abcdefghijklmno"), (2, *(1,) * 14), others=2, other=2, null=1)
    assert figures == (("distinct", "17"), ("top share", "11.1 %"), ("null", "5.3 %"))
    assert part.words().endswith("o: 1; other (2): 2; null: 1.")


def test_booleans_and_bytes_are_told_as_text():
    [part], _ = shown("last", "bool", [True, True, False, None, True])
    assert part == Bars(("true", "false"), (3, 1), null=1)
    [part], _ = shown("last", "bytes", [b"a", "ü".encode(), None, b"a", b"\xff"])
    assert part == Bars(("a", "ü", "�"), (2, 1, 1), null=1)


def test_numbers_of_one_event_get_a_histogram():
    [part], figures = shown("first", "int32", [1, 1, 2, 3, None])
    assert part == Histogram((0.5, 1.5, 2.5, 3.5), (2, 1, 1), whole=True)
    assert figures[:2] == (("distinct", "3"), ("top share", "50 %"))


@pytest.mark.parametrize(
    ("part_of", "values", "labels", "counts", "peak"),
    [
        ("hour_of_day", [0, 23, 23, 7, None], 24, {0: 1, 7: 1, 23: 2}, "23:00"),
        ("day_of_week", [1, 1, 7, 7, 1], 7, {0: 3, 6: 2}, "Mon"),
        ("month_of_year", [12, 12, 12, 1, 1], 12, {0: 2, 11: 3}, "Dec"),
    ],
)
def test_a_cycle_keeps_its_empty_places(part_of, values, labels, counts, peak):
    [part], figures = shown("last", "int32", values, part_of)
    assert isinstance(part, Columns)
    assert len(part.labels) == labels
    assert {at: held for at, held in enumerate(part.counts) if held} == counts
    assert figures[0] == ("peak", peak)


def test_a_default_outside_of_the_cycle_is_told_apart():
    [part], figures = shown("last", "int32", [-1, -1, 5, 5, 5], "hour_of_day", default_value=-1)
    assert sum(part.counts) == 3
    assert figures == (("peak", "5:00"), ("other", "2"), ("null", "0 %"))


def test_days_stand_on_the_calendar():
    days = ["2026-02-27", "2026-03-01", "2026-03-01", None, "0000", "2026-03-02"]
    [part], figures = shown("last", "string", days, "active_day")
    assert isinstance(part, Times)
    assert part.words() == "Keys: 2026-02-27: 1; 2026-03-01: 2; 2026-03-02: 1."
    assert len(part.counts) == 4
    assert figures == (("first", "2026-02-27"), ("last", "2026-03-02"), ("other", "1"), ("null", "16.7 %"))


@pytest.mark.parametrize(
    ("part_of", "values", "words"),
    [
        ("active_week", ["2026-03-02", "2026-03-16"], "Keys: 2026-03-02: 5; 2026-03-16: 5."),
        ("active_month", ["2025-12-01", "2026-02-01"], "Keys: 2025-12: 5; 2026-02: 5."),
        ("active_day", ["0001-01-01", "9999-12-31"], "Keys: 0001: 5; 9500: 5."),
    ],
)
def test_weeks_months_and_ages_too(part_of, values, words):
    [part], _ = shown("last", "string", values * 5, part_of)
    assert part.words() == words


def test_moments_stand_on_the_calendar_and_those_beyond_it_in_bins():
    [part], _ = shown("first", "timestamp", [pd.Timestamp("2026-03-01 10:00", tz="UTC")] * 5)
    assert part.words() == "Keys: 2026-03-01 10:00: 5."
    [part], _ = shown("first", "unix_timestamp", [1_772_359_200] * 5)
    assert part.words() == "Keys: 2026-03-01 10:00: 5."
    [part], _ = shown("first", "unix_timestamp", [2**62] * 5)
    assert isinstance(part, Histogram)
    assert part.counts == (5,)


def test_a_list_gets_its_lengths_and_its_elements():
    parts, figures = shown("unique_list", "int32_list", [[7], [7, 8], [], [8, 7], [7]])
    assert parts == (
        Columns(("0", "1", "2"), (1, 2, 2), "items per key"),
        Bars(("7", "8"), (4, 2), axis="element"),
    )
    assert figures == (("median size", "1"), ("at the cap (100)", "0 %"), ("distinct", "2"))


def test_a_list_at_the_cap_is_told():
    _, figures = shown("unique_list", "int32_list", [[*range(100)], [*range(99)], [1], [2], [3]])
    assert ("at the cap (100)", "20 %") in figures


def test_a_dict_gets_its_totals_and_its_sizes():
    parts, figures = shown("category_count", "dict", [{"a": 3}, {"a": 1, "b": 9}, {}, {"c": 1}, {"a": 1}])
    assert parts == (
        Bars(("b", "a", "c"), (9, 5, 1), axis="category", of="event"),
        Columns(("0", "1", "2"), (1, 3, 1), "categories per key"),
    )
    assert figures == (("distinct", "3"), ("median size", "1"), ("at the cap (100)", "0 %"))


def test_a_dict_of_hours_is_summed_into_24_columns():
    (hours, sizes), figures = shown("category_count", "dict", [{"23": 3, "0": 1}] * 5, "hour_of_day")
    assert len(hours.counts) == 24
    assert (hours.counts[0], hours.counts[23], hours.of) == (5, 15, "event")
    assert sum(sizes.counts) == 5
    assert figures[0] == ("peak", "23:00")


def test_a_dict_of_days_is_summed_on_the_calendar():
    (days, _), _ = shown("category_count", "dict", [{"2026-03-01": 3, "2026-03-03": 1}] * 5, "active_day")
    assert days.words() == "Events: 2026-03-01: 15; 2026-03-03: 5."


def test_elapsed_time_gets_the_share_up_to_each_edge():
    [part], figures = shown("time_since_last", "double", [0.5, 1.5, 1.5, 7.5, None])
    assert part == Histogram(tuple(range(9)), (1, 2, 0, 0, 0, 0, 0, 1), cumulative=True, axis="days")
    assert part.shares == (0.25, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 1.0)
    assert figures == (("median", "1.5"), ("p95", "6.6"), ("never happened", "20 %"))


def test_fewer_than_5_keys_are_listed():
    parts, figures = shown("last", "string", ["a", None, "", "d"])
    assert parts == (Values((("k00", "a"), ("k01", "null"), ("k02", "(empty text)"), ("k03", "d"))),)
    assert figures == ()
    [part], _ = shown("unique_list", "string_list", [["a", "ü"], []])
    assert part.pairs == (("k00", '["a", "ü"]'), ("k01", "[]"))


@pytest.mark.parametrize(
    ("aggregation", "declared", "values"),
    [
        ("last", "string", [None] * 6),
        ("mean", "double", [None]),
        ("unique_list", "string_list", [[], []]),
        ("category_count", "dict", [{}] * 6),
        ("first", "bytes", [None] * 6),
    ],
)
def test_without_any_value_there_is_a_message(aggregation, declared, values):
    parts, figures = shown(aggregation, declared, values)
    assert parts == (Message("Why it is empty."),)
    assert figures == ()


def test_without_any_key_there_is_a_message():
    parts, _ = shown("counter", "int64", [])
    assert parts == (Message("There is no key: no event passes what the call asks for."),)


def test_infinite_and_enormous_numbers_are_shown():
    huge = [1.7e308, -1.7e308, float("inf"), 1.0, 2.0]
    [part], figures = shown("max", "double", huge)
    assert sum(part.counts) == 4
    assert figures[-2:] == (("infinite", "20 %"), ("no event", "20 %"))
    [part], _ = shown("max", "double", [float("inf")] * 5)
    assert part == Message("Every value is infinite.")
    [part], _ = shown("max", "int64", [2**62, 2**62 + 1, 2**62 + 2, 2**62 + 3, 2**62 + 4])
    assert sum(part.counts) == 5
    [part], _ = shown("sum", "double", [5e-324, 1e-323, 0.0, 0.0, 0.0])
    assert sum(part.counts) == 5


def test_a_chart_is_told_in_words():
    asked = attribute("counter", "int64", period=timedelta(days=7))
    assert summary_of(asked, [1, 1, 2, 2, 3]).words() == (
        "x (Counter · last 7 days · 5 keys). Mean 1.8, median 2, p95 2.8, max 3, zero 0 %, null 0 %. "
        "Keys: 1: 2; 2: 2; 3: 1."
    )
