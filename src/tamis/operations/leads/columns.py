"""Which columns a list shows, in their order.

A choice with `name` in it is whole: what it does not name is hidden. Any other says what is shown behind the standard
columns: so did all of them before columns could be hidden, and so does one that hides and moves nothing, which then
has what is standard later (a model that goes live) without being made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.operations.leads.known_as import KnownAs
from tamis.operations.models.likelihoods import LeadingModel

PROPERTY, SCORE, LIKELIHOOD = "property:", "score:", "likelihood:"
#: The one that cannot be hidden, the one that stands beneath it where it comes next, and the number of a company's.
NAME, COMPANY, CONTACTS = "name", "company", "contacts"
#: Columns that a `Lead` has a field for; of all others it has `values`.
FIELDS = (
    *(NAME, COMPANY, "tier", "score", "fit", "engagement", "trend"),
    *("likelihood", "likelihood_change", "priority", "reasons", "last_activity", "owner"),
)
NAMED = (*FIELDS, CONTACTS)


@dataclass(frozen=True)
class Columns:
    """What a list can show beside properties, other scores and other models: what is `standard`, in its order (with
    properties that everybody wants to see where nothing ranks), and `others`, which are hidden if nothing is said."""

    standard: tuple[str, ...]
    others: tuple[str, ...]

    def shown(self, asked: Sequence[str]) -> tuple[str, ...]:
        """The columns of a list that is asked for these; what it has not (tiers without a score) is left out.

        >>> Columns(("name", "last_activity"), ()).shown(["property:seats"])
        ('name', 'last_activity', 'property:seats')
        >>> Columns(("name", "last_activity"), ()).shown(["property:seats", "name", "tier"])
        ('name', 'property:seats')
        """
        wanted = (NAME, *asked) if is_whole(asked) else (*self.standard, *asked)
        return tuple(each for each in dict.fromkeys(wanted) if each not in NAMED or self.has(each))

    def has(self, column: str) -> bool:
        """Whether it can be shown."""
        return column in self.standard or column in self.others

    def plain(self, asked: Sequence[str]) -> tuple[str, ...]:
        """The same choice without what is standard, where it neither hides nor moves any of that.

        >>> Columns(("name", "last_activity"), ()).plain(["name", "last_activity", "property:seats"])
        ('property:seats',)
        """
        count = len(self.standard)
        return tuple(asked[count:]) if tuple(asked[:count]) == self.standard else tuple(asked)


def is_whole(asked: Sequence[str]) -> bool:
    """Whether a choice says all that is shown."""
    return NAME in asked


def columns_of(
    catalog: Catalog, object: str, known: KnownAs, score: Score | None, model: LeadingModel | None
) -> Columns:
    """What a list of these records can show, ranked by this score and with the likelihoods of this model, if any."""
    has_contacts = object == "company" and (object, "contact") in catalog.links
    telling = () if score else tuple(_telling(known, has_contacts=has_contacts))
    standard = (
        NAME,
        *([COMPANY] if object != "company" else []),
        *(["tier"] if score and score.thresholds else []),
        *(["score", "trend"] if score else []),
        *(["likelihood", "likelihood_change", "priority"] if model else []),
        *telling,
        *(["reasons"] if score else []),
        "last_activity",
        *(["owner"] if known.owner else []),
    )
    parts = ("fit", "engagement") if score and len(score.categories) > 1 else ()
    return Columns(standard, (*parts, *([CONTACTS] if has_contacts and CONTACTS not in standard else [])))


def _telling(known: KnownAs, *, has_contacts: bool) -> Iterator[str]:
    """What tells most of companies and deals that no score ranks."""
    yield from (f"{PROPERTY}{each}" for each in (known.industry, known.employees) if each)
    yield from [CONTACTS] if has_contacts else []
    yield from (f"{PROPERTY}{each}" for each in (known.stage, known.amount, known.closes) if each)
