"""Cells to values by type, in SQL (data.md, "Values"; scoring.md, "Instants").

Every expression gives NULL for a blank cell and for one that cannot be read; `Reading.unreadable` tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tamis.compile.choices import ESCAPE, SEPARATOR
from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.sql import literal
from tamis.definitions import PropertyType
from tamis.engine.text import WHITE

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_MOMENT = f"{_DATE}[T ]{_CLOCK}(:[0-5][0-9]([.][0-9]+)?)?"
_OFFSET = f"[+-]{_CLOCK}"
#: How people are told to write days and times (UTC without an offset), and what is none: it may be the 9th of March or
#: the 3rd of September.
DAY, TIMES, NO_DAY = "2026-03-09", ("2026-03-09 14:30", "2026-03-09T14:30:00+01:00"), "09/03/2026"
_NUMBER = "[+-]?([0-9]+({0}[0-9]*)?|{0}[0-9]+)([eE][+-]?[0-9]+)?"
# Instants are kept for the years 0001 to 9999; a file's own type can hold others.
_FIRST, _LAST = -62_135_596_800_000_000, 253_402_300_799_999_999


# Types that every cell of a file's own kind can be read as.
_FITTING: Mapping[Kind, tuple[PropertyType, ...]] = {
    Kind.TEXT: (PropertyType.TEXT, PropertyType.CHOICE),
    Kind.BOOLEAN: (PropertyType.BOOLEAN, PropertyType.TEXT, PropertyType.CHOICE),
    Kind.WHOLE: (PropertyType.NUMBER, PropertyType.TEXT, PropertyType.CHOICE),
    Kind.DECIMAL: (PropertyType.NUMBER, PropertyType.TEXT, PropertyType.CHOICE),
}


class DecimalSign(StrEnum):
    """The sign that a column's numbers use (data.md: "the same throughout a column")."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class Reading:
    """How one column is read as one type: SQL of the value, and of "not blank, but unreadable" (empty if never)."""

    type: PropertyType
    value: str
    unreadable: str


@dataclass(frozen=True)
class Reader:
    """Reads columns. `midnight` turns SQL of a DATE into SQL of that day's local midnight (microseconds UTC) where an
    instant is told as a day, and `beginning` where a day is what is meant."""

    midnight: Callable[[str], str]
    beginning: Callable[[str], str]

    def read(
        self, column: Column, type: PropertyType, *, sign: DecimalSign = DecimalSign.POINT, digits: bool = False
    ) -> Reading:
        """`sign`: the decimal sign of the column; `digits`: 1 and 0 are booleans (declared columns only)."""
        if type == PropertyType.CHOICES:
            return _items(column)
        value = self._value(column, type, sign=sign, digits=digits)
        fits = type in _FITTING.get(column.kind, ()) and not column.items
        if type == PropertyType.NUMBER and column.kind == Kind.FLOAT and not column.items:
            return Reading(type, value, f"NOT isfinite({column.cell})")
        return Reading(type, value, "" if fits else f"{column.known} AND ({value}) IS NULL")

    def instant(self, column: Column) -> str:
        """SQL of an instant in microseconds UTC: a date is its local midnight; NULL if blank or unreadable."""
        if column.kind == Kind.TIME:
            return f"epoch_us({column.cell})" if column.span else _in_range(f"epoch_us({column.cell})")
        midnight = self.midnight(date_of(column))
        return midnight if column.kind == Kind.DATE else f"coalesce({moment(column)}, {midnight})"

    def day(self, column: Column) -> str:
        """SQL of the instant at which a date begins; NULL if blank or unreadable."""
        return self.beginning(date_of(column))

    def _value(self, column: Column, type: PropertyType, *, sign: DecimalSign, digits: bool) -> str:
        match type:
            case PropertyType.NUMBER:
                return number(column, sign)
            case PropertyType.BOOLEAN:
                return boolean(column, digits=digits)
            case PropertyType.DATE:
                return self.day(column)
            case PropertyType.DATETIME:
                return self.instant(column)
        return column.text


def boolean(column: Column, *, digits: bool) -> str:
    """SQL of a BOOLEAN: true and false in any case, and with `digits` also 1 and 0."""
    if column.kind == Kind.BOOLEAN:
        return column.cell
    more = " WHEN '1' THEN true WHEN '0' THEN false" if digits else ""
    return f"CASE lower({column.text}) WHEN 'true' THEN true WHEN 'false' THEN false{more} END"


def number(column: Column, sign: DecimalSign) -> str:
    """SQL of a finite DOUBLE."""
    if column.kind in (Kind.WHOLE, Kind.DECIMAL):
        return f"{column.cell}::DOUBLE"
    if column.kind == Kind.FLOAT:
        return f"CASE WHEN isfinite({column.cell}) THEN {column.cell}::DOUBLE END"
    text = column.text
    pointed = text if sign == DecimalSign.POINT else f"replace({text}, ',', '.')"
    pattern = _NUMBER.format("[.]" if sign == DecimalSign.POINT else "[,]")
    read = f"TRY_CAST({pointed} AS DOUBLE)"
    allowed = "" if sign == DecimalSign.POINT else f" AND NOT (contains({text}, ',') AND {column.point_only})"
    return f"CASE WHEN regexp_full_match({text}, '{pattern}'){allowed} AND isfinite({read}) THEN {read} END"


def moment(column: Column) -> str:
    """SQL of the instant (microseconds UTC) of a text that is a date with a time."""
    text = column.text
    return (
        f"CASE WHEN regexp_full_match({text}, '{_MOMENT}Z?') THEN {_clock(text)}"
        f" WHEN regexp_full_match({text}, '{_MOMENT}{_OFFSET}')"
        f" THEN {_clock(f'left({text}, -6)')} - {_offset(text)} END"
    )


def date_of(column: Column) -> str:
    """SQL of the DATE that a cell names without a time. A file's own time at midnight is how some tools keep dates."""
    if column.kind == Kind.DATE:
        return f"CASE WHEN isfinite({column.cell}) AND year({column.cell}) BETWEEN 1 AND 9999 THEN {column.cell} END"
    if column.kind == Kind.TIME:
        return f"CASE WHEN {column.cell} = date_trunc('day', {column.cell}) THEN {column.cell}::DATE END"
    text = column.text
    return (
        f"CASE WHEN regexp_full_match({text}, '{_DATE}') AND NOT starts_with({text}, '0000')"
        f" THEN TRY_CAST({text} AS DATE) END"
    )


def _clock(text: str) -> str:
    # The cast takes a final Z, cuts digits after the microsecond, and refuses the 30th of February.
    return f"CASE WHEN NOT starts_with({text}, '0000') THEN epoch_us(TRY_CAST({text} AS TIMESTAMP)) END"


def _offset(text: str) -> str:
    minutes = f"(({text})[-5:-4]::INTEGER * 60 + ({text})[-2:]::INTEGER)"
    return f"(CASE ({text})[-6:-6] WHEN '-' THEN -1 ELSE 1 END * {minutes}::BIGINT * 60000000)"


def _in_range(instant: str) -> str:
    return f"CASE WHEN {instant} BETWEEN {_FIRST} AND {_LAST} THEN {instant} END"


def _items(column: Column) -> Reading:
    """The set of a multi-valued cell, encoded as in `tamis.compile.choices`."""
    split = f"CASE WHEN {column.text} IS NOT NULL THEN string_split({column.text}, ';') END"
    items = f"coalesce({column.list}, {json_list(column)}, {split})"
    if not column.items:
        return Reading(PropertyType.CHOICES, encoded(items), "")
    broken = f"coalesce(len({column.list}) <> len(list_filter({column.list}, lambda x: x IS NOT NULL)), false)"
    return Reading(PropertyType.CHOICES, f"CASE WHEN NOT {broken} THEN {encoded(items)} END", broken)


def json_list(column: Column) -> str:
    """SQL of the items of a text that is a JSON list of plain values, nulls dropped; NULL if it is none."""
    if column.kind != Kind.TEXT or column.is_absent:
        return "NULL::VARCHAR[]"
    text = column.text
    nested = "list_has_any(json_extract({0}, '$[*]').list_transform(lambda x: json_type(x)), ['ARRAY', 'OBJECT'])"
    return (
        f"CASE WHEN starts_with({text}, '[') THEN CASE WHEN json_valid({text}) THEN"
        f" CASE WHEN NOT {nested.format(text)} THEN"
        f" list_filter(json_extract_string({text}, '$[*]'), lambda x: x IS NOT NULL) END END END"
    )


def encoded(items: str) -> str:
    """SQL of the encoded set of a VARCHAR[]; NULL without items."""
    escaped = f"replace(replace(x, chr(30), {literal(ESCAPE + 'e')}), chr(31), {literal(ESCAPE + 'u')})"
    trimmed = f"list_transform({items}, lambda x: trim(x, {literal(WHITE)}))"
    # Sorted before escaping, as the Python side does: the order of the plain items counts.
    distinct = f"list_sort(list_distinct(list_filter({trimmed}, lambda x: x <> '')))"
    joined = f"array_to_string(list_transform({distinct}, lambda x: {escaped}), chr(31))"
    return f"nullif(chr(31) || {joined} || chr(31), {literal(SEPARATOR * 2)})"
