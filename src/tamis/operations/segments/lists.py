"""Lists made by hand: created from names, added to, taken from; the scores that this touches are computed anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from tamis.definitions import Score, Segment
from tamis.errors import Issue, UsageError, closest, is_unicode
from tamis.operations.published import Published, read_published, read_standing
from tamis.operations.rescore import micros_of
from tamis.operations.rescore_once import rescore_once
from tamis.operations.rescore_touched import rescore_touched
from tamis.operations.segments.upload import checked_names
from tamis.operations.uses import uses_of_definition, written_definitions
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.lists import How, change_list, list_objects, make_list
from tamis.store.warehouse.values.deletion import delete_members

_LONGEST_KEY = 100
_MOST_UNKNOWN = 1_000


@dataclass(frozen=True)
class ListChange:
    """What became of a list: how many names were given, how many records it gained or lost, how many it has now.

    `ids`: of the records it gained or lost, ten thousand of them at most. `unknown`: names that no record goes by, a
    thousand of them at most; `unknown_count`: how many there are. `moved`: how many values or tiers changed with it, by
    score. `unscored`: why they could not be computed, if so. `is_gone`: whether the list was taken away, being empty.
    """

    segment: str
    object: str
    named: int
    changed: int
    members: int
    ids: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unknown_count: int = 0
    moved: tuple[tuple[str, int], ...] = ()
    unscored: tuple[Issue, ...] = ()
    is_gone: bool = False


def create_list(
    workspace: Workspace,
    key: str,
    names: Sequence[str],
    *,
    object: str = "contact",
    now: Callable[[], datetime],
    progress: Progress,
    is_again: bool = False,
) -> ListChange:
    """Makes a static segment of these records. Raises UsageError for a key that is taken or none, an object that is not
    there, and names of which no record is known. `is_again`: an attempt that was broken off may have made it."""
    key = _checked_key(key)

    def prepare(warehouse: Warehouse, taken: Mapping[str, Score | Segment]) -> None:
        if object not in warehouse.objects():
            raise UsageError(f'There is no object "{object}"; there are {", ".join(warehouse.objects())}.')
        is_defined = key in taken and not _is_list(taken[key])
        if is_defined or (key in list_objects(warehouse) and not is_again):
            raise UsageError(f'"{key}" is the name of a score or segment already; choose another.')
        make_list(warehouse, key, object)

    return _change(workspace, key, names, "add", prepare, now=now, progress=progress)


def change_members(
    workspace: Workspace,
    key: str,
    names: Sequence[str],
    *,
    how: How,
    now: Callable[[], datetime],
    progress: Progress,
    drops_empty: bool = False,
) -> ListChange:
    """Adds records to a static segment, or takes them out; one that is defined need not have a list yet. Raises
    UsageError for one that is not there or dynamic.

    `drops_empty`: then the list is taken away if it is empty, and neither a definition nor a saved view asks for it.
    """

    def prepare(warehouse: Warehouse, taken: Mapping[str, Score | Segment]) -> None:
        lists, defined = list_objects(warehouse), taken.get(key)
        if defined is not None and not _is_list(defined):
            raise UsageError(f'"{key}" is no list: its members are those who meet its condition.')
        if defined is not None:
            make_list(warehouse, key, defined.object)
        elif key not in lists:
            hint = closest(key, lists) or (f"there is {', '.join(sorted(lists))}" if lists else "")
            raise UsageError(f'There is no list "{key}".' + (f"\n  hint: {hint}" if hint else ""))

    told = _change(workspace, key, names, how, prepare, now=now, progress=progress)
    return replace(told, is_gone=True) if drops_empty and _dropped(workspace, key) else told


def _dropped(workspace: Workspace, key: str) -> bool:
    """Takes the list away if it is empty and nothing asks for it; gives whether it did."""
    with (
        open_application(workspace.application) as application,
        workspace.opened() as warehouse,
        # Nothing can come to ask for it in between.
        application.together(),
    ):
        is_defined = any(each.key == key for each in application.standing())
        is_used = is_defined or uses_of_definition(written_definitions(application), "segment", key)
        is_filled = warehouse.one("SELECT count(*) FROM members WHERE segment = ?", [key])
        if is_filled or is_used or application.views.say(msgspec.json.encode({"segment": key}).decode()[1:-1]):
            return False
        delete_members(warehouse, key)
        return True


def _change(
    workspace: Workspace,
    key: str,
    names: Sequence[str],
    how: How,
    prepare: Callable[[Warehouse, Mapping[str, Score | Segment]], None],
    *,
    now: Callable[[], datetime],
    progress: Progress,
) -> ListChange:
    names = checked_names([name for name in names if is_unicode(name)])
    with open_application(workspace.application) as application:
        published = read_published(application)
        taken = {each.key: read_standing(each) for each in application.standing()}
    with workspace.opened() as warehouse:
        progress.step("Looking the records up")
        with warehouse.transaction():
            prepare(warehouse, taken)
            done = change_list(warehouse, key, names, how=how)
            if how == "add" and not done.changed and len(done.unknown) == len(names):
                raise UsageError("None of these ids or addresses is known; nothing was changed.")
        members = int(warehouse.one("SELECT count(*) FROM members WHERE segment = ?", [key]))
        told = ListChange(
            segment=key,
            object=list_objects(warehouse)[key],
            named=len(names),
            changed=done.changed,
            members=members,
            ids=done.ids,
            unknown=done.unknown[:_MOST_UNKNOWN],
            unknown_count=len(done.unknown),
        )
        return _rescored(warehouse, published, told, micros_of(now()), progress)


def _rescored(
    warehouse: Warehouse, published: Published, told: ListChange, as_of: int, progress: Progress
) -> ListChange:
    progress.step("Scoring whom that touches")
    found, unscored = rescore_once(rescore_touched, warehouse, published, as_of=as_of)
    moved = tuple(sorted((key, count) for key, count in found.changed.items() if count))
    return ListChange(**{**vars(told), "moved": moved, "unscored": unscored})


def _is_list(definition: Score | Segment) -> bool:
    """Whether it is a definition without a condition."""
    return isinstance(definition, Segment) and not definition.is_dynamic


def _checked_key(key: str) -> str:
    key = key.strip()
    if not key or not key.isprintable() or len(key) > _LONGEST_KEY:
        raise UsageError(f"A list needs a name of letters, digits, signs and spaces, {_LONGEST_KEY} at most.")
    return key
