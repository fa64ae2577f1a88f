"""Where the sample tables lie: inside an installed package, or next to it in a clone."""

from __future__ import annotations

from pathlib import Path

__all__ = ["sample_customers", "sample_events"]


def sample_events() -> str:
    """The path of the bundled atomic events: a made-up month of a made-up shop, in Snowplow's native layout.

    ``sample_data/README.md`` describes every column.

    >>> sample_events().endswith("events.parquet")
    True
    """
    return _path_of("events.parquet")


def sample_customers() -> str:
    """The path of the bundled customers table, for an external batch group keyed by ``customer_id``.

    >>> sample_customers().endswith("customers.parquet")
    True
    """
    return _path_of("customers.parquet")


def _path_of(name: str) -> str:
    package = Path(__file__).resolve().parent
    places = [package / "_sample" / name, package.parent / "sample_data" / name]
    for place in places:
        if place.is_file():
            return str(place)
    raise FileNotFoundError(
        f"The sample table {name} is in neither {places[0].parent} nor {places[1].parent}. "
        "Install signals-nb again, or run sample_data/generate.py in a clone."
    )
