"""Cells to values by type, and the types of columns that nobody declared (data.md, "Types" and "Values").

A value is: text and choice `str`, number `float`, boolean `bool`, date and datetime `int` (microseconds UTC),
choices `frozenset[str]`; `None` is unknown.

Where data.md is silent: a number too large for a double is none (`1e400`); a text that is a JSON list of plain values
counts as that list wherever lists count, in CSV too; a JSON object is the text of it, compact and with sorted keys.
"""

import math
import re
from collections.abc import Iterable

from tests.spec.interpreter.instants import is_date, read_date, read_datetime, read_instant
from tests.spec.interpreter.tables import Cell, read_json

_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?")


class Unreadable(ValueError):
    """The cell cannot be read as the type of its column."""


def read_value(cell: Cell | None, kind: str, time_zone: str, *, commas: bool, digits: bool):
    """The cell as a value of type `kind`; Unreadable if it cannot be.

    `commas`: the decimal sign of the column is a comma. `digits`: 1 and 0 are booleans here.
    """
    if cell is None:
        return None
    if kind == "choices":
        return read_items(cell)
    if not cell.is_text:
        raise Unreadable(cell.text)  # "lists are for choices only"
    try:
        return _read_text(cell, kind, time_zone, commas=commas, digits=digits)
    except ValueError as error:
        raise Unreadable(cell.text) from error


def _read_text(cell: Cell, kind: str, time_zone: str, *, commas: bool, digits: bool):
    match kind:
        case "text" | "choice":
            return cell.written
        case "number":
            return _read_number(cell, commas=commas)
        case "boolean":
            return read_boolean(cell.written, digits=digits)
        case "date":
            return read_date(cell.written, time_zone)
        case "datetime":
            return read_instant(cell.written, time_zone)


def read_items(cell: Cell) -> frozenset[str] | None:
    """Items trimmed, empty ones dropped, repeats joined; None without items. A JSON list is never split."""
    items = _listed(cell)
    if items is None:
        items = cell.written.split(";")
    if not all(isinstance(item, str) for item in items):
        raise Unreadable(cell.text)
    return frozenset(item.strip() for item in items if item.strip()) or None


def _listed(cell: Cell) -> list | None:
    """The items of a JSON list, or of a text that is one; None for any other cell."""
    if not cell.is_text:
        return [item for item in cell.written if item is not None]
    try:
        written = read_json(cell.written) if cell.written.startswith("[") else None
    except ValueError:
        return None
    if not isinstance(written, list) or any(isinstance(item, list | dict) for item in written):
        return None
    return [item for item in written if item is not None]


def read_boolean(text: str, *, digits: bool) -> bool:
    words = {"true": True, "false": False} | ({"1": True, "0": False} if digits else {})
    try:
        return words[text.lower()]
    except KeyError as error:
        raise Unreadable(text) from error


def is_number(cell: Cell) -> bool:
    """Digits with at most one decimal sign, optional sign and exponent; in JSON and comma-separated files a point."""
    if not cell.is_text or _NUMBER.fullmatch(cell.written) is None:
        return False
    return not (cell.point_only and "," in cell.written) and math.isfinite(_double(cell))


def uses_commas(cells: Iterable[Cell]) -> bool:
    """Whether the decimal sign of a number column is the comma: "in a column with both, the comma is unreadable"."""
    signs = {sign for cell in cells if is_number(cell) for sign in ".," if sign in cell.written}
    return signs == {","}


def _read_number(cell: Cell, *, commas: bool) -> float:
    if not is_number(cell) or ("," in cell.written and not commas):
        raise Unreadable(cell.written)
    return _double(cell)


def _double(cell: Cell) -> float:
    return float(cell.written.replace(",", "."))


def infer(cells: list[Cell]) -> str:
    """The type of an undeclared column, from all its cells that are not blank."""
    if not cells:
        return "text"
    if all(_listed(cell) is not None for cell in cells):
        return "choices"
    if not all(cell.is_text for cell in cells):
        return "text"
    texts = [cell.written for cell in cells]
    if all(text.lower() in ("true", "false") for text in texts):
        return "boolean"
    if _are_numbers(cells):
        return "number"
    if all(_reads(read_date, text, "UTC") for text in texts):
        return "date"
    if all(_reads(read_date, text, "UTC") if is_date(text) else _reads(read_datetime, text) for text in texts):
        return "datetime"
    return "text"


def _are_numbers(cells: list[Cell]) -> bool:
    """Whether each is a number; with both decimal signs in one column those with a comma are unreadable."""
    signs = {sign for cell in cells for sign in ".," if sign in cell.written}
    return len(signs) < 2 and all(is_number(cell) and not _is_written_like_a_code(cell.written) for cell in cells)


def _is_written_like_a_code(text: str) -> bool:
    """With a plus, or a leading zero before another digit: `007` is a code, `0.7` and `105` are numbers."""
    return text.startswith("+") or re.match(r"-?0[0-9]", text) is not None


def _reads(read, *arguments) -> bool:
    try:
        read(*arguments)
    except ValueError:
        return False
    return True
