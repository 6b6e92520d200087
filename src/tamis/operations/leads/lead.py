"""One row of the list that sales works from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.definitions import PropertyType
from tamis.operations.leads.likely import LeadLikelihood
from tamis.operations.record.cells import Shown


@dataclass(frozen=True)
class LeadCompany:
    """The primary company of a record: its id, and its name or else the id again."""

    id: str
    name: str


@dataclass(frozen=True)
class Lead:
    """A record as a list shows it.

    Points are whole millionths. `fit` and `engagement` are None where the score has one category; `trend` is the
    difference from what was kept a week before, None where nothing was; `is_new`: because the record came since.
    `came_from`: of who moved, where that is asked for, the tier before.
    `last_activity` is the instant (microseconds since the epoch, UTC) of the newest event that no machine made, of a
    company or a deal that of its contacts. `values` are those of the shown columns that no field here
    tells, in their order.
    `likelihood`: what the model of the list says of it; None where it says nothing, or none is live.
    """

    n: int
    id: str
    name: str
    email: str | None
    points: int | None
    fit: int | None
    engagement: int | None
    tier: str | None
    came_from: str | None
    trend: int | None
    is_new: bool
    last_activity: int | None
    owner: str | None
    company: LeadCompany | None
    company_text: str | None
    values: tuple[Shown, ...]
    computed_at: int | None
    likelihood: LeadLikelihood | None = None


@dataclass(frozen=True)
class LeadPage:
    """Some rows of a list, the place of the first of them (from 1), and how many there are in all.

    `next` and `previous` are cursors, None where the list ends. `score`: by which it is ranked, None without one.
    `model`: by which likelihoods are told, None where none is live.
    `columns`: what is shown of each, in its order; `types`: those of the properties among them, by column.
    `order` and `is_descending`: by what the rows are sorted, and whether they begin with the greatest.
    """

    leads: tuple[Lead, ...]
    total: int
    first: int
    next: str | None
    previous: str | None
    score: str | None
    model: str | None
    order: str
    is_descending: bool
    as_of: int
    columns: tuple[str, ...]
    types: Mapping[str, PropertyType]
