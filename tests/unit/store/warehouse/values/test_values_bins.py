"""Bins have round edges and leave no value out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.store.warehouse.values.bins import round_bins

_MICROS = st.integers(-(2**63), 2**63 - 1)
_POINT = 1_000_000


@pytest.mark.parametrize(
    ("least", "most", "first", "width", "count"),
    [
        (0, 100, 0, 5, 20),
        (0, 101, 0, 5, 21),
        (3, 97, 0, 5, 20),
        (-20, 20, -20, 2, 20),
        (-3, 12, -3, 1, 15),
        (0, 1000, 0, 50, 20),
        (20, 20, 20, 1, 1),
    ],
)
def test_bins_of_whole_points(least, most, first, width, count):
    bins = round_bins(least * _POINT, most * _POINT)
    assert (bins.first, bins.width, bins.count) == (first * _POINT, width * _POINT, count)


def test_a_single_value_has_a_bin_a_point_wide():
    assert round_bins(-500_000, -500_000).edges == (-1_000_000, 0)


@given(_MICROS, _MICROS)
def test_bins_hold_all_values_and_are_about_twenty(one, other):
    least, most = sorted((one, other))
    bins = round_bins(least, most)
    assert bins.edges[0] <= least <= most <= bins.edges[-1]
    assert least < bins.edges[1]
    assert most > bins.edges[-2] or least == most
    assert bins.first % bins.width == 0
    assert str(bins.width).rstrip("0") in {"1", "2", "5"}
    assert 10 <= bins.count <= 25 or most - least < 10
