"""Seeded randomness: one independent stream per visitor, so that a change to one leaves the others alone."""

from __future__ import annotations

import math
import random
import uuid
from collections.abc import Mapping, Sequence
from typing import TypeVar

__all__ = ["Chance", "sigmoid"]

T = TypeVar("T")
SEED = "kettle-and-fern-2026-09"


def sigmoid(x: float) -> float:
    """The probability that belongs to log-odds ``x``."""
    return 1 / (1 + math.exp(-x))


class Chance:
    """A stream of random choices that depends on its name alone."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"{SEED}/{name}")

    def yes(self, probability: float) -> bool:
        """True with the given probability."""
        return self._random.random() < probability

    def between(self, low: float, high: float) -> float:
        """A number in ``[low, high)``, every one as likely."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int((high - low + 1) * self._random.random())

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """A number from the bell curve."""
        return self._random.gauss(mean, deviation)

    def skewed(self, median: float, sigma: float) -> float:
        """A positive number with a long right tail (log-normal)."""
        return median * math.exp(self._random.gauss(0.0, sigma))

    def count(self, mean: float) -> int:
        """A whole number from 0 up, geometric: each further one as likely as the one before."""
        stop = 1 / (1 + mean)
        number = 0
        while self._random.random() > stop and number < 400:
            number += 1
        return number

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options, every one as likely."""
        return options[int(len(options) * self._random.random())]

    def some(self, options: Sequence[T], number: int) -> list[T]:
        """So many different ones of the options."""
        return self._random.sample(options, number)

    def weighted(self, options: Mapping[T, float]) -> T:
        """One of the options by its weight."""
        return self._random.choices(list(options), weights=list(options.values()))[0]

    def uuid(self) -> str:
        """A version 4 UUID as text."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def hexadecimal(self, digits: int) -> str:
        """So many hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"
