"""Versions of models, ready to be asked, kept by the process that asks them again and again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tamis.operations.workspace import Workspace
from tamis.store.application import open_application

if TYPE_CHECKING:
    from tamis.predict.kept import Kept

_MOST_KEPT = 8


def kept_version(workspace: Workspace, key: str, number: int) -> Kept:
    """The version of a model. Raises UsageError where there is none, DataError where its bytes were changed, or a newer
    Tamis wrote them."""
    with open_application(workspace.application) as application:
        version = application.models.get(key).version(number)
    return _read(workspace, key, number, version.made_at)


# A version never changes; a model that was deleted and made anew has another instant.
@lru_cache(_MOST_KEPT)
def _read(workspace: Workspace, key: str, number: int, _made_at: int) -> Kept:
    from tamis.predict.artefact import artefact_from_bytes
    from tamis.predict.kept import kept_of

    with open_application(workspace.application) as application:
        data = application.models.artefact(key, number)
    return kept_of(artefact_from_bytes(data), f"version {number} of the model {key}")
