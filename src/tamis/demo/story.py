"""One block of contacts from first to last: who they are, what they want, what they do, what the CRM notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tamis.demo.behaviour import Events, draw_behaviour
from tamis.demo.columns import instants
from tamis.demo.companies import Companies
from tamis.demo.contacts import ContactBlock, contacts_table, draw_contacts
from tamis.demo.details import by_contact_and_time, events_table
from tamis.demo.draws import stream
from tamis.demo.episodes import NEVER, Episodes, conversion_probability, draw_episodes, first_win, future_win
from tamis.demo.journeys import contact_changes, deal_changes, deals_table, draw_deals, last_stage, stage_instants
from tamis.demo.mail import Campaigns, draw_mail
from tamis.demo.model import ConversionModel
from tamis.demo.ties import associations, members


@dataclass(frozen=True)
class Story:
    """What all blocks share. `end` is the last instant, in seconds since the epoch."""

    seed: int
    end: int
    model: ConversionModel
    companies: Companies
    campaigns: Campaigns


def tell(story: Story, *, block: int, first: int, contacts: int, events: int) -> dict[str, pa.Table]:
    """The rows of every table for `contacts` contacts from number `first` on, with exactly `events` events."""
    end, model, companies, seed = story.end, story.model, story.companies, story.seed
    people = draw_contacts(first, contacts, block=block, seed=seed, end=end, companies=companies, model=model)
    episodes = draw_episodes(people, model, stream(seed, "episodes", block), begin=people.begin, end=end)
    deals = draw_deals(people, episodes, companies, stream(seed, "deals", block), end=end)
    won = first_win(episodes, contacts)
    reached = stage_instants(people, episodes, deals, won, end=end)
    happened, left = _events(story, people, episodes, block=block, events=events)
    subscribed = people.newsletter & (left == NEVER)
    final = replace(people, newsletter=subscribed)
    ties = associations(people, deals, companies, story.campaigns, stream(seed, "ties", block))
    return {
        "contacts": contacts_table(final, companies, last_stage(reached)),
        "deals": deals_table(deals, people, companies),
        "property_changes": pa.concat_tables([contact_changes(people, reached, left), deal_changes(deals, first)]),
        "associations": ties,
        "segment_members": members(people, subscribed),
        "events": events_table(happened, people.ids, story.campaigns, stream(seed, "details", block)),
        "truth/contacts": _truth(story, people, episodes, won, block=block),
    }


def _events(
    story: Story, people: ContactBlock, episodes: Episodes, *, block: int, events: int
) -> tuple[Events, NDArray[np.int64]]:
    mail, left = draw_mail(
        people, episodes, story.model, story.campaigns, stream(story.seed, "mail", block), events=events, end=story.end
    )
    mail = mail.take(slice(0, events))
    rng = stream(story.seed, "behaviour", block)
    own = draw_behaviour(people, episodes, story.model, rng, count=events - len(mail), end=story.end)
    return by_contact_and_time(Events.joined([mail, own])), left


def _truth(story: Story, people: ContactBlock, episodes: Episodes, won: NDArray[np.int64], *, block: int) -> pa.Table:
    """What nobody knows in life: fit, rate, the probability of the horizon, and what comes of it."""
    customer = won < story.end
    probability = conversion_probability(people, episodes, story.model, as_of=story.end)
    future = future_win(people, episodes, story.model, stream(story.seed, "future", block), as_of=story.end)
    becomes = (future < NEVER) & ~customer
    return pa.table(
        {
            "contact_id": people.ids,
            "fit": pa.array(people.fit),
            "episodes_per_day": pa.array(people.rate),
            "buys": pa.array(people.buys),
            "is_customer": pa.array(customer),
            "probability": pa.array(probability, mask=customer),
            "converts": pa.array(becomes, mask=customer),
            "converted_at": instants(np.where(becomes, future, 0), becomes),
        }
    )
