"""What is chosen in the list's tools, and what else there is to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tamis.operations.leads.asked import Asked
from tamis.operations.leads.columns import LIKELIHOOD, PROPERTY, SCORE
from tamis.operations.leads.likely import CLOSED_WON, PRIORITIES
from tamis.operations.leads.offered import Offered
from tamis.operations.models.likelihoods import priority_starts
from tamis.operations.offered_values import offered_values
from tamis.server.context import Context
from tamis.server.web.layout.templatetags.likelihoods import priority_meaning
from tamis.server.web.leads.asking import LEADS, MOVEMENTS, SOMEBODY, Address
from tamis.server.web.leads.columns import choice_of
from tamis.server.web.leads.words import (
    condition_text,
    joined,
    likelihood_text,
    moved_text,
    object_name,
    parts_of,
)
from tamis.server.web.overview.words import conversion_words

_MOST_OWNERS = 200


@dataclass(frozen=True)
class TierChoice:
    """A tier, its colour, whether it is chosen, and the address that chooses it or not."""

    tier: str
    color: str | None
    is_chosen: bool
    url: str


@dataclass(frozen=True)
class PriorityChoice:
    """A priority, whether it is chosen, the address that chooses it or not, and what it means in a sentence."""

    priority: str
    is_chosen: bool
    url: str
    means: str


@dataclass(frozen=True)
class Option:
    """One of several things to choose."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter that holds, and the address without it."""

    text: str
    url: str
    told: str = ""
    """What it means, where the text does not say it."""


@dataclass(frozen=True)
class Chosen:
    """All of it."""

    objects: tuple[tuple[str, str, bool], ...]
    """Label and address of each object, and whether it is the one that is shown."""
    tiers: tuple[TierChoice, ...]
    owners: tuple[Option, ...]
    segments: tuple[Option, ...]
    scores: tuple[Option, ...]
    models: tuple[Option, ...]
    priorities: tuple[PriorityChoice, ...]
    columns: tuple[Option, ...]
    usual: str
    """The address with the standard columns; "" where they are shown."""
    movements: tuple[Option, ...]
    chips: tuple[Chip, ...]
    hiding: str
    """The address without those who were rejected; "" where they are hidden."""
    hiding_customers: str
    """The address without customers; "" where they are hidden, or nobody is known for one."""
    with_customers: str
    """The address with those that are hidden."""

    @property
    def count(self) -> int:
        """How many of the things that can be folded away narrow the list."""
        single = (*self.owners, *self.segments, *self.movements)
        several = (self.tiers, self.priorities)
        return sum(any(each.is_chosen for each in some) for some in several) + sum(each.is_chosen for each in single)


def chosen(context: Context, address: Address, told: Offered) -> Chosen:
    """What there is to choose, and what is chosen."""
    asked = address.asked
    colors = told.score.colors if told.score else {}
    fresh = Address(LEADS)
    return Chosen(
        objects=tuple((object_name(each), fresh.to(object=each), each == told.object) for each in told.objects),
        tiers=tuple(_tier(address, tier, colors) for tier in (told.score.tiers if told.score else ())),
        owners=_owners(context, address, told),
        segments=tuple(Option(key, label, key == asked.segment) for key, label in told.segments),
        scores=_one_of(asked.score, [Option(each.key, each.label, each == told.score) for each in told.scores]),
        models=_one_of(asked.model, [Option(each.key, each.label, each == told.model) for each in told.models]),
        priorities=tuple(_priorities(context, address, told)),
        columns=_columns(asked, told),
        usual=address.to(columns=()) if asked.columns else "",
        movements=_movements(asked) if told.score and told.score.tiers else (),
        chips=_chips(address, told),
        hiding="" if asked.hides_rejected else address.to(hides_rejected=True),
        hiding_customers=address.to(hides_customers=True) if told.customers and not asked.hides_customers else "",
        with_customers=address.to(hides_customers=False) if told.customers and asked.hides_customers else "",
    )


def _one_of(key: str | None, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options; where what is asked for is gone, that is chosen, so that any other can be."""
    if key is None or key in {each.value for each in options}:
        return tuple(options)
    return (Option(key, key, True), *(replace(each, is_chosen=False) for each in options))


def _tier(address: Address, tier: str, colors: Mapping[str, str | None]) -> TierChoice:
    tiers = address.asked.tiers
    is_chosen = tier in tiers
    changed = tuple(each for each in tiers if each != tier) if is_chosen else (*tiers, tier)
    return TierChoice(tier, colors.get(tier), is_chosen, address.to(tiers=changed))


def _priorities(context: Context, address: Address, told: Offered) -> Iterator[PriorityChoice]:
    if told.model is None:
        return
    with context.workspace.opened() as warehouse:
        starts = priority_starts(context.workspace, warehouse, told.model)
    chosen = address.asked.priorities
    for priority in PRIORITIES:
        changed = tuple(each for each in PRIORITIES if (each in chosen) is (each != priority))
        means = priority_meaning(priority, told.object, starts.get(priority))
        # Who asks for those that are won asks for customers.
        hides = address.asked.hides_customers and CLOSED_WON not in changed
        url = address.to(priorities=changed, hides_customers=hides)
        yield PriorityChoice(priority, priority in chosen, url, means)


def _owners(context: Context, address: Address, told: Offered) -> tuple[Option, ...]:
    """Those that the data has, by name."""
    owner, asked = told.known_as.owner, address.asked.owner
    if owner is None:
        return ()
    values = offered_values(context.workspace, told.object, owner, most=_MOST_OWNERS).values
    names = sorted({each.value for each in values} | ({asked} if asked else set()), key=str.casefold)
    return tuple(Option(f"{SOMEBODY}{name}", name, name == asked) for name in names)


def _columns(asked: Asked, told: Offered) -> tuple[Option, ...]:
    """Behind the name: those that are shown, in their order, and then those that are not."""
    _name, *shown = told.columns.shown(asked.columns)
    known = {told.known_as.owner, told.known_as.name, told.known_as.first, told.known_as.last}
    others = (
        *told.columns.standard[1:],
        *told.columns.others,
        *(f"{SCORE}{each.key}" for each in told.scores if each != told.score),
        *(f"{LIKELIHOOD}{each.key}" for each in told.models if each != told.model),
        *(f"{PROPERTY}{each.name}" for each in told.properties if each.name not in known),
    )
    columns = dict.fromkeys((*shown, *others))
    return tuple(Option(each, choice_of(each, told), each in shown) for each in columns)


def _movements(asked: Asked) -> tuple[Option, ...]:
    return tuple(Option(name, moved_text(moved), moved == asked.moved) for name, moved in MOVEMENTS.items())


def _chips(address: Address, told: Offered) -> tuple[Chip, ...]:
    """What no field of the tools shows: the parts of the condition, a movement of another time, a range of likelihoods,
    whether customers and those who were rejected are hidden, chosen records."""
    asked = address.asked
    parts = parts_of(asked.condition)
    others = []
    if asked.moved is not None and asked.moved not in MOVEMENTS.values():
        others.append(Chip(moved_text(asked.moved), address.to(moved=None)))
    if asked.likelihood_from is not None or asked.likelihood_to is not None:
        likely = likelihood_text(asked.likelihood_from, asked.likelihood_to)
        others.append(Chip(likely, address.to(likelihood_from=None, likelihood_to=None)))
    if asked.hides_customers and told.customers is not None:
        others.append(Chip(_("Without customers"), address.to(hides_customers=False), conversion_words(told.customers)))
    if asked.hides_rejected:
        others.append(Chip(_("Without those who were rejected"), address.to(hides_rejected=False)))
    if asked.ids is not None:
        others.append(Chip(_("Only some records"), address.to(ids=None)))
    return (
        *others,
        *(
            Chip(condition_text(part), address.to(condition=joined([*parts[:i], *parts[i + 1 :]])))
            for i, part in enumerate(parts)
        ),
    )
