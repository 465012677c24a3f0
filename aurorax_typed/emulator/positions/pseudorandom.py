"""Chance without a generator: numbers that follow from what they are about, the same on every machine for ever."""

import zlib

import numpy as np
from numpy.typing import NDArray

from aurorax_typed.emulator.positions.frames import Floats

__all__ = ["chances"]


_SHIFTS_AND_FACTORS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def chances(about: str, numbers: NDArray[np.int64]) -> Floats:
    """An even spread of numbers from 0 up to but without 1, one for each of ``numbers``.

    The mixing is that of SplitMix64 ("Fast splittable pseudorandom number generators", 2014).
    """
    salt = np.uint64(zlib.crc32(about.encode())) * np.uint64(0x9E3779B1)
    mixed = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + salt
    for shift, factor in _SHIFTS_AND_FACTORS:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    spread: Floats = (mixed >> np.uint64(11)).astype(np.float64) / (1 << 53)
    return spread
