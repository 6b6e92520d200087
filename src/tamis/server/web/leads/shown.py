"""The list as its template draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tamis.definitions.wording import humanise
from tamis.operations.leads.lead import Lead, LeadPage
from tamis.operations.leads.offered import Offered
from tamis.operations.leads.question import LIKELIHOOD, PROPERTY, SCORE
from tamis.server.web.layout.templatetags.likelihoods import chance
from tamis.server.web.layout.templatetags.tamis import micropoints, points
from tamis.server.web.leads.asking import Address
from tamis.server.web.leads.words import cell, property_name
from tamis.store.application import Decision


@dataclass(frozen=True)
class Heading:
    """A column: what it is called, the address that sorts by it (none: it cannot be), and how it is sorted now
    (`ascending`, `descending` or nothing, in the words of ARIA)."""

    label: str
    url: str = ""
    sorted: str = ""
    is_number: bool = False
    css: str = ""


@dataclass(frozen=True)
class Row:
    """One lead with what surrounds it."""

    lead: Lead
    decision: Decision | None
    url: str
    company_url: str
    cells: tuple[tuple[str, str, bool], ...]
    """Label, text, and whether it is a number, of each chosen column."""


def headings(address: Address, told: Offered, page: LeadPage) -> list[Heading]:
    """The columns in their order."""
    by = _Sorting(address, page)
    score = told.score
    found = [by.heading("name", _("Name"), css="leads-who")]
    if score is not None:
        found += [by.heading("tier", _("Tier"))] if score.tiers else []
        found.append(by.heading("score", score.label, is_number=True))
        found.append(by.heading("trend", _("Week"), is_number=True))
    if told.model is not None:
        found.append(by.heading("likelihood", _("Likelihood"), is_number=True))
        found.append(by.heading("likelihood_change", _("Change"), is_number=True, css="leads-likely-change"))
        found.append(Heading(_("Priority"), css="leads-means"))
    if score is not None:
        found.append(Heading(_("Why"), css="leads-why"))
    found.append(by.heading("last_activity", _("Last activity")))
    if told.known_as.owner:
        found.append(by.heading(f"{PROPERTY}{told.known_as.owner}", _("Owner")))
    columns = address.asked.columns
    return found + [by.heading(each, _label(each, told), is_number=_is_number(each, told)) for each in columns]


def rows(address: Address, told: Offered, page: LeadPage, decisions: Mapping[str, Decision]) -> list[Row]:
    """The leads of a page; `decisions`: those that hold, by id."""
    columns = [(_label(each, told), _type(each, told), _is_number(each, told)) for each in address.asked.columns]
    return [
        Row(
            lead=lead,
            decision=decisions.get(lead.id),
            url=record_url(told.object, lead.id),
            company_url=record_url("company", lead.company.id) if lead.company else "",
            cells=tuple(
                (label, _text(value, type), is_number)
                for (label, type, is_number), value in zip(columns, lead.values, strict=True)
            ),
        )
        for lead in page.leads
    ]


# To find an address among all routes takes longer than to look a row up.
@lru_cache(maxsize=10_000)
def record_url(object: str, id: str) -> str:
    """The page of a record, if there is such a page."""
    try:
        return reverse("record", kwargs={"object": object, "id": id})
    except NoReverseMatch:
        return ""


def _text(value: Any, type: str | None) -> str:
    if type == "likelihood":
        return chance(value)
    return points(micropoints(value)) if type == "points" else cell(value, type)


def _label(column: str, told: Offered) -> str:
    if column.startswith(SCORE):
        key = column.removeprefix(SCORE)
        return next((score.label for score in told.scores if score.key == key), humanise(key))
    if column.startswith(LIKELIHOOD):
        key = column.removeprefix(LIKELIHOOD)
        return next((model.label for model in told.models if model.key == key), humanise(key))
    return property_name(column.removeprefix(PROPERTY))


def _type(column: str, told: Offered) -> str | None:
    if column.startswith(SCORE):
        return "points"
    if column.startswith(LIKELIHOOD):
        return "likelihood"
    found = told.property(column.removeprefix(PROPERTY))
    return found.type if found else None


def _is_number(column: str, told: Offered) -> bool:
    return _type(column, told) in ("points", "likelihood", "number")


@dataclass(frozen=True)
class _Sorting:
    address: Address
    page: LeadPage

    def heading(self, order: str, label: str, *, is_number: bool = False, css: str = "") -> Heading:
        if order != self.page.order:
            return Heading(label, self.address.to(order=order, descending=None), "", is_number, css)
        url = self.address.to(order=order, descending=not self.page.is_descending)
        return Heading(label, url, "descending" if self.page.is_descending else "ascending", is_number, css)
