"""Random definitions: what we write loads in the official package and back, and the code rebuilds it."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest

from definitions.generate import Generator
from signals_nb.codegen import to_python
from signals_nb.definitions import AttributeGroup, AttributeKey, Service

SEEDS = range(300)


def wire(definition: Any) -> Any:
    return definition.model_dump(mode="json", exclude_none=True, by_alias=True)


def build(source: str) -> Any:
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    return [value for name, value in namespace.items() if name != "__builtins__"][-1]


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_groups_round_trip_through_json_and_code(start: int) -> None:
    for seed in SEEDS[start : start + 50]:
        group = Generator(seed).group()
        again = AttributeGroup.from_json(group.to_json())
        assert again == group
        assert type(again) is type(group)
        assert again.to_json() == group.to_json()
        rebuilt = build(to_python(group, "signals_nb.definitions"))
        assert rebuilt == group
        assert rebuilt.to_json() == group.to_json()


def test_services_and_keys_round_trip_through_json_and_code() -> None:
    for seed in SEEDS[:100]:
        generator = Generator(seed)
        service, key = generator.service(), generator.key()
        assert Service.from_json(service.to_json()) == service
        assert build(to_python(service, "signals_nb.definitions")) == service
        assert build(to_python(key, "signals_nb.definitions")) == key
        if isinstance(key, AttributeKey) and key.name and "[" not in key.name:
            assert AttributeKey.from_json(key.to_json()) == key


def test_the_official_package_reads_and_writes_the_same() -> None:
    official = pytest.importorskip("snowplow_signals", reason="snowplow-signals is not installed")
    for seed in SEEDS:
        group = Generator(seed).group()
        with warnings.catch_warnings():
            # The official models warn about their own generated classes when they write.
            warnings.simplefilter("ignore")
            theirs = getattr(official, type(group).__name__).model_validate(json.loads(group.to_json()))
            written = wire(theirs)
            from_code = build(to_python(group, "snowplow_signals"))
            assert wire(from_code) == wire(group)
        assert written == wire(group)
        assert AttributeGroup.from_json(written) == group


def test_code_is_formatted_as_ruff_formats(tmp_path: Any) -> None:
    import shutil
    import subprocess

    ruff = shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    for seed in SEEDS[:60]:
        (tmp_path / f"code_{seed}.py").write_text(to_python(Generator(seed).group()), encoding="utf-8")
    command = [ruff, "format", "--isolated", "--diff", "--line-length", "88", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
