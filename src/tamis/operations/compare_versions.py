"""The versions of one definition, and in words what differs between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.definitions import Score, Segment
from tamis.definitions.differences import Difference, differences
from tamis.errors import UsageError, closest
from tamis.operations.published import read_draft, read_version
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Draft, Version, open_application

DRAFT = "draft"


@dataclass(frozen=True)
class Versions:
    """Everything published under a key, oldest first; the draft, if one is saved; and whether it is in use."""

    kind: str
    key: str
    versions: tuple[Version, ...]
    draft: Draft | None
    is_active: bool


@dataclass(frozen=True)
class Compared:
    """What differs between two versions of a key; each named by its number or as the draft."""

    kind: str
    key: str
    old: str
    new: str
    differences: tuple[Difference, ...]


def list_versions(workspace: Workspace, key: str) -> Versions:
    """The versions of a key. Raises UsageError for one that is neither published nor a draft."""
    with open_application(workspace.application) as application:
        return _versions(application, key)


def compare_versions(workspace: Workspace, key: str, old: str | None, new: str | None) -> Compared:
    """What differs between two versions, each a number or `draft`.

    Without `new`, the newest published one is meant, which a draft is compared with; without both, what last changed:
    the draft against the newest, or else the newest against the one before. Raises UsageError for a version that is
    not there.
    """
    with open_application(workspace.application) as application:
        versions = _versions(application, key)
    old, new = _chosen(versions, old, new)
    told = differences(_definition(versions, old), _definition(versions, new))
    return Compared(versions.kind, key, old, new, tuple(told))


def _versions(application: Application, key: str) -> Versions:
    versions, draft = tuple(application.versions(key)), application.draft(key)
    if not versions and draft is None:
        known = {each.key for each in application.published()} | {each.key for each in application.drafts()}
        hint = closest(key, known) or (f"there is {', '.join(sorted(known))}" if known else "")
        raise UsageError(f'There is no score or segment "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    kinds = [each.kind for each in (*versions, draft) if each is not None]
    return Versions(kinds[-1], key, versions, draft, application.is_active(key))


def _chosen(versions: Versions, old: str | None, new: str | None) -> tuple[str, str]:
    numbers = [str(version.number) for version in versions.versions]
    if not numbers:
        raise UsageError(f'Nothing of "{versions.key}" is published yet; there is nothing to compare its draft with.')
    if old is None and len(numbers) < 2 and versions.draft is None:
        raise UsageError(f'There is only one version of "{versions.key}"; there is nothing to compare it with.')
    if old == DRAFT and new is None:
        return numbers[-1], DRAFT
    if old is not None:
        return old, new or numbers[-1]
    return (numbers[-1], DRAFT) if versions.draft else (numbers[-2], numbers[-1])


def _definition(versions: Versions, name: str) -> Score | Segment:
    found = {str(version.number): version for version in versions.versions}
    if name == DRAFT and versions.draft is not None:
        return read_draft(versions.draft)
    if name not in found:
        raise UsageError(f'There is no version {name} of "{versions.key}"; there is {_listed(versions)}.')
    return read_version(found[name])


def _listed(versions: Versions) -> str:
    names: Sequence[str] = [str(version.number) for version in versions.versions]
    return ", ".join([*names, *([DRAFT] if versions.draft else [])])
