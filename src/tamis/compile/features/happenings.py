"""What happened to each record, prepared once for any number of instants: nothing here depends on a landmark.

What a later event could change is kept as an instant (`previous`, `until`) and decided at the landmark, so an event
is never counted by what came after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.expressions import stacked, whole
from tamis.compile.features.rows import DAY, FIRST_DISTINCT, MARKS, UNANSWERED, VISIT
from tamis.compile.tables import Tables

#: Page views further apart than this are two visits (30 minutes, as every web analytics counts).
VISIT_GAP = DAY // 48

CONTACT = "contact"


def compile_happenings(object_type: str, distinct: Sequence[Mapping[str, str]], catalog: Catalog) -> ir.Table:
    """The rows of `HAPPENINGS`: an event each, a visit each, and for what is counted once (the place of each in
    `distinct`; by event type the property that tells) each event that shows one.

    Of companies and deals, the events are those of their contacts; they count from when the contact was created.
    """
    events = _events(object_type, catalog)
    parts = [_plain(events), _visits(events), _unanswered(events)]
    for place, properties in enumerate(distinct):
        if properties:
            parts.append(_distinct(events, properties, FIRST_DISTINCT - place, catalog))
    return stacked(parts)


def compile_activity(catalog: Catalog) -> ir.Table:
    """What contacts did themselves: `contact` and `occurred_at`, not before the contact was created."""
    events = _events(CONTACT, catalog)
    contacts = Tables(catalog).records(CONTACT).select(there_n="n", there_at="created_at")
    joined = events.filter(events.is_own)
    joined = joined.inner_join(contacts, joined.contact == contacts.there_n)
    return joined.select("contact", occurred_at=_from_creation(joined.occurred_at, joined.there_at))


def _events(object_type: str, catalog: Catalog) -> ir.Table:
    """Every event that no machine made: `n` of the record, `contact`, its instant (`occurred_at`), when it counts
    (`counts_at`), its signature, mark and parts, and the properties that are kept event by event."""
    tables = Tables(catalog)
    events = tables.events.inner_join(MARKS, "signature")
    if object_type == CONTACT:
        return events.mutate(n=events.contact, counts_at=events.occurred_at)
    links = tables.links(object_type, CONTACT)
    if links is None:
        return events.mutate(n=events.contact, counts_at=events.occurred_at).filter(ibis.literal(False))
    contacts = tables.records(CONTACT).select(there_n="n", there_at="created_at")
    pairs = links.select(record_n="from_n", contact_n="to_n").distinct()
    pairs = pairs.inner_join(contacts, pairs.contact_n == contacts.there_n)
    joined = events.inner_join(pairs, events.contact == pairs.contact_n)
    counts_at = _from_creation(joined.occurred_at, joined.there_at)
    return joined.mutate(n=joined.record_n, counts_at=counts_at)


def _from_creation(occurred_at: ir.Value, created_at: ir.Value) -> ir.Value:
    # An event of a contact who is not there yet is seen with the contact.
    return ibis.greatest(occurred_at, ibis.coalesce(created_at, occurred_at))


def _plain(events: ir.Table) -> ir.Table:
    return _shaped(events, mark=events.mark)


def _visits(events: ir.Table) -> ir.Table:
    """The first page view of each visit."""
    views = events.filter(events.is_visit).select("n", "contact", "occurred_at", "counts_at")
    before = views.occurred_at.lag().over(group_by=["n", "contact"], order_by=views.occurred_at)
    views = views.mutate(before=before)
    starts = views.filter(views.before.isnull() | (views.occurred_at - views.before > whole(VISIT_GAP)))
    return _shaped(starts, mark=ibis.literal(VISIT, "int32"))


def _unanswered(events: ir.Table) -> ir.Table:
    """The e-mails that were sent, each until the contact answered any: opened, clicked, replied."""
    either = events.filter(events.is_sent | events.is_answer)
    answered_at = ibis.cases((either.is_answer, either.occurred_at))
    # Of one instant, what was sent comes first, and counts as answered.
    order = [either.occurred_at, either.is_answer.cast("int32")]
    following = ibis.window(preceding=0, following=None, group_by=["n", "contact"], order_by=order)
    sent = either.mutate(answered_at=answered_at.min().over(following))
    sent = sent.filter(sent.is_sent)
    return _shaped(sent, mark=ibis.literal(UNANSWERED, "int32"), until=sent.answered_at)


def _distinct(events: ir.Table, properties: Mapping[str, str], mark: int, catalog: Catalog) -> ir.Table:
    """Events that show one of something, each with when the same contact was shown it before."""
    shown = _with_item(events, properties, catalog)
    before = shown.counts_at.lag().over(group_by=["n", "contact", "item"], order_by=[shown.occurred_at])
    shown = shown.mutate(before=before)
    return _shaped(shown, mark=ibis.literal(mark, "int32"), previous=shown.before)


def _with_item(events: ir.Table, properties: Mapping[str, str], catalog: Catalog) -> ir.Table:
    """The events of those types that have a value of their property: with it, as a text (`item`)."""
    signatures = Tables(catalog).signatures
    known = signatures.filter(signatures.type.isin(sorted(properties)))
    known = known.rename({f"of_{name}": name for name in known.columns})
    joined = events.inner_join(known, events.signature == known.of_signature)
    values = []
    for type, name in sorted(properties.items()):
        kept = catalog.events[type][name]
        value = joined[kept.column] if kept.inline else joined[f"of_{kept.column}"]
        values.append((joined.of_type == type, value.cast("string")))
    joined = joined.mutate(item=ibis.cases(*values))
    return joined.filter(joined.item.notnull()).select("n", "contact", "occurred_at", "counts_at", "item")


def _shaped(
    events: ir.Table, *, mark: ir.Value, previous: ir.Value | None = None, until: ir.Value | None = None
) -> ir.Table:
    nothing = ibis.null("int64")
    return events.select(
        n=events.n,
        occurred_at=events.counts_at,
        mark=mark,
        previous=nothing if previous is None else previous,
        until=nothing if until is None else until,
    )
