"""The sample tables keep what the native layout promises, and their generator makes them."""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from signals_nb.samples import sample_customers, sample_events

FOLDER = Path(__file__).parent.parent.parent / "sample_data"
One = Callable[[str], tuple]
TIMES = {"etl", "collector", "dvce_created", "dvce_sent", "refr_dvce", "derived", "true", "load"}
INTEGERS = """
    txn_id domain_sessionidx page_urlport refr_urlport ti_quantity pp_xoffset_min pp_xoffset_max
    pp_yoffset_min pp_yoffset_max br_viewwidth br_viewheight dvce_screenwidth dvce_screenheight
    doc_width doc_height
"""
MONEY = {f"tr_{what}{base}" for what in ("total", "tax", "shipping") for base in ("", "_base")}
MONEY |= {"ti_price", "ti_price_base"}


def kind_of(name: str) -> pa.DataType:
    if name.removesuffix("_tstamp") in TIMES:
        return pa.timestamp("us", tz="UTC")
    if name in INTEGERS.split():
        return pa.int32()
    if name in MONEY:
        return pa.decimal128(18, 2)
    if name in ("geo_latitude", "geo_longitude", "se_value"):
        return pa.float64()
    if name.startswith("br_features_") or name in ("br_cookies", "dvce_ismobile"):
        return pa.bool_()
    return pa.string()


def test_the_atomic_columns_have_the_loaders_order_and_types() -> None:
    schema = pq.read_schema(sample_events())
    atomic = [field for field in schema if not field.name.startswith(("contexts_", "unstruct_event_"))]
    assert len(atomic) == 129
    assert [schema.get_field_index(field.name) for field in atomic] == list(range(129))
    assert [atomic[i].name for i in (0, 3, 5, 6, 16, 53, 121, 128)] == [
        "app_id",
        "collector_tstamp",
        "event",
        "event_id",
        "domain_sessionidx",
        "se_action",
        "derived_tstamp",
        "load_tstamp",
    ]
    assert {field.name: field.type for field in atomic} == {
        field.name: kind_of(field.name) for field in atomic
    }
    required = {field.name for field in atomic if not field.nullable}
    assert required == {"collector_tstamp", "event_id", "v_collector", "v_etl", "load_tstamp"}


def test_the_atomic_columns_are_the_canonical_ones() -> None:
    atomic = pytest.importorskip("signals_nb.definitions.atomic")
    names = {column if isinstance(column, str) else column.name for column in atomic.ATOMIC}
    found = {
        name
        for name in pq.read_schema(sample_events()).names
        if not name.startswith(("contexts_", "unstruct"))
    }
    assert found - {"load_tstamp"} == names - {
        "contexts",
        "unstruct_event",
        "derived_contexts",
        "load_tstamp",
    }


def test_entities_and_events_are_typed_structs_in_snake_case() -> None:
    nested = [
        f for f in pq.read_schema(sample_events()) if f.name.startswith(("contexts_", "unstruct_event_"))
    ]
    assert len(nested) == 20
    for field in nested:
        struct = field.type
        names = [inner.name for inner in (struct.value_type if pa.types.is_list(struct) else struct)]
        if field.name.startswith("contexts_"):
            assert pa.types.is_list(struct)
            assert names.pop(0) == "_schema_version"
        else:
            assert pa.types.is_struct(struct)
        assert names == sorted(names)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_an_absent_entity_is_null_and_never_empty(one: One) -> None:
    lists = [name for name in pq.read_schema(sample_events()).names if name.startswith("contexts_")]
    counts = ", ".join(f'count(*) FILTER (len("{name}") = 0), count("{name}")' for name in lists)
    row = one(f"SELECT {counts}, count(*) FROM everything")
    assert all(empty == 0 for empty in row[0:-1:2])
    assert all(0 < filled <= row[-1] for filled in row[1:-1:2])


def test_files_are_small_and_more_than_one_thread_can_read_them() -> None:
    assert Path(sample_events()).stat().st_size <= 6_000_000
    assert Path(sample_customers()).stat().st_size <= 100_000
    assert 4 <= pq.read_metadata(sample_events()).num_row_groups <= 8


def test_the_generator_makes_the_committed_tables(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(FOLDER / "generate.py"), "--out", str(tmp_path)],
        check=True,
        timeout=60,
        capture_output=True,
    )
    for name in ("events.parquet", "customers.parquet"):
        made, committed = pq.read_table(tmp_path / name), pq.read_table(FOLDER / name)
        assert made.schema == committed.schema
        assert made.equals(committed), name


def test_the_paths_work_in_a_clone_and_in_an_installed_package(tmp_path: Path) -> None:
    assert Path(sample_events()).read_bytes()[:4] == b"PAR1"
    source = Path(sys.modules["signals_nb.samples"].__file__ or "")
    package = tmp_path / "signals_nb"
    (package / "_sample").mkdir(parents=True)
    shutil.copy(source, package / "samples.py")
    shutil.copy(sample_customers(), package / "_sample" / "customers.parquet")
    spec = importlib.util.spec_from_file_location("installed_samples", package / "samples.py")
    assert spec is not None
    assert spec.loader is not None
    installed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(installed)
    assert installed.sample_customers() == str(package / "_sample" / "customers.parquet")
    with pytest.raises(FileNotFoundError) as caught:
        installed.sample_events()
    folders = f"{package / '_sample'} nor {tmp_path / 'sample_data'}"
    assert str(caught.value) == (
        f"The sample table events.parquet is in neither {folders}. "
        "Install signals-nb again, or run sample_data/generate.py in a clone."
    )
