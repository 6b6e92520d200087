"""Numbers of definitions as literals, which are made once for all of them."""

import math

import pytest

from tamis.compile.expressions import number, whole


@pytest.mark.parametrize("value", [0.0, -0.0, 0.1, 1.0, 1e22, -2.5, 5e-324, 1e308])
def test_a_number_stays_the_same_to_its_last_digit_and_sign(value):
    for _ in range(2):
        literal = number(value).op()
        assert literal.value == value
        assert math.copysign(1, literal.value) == math.copysign(1, value)
        assert str(literal.dtype) == "float64"


def test_equal_numbers_of_two_kinds_stay_of_two_kinds():
    assert (str(whole(1).op().dtype), str(number(1).op().dtype)) == ("int64", "float64")
    assert (whole(2**61).op().value, whole(True).op().value) == (2**61, 1)
