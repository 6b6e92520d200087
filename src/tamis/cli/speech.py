"""What the command line says to the person, on standard error; standard output is for results."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tamis.errors import Issue

if TYPE_CHECKING:
    from tamis.connectors.files import RejectReason

_COLORS = {"error": "31", "warning": "33", "hint": "36"}
_KEPT = "\n\t"
# How the reasons end of cells that are no days, and no instants.
_OF_TIME = ("read as date", "read as datetime", "_at is blank or cannot be read")


def say(sentence: str, *, label: str = "") -> None:
    """Writes a sentence, behind `error:` or `warning:` if so labelled."""
    start = f"{_painted(label + ':', label)} " if label else ""
    sys.stderr.write(start + printable(sentence) + "\n")
    sys.stderr.flush()


def say_issues(issues: Iterable[Issue], *, outcome: str = "nothing was scored") -> None:
    """Writes every issue in the order of files and lines, then how many there are and what that led to."""
    issues = sorted(set(issues))
    for issue in issues:
        sys.stderr.write(_issue_text(issue) + "\n\n")
    counts = Counter(issue.severity for issue in issues)
    told = [count(counts[kind], kind) for kind in ("error", "warning") if counts[kind]]
    if told:
        say(f"{', '.join(told)}; {outcome}." if counts["error"] else f"{', '.join(told)}.")


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "record"), count(1200, "record"), count(2, "company", "companies")
    ('1 record', '1,200 records', '2 companies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def rejected(number: int, cells: int, where: object = None) -> str:
    """How much of the data was rejected, of which so many cells whose rows were taken, and the file that says what.

    >>> rejected(3, 1), rejected(2, 2)
    ('2 rows of the data rejected, 1 cell of others left out.', '2 cells of the data left out.')
    """
    rows, see = count(number - cells, "row"), f"; see {where}" if where else ""
    if not cells:
        return f"{rows} of the data rejected{see}."
    if number == cells:
        return f"{count(cells, 'cell')} of the data left out{see}."
    return f"{rows} of the data rejected, {count(cells, 'cell')} of others left out{see}."


def say_reasons(reasons: Iterable[RejectReason]) -> None:
    """Writes a line for each reason, without what stood there."""
    told = list(reasons)
    for each in told:
        say(f"  {each.count:,} × {each.reason} ({each.file}, first in line {each.line:,})")
    if any(each.reason.endswith(_OF_TIME) for each in told):
        say("a day is written 2026-03-09, an instant 2026-03-09 14:30", label="hint")


def count_records(number: int, object_type: str) -> str:
    """A number of records of an object type: `2 companies`, `1 contact`, `3 records of invoice`."""
    plural = {"contact": "contacts", "company": "companies", "deal": "deals"}.get(object_type)
    return count(number, object_type, plural) if plural else f"{count(number, 'record')} of {object_type}"


def listed(words: Sequence[str]) -> str:
    """Words as part of a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])


def print_json(value: object) -> None:
    """Writes a value to standard output, for a program; what could steer a terminal as JSON writes it out."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    sys.stdout.write("".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n")


def printable(text: str) -> str:
    """The text with control characters written out: a name in a file must not steer the terminal.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else c.encode("unicode_escape").decode() for c in text)


def in_line(text: str) -> str:
    """The same of a name or an id inside a line, which does not begin another one.

    >>> in_line("a\\nb\\tc")
    'a\\\\nb\\\\tc'
    """
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _issue_text(issue: Issue) -> str:
    place = ":".join(str(part) for part in (issue.file, issue.line, issue.column) if part)
    code = _painted(issue.code, issue.severity) + (" (warning)" if issue.severity == "warning" else "")
    lines = ["  ".join(filter(None, (printable(place), code, printable(issue.path)))), f"  {printable(issue.message)}"]
    return "\n".join([*lines, f"  {_painted('hint:', 'hint')} {printable(issue.hint)}"] if issue.hint else lines)


def _painted(text: str, kind: str) -> str:
    color = _COLORS.get(kind)
    if color is None or not sys.stderr.isatty() or "NO_COLOR" in os.environ:
        return text
    return f"\x1b[{color}m{text}\x1b[0m"
