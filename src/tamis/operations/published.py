"""The definitions of a workspace: what is published, read as if it lay in files, and what depends on what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from tamis.definitions import Definitions, Score, Segment, read_definitions
from tamis.definitions.reading import File
from tamis.definitions.walk import references
from tamis.errors import DefinitionError, UsageError, closest
from tamis.operations.remembered import remembered_until_changed
from tamis.operations.workspace import Workspace

if TYPE_CHECKING:
    from tamis.store.application import Application, Draft, Standing, Version

_LATEST = 2**63
_FOLDERS = {"score": "scores", "segment": "segments"}


@dataclass(frozen=True)
class Published:
    """Scores and segments that belong together; of those that are published, by key, the number of the version and when
    that was (microseconds since the epoch, UTC). `deactivated`, by key, are none of them."""

    definitions: Definitions
    versions: Mapping[str, int]
    published_at: Mapping[str, int]
    deactivated: Mapping[str, Standing]
    since: Mapping[str, int] = field(default_factory=dict)
    """By key, when the first version was published, in the same way."""

    def leading(self, object: str) -> Score | None:
        """The score of an object that is shown where none is asked for: of those that weigh the most categories, the
        one that was there first. So publishing another one does not change what everybody looks at."""
        return next((score for score in self.leading_first if score.object == object), None)

    @property
    def leading_first(self) -> Sequence[Score]:
        """The scores, those first that lead; see `leading`."""
        return sorted(self.scores, key=lambda s: (-len(s.categories), self.since.get(s.key, _LATEST), s.key))

    @property
    def scores(self) -> tuple[Score, ...]:
        """The scores."""
        return self.definitions.scores

    @property
    def segments(self) -> Mapping[str, Segment]:
        """The segments by key."""
        return {segment.key: segment for segment in self.definitions.segments}

    @property
    def deactivated_definitions(self) -> list[Score | Segment]:
        """What is deactivated, as it was published last."""
        return [read_version(each.version) for each in self.deactivated.values() if each.version]

    @property
    def all(self) -> list[Score | Segment]:
        """Segments, then scores, since scores ask for them."""
        return [*self.definitions.segments, *self.scores]

    def score(self, key: str) -> Score:
        """The score of that key. Raises UsageError without one."""
        found = {score.key: score for score in self.scores}
        if key in self.deactivated:
            raise UsageError(f'"{key}" is deactivated.\n  hint: put it into use again with: tamis activate {key}')
        if key not in found:
            raise UsageError(f'No score "{key}" is published.{_hint(key, found)}')
        return found[key]

    def of_object(self, object_type: str, keys: Collection[str]) -> list[Score]:
        """The scores of an object that are to be computed for those of these keys: they, and all they ask for."""
        named = [score for score in self.scores if score.key in keys and score.object == object_type]
        needed = {key for score in named for kind, key in self.asked_for_by(score) if kind == "score"}
        return [
            score for score in self.scores if score.object == object_type and (score in named or score.key in needed)
        ]

    def touched_by(self, changed: Iterable[Score | Segment]) -> list[Score]:
        """The scores whose values these definitions may change: they themselves, and all that ask for them."""
        places = {_place(definition) for definition in changed}
        return [score for score in self.scores if _place(score) in places or places & self.asked_for_by(score)]

    def changed_at(self, score: Score) -> int:
        """When the score, or anything that it asks for, was last published: older values are not by what is published.

        So it is where a publication was stopped before its values were kept.
        """
        keys = {score.key, *(key for _, key in self.asked_for_by(score))}
        return max((self.published_at[key] for key in keys if key in self.published_at), default=0)

    def asked_for_by(self, definition: Score | Segment) -> set[tuple[str, str]]:
        """Kind and key of every definition that this one asks for, through others too."""
        known = {_place(each): each for each in self.all}
        reached, waiting = set[tuple[str, str]](), [definition]
        while waiting:
            for reference in references(waiting.pop()):
                place = (reference.kind, reference.key)
                if place not in reached:
                    reached.add(place)
                    waiting += [known[place]] if place in known else []
        return reached


def published_in(workspace: Workspace) -> Published:
    """What is published, to look at; drafts of what is deactivated may be older than the last."""
    from tamis.store.application import open_application

    def read() -> Published:
        with open_application(workspace.application) as application:
            return read_published(application)

    return remembered_until_changed(workspace, "published", read)


def read_published(application: Application, drafts: Sequence[File] = (), replaced: Collection[str] = ()) -> Published:
    """What is published, with drafts in the places of the definitions that they are to replace, named by their keys.

    Mistakes are in the `issues` of the definitions.
    """
    standing = application.standing()
    versions = [each.version for each in standing if each.is_active and each.version]
    files = [*drafts, *(file_of(version) for version in versions if version.key not in replaced)]
    return Published(
        definitions=read_definitions(files),
        versions={version.key: version.number for version in versions},
        published_at={version.key: version.published_at for version in versions},
        deactivated={each.key: each for each in standing if each.is_deactivated and each.key not in replaced},
        since={each.key: each.since for each in standing if each.since is not None},
    )


def read_version(version: Version) -> Score | Segment:
    """The definition of a version."""
    return _read(file_of(version))


def read_draft(draft: Draft) -> Score | Segment:
    """The definition of a draft."""
    return _read(draft_file(draft))


def file_of(version: Version) -> tuple[str, str]:
    """The version as a file: its folder says what kind of definition is meant, its name what a mistake is told of."""
    name = version.key.replace("/", "_")
    return f"{_FOLDERS[version.kind]}/{name}.yaml (version {version.number})", version.text


def read_standing(standing: Standing) -> Score | Segment:
    """What is published, or else what is to be."""
    return read_version(standing.version) if standing.version else _read(draft_file(cast("Draft", standing.draft)))


def draft_file(draft: Draft) -> tuple[str, str]:
    """The draft as a file, in the same way."""
    return f"{_FOLDERS[draft.kind]}/{draft.key.replace('/', '_')}.yaml (draft)", draft.text


def kind_of(definition: Score | Segment) -> str:
    """`score` or `segment`."""
    return "score" if isinstance(definition, Score) else "segment"


def _read(file: tuple[str, str]) -> Score | Segment:
    """Raises DefinitionError for a text that an older Tamis took and this one does not."""
    read = read_definitions([file], check_unreached=False)
    found: list[Score | Segment] = [*read.scores, *read.segments]
    if read.issues or not found:
        raise DefinitionError(read.issues)
    return found[0]


def _place(definition: Score | Segment) -> tuple[str, str]:
    return kind_of(definition), definition.key


def _hint(key: str, known: Iterable[str]) -> str:
    listed = sorted(known)
    hint = closest(key, listed) or (
        f"{', '.join(listed)} {'is' if len(listed) == 1 else 'are'} published" if listed else ""
    )
    return f"\n  hint: {hint}" if hint else ""
