"""Publishes in processes of its own, for the tests of many publishers and of publishers that are killed.

Run as ``python publisher.py race|kill|steps ROOT``; forks, so that one start of Python serves them all.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from registry_objects import customer, group, service

from signals_nb.errors import VersionConflict
from signals_nb.registry import Registry

CREATED, CONFLICT, FAILED = 0, 1, 2
PUBLISHERS = 10


def race(root: Path) -> None:
    """Ten publish groups of their own, and ten different bodies of one: tells what became of each."""
    start = time.monotonic() + 0.3
    own = [fork(publish_at, root, start, group(f"own_{n}")) for n in range(PUBLISHERS)]
    same = [fork(publish_at, root, start, group("same", description=str(n))) for n in range(PUBLISHERS)]
    print(json.dumps({"own": [code(each) for each in own], "same": [code(each) for each in same]}))


def kill(root: Path) -> None:
    """Kills a publisher at ten moments; after each, whatever is there must be whole."""
    moments = random.Random(7)
    versions = []
    for number in range(10):
        child = fork(publish_on_and_on, root, number)
        time.sleep(moments.uniform(0.02, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        versions.append(check(root))
    print(json.dumps(versions))


def steps(root: Path) -> None:
    """Kills a publisher before each single call that touches the disk, until one lives through all.

    Tells, for each, the version that the service served after the kill and after the next publish, and the
    temporary files that stayed.
    """
    Registry(root / "before").publish(batch(1, customer()))
    told = []
    for step in range(1000):
        folder = root / str(step)
        shutil.copytree(root / "before", folder)
        if code(fork(publish_until, folder, step)) == CREATED:
            break
        after_kill = check(folder)
        Registry(folder).publish(NEXT)
        told.append([after_kill, check(folder), leftovers(folder)])
    print(json.dumps(told))


def batch(version: int, key: object) -> list:
    """A key, a group and the service that refers to it: what must never be there without what it needs."""
    return [service(group(version=version)), group(version=version), key]


NEXT = [*batch(2, customer(description="two")), group("new")]


def publish_at(root: Path, start: float, definition: object) -> None:
    while time.monotonic() < start:
        time.sleep(0.001)
    Registry(root).publish([definition])


def publish_on_and_on(root: Path, number: int) -> None:
    for version in range(1 + number * 1000, 1000 + number * 1000):
        Registry(root).publish(batch(version, customer(description=f"as of {version}")))


def publish_until(root: Path, step: int) -> None:
    calls = [0]

    def dying(original):
        def call(*arguments, **options):
            if calls[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)
            calls[0] += 1
            return original(*arguments, **options)

        return call

    os.fsync = dying(os.fsync)
    for name in ("replace", "mkdir", "unlink"):
        setattr(Path, name, dying(getattr(Path, name)))
    Registry(root).publish(NEXT)


def check(root: Path) -> int:
    """Reads every file of the registry, and what the service refers to; gives the latest version."""
    registry = Registry(root)
    for path in root.glob("*/**/*.json"):
        content = json.loads(path.read_bytes())
        assert content["is_published"] is True, path
    if not (root / "services" / "shop.json").exists():
        return 0
    (link,) = registry.get_service("shop").attribute_groups
    assert registry.get_attribute_group(link.name, link.version).is_published
    assert registry.get_attribute_key("customer").name == "customer"
    return link.version


def leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*.tmp"))


def fork(work, *arguments) -> int:
    child = os.fork()
    if child:
        return child
    status = FAILED
    try:
        work(*arguments)
        status = CREATED
    except VersionConflict:
        status = CONFLICT
    finally:
        os._exit(status)


def code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    {"race": race, "kill": kill, "steps": steps}[sys.argv[1]](Path(sys.argv[2]))
