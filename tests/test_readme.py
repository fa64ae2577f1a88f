"""The README is true: its code runs and prints what it shows, and it names every public name."""

import re
import subprocess
import sys
from pathlib import Path

import signals_nb

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

SAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, flags=re.DOTALL)


def test_samples_print_what_they_show(tmp_path):
    assert len(SAMPLES) == README.count("```python")
    for code, shown in SAMPLES:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        assert done.stdout.strip() == shown.strip()
    assert (tmp_path / "registry/attribute_groups/engagement/v1.json").is_file()


def test_every_public_name_is_told():
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", README))))
    assert set(signals_nb.__all__) - told == set()


def test_every_public_name_is_there():
    assert all(hasattr(signals_nb, name) for name in signals_nb.__all__)
