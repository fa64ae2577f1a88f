"""Puts attributes to the package over any kind of source, for the tests of single cases."""

import warnings

from .compare import plain
from .conftest import USER, make_group
from .drawn import AS_OF
from .oracle import key_name

COUNT = {"aggregation": "counter", "type": "int64"}
TEXT = {"type": "atomic", "name": "page_urlpath"}


def ask(attributes, source, key=USER, group=None, as_of=AS_OF, deduplicate=False, **call):
    """`{key: [values in order]}` for attributes over any source of events."""
    from signals_nb import Signals
    from signals_nb.definitions import AttributeGroup
    from signals_nb.errors import SignalsWarning

    asked = make_group(attributes, key, **(group or {}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SignalsWarning)
        signals = Signals(events=source, deduplicate=deduplicate)
        frame = signals.test(AttributeGroup.from_json(asked), as_of=as_of, **call)
    columns = {name: [plain(value) for value in frame[name].tolist()] for name in frame.columns}
    names = [each["name"] for each in asked["attributes"]]
    return {each: [columns[name][row] for name in names] for row, each in enumerate(columns[key_name(asked)])}


def first(prop, declared="string", **more):
    """The first value of a property."""
    return {"aggregation": "first", "type": declared, "property": prop, **more}


def atomic(name, **more):
    """An atomic property."""
    return {"type": "atomic", "name": name, **more}


def entity(path, vendor="com.acme", name="item", major_version=1, index=0):
    """An entity's property."""
    schema = {"vendor": vendor, "name": name, "major_version": major_version}
    return {"type": "entity", **schema, "path": path, "index": index}


def is_(prop, operator, value=None):
    """A counter of the events for which one criterion holds."""
    criterion = {"property": prop, "operator": operator} | ({} if value is None else {"value": value})
    return COUNT | {"criteria": {"all": [criterion]}}
