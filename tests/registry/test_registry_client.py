"""The client passes the registry's calls on, as they are."""

import pytest
from registry_objects import customer, group, service

from signals_nb import PublishPlan, Signals
from signals_nb.errors import NotFound, SignalsWarning


@pytest.fixture(scope="module")
def signals(tmp_path_factory):
    return Signals(registry=tmp_path_factory.mktemp("client") / "registry")


def test_from_plan_to_delete(signals) -> None:
    basket = group(attribute_key=customer())
    plan = signals.plan([basket, service(basket)])
    assert isinstance(plan, PublishPlan)
    assert [change.status for change in plan.changes] == ["created"] * 3
    signals.publish([basket, service(basket)])
    assert signals.get_attribute_key("customer").is_published is True
    assert signals.get_service("shop").attribute_groups[0].name == "basket"
    assert list(signals.list_attribute_groups()["name"]) == ["basket"]
    assert list(signals.history("basket")["version"]) == [1]
    assert [each.is_published for each in signals.unpublish([service(basket), basket])] == [False, False]
    assert signals.delete([service(basket), basket]) is None
    with pytest.raises(NotFound):
        signals.get_service("shop")


def test_warnings_point_at_the_users_line(signals) -> None:
    signals.publish([group("whole"), group("broken")])
    (signals.registry.root / "attribute_groups/broken/v1.json").write_text("")
    for read in (lambda: signals.list_attribute_groups(), lambda: signals.history("broken")):
        with pytest.warns(SignalsWarning) as caught:
            read()
        assert [warning.filename for warning in caught] == [__file__]
