"""Files to definitions: every file is read, every mistake of every file is told, and nothing is raised."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from tamis.definitions.composing import MOST_KEPT, composed
from tamis.definitions.grammar import UNKNOWN_OBJECT, Mistake, Model, Reading, mistakes_of
from tamis.definitions.nodes import Node
from tamis.definitions.origins import original
from tamis.definitions.pruning import prune
from tamis.definitions.references import reference_issues
from tamis.definitions.score import Score
from tamis.definitions.segment import Segment
from tamis.definitions.source import Source, is_score
from tamis.definitions.walk import objects_of
from tamis.errors import Issue, closest

MOST_BYTES = 2_000_000
_MOST_READINGS = 100
# What an absent part shows is told in the first reading; later it may be absent only because it was taken out.
_ABSENCES = ("missing-", "empty-")

File = FilePath | tuple[str, str]
"""A path, or the name and the text of a file that is not on disk."""

M = TypeVar("M", bound=Model)
_Read = tuple[tuple[Score | Segment, Source] | None, tuple[Issue, ...]]


@dataclass(frozen=True)
class Definitions:
    """The scores and segments of some files, and every mistake in them, by file, line and column."""

    scores: tuple[Score, ...]
    segments: tuple[Segment, ...]
    issues: tuple[Issue, ...]
    sources: Mapping[str, Source]
    """By key; a score before a segment of the same key. `source_of` is certain."""
    places: Mapping[tuple[str, str], Source]
    files: tuple[File, ...] = ()
    check_unreached: bool = True

    def source_of(self, definition: Score | Segment) -> Source:
        return self.places[type(definition).__name__, definition.key]

    def issues_among(self, objects: Collection[str]) -> tuple[Issue, ...]:
        """The issues, where these are all the objects there are: which one any other name was meant for is not
        certain, and what may be right of that one is left out."""
        definitions: list[Score | Segment] = [*self.scores, *self.segments]
        unsure = frozenset(name for each in definitions for name in objects_of(each)) - {*objects, UNKNOWN_OBJECT}
        if not unsure or not self.issues:
            return self.issues
        certain = read_definitions(self.files, check_unreached=self.check_unreached, unsure=unsure).issues
        return tuple(issue for issue in self.issues if issue in certain)


def read_definitions(
    files: Sequence[File], *, check_unreached: bool = True, unsure: frozenset[str] = frozenset()
) -> Definitions:
    """The definitions in the files; mistakes are in `issues`, never raised.

    With `check_unreached=False`, cycles and wrong objects are only told of segments that a score reaches. `unsure` are
    names that no object has (`Definitions.issues_among`).
    """
    read: list[tuple[Score | Segment, Source]] = []
    issues: list[Issue] = []
    for file in files:
        found, mistakes = _read_file(file, unsure)
        issues += mistakes
        if found is not None:
            read.append(_told_apart(found, read, issues))
    places = {(type(definition).__name__, definition.key): source for definition, source in read}
    sources = {key: source for kind in ("Segment", "Score") for (name, key), source in places.items() if name == kind}
    scores = tuple(definition for definition, _ in read if isinstance(definition, Score))
    segments = tuple(definition for definition, _ in read if isinstance(definition, Segment))
    issues += reference_issues(scores, segments, places, check_unreached=check_unreached, unsure=unsure)
    return Definitions(
        *(scores, segments, tuple(sorted(issues)), MappingProxyType(sources), MappingProxyType(places)),
        files=tuple(files),
        check_unreached=check_unreached,
    )


def read_text(file: FilePath) -> str | Issue:
    """The text of a definition's file, or why there is none."""
    name = str(file)
    try:
        if file.exists() and not file.is_file():
            # A pipe would be waited for without end.
            return Issue(name, 0, 0, "unreadable-file", "This is no plain file.", "name a YAML file")
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        return Issue(name, 0, 0, "unreadable-file", f"The file cannot be read: {reason}.", "check its name")
    if len(content) > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // 1_000_000} MB, and no definition is."
        return Issue(name, 0, 0, "file-too-large", message, "is this a definition?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return Issue(name, line, column, "wrong-encoding", "The file is not UTF-8.", "save it as UTF-8")


def _read_file(file: File, unsure: frozenset[str]) -> _Read:
    name, folder = (
        (file[0], FilePath(file[0]).parent.name) if isinstance(file, tuple) else (str(file), file.parent.name)
    )
    text = file[1] if isinstance(file, tuple) else read_text(file)
    if isinstance(text, Issue):
        return None, (text,)
    read = _read_text_again if len(text) <= MOST_KEPT else _read_text
    return read(name, folder, text, unsure)


def read_as(kind: type[M], file: File, wrong_shape: str) -> tuple[tuple[M, Source] | None, tuple[Issue, ...]]:
    """A file that can hold one kind of thing only: the thing, if nothing in it is wrong, or every mistake.

    `wrong_shape` says what it holds, where it is no mapping.
    """
    name = file[0] if isinstance(file, tuple) else str(file)
    text = file[1] if isinstance(file, tuple) else read_text(file)
    if isinstance(text, Issue):
        return None, (text,)
    root, issues = _composed(name, text, wrong_shape)
    if root is None:
        return None, tuple(issues)
    source = Source(name, root, root.value, not issues, kind.noun.capitalize())
    try:
        made = kind.model_validate(root.value, context=Reading())
    except ValidationError as error:
        return None, (*issues, *_issues(source, list(mistakes_of(error))))
    return (made, source), tuple(issues)


def _read_text(name: str, folder: str, text: str, unsure: frozenset[str]) -> _Read:
    root, issues = _composed(name, text, "A file holds one score or one segment, as a mapping of keys.")
    if root is None:
        return None, tuple(issues)
    definition, source, mistakes = _read_tree(name, root, _kind(root.value, folder), unsure)
    issues += _issues(source, mistakes)
    return ((definition, source) if definition is not None else None), tuple(issues)


def _composed(name: str, text: str, wrong_shape: str) -> tuple[Node | None, list[Issue]]:
    """The mapping of a file, and what of it could not be read; None if there is no mapping."""
    tree = composed(text.removeprefix("\ufeff"))
    issues = [
        Issue(name, misread.line, misread.column, misread.code, _sentence("", misread.message), misread.hint)
        for misread in tree.misread
    ]
    root = tree.root
    if root is None or isinstance(root.value, dict):
        return root, issues
    hint = "begin with key: …"
    return None, [*issues, Issue(name, root.line, root.column, "wrong-shape", wrong_shape, hint)]


# A server reads what is published for every command, and a review reads it three times.
_read_text_again = lru_cache(maxsize=256)(_read_text)


def _kind(raw: Mapping[str, Any], folder: str) -> type[Score] | type[Segment]:
    if is_score(raw):
        return Score
    if "when" in raw or folder == "segments":
        return Segment
    is_meant = folder == "scores" or any(closest(key, ("groups", "thresholds", "population")) for key in raw)
    return Score if is_meant else Segment


def _read_tree(
    name: str, root: Node, kind: type[Score] | type[Segment], unsure: frozenset[str]
) -> tuple[Score | Segment | None, Source, list[Mistake]]:
    """The definition as far as it can be made, and its mistakes at their paths in the file."""
    raw: dict[str, Any] | None = root.value
    kept, reading, told = raw, Reading(unsure=unsure), list[Mistake]()
    for _ in range(_MOST_READINGS):
        try:
            made = kind.model_validate(raw, context=reading)
            found = made.model_copy(update={"object": reading.known(made.object)}) if told else made
            return found, Source(name, root, raw, not told), told
        except ValidationError as error:
            mistakes = list(mistakes_of(error))
        told += _untold(told, [replace(mistake, at=original(raw, mistake.at)) for mistake in mistakes], reading)
        assert raw is not None
        kept = raw
        raw, reading = prune(raw, mistakes, reading, kind)
        if raw is None or raw == kept:
            break
    return None, Source(name, root, kept, False), told


def _untold(told: list[Mistake], mistakes: list[Mistake], reading: Reading) -> Iterator[Mistake]:
    known = {(mistake.at, mistake.code, mistake.message) for mistake in told}
    for mistake in mistakes:
        is_consequence = reading.is_pruned and _may_be_missed(mistake, told)
        if not is_consequence and (mistake.at, mistake.code, mistake.message) not in known:
            yield mistake


def _may_be_missed(mistake: Mistake, told: list[Mistake]) -> bool:
    """Whether something lacks perhaps only because it was taken out; of whole categories it is known which were."""
    is_absence = mistake.code.startswith(_ABSENCES) and mistake.code != "missing-thresholds"
    return is_absence and any(each.at[: len(mistake.at)] == mistake.at for each in told)


def _issues(source: Source, mistakes: list[Mistake]) -> Iterator[Issue]:
    for mistake in mistakes:
        message = _sentence(source.name_as_written(mistake.at), mistake.message)
        yield source.issue_as_written(mistake.at, mistake.code, message, mistake.hint, on_key=mistake.on_key)


def _sentence(subject: str, message: str) -> str:
    words = f"{subject}: {message}" if subject else message[:1].upper() + message[1:]
    return words if words.endswith(".") else f"{words}."


def _told_apart(
    found: tuple[Score | Segment, Source], read: list[tuple[Score | Segment, Source]], issues: list[Issue]
) -> tuple[Score | Segment, Source]:
    """A second definition of a key is a mistake; it is kept under another key, so that its names are checked too."""
    definition, source = found
    same = {other.key: place for other, place in read if type(other) is type(definition)}
    first = same.get(definition.key)
    if first is None:
        return found
    if definition.key != "unnamed":
        line, _ = first.root.place(("key",))
        message = f'{type(definition).__name__} key "{definition.key}" is also that of {first.file}, line {line}.'
        issues.append(source.issue(("key",), "repeated-key", message, "give one of the two another key"))
    return definition.model_copy(update={"key": f"{definition.key} ({len(read) + 1})"}), source
