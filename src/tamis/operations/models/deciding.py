"""Whether a version that was just trained goes live by itself."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.predict.card.model_card import ModelCard
from tamis.predict.evaluation.comparison import Rival, RivalKind
from tamis.predict.evaluation.verdict import Level
from tamis.predict.training.live import is_no_worse
from tamis.store.application import KeptModel, Why


@dataclass(frozen=True)
class Decided:
    """The version (None: none was kept), whether it is live, `why` in a sentence, and how that is told of a version
    going live."""

    number: int | None
    is_live: bool
    why: str
    living: Why | None = None


def decide(model: KeptModel, number: int, card: ModelCard, *, is_published: bool) -> Decided:
    """A first model goes live if it is ready or usable with care; a challenger if, besides, its log loss on the newest
    rows that neither learnt from is no higher than the live model's, as far as these rows can tell."""
    if card.verdict.level is Level.NOT_READY:
        return Decided(number, is_live=False, why="It is not ready, so it does not go live by itself.")
    if not is_published:
        return Decided(number, is_live=False, why="It was not to go live by itself.")
    if model.live is None:
        return Decided(number, is_live=True, why="It is the first, so it is live.", living="first")
    return _challenged(number, model.live.number, card)


def _challenged(number: int, live: int, card: ModelCard) -> Decided:
    rival = _rival(card)
    if rival is None or rival.log_loss_difference is None or rival.log_loss is None:
        why = f"Too little has happened since version {live} was trained to tell which is better; version {live} stays."
        return Decided(number, is_live=False, why=why)
    own = rival.log_loss + rival.log_loss_difference.value
    measured = f"Its log loss on the newest examples is {own:.4f}, that of version {live} is {rival.log_loss:.4f}"
    if is_no_worse(rival):
        return Decided(number, is_live=True, why=f"{measured}; so it took its place.", living="challenger")
    return Decided(number, is_live=False, why=f"{measured}; so version {live} stays.")


def _rival(card: ModelCard) -> Rival | None:
    rivals = card.held_out.rivals if card.held_out else ()
    return next((each for each in rivals if each.kind is RivalKind.LIVE), None)
