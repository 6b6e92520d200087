"""Does a verb: here, or by the server that holds the warehouse, whichever there is at the moment."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import IO, TypeVar

from tamis.errors import InUse
from tamis.operations.access import COMMAND_LINE
from tamis.operations.handing_over.patience import Patience, Wait
from tamis.operations.serving import is_served
from tamis.operations.verbs import READING, Place, Verb
from tamis.operations.workspace import Workspace
from tamis.progress import Progress

Result = TypeVar("Result")


class Unserved(Exception):
    """The server that was to do the work has ended, and the job was withdrawn. `was_begun`: it may have been done."""

    def __init__(self, *, was_begun: bool) -> None:
        self.was_begun = was_begun
        super().__init__()


def perform(
    workspace: Workspace,
    verb: Verb[Result],
    *,
    now: Callable[[], datetime],
    progress: Progress,
    out: IO[bytes] | None = None,
    patience: Patience | None = None,
) -> Result:
    """Does the verb, and gives its result or raises its error, wherever it is done. `out` takes what it writes.

    While another command has the warehouse open, waits for it: raises InUse in the end. What a server had begun that
    ended is done again, which changes nothing twice.
    """
    patience = patience or Patience()
    place = Place(workspace, now, progress, out or io.BytesIO())

    def here(is_again: bool) -> Result:
        # Imported here: the application database takes a while to load, and who only reads needs none of it.
        if verb.kind in READING:
            return verb.do(replace(place, is_again=is_again))
        from tamis.operations.handing_over.noting import noted

        with noted(workspace, verb, COMMAND_LINE, now):
            return verb.do(replace(place, is_again=is_again))

    def there(is_again: bool) -> Result:
        # Imported here: work that is done here needs none of it.
        from tamis.operations.handing_over.handing import hand_over

        return hand_over(verb, replace(place, is_again=is_again), patience)

    return here_or_there(here, there, workspace=workspace, progress=progress, patience=patience)


def here_or_there(
    here: Callable[[bool], Result],
    there: Callable[[bool], Result],
    *,
    workspace: Workspace,
    progress: Progress,
    patience: Patience,
) -> Result:
    """What `there` gives while a server serves the workspace, else `here`; both are told whether it may have been done.

    A server may start or end between looking and doing; then it looks again.
    """
    waiting = Wait(patience, progress, "Waiting for another Tamis command to end")
    is_again = False
    while True:
        try:
            return (there if is_served(workspace) else here)(is_again)
        except Unserved as unserved:
            is_again |= unserved.was_begun
        except InUse:
            if waiting.seconds >= patience.busy:
                raise
            waiting.pause()
