"""The e-mails we send and what becomes of them: delivered, opened by people and by machines, clicked, answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.behaviour import HUMAN, MACHINE, Events, inside
from tamis.demo.contacts import BOT, HISTORY_DAYS, STAFF, ContactBlock
from tamis.demo.draws import DAY, stream
from tamis.demo.episodes import NEVER, Episodes
from tamis.demo.kinds import CODE
from tamis.demo.model import ConversionModel

# Sends per event wanted: with its openings and clicks a mail makes 2.6 events, so mail is about two fifths of all.
SENDS_PER_EVENT = 0.16


@dataclass(frozen=True)
class Campaigns:
    """One a week: instants of sending in seconds since the epoch, kinds as codes of `CAMPAIGN_KINDS`."""

    instant: NDArray[np.int64]
    kind: NDArray[np.int64]

    @property
    def names(self) -> list[str]:
        months = np.datetime_as_string(self.instant.astype("datetime64[s]"), unit="D")
        return [f"{words.CAMPAIGN_KINDS[k]} {day}" for k, day in zip(self.kind, months, strict=True)]


def draw_campaigns(*, seed: int, end: int) -> Campaigns:
    """A campaign in every week of the two years, from Monday to Thursday, at eight o'clock UTC."""
    rng = stream(seed, "campaigns")
    days = np.arange((end - HISTORY_DAYS * DAY) // DAY, end // DAY - 4)
    mondays = days[(days + 3) % 7 == 0]
    kinds = rng.integers(0, len(words.CAMPAIGN_KINDS), len(mondays))
    return Campaigns(instant=(mondays + rng.integers(0, 4, len(mondays))) * DAY + 8 * 3600, kind=kinds)


def draw_mail(
    block: ContactBlock, episodes: Episodes, model: ConversionModel, campaigns: Campaigns, rng: np.random.Generator,
    *, events: int, end: int,
) -> tuple[Events, NDArray[np.int64]]:  # fmt: skip
    """About two fifths of `events`, all about mail, and when each contact left the list (`NEVER` if it stays).

    After that, or after a bounce, nothing is sent.
    """
    who, number = _sends(block, rng, events=events, end=end, campaigns=len(campaigns.instant))
    sent = campaigns.instant[number] + rng.integers(0, 7200, len(who))
    sent = inside(sent, block.begin[who], end)
    warmth = _warmth(block, episodes, model, who, sent)
    leaves, complains = _leavers(rng, who, warmth)
    kept = _until_gone(block, who, sent, leaves | complains)
    who, number, sent, warmth = who[kept], number[kept], sent[kept], warmth[kept]
    parts = _fate(block, rng, who, number, sent, warmth)
    heard = ~block.bounces[who]
    for name, choice, delay in (("unsubscribed", leaves, 5400), ("spam_complaint", complains, 4200)):
        rows = choice[kept] & heard
        parts.append(Events.of(who[rows], sent[rows] + delay, CODE[name], campaign=number[rows]))
    mail = Events.joined(parts)
    mail = mail.take(mail.instant < end)
    gone = np.full(len(block), NEVER)
    final = np.isin(mail.type, (CODE["unsubscribed"], CODE["spam_complaint"]))
    np.minimum.at(gone, mail.contact[final], mail.instant[final])
    return mail, gone


def _until_gone(
    block: ContactBlock, who: NDArray[np.int64], sent: NDArray[np.int64], leaves: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """The sends that take place: none after the one that made somebody leave, one to an address that bounces."""
    last = np.full(len(block), NEVER)
    np.minimum.at(last, who[leaves], sent[leaves])
    first = np.ones(len(who), dtype=bool)
    first[1:] = who[1:] != who[:-1]
    return (sent <= last[who]) & (~block.bounces[who] | first)


def _sends(
    block: ContactBlock, rng: np.random.Generator, *, events: int, end: int, campaigns: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Contacts and the campaigns they get, spread evenly over each one's time, in order."""
    share = (end - block.begin) / (end - block.begin).sum()
    wanted = events * SENDS_PER_EVENT * share * (0.6 + 0.8 * block.newsletter) * ~np.isin(block.kind, (BOT, STAFF))
    count = rng.poisson(wanted)
    who = np.repeat(np.arange(len(block)), count)
    place = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    first = campaigns * (1 - (end - block.begin) / (HISTORY_DAYS * DAY))
    at = first[who] + (campaigns - first[who]) * (place + rng.random(len(who))) / count[who]
    return who, np.clip(at.astype(np.int64), 0, campaigns - 1)


def _warmth(
    block: ContactBlock, episodes: Episodes, model: ConversionModel, who: NDArray[np.int64], sent: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The interest of each receiver at the instant of sending: 0 when quiet, up to 4 at the height of buying."""
    warmth = np.zeros(len(who))
    count = np.bincount(episodes.contact, minlength=len(block))
    begin = np.cumsum(count) - count
    for nth in range(int(count.max(initial=0))):
        has = np.flatnonzero(count[who] > nth)
        episode = begin[who[has]] + nth
        age = (sent[has] - episodes.start[episode]) / DAY
        level = episodes.level[episode]
        alive = np.exp(-age.clip(min=0) / (2 * np.asarray(model.fading_days)[level])) * (age >= 0)
        warmth[has] = np.maximum(warmth[has], np.asarray(model.level_activity)[level] * alive)
    return warmth


def _leavers(
    rng: np.random.Generator, who: NDArray[np.int64], warmth: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who unsubscribes or complains after a mail: the quiet far more than the warm."""
    u = rng.random(len(who))
    weary = 0.012 / (1 + 3 * warmth)
    return u < weary, (u >= weary) & (u < weary * 1.15)


def _fate(
    block: ContactBlock,
    rng: np.random.Generator,
    who: NDArray[np.int64],
    number: NDArray[np.int64],
    sent: NDArray[np.int64],
    warmth: NDArray[np.float64],
) -> list[Events]:
    size = len(who)
    bounced = block.bounces[who]
    delivered = ~bounced
    opened = delivered & (rng.random(size) < 0.14 + 0.42 * np.tanh(warmth))
    clicked = opened & (rng.random(size) < 0.06 + 0.28 * np.tanh(warmth / 2))
    replied = clicked & (rng.random(size) < 0.03 + 0.02 * warmth)
    proxied = delivered & block.mail_proxy[who] & (rng.random(size) < 0.9)
    scanned = delivered & block.link_scanner[who]
    arrived = sent + rng.integers(5, 90, size)
    read = arrived + (np.exp(rng.standard_normal(size).clip(-3, 3) * 1.3 + 8.4)).astype(np.int64)
    made = (
        ("email_sent", np.ones(size, dtype=bool), sent, -1),
        ("email_bounced", bounced, arrived, -1),
        ("email_delivered", delivered, arrived, -1),
        ("email_opened", opened, read, HUMAN),
        ("email_opened", proxied, arrived + 40, MACHINE),
        ("email_clicked", clicked, read + 70, HUMAN),
        ("email_clicked", scanned, arrived + 15, MACHINE),
        ("email_replied", replied, read + 1500, -1),
    )
    return [
        Events.of(who[rows], instant[rows], CODE[name], machine=machine, campaign=number[rows])
        for name, rows, instant, machine in made
    ]
