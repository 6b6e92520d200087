"""What the CRM notes along the way: deals, lifecycle stages, their history, and the ties between records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.columns import coded, instant_texts, instants, numbered
from tamis.demo.companies import Companies
from tamis.demo.contacts import ContactBlock
from tamis.demo.draws import DAY
from tamis.demo.episodes import NEVER, Episodes

QUALIFICATION, PROPOSAL, WON, LOST = range(4)


@dataclass(frozen=True)
class Deals:
    """One element a deal; instants in seconds since the epoch, `NEVER` for what has not happened by the end."""

    contact: NDArray[np.int64]
    number: NDArray[np.int64]
    created: NDArray[np.int64]
    proposed: NDArray[np.int64]
    closed: NDArray[np.int64]
    won: NDArray[np.bool_]
    amount: NDArray[np.float64]

    def ids(self, first: int) -> pa.Array:
        nth = pa.array(self.number, pa.int64()).cast(pa.string())
        return pc.binary_join_element_wise(numbered("d", self.contact + first + 1), nth, "-")


def draw_deals(
    block: ContactBlock, episodes: Episodes, companies: Companies, rng: np.random.Generator, *, end: int
) -> Deals:
    """A buying episode opens a deal within days; the others are noted only on the day they win (self-service)."""
    buying = episodes.level == 2
    created = np.where(buying, episodes.start + rng.integers(DAY, 5 * DAY, len(episodes)), episodes.settled - 7200)
    there = block.buys[episodes.contact] & np.where(buying, created < end, episodes.won & (episodes.settled < end))
    rows = np.flatnonzero(there)
    contact, settled = episodes.contact[rows], episodes.settled[rows]
    before = np.concatenate([[True], contact[1:] != contact[:-1]]) if len(rows) else np.zeros(0, dtype=bool)
    starts = np.maximum.accumulate(np.where(before, np.arange(len(rows)), 0))
    proposed = created[rows] + rng.integers(4 * DAY, 12 * DAY, len(rows))
    size = np.where(block.company[contact] >= 0, companies.employees[block.company[contact]], 5)
    amount = np.round(900 * size**0.45 * rng.lognormal(0.6, 0.7, len(rows)), -1)
    return Deals(
        contact=contact,
        number=np.arange(len(rows)) - starts + 1,
        created=created[rows],
        proposed=np.where((proposed < settled) & (proposed < end), proposed, NEVER),
        closed=np.where(settled < end, settled, NEVER),
        won=episodes.won[rows],
        amount=amount,
    )


def deals_table(deals: Deals, block: ContactBlock, companies: Companies) -> pa.Table:
    closed = deals.closed < NEVER
    company = block.company[deals.contact]
    stage = np.where(deals.proposed < NEVER, PROPOSAL, QUALIFICATION)
    stage = np.where(closed, np.where(deals.won, WON, LOST), stage)
    names = pc.binary_join_element_wise("Deal ", deals.ids(block.first), "")
    return pa.table(
        {
            "id": deals.ids(block.first),
            "created_at": instants(deals.created),
            "name": names,
            "amount": pa.array(deals.amount),
            "stage": coded(stage, words.DEAL_STAGES),
            "is_won": pa.array(closed & deals.won),
            "is_closed": pa.array(closed),
            "closed_at": instants(np.where(closed, deals.closed, 0), closed),
            "contact_id": pc.take(block.ids, pa.array(deals.contact)),
            "company_id": pc.take(companies.ids, pa.array(company, mask=company < 0)),
        }
    )


def stage_instants(
    block: ContactBlock, episodes: Episodes, deals: Deals, won: NDArray[np.int64], *, end: int
) -> NDArray[np.int64]:
    """When each contact entered each lifecycle stage (contacts × stages); `NEVER` for stages skipped or not reached."""
    reached = np.full((len(block), len(words.STAGES)), NEVER)
    subscriber = block.newsletter & np.isin(block.source, (0, 2))
    reached[subscriber, 0] = block.created[subscriber]
    reached[:, 1] = block.created + np.where(subscriber, 20 * DAY, 0)
    warm = episodes.level >= 1
    np.minimum.at(reached[:, 2], episodes.contact[warm], episodes.start[warm] + DAY)
    np.minimum.at(reached[:, 3], deals.contact, deals.created)
    np.minimum.at(reached[:, 4], deals.contact, deals.proposed)
    reached[:, 5] = won
    # A stage entered after a higher one was is skipped: nobody goes back.
    higher = np.minimum.accumulate(reached[:, :0:-1], axis=1)[:, ::-1]
    reached[:, :-1] = np.where(reached[:, :-1] < higher, reached[:, :-1], NEVER)
    return np.where(reached < end, reached, NEVER)


def last_stage(reached: NDArray[np.int64]) -> NDArray[np.int64]:
    last: NDArray[np.int64] = np.where(reached < NEVER, np.arange(reached.shape[1]), 0).max(axis=1)
    return last


def contact_changes(block: ContactBlock, reached: NDArray[np.int64], left: NDArray[np.int64]) -> pa.Table:
    """History of `lifecycle_stage`, and of `newsletter` for those who left it."""
    contact, stage = np.nonzero(reached < NEVER)
    gone = np.flatnonzero(block.newsletter & (left < NEVER))
    who = np.concatenate([contact, gone, gone])
    history = ["lifecycle_stage", "newsletter"]
    kind = np.repeat([0, 1], [len(contact), 2 * len(gone)])
    value = np.concatenate([stage, np.full(len(gone), len(words.STAGES)), np.full(len(gone), len(words.STAGES) + 1)])
    at = np.concatenate([reached[contact, stage], block.created[gone], left[gone]])
    values = coded(value, [*words.STAGES, "true", "false"])
    return _changes("contact", pc.take(block.ids, pa.array(who)), coded(kind, history), values, at)


def deal_changes(deals: Deals, first: int) -> pa.Table:
    """History of `stage`, `is_won`, `is_closed` and `closed_at`: what a deal looked like before it was settled."""
    ids, every = deals.ids(first), np.arange(len(deals.contact))
    proposed, closed = np.flatnonzero(deals.proposed < NEVER), np.flatnonzero(deals.closed < NEVER)
    at_close = deals.closed[closed]
    outcome = np.where(deals.won[closed], "won", "lost")
    win = np.where(deals.won[closed], "true", "false")
    steps = (
        ("stage", every, "qualification", deals.created),
        ("is_won", every, "false", deals.created),
        ("is_closed", every, "false", deals.created),
        ("stage", proposed, "proposal", deals.proposed[proposed]),
        ("stage", closed, outcome, at_close),
        ("is_won", closed, win, at_close),
        ("is_closed", closed, "true", at_close),
        ("closed_at", closed, instant_texts(at_close), at_close),
    )
    return pa.concat_tables([_deal_change(ids, *step) for step in steps])


def _deal_change(
    ids: pa.Array, name: str, rows: NDArray[np.int64], value: str | NDArray[np.str_], at: NDArray[np.int64]
) -> pa.Table:
    names = pa.array([name] * len(rows), pa.string())
    values = pa.array(np.broadcast_to(value, len(rows)).tolist(), pa.string())
    return _changes("deal", pc.take(ids, pa.array(rows)), names, values, at)


def _changes(of: str, ids: pa.Array, names: pa.Array, values: pa.Array, at: NDArray[np.int64]) -> pa.Table:
    return pa.table(
        {
            "object": pa.array([of] * len(at), pa.string()),
            "id": ids,
            "property": names,
            "value": values.cast(pa.string()),
            "changed_at": instants(at),
        }
    )
