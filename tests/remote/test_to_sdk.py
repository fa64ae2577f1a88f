"""Definitions as objects of the official package and back: one class name, one JSON (definitions.md, top)."""

import json
import sys
import warnings

import pytest
from definitions.constructions import constructions
from definitions.generate import Generator
from definitions.seed import SEED
from pydantic import ValidationError

from signals_nb import (
    AtomicProperty,
    Attribute,
    AttributeGroup,
    InvalidDefinition,
    PageView,
    SignalsError,
    StreamAttributeGroup,
    domain_userid,
    from_sdk,
    to_sdk,
)
from signals_nb import definitions as ours

official = pytest.importorskip("snowplow_signals", reason="snowplow-signals is not installed")

TABLE = [*constructions(), *((name, SEED[name]) for name in SEED)]
GROUPS = ("StreamAttributeGroup", "BatchAttributeGroup", "ExternalBatchAttributeGroup")


def wire(made):
    return made.model_dump(mode="json", exclude_none=True, by_alias=True, warnings=False)


def text(made):
    """The JSON as text, which tells 1 from 1.0 and from true."""
    return json.dumps(wire(made), sort_keys=True)


def make(construct, package):
    """The object of a construction; None where it is refused, which is another test's subject."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            made = construct(package)
        except (ValidationError, TypeError):
            return None
    # An illegal key given as a dict is read as a link; no other way leads to a link inside a group.
    return None if isinstance(getattr(made, "attribute_key", None), package.LinkAttributeKey) else made


def test_every_construction_goes_over_and_comes_back():
    """Each accepted value of each field: the official class of the name, the same JSON, the same object."""
    made = [(name, one) for name, construct in TABLE if (one := make(construct, ours)) is not None]
    assert len(made) > 500
    for name, one in made:
        theirs = to_sdk(one)
        assert isinstance(theirs, getattr(official, type(one).__name__)), name
        assert text(theirs) == text(one), name
        back = from_sdk(theirs)
        assert text(back) == text(one), name
        if type(one) is not AttributeGroup:
            assert (type(back), back) == (type(one), one), name


def test_every_official_construction_comes_over():
    for name, construct in TABLE:
        theirs = make(construct, official)
        if theirs is not None:
            back = from_sdk(theirs)
            assert text(back) == text(theirs), name
            assert isinstance(back, type(make(construct, ours))), name


def test_random_definitions_go_over_and_come_back():
    for seed in range(300):
        generator = Generator(seed)
        for one in (generator.group(), generator.key(), generator.service(), generator.attribute()):
            theirs = to_sdk(one)
            # No warnings: the official client writes it so.
            assert theirs.model_dump(mode="json", exclude_none=True, by_alias=True) == one.to_dict()
            assert from_sdk(theirs) == one
            assert type(from_sdk(theirs)) is type(one)


def test_what_stands_inside_a_group_comes_back_too():
    """The official package has classes of its own for what is nested; they are no other definitions."""
    found = set()
    for seed in range(60):
        group = Generator(seed).group()
        theirs = to_sdk(group)
        pairs = [(theirs.attribute_key, group.attribute_key)]
        for their, our in zip(theirs.attributes or [], group.attributes or [], strict=True):
            pairs += [(their, our), *zip(their.events, our.events, strict=True)]
            pairs += [(their.property, our.property), (their.criteria, our.criteria)]
            if our.criteria is not None and our.criteria.all:
                pairs.append((their.criteria.all[0], our.criteria.all[0]))
        for their, our in pairs:
            if our is not None:
                assert from_sdk(their) == our
                found.add(type(from_sdk(their)).__name__)
    assert found == {
        "AtomicProperty",
        "Attribute",
        "AttributeKey",
        "CalculatedProperty",
        "Criteria",
        "Criterion",
        "EntityProperty",
        "Event",
        "EventProperty",
    }


@pytest.mark.parametrize("name", ["stream", "batch", "external"])
def test_a_group_that_the_official_client_gave_back_becomes_one_of_the_three(name):
    theirs = official.AttributeGroup.model_validate(wire(SEED[name](official)))
    assert from_sdk(theirs) == SEED[name](ours)
    assert type(from_sdk(theirs)).__name__ in GROUPS


def test_a_group_that_is_none_of_the_three_stays_what_it_is():
    theirs = official.AttributeGroup(
        name="g", owner="a@b.com", attribute_key=official.user_id, offline=True, attributes=[]
    )
    assert type(from_sdk(theirs)) is AttributeGroup
    assert wire(from_sdk(theirs)) == wire(theirs)


def test_what_is_on_the_right_side_stays():
    theirs = to_sdk(domain_userid)
    assert to_sdk(theirs) is theirs
    assert from_sdk(domain_userid) is domain_userid


@pytest.mark.parametrize(
    ("convert", "given", "message"),
    [
        (to_sdk, None, "to_sdk takes a definition of signals_nb; it is None."),
        (to_sdk, {"name": "g"}, "to_sdk takes a definition of signals_nb; it is a dict."),
        (to_sdk, Attribute, "to_sdk takes a definition of signals_nb; it is the class {ours}Attribute."),
        (
            to_sdk,
            [domain_userid],
            "to_sdk takes a definition of signals_nb; it is a list. "
            "Convert one at a time: [to_sdk(each) for each in objects].",
        ),
        (
            from_sdk,
            (domain_userid,),
            "from_sdk takes a definition of snowplow_signals; it is a tuple. "
            "Convert one at a time: [from_sdk(each) for each in objects].",
        ),
        (
            from_sdk,
            official.EventSelection,
            "from_sdk takes a definition of snowplow_signals; it is the class "
            "snowplow_signals.models.event_log.EventSelection.",
        ),
    ],
)
def test_what_is_no_definition(convert, given, message):
    with pytest.raises(SignalsError) as caught:
        convert(given)
    assert str(caught.value) == message.format(ours="signals_nb.definitions.attributes.")


def response(**attribute):
    counter = {"name": "views", "type": "int32", "aggregation": "counter", "events": []}
    return official.models.AttributeGroupResponse(
        name="g",
        owner="a@b.com",
        offline=False,
        attribute_key={"name": "user_id", "blobl_path": None},
        attributes=[counter | attribute],
        attribute_key_or_name="user_id",
        full_name="g_1",
        feast_name="g_1",
        stream_source_name=None,
    )


def test_a_response_with_properties_as_text():
    with pytest.raises(InvalidDefinition) as caught:
        from_sdk(response(aggregation="last", property="contexts_nl_basjes_yauaa_context_1[0].deviceClass"))
    assert str(caught.value) == (
        "This is a response of the Signals API, not a definition: it writes properties as text (such as "
        "contexts_nl_basjes_yauaa_context_1[0].deviceClass), which does not tell the schema's vendor from "
        "its name. Attributes concerned: views. Load the JSON that was published instead."
    )


def test_a_response_without_properties():
    found = from_sdk(response())
    assert type(found) is StreamAttributeGroup
    assert [each.name for each in found.attributes] == ["views"]


def test_without_the_official_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "snowplow_signals", None)
    with pytest.raises(SignalsError) as caught:
        to_sdk(PageView())
    assert str(caught.value) == (
        "This needs Snowplow's own package, which cannot be imported: pip install 'signals-nb[sdk]'. "
        "It wants pandas < 3. (import of snowplow_signals halted; None in sys.modules)"
    )
    assert from_sdk(domain_userid) is domain_userid


def test_a_definition_that_was_changed_to_nonsense():
    spoilt = AtomicProperty(name="app_id")
    spoilt.name = "no_such_column"
    with pytest.raises(ValidationError):
        to_sdk(spoilt)
