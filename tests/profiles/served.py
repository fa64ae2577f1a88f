"""The events that the tests of reading read, and the groups and services that they publish.

| key | user | time        | event     | text   | number | flag   |
| u1  | a@b  | 03-09 12:00 | page_view | /a     | 1.5    | true   |
| u1  | a@b  | 03-10 10:30 | page_view | /b     | 2      | *null* |
| u2  | a@b  | 03-07 12:00 | page_ping | *null* | *null* | false  |
"""

from meaning.ask import COUNT, atomic
from meaning.conftest import make_group
from meaning.drawn import draw

from signals_nb import Service
from signals_nb.definitions import AttributeGroup

OWNER = "owner@example.com"
EVENTS = draw(__doc__)
COUNTER = COUNT | {"name": "events"}
PINGS = COUNT | {"name": "pings", "events": [{"name": "page_ping"}]}
PATHS = {
    "name": "paths",
    "aggregation": "category_count",
    "type": "dict",
    "property": atomic("page_urlpath"),
}


def group(attributes=(COUNTER,), **fields):
    return AttributeGroup.from_json(make_group(list(attributes), **{"ttl": "P2D"} | fields))


def service(*groups, name="shop"):
    return Service(name=name, owner=OWNER, attribute_groups=list(groups))
