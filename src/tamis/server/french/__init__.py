"""What operations, definitions and stores say, in French for a French reader.

They say it in English and know of no reader. On its way to a page or a program each sentence is known again by its
shape (`There is no score "…".`), and said anew with the same values. Sentences go through a job, the audit log and the
naming of files before somebody reads them, so what they were made of would have to be kept in all these places beside
the text; known by its shape, a text of last year is French, too. What is not known stays as it is; a test holds the
catalogue beside this module against every sentence there is in the code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tamis.definitions.language import is_french
from tamis.errors import Issue
from tamis.server.french.phrasebook import phrasebook
from tamis.server.french.telling import tell


def spoken(sentence: str) -> str:
    """A sentence of ours, in the language of the reader of this request (`definitions.language.told_in`).

    >>> from tamis.definitions.language import told_in
    >>> spoken('There is no draft of "fit".')
    'There is no draft of "fit".'
    >>> with told_in("fr"):
    ...     spoken('There is no draft of "fit".')
    'Il n’y a pas de brouillon de «\\xa0fit\\xa0».'
    """
    return tell(phrasebook(), sentence) if sentence and is_french() else sentence


def spoken_issues(issues: Iterable[Issue]) -> list[Issue]:
    """Issues whose sentence and hint are in the language of the reader."""
    return [replace(issue, message=spoken(issue.message), hint=spoken(issue.hint)) for issue in issues]
