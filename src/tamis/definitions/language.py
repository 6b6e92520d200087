"""In which language definitions are put into words: English, unless whoever asks says otherwise for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH, FRENCH = "en", "fr"
LANGUAGES = (ENGLISH, FRENCH)

_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)
_LABELS: ContextVar[Mapping[str, str] | None] = ContextVar("labels", default=None)


@contextmanager
def told_in(language: str) -> Iterator[None]:
    """Everything that is put into words inside is in this language (`fr`, `fr-ca`); in English where there is none.

    >>> from tamis.definitions.wording import describe_range
    >>> from tamis.definitions import Times
    >>> with told_in("fr"):
    ...     describe_range(Times.model_validate({"from": 4}))
    'au moins 4 fois'
    """
    spoken = language.lower().partition("-")[0]
    before = _LANGUAGE.set(spoken if spoken in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


@contextmanager
def with_labels(labels: Mapping[str, str]) -> Iterator[None]:
    """Scores and segments that are named inside are called by these labels, by key, and not by their keys."""
    before = _LABELS.set(labels)
    try:
        yield
    finally:
        _LABELS.reset(before)


def called(key: str) -> str:
    """What people call a score or a segment: its label between quotation marks, or else its key.

    >>> with with_labels({"staff": "Our staff"}):
    ...     called("staff"), called("rivals")
    ('"Our staff"', 'rivals')
    """
    label = (_LABELS.get() or {}).get(key, key)
    return key if label == key else quoted(label)


def language() -> str:
    """The language that is asked for just now."""
    return _LANGUAGE.get()


def is_french() -> bool:
    """Whether French is asked for just now."""
    return _LANGUAGE.get() == FRENCH


def say(english: str, /, **parts: object) -> str:
    """A phrase with its parts, in the language that is asked for.

    >>> say("before {instant}", instant="2026-01-01")
    'before 2026-01-01'
    """
    from tamis.definitions.french import PHRASES

    return (PHRASES.get(english, english) if is_french() else english).format(**parts)


def say_number(number: float) -> str:
    """A number with its thousands apart.

    >>> say_number(1234.5), say_number(60.0)
    ('1,234.5', '60')
    """
    told = f"{number:,}" if isinstance(number, int) else f"{number:,.15g}"
    return told.replace(",", "\u202f").replace(".", ",") if is_french() else told


def quoted(text: str) -> str:
    """A text between quotation marks."""
    return f"«\u00a0{text}\u00a0»" if is_french() else f'"{text}"'
