"""How far the counts are: what is reached, and what comes next."""

from __future__ import annotations

from tamis.predict.card.words.say import Words
from tamis.predict.evaluation.readiness import Need, Readiness


def reached_in_words(words: Words, ready: Readiness) -> str:
    """What the counts allow, and how many conversions that takes."""
    return words(f"reached.{ready.stage.value}", have=ready.converted, wanted=ready.reached)


def next_in_words(words: Words, ready: Readiness, things: str) -> str:
    """What is missing for the next stage; empty at the last."""
    if not ready.missing:
        return ""
    needs = ", ".join(need_in_words(words, need, things) for need in ready.missing)
    return words(f"next.{ready.stage.value}", needs=needs)


def need_in_words(words: Words, need: Need, things: str) -> str:
    """How far one count is: `31 of 40 conversions`."""
    return words(f"need.{need.what}", have=need.have, wanted=need.wanted, things=things)
