"""Who is at a company, and what the contacts there did: instants to be counted by."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.expressions import whole
from tamis.compile.features.happenings import CONTACT, compile_activity
from tamis.compile.moment import EARLIEST
from tamis.compile.tables import Tables

COMPANY = "company"


def compile_members(catalog: Catalog) -> ir.Table | None:
    """`key` (a company), `at`: when each contact that is associated with it was created (the earliest instant there
    is where that is unknown); None where there are no such associations."""
    pairs = _pairs(catalog)
    if pairs is None:
        return None
    contacts = Tables(catalog).records(CONTACT).select(there_n="n", there_at="created_at")
    joined = pairs.inner_join(contacts, pairs.contact == contacts.there_n)
    return joined.select(key="company", at=ibis.coalesce(joined.there_at, whole(EARLIEST)))


def compile_deeds(catalog: Catalog, *, by: str) -> ir.Table:
    """`key`, `at`: the instant of each thing that contacts did themselves, by `company` (of each company that the
    contact is associated with) or by `contact`."""
    activity = compile_activity(catalog)
    if by == CONTACT:
        return activity.select(key="contact", at="occurred_at")
    pairs = _pairs(catalog)
    assert pairs is not None
    joined = activity.inner_join(pairs, "contact")
    return joined.select(key="company", at="occurred_at")


def _pairs(catalog: Catalog) -> ir.Table | None:
    links = Tables(catalog).links(COMPANY, CONTACT)
    return None if links is None else links.select(company="from_n", contact="to_n").distinct()
