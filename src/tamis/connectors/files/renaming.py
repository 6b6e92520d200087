"""Columns under other names than data.md's, and those of which nothing is read: a file's header says which is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten

from tamis.connectors.files.folder import Ending
from tamis.connectors.files.source import Source, check_required
from tamis.errors import DataError, closest

_JSON = (Ending.JSONL, Ending.JSONL_GZ)


def unmapped(required: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the required columns that no header is mapped to; of the others it is checked that they are there."""
    return tuple(name for name in required if name not in names.values())


def without(source: Source, headers: Collection[str], required: Sequence[str]) -> Source:
    """The source without the columns of these headers. Whatever else is known of a row, nothing looks at them.

    Raises DataError where a header is not there, or a required column is left out. In JSON lines, where a row need not
    name what it does not know, only a header that is like one of theirs must be there: that is a slip.
    """
    if not headers or not source.columns:
        return source
    for header in headers:
        if header not in source.columns:
            _refuse_missing(source, header, f'It has no column "{header}", which is to be left out.')
    columns = {header: column for header, column in source.columns.items() if header not in headers}
    check_required(source.files.files[0], columns, required)
    return replace(source, columns=columns)


def refuse_untyped(source: Source, names: Collection[str]) -> None:
    """Raises DataError where a type is chosen for a column that is not there, as `without` does."""
    for name in names:
        if name not in source.columns:
            _refuse_missing(source, name, f'It has no column that stands for "{name}", whose type is chosen.')


def renamed(source: Source, names: Mapping[str, str], required: Sequence[str]) -> Source:
    """The source with its columns under the mapped names.

    Raises DataError where a header that is mapped is not there, or two columns would have one name. In JSON lines,
    where a row need not name what it does not know, only a required column must be there.
    """
    if not names or not source.columns:
        return source
    missing = [header for header in names if header not in source.columns]
    if source.files.ending in _JSON:
        missing = [header for header in missing if names[header] in required]
    if missing:
        header, name = missing[0], names[missing[0]]
        _refuse(source, header, f'It has no column "{header}", which is mapped to {name}.')
    there = [(names.get(header, header), header) for header in source.columns]
    _refuse_twice(source, there)
    columns = {
        name: replace(source.columns[header], name=name, header=header) if name != header else source.columns[header]
        for name, header in there
    }
    return replace(source, columns=columns)


def _refuse_missing(source: Source, header: str, sentence: str) -> None:
    if source.files.ending not in _JSON or closest(header, source.columns):
        _refuse(source, header, sentence)


def _refuse(source: Source, header: str, sentence: str) -> None:
    hint = closest(header, source.columns) or shorten(f"it has {', '.join(source.columns)}", 200, placeholder=" …")
    raise DataError(source.told_as, sentence, hint)


def _refuse_twice(source: Source, there: Collection[tuple[str, str]]) -> None:
    counts = Counter(name for name, _ in there)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice is not None:
        headers = " and ".join(f'"{header}"' for name, header in there if name == twice)
        raise DataError(source.told_as, f"Its columns {headers} would both be {twice}.", "map one of them to another")
