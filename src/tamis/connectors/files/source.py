"""A table as it came: one raw relation over its files, every cell still as written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.connectors.files.columns import ABSENT, Column
from tamis.connectors.files.folder import TableFile, TableFiles
from tamis.errors import DataError, Issue

# More columns than any CRM has. DuckDB needs a quarter of a megabyte for each.
MOST_COLUMNS = 2_000
# Of a file that lacks one, so many are named.
_MOST_SHOWN = 8


@dataclass(frozen=True)
class Source:
    """A table's raw relation in the engine.

    `plain` is SQL of its columns as a relation; `placed` of one that also tells each row's place: `f` (which of
    `files`, from 0) and `line` (from 1: the line of a text file, the row of a Parquet file). `plain` is cheaper.
    """

    number: int
    files: TableFiles
    columns: Mapping[str, Column]
    plain: str
    placed: str
    separators: tuple[str, ...]
    """What separates the cells of each file, if it is CSV."""

    @property
    def told_as(self) -> str:
        """How messages name the table: its file, or its folder."""
        return self.files.files[0].name if len(self.files.files) == 1 else f"{self.files.table}/"

    def column(self, name: str) -> Column:
        """The column of that name; one that is blank in every row where the table has none."""
        return self.columns.get(name) or Column(name, ABSENT)


def check_names(file: TableFile, names: Iterable[str]) -> None:
    """Raises DataError for a file that names a column twice, or far too many."""
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            raise DataError(file.name, f"It has the column {name} twice.", "rename one of them")
        seen.add(name)
    check_number(file, len(seen))


def check_number(file: TableFile, columns: int) -> None:
    """Raises DataError for a file with far too many columns."""
    if columns > MOST_COLUMNS:
        raise DataError(file.name, f"It has {columns:,} columns; at most {MOST_COLUMNS:,} are read.")


def check_required(file: TableFile, names: Iterable[str], required: Iterable[str]) -> None:
    """Raises DataError for a file that lacks a required column."""
    present = set(names)
    missing = [name for name in required if name not in present]
    if missing:
        like = {name.strip().casefold(): name for name in present}
        hint = next((f"is it the column {like[name]!r}?" for name in missing if name in like), "")
        hint = hint or _columns_hint(list(present), missing[0])
        raise DataError(file.name, f"It has no column {' and no column '.join(missing)}.", hint)


def _columns_hint(present: Sequence[str], name: str) -> str:
    """What there is instead, and where to say which of it is meant."""
    if not present:
        return ""
    shown = [*sorted(present)[:_MOST_SHOWN], *(["…"] if present[_MOST_SHOWN:] else [])]
    meant = f"say which one is {name} with tamis import --map HEADER={name}, or by columns in schema.yaml"
    email = next((each for each in present if name == "id" and each.strip().casefold() == "email"), "")
    mapped = f'--map "{email}=email" ' if email != "email" else ""
    by_email = f"; or take contacts in with {mapped}--by email" if email else ""
    return f"it has {', '.join(shown)}; {meant}{by_email}"


def point_only(separators: Sequence[str]) -> str:
    """SQL: the row's file writes decimals with a point, because commas separate its cells or it is JSON."""
    pointed = [str(f) for f, separator in enumerate(separators) if separator in (",", "")]
    if len(pointed) in (0, len(separators)):
        return "true" if pointed else "false"
    return f"f IN ({', '.join(pointed)})"


def joined(errors: Sequence[DataError]) -> DataError:
    """One error that tells them all."""
    if len(errors) == 1:
        return errors[0]
    issues = [issue for error in errors for issue in error.issues or (_as_issue(error),)]
    first, others = issues[0], "\n".join(f"{issue.file}: {issue.message}" for issue in issues[1:])
    return DataError(first.file, f"{first.message}\n{others}", issues=issues)


def _as_issue(error: DataError) -> Issue:
    return Issue(error.file, 0, 0, "unreadable-file", error.message, error.hint)
