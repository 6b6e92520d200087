"""The list as its template draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

from tamis.operations.leads.columns import COMPANY, FIELDS, NAME, PROPERTY
from tamis.operations.leads.lead import Lead, LeadPage
from tamis.operations.leads.offered import Offered
from tamis.server.web.leads.asking import Address
from tamis.server.web.leads.columns import heading_of, is_number, kind_of, text_of
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
class Cell:
    """What a row shows in a column; `text`: of one that a lead has no field for."""

    column: str
    label: str
    text: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """One lead with what surrounds it; `cells`: behind its name, beneath which its company may stand."""

    lead: Lead
    decision: Decision | None
    url: str
    company_url: str
    cells: tuple[Cell, ...]
    is_company_below: bool


def headings(address: Address, told: Offered, page: LeadPage) -> list[Heading]:
    """The columns in their order."""
    by = _Sorting(address, page)
    css = {"name": "leads-who", "likelihood_change": "leads-likely-change", "priority": "leads-means"}
    return [
        by.heading(
            _order(column, told),
            heading_of(column, told),
            is_number=is_number(column, told),
            css={**css, "reasons": "leads-why"}.get(column, ""),
        )
        for column in (NAME, *_behind(page.columns))
    ]


def rows(address: Address, told: Offered, page: LeadPage, decisions: Mapping[str, Decision]) -> list[Row]:
    """The leads of a page; `decisions`: those that hold, by id."""
    behind = _behind(page.columns)
    labels = {column: (heading_of(column, told), is_number(column, told)) for column in behind}
    kinds = {column: kind_of(column, told) for column in page.columns if column not in FIELDS}

    def cells(lead: Lead) -> tuple[Cell, ...]:
        texts = {column: text_of(value, kinds[column]) for column, value in zip(kinds, lead.values, strict=True)}
        return tuple(Cell(column, labels[column][0], texts.get(column, ""), labels[column][1]) for column in behind)

    return [
        Row(
            lead=lead,
            decision=decisions.get(lead.id),
            url=record_url(told.object, lead.id),
            company_url=record_url("company", lead.company.id) if lead.company else "",
            cells=cells(lead),
            # One that there is: who has none shows an address instead.
            is_company_below=_has_company_below(page.columns) and bool(lead.company or lead.company_text),
        )
        for lead in page.leads
    ]


def _has_company_below(columns: Sequence[str]) -> bool:
    """Whether the company stands beneath the name and not in a column of its own: it does where it comes next."""
    return columns[1:2] == (COMPANY,)


def _behind(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns behind the name."""
    return tuple(columns[2:] if _has_company_below(columns) else columns[1:])


def _order(column: str, told: Offered) -> str:
    """By what a column sorts; empty where it cannot be."""
    if column == "owner":
        return f"{PROPERTY}{told.known_as.owner}"
    return "" if column in (COMPANY, "priority", "reasons") else column


# To find an address among all routes takes longer than to look a row up.
@lru_cache(maxsize=10_000)
def record_url(object: str, id: str) -> str:
    """The page of a record, if there is such a page."""
    try:
        return reverse("record", kwargs={"object": object, "id": id})
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class _Sorting:
    address: Address
    page: LeadPage

    def heading(self, order: str, label: str, *, is_number: bool = False, css: str = "") -> Heading:
        if not order:
            return Heading(label, css=css)
        if order != self.page.order:
            return Heading(label, self.address.to(order=order, descending=None), "", is_number, css)
        url = self.address.to(order=order, descending=not self.page.is_descending)
        return Heading(label, url, "descending" if self.page.is_descending else "ascending", is_number, css)
