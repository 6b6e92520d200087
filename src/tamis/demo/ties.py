"""Associations and static segments of a block of contacts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tamis.demo.companies import Companies
from tamis.demo.contacts import COMPETITOR, STAFF, ContactBlock
from tamis.demo.journeys import Deals
from tamis.demo.mail import Campaigns


def campaign_ids(campaigns: Campaigns) -> pa.Array:
    return pa.array([f"k{n:04d}" for n in range(1, len(campaigns.instant) + 1)], pa.string())


def associations(
    block: ContactBlock, deals: Deals, companies: Companies, campaigns: Campaigns, rng: np.random.Generator
) -> pa.Table:
    """Second companies, the campaign that brought a contact, and who decides on a deal."""
    size = len(block)
    second = np.flatnonzero(rng.random(size) < 0.03)
    # Unlabelled and flagged: the only company of contacts whose `company_id` is blank.
    lone = np.flatnonzero((block.company < 0) & (block.kind != STAFF) & (rng.random(size) < 0.2))
    brought = np.flatnonzero(rng.random(size) < 0.2)
    advised, only = (pc.take(companies.ids, rng.integers(3, len(companies), len(rows))) for rows in (second, lone))
    campaign = pc.take(campaign_ids(campaigns), rng.integers(0, len(campaigns.instant), len(brought)))
    ids = block.ids
    deciders = pc.take(ids, pa.array(deals.contact))
    return pa.concat_tables(
        [
            _links("contact", pc.take(ids, second), "company", advised, "advisor"),
            _links("contact", pc.take(ids, lone), "company", only, None, primary=True),
            _links("contact", pc.take(ids, brought), "campaign", campaign, "source"),
            _links("deal", deals.ids(block.first), "contact", deciders, "decision maker"),
        ]
    )


def _links(
    from_object: str, from_ids: pa.Array, to_object: str, to_ids: pa.Array, label: str | None, *, primary: bool = False
) -> pa.Table:
    size = len(from_ids)
    return pa.table(
        {
            "from_object": pa.array([from_object] * size, pa.string()),
            "from_id": from_ids,
            "to_object": pa.array([to_object] * size, pa.string()),
            "to_id": to_ids,
            "label": pa.array([label] * size, pa.string()),
            "primary": pa.array([primary] * size, pa.bool_()),
        }
    )


def members(block: ContactBlock, subscribed: NDArray[np.bool_]) -> pa.Table:
    """Rows of the static segments `staff`, `competitors` and `newsletter`."""
    chosen = (
        ("staff", block.kind == STAFF),
        ("competitors", block.kind == COMPETITOR),
        ("newsletter", subscribed),
    )
    ids = block.ids
    return pa.concat_tables(
        [
            pa.table({"segment": pa.array([key] * int(rows.sum()), pa.string()), "id": ids.filter(pa.array(rows))})
            for key, rows in chosen
        ]
    )
