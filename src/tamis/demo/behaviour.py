"""What contacts do of their own accord: views, forms, webinars, demos, in the bursts of their episodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.contacts import BOT, JOB_SEEKER, ContactBlock
from tamis.demo.draws import DAY, from_tables
from tamis.demo.episodes import Episodes
from tamis.demo.kinds import BACKGROUND, CODE, CRAWLING, CURIOUS, SEEKING, TYPE_TABLES
from tamis.demo.model import ConversionModel

NOT_TOLD, HUMAN, MACHINE = -1, 0, 1


@dataclass(frozen=True)
class Events:
    """Rows before their properties: place of the contact, instant (s), type, mode, machine flag and campaign."""

    contact: NDArray[np.int32]
    instant: NDArray[np.int64]
    type: NDArray[np.int8]
    mode: NDArray[np.int8]
    machine: NDArray[np.int8]
    campaign: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.contact)

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Events:
        return Events(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    @classmethod
    def joined(cls, parts: list[Events]) -> Events:
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__dataclass_fields__))

    @classmethod
    def of(
        cls,
        contact: NDArray[np.integer],
        instant: NDArray[np.int64],
        type_: NDArray[np.integer] | int,
        *,
        mode: NDArray[np.integer] | int = BACKGROUND,
        machine: NDArray[np.integer] | int = NOT_TOLD,
        campaign: NDArray[np.integer] | int = -1,
    ) -> Events:
        size = len(contact)
        filled = (
            np.broadcast_to(np.asarray(v, t), size)
            for v, t in ((type_, np.int8), (mode, np.int8), (machine, np.int8), (campaign, np.int16))
        )
        return cls(contact.astype(np.int32), instant, *filled)


def draw_behaviour(
    block: ContactBlock, episodes: Episodes, model: ConversionModel, rng: np.random.Generator, *, count: int, end: int
) -> Events:
    """Exactly `count` events: episodes and quiet times share them by strength, duration and chance."""
    size = len(block)
    contact = np.concatenate([np.arange(size), episodes.contact])
    slot = rng.multinomial(count, _weights(block, episodes, model, rng, end=end))
    chosen = np.repeat(np.arange(len(contact), dtype=np.int32), slot)
    mode = np.concatenate([np.full(size, BACKGROUND), episodes.level + CURIOUS])
    mode = np.where(block.kind[contact] == JOB_SEEKER, SEEKING, mode)
    mode = np.where(block.kind[contact] == BOT, CRAWLING, mode).astype(np.int8)[chosen]
    who = contact[chosen]
    instant = _instants(block, episodes, model, rng, chosen, end=end)
    instant = at_work(instant, rng, block, who, end=end, awake=mode != CRAWLING)
    machine = np.where(mode == CRAWLING, MACHINE, NOT_TOLD)
    primary = Events.of(who, instant, from_tables(rng, TYPE_TABLES, mode), mode=mode, machine=machine)
    return _make_room(primary, _consequences(primary, rng, end=end), rng)


def _weights(
    block: ContactBlock, episodes: Episodes, model: ConversionModel, rng: np.random.Generator, *, end: int
) -> NDArray[np.float64]:
    """Shares of the block's events: each contact's quiet time, then each episode as far as it has come."""
    quiet = 0.25 * (0.1 + (end - block.begin) / DAY / 365) * rng.gamma(1.2, 1.0, len(block))
    quiet = np.where(block.kind == BOT, quiet * 8, quiet)
    gone = 1 - np.exp(-(end - episodes.start) / DAY / np.asarray(model.fading_days)[episodes.level])
    strength = np.asarray(model.level_activity)[episodes.level]
    weights = np.concatenate([quiet, strength * gone * rng.gamma(2.5, 0.4, len(episodes))]) + 1e-9
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _instants(
    block: ContactBlock,
    episodes: Episodes,
    model: ConversionModel,
    rng: np.random.Generator,
    chosen: NDArray[np.int32],
    *,
    end: int,
) -> NDArray[np.int64]:
    """Quiet events anywhere in the contact's time; those of an episode fade exponentially from its start."""
    start = np.concatenate([block.begin, episodes.start])
    span = (end - start).astype(float)
    fading = np.concatenate([np.zeros(len(block)), np.asarray(model.fading_days)[episodes.level] * DAY])
    reach = 1 - np.exp(-np.divide(span, fading, out=np.zeros_like(span), where=fading > 0))
    u = rng.random(len(chosen))
    fades = fading[chosen] > 0
    after = np.where(fades, -fading[chosen] * np.log1p(-u * reach[chosen]), u * span[chosen])
    instant: NDArray[np.int64] = start[chosen] + after.astype(np.int64)
    return instant


_HOUR_SHARES = np.array(
    [0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 2, 5, 9, 10.5, 10, 6.5, 7, 9.5, 10, 9, 6.5, 3.5, 2.2, 2.6, 2.4, 1.4, 0.6]
)
_HOURS_REACHED = np.concatenate([[0], np.cumsum(_HOUR_SHARES) / _HOUR_SHARES.sum()])
_DAY_SECONDS = np.interp((np.arange(4096) + 0.5) / 4096, _HOURS_REACHED, np.arange(25) * 3600).astype(np.int32)
_OFFSETS = np.array([c.utc_offset * 3600 for c in words.COUNTRIES])


def at_work(
    instant: NDArray[np.int64],
    rng: np.random.Generator,
    block: ContactBlock,
    who: NDArray[np.integer],
    *,
    end: int,
    awake: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The same days at the hours people work in their time zone; most of a weekend moves into the week after."""
    offset = _OFFSETS[block.country][who]
    day = (instant + offset) // DAY
    weekday = (day + 3) % 7  # the epoch was a Thursday
    moved = (weekday >= 5) & (rng.integers(0, 100, len(day), dtype=np.int8) < 82)
    day += np.where(moved, 7 - weekday + rng.integers(0, 5, len(day), dtype=np.int8), 0)
    second = _DAY_SECONDS[rng.integers(0, 4096, len(day), dtype=np.int32)]
    second += rng.integers(0, 22, len(day), dtype=np.int8)
    shifted = day * DAY + second - offset
    shifted = np.where(awake, shifted, instant)
    return inside(shifted, block.begin[who], end)


def inside(instant: NDArray[np.int64], begin: NDArray[np.int64], end: int) -> NDArray[np.int64]:
    """Instants past the end go back by whole weeks, those before the contact was there to its first minutes."""
    late = np.maximum(instant - end + 1, 0)
    instant = instant - -(-late // (7 * DAY)) * (7 * DAY)
    return np.where(instant < begin, begin + instant % 1801, instant)


def _consequences(primary: Events, rng: np.random.Generator, *, end: int) -> Events:
    """Meetings held, webinars attended, carts abandoned; only those before the end."""
    steps = (
        ("meeting_booked", "meeting_completed", 0.78, 2 * DAY, 12 * DAY),
        ("webinar_registered", "webinar_attended", 0.55, DAY, 9 * DAY),
        ("cart_added", "cart_abandoned", 0.6, 1200, 5400),
    )
    parts = []
    for cause, effect, share, soonest, latest in steps:
        rows = np.flatnonzero(primary.type == CODE[cause])
        rows = rows[rng.random(len(rows)) < share]
        later = primary.instant[rows] + rng.integers(soonest, latest, len(rows)) // 600 * 600
        parts.append(Events.of(primary.contact[rows], later, CODE[effect], mode=primary.mode[rows]))
    found = Events.joined(parts)
    return found.take(found.instant < end)


def _make_room(primary: Events, more: Events, rng: np.random.Generator) -> Events:
    """Both together with as many events as `primary` had: page views give way, since there are plenty."""
    views = np.flatnonzero(primary.type == CODE["page_viewed"])
    more = more.take(slice(0, len(views)))
    keep = np.ones(len(primary), dtype=bool)
    keep[rng.choice(views, len(more), replace=False)] = False
    return Events.joined([primary.take(keep), more])
