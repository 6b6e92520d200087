"""What is wrong in a draft: in itself, and held against the data and all that is published."""

from __future__ import annotations

from dataclasses import replace

from tamis.compile.bind import bind
from tamis.definitions import Definitions, Score, Segment, read_definitions
from tamis.definitions.check import warnings
from tamis.errors import Issue
from tamis.operations.drafted import needed_drafts
from tamis.operations.editing.drafting import FOLDERS, Drafting
from tamis.operations.published import Published, read_published
from tamis.operations.remembered import remembered
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application


def mistakes_of(workspace: Workspace, drafting: Drafting) -> tuple[Issue, ...]:
    """Errors and warnings by line; those of names and types only once the draft has no other error."""
    name = f"{FOLDERS[drafting.kind]}/{drafting.key}.yaml"
    read = read_definitions([(name, drafting.text)], check_unreached=False)
    own = [*read.issues, *_key_mistakes(read, name, drafting)]
    found: list[Score | Segment] = [*read.scores, *read.segments]
    if own or not found:
        return tuple(sorted(own))
    told = [*_warned(read), *_unbound(workspace, name, drafting, found[0])]
    return tuple(sorted(set(told)))


def _key_mistakes(read: Definitions, name: str, drafting: Drafting) -> list[Issue]:
    found: list[Score | Segment] = [*read.scores, *read.segments]
    if not found or found[0].key == drafting.key or read.issues:
        kinds = {each.noun for each in found} - {drafting.kind}
        message = f'"{drafting.key}" is a {drafting.kind}, and this text is of a {"".join(kinds)}.'
        return [Issue(name, 1, 1, "wrong-kind", message, "", "")] if kinds else []
    line, column = read.source_of(found[0]).root.place(("key",))
    message = f'This is the draft of "{drafting.key}", and its key is "{found[0].key}".'
    hint = f"write key: {drafting.key}, or clone it under another key"
    return [Issue(name, line, column, "wrong-key", message, hint, "key")]


def _warned(read: Definitions) -> list[Issue]:
    found: list[Score | Segment] = [*read.scores, *read.segments]
    return [issue for each in found for issue in warnings(each, read.source_of(each))]


def _unbound(workspace: Workspace, name: str, drafting: Drafting, definition: Score | Segment) -> list[Issue]:
    with open_application(workspace.application) as application:
        needed = needed_drafts(application, definition)
        among = read_published(application, ((name, drafting.text), *needed.items()), {drafting.key, *_keys(needed)})
    issues = [*among.definitions.issues, *_held_against_data(workspace, definition, among)]
    return [replace(issue, file=name) for issue in issues if issue.file == name]


def _keys(texts: dict[str, str]) -> set[str]:
    read = read_definitions(list(texts.items()), check_unreached=False)
    return {segment.key for segment in read.segments}


def _held_against_data(workspace: Workspace, definition: Score | Segment, among: Published) -> tuple[Issue, ...]:
    with workspace.opened() as warehouse:
        catalog = remembered(workspace, warehouse, "catalog", warehouse.catalog)
    is_score = isinstance(definition, Score)
    scores = [score for score in among.scores if score.object == definition.object] if not is_score else []
    chosen = among.of_object(definition.object, {definition.key}) if is_score else scores
    also = [] if is_score else [definition.key]
    return bind(chosen, among.segments, among.definitions.sources, catalog, also=also)
