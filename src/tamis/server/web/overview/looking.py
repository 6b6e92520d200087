"""What a part of the overview looks at: one score, one period, the workspace open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest

from tamis.compile.catalog import Catalog
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.customers import customers_by
from tamis.operations.overview import (
    PERIODS,
    Period,
    ShownScore,
    period_of,
    shown_score,
    shown_scores,
    within_a_minute,
)
from tamis.operations.published import published_in
from tamis.operations.rescore import micros_of
from tamis.server.context import Context, context_of
from tamis.store.warehouse import Warehouse

Answer = TypeVar("Answer")

DEFAULT_PERIOD = "month"


@dataclass(frozen=True)
class Choice:
    """The score that is shown (None: none with tiers is published), of which ones, and the period."""

    score: ShownScore | None
    scores: tuple[ShownScore, ...]
    period: Period
    as_of: int
    versions: tuple[tuple[str, int], ...]
    """What is published: key and number."""


@dataclass(frozen=True)
class Looking:
    """The choice, with the warehouse open to look at it."""

    context: Context
    choice: Choice
    warehouse: Warehouse
    catalog: Catalog

    @property
    def score(self) -> ShownScore:
        """The score; parts that are about none do not ask."""
        assert self.choice.score is not None
        return self.choice.score

    @property
    def as_of(self) -> int:
        """The present instant, microseconds since the epoch, UTC."""
        return self.choice.as_of

    @property
    def customers(self) -> ConversionKind | None:
        """By what those are known who are no leads any more: figures leave them out, as lists do to begin with."""
        return customers_by(self.context.workspace, self.warehouse, self.catalog, self.score.object)

    def within_a_minute(self, figure: str, *asked: object, find: Callable[[], Answer]) -> Answer:
        """A figure about the past, which everybody who asks for it within a minute shares: `find` looks through all
        events, or the whole history."""
        choice = self.choice
        chosen = (choice.score, choice.versions, choice.period.name, choice.period.time_zone)
        key = (figure, *asked, str(chosen))
        return within_a_minute(self.context.workspace, self.warehouse, self.as_of, key, find)


def choice_of(request: HttpRequest, context: Context) -> Choice:
    """What the address asks for; a score or a period that is not there stands for the usual one."""
    published = published_in(context.workspace)
    scores = shown_scores(published)
    key = request.GET.get("score")
    asked = key if key in {score.key for score in scores} else None
    name = request.GET.get("period", DEFAULT_PERIOD)
    as_of = micros_of(context.now())
    period = period_of(name if name in PERIODS else DEFAULT_PERIOD, as_of, context.time_zone)
    versions = tuple(sorted(published.versions.items()))
    return Choice(shown_score(published, asked), scores, period, as_of, versions)


@contextmanager
def looking(request: HttpRequest) -> Iterator[Looking]:
    """With the workspace open."""
    context = context_of(request)
    choice = choice_of(request, context)
    with context.workspace.opened() as warehouse:
        yield Looking(context, choice, warehouse, warehouse.catalog())
