"""Reads who is meant from an uploaded file: a column of ids or of e-mail addresses."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from tamis.errors import UsageError

MOST_BYTES = 10 * 1024 * 1024
MOST_NAMES = 200_000
_LONGEST = 1_000
# Headers by which a column is known, without case, spaces and signs; the first that is there counts.
_IDS = ("id", "recordid", "contactid", "companyid", "dealid", "identifiant")
_EMAILS = ("email", "emailaddress", "mail", "courriel", "adresseemail")


def read_names(content: bytes) -> tuple[str, ...]:
    """The ids or addresses of a CSV file, each once, in its order: of the column with such a header, or of its only
    column. Raises UsageError for a file that is too large, empty, not text, or without such a column."""
    if len(content) > MOST_BYTES:
        raise UsageError(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB; split it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("The file is not UTF-8 text; save it as CSV in UTF-8.") from None
    if "\0" in text:
        raise UsageError("The file is no text; save it as CSV in UTF-8.")
    rows = _rows(text)
    if not rows:
        raise UsageError("The file is empty.")
    place, is_header = _column(rows[0])
    names = (row[place].strip() for row in rows[1 if is_header else 0 :] if len(row) > place)
    return checked_names([name for name in names if name])


def checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Each once. Raises UsageError where there are none, too many, or one that is too long."""
    found = tuple(dict.fromkeys(names))
    if not found:
        raise UsageError("There is no id or e-mail address in it.")
    if len(found) > MOST_NAMES:
        raise UsageError(f"There are more than {MOST_NAMES:,} ids or addresses; split the list.")
    if any(len(name) > _LONGEST for name in found):
        raise UsageError(f"One of the ids is longer than {_LONGEST:,} characters; is it the right column?")
    return found


def _rows(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(text.splitlines(), delimiter=delimiter, strict=True)
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error:
        raise UsageError("The file cannot be read as CSV; look for a quote that is not closed.") from None


def _column(header: Sequence[str]) -> tuple[int, bool]:
    """The place of the column, and whether the row is a header."""
    known = ["".join(filter(str.isalnum, cell.casefold())) for cell in header]
    for wanted in (*_IDS, *_EMAILS):
        if wanted in known:
            return known.index(wanted), True
    if len(header) == 1:
        return 0, False
    raise UsageError('The file has no column "id" or "email"; name the column of ids or addresses so.')
