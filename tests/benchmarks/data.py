"""The events of the benchmarks: a wide atomic table in the native layout, the same on every run.

58 columns as a lake loader writes them (timestamps in microseconds UTC, entities as lists of structs), zstd,
row groups of 125,000 events; some 110 bytes an event. Users differ a thousandfold in activity, one event in
fifty has no user, one in a thousand no app, and a product entity comes with every sixth event.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["APP_IDS", "AS_OF", "events_file"]

AS_OF = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
APP_IDS = ["website", "mobile_app"]
DAYS = 60
ROW_GROUP = 125_000
MICROS = 1_000_000

NAMES = ["page_view", "page_ping", "snowplow_ecommerce_action", "event"]
VENDORS = [
    *["com.snowplowanalytics.snowplow"] * 2,
    "com.snowplowanalytics.snowplow.ecommerce",
    "com.google.analytics",
]
COUNTRIES = ["DE", "GB", "US", "FR", "NL", "ES", "IT", "PL", "SE", "JP", "BR", "IN", None]
CITIES = [
    "Berlin",
    "London",
    "New York",
    "Paris",
    "Utrecht",
    "Sevilla",
    "Milano",
    "Łódź",
    "Malmö",
    "大阪",
    None,
]
CATEGORIES = ["tents", "boots", "jackets", "stoves", "ropes", "maps", "lamps", "bags"]
SOURCES = ["google", "newsletter", "facebook", "bing", "partner", None, None, None, None, None]
AGENTS = [
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
    for system in ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64")
    for version in range(118, 132)
]
PATHS = [
    *("/", "/pricing", "/pricing/teams", "/checkout", "/cart", "/about", "/help/returns"),
    *(f"/shop/{category}/{n}" for category in CATEGORIES for n in range(40)),
    *(f"/journal/2026/{n}" for n in range(73)),
]
UNIQUE = 24  # distinct texts of a column that is no use to any attribute


def events_file(events: int, folder: Path | None = None) -> Path:
    """The parquet file of that many events, made when it is not there yet.

    Args:
        events: How many; users are a fiftieth of that.
        folder: Where to keep it; the system's temporary folder by default.
    """
    folder = folder or Path(tempfile.gettempdir()) / "signals_nb_benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"events_{events}.parquet"
    if not path.exists():
        partial = path.with_suffix(".partial")
        _write(partial, events)
        partial.replace(path)
    return path


def _write(path: Path, events: int) -> None:
    users = max(events // 50, 1)
    writer: pq.ParquetWriter | None = None
    groups = range(0, events, ROW_GROUP)
    for number, start in enumerate(groups):
        size = min(ROW_GROUP, events - start)
        table = _rows(np.random.default_rng([20260301, number]), start, size, events, users)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=ROW_GROUP)
    assert writer is not None, "no events asked for"
    writer.close()


def _rows(rng: np.random.Generator, start: int, size: int, events: int, users: int) -> pa.Table:
    # Events arrive in order, as a loader writes them.
    end = int(AS_OF.timestamp()) * MICROS
    span = DAYS * 86_400 * MICROS
    arrived = end - span + (np.arange(start, start + size) * (span // events)) + rng.integers(0, MICROS, size)
    happened = arrived - rng.integers(0, 20 * MICROS, size)
    # The square gives a few busy users and many that come once.
    user = (users * rng.random(size) ** 2).astype(np.int64)
    session_index = (arrived - (end - span)) // (86_400 * 7 * MICROS) + user % 5 + 1
    kind = rng.choice(len(NAMES), size, p=[0.4, 0.3, 0.2, 0.1])
    path_of = rng.choice(len(PATHS), size, p=_skewed(len(PATHS)))

    def filler(name: str, missing: float = 0.0) -> pa.Array:
        return _pick(rng, size, [f"{name}_{n}" for n in range(UNIQUE)], _skewed(UNIQUE), missing)

    def integers(low: int, high: int, missing: float = 0.0) -> pa.Array:
        return pa.array(rng.integers(low, high, size, dtype=np.int32), mask=rng.random(size) < missing)

    columns: dict[str, pa.Array] = {
        "app_id": _pick(
            rng, size, ["website", "mobile_app", "kiosk", "help_center"], [0.4, 0.25, 0.2, 0.15], 0.001
        ),
        "platform": _pick(rng, size, ["web", "mob"], [0.8, 0.2]),
        "etl_tstamp": _times(arrived + 2 * MICROS),
        "collector_tstamp": _times(arrived),
        "dvce_created_tstamp": _times(happened),
        "event": _texts_of(kind, ["page_view", "page_ping", "unstruct", "struct"]),
        "event_id": pa.array(
            [f"{row:08x}-{word:016x}" for row, word in enumerate(rng.integers(0, 2**63, size), start)]
        ),
        "name_tracker": _pick(rng, size, ["sp1", "sp2"], [0.9, 0.1]),
        "v_tracker": _pick(rng, size, ["js-3.24.0", "js-4.1.0", "andr-6.0.1"], [0.5, 0.3, 0.2]),
        "v_collector": _pick(rng, size, ["ssc-3.2.0-kinesis"], [1.0]),
        "v_etl": _pick(rng, size, ["snowplow-enrich-kinesis-5.0.0"], [1.0]),
        "user_id": _texts("c_", user, rng.random(size) < 0.7),
        "user_ipaddress": _texts("192.168.", user % 9973),
        "domain_userid": _texts("duid-8f3a-4c1b-", user, rng.random(size) < 0.02),
        "domain_sessionidx": pa.array(session_index.astype(np.int32)),
        "network_userid": _texts("nuid-51d2-", user * 7),
        "geo_country": _pick(rng, size, COUNTRIES, _skewed(len(COUNTRIES))),
        "geo_region": filler("region"),
        "geo_city": _pick(rng, size, CITIES, _skewed(len(CITIES))),
        "geo_zipcode": filler("zip", 0.2),
        "geo_latitude": pa.array(np.round(rng.uniform(-60, 70, size), 4)),
        "geo_longitude": pa.array(np.round(rng.uniform(-180, 180, size), 4)),
        "geo_timezone": filler("zone"),
        "page_url": _texts_of(path_of, [f"https://www.example.com{path}" for path in PATHS]),
        "page_title": _texts_of(path_of, [f"Example · {path.strip('/') or 'Home'}" for path in PATHS]),
        "page_referrer": filler("https://www.example.com/from", 0.4),
        "page_urlscheme": _pick(rng, size, ["https"], [1.0]),
        "page_urlhost": _pick(rng, size, ["www.example.com", "shop.example.com"], [0.7, 0.3]),
        "page_urlport": integers(443, 444),
        "page_urlpath": _texts_of(path_of, PATHS),
        "page_urlquery": filler("utm", 0.7),
        "refr_urlhost": filler("host", 0.5),
        "refr_medium": _pick(rng, size, ["search", "social", "internal", None], [0.2, 0.1, 0.4, 0.3]),
        "refr_source": filler("source", 0.6),
        "mkt_medium": _pick(rng, size, ["cpc", "email", None], [0.1, 0.1, 0.8]),
        "mkt_source": _pick(rng, size, SOURCES, [0.1] * len(SOURCES)),
        "mkt_campaign": filler("campaign", 0.8),
        "se_category": filler("category", 0.9),
        "se_action": filler("action", 0.9),
        "se_label": filler("label", 0.9),
        "se_value": pa.array(np.round(rng.gamma(2.0, 20.0, size), 2), mask=rng.random(size) < 0.9),
        "pp_yoffset_max": pa.array(
            rng.integers(0, 9000, size, dtype=np.int32), mask=kind != NAMES.index("page_ping")
        ),
        "useragent": _pick(rng, size, AGENTS, _skewed(len(AGENTS))),
        "br_lang": filler("lang"),
        "br_viewwidth": integers(320, 2560, 0.05),
        "br_viewheight": integers(480, 1600, 0.05),
        "os_timezone": filler("Europe/City"),
        "dvce_screenwidth": integers(320, 3840),
        "dvce_screenheight": integers(480, 2160),
        "domain_sessionid": _sessions(user, session_index),
        "derived_tstamp": pa.array(happened, pa.timestamp("us", tz="UTC"), mask=rng.random(size) < 0.01),
        "event_vendor": _texts_of(kind, VENDORS),
        "event_name": _texts_of(kind, NAMES),
        "event_format": _pick(rng, size, ["jsonschema"], [1.0]),
        "event_version": _pick(rng, size, ["1-0-0"], [1.0]),
        "load_tstamp": _times(arrived + 90 * MICROS),
        "contexts_com_snowplowanalytics_snowplow_web_page_1": _web_pages(rng, size),
        "contexts_com_snowplowanalytics_snowplow_ecommerce_product_1": _products(rng, size),
    }
    return pa.table(columns)


def _skewed(length: int) -> list[float]:
    weights = 1 / np.arange(1, length + 1) ** 0.7
    return list(weights / weights.sum())


def _pick(
    rng: np.random.Generator, size: int, values: list[str | None], weights: list[float], missing: float = 0.0
) -> pa.Array:
    chosen = rng.choice(len(values), size, p=weights)
    indices = pa.array(chosen, pa.int32(), mask=rng.random(size) < missing)
    return pa.array(values, pa.string()).take(indices)


def _texts_of(chosen: np.ndarray, texts: list[str]) -> pa.Array:
    return pa.array(texts).take(pa.array(chosen))


def _times(micros: np.ndarray) -> pa.Array:
    return pa.array(micros, pa.timestamp("us", tz="UTC"))


def _texts(prefix: str, numbers: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    return pa.array(np.char.add(prefix, numbers.astype(str)), pa.string(), mask=missing)


def _sessions(user: np.ndarray, index: np.ndarray) -> pa.Array:
    return pa.array(np.char.add(np.char.add("sess-", user.astype(str)), np.char.add("-", index.astype(str))))


def _web_pages(rng: np.random.Generator, size: int) -> pa.Array:
    ids = pa.array([f"{word:032x}" for word in rng.integers(0, 2**63, size)])
    page = pa.StructArray.from_arrays([_pick(rng, size, ["1-0-0"], [1.0]), ids], ["_schema_version", "id"])
    return pa.ListArray.from_arrays(pa.array(np.arange(size + 1, dtype=np.int32)), page)


def _products(rng: np.random.Generator, size: int) -> pa.Array:
    """No entity for five of six events; else one to three products."""
    counts = np.where(rng.random(size) < 1 / 6, rng.integers(1, 4, size), 0)
    total = int(counts.sum())
    category = rng.choice(len(CATEGORIES), total)
    product = pa.StructArray.from_arrays(
        [
            _pick(rng, total, ["1-0-0", "1-0-1"], [0.5, 0.5]),
            pa.array(CATEGORIES).take(pa.array(category)),
            _pick(rng, total, ["EUR"], [1.0]),
            pa.array([f"sku_{n}" for n in rng.integers(0, 400, total)]),
            pa.array(np.round(rng.gamma(2.0, 30.0, total), 2), mask=rng.random(total) < 0.02),
            pa.array(rng.integers(1, 5, total)),
        ],
        ["_schema_version", "category", "currency", "id", "price", "quantity"],
    )
    offsets = np.concatenate([[0], np.cumsum(counts)])
    # A null offset makes the list null, which is how a loader writes the absent entity.
    absent = np.concatenate([counts == 0, [False]])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32(), mask=absent), product)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the events of the benchmarks.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="the folder to write to; the temporary folder by default")
    options = parser.parse_args()
    path = events_file(options.events, options.data)
    print(f"{path}: {path.stat().st_size / 1e6:.0f} MB, {len(pq.read_schema(path))} columns")


if __name__ == "__main__":
    main()
