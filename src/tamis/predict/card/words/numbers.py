"""Numbers, shares and dates, as each language writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isfinite

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NARROW, _FIXED = "\u202f", "\u00a0"
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def number(value: float, language: str, decimals: int = 0) -> str:
    """
    >>> number(12345.678, "en", 1), number(-0.5, "fr", 2)
    ('12,345.7', '−0,50')
    """
    if not isfinite(value):
        return "–"
    text = f"{abs(value):,.{decimals}f}"
    if language == "fr":
        text = text.replace(",", _NARROW).replace(".", ",")
    is_negative = value < 0 and any(digit in text for digit in "123456789")
    return ("−" if is_negative else "") + text


def percent(share: float, language: str) -> str:
    """A share (0–1); below 10 % with one decimal, where that says more.

    >>> percent(0.314, "en"), percent(0.042, "en"), percent(1, "en")
    ('31%', '4.2%', '100%')
    """
    hundredths = share * 100
    decimals = 1 if 0 < abs(hundredths) < 9.95 or 99 < hundredths < 99.95 else 0
    return number(hundredths, language, decimals) + (f"{_NARROW}%" if language == "fr" else "%")


def points(difference: float, language: str) -> str:
    """How far a share is from another, in points of a hundred.

    >>> points(0.006, "en"), points(0.006, "fr")
    ('0.6 points', '0,6\xa0point')
    """
    text = number(difference * 100, language, 1)
    if language == "fr":
        return f"{text}{_FIXED}point{'s' if abs(difference) >= 0.02 else ''}"
    return f"{text} points"


def compact(value: float, language: str) -> str:
    """As short as an axis wants it: three digits that count, thousands as k and millions as M.

    >>> compact(0.25, "en"), compact(1500, "en"), compact(2_000_000, "fr")
    ('0.25', '1.5k', '2\\xa0M')
    """
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return _short(value / size, language) + (f"{_FIXED}{sign}" if language == "fr" else sign)
    return _short(value, language)


def date(instant: int, language: str) -> str:
    """The day of an instant (microseconds), in UTC.

    >>> date(0, "en"), date(0, "fr")
    ('1\\xa0January 1970', '1er\\xa0janvier 1970')
    """
    day = _EPOCH + timedelta(microseconds=instant)
    month = _MONTHS[language].split()[day.month - 1]
    number_of_day = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number_of_day}{_FIXED}{month} {day.year}"


def _short(value: float, language: str) -> str:
    size = abs(value)
    decimals = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2
    text = number(value, language, decimals)
    sign = "," if language == "fr" else "."
    return text.rstrip("0").rstrip(sign) if decimals else text
