"""All that a list shows of some records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tamis.operations.leads.columns import CONTACTS, FIELDS, LIKELIHOOD, PROPERTY, SCORE
from tamis.operations.leads.lead import Lead
from tamis.operations.leads.likely import LeadLikelihood, read_likely
from tamis.operations.leads.question import Question, names_after
from tamis.operations.leads.standing import read_standing
from tamis.operations.leads.who import Who, read_who
from tamis.operations.record.cells import Shown

Lookup = Callable[[Sequence[int]], Mapping[int, Who]]
"""Tells who the records of these numbers are."""
Remembering = Callable[[object, Lookup], Lookup]
"""Gives, of what is asked about each record and who tells it, one who may have heard it before."""


def read_details(question: Question, numbers: Sequence[int], *, remembering: Remembering | None = None) -> list[Lead]:
    """The rows of the records of these numbers, in their order.

    With `remembering`, names, companies and properties may be some seconds old. Points, tiers, trends, activity and
    likelihoods never are.
    """
    details = _Details(question)
    lookup = details.who if remembering is None else remembering(details.asked, details.who)
    known, standing = lookup(numbers), read_standing(question, details.scores, numbers)
    likely = read_likely(question.warehouse, question.model, question.object, numbers)
    others = {
        column: read_likely(question.warehouse, question.likely(column), question.object, numbers)
        for column in details.columns
        if column.startswith(LIKELIHOOD)
    }
    there = [n for n in numbers if n in known and n in standing]
    return [
        details.lead(n, known[n], standing[n], likely.get(n), {key: told.get(n) for key, told in others.items()})
        for n in there
    ]


@dataclass
class _Details:
    question: Question

    def __post_init__(self) -> None:
        self.columns = columns = tuple(each for each in self.question.columns if each not in FIELDS)
        known = self.question.known_as
        also = (*known.named_by, *(each for each in (known.owner, known.company) if each))
        self.properties = tuple(dict.fromkeys((*also, *names_after(PROPERTY, columns))))
        self.scores = tuple(dict.fromkeys(names_after(SCORE, columns)))

    @property
    def asked(self) -> object:
        """What is asked about each record."""
        return (self.question.object, self.properties)

    def who(self, numbers: Sequence[int]) -> Mapping[int, Who]:
        """Who they are, looked up now."""
        return read_who(self.question, self.properties, numbers)

    def lead(
        self,
        n: int,
        who: Who,
        standing: Mapping[str, Any],
        likely: LeadLikelihood | None,
        others: Mapping[str, LeadLikelihood | None],
    ) -> Lead:
        """A row of the list; `others`: by column, what other models say."""
        known, values = self.question.known_as, who.values
        return Lead(
            n=n,
            id=who.id,
            name=known.name_of(who.id, values),
            email=_text(values, known.email),
            points=standing["points"],
            fit=standing["fit"],
            engagement=standing["engagement"],
            tier=standing["tier"],
            came_from=standing["came_from"],
            trend=standing["trend"],
            is_new=bool(standing["is_new"]),
            last_activity=standing["occurred_at"],
            owner=_text(values, known.owner),
            company=who.company,
            company_text=_text(values, known.company),
            values=tuple(self._column(column, standing, values, others) for column in self.columns),
            computed_at=standing["at"],
            likelihood=likely,
        )

    def _column(
        self,
        column: str,
        standing: Mapping[str, Any],
        values: Mapping[str, Shown],
        others: Mapping[str, LeadLikelihood | None],
    ) -> Shown:
        if column in others:
            said = others[column]
            return None if said is None else said.likelihood
        if column == CONTACTS:
            return int(standing[CONTACTS])
        if column.startswith(SCORE):
            found: int | None = standing[f"score_{self.scores.index(column.removeprefix(SCORE))}"]
            return found
        return values[column.removeprefix(PROPERTY)]


def _text(values: Mapping[str, Shown], name: str | None) -> str | None:
    found = values.get(name) if name else None
    return str(found) if found else None
