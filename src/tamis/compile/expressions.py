"""Small pieces of relational arithmetic that every part of the compiler speaks in."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

import ibis
import ibis.expr.types as ir

_T = TypeVar("_T")

#: What a condition or rule becomes once planned: given the gathered table, its column. Planning first tells the
#: table everything it must hold, so that all figures of all definitions are gathered together.
Emit = Callable[[ir.Table], ir.Value]


def number(value: float) -> ir.FloatingScalar:
    """A 64-bit float. Spelled out because some engines read a bare `20.0` as a decimal and lose digits."""
    # By its digits: 0.0 and -0.0 are equal and not the same.
    return _literal(repr(float(value)), "float64")


def whole(value: int) -> ir.IntegerScalar:
    """A 64-bit integer."""
    return _literal(repr(int(value)), "int64")


@lru_cache(maxsize=10_000)
def _literal(digits: str, kind: str) -> ir.Value:
    """Made once: a quarter of what a definition is made of are literals, mostly a few numbers again and again."""
    return ibis.literal(float(digits) if kind == "float64" else int(digits), kind)


def added(terms: Sequence[ir.Value]) -> ir.Value:
    """The sum of the terms, as a balanced tree: left to right, 1,200 rules would overflow the stack."""
    return _balanced(terms, lambda a, b: a + b) if terms else number(0)


def all_of(terms: Sequence[ir.Value]) -> ir.Value:
    """True where every term is."""
    return _balanced(terms, lambda a, b: a & b)


def any_of(terms: Sequence[ir.Value]) -> ir.Value:
    """True where at least one term is."""
    return _balanced(terms, lambda a, b: a | b)


def stacked(tables: Sequence[ir.Table]) -> ir.Table:
    """The rows of all tables, one below the other."""
    return _balanced(tables, lambda a, b: a.union(b, distinct=False))


def exact_sum(value: ir.Value) -> ir.Value:
    """The sum of many numbers, the same in whatever order they come, to far better than 1e-9.

    Whole micro-points are added as integers; only what is below them is added as floats.
    """
    scaled = value * number(1e6)
    micros = scaled.round().cast("int64")
    return (micros.sum().cast("float64") + (scaled - micros).sum()) / number(1e6)


def steady(value: ir.Value) -> ir.Value:
    """The value to the nearest 2**-36 of a point (1.5e-11), so that sums of such values are exact below 131,072 points
    and the same in whatever order they are added."""
    nearest = (value * number(2**36)).round().cast("float64") / number(2**36)
    # What is larger would leave 64 bits.
    return ibis.ifelse(value.abs() < number(2**17), nearest, value)


def bounded(value: ir.Value, *, limit: float | None, floor: float | None) -> ir.Value:
    """The value, cut at the limit and at the floor; None is no bound."""
    if limit is not None:
        value = ibis.least(value, number(limit))
    if floor is not None:
        value = ibis.greatest(value, number(floor))
    return value


def bounded_number(value: float, *, limit: float | None, floor: float | None) -> float:
    """The same for a plain number."""
    if limit is not None:
        value = min(value, limit)
    return value if floor is None else max(value, floor)


def _balanced(terms: Sequence[_T], join: Callable[[_T, _T], _T]) -> _T:
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return join(_balanced(terms[:middle], join), _balanced(terms[middle:], join))
