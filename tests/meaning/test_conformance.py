"""Cells that Snowplow's own engine computed on its own data, and counts made by hand over real web events."""

import csv
import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from .ask import COUNT, ask, atomic, first
from .compare import plain

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared conformance data is not beside the repository"
)


def cells():
    """The expected cells as `(key, attribute, value)`."""
    path = SHARED / "conformance" / "expected.json"
    if not path.is_file():
        return []
    rows = json.loads(path.read_text())["rows"]
    return [(key, name, value) for key, row in rows.items() for name, value in row.items()]


@pytest.fixture(scope="module")
def frame():
    """The conformance group over the CSV as it is, by the call given beside the expected cells."""
    import warnings

    from signals_nb import Signals
    from signals_nb.definitions import AttributeGroup
    from signals_nb.errors import SignalsWarning

    folder = SHARED / "conformance"
    call = json.loads((folder / "expected.json").read_text())["call"]
    signals = Signals(events=str(folder / "events.csv"), deduplicate=call["deduplicate"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        group = AttributeGroup.from_json(folder / "group.json")
        return signals.test(group, app_ids=call["app_ids"], as_of=datetime.fromisoformat(call["as_of"]))


def test_there_are_184_cells():
    assert len(cells()) == 184


@pytest.mark.parametrize(("key", "name", "value"), cells())
def test_cell(key, name, value, frame):
    [got] = frame.loc[frame["domain_userid"] == key, name].tolist()
    if isinstance(value, list):
        assert sorted(got) == sorted(value)
    else:
        assert plain(got) == value


def test_real_web_events_equal_plain_counts():
    """Five attributes per user over 160 real rows, against the csv module and nothing else."""
    path = SHARED / "real" / "web_events.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    users = {}
    for row in rows:
        if row["domain_userid"]:
            users.setdefault(row["domain_userid"], []).append(row)
    elements = {"type": "entity", "vendor": "nl.basjes", "name": "yauaa_context", "major_version": 1}
    asked = [
        COUNT | {"events": [{"name": "page_view"}]},
        {"aggregation": "category_count", "type": "dict", "property": atomic("page_urlhost")},
        {"aggregation": "sum", "type": "int64", "property": atomic("domain_sessionidx")},
        {"aggregation": "approx_count_distinct", "type": "int32", "property": atomic("domain_sessionid")},
        first({**elements, "path": "deviceClass", "index": 0}),
    ]
    got = ask(asked, str(path), as_of=datetime(2100, 1, 1))
    assert list(got) == sorted(users)
    for user, own in users.items():
        views, hosts, total, sessions, device = got[user]
        assert views == sum(row["event_name"] == "page_view" for row in own)
        assert hosts == dict(Counter(row["page_urlhost"] for row in own if row["page_urlhost"]))
        assert total == sum(int(row["domain_sessionidx"]) for row in own if row["domain_sessionidx"])
        assert sessions == len({row["domain_sessionid"] for row in own if row["domain_sessionid"]})
        seen = [
            (row["derived_tstamp"], json.loads(row["contexts_nl_basjes_yauaa_context_1_0_0"])) for row in own
        ]
        classes = [(moment, found[0]["deviceClass"]) for moment, found in seen if found[0].get("deviceClass")]
        assert device == min(classes)[1]
