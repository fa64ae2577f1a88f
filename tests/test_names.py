"""What ``signals_nb`` exports, and what it says of names that it does not have."""

import inspect

import pytest

import signals_nb


def test_a_part_that_the_vendor_alone_has():
    with pytest.raises(ImportError) as caught:
        from signals_nb import RuleIntervention  # noqa: F401
    assert str(caught.value) == (
        "signals_nb has no RuleIntervention: interventions are not part of it. "
        "The official package has them: from snowplow_signals import RuleIntervention"
    )


def test_a_slip_of_the_pen():
    with pytest.raises(AttributeError, match="Did you mean PageView"):
        _ = signals_nb.PageVew


def test_every_name_of_the_vendors_package_is_there_or_told_of():
    vendor = pytest.importorskip("snowplow_signals", reason="snowplow-signals is not installed")
    later = {  # training sets
        "AttributesWarehouseTable",
        "DatasetBundle",
        "DatasetPreviewResponse",
        "DatasetRunResponse",
        "DatasetRunStatus",
        "DatasetRunStatusResponse",
        "SessionAnchors",
        "TrainingSpan",
        "UserSuppliedAnchors",
        "WarehouseTable",
    }
    names = {
        name for name, held in vars(vendor).items() if not name.startswith("_") and not inspect.ismodule(held)
    }
    assert names - set(signals_nb.__all__) - set(signals_nb._VENDORS_OWN) == later
