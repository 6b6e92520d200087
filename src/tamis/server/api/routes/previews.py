"""Trying a score out: what a text would give, in all and for one record; nothing is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.preview import Preview, preview_draft, try_on_record
from tamis.server.api.routes.segments import CountTold, TextSent
from tamis.server.api.routes.values import TreeTold
from tamis.server.api.routing import context_in, route
from tamis.server.api.shapes import Instant, Points, Spoken, Told

router = Router(tags=["Definitions"])


class BinTold(Told):
    """About how many records have a value from `start` up to `end`, by what is published and by the text."""

    start: Points
    end: Points
    before: int
    after: int


class TierSizeTold(Told):
    """How many records a tier holds, by what is published and by the text."""

    tier: str
    color: str | None
    before: CountTold | None
    after: CountTold


class ReachTold(Told):
    """To how many records a rule gives points, and its share of all points (0 to 1)."""

    path: str = Field(examples=["groups[0].rules[2]"])
    label: str
    is_enabled: bool
    reached: CountTold
    share: float


class GroupReachTold(Told):
    """What the rules of a group give together, and of how many records a bound cuts that."""

    key: str
    label: str
    cut: CountTold
    share: float
    rules: list[ReachTold]


class PreviewTold(Told):
    """What a text would give, told from `sampled` of `records`."""

    object: str
    as_of: Instant
    sampled: int
    records: int
    version: int | None = Field(description="The published version that it is held against.")
    valued: CountTold
    valued_before: CountTold | None
    changed: CountTold
    distribution: list[BinTold]
    tiers: list[TierSizeTold]
    groups: list[GroupReachTold]


class TrialSent(TextSent):
    """A score as it is written in YAML, and the record to try it on."""

    record: str = Field(max_length=500, examples=["1042"])


class ReasonTold(Told):
    """What a rule or a bound gave before, and gives now."""

    label: Spoken
    before: float
    after: float


class TriedTold(Told):
    """One record's tree by the text and by what is published, and why they differ."""

    as_of: Instant
    draft: TreeTold
    published: TreeTold | None
    reasons: list[ReasonTold]


@route(router, "POST", "/scores/preview", Permission.EDIT_SCORES, PreviewTold)
def preview_score(request: HttpRequest, body: TextSent) -> Preview:
    """Preview a score: the distribution, the tiers, and how far each rule reaches.

    Told from a sample where there are many records; it says so.
    """
    context = context_in(request)
    return preview_draft(context.workspace, body.text, now=context.now)


@route(router, "POST", "/scores/try", Permission.EDIT_SCORES, TriedTold)
def try_score(request: HttpRequest, body: TrialSent) -> Any:
    """Try a score on one record: the tree of its points, beside that of what is published."""
    context = context_in(request)
    return try_on_record(context.workspace, body.text, body.record, now=context.now)
