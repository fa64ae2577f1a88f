"""All of a batch or none: whatever step of the writing fails, the folder is as it was."""

import errno
import os
from pathlib import Path

import pytest
from registry_objects import batch_group, customer, group, picture, service

from signals_nb.errors import RegistryError


def everything(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


@pytest.fixture
def registry_with_state(registry):
    registry.publish([batch_group(online=False), customer(), group(), service(group())])
    return registry


# One of each: a new file in a new folder, a new file in an old one, and three changes in place.
BATCH = [
    group("new"),
    group(version=2),
    customer(description="now"),
    batch_group(online=True),
    service(group(version=2)),
]
STEPS = {"sync": (os, "fsync", 11), "rename": (Path, "replace", 5), "folder": (Path, "mkdir", 1)}


@pytest.mark.parametrize(
    ("step", "number"), [(step, n) for step, (*_, last) in STEPS.items() for n in range(last)]
)
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failing_step_leaves_no_trace(
    registry_with_state, root, monkeypatch, step, number, failure
) -> None:
    before, shape = picture(root), everything(root)
    fail_at(monkeypatch, *STEPS[step][:2], number, failure)
    with pytest.raises((RegistryError, KeyboardInterrupt)) as caught:
        registry_with_state.publish(BATCH)
    if isinstance(failure, OSError):
        assert str(caught.value) == (
            f"The disk of the registry {root} is full, so nothing was changed. Free some space."
        )
    assert picture(root) == before
    assert everything(root) == shape, "no half file and no empty folder stays behind"
    monkeypatch.undo()
    assert all(change.writes for change in registry_with_state.publish(BATCH).changes)


@pytest.mark.parametrize("step", STEPS)
def test_the_steps_counted_above_are_all_there_are(registry_with_state, monkeypatch, step) -> None:
    counter = fail_at(monkeypatch, *STEPS[step][:2], 10_000, OSError())
    registry_with_state.publish(BATCH)
    assert len(counter) == STEPS[step][2]


WITHDRAWN = [service(group()), group(), group("lonely")]


@pytest.mark.parametrize(
    ("step", "number"),
    [
        *(((os, "fsync"), n) for n in range(5)),
        *(((Path, "unlink"), n) for n in range(3)),
        ((Path, "rmdir"), 0),
    ],
)
@pytest.mark.parametrize("failure", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_a_delete_that_fails_leaves_no_trace(
    registry_with_state, root, monkeypatch, step, number, failure
) -> None:
    """Three files, in two folders that are left empty: one of them is the only version of a group."""
    registry_with_state.publish([group("lonely")])
    registry_with_state.unpublish(WITHDRAWN)
    before, shape = picture(root), everything(root)
    fail_at(monkeypatch, *step, number, failure)
    if step[1] == "rmdir" and isinstance(failure, OSError):
        registry_with_state.delete(WITHDRAWN)  # An empty folder that stays is no harm.
        return
    with pytest.raises((RegistryError, KeyboardInterrupt)) as caught:
        registry_with_state.delete(WITHDRAWN)
    if isinstance(failure, OSError):
        assert str(caught.value) == (
            f"The registry {root} cannot be written: {failure}. Nothing was changed."
        )
    assert picture(root) == before
    assert everything(root) == shape
    monkeypatch.undo()
    registry_with_state.delete(WITHDRAWN)


def test_a_rollback_that_fails_says_so(registry_with_state, root, monkeypatch) -> None:
    replace, calls = Path.replace, []

    def fail_from_the_third(self, target):
        calls.append(target)
        if len(calls) >= 3:
            raise OSError(errno.EIO, "Input/output error", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_from_the_third)
    with pytest.raises(
        RegistryError, match=r"Nor could what was already written be taken back: .*Input/output"
    ):
        registry_with_state.publish(BATCH)


def test_permissions_of_a_file_stay(registry_with_state, root) -> None:
    path = root / "attribute_groups" / "weekly" / "v1.json"
    path.chmod(0o640)
    registry_with_state.publish([batch_group(online=True)])
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_is_readable_as_the_umask_says(registry, root) -> None:
    old = os.umask(0o022)
    try:
        registry.publish([group()])
    finally:
        os.umask(old)
    assert (root / "attribute_groups" / "basket" / "v1.json").stat().st_mode & 0o777 == 0o644


def fail_at(monkeypatch, owner, name, number, failure):
    """Makes the n-th call of a function fail, and that one only; gives the list of its calls."""
    original, calls = getattr(owner, name), []

    def counted(*arguments, **options):
        if name == "mkdir" and arguments[0].name != "new":
            return original(*arguments, **options)  # the registry itself, which is there
        calls.append(arguments)
        if len(calls) == number + 1:
            raise failure
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, counted)
    return calls
