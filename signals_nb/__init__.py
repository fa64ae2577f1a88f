"""Define, test and publish Snowplow Signals attributes in a notebook, offline."""

from __future__ import annotations

__version__ = "0.1.0"
