"""The hand-over to the real system, against an API on this machine (semantics.md, The registry)."""

import datetime as dt
import json
import traceback

import pytest

from remote.api import listening
from signals_nb import (
    AtomicProperty,
    Attribute,
    AttributeKey,
    BatchSource,
    ExternalBatchAttributeGroup,
    Field,
    InvalidDefinition,
    LinkAttributeKey,
    PageView,
    RegistryError,
    Service,
    Signals,
    SignalsError,
    SignalsWarning,
    StreamAttributeGroup,
    domain_userid,
)

official = pytest.importorskip("snowplow_signals", reason="snowplow-signals is not installed")

OWNER = "data@example.com"
CUSTOMER = AttributeKey(name="customer", property=AtomicProperty(name="user_id"), ttl=dt.timedelta(days=9))
TOKEN = "sandbox-token-of-mine"


def group(name="basket", **other):
    views = Attribute(
        name="page_views",
        type="int32",
        aggregation="counter",
        events=[PageView()],
        period=dt.timedelta(minutes=10),
    )
    fields = {"attribute_key": domain_userid, "owner": OWNER, "attributes": [views]} | other
    return StreamAttributeGroup(name=name, **fields)


def external():
    source = BatchSource(name="crm", database="DB", schema="PUBLIC", table="CRM", timestamp_field="AT")
    return ExternalBatchAttributeGroup(
        name="crm",
        attribute_key=LinkAttributeKey(name="customer"),
        owner=OWNER,
        batch_source=source,
        fields=[Field(name="TIER", type="string")],
    )


def service(*groups, **other):
    return Service(**{"name": "shop", "owner": OWNER, "attribute_groups": list(groups)} | other)


def body(definition):
    """What goes over the wire: our JSON with is_published true."""
    return json.loads(definition.model_copy(update={"is_published": True}).to_json())


@pytest.fixture
def api():
    with listening() as api:
        yield api


@pytest.fixture
def client(api):
    return official.SignalsSandbox(api_url=api.url, sandbox_token=TOKEN)


@pytest.fixture
def signals(tmp_path):
    return Signals(registry=tmp_path / "registry")


def refused(signals, objects, client, kind=SignalsError, **how):
    with pytest.raises(kind) as caught:
        signals.publish_remote(objects, client, **how)
    return str(caught.value)


def test_what_is_sent_and_what_comes_back(signals, client, api):
    """Given service, groups, key; sent key, groups, service: each what the file in the registry holds."""
    basket, crm = group(), external()
    given = [service(basket, crm), basket, crm, CUSTOMER]
    signals.publish(given)
    answered = signals.publish_remote(given, client)
    sent = [CUSTOMER, basket, crm, given[0]]
    assert api.requests == [
        ("POST", "/api/v1/registry/attribute_keys/", body(CUSTOMER)),
        ("POST", "/api/v1/registry/attribute_groups/", body(basket)),
        ("POST", "/api/v1/registry/attribute_groups/", body(crm)),
        ("POST", "/api/v1/registry/services/", body(given[0])),
    ]
    root = signals.registry.root
    for (_, _, sent_body), file in zip(
        api.requests,
        [
            "attribute_keys/customer",
            "attribute_groups/basket/v1",
            "attribute_groups/crm/v1",
            "services/shop",
        ],
        strict=True,
    ):
        assert sent_body == json.loads((root / f"{file}.json").read_text(encoding="utf-8"))
    assert {each["Authorization"] for each in api.headers} == {f"Bearer {TOKEN}"}
    assert answered == [each.model_copy(update={"is_published": True}) for each in sent]
    assert [type(each) for each in answered] == [type(each) for each in sent]


def test_what_is_there_is_updated(signals, client, api):
    signals.publish([group()])
    first = signals.publish_remote([group()], client)
    assert signals.publish_remote([group()], client) == first
    assert [(method, path) for method, path, _ in api.requests] == [
        ("POST", "/api/v1/registry/attribute_groups/"),
        ("POST", "/api/v1/registry/attribute_groups/"),
        ("PUT", "/api/v1/registry/attribute_groups/basket/versions/1"),
    ]
    assert api.requests[2][2] == body(group())


def test_the_account_client(signals, api, monkeypatch):
    """The client with keys fetches a token of its own; here that request is answered in its place."""
    monkeypatch.setattr(
        official.api_client.ApiClient,
        "_fetch_token",
        lambda self: official.api_client.jwt.encode({"exp": 4102444800}, "x" * 32),
    )
    client = official.Signals(api_url=api.url, api_key="K", api_key_id="I", org_id="O")
    signals.publish([group()])
    assert signals.publish_remote([group()], client) == [group(is_published=True)]
    assert api.requests == [("POST", "/api/v1/registry/attribute_groups/", body(group()))]


def test_what_the_api_adds_is_no_part_of_the_answer(signals, client, api):
    api.adds = {"id": 5, "created_at": "2026-01-01T00:00:00Z", "full_name": "basket_1"}
    signals.publish([group()])
    assert signals.publish_remote([group()], client) == [group(is_published=True)]


def test_a_key_by_its_name_is_sent_as_its_name_and_nothing_beyond(signals, client, api):
    signals.publish([CUSTOMER, external()])
    signals.publish_remote([external()], client)
    assert [(path, sent["attribute_key"]) for _, path, sent in api.requests] == [
        ("/api/v1/registry/attribute_groups/", {"name": "customer", "is_published": False})
    ]


def test_a_key_in_a_group_that_says_other_words_than_the_published_one(signals, client, api):
    """It is the same key; the warning names the line that called."""
    signals.publish([CUSTOMER, group(attribute_key=LinkAttributeKey(name="customer"))])
    wordy = CUSTOMER.model_copy(update={"description": "Who buys."})
    with pytest.warns(SignalsWarning) as caught:
        signals.publish_remote([group(attribute_key=wordy)], client)
    assert [each.filename for each in caught] == [__file__]
    assert api.requests[0][2] == body(group(attribute_key=wordy))


def test_an_object_given_twice_is_sent_once(signals, client, api):
    signals.publish([group()])
    assert len(signals.publish_remote([group(), group()], client)) == 1
    assert len(api.requests) == 1
    assert refused(signals, [group(), group(owner="b@example.com")], client) == (
        "publish_remote was given two different definitions of attribute group basket v1: "
        'owner: "data@example.com" -> "b@example.com".'
    )
    assert len(api.requests) == 1


def test_what_the_registry_does_not_hold_as_given_is_refused_before_any_request(signals, client, api):
    """One object is there as given, four are not, and all four are told at once.

    | given     | in the registry                        |
    | --------- | -------------------------------------- |
    | customer  | the same                               |
    | basket v1 | with a period of 10 minutes, not 1 day |
    | basket v2 | nothing                                |
    | crm v1    | the same, unpublished                  |
    | shop      | of another owner                       |
    """
    signals.publish([CUSTOMER, group(), external(), service(group())])
    signals.unpublish([external()])
    daily = group().attributes[0].model_copy(update={"period": dt.timedelta(days=1)})
    given = [
        CUSTOMER,
        group(attributes=[daily]),
        group(version=2),
        external(),
        service(group(), owner="b@example.com"),
    ]
    assert refused(signals, given, client, RegistryError) == (
        f"publish_remote hands over what the registry {signals.registry.root} has published, "
        "as it is there:\n"
        "  attribute group basket v1 is published otherwise: "
        'attributes.page_views.period: "PT10M" -> "P1D". '
        "A published version is frozen: make the change version 3.\n"
        "  attribute group basket v2 is not there.\n"
        "  attribute group crm v1 is not published.\n"
        '  service shop is published otherwise: owner: "data@example.com" -> "b@example.com".\n'
        "Publish first, with signals.publish([...]), or pass require_published=False."
    )
    assert api.requests == []
    signals.publish_remote(given, client, require_published=False)
    assert [sent["name"] for _, _, sent in api.requests] == ["customer", "basket", "basket", "crm", "shop"]


def test_what_publish_returned_can_be_handed_over(signals, client, api):
    signals.publish_remote(signals.publish([group()]), client)
    signals.publish_remote([signals.get_attribute_group("basket")], client)
    assert [sent for _, _, sent in api.requests] == [body(group())] * 3


@pytest.mark.parametrize("require_published", [True, False])
def test_all_errors_of_all_objects_are_named(signals, client, api, require_published):
    summed = Attribute(name="total", type="double", aggregation="sum", events=[])
    given = [
        group("one", attributes=[summed]),
        group("two", attribute_key=LinkAttributeKey(name="nobody_knows")),
        group("three"),
    ]
    told = refused(signals, given, client, InvalidDefinition, require_published=require_published)
    assert told == (
        '"one" cannot be used: 1 error.\n'
        "  A01 attributes.total.property: Sum needs a property. Choose one under Property. "
        "Set property.\n\n"
        '"two" cannot be used: 1 error.\n'
        '  K03 attribute_key: No attribute key is called "nobody_knows". '
        "Publish the key first, or give an AttributeKey with a property."
    )
    assert api.requests == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "publish_remote was given no objects: name what to hand over."),
        (group(), "publish_remote takes a list: publish_remote([basket])."),
        (None, "publish_remote takes a list of groups, keys and services; it is None."),
        (
            [PageView()],
            "publish_remote takes attribute groups, attribute keys and services of signals_nb, not "
            "signals_nb.definitions.events.Event.",
        ),
    ],
)
def test_what_cannot_be_handed_over(signals, client, api, given, message):
    assert refused(signals, given, client) == message
    assert api.requests == []


GIVE = (
    "Give a snowplow_signals.Signals(api_url=…, api_key=…, api_key_id=…, org_id=…) or a "
    "snowplow_signals.SignalsSandbox(api_url=…, sandbox_token=…)."
)


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        (lambda signals: None, "None"),
        (lambda signals: signals, "a signals_nb.client.Signals"),
        (lambda signals: official.Signals, "the class snowplow_signals.signals.Signals"),
        (lambda signals: "https://example.com", "a str"),
    ],
)
def test_what_is_no_official_client(signals, of, kind):
    signals.publish([group()])
    assert refused(signals, [group()], of(signals)) == (
        f"client takes the official package's client; it is {kind}. {GIVE}"
    )


def test_a_refusal_half_way_tells_how_far_it_came(signals, client, api):
    """The key is accepted, the group refused, the service not sent; mended, the call goes through."""
    given = [CUSTOMER, group(), service(group())]
    signals.publish(given)
    api.refuses["basket"] = 422, {"detail": [{"loc": ["body", "owner"], "msg": "unknown owner"}]}
    with pytest.raises(SignalsError) as caught:
        signals.publish_remote(given, client)
    assert str(caught.value) == (
        "Handing over attribute group basket v1 failed: the Signals API answered 422: "
        '{"detail": [{"loc": ["body", "owner"], "msg": "unknown owner"}]}\n'
        "Accepted: attribute key customer.\n"
        "Not sent: service shop.\n"
        "Set it right and call publish_remote again with all of them: what is there is updated."
    )
    assert isinstance(caught.value.__cause__, official.SignalsAPIError)
    api.refuses.clear()
    assert len(signals.publish_remote(given, client)) == 3
    assert [path for method, path, _ in api.requests if method == "PUT"] == [
        "/api/v1/registry/attribute_keys/customer"
    ]


def test_a_long_page_instead_of_an_answer_is_cut(signals, client, api):
    signals.publish([group()])
    api.refuses["basket"] = 502, "<html>" + "x" * 9000
    told = refused(signals, [group()], client)
    assert told.startswith(
        "Handing over attribute group basket v1 failed: the Signals API answered 502: "
        "Failed to decode response: <html>xxx"
    )
    assert len(told) < 800


def test_an_answer_that_the_official_package_cannot_read(signals, client, api):
    """The API took the object, whatever became of its answer."""
    signals.publish([CUSTOMER, group()])
    api.adds = {"ttl": "a while"}
    told = refused(signals, [group(), CUSTOMER], client)
    assert told.startswith(
        "Handing over attribute key customer failed: the Signals API accepted it, but the official package "
        "cannot read the answer: 1 validation error for AttributeKey\nttl\n"
    )
    assert "\nAccepted: attribute key customer.\nNot sent: attribute group basket v1.\n" in told


def test_nobody_listens(signals, monkeypatch):
    with listening() as gone:
        client = official.SignalsSandbox(api_url=gone.url, sandbox_token=TOKEN)
    signals.publish([group()])
    with pytest.raises(SignalsError) as caught:
        signals.publish_remote([group()], client)
    assert str(caught.value).startswith(
        "Handing over attribute group basket v1 failed: ConnectError: [Errno "
    )
    assert "\nAccepted: nothing.\nNot sent: nothing.\n" in str(caught.value)
    assert type(caught.value.__cause__).__name__ == "ConnectError"


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f"{TOKEN[:8]}\n{TOKEN[8:]}"])
def test_a_token_that_is_no_header_is_not_shown(signals, api, token):
    """The error of the HTTP library quotes the header: neither message nor traceback may."""
    client = official.SignalsSandbox(api_url=api.url, sandbox_token=token)
    signals.publish([group()])
    with pytest.raises(SignalsError) as caught:
        signals.publish_remote([group()], client)
    shown = "".join(traceback.format_exception(caught.value))
    assert "LocalProtocolError: Illegal header value b'Bearer ***" in str(caught.value)
    assert TOKEN[:8] not in shown
    assert TOKEN[8:] not in shown


def test_a_token_that_the_api_repeats_is_not_shown(signals, client, api):
    signals.publish([group()])
    api.refuses["basket"] = 401, {"detail": f"Bearer {TOKEN} has expired"}
    with pytest.raises(SignalsError) as caught:
        signals.publish_remote([group()], client)
    assert 'answered 401: {"detail": "Bearer *** has expired"}' in str(caught.value)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
