"""Many publishers at once, and publishers that are killed at any moment."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from registry_objects import files, group

from signals_nb.errors import RegistryError, VersionConflict
from signals_nb.registry import Registry
from signals_nb.registry.files import exclusive

PROJECT = Path(__file__).parents[2]
DONE, CONFLICT, FAILED, NOT_FOUND, REFUSED = range(5)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the publishers are forked")


def publishers(what, root):
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("publisher.py")), what, str(root)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_fork
def test_twenty_publishers_of_twenty_groups_and_twenty_of_one(root) -> None:
    """semantics.md, "The registry": safe against several processes publishing at once."""
    became = publishers("race", root)
    assert became["own"] == [DONE] * 20
    assert sorted(became["same"]) == [DONE] + [CONFLICT] * 19
    registry = Registry(root)
    assert registry.get_attribute_group("same").description == str(became["same"].index(DONE))
    names = [*(f"own_{n}" for n in range(20)), "same"]
    assert list(registry.list_attribute_groups()["name"]) == sorted(names)
    assert len(files(root)) == 22


@needs_fork
def test_a_hundred_kills_leave_whole_files_and_no_lock(root) -> None:
    """semantics.md, "The registry": neither a reader nor a crash ever sees half a file."""
    told = publishers("kill", root)
    ended, amid, seconds = zip(*told, strict=True)
    assert ended == (-signal.SIGKILL,) * 100, "every one was alive when it was killed"
    assert sum(amid) > 80, "and most were amid a publish"
    assert max(seconds) < 10, "the next publisher does not wait for the dead"


@needs_fork
def test_a_kill_before_every_single_step(root) -> None:
    told = publishers("steps", root)
    assert len(told) >= 15
    after_kill, after_next, leftovers = zip(*told, strict=True)
    assert set(after_kill) == {1, 2}
    assert list(after_kill) == sorted(after_kill)
    assert set(after_next) == {2}
    assert set(map(tuple, leftovers)) == {()}, "what a killed publisher left is swept up by the next one"


@needs_fork
def test_a_kill_before_every_single_step_of_unpublish_and_delete(root) -> None:
    """What refers to others goes first, so that nothing is ever there without what it needs."""
    told = publishers("withdraw_steps", root)
    after_kill, after_next, leftovers = zip(*told, strict=True)
    basket, key, shop = (
        "attribute_groups/basket/v1.json",
        "attribute_keys/customer.json",
        "services/shop.json",
    )
    seen = list(dict.fromkeys(map(tuple, after_kill)))
    assert seen == [(basket, key, shop), (basket, key), (key,), ()]
    assert set(map(tuple, after_next)) == {()}
    assert set(map(tuple, leftovers)) == {()}


@needs_fork
def test_a_group_is_served_or_withdrawn_and_never_both(root) -> None:
    """A service of a group is published while another process withdraws the group: one is refused."""
    for serving, withdrawing, service_is_there, group_is_there in publishers("withdraw_race", root):
        if serving == DONE:
            assert (withdrawing, service_is_there, group_is_there) == (REFUSED, True, True)
        else:
            assert (serving, withdrawing) == (NOT_FOUND, DONE)
            assert not service_is_there
            assert not group_is_there


def test_two_threads_with_one_registry(registry, root) -> None:
    outcomes = []
    start = threading.Barrier(8)

    def publish(number):
        start.wait()
        try:
            registry.publish([group("same", description=str(number)), group(f"own_{number}")])
            outcomes.append(number)
        except VersionConflict:
            outcomes.append(None)

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [number for number in outcomes if number is not None]
    assert len(outcomes) == 8
    assert registry.get_attribute_group("same").description == str(won)
    assert files(root) == [
        f"attribute_groups/own_{won}/v1.json",
        "attribute_groups/same/v1.json",
        "attribute_keys/domain_userid.json",
    ]


def test_a_publisher_that_waits_too_long_says_so(root) -> None:
    with exclusive(root), pytest.raises(RegistryError) as caught, exclusive(root, timeout=0.05):
        raise AssertionError("two publishers hold the registry")
    assert str(caught.value) == (
        f"Another process has been publishing to {root} for over 0.05 seconds. Try again when it is done."
    )


def test_a_reader_never_sees_half_a_file(registry, root) -> None:
    registry.publish([group(online=True)])
    done = threading.Event()

    def publish():
        for number in range(60):
            registry.publish([group(online=bool(number % 2))])
        done.set()

    writer = threading.Thread(target=publish)
    writer.start()
    reads = 0
    while not done.is_set():
        assert Registry(root).get_attribute_group("basket").name == "basket"
        reads += 1
    writer.join()
    assert reads > 10
