"""What is said of the columns of a file: as the form shows it, as it is posted, and as an import was told it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from django.http import QueryDict
from django.utils.translation import gettext as _

from tamis.connectors.files import FolderSchema
from tamis.connectors.files.companies import NAMED
from tamis.connectors.files.other_records import meant_object
from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.chosen_types import has_no_type, known_types
from tamis.operations.uploads import Upload, UploadColumn, columns_of, known_columns, other_words
from tamis.operations.verbs import Import
from tamis.operations.workspace import Workspace

_HEADER = "header-"


@dataclass(frozen=True)
class Known:
    """A name that a column may stand for: the type that it has, if any, or that it is no property (`is_plain`)."""

    name: str
    type: PropertyType | None
    is_plain: bool


@dataclass(frozen=True)
class Row:
    """A column, the name that it stands for, and whether it is taken in; `type`: the one that was chosen."""

    header: str
    name: str
    is_taken: bool = True
    type: str = ""


@dataclass(frozen=True)
class Mapped:
    """What is posted of all columns, as an import is told it."""

    columns: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    types: dict[str, PropertyType] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownRow:
    """A row of the form. `kind`: what the name in it is, `known`: what is known of that name."""

    column: UploadColumn
    said: Row
    kind: str
    known: Known | None

    @property
    def may_choose(self) -> bool:
        """Whether its type is to be chosen."""
        return self.known is None or not (self.known.type or self.known.is_plain)

    @property
    def types(self) -> list[tuple[PropertyType, str | None]]:
        """Those to choose from, each with a value that is none of that type, or would be another."""
        return [(type, self.column.misfits.get(type)) for type in PropertyType]


@dataclass(frozen=True)
class Form:
    """The form: its rows, the names to choose from, and whether there are types to choose."""

    rows: tuple[ShownRow, ...]
    known: tuple[Known, ...]
    others: str
    has_types: bool

    @property
    def taken(self) -> int:
        """How many columns are taken in."""
        return sum(row.said.is_taken for row in self.rows)

    @property
    def left_out(self) -> int:
        """How many are not."""
        return len(self.rows) - self.taken


def mapping_of(workspace: Workspace, upload: Upload, told: Mapping[str, Row] | None) -> Form:
    """The form for an upload, with what was said of its columns before, by their headers, if anything was."""
    known = {each.name: each for each in _known(workspace, upload.table)}
    others = other_words(upload.table)
    rows = []
    for column in columns_of(workspace, upload):
        said = Row(column.name, column.proposed) if told is None else _said(column, told)
        kind = _kind(said.name, known, others)
        rows.append(ShownRow(column, said, kind, known.get(said.name)))
    has_types = not all(each.is_plain for each in known.values())
    return Form(tuple(rows), tuple(known.values()), " ".join(others), has_types)


def rows_of(verb: Import) -> list[Row]:
    """What an import is told, column by column; of the others it is told nothing."""
    types = {name: str(type) for name, type in (verb.types or {}).items()}
    named = dict(verb.columns or {})
    named |= {name: name for name in types if name not in named.values()}
    rows = [Row(header, name, type=types.get(name, "")) for header, name in named.items()]
    return [*rows, *(Row(header, header, is_taken=False) for header in verb.left_out)]


def posted(form: QueryDict) -> dict[str, Row]:
    """What a form says of columns, by their headers."""
    numbers = [key.removeprefix(_HEADER) for key in form if key.startswith(_HEADER)]
    rows = [
        Row(
            header := form[_HEADER + i],
            form.get(f"name-{i}", "").strip() or header,
            f"take-{i}" in form,
            form.get(f"type-{i}", ""),
        )
        for i in numbers
    ]
    return {row.header: row for row in rows}


def mapped(columns: Sequence[UploadColumn], told: Mapping[str, Row], needed: Collection[str]) -> Mapped:
    """What an import is told of the columns of a file; `needed`: names that one of them must stand for.

    Raises UsageError for a name given twice, a needed one that is not given, and what only another form can say.
    """
    stray = told.keys() - {column.name for column in columns}
    if stray:
        raise UsageError(_('The file has no column "%(name)s".') % {"name": shorten(min(stray), 80, placeholder="…")})
    rows = [_said(column, told) for column in columns]
    taken = [row for row in rows if row.is_taken]
    names = [row.name for row in taken]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        sentence = _('Two columns are called "%(name)s"; give one of them another name, or leave it out.')
        raise UsageError(sentence % {"name": twice})
    for name in needed:
        if name not in names:
            _refuse_without(name, rows)
    return Mapped(
        {row.header: row.name for row in taken if row.name != row.header},
        tuple(row.header for row in rows if not row.is_taken),
        {row.name: _type(row) for row in taken if row.type},
    )


def _refuse_without(name: str, rows: Collection[Row]) -> None:
    header = next((row.header for row in rows if row.name == name), None)
    if header is None:
        sentence = _(
            'No column stands for "%(name)s", which every row needs. Write that name beside the one that does.'
        )
    else:
        sentence = _('The column "%(header)s" cannot be left out: it stands for "%(name)s", which every row needs.')
    raise UsageError(sentence % {"name": name, "header": header})


def _type(row: Row) -> PropertyType:
    try:
        return PropertyType(row.type)
    except ValueError:
        sentence = _('There is no type "%(type)s"; choose one of those beside "%(header)s".')
        said = {"type": shorten(row.type, 80, placeholder="…"), "header": row.header}
        raise UsageError(sentence % said) from None


def _said(column: UploadColumn, told: Mapping[str, Row]) -> Row:
    return told.get(column.name) or Row(column.name, column.name)


def _known(workspace: Workspace, table: str) -> Iterator[Known]:
    types, schema = known_types(workspace, table), FolderSchema()
    for name in sorted({*known_columns(workspace, table), *types}):
        yield Known(name, types.get(name), has_no_type(schema, table, name))


def _kind(name: str, known: Collection[str], others: Mapping[str, str]) -> str:
    """As static/data/mapping.js tells it once another name is typed."""
    if name not in known:
        return "misplaced" if meant_object(name, others) else "new"
    return "company" if name == NAMED else "known"
