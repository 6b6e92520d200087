"""Bins with round edges, for showing how values are distributed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# A width is at most 2.5 times the one below it, so there are 10 bins or more, unless they are a millionth wide.
_MOST = 25
_POINT = 1_000_000


@dataclass(frozen=True)
class Bins:
    """Equal bins of values in millionths of a point: each from its first edge up to the next, the last with its end.

    `first` is a multiple of `width`.
    """

    first: int
    width: int
    count: int

    @property
    def edges(self) -> tuple[int, ...]:
        """The edges of all bins, one more than there are bins."""
        return tuple(self.first + i * self.width for i in range(self.count + 1))


def round_bins(least: int, most: int) -> Bins:
    """About twenty bins (10 to 25) that hold all values from `least` to `most`, in millionths of a point; their width
    is 1, 2 or 5 times a power of ten. Values that are all the same have one bin, a point wide."""
    if least == most:
        return Bins(least // _POINT * _POINT, _POINT, 1)
    return next(bins for width in _round_widths() if (bins := _of_width(width, least, most)).count <= _MOST)


def _of_width(width: int, least: int, most: int) -> Bins:
    first = least // width * width
    return Bins(first, width, -((first - most) // width))


def _round_widths() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
