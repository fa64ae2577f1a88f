"""history and list_attribute_groups: what the folder, and its git, tell of the versions."""

import datetime as dt
import hashlib
import json
import os
import subprocess

import pandas as pd
import pytest
from registry_objects import batch_group, customer, external_group, group, service, views

from signals_nb.definitions import (
    AtomicProperty,
    AttributeKey,
    Criteria,
    Criterion,
    LinkAttributeKey,
    domain_userid,
)
from signals_nb.errors import NotFound, SignalsWarning
from signals_nb.registry.gitlog import last_changes

NOON = pd.Timestamp("2026-03-10 12:00", tz="UTC")


def git(folder, *command, at=NOON, name="Ada Löv"):
    moment = f"{at.isoformat()}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    identity = ("-c", f"user.name={name}", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *identity, "-c", "core.autocrlf=false", *command],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )


def commit(root, message="publish", **options):
    git(root, "add", ".", **options)
    git(root, "commit", "-q", "-m", message, **options)


def set_time(path, moment):
    os.utime(path, (moment.timestamp(), moment.timestamp()))


@pytest.fixture
def versions(registry, root):
    """Basket v1 and v2, whose files are of 2026-01-01 and 2026-01-02."""
    registry.publish([group(), group(version=2, online=False)])
    for version in (1, 2):
        set_time(root / f"attribute_groups/basket/v{version}.json", pd.Timestamp(2026, 1, version, tz="UTC"))
    return registry


def told(registry):
    return registry.history("basket")[["published_at", "time_from", "author"]].values.tolist()


FILE_TIMES = [
    [pd.Timestamp("2026-01-01", tz="UTC"), "file", pd.NA],
    [pd.Timestamp("2026-01-02", tz="UTC"), "file", pd.NA],
]


def test_without_git_the_files_tell_the_time(versions) -> None:
    frame = versions.history("basket")
    shown = frame.drop(columns="sha256").astype(object)
    assert shown.where(frame.notna(), None).to_dict("records") == [
        {
            "version": version,
            "source": "stream",
            "published_at": pd.Timestamp(2026, 1, version, tz="UTC"),
            "time_from": "file",
            "author": None,
            "is_published": True,
            "online": online,
            "owner": "data@example.com",
            "file": f"attribute_groups/basket/v{version}.json",
        }
        for version, online in ((1, True), (2, False))
    ]
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "version": "Int64",
        "source": "string",
        "published_at": "datetime64[us, UTC]",
        "time_from": "string",
        "author": "string",
        "sha256": "string",
        "is_published": "boolean",
        "online": "boolean",
        "owner": "string",
        "file": "string",
    }


def test_in_git_the_last_commit_of_a_clean_file_tells(versions, root) -> None:
    """v1 is committed and then changed by hand, v2 is committed twice, v3 is not committed."""
    git(root, "init", "-q")
    assert told(versions) == FILE_TIMES, "a repository without a commit tells nothing"
    commit(root)
    versions.publish([group(version=2, online=True)])
    commit(root, at=NOON + pd.Timedelta(days=1), name="Bo")
    assert told(versions) == [
        [NOON, "git", "Ada Löv <ada@example.com>"],
        [NOON + pd.Timedelta(days=1), "git", "Bo <ada@example.com>"],
    ]
    path = root / "attribute_groups/basket/v1.json"
    path.write_text(path.read_text().replace("data@example.com", "other@example.com"))
    versions.publish([group(version=3)])
    for version in (1, 3):
        set_time(root / f"attribute_groups/basket/v{version}.json", NOON)
    assert [row[1] for row in told(versions)] == ["file", "git", "file"]
    assert told(versions)[0] == [NOON, "file", pd.NA]


def test_the_registry_may_be_a_folder_of_the_repository(tmp_path, versions, root) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    assert [row[1] for row in told(versions)] == ["git", "git"]


def test_a_branch_that_is_merged_keeps_its_time(versions, root) -> None:
    """v2 is changed on a branch, v1 on the trunk; the merge commit changed neither."""
    git(root, "init", "-q", "-b", "trunk")
    commit(root)
    git(root, "checkout", "-q", "-b", "side")
    versions.publish([group(version=2, online=True)])
    commit(root, at=NOON + pd.Timedelta(days=1))
    git(root, "checkout", "-q", "trunk")
    versions.publish([group(online=False)])
    commit(root, at=NOON + pd.Timedelta(days=2))
    git(root, "merge", "-q", "side", at=NOON + pd.Timedelta(days=3))
    assert [row[0] for row in told(versions)] == [NOON + pd.Timedelta(days=2), NOON + pd.Timedelta(days=1)]


def test_line_ends_that_git_changes_are_no_change(versions, root) -> None:
    git(root, "init", "-q")
    commit(root)
    path = root / "attribute_groups/basket/v1.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [row[1] for row in told(versions)] == ["git", "git"]


def test_git_writes_nothing_and_heeds_no_environment_nor_setting(
    versions, root, tmp_path, monkeypatch
) -> None:
    git(root, "init", "-q")
    commit(root)
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    for setting in ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "pager.log"):
        git(root, "config", setting, str(program))
    for setting, value in (("log.showSignature", "true"), ("log.showRoot", "false"), ("color.ui", "always")):
        git(root, "config", setting, value)
    git(tmp_path, "init", "-q", "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere" / ".git"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "nonsense")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert told(versions) == [[NOON, "git", "Ada Löv <ada@example.com>"]] * 2
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    assert not ran.exists()
    assert not (tmp_path / "trace").exists()


def test_an_author_who_writes_like_a_log_is_an_author(versions, root) -> None:
    git(root, "init", "-q")
    name = "Eve\u2028:100644 100644 0 0 M\tv1.json"
    commit(root, name=name)
    assert told(versions)[0][2] == f"{name} <ada@example.com>"


def test_git_that_is_not_there_or_hangs(versions, root, monkeypatch) -> None:
    git(root, "init", "-q")
    commit(root)
    monkeypatch.setenv("PATH", str(root))
    assert told(versions) == FILE_TIMES
    (root / "git").write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    (root / "git").chmod(0o755)
    monkeypatch.setattr("signals_nb.registry.gitlog._SECONDS", 0.2)
    assert told(versions) == FILE_TIMES


def test_a_file_that_goes_meanwhile_is_none(tmp_path) -> None:
    assert last_changes([]) == []
    assert last_changes([tmp_path / "v1.json"]) == [None]


def test_an_unknown_name_has_neighbours(versions, root) -> None:
    with pytest.raises(NotFound) as caught:
        versions.history("baskte")
    assert str(caught.value) == (
        f'The registry {root} holds no attribute group "baskte". Did you mean basket?'
    )


def only_hash(registry, name="basket"):
    return registry.history(name)["sha256"].item()


def test_the_hash_can_be_computed_by_hand(registry, root) -> None:
    registry.publish([group()])
    text = (
        '{"attribute_key":{"description":"The domain user ID for the user.","key":"domain_userid",'
        '"name":"domain_userid"},"attributes":[{"aggregation":"counter","events":[{"name":"page_view",'
        '"vendor":"com.snowplowanalytics.snowplow","version":"1-0-0"}],"name":"page_views","type":"int32"}],'
        '"name":"basket","offline":false,"version":1}'
    )
    assert only_hash(registry) == hashlib.sha256(text.encode()).hexdigest()


def test_equal_definitions_have_equal_hashes(registry, root) -> None:
    """Laid out in another way, in another state, with 1.0 for 1: still the version that was published."""
    limit = Criterion.eq(AtomicProperty(name="br_colordepth"), 1)
    registry.publish([group(attributes=[views(criteria=Criteria(all=[limit]))])])
    before = only_hash(registry)
    path = root / "attribute_groups/basket/v1.json"
    content = json.loads(path.read_text()) | {"online": False, "owner": "b@example.com", "ttl": None}
    content["attributes"][0]["criteria"]["all"][0]["value"] = 1.0
    path.write_text(json.dumps(content, indent=7, sort_keys=True))
    registry.unpublish([group()])
    path.write_text(json.dumps(json.loads(path.read_text())))
    assert only_hash(registry) == before


@pytest.mark.parametrize(
    "change",
    [
        {"description": "x"},
        {"ttl": dt.timedelta(days=1)},
        {"attributes": [views("b")]},
        {"attribute_key": AttributeKey(name="domain_userid", key="user_id")},
        {"attribute_key": LinkAttributeKey(name="domain_userid")},
        {"version": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_definitions_have_other_hashes(registry, tmp_path, change) -> None:
    registry.publish([group()])
    other = type(registry)(tmp_path / "other")
    other.publish([group(**change)])
    assert only_hash(registry) != only_hash(other)


def test_the_list_has_a_row_per_version(registry) -> None:
    assert len(registry.list_attribute_groups()) == 0
    registry.publish(
        [
            group(version=10, description="ten", attributes=[views(), views("b")]),
            group(version=2, online=False),
            external_group(),
            batch_group(attribute_key=domain_userid),
            service(group(version=2)),
        ]
    )
    registry.unpublish([group(version=10)])
    frame = registry.list_attribute_groups()
    assert frame.drop(columns=["owner", "attribute_key"]).astype(object).values.tolist() == [
        ["basket", 2, "stream", 1, False, True, pd.NA],
        ["basket", 10, "stream", 2, True, False, "ten"],
        ["crm", 1, "external", 1, True, True, pd.NA],
        ["weekly", 1, "batch", 1, True, True, pd.NA],
    ]
    assert list(frame["attribute_key"]) == ["domain_userid", "domain_userid", "customer", "domain_userid"]
    assert set(frame["owner"]) == {"data@example.com"}
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "name": "string",
        "version": "Int64",
        "source": "string",
        "attribute_key": "string",
        "attributes": "Int64",
        "online": "boolean",
        "is_published": "boolean",
        "owner": "string",
        "description": "string",
    }
    assert registry.list_attribute_groups().iloc[:0].dtypes.equals(frame.dtypes)


def test_a_damaged_version_is_left_out_with_a_warning_that_names_it(versions, root) -> None:
    versions.publish([group("fine"), customer()])
    path = root / "attribute_groups/basket/v1.json"
    path.write_text('{"name": "basket"')
    with pytest.warns(SignalsWarning) as caught:
        assert list(versions.history("basket")["version"]) == [2]
    assert [str(each.message) for each in caught] == [
        f"Left out: {path} is damaged: it is no JSON (Expecting ',' delimiter: line 1 column 18 (char 17))."
    ]
    with pytest.warns(SignalsWarning) as caught:
        assert list(versions.list_attribute_groups()["name"]) == ["basket", "fine"]
    assert len(caught) == 1
