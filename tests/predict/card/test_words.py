"""Whatever can be said can be said in both languages, with the same values."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from tamis.predict.card.words.measures import MEASURES
from tamis.predict.card.words.names import NAMES
from tamis.predict.card.words.reasons import REASONS
from tamis.predict.card.words.say import Words
from tamis.predict.card.words.sections import SECTIONS
from tamis.predict.card.words.standing import next_in_words, reached_in_words
from tamis.predict.evaluation import leakage_signs, verdict
from tamis.predict.evaluation.leakage_words import Telling
from tamis.predict.evaluation.readiness import Readiness

ALL = {**REASONS, **SECTIONS, **MEASURES, **NAMES}


def _values(sentence: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(sentence) if name}


def test_a_sentence_has_the_same_values_in_both_languages() -> None:
    # Records are "fiches" in French wherever a word would have to agree with what they are.
    things = {("things", "")}
    assert [code for code, (en, fr) in ALL.items() if _values(en) - things != _values(fr) - things] == []
    assert [
        code for code, sentences in ALL.items() if any(each.strip() != each or not each for each in sentences)
    ] == []


def test_every_reason_and_every_sign_has_its_words() -> None:
    written = ""
    for module in (verdict, leakage_signs):
        with open(str(module.__file__), encoding="utf-8") as file:  # noqa: PTH123
            written += file.read()
    codes = set(re.findall(r'(?:_no|_care|_yes|remark)\(f?"([a-z_]+)"', written)) | {each.value for each in Telling}
    codes |= {"too_few_converted", "few_others", "no_better_than_naive_bayes", "percentages_off"}
    assert codes - {"too_few_", "few_", "no_better_than_"} <= set(REASONS)
    assert len(codes) > 20


def test_french_writes_numbers_dates_and_signs_as_the_french_do() -> None:
    french = Words("fr")
    assert french("need.converted", have=1031, wanted=2000) == "1\u202f031 conversions sur 2\u202f000"
    assert french("sample.period", first=0, last=86_400_000_000) == "Du 1er\u00a0janvier 1970 au 2\u00a0janvier 1970."
    assert "déplacé" not in french("percentages_off", error=0.052)
    assert "5,2\u00a0points" in french("percentages_off", error=0.052)
    assert french("rank.average", rate=0.114) == "global\u00a0: 11\u202f%"


def test_small_shares_keep_a_decimal() -> None:
    english = Words("en")
    assert [english.percent(each) for each in (0, 0.004, 0.0949, 0.31, 0.996, 1)] == [
        "0%",
        "0.4%",
        "9.5%",
        "31%",
        "99.6%",
        "100%",
    ]


@pytest.mark.parametrize(
    ("converted", "reached", "missing"),
    [
        (
            31,
            "There is not enough evidence yet for a likelihood of a single record.",
            "Still needed: 31 of 40 conversions.",
        ),
        (
            169,
            "Reached: enough for percentages. That takes 100 conversions; there are 169.",
            "Next, figures that hardly change any more: 169 of 500 conversions.",
        ),
        (512, "Reached: enough for all. That takes 500 conversions; there are 512.", ""),
    ],
)
def test_what_is_reached_and_what_is_next_are_told_apart(converted: int, reached: str, missing: str) -> None:
    ready = Readiness(open=9, converted=converted, others=2000, landmarks=3, rows=9000, first=0, last=1)
    assert reached_in_words(Words("en"), ready) == reached
    assert next_in_words(Words("en"), ready, "contacts") == missing
