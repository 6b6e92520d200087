"""A sentence by its code, in a language, with its values written as that language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from tamis.errors import UsageError
from tamis.predict.card.words import numbers
from tamis.predict.card.words.measures import MEASURES
from tamis.predict.card.words.names import NAMES
from tamis.predict.card.words.reasons import REASONS
from tamis.predict.card.words.sections import SECTIONS
from tamis.predict.evaluation.remark import Remark

LANGUAGES = ("en", "fr")
_SENTENCES = {**REASONS, **SECTIONS, **MEASURES, **NAMES}


class Words(Formatter):
    """The words of one language. In a sentence `{share:%}` is a share (0–1), `{share:h}` how many of a hundred,
    `{error:p}` points between two shares, `{rows:n}` a count, `{auc:2}` a number with two decimals, `{at:d}` the day of
    an instant, `{name}` a text as it is."""

    def __init__(self, language: str) -> None:
        """A UsageError where the card does not know the language."""
        if language not in LANGUAGES:
            raise UsageError(f'Cards are written in English (en) and French (fr), not in "{language}".')
        self.language = language
        self._place = LANGUAGES.index(language)

    def __call__(self, code: str, **values: Any) -> str:
        sentence = _SENTENCES[code][self._place]
        return self.vformat(_spaced(sentence) if self.language == "fr" else sentence, (), values)

    def knows(self, code: str) -> bool:
        return code in _SENTENCES

    def remark(self, said: Remark, **more: Any) -> str:
        """A reason, or a sign of a leak."""
        values: Mapping[str, Any] = {**said.values, **more}
        return self(said.code, **values)

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "%":
            return numbers.percent(value, self.language)
        if format_spec == "n":
            return numbers.number(value, self.language)
        if format_spec == "d":
            return numbers.date(value, self.language)
        if format_spec == "h":
            return numbers.number(value * 100, self.language)
        if format_spec == "p":
            return numbers.points(value, self.language)
        if format_spec.isdigit():
            return numbers.number(value, self.language, int(format_spec))
        return str(value)

    def percent(self, share: float) -> str:
        return numbers.percent(share, self.language)

    def number(self, value: float, decimals: int = 0) -> str:
        return numbers.number(value, self.language, decimals)

    def compact(self, value: float) -> str:
        return numbers.compact(value, self.language)

    def date(self, instant: int) -> str:
        return numbers.date(instant, self.language)


def things_of(words: Words, kind: str) -> str:
    """Contacts, companies or deals; a kind that has no word, by its own name."""
    return words(f"things.{kind}") if words.knows(f"things.{kind}") else kind


def _spaced(sentence: str) -> str:
    """A French sentence whose double signs and quotation marks are never parted from their words."""
    for sign in ":;?!»":
        sentence = sentence.replace(f" {sign}", f"\u00a0{sign}")
    return sentence.replace("« ", "«\u00a0")
