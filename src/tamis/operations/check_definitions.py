"""Finds every mistake of definitions, alone or held against a data folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.compile.bind import bind
from tamis.connectors.files import load_folder
from tamis.definitions import Definitions, Score, Segment, read_definitions
from tamis.definitions.check import warnings
from tamis.engine import DuckDBEngine
from tamis.errors import DataError, DefinitionError, Issue
from tamis.operations.call import files_of_segments, issues_of, missing_tables, read_folder_schema
from tamis.operations.machine_rules import read_rules_file
from tamis.operations.workspace import MACHINE_RULES
from tamis.progress import Progress


@dataclass(frozen=True)
class Checked:
    """Everything found, and what the loader had to say of the data."""

    issues: tuple[Issue, ...]
    messages: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether something must be mended before scoring."""
        return any(issue.severity == "error" for issue in self.issues)


def check_definitions(files: Sequence[Path], *, data: Path | None, progress: Progress) -> Checked:
    """The issues of score and segment files; with `data`, their names and types are held against that folder.

    Files named `machine.yaml` are read as rules about machine-made events. Raises UsageError if there is no such
    folder. A data file that cannot be read is an issue among the others.
    """
    about_machines = [issue for file in files if file.name == MACHINE_RULES for issue in _rule_issues(file)]
    definitions = [file for file in files if file.name != MACHINE_RULES]
    checked = _check_definitions(definitions, data=data, progress=progress) if definitions else Checked(())
    return replace(checked, issues=(*about_machines, *checked.issues))


def _rule_issues(file: Path) -> tuple[Issue, ...]:
    try:
        read_rules_file(file)
    except DefinitionError as error:
        return error.issues
    return ()


def _check_definitions(files: Sequence[Path], *, data: Path | None, progress: Progress) -> Checked:
    if data is None:
        definitions = read_definitions(files)
        return Checked((*definitions.issues, *_warnings(definitions, files)))
    schema, schema_issues = read_folder_schema(data)
    definitions = read_definitions([*files, *files_of_segments(data, files)])
    warned = _warnings(definitions, files)
    with DuckDBEngine.open(outlasts_all=True) as engine:
        try:
            loaded = load_folder(
                data, engine, needs=None, segments=definitions.segments, schema=schema, progress=progress
            )
        except DataError as error:
            return Checked((*schema_issues, *_issues(definitions, files, data), *warned, *issues_of(error)))
    named = {str(file) for file in files}
    segments = {segment.key: segment for segment in definitions.segments}
    own = [key for key, segment in segments.items() if definitions.source_of(segment).file in named]
    bound = bind(definitions.scores, segments, definitions.sources, loaded.catalog, also=own)
    missing = missing_tables(definitions.scores, data, schema, loaded)
    issues = _issues(definitions, files, data, loaded.catalog.objects)
    return Checked((*schema_issues, *issues, *warned, *missing, *bound), loaded.messages)


def _issues(
    definitions: Definitions, files: Sequence[Path], data: Path, objects: Collection[str] | None = None
) -> list[Issue]:
    """All mistakes of the files named; of the folder's other segments, only those that scoring would tell too.

    `objects`: those that there are, if that is known.
    """
    named = {str(file) for file in files}
    told = read_definitions([*files, *files_of_segments(data, files)], check_unreached=False).issues
    issues = definitions.issues if objects is None else definitions.issues_among(objects)
    return [issue for issue in issues if issue.file in named or issue in told]


def _warnings(definitions: Definitions, files: Sequence[Path]) -> list[Issue]:
    named = {str(file) for file in files}
    found: list[Score | Segment] = [*definitions.scores, *definitions.segments]
    return [
        issue
        for each in found
        if (source := definitions.source_of(each)).file in named
        for issue in warnings(each, source)
    ]
