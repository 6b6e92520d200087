"""Contacts known by their e-mail address: rows without an id get that of the contact whose address they have."""

from __future__ import annotations

from dataclasses import replace

from tamis.connectors.files.columns import Column
from tamis.connectors.files.rejects import RejectLog
from tamis.connectors.files.source import Source
from tamis.connectors.files.tables import EVENTS
from tamis.engine import DuckDBEngine
from tamis.engine.text import is_email, normalised_email
from tamis.errors import DataError

CONTACTS, BY_ADDRESS = "contacts", "contact_email"


def identified_by_address(
    engine: DuckDBEngine, sources: dict[str, Source], known: str, log: RejectLog
) -> dict[str, Source]:
    """The sources with an id in every row of contacts, and the id of a contact in every event that can be told by
    `contact_email`. `known`: SQL of the contacts that are there (`id`, `email`, and `whole`: the record it is part of).

    An address is compared trimmed and in small letters. Rows of an address that several contacts have are rejected, and
    contacts without an id and an address. A new contact's id is its address, with a number where that is taken. Raises
    DataError for events that name nobody.
    """
    contacts, events = sources.get(CONTACTS), sources.get(EVENTS)
    engine.sql("CREATE TEMP TABLE addressed (f INTEGER, line BIGINT, id VARCHAR, email VARCHAR)")
    _check(contacts, ("id", "email"))
    _check(events, ("contact_id", BY_ADDRESS))
    if contacts is not None:
        id, email = contacts.column("id"), normalised_email(contacts.column("email").text)
        engine.sql(f"INSERT INTO addressed SELECT f, line, {id.text}, {email} FROM {contacts.placed}")
    _make_book(engine, known)
    _add_new(engine, known)
    found = dict(sources)
    if contacts is not None:
        found[CONTACTS] = _with_ids(engine, contacts, log)
    if events is not None and BY_ADDRESS in events.columns:
        found[EVENTS] = _with_contacts(engine, events, log)
    return found


def _check(source: Source | None, names: tuple[str, str]) -> None:
    """Raises DataError for a table that tells of contacts and has neither column. (One without rows may be without.)"""
    if source is not None and source.columns and not any(name in source.columns for name in names):
        raise DataError(source.told_as, f"It has no column {' and no column '.join(names)}.")


def _make_book(engine: DuckDBEngine, known: str) -> None:
    """`book`: each address, how many contacts have it (`wholes`), and the id that it leads to. What the rows with an id
    say of their addresses comes before what was known of those contacts."""
    engine.sql(
        "CREATE TEMP TABLE book AS WITH told AS ("
        "SELECT a.id, a.email, coalesce(k.whole, a.id) AS whole FROM addressed AS a"
        f" LEFT JOIN {known} AS k ON k.id = a.id WHERE a.id IS NOT NULL AND a.email IS NOT NULL"
        f" UNION ALL SELECT id, {normalised_email('email')}, whole FROM {known} AS k"
        " WHERE id NOT IN (SELECT id FROM addressed WHERE id IS NOT NULL AND email IS NOT NULL))"
        " SELECT email, count(DISTINCT whole) AS wholes, first(id ORDER BY id <> whole, id) AS id FROM told"
        f" WHERE {is_email('email')} GROUP BY email"
    )


def _add_new(engine: DuckDBEngine, known: str) -> None:
    """Enters the addresses that are nobody's yet, each under an id that is nobody's."""
    engine.sql(
        "CREATE TEMP TABLE newcomers AS SELECT DISTINCT email, email AS id, 1 AS attempt FROM addressed"
        f" WHERE id IS NULL AND {is_email('email')} AND email NOT IN (SELECT email FROM book)"
    )
    taken = f"(SELECT id FROM {known} UNION SELECT id FROM addressed WHERE id IS NOT NULL)"
    is_taken = f"id IN {taken} OR id IN (SELECT id FROM newcomers GROUP BY id HAVING count(*) > 1)"
    while engine.sql(f"SELECT count(*) FROM newcomers WHERE {is_taken}").fetchall() != [(0,)]:
        # Of two newcomers neither can have what would be the other's: the one of that very address keeps it.
        engine.sql(
            "UPDATE newcomers SET attempt = attempt + 1, id = email || '-' || (attempt + 1)"
            f" WHERE id IN {taken} OR (attempt > 1 AND ({is_taken}))"
        )
    engine.sql("INSERT INTO book SELECT email, 1, id FROM newcomers")
    engine.sql("DROP TABLE newcomers")


def _with_ids(engine: DuckDBEngine, source: Source, log: RejectLog) -> Source:
    """The contacts that can be told, each with its id."""
    refused = " ".join(f"WHEN {test} THEN '{reason}'" for test, reason in _REASONS)
    log.reject_rows(
        source.number,
        "SELECT f, line, 'email' AS \"column\", reason FROM (SELECT f, line,"
        f" CASE {refused} END AS reason FROM addressed AS a LEFT JOIN book AS b USING (email)"
        " WHERE a.id IS NULL) WHERE reason IS NOT NULL",
    )
    engine.sql(
        "CREATE TEMP TABLE identified AS SELECT r.*, coalesce(a.id, b.id) AS own_id"
        f" FROM {source.placed} AS r JOIN addressed AS a USING (f, line) LEFT JOIN book AS b ON b.email = a.email"
        " WHERE a.id IS NOT NULL OR b.wholes = 1"
    )
    id = Column("id", "own_id", said="own_id")
    return replace(source, columns={**source.columns, "id": id}, plain="identified", placed="identified")


_SEVERAL = "several contacts have this e-mail"
_REASONS = (
    ("a.email IS NULL", "id and email are blank"),
    (f"NOT {is_email('a.email')}", "email is no address"),
    ("b.wholes > 1", _SEVERAL),
)


def _with_contacts(engine: DuckDBEngine, source: Source, log: RejectLog) -> Source:
    """The events with the id of their contact: as it is told, or by the address."""
    own, address = source.column("contact_id").text, normalised_email(source.column(BY_ADDRESS).text)
    engine.sql(
        "CREATE TEMP TABLE events_told AS SELECT r.*, b.wholes,"
        f" coalesce({own}, CASE WHEN b.wholes = 1 THEN b.id END) AS own_contact,"
        f" coalesce({own}, 'email:' || {address}) AS said_contact"
        f" FROM {source.placed} AS r LEFT JOIN book AS b ON b.email = {address}"
    )
    ambiguous = "own_contact IS NULL AND wholes > 1"
    log.reject_rows(
        source.number,
        f"SELECT f, line, '{BY_ADDRESS}' AS \"column\", '{_SEVERAL}' AS reason FROM events_told WHERE {ambiguous}",
    )
    engine.sql(f"DELETE FROM events_told WHERE {ambiguous}")
    columns = {name: column for name, column in source.columns.items() if name != BY_ADDRESS}
    # The address itself is no property of what happened.
    columns["contact_id"] = Column("contact_id", "own_contact", said="said_contact")
    return replace(source, columns=columns, plain="events_told", placed="events_told")
