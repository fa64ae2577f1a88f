"""Every rule of check() for groups, keys, services and drafts: the whole finding, and nothing beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from definitions.build import DAY, KIND, NONE, changed, counter, expected, external, group
from signals_nb.check import Finding, check_definition
from signals_nb.definitions import (
    AttributeKey,
    Field,
    LinkAttributeKey,
    Service,
    VersionedLinkAttributeGroup,
)

CASES: list[tuple[Any, Finding]] = [
    (
        changed(group(), name=None),
        expected("G01", "name", "Name is required.", 'For example name="page_engagement".'),
    ),
    (
        changed(group(), name="my-group"),
        expected(
            "G02",
            "name",
            (
                'Name may only hold letters, digits and underscores (1–128). "my-group" has '
                '"-". Try "my_group".'
            ),
            'Write name="my_group".',
        ),
    ),
    (
        changed(group(), owner="a@corp.local"),
        expected(
            "G03",
            "owner",
            "Owner must be an e-mail address, for example you@company.com.",
            "Set owner to your address.",
        ),
    ),
    (
        changed(group(), attribute_key=None),
        expected(
            "G04", "attribute_key", "Choose an attribute key.", "For example attribute_key=domain_userid."
        ),
    ),
    (
        changed(group(), attributes=[]),
        expected("G05", "attributes", "Add at least one attribute.", "Put an Attribute into attributes."),
    ),
    (
        group(counter(), counter()),
        expected(
            "G06",
            "attributes.a",
            'Two attributes are called "a". Names must be unique in a group.',
            "Rename one of the two.",
        ),
    ),
    (
        group(counter(name="domain_userid")),
        expected(
            "G07",
            "attributes.domain_userid",
            '"domain_userid" is also the attribute key\'s name. Choose another name.',
            "Rename it.",
        ),
    ),
    (
        external(Field(name="ID", type="string"), key=AttributeKey(external_column="id")),
        expected(
            "G07", "fields.ID", '"ID" is also the attribute key\'s name. Choose another name.', "Rename it."
        ),
    ),
    (
        group(ttl=NONE),
        expected("G09", "ttl", "The TTL must be longer than 0.", "For example ttl=timedelta(days=7)."),
    ),
    (
        group(refresh_rate=timedelta(days=-1)),
        expected(
            "G10",
            "refresh_rate",
            "The refresh rate must be longer than 0.",
            "For example refresh_rate=timedelta(hours=1).",
        ),
    ),
    (
        group(version=0),
        expected(
            "G11",
            "version",
            "The version must be a whole number from 1 to 2,147,483,647; it is 0.",
            "Set version=1, or the next free version.",
        ),
    ),
    (
        group(version=None),
        expected(
            "G11",
            "version",
            "The version must be a whole number from 1 to 2,147,483,647; it is null.",
            "Set version=1, or the next free version.",
        ),
    ),
    (
        group(counter(name="Views"), counter(name="views")),
        expected(
            "G12",
            "attributes.views",
            ('"Views" and "views" differ only in upper and lower case, which warehouses do not tell apart.'),
            "Rename one of the two.",
        ),
    ),
    (
        group(ttl=None),
        expected(
            "G13",
            "ttl",
            "Neither the group nor its key has a TTL: values never expire.",
            "7 days is usual for a stream group: ttl=timedelta(days=7).",
        ),
    ),
    (
        changed(external(Field(name="f", type="string")), ttl=None),
        expected(
            "G13",
            "ttl",
            "Neither the group nor its key has a TTL: values never expire.",
            "365 days is usual for a batch group: ttl=timedelta(days=365).",
        ),
    ),
    (
        external(Field(name="f", type="string"), Field(name="f", type="int64")),
        expected(
            "F01",
            "fields.f",
            'Two fields are called "f". Names must be unique in a group.',
            "Remove one of the two.",
        ),
    ),
    (
        changed(external(Field(name="f", type="string")), fields=[]),
        expected(
            "F02",
            "fields",
            "Add at least one field.",
            "Put a Field into fields for each column of the table.",
        ),
    ),
    (
        group(attribute_key=AttributeKey(property=changed(KIND.model_copy(), path="$.a.ids[0]"))),
        expected(
            "K01",
            "attribute_key.name",
            (
                'The attribute key\'s name "ids[0]" has "[" and "]". Names hold letters, digits '
                "and underscores (1–128)."
            ),
            'Give the key a name: name="ids_0".',
        ),
    ),
    (
        AttributeKey(external_column="CUSTOMER ID"),
        expected(
            "K01",
            "name",
            (
                'The attribute key\'s name "CUSTOMER ID" has a space. Names hold letters, '
                "digits and underscores (1–128)."
            ),
            'Give the key a name: name="CUSTOMER_ID".',
        ),
    ),
    (
        group(attribute_key=AttributeKey(name="day", property=DAY)),
        expected(
            "K02",
            "attribute_key.property.date_part",
            "An attribute key does not take a date part.",
            "Remove date_part from the key's property.",
        ),
    ),
    (
        group(attribute_key=LinkAttributeKey(name="domain_userd")),
        expected(
            "K03",
            "attribute_key",
            (
                'No attribute key is called "domain_userd". Did you mean domain_userid, '
                "refr_domain_userid or domain_sessionid?"
            ),
            "Publish the key first, or give an AttributeKey with a property.",
        ),
    ),
    (
        group(attribute_key=AttributeKey(name="k", key="user_id", ttl=NONE)),
        expected(
            "K04",
            "attribute_key.ttl",
            "The attribute key's TTL must be longer than 0.",
            "For example ttl=timedelta(days=7).",
        ),
    ),
    (
        Service(name="s", owner="a@b.com"),
        expected(
            "S01",
            "attribute_groups",
            "A service needs at least one attribute group.",
            "Put a group into attribute_groups.",
        ),
    ),
    (
        changed(
            Service(name="s", owner="a@b.com", attribute_groups=[group()]),
            attribute_groups=[VersionedLinkAttributeGroup(name="g")] * 101,
        ),
        expected(
            "S02",
            "attribute_groups",
            "A service may have at most 100 attribute groups; this one has 101.",
            "Split it into several services.",
        ),
    ),
    (
        Service(name="s", owner="a@b.com", attribute_groups=[{"name": "g", "version": None}]),
        expected(
            "S03",
            "attribute_groups.0.version",
            'The version of attribute group "g" must be 1 or more; it is null.',
            "Name a published version.",
        ),
    ),
    (
        {**group().to_dict(), "ttl": "7 weeks"},
        expected(
            "V01", "ttl", 'ttl takes a timedelta, or ISO 8601 text such as P7D or PT10M; got "7 weeks".', ""
        ),
    ),
]


@pytest.mark.parametrize(("definition", "found"), CASES, ids=[found.code for _, found in CASES])
def test_rule(definition: Any, found: Finding) -> None:
    assert check_definition(definition) == [found]
