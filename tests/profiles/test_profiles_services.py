"""Services, and names that are not there (semantics.md, "Profiles").

The events are drawn in `served.py`; the clock stands at 03-10 12:00. REGISTRY is the path of the folder.
"""

import pytest

from signals_nb.errors import NotFound, SignalsError

from .served import COUNTER, PATHS, PINGS, group, service

NO_GROUP = 'The registry REGISTRY holds no attribute group "a_grup". Did you mean a_group?'
NO_VERSION = 'The attribute group "a_group" has no version 3. It has 1.'
NO_SERVICE = 'The registry REGISTRY holds no service "shp". Did you mean shop?'
OTHER_KEY = "has values by domain_userid, not by attribute_key='user_id'."


@pytest.fixture
def told(signals):
    """The error, of a class, that a call of a method of the client raises."""

    def tell(error, method, *arguments):
        with pytest.raises(error) as caught:
            getattr(signals, method)(*arguments)
        return str(caught.value).replace(str(signals.registry.root), "REGISTRY")

    return tell


def test_a_service_gives_all_its_groups_of_the_key(signals):
    """Two groups of `domain_userid`, each with its own ttl; one of `user_id` is left aside.

    u2's only event, a ping, is three days old.
    """
    short, long = group(), group([PINGS, PATHS], name="longer", ttl="P4D")
    other = group([COUNTER | {"name": "of_user"}], name="users", attribute_key={"name": "user_id"})
    signals.publish([service(short, other, long), short, long, other])
    assert signals.get_service_attributes("shop", "domain_userid", "u1") == {
        "domain_userid": "u1",
        "events": 2,
        "pings": 0,
        "paths": {"/a": 1, "/b": 1},
    }
    assert signals.get_service_attributes("shop", "domain_userid", "u2") == {
        "domain_userid": "u2",
        "events": None,
        "pings": 1,
        "paths": {},
    }
    assert signals.get_service_attributes("shop", "user_id", "a@b") == {"user_id": "a@b", "of_user": 3}
    nobody = signals.get_service_attributes("shop", "domain_userid", "nobody")
    assert nobody == {"domain_userid": "nobody", "events": None, "pings": None, "paths": None}


def test_a_service_serves_the_version_that_it_links_to(signals):
    """Version 2 of a group is published; the service stays with version 1 until it links to 2."""
    first = group(ttl="P4D")
    second = group([PINGS], version=2)
    signals.publish([first, service(first), second])
    assert signals.get_service_attributes("shop", "domain_userid", "u2") == {
        "domain_userid": "u2",
        "events": 1,
    }
    signals.publish([service(second)])
    assert signals.get_service_attributes("shop", "domain_userid", "u1") == {
        "domain_userid": "u1",
        "pings": 0,
    }


def test_a_service_with_a_group_that_is_not_online(signals):
    """Its attributes are None, the other group's are there."""
    on, off = group(), group([PINGS], name="off", online=False)
    signals.publish([on, off, service(on, off)])
    got = signals.get_service_attributes("shop", "domain_userid", "u1")
    assert got == {"domain_userid": "u1", "events": 2, "pings": None}


def test_groups_and_services_ask_for_themselves(signals):
    """`group.get_attributes` and `service.get_attributes` are those calls."""
    asked, other = group([COUNTER, PINGS]), group([PATHS], name="other")
    shop = service(asked, other)
    signals.publish([asked, other, shop])
    assert asked.get_attributes(signals, "u1") == {"domain_userid": "u1", "events": 2, "pings": 0}
    assert shop.get_attributes(signals, "domain_userid", "u1") == {
        "domain_userid": "u1",
        "events": 2,
        "pings": 0,
        "paths": {"/a": 1, "/b": 1},
    }


@pytest.mark.parametrize(
    ("error", "name", "version", "attributes", "key", "text"),
    [
        (NotFound, "a_grup", 1, "events", "domain_userid", NO_GROUP),
        (NotFound, "a_group", 3, "events", "domain_userid", NO_VERSION),
        (
            NotFound,
            "a_group",
            1,
            "event",
            "domain_userid",
            "a_group v1 has no attribute event. Did you mean events?",
        ),
        (
            NotFound,
            "a_group",
            1,
            ["events", "z"],
            "domain_userid",
            "a_group v1 has no attribute z. It has events, pings.",
        ),
        (SignalsError, "a_group", 1, "events", "user_id", f"a_group v1 {OTHER_KEY}"),
    ],
    ids=["group", "version", "attribute", "one of two attributes", "key"],
)
def test_an_unknown_name_is_refused_with_what_there_is(
    error, name, version, attributes, key, text, signals, told
):
    signals.publish([group([COUNTER, PINGS])])
    asked = (name, version, attributes, key, "u1")
    assert told(error, "get_group_attributes", *asked) == text


def test_unknown_groups_and_services_are_not_found(signals, told):
    signals.publish([group(), service(group())])
    assert told(NotFound, "profiles", "a_grup") == NO_GROUP
    assert told(NotFound, "profiles", "a_group", 3) == NO_VERSION
    assert told(NotFound, "get_service_attributes", "shp", "domain_userid", "u1") == NO_SERVICE
    asked = ("shop", "user_id", "u1")
    assert told(SignalsError, "get_service_attributes", *asked) == f"The service shop {OTHER_KEY}"
    with pytest.raises(NotFound, match="never"):
        group(name="never").get_attributes(signals, "u1")
