import pytest

from signals_nb.registry import Registry


@pytest.fixture
def root(tmp_path):
    return tmp_path / "registry"


@pytest.fixture
def registry(root):
    return Registry(root)
