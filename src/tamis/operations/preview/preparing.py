"""What a first preview would wait for is made before: the sample, and what the scores in use give on it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from tamis.errors import TamisError
from tamis.operations.preview.preview import preview_draft
from tamis.operations.preview.samples import prepare_sample
from tamis.operations.published import read_published
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application

# Each of these costs about half a second, and is soon needed only if somebody works on it.
_MOST_SCORES = 3


def prepare_previews(workspace: Workspace, object_type: str, *, now: Callable[[], datetime]) -> bool:
    """Has this process keep a sample of an object's records that is of today's data, and what the scores that lead
    give on it; tells whether it made one. Nothing where it does not hold the warehouse, or there is no such object."""
    if not prepare_sample(workspace, object_type, now=now):
        return False
    for text in _texts_in_use(workspace, object_type)[:_MOST_SCORES]:
        # Whoever asks for that score is told what is wrong.
        with suppress(TamisError):
            preview_draft(workspace, text, now=now, may_be_old=True)
    return True


def _texts_in_use(workspace: Workspace, object_type: str) -> list[str]:
    with open_application(workspace.application) as application:
        published = read_published(application)
        texts = {version.key: version.text for version in application.published()}
    scores = [score for score in published.leading_first if score.object == object_type]
    # One may have been deactivated between the two looks.
    return [texts[score.key] for score in scores if score.key in texts]
