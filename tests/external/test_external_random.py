"""The frame of random tables equals a slow reading in plain Python, in whatever form the table comes."""

import datetime as dt
import random
import warnings

import pandas as pd
import pytest
from external_tables import answers, client, group
from slow_external import Misfit, evaluate, moment, random_case, same

from signals_nb import SignalsWarning, ValueDoesNotFit
from signals_nb.external import evaluate_external, mapped_table

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TYPES = {
    "id": pa.string(),
    "at": pa.timestamp("us"),
    "whole": pa.int64(),
    "small": pa.int32(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "time": pa.timestamp("us"),
    "tags": pa.list_(pa.string()),
    "numbers": pa.list_(pa.int64()),
}


def as_arrow(fields, rows):
    names = ["id", "at", *fields]
    columns = {name: pa.array([row[name] for row in rows], TYPES.get(name, pa.string())) for name in names}
    return pa.table(columns)


def outcome(reading):
    """What a reading gives: its values, or that a value does not fit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SignalsWarning)
            return reading()
    except (Misfit, ValueDoesNotFit):
        return "does not fit"


def assert_same(found, expected):
    assert isinstance(found, str) == isinstance(expected, str), (found, expected)
    if isinstance(found, str):
        return
    assert list(found) == list(expected)
    for key, values in expected.items():
        assert all(same(one, other) for one, other in zip(found[key], values, strict=True)), (found, expected)


def assert_read(data, fields, rows, call):
    """`data`, in which `rows` lie, is read as the slow reading reads them."""
    told = call | {name: moment(call[name]) for name in ("as_of", "since")}
    expected = outcome(lambda: evaluate(fields, rows, **told))
    asked = group(fields, backfill_since_tstamp=call["since"])
    given = {"attribute_key_ids": call["keys"], "as_of": call["as_of"], "window": call["window"]}
    assert_same(outcome(lambda: answers(client(data).test(asked, **given))), expected)


@pytest.mark.parametrize("block", range(10))
def test_random_tables(block, tmp_path):
    """24 tables a block, shuffled: as an Arrow table, or as a parquet file."""
    for seed in range(24):
        rng = random.Random(1000 * block + seed)
        fields, rows, call = random_case(rng)
        data = as_arrow(fields, rng.sample(rows, len(rows)))
        if seed % 2:
            pq.write_table(data, tmp_path / "table.parquet")
            data = tmp_path / "table.parquet"
        assert_read(data, fields, rows, call)


def test_random_tables_as_text(tmp_path):
    """25 tables as CSV, whose columns are all text; what is blank there is null."""
    texts = {"words", "numerals", "rough", "flags", "json", "object"}
    cases = (random_case(random.Random(seed)) for seed in range(5000, 6000))
    for _ in range(25):
        fields, rows, call = next(case for case in cases if set(case[0]) <= texts)
        rows = [{name: None if value == "" else value for name, value in row.items()} for row in rows]
        pd.DataFrame(rows, columns=["id", "at", *fields]).to_csv(tmp_path / "table.csv", index=False)
        assert_read(tmp_path / "table.csv", fields, rows, call)


@pytest.mark.parametrize("seed", range(6000, 6025))
def test_random_ttls(seed):
    """A table whose older rows have expired."""
    rng = random.Random(seed)
    fields, rows, call = random_case(rng)
    ttl, asked = rng.choice([0, 1, 86_400_000_000, 2 * 86_400_000_000]), group(fields)

    def found():
        table = mapped_table(asked, client(as_arrow(fields, rows))._evaluator.tables)
        keys = call["keys"] or ()
        return answers(evaluate_external(asked, asked.attribute_key, table, key_values=keys, ttl=ttl).frame)

    expired = dt.timedelta(microseconds=ttl)
    assert_same(outcome(found), outcome(lambda: evaluate(fields, rows, keys=call["keys"], ttl=expired)))
