"""Episodes of interest: when each contact's interest wakes, how strong it is, and how it is settled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.contacts import ContactBlock
from tamis.demo.draws import DAY, pick
from tamis.demo.model import HORIZON_DAYS, ConversionModel

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Episodes:
    """One element an episode. `contact` is the place in the block; instants in seconds since the epoch."""

    contact: NDArray[np.int64]
    start: NDArray[np.int64]
    level: NDArray[np.int64]
    win_probability: NDArray[np.float64]
    settled: NDArray[np.int64]
    won: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.contact)


def draw_episodes(
    block: ContactBlock,
    model: ConversionModel,
    rng: np.random.Generator,
    *,
    begin: NDArray[np.int64],
    end: int,
    inbound: bool = True,
) -> Episodes:
    """The episodes that start in `[begin, end)`: a Poisson process a contact, and the one that brought it here."""
    days = np.maximum(end - begin, 0) / DAY
    count = rng.poisson(block.rate * days)
    contact = np.repeat(np.arange(len(block)), count)
    start = begin[contact] + (rng.random(len(contact)) * (end - begin[contact])).astype(np.int64)
    if inbound:
        sources = [words.SOURCES.index(name) for name in model.inbound_sources]
        arrived = np.flatnonzero(np.isin(block.source, sources) & (block.begin == block.created))
        contact, start = np.concatenate([contact, arrived]), np.concatenate([start, block.begin[arrived]])
    order = np.lexsort((start, contact))
    return _settle(block, model, rng, contact[order], start[order])


def _settle(
    block: ContactBlock,
    model: ConversionModel,
    rng: np.random.Generator,
    contact: NDArray[np.int64],
    start: NDArray[np.int64],
) -> Episodes:
    size = len(contact)
    level = pick(rng, model.level_shares, size)
    p = model.win_probability(level, block.fit[contact]) * block.buys[contact]
    return Episodes(
        contact=contact,
        start=start,
        level=level,
        win_probability=p,
        settled=start + (model.delays(rng.random(size)) * DAY).astype(np.int64),
        won=rng.random(size) < p,
    )


def first_win(episodes: Episodes, contacts: int) -> NDArray[np.int64]:
    """When each contact becomes a customer; `NEVER` if it does not."""
    first = np.full(contacts, NEVER)
    np.minimum.at(first, episodes.contact[episodes.won], episodes.settled[episodes.won])
    return first


def conversion_probability(
    block: ContactBlock, episodes: Episodes, model: ConversionModel, *, as_of: int
) -> NDArray[np.float64]:
    """P(a contact that is no customer at `as_of` becomes one within the horizon), from 0 to 1; see `model`."""
    begun = episodes.start <= as_of
    # An episode whose deal is visibly settled can no longer win; a hidden one may be settled without a trace.
    seen_settled = (episodes.level == 2) & (episodes.settled <= as_of)
    live = begun & ~seen_settled
    age = (as_of - episodes.start[live]) / DAY
    p = model.pending_win(episodes.level[live], age, episodes.win_probability[live])
    none = np.bincount(episodes.contact[live], np.log1p(-p.clip(max=1 - 1e-12)), len(block))
    return np.where(block.buys, 1 - np.exp(none - model.future_wins(block.rate, block.fit)), 0.0)


def future_win(
    block: ContactBlock, episodes: Episodes, model: ConversionModel, rng: np.random.Generator, *, as_of: int
) -> NDArray[np.int64]:
    """When each contact becomes a customer within the horizon after `as_of`; `NEVER` if it does not."""
    end = as_of + int(HORIZON_DAYS * DAY)
    later = draw_episodes(block, model, rng, begin=np.full(len(block), as_of), end=end, inbound=False)
    first = np.minimum(first_win(episodes, len(block)), first_win(later, len(block)))
    return np.where(first <= end, first, NEVER)
