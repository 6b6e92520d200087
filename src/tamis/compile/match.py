"""One way an event counts."""

from dataclasses import dataclass

from tamis.compile.moment import Span
from tamis.definitions import Condition


@dataclass(frozen=True)
class Match:
    """The types of event, their own conditions, when they happened, and what each adds.

    `amount` is in the slot's unit (scaled points, or 1 for a count).
    A fading amount is also added up multiplied by its elapsed time: in microseconds, or in whole `step`s of so many.
    `forgets`: the object whose record's engagement reset makes earlier events unseen, if any: that of the contact
    itself, or of the record that the contact is associated with.
    `slot` is the figure it adds to and `part` its place among those who do; both are given by `Measures`.
    """

    events: tuple[str, ...]
    where: tuple[Condition, ...]
    machine: bool
    span: Span
    amount: int = 1
    fades: bool = False
    step: int | None = None
    forgets: str | None = None
    slot: int = 0
    part: int = 0
