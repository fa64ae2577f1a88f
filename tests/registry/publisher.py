"""Publishes in processes of its own, for the tests of many publishers and of publishers that are killed.

Run as ``python publisher.py WHAT ROOT``; forks, so that one start of Python serves them all.
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

from signals_nb.definitions import LinkAttributeKey
from signals_nb.errors import NotFound, RegistryError, VersionConflict
from signals_nb.registry import Registry

DONE, CONFLICT, FAILED, NOT_FOUND, REFUSED = range(5)
PUBLISHERS = 20
KILLS = 100
ROUNDS = 20


def race(root: Path) -> None:
    """Twenty publish groups of their own, and twenty different bodies of one: tells what became of each."""
    start = time.monotonic() + 0.3
    own = [fork(publish_at, root, start, group(f"own_{n}")) for n in range(PUBLISHERS)]
    same = [fork(publish_at, root, start, group("same", description=str(n))) for n in range(PUBLISHERS)]
    print(json.dumps({"own": [code(each) for each in own], "same": [code(each) for each in same]}))


def withdraw_race(root: Path) -> None:
    """One publishes a service of a group while another unpublishes and deletes the group, again and again.

    Tells, for each round, what became of both, and whether the service and the group are there.
    """
    told = []
    for number in range(ROUNDS):
        folder = root / str(number)
        Registry(folder).publish([group()])
        start = time.monotonic() + 0.02
        serving = fork(publish_at, folder, start, service(group()))
        withdrawing = fork(withdraw_at, folder, start, group())
        outcome = [code(serving), code(withdrawing)]
        check(folder)
        places = ("services/shop.json", "attribute_groups/basket/v1.json")
        told.append([*outcome, *((folder / place).exists() for place in places)])
    print(json.dumps(told))


def kill(root: Path) -> None:
    """Kills a publisher at a hundred moments, spread over two publishes; then all must be whole.

    Tells, for each, how the publisher ended, whether amid a publish, and how long the next publish took.
    """
    moments = random.Random(7)
    Registry(root).publish(batch(1, customer()))
    started = time.monotonic()
    Registry(root).publish(batch(2, customer(description="measured")))
    whole = time.monotonic() - started
    told = []
    for number in range(KILLS):
        reading, writing = os.pipe()
        child = fork(publish_on_and_on, root, number, writing)
        os.close(writing)
        progress = os.read(reading, 1)
        time.sleep(moments.uniform(0, 2 * whole))
        os.kill(child, signal.SIGKILL)
        ended = code(child)
        progress += os.read(reading, 10_000)
        os.close(reading)
        check(root)
        started = time.monotonic()
        Registry(root).publish([group("after", version=number + 1)])
        told.append([ended, progress.endswith(BEGUN), time.monotonic() - started])
    print(json.dumps(told))


def steps(root: Path) -> None:
    """Kills a publisher before each single call that touches the disk, until one lives through all.

    Tells, for each, the version that the service served after the kill and after the next publish, and the
    temporary files that stayed.
    """
    Registry(root / "before").publish(batch(1, customer()))

    def publish(folder: Path) -> None:
        Registry(folder).publish(NEXT)

    told = []
    for folder in killed_at_each_step(root, publish):
        after_kill = check(folder)
        publish(folder)
        told.append([after_kill, check(folder), leftovers(folder)])
    print(json.dumps(told))


def withdraw_steps(root: Path) -> None:
    """The same for one who unpublishes and deletes a service, its group and its key.

    Tells, for each, the files after the kill, and after the next has published and withdrawn all of it.
    """
    Registry(root / "before").publish(batch(1, customer()))

    def withdraw(folder: Path) -> None:
        Registry(folder).unpublish(batch(1, customer()))
        Registry(folder).delete(batch(1, customer()))

    told = []
    for folder in killed_at_each_step(root, withdraw):
        check(folder)
        after_kill = definitions(folder)
        Registry(folder).publish(batch(1, customer()))
        withdraw(folder)
        told.append([after_kill, definitions(folder), leftovers(folder)])
    print(json.dumps(told))


def batch(version: int, key: object) -> list:
    """A key, a group and the service that refers to it: what must never be there without what it needs."""
    basket = group(version=version, attribute_key=LinkAttributeKey(name="customer"))
    return [service(basket), basket, key]


NEXT = [*batch(2, customer(description="two")), group("new")]


def publish_at(root: Path, start: float, definition: object) -> None:
    while time.monotonic() < start:
        time.sleep(0.001)
    Registry(root).publish([definition])


def withdraw_at(root: Path, start: float, definition: object) -> None:
    while time.monotonic() < start:
        time.sleep(0.001)
    Registry(root).unpublish([definition])
    Registry(root).delete([definition])


BEGUN, ENDED = b"b", b"e"


def publish_on_and_on(root: Path, number: int, progress: int) -> None:
    for version in range(1000):
        described = customer(description=f"{number} {version}")
        os.write(progress, BEGUN)
        Registry(root).publish(batch(1000 * (number + 1) + version, described))
        os.write(progress, ENDED)


def killed_at_each_step(root: Path, work):
    """Copies of ``before``, in each of which a process was killed one step later than in the last."""
    for step in range(1000):
        folder = root / str(step)
        shutil.copytree(root / "before", folder)
        if code(fork(dying_at, step, work, folder)) == DONE:
            return
        yield folder


def dying_at(step: int, work, folder: Path) -> None:
    calls = [0]

    def dying(original):
        def call(*arguments, **options):
            if calls[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)
            calls[0] += 1
            return original(*arguments, **options)

        return call

    os.fsync = dying(os.fsync)
    for name in ("replace", "mkdir", "unlink", "rmdir"):
        setattr(Path, name, dying(getattr(Path, name)))
    work(folder)


def check(root: Path) -> int:
    """Reads all that the registry holds, and what it refers to; gives the latest version that is served."""
    registry = Registry(root)
    for place in definitions(root):
        assert json.loads((root / place).read_bytes())["name"], place
    latest = registry.list_attribute_groups().groupby("name")["version"].max()
    for name, version in latest.items():
        found = registry.get_attribute_group(name)
        assert found.version == version
        if found.is_published and found.attribute_key.name == "customer":
            assert registry.get_attribute_key("customer").is_published
    if not (root / "services" / "shop.json").exists():
        return 0
    shop = registry.get_service("shop")
    (link,) = shop.attribute_groups
    assert registry.get_attribute_group(link.name, link.version).is_published or not shop.is_published
    return link.version


def definitions(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob("*/**/*.json"))


def leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*.tmp"))


def fork(work, *arguments) -> int:
    child = os.fork()
    if child:
        return child
    status = FAILED
    try:
        work(*arguments)
        status = DONE
    except VersionConflict:
        status = CONFLICT
    except NotFound:
        status = NOT_FOUND
    except RegistryError:
        status = REFUSED
    finally:
        os._exit(status)


def code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    works = (race, withdraw_race, kill, steps, withdraw_steps)
    {work.__name__: work for work in works}[sys.argv[1]](Path(sys.argv[2]))
