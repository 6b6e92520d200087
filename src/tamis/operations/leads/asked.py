"""What is asked of a list of records: which ones, in which order, with which columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import msgspec

from tamis.errors import UsageError
from tamis.nesting import is_nested_deeper
from tamis.operations.leads.moving import Moved

#: What rows can be sorted by, `contacts` being how many a company has; beside these by `property:NAME`, `score:KEY` and
#: `likelihood:KEY` of a model.
ORDERS = (
    *("best", "tier", "score", "fit", "engagement", "trend", "last_activity", "name"),
    *("likelihood", "likelihood_change", "contacts"),
)
MOST_ROWS = 200
_DESCENDING = tuple(order for order in ORDERS if order != "name")
MOST_COLUMNS = 30


@dataclass(frozen=True)
class Asked:
    """One question to the list of an object's records; everything left out asks for everything.

    `score`: the key of a published score, None for the first there is. `condition`: one of the definition language, as
    it is written in YAML. `owner`: the value of the owner property, "" for records without. `moved`: from one tier of
    the score to another; who has left its population since is listed too. `ids`: these records only.
    `hides_rejected`: without those who were rejected, as long as that holds. `hides_customers`: without contacts that
    are customers already (`leads/customers.py`); of other objects it says nothing.

    `model`: the key of a live model, None for the leading one. By what it says, records of these `priorities`, and of a
    likelihood from `likelihood_from` up to `likelihood_to` (percent, both ends included).

    `order` is one of `ORDERS`, `property:NAME`, `score:KEY` or `likelihood:KEY` of a live model. By `tier`, the best
    comes first, and in it who has most points; `best` is that where tiers are made of two categories, else by points,
    and where no score ranks, by likelihood. Without `descending`, points and
    instants begin with the greatest, all else with the least. `columns`: those of `leads/columns.py`, `property:NAME`,
    `score:KEY` or `likelihood:KEY`; all that are shown where `name` is among them, else those behind the standard ones.
    """

    object: str = "contact"
    score: str | None = None
    condition: Mapping[str, Any] | None = None
    segment: str | None = None
    tiers: tuple[str, ...] = ()
    owner: str | None = None
    search: str = ""
    moved: Moved | None = None
    ids: tuple[str, ...] | None = None
    hides_rejected: bool = False
    hides_customers: bool = False
    model: str | None = None
    priorities: tuple[str, ...] = ()
    likelihood_from: float | None = None
    likelihood_to: float | None = None
    order: str = "best"
    descending: bool | None = None
    columns: tuple[str, ...] = ()

    @property
    def is_descending(self) -> bool:
        """Whether rows begin with the greatest."""
        if self.descending is not None:
            return self.descending
        return self.order in _DESCENDING or self.order.startswith(("score:", "likelihood:"))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order and the columns is asked for; leads that are no customers are all leads."""
        chosen = self.condition or self.segment or self.tiers or self.search.strip() or self.hides_rejected
        ends = (self.likelihood_from, self.likelihood_to)
        return bool(chosen or self.priorities) or any(
            each is not None for each in (self.owner, self.moved, self.ids, *ends)
        )

    def as_json(self) -> str:
        """The question as a text that `read_asked` reads; what is left out is left out there too."""
        empty = asdict(Asked())
        told = {name: value for name, value in asdict(self).items() if value != empty[name]}
        return msgspec.json.encode(told).decode()


# Looked at once, at the import: where two threads look at a dataclass for the first time at once, msgspec crashes.
msgspec.json.Decoder(Asked)


def read_asked(text: str) -> Asked:
    """Raises UsageError for what is no question."""
    if is_nested_deeper(text):
        raise UsageError("This is no view of a list.")
    try:
        raw = msgspec.json.decode(text)
        if not isinstance(raw, dict) or set(raw) - {field.name for field in fields(Asked)}:
            raise UsageError("This is no view of a list.")
        return msgspec.convert(raw, Asked)
    except (msgspec.MsgspecError, RecursionError):
        raise UsageError("This is no view of a list.") from None
