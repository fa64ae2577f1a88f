"""Speed against peers: ``pytest -m benchmark``, or ``python -m tests.benchmarks.g12 --events 1000000``."""
