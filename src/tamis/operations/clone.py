"""Clones a definition: the same under another key, as a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tamis.definitions import Score, Segment, read_definitions
from tamis.definitions.rewording import reworded
from tamis.errors import DefinitionError, UsageError, closest
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.output import replacing
from tamis.operations.people.audit import note
from tamis.operations.published import read_standing
from tamis.operations.rescore import micros_of
from tamis.operations.targets import refuse_unwritable
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, Standing, open_application

_FOLDERS = {"score": "scores", "segment": "segments"}


@dataclass(frozen=True)
class Cloned:
    """The new definition and its text, and the version that it is a clone of (None: the draft)."""

    kind: str
    key: str
    label: str | None
    version: int | None
    text: str


def clone_definition(
    workspace: Workspace,
    key: str,
    new: str,
    *,
    label: str | None,
    output: Path | None,
    now: Callable[[], datetime],
    by: Actor = COMMAND_LINE,
) -> Cloned:
    """Saves what is published under a key, or else its draft, as the draft of a new key; and writes it to a file.

    Without a label, that of a definition which has one begins with "Copy of". Raises UsageError for a key that is not
    there or is taken, and rather than overwrite a file; DefinitionError for what no key may be.
    """
    at = micros_of(now())
    if output is not None:
        _refuse_taken_file(output)
    with open_application(workspace.application) as application, application.together():
        standing = {each.key: each for each in application.standing()}
        original = _known(standing, key)
        if new in standing:
            raise UsageError(f'There is a {standing[new].kind} "{new}" already; name another key.')
        cloned, definition = _cloned(original, new, label)
        application.save_draft(definition, cloned.text, at)
        note(application, by, Deed("start_draft", new, after={"of": key}), at)
        if output is not None:
            with replacing(output) as part:
                part.write_text(cloned.text, encoding="utf-8")
    return cloned


def _cloned(standing: Standing, new: str, label: str | None) -> tuple[Cloned, Score | Segment]:
    written, original = standing.written, read_standing(standing)
    name = label if label is not None else original.label and f"Copy of {original.label}"
    try:
        text = reworded(written.text, key=new, label=name)
    except ValueError:
        raise UsageError(_STRANGE.format(standing.key)) from None
    read = read_definitions([(f"{_FOLDERS[written.kind]}/{new}.yaml", text)], check_unreached=False)
    found: list[Score | Segment] = [*read.scores, *read.segments]
    if read.issues:
        raise DefinitionError(read.issues)
    if [each.model_copy(update={"key": standing.key, "label": original.label}) for each in found] != [original]:
        raise UsageError(_STRANGE.format(standing.key))
    number = standing.version.number if standing.version else None
    return Cloned(written.kind, new, name, number, text), found[0]


_STRANGE = '"{}" writes its key or label in a way that cannot be changed; write them as key: KEY and label: TEXT.'


def _known(standing: Mapping[str, Standing], key: str) -> Standing:
    if key not in standing:
        hint = closest(key, standing) or (f"there is {', '.join(standing)}" if standing else "")
        raise UsageError(f'There is no score or segment "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    return standing[key]


def _refuse_taken_file(output: Path) -> None:
    refuse_unwritable(output)
    if output.exists():
        raise UsageError(f'"{output}" is there already; name another file.')
