"""The beginning of a score: from a template, or from a file; it is a draft then."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tamis.definitions import Score, Segment, read_definitions
from tamis.definitions.rewording import reworded
from tamis.definitions.walk import references
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.fitted import fitted
from tamis.operations.named_here import named_here
from tamis.operations.people.audit import note
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Deed, open_application
from tamis.templates import segment_text, template_named


@dataclass(frozen=True)
class Started:
    """A draft that was saved: its kind and key, and the keys of segments that came with it as drafts."""

    kind: str
    key: str
    segments: tuple[str, ...] = ()


def start_from_template(
    workspace: Workspace,
    template: str,
    key: str,
    *,
    label: str | None,
    now: Callable[[], datetime],
    only_fitting: bool = False,
    by: Actor = COMMAND_LINE,
) -> Started:
    """Saves a template as the draft of a new key, with the segments that it needs and that are not there, in the names
    that the data has (`named_here`).

    `only_fitting`: without what the data does not have; see `fitted`.

    Raises UsageError for a template that is not there and a key that is taken, DefinitionError for what no key may be.
    """
    found = template_named(template)
    text = reworded(found.text, key=key, label=label)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
    text, _ = named_here(text, catalog)
    segments = {name: named_here(segment_text(name), catalog, folder="segments")[0] for name in found.segments}
    if only_fitting:
        text = fitted(text, segments, catalog)
        segments = {name: segments[name] for name in segments if name in _asked_for(text)}
    at = micros_of(now())
    with open_application(workspace.application) as application, application.together():
        known = _refuse_taken(application, key)
        application.edits.forget(key)
        _save(application, text, at)
        missing = tuple(name for name in segments if name not in known)
        for name in missing:
            _save(application, segments[name], at, folder="segments")
        told = {"template": template, **({"segments": ", ".join(missing)} if missing else {})}
        note(application, by, Deed("start_draft", key, after=told), at)
    return Started("score", key, missing)


def start_from_text(
    workspace: Workspace,
    text: str,
    *,
    now: Callable[[], datetime],
    key: str | None = None,
    is_replacing: bool = False,
    by: Actor = COMMAND_LINE,
) -> Started:
    """Saves a text as the draft of the key that it names; with `key`, it has to name that one.

    Raises DefinitionError with every mistake of it, UsageError where another draft would be lost (unless
    `is_replacing`).
    """
    definition = _read(text, "scores")
    if key is not None and definition.key != key:
        raise UsageError(f'The file is of "{definition.key}", and not of "{key}".')
    with open_application(workspace.application) as application, application.together():
        draft = application.draft(definition.key)
        if draft is not None and draft.text != text and not is_replacing:
            raise UsageError(
                f'There is a draft of "{definition.key}", which would be lost; publish or discard it first.'
            )
        before = {definition.key: "a draft"} if draft is not None else {}
        at = micros_of(now())
        application.save_draft(definition, text, at)
        note(application, by, Deed("upload_draft", definition.key, before, {definition.key: "another draft"}), at)
    return Started(definition.noun, definition.key)


def free_key(workspace: Workspace, label: str) -> str:
    """A key for a new score or segment, made of its label."""
    with open_application(workspace.application) as application:
        return key_for(label, {each.key: each for each in application.standing()})


def key_for(label: str, taken: Mapping[str, object] | frozenset[str]) -> str:
    """A key that nobody has, made of a label.

    >>> key_for("Lead score 2026!", frozenset())
    'lead_score_2026'
    >>> key_for("Intérêt d'été", frozenset({"interet_d_ete"}))
    'interet_d_ete_2'
    >>> key_for("2026", frozenset()), key_for("Id", frozenset()), key_for("Our fit", frozenset())
    ('score_2026', 'score_id', 'our_fit_score')
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", label.lower()) if not unicodedata.combining(sign))
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not re.match(r"[a-z]", plain) or plain == "id":
        plain = f"score_{plain}".strip("_")
    plain = re.sub(r"_(fit|engagement|tier)$", r"_\1_score", plain)
    return next(key for key in (plain, *(f"{plain}_{number}" for number in range(2, 10_000))) if key not in taken)


def _save(application: Application, text: str, at: int, *, folder: str = "scores") -> None:
    application.save_draft(_read(text, folder), text, at)


def _read(text: str, folder: str) -> Score | Segment:
    name = f"{folder}/draft.yaml"
    read = read_definitions([(name, text)], check_unreached=False)
    found: list[Score | Segment] = [*read.scores, *read.segments]
    if read.issues or not found:
        raise DefinitionError(
            read.issues or [Issue(name, 1, 1, "wrong-shape", "The file holds no score and no segment.")]
        )
    return found[0]


def _asked_for(text: str) -> set[str]:
    """The keys of the segments that a text names."""
    return {reference.key for reference in references(_read(text, "scores")) if reference.kind == "segment"}


def _refuse_taken(application: Application, key: str) -> frozenset[str]:
    """Gives the keys there are. Raises UsageError where this is one of them."""
    standing = {each.key: each for each in application.standing()}
    if key in standing:
        raise UsageError(f'There is a {standing[key].kind} "{key}" already; choose another key.')
    return frozenset(standing)
