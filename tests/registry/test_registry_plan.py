"""plan: what publish would do, shown before it is done (semantics.md, "The registry")."""

import datetime as dt
import json

import pytest
from registry_objects import batch_group, customer, external_group, files, group, picture, service, views

from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeKey,
    Field,
    LinkAttributeKey,
    PageView,
    domain_sessionid,
)
from signals_nb.errors import InvalidDefinition, NotFound, RegistryError, VersionConflict
from signals_nb.registry import ABSENT, Registry


def last(name="place", of="geo_city", **other):
    fields = {"type": "string", "aggregation": "last", "events": [PageView()]} | other
    return Attribute(name=name, property=AtomicProperty(name=of), **fields)


def test_a_plan_writes_nothing_at_all(registry, root) -> None:
    plan = registry.plan([group(), service(group()), customer()])
    assert [change.status for change in plan.changes] == ["created"] * 4
    assert not root.exists()
    registry.publish([group()])
    (root / ".lock").unlink()
    (root / ".gitignore").unlink()
    before = picture(root)
    registry.plan([group(version=2), group(online=False), customer()])
    registry.plan([group(description="x")])
    assert picture(root) == before
    assert sorted(path.name for path in root.iterdir()) == ["attribute_groups", "attribute_keys"]


def test_a_plan_is_what_publish_then_does(registry) -> None:
    registry.publish([group("old"), batch_group(online=False), service(group("old")), customer()])
    given = [
        service(group(version=2)),
        group("old"),
        batch_group(online=True),
        customer(description="who pays"),
        group(version=2),
    ]
    plan = registry.plan(given)
    assert plan.changes == registry.publish(given).changes
    assert [(change.title, change.status) for change in plan.changes] == [
        ("customer", "replaced"),
        ("old v1", "unchanged"),
        ("weekly v1", "state changed"),
        ("basket v2", "created"),
        ("shop", "replaced"),
    ]
    assert repr(registry.plan(given)) == "<plan: 5 unchanged>"


def test_the_text_of_a_plan(registry) -> None:
    """Basket v1 has page_views and place; v2 drops place, counts in another type and adds pings."""
    registry.publish([group(attributes=[views(), last()]), batch_group(), service(group())])
    wider = views().model_copy(update={"type": "int64"})
    plan = registry.plan(
        [
            group(version=2, attributes=[wider, views("pings")], ttl=dt.timedelta(days=7)),
            batch_group(online=False),
            service(group(version=2)),
            group(description="other"),
        ]
    )
    assert str(plan) == (
        "Plan: 1 created, 1 state changed, 1 conflict, 1 replaced, 5 breaking. "
        "Publish would refuse all of it.\n"
        "+ attribute group basket v2: created, compared with v1\n"
        '    ~ attributes.page_views.type: "int32" -> "int64"\n'
        "      breaking: its values are of another type\n"
        "    - attributes.place: Last of geo_city · page_view 1-0-0 · string\n"
        "      breaking: the attribute is removed\n"
        "    + attributes.pings: Counter · page_view 1-0-0 · int32\n"
        '    + ttl: "P7D"\n'
        "~ attribute group weekly v1: state changed\n"
        "    ~ online: true -> false\n"
        "      breaking: the values are no longer served\n"
        "! attribute group basket v1: conflict\n"
        "    - attributes.place: Last of geo_city · page_view 1-0-0 · string\n"
        "      breaking: the attribute is removed\n"
        '    + description: "other"\n'
        "    A published version is frozen. Publish the change as version 3.\n"
        "~ service shop: replaced\n"
        '    ~ attribute_groups.basket: "v1" -> "v2"\n'
        "      breaking: the service no longer serves v1 of the group"
    )


def test_nothing_to_do_and_nothing_given(registry) -> None:
    registry.publish([group()])
    assert str(registry.plan([group()])) == (
        "Plan: 1 unchanged. Publish would change nothing.\n= attribute group basket v1: unchanged"
    )
    assert str(registry.plan([])) == "Plan: nothing. Publish would change nothing."
    assert str(registry.plan([group(version=2)])) == (
        "Plan: 1 created.\n+ attribute group basket v2: created, equal to v1"
    )


def test_a_conflict_is_shown_and_publish_raises_what_it_says(registry) -> None:
    registry.publish([group(), group(version=2)])
    plan = registry.plan([group(description="x"), group("fine")])
    (conflict,) = plan.conflicts
    assert (conflict.title, conflict.next_version) == ("basket v1", 3)
    with pytest.raises(VersionConflict) as caught:
        registry.publish([group(description="x"), group("fine")])
    assert str(caught.value) == f"{conflict.conflict}\nNothing was published, for it is all or none."
    assert caught.value.conflicts == (conflict,)


def test_the_next_version_is_free_in_the_call_too(registry) -> None:
    registry.publish([group()])
    plan = registry.plan([group(description="x"), group(version=2)])
    assert [change.next_version for change in plan.changes] == [3, 3]


def test_a_key_that_moves_under_a_published_group_is_a_conflict(registry) -> None:
    registry.publish([customer(), group(attribute_key=customer())])
    plan = registry.plan([customer("network_userid")])
    told = (
        'The attribute key "customer" cannot change (property.name: "user_id" -> "network_userid") while '
        "published attribute groups use it: basket v1. Give the changed key another name."
    )
    assert str(plan) == (
        "Plan: 1 conflict, 1 breaking. Publish would refuse all of it.\n"
        "! attribute key customer: conflict\n"
        '    ~ property.name: "user_id" -> "network_userid"\n'
        "      breaking: the key's values are read from another place\n"
        f"    {told}"
    )
    with pytest.raises(RegistryError) as caught:
        registry.publish([customer("network_userid")])
    assert str(caught.value) == told


def test_the_latest_other_version_is_what_a_new_one_is_compared_with(registry) -> None:
    registry.publish([group(version=1, description="one"), group(version=3, description="three")])
    (change,) = registry.plan([group(version=2, description="two", online=False)]).changes
    assert change.since.version == 3
    assert [str(each) for each in change.since.differences] == [
        'description: "three" -> "two"',
        "online: true -> false",
    ]
    (again,) = registry.plan([group(version=1, description="one")]).changes
    assert (again.status, again.since.version, again.news) == ("unchanged", 3, ())


def test_a_file_by_another_hand_may_leave_the_state_out(registry, root) -> None:
    registry.publish([group()])
    path = root / "attribute_groups/basket/v1.json"
    path.write_text(path.read_text().replace('"is_published": true', '"is_published": null'))
    assert str(registry.plan([group(version=2)])).endswith("created, equal to v1")
    assert [str(each) for each in registry.plan([group()]).changes[-1].differences] == [
        "is_published: (absent) -> true"
    ]


def test_the_other_version_may_link_to_another_key(registry) -> None:
    registry.publish([customer(), group(attribute_key=LinkAttributeKey(name="customer"))])
    (_, change) = registry.plan([group(version=2, attribute_key=domain_sessionid)]).changes
    assert [str(each) for each in change.news] == [
        'attribute_key.name: "customer" -> "domain_sessionid"',
        'attribute_key.property: "user_id" -> "domain_sessionid"',
    ]


BREAKING = {
    "attribute removed": (
        {"attributes": [views()]},
        {"attributes.place": "the attribute is removed"},
    ),
    "attribute renamed": (
        {"attributes": [views(), last("spot")]},
        {"attributes.place": "the attribute is removed"},
    ),
    "type": (
        {"attributes": [views(), last(type="string_list", aggregation="unique_list")]},
        {
            "attributes.place.type": "its values are of another type",
            "attributes.place.aggregation": "its values mean something else",
        },
    ),
    "key": (
        {"attribute_key": domain_sessionid},
        {
            "attribute_key.name": "the values are computed per another key",
            "attribute_key.property": "the values are computed per another key",
        },
    ),
    "offline": ({"online": False}, {"online": "the values are no longer served"}),
    "source of a value": ({"attributes": [views(), last(of="geo_country")]}, {}),
    "attribute added": ({"attributes": [views(), last(), last("spot")]}, {}),
    "order": ({"attributes": [last(), views()]}, {}),
    "description, ttl": ({"description": "x", "ttl": dt.timedelta(days=1)}, {}),
}


@pytest.mark.parametrize(("change", "reasons"), BREAKING.values(), ids=BREAKING)
def test_what_breaks_the_readers_of_a_group(registry, change, reasons) -> None:
    registry.publish([group(attributes=[views(), last()])])
    plan = registry.plan([group(**{"version": 2, "attributes": [views(), last()]} | change)])
    assert {each.where: each.breaking for each in plan.breaking} == reasons
    assert plan.changes[-1].news, "every change is told, breaking or not"


def test_a_unit_of_time_that_changes_breaks(registry) -> None:
    def age(unit):
        return Attribute(
            name="age", type="double", aggregation="time_since_last", time_unit=unit, events=[PageView()]
        )

    registry.publish([group(attributes=[age("min")])])
    plan = registry.plan([group(version=2, attributes=[age("h")])])
    assert [each.breaking for each in plan.breaking] == ["its values are in another unit"]


def test_what_breaks_the_readers_of_an_external_group(registry) -> None:
    registry.publish([external_group()])
    renamed = external_group(version=2).model_copy(update={"fields": [Field(name="LEVEL", type="string")]})
    assert [each.breaking for each in registry.plan([renamed]).breaking] == ["the field is removed"]
    computed = batch_group("crm", version=2, attribute_key=customer())
    assert [each.breaking for each in registry.plan([computed]).breaking] == ["all fields are removed"]


@pytest.mark.parametrize(
    ("served", "told"),
    [
        ([group(version=2), group("b")], 'attribute_groups.basket: "v1" -> "v2"'),
        ([group("b")], 'attribute_groups.basket: "v1" -> (absent)'),
        ([group(), group(version=2), group("b")], None),
        ([group("b"), group()], None),
        ([group(), group("b"), group("c")], None),
    ],
    ids=["moved", "dropped", "one version more", "order", "added"],
)
def test_what_breaks_the_readers_of_a_service(registry, served, told) -> None:
    registry.publish([group(), group(version=2), group("b"), group("c"), service(group(), group("b"))])
    plan = registry.plan([service(*served)])
    assert [change.status for change in plan.changes] == ["replaced"]
    assert [str(each) for each in plan.breaking] == ([told] if told else [])


def test_what_breaks_the_readers_of_a_key(registry) -> None:
    registry.publish([customer(ttl=dt.timedelta(days=1))])
    plan = registry.plan([AttributeKey(name="customer", key="user_id", description="x")])
    assert {each.where: each.breaking for each in plan.changes[0].differences if each.breaking} == {
        "property": "the key's values are read from another place",
        "key": "the key's values are read from another place",
    }


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ([group(attributes=[views("n"), views("n")])], InvalidDefinition),
        ([service(group("nobody"))], NotFound),
        ([group("con")], RegistryError),
        ([group("BASKET")], RegistryError),
        ([group("b", attribute_key=customer("network_userid"))], RegistryError),
    ],
)
def test_what_no_plan_can_show_is_raised_as_by_publish(registry, root, given, error) -> None:
    registry.publish([group(), customer()])
    before = picture(root)
    with pytest.raises(error) as planned:
        registry.plan(given)
    with pytest.raises(error) as published:
        registry.publish(given)
    assert str(planned.value) == str(published.value)
    assert picture(root) == before


def test_what_is_no_list_of_objects_is_refused_by_its_name(registry) -> None:
    with pytest.raises(RegistryError) as caught:
        registry.plan(group())
    assert str(caught.value) == "plan takes a list: plan([basket])."


def test_a_plan_as_data(registry) -> None:
    registry.publish([group()])
    plan = registry.plan([group(version=2, description="two"), group(description="x")])
    content = plan.to_dict()
    assert json.loads(json.dumps(content)) == content
    assert (content["conflicts"], content["breaking"]) == (1, 0)
    assert content["changes"][0] == {
        "kind": "attribute group",
        "name": "basket",
        "version": 2,
        "status": "created",
        "file": "attribute_groups/basket/v2.json",
        "differences": [],
        "since": {
            "version": 1,
            "differences": [{"where": "description", "new": "two", "breaking": None}],
            "unreadable": None,
        },
        "next_version": 3,
        "conflict": None,
    }
    assert plan.changes[0].news[0].old is ABSENT


def test_a_plan_as_a_frame(registry) -> None:
    registry.publish([group()])
    frame = registry.plan([group(version=2, attributes=[views("other")]), service(group())]).to_frame()
    assert frame.astype(object).where(frame.notna(), None).to_dict("records") == [
        {
            "kind": "attribute group",
            "name": "basket",
            "version": 2,
            "status": "created",
            "differences": 2,
            "breaking": 1,
            "next_version": 3,
            "file": "attribute_groups/basket/v2.json",
        },
        {
            "kind": "service",
            "name": "shop",
            "version": None,
            "status": "created",
            "differences": 0,
            "breaking": 0,
            "next_version": None,
            "file": "services/shop.json",
        },
    ]
    assert list(Registry("nowhere").plan([]).to_frame().columns) == list(frame.columns)


def test_the_card_says_breaking_in_words_and_is_escaped(registry) -> None:
    registry.publish([group(), service(group())])
    card = registry.plan(
        [group(version=2, description="<script>alert(1)</script>", attributes=[views("other")])]
    )._repr_html_()
    assert "<script" not in card
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in card
    assert "<b>Breaking: the attribute is removed</b>" in card
    assert ">v1</th>" in card
    assert "<code>attribute_groups/basket/v2.json</code>" in card


def test_a_card_of_many_objects_stays_short(registry) -> None:
    card = registry.plan([group(f"g{n}", description="x" * 1000) for n in range(200)])._repr_html_()
    assert "The first 30 of 201 objects are shown." in card
    assert len(card) < 40_000


def test_a_damaged_other_version_is_told_and_holds_up_no_new_one(registry, root) -> None:
    registry.publish([group()])
    path = root / "attribute_groups/basket/v1.json"
    path.write_text("{")
    plan = registry.plan([group(version=2)])
    assert str(plan).splitlines()[1:] == [
        "+ attribute group basket v2: created",
        f"    What changed since v1 is not known: {path} is damaged: it is no JSON (Expecting property name "
        "enclosed in double quotes: line 1 column 2 (char 1)).",
    ]
    registry.publish([group(version=2)])
    assert "attribute_groups/basket/v2.json" in files(root)
