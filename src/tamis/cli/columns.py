"""Tables, bars and numbers as plain text that lines up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tamis.cli.speech import in_line

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = Decimal(1_000_000)
_EIGHTHS = " ▏▎▍▌▋▊▉"


def aligned(rows: Sequence[Sequence[str]], sides: str, *, indent: int = 2, gap: int = 2) -> list[str]:
    """The rows as lines whose cells line up: a sign of `sides` for each column, `<` to the left or `>` to the right.
    Control characters are written out.

    >>> aligned([["fit", "5"], ["interest", "120"]], "<>")
    ['  fit         5', '  interest  120']
    """
    rows = [[in_line(cell) for cell in row] for row in rows]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(sides))]
    return [
        (
            " " * indent
            + (" " * gap).join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def bar(number: int, most: int, width: int) -> str:
    """A bar as long as the number is of the largest; whatever is more than nothing is seen.

    >>> bar(10, 10, 4), bar(5, 10, 4), bar(1, 1000, 4), bar(0, 10, 4)
    ('████', '██', '▏', '')
    """
    if number <= 0 or most <= 0:
        return ""
    eighths = max(1, round(8 * width * number / most))
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def exact_points(micros: int | None) -> str:
    """Points with all their decimals; a dash without a value.

    >>> exact_points(1_234_500_000), exact_points(-5), exact_points(None)
    ('1,234.5', '-0.000005', '–')
    """
    if micros is None:
        return "–"
    text = f"{Decimal(micros) / _MICRO:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def short_points(micros: int | None, *, signed: bool = False) -> str:
    """Points with one decimal, for looking over; a dash without a value.

    >>> short_points(12_345_678), short_points(-60_000), short_points(20_000_000, signed=True)
    ('12.3', '-0.1', '+20.0')
    """
    if micros is None:
        return "–"
    points = (Decimal(micros) / _MICRO).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{points or Decimal('0.0'):{'+' if signed else ''},}"


def json_points(micros: int | None) -> int | float | None:
    """Points as a number of JSON."""
    if micros is None:
        return None
    return micros // 1_000_000 if micros % 1_000_000 == 0 else micros / 1_000_000


def minute_text(micros: int) -> str:
    """An instant in UTC, to the minute.

    >>> minute_text(0)
    '1970-01-01 00:00'
    """
    return (_EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%d %H:%M")


def iso_text(micros: int) -> str:
    """An instant in UTC, exactly.

    >>> iso_text(0)
    '1970-01-01T00:00:00+00:00'
    """
    return (_EPOCH + timedelta(microseconds=micros)).isoformat()
