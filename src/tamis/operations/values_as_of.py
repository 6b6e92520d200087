"""The values that a score would have had at an instant, computed from the warehouse as it was. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.operations.call import read_as_of
from tamis.operations.published import Published, file_of, read_published, read_version
from tamis.operations.read_values import ReadValues, write_values
from tamis.operations.rescore import compute_scores
from tamis.operations.targets import refuse_output
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import Application, Version, open_application
from tamis.store.warehouse.values import values_query


def values_as_of(
    workspace: Workspace,
    key: str,
    *,
    now: Callable[[], datetime],
    as_of: str | None = None,
    version: int | None = None,
    output: Path | IO[bytes],
    progress: Progress,
) -> ReadValues:
    """Writes the values of a score as of an instant (or now), by one of its versions (or the published one), to a file,
    by its ending, or as CSV to a stream.

    Events, records and property changes after the instant are unseen. Segments and other scores that the score asks for
    are those published now. Raises UsageError for a score that is not in use or a version that is not there, and
    DefinitionError where the version, or what it asks for, is not borne out by what there is now.
    """
    instant = read_as_of(as_of, now(), workspace.time_zone)
    if isinstance(output, Path):
        refuse_output(output)
    with open_application(workspace.application) as application:
        chosen = _choose(application, key, version)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        chosen.check_against(catalog)
        compute_scores(warehouse, chosen.published, [chosen.score], instant, progress)
        query, columns = values_query(chosen.score, catalog, values="temp.computed")
        records, warning = write_values(warehouse, query, columns, output)
    return ReadValues(chosen.score.object, records, instant, chosen.number, warning)


@dataclass(frozen=True)
class _Chosen:
    """A version of a score by its number, among all that is published, in the place of its newest version."""

    score: Score
    number: int
    published: Published
    issues: tuple[Issue, ...]

    def check_against(self, catalog: Catalog) -> None:
        """Holds the score, and what it asks for, against the data: mistakes of other definitions do not touch it."""
        scores = self.published.of_object(self.score.object, {self.score.key})
        sources = self.published.definitions.sources
        _refuse((*self.issues, *bind(scores, self.published.segments, sources, catalog)))


def _choose(application: Application, key: str, number: int | None) -> _Chosen:
    version = _version(application, key, number)
    score = read_version(version)
    if not isinstance(score, Score):
        raise UsageError(f'Version {version.number} of "{key}" is a segment, and only scores have values.')
    published = read_published(application, [file_of(version)], [key])
    places = {("score", key), *published.asked_for_by(score)}
    reached = {file_of(each)[0] for each in (version, *application.published()) if (each.kind, each.key) in places}
    issues = tuple(issue for issue in published.definitions.issues if issue.file in reached)
    return _Chosen(score, version.number, published, issues)


def _version(application: Application, key: str, number: int | None) -> Version:
    """The version of that number, or the published one."""
    versions = {version.number: version for version in application.versions(key)}
    if versions and not application.is_active(key):
        raise UsageError(_NOT_IN_USE.format(key))
    if not versions:
        # Says which scores there are.
        read_published(application).score(key)
    number = max(versions) if number is None else number
    if number not in versions:
        raise UsageError(f'There is no version {number} of "{key}"; there is {", ".join(map(str, versions))}.')
    return versions[number]


def _refuse(issues: Iterable[Issue]) -> None:
    issues = tuple(issues)
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(issues)


_NOT_IN_USE = (
    '"{0}" is deactivated or deleted.'
    "\n  hint: bring its newest version back with: tamis activate {0}; an earlier one with: tamis revert {0} VERSION"
)
