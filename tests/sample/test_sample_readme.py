"""The README of the sample counts right and leaves no filled column out."""

import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from signals_nb.samples import sample_events

README = Path(__file__).parent.parent.parent / "sample_data" / "README.md"

COUNTS = {
    "events": "SELECT count(*) FROM e",
    "visitors": "SELECT count(DISTINCT domain_userid) FROM e",
    "sessions": "SELECT count(DISTINCT domain_sessionid) FROM e",
    "customers seen": "SELECT count(DISTINCT user_id) FROM e",
    "orders": "SELECT count(DISTINCT placed.transaction_id) FROM e",
    "rows of customers": "SELECT count(*) FROM customers",
    "customers": "SELECT count(DISTINCT customer_id) FROM customers",
    "second copies of an `event_id`": "SELECT count(*) - count(DISTINCT event_id) FROM e",
    "orders that came twice": "SELECT count(placed) - count(DISTINCT placed.transaction_id) FROM e",
    "without a `domain_userid`": "SELECT count(*) FROM e WHERE domain_userid IS NULL",
    "without a `user_id`": "SELECT count(*) FROM e WHERE user_id IS NULL",
    "without an `app_id`": "SELECT count(*) FROM e WHERE app_id IS NULL",
    "without a `geo_city`": "SELECT count(*) FROM e WHERE geo_city IS NULL",
    "late": "SELECT count(*) FROM e WHERE collector_tstamp - derived_tstamp > INTERVAL 1 HOUR",
    "in the future": "SELECT count(*) FROM e WHERE derived_tstamp > collector_tstamp",
    "of the crawler": "SELECT count(*) FROM e WHERE agent.device_class = 'Robot'",
    "with client_session 1-0-1": "SELECT count(*) FROM e WHERE app_session._schema_version = '1-0-1'",
    "with client_session 1-0-2": "SELECT count(*) FROM e WHERE app_session._schema_version = '1-0-2'",
}


@pytest.mark.parametrize("what", COUNTS)
def test_the_readme_counts_right(what: str, one: Callable[[str], tuple]) -> None:
    (number,) = one(COUNTS[what])
    assert number > 0
    assert f"| {what} | {number:,} |" in README.read_text(encoding="utf-8")


def test_the_readme_counts_every_kind_of_event(rows: Callable[[str], list[tuple]]) -> None:
    text = README.read_text(encoding="utf-8")
    found = rows("SELECT event_name, event_vendor, event_version, event, count(*) FROM e GROUP BY ALL")
    assert len(found) == 15
    for name, vendor, version, event, number in found:
        assert f"| `{name}` | `{vendor}` | {version} | {event} | {number:,} |" in text
    for action, number in rows("SELECT action, count(*) FROM e WHERE action IS NOT NULL GROUP BY 1"):
        assert f"`{action}` {number:,}" in text


# What an idea measures, and the SQL of it over ``seen``: the events up to the latest ``collector_tstamp``.
IDEAS = {
    "{:,} visitors, median {:.0f}, most {:,} (the crawler)": """
        SELECT count(*), median(n), max(n) FROM (
            SELECT count(*) FILTER (event_name = 'page_view') AS n FROM seen
            WHERE app_id = 'website' AND domain_userid IS NOT NULL GROUP BY domain_userid)""",
    "{:,} buyers, {:,} euros": """
        SELECT count(DISTINCT domain_userid) FILTER (placed IS NOT NULL), sum(placed.revenue)
        FROM seen WHERE domain_userid IS NOT NULL""",
    "{:,} of {:,} sessions have one": """
        SELECT count(DISTINCT domain_sessionid) FILTER (action = 'add_to_cart'),
            count(DISTINCT domain_sessionid)
        FROM seen""",
    "{:,} customers, {:,} not seen for more than 14 days": """
        SELECT count(*), count(*) FILTER (last < (SELECT max(collector_tstamp) FROM e) - INTERVAL 14 DAY)
        FROM (SELECT max(derived_tstamp) AS last FROM seen WHERE user_id IS NOT NULL GROUP BY user_id)""",
    "{:,} viewers": "SELECT count(DISTINCT domain_userid) FROM seen WHERE player IS NOT NULL",
}


@pytest.mark.parametrize("idea", IDEAS)
def test_the_ideas_give_what_the_readme_says(idea: str, one: Callable[[str], tuple]) -> None:
    seen = "(SELECT * FROM e WHERE derived_tstamp <= (SELECT max(collector_tstamp) FROM e))"
    numbers = one(IDEAS[idea].replace("seen", seen, 1))
    assert f"| {idea.format(*numbers)} |" in README.read_text(encoding="utf-8")


def described() -> dict[str, set[str]]:
    """The columns that the README's tables name, and the fields under the heading of each nested one."""
    sections: dict[str, set[str]] = {"": set()}
    current = ""
    for line in README.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"#+ .*`((?:contexts|unstruct_event)_\w+)`", line):
            current = found[1]
            sections[current] = set()
        elif line.startswith("## "):
            current = ""
        elif found := re.match(r"\| `([\w.\[\]]+)` \| ", line):
            sections[current].add(found[1])
    return sections


def filled(kind: pa.DataType, values: pa.Array, path: str) -> list[str]:
    """The paths of the fields that hold a value, a list of structs as ``name[].field``."""
    if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        return filled(kind.value_type, values.flatten(), f"{path}[]")
    if pa.types.is_struct(kind):
        values = values.drop_null()
        return [
            name
            for number, field in enumerate(kind)
            for name in filled(field.type, values.field(number), f"{path}.{field.name}".lstrip("."))
        ]
    return [path] if len(values) > values.null_count else []


def test_the_readme_describes_every_column_that_holds_something() -> None:
    sections = described()
    table = pq.read_table(sample_events())
    missing = []
    for field in table.schema:
        column = table[field.name].combine_chunks()
        if field.name.startswith(("contexts_", "unstruct_event_")):
            kind = field.type
            if pa.types.is_list(kind):
                kind, column = kind.value_type, column.flatten()
            names = filled(kind, column, "")
            assert len(names) > 0, field.name
            missing += [f"{field.name}: {name}" for name in names if name not in sections.get(field.name, ())]
        else:
            assert (field.name in sections[""]) == (column.null_count < len(column)), field.name
    assert missing == []
