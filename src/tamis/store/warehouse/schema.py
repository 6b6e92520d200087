"""The tables of a warehouse, and what an empty one is made of.

Records, events and their like have the shapes that the compiler reads (`tamis.compile.tables`), so a score is computed
where the data lies. Tables and columns have names of our own; `objects`, `properties`, `event_properties` and `pairs`
say which of a person's names they stand for.
"""

from tamis.store.warehouse.values import VALUES_DDL

FORMAT = 11

OBJECTS = ("contact", "company", "deal")

# Contacts come first of the objects, and so have a number that is known beforehand.
CONTACTS, CONTACT_CHANGES = "warehouse.records_0", "warehouse.changes_0"

#: The type of a text that is another one in every row: not packed (`various_texts`).
VARIOUS = "VARCHAR USING COMPRESSION uncompressed"
_RECORDS = f"n INTEGER, id {VARIOUS}, created_at BIGINT"
_CHANGES = (
    "n INTEGER, property VARCHAR, changed_at BIGINT, until BIGINT,"
    " text VARCHAR, number DOUBLE, flag BOOLEAN, instant BIGINT"
)
_VISITORS = f"anonymous_id {VARIOUS}, n INTEGER"
_ALIASES = f"name {VARIOUS}, n INTEGER"
_DIRTY = "object VARCHAR, n INTEGER, cause VARCHAR, detail VARCHAR"
_RESET_LOG = "reset INTEGER, object VARCHAR, n INTEGER, reset_at BIGINT, done_at BIGINT, undone_at BIGINT"
_RESETS = "object VARCHAR, n INTEGER, reset_at BIGINT"
_NEWEST_EVENTS = "contact INTEGER, occurred_at BIGINT"
_HEARD = "source VARCHAR, day INTEGER, last_at BIGINT"
_DISMISSALS = "one INTEGER, other INTEGER, dismissed_at BIGINT"
_LIKELIHOODS_OF_8 = (
    "model VARCHAR, object VARCHAR, n INTEGER, log_odds DOUBLE, likelihood DOUBLE, low DOUBLE, high DOUBLE,"
    ' priority VARCHAR, version INTEGER, "at" BIGINT, before DOUBLE, before_at BIGINT, reasons VARCHAR'
)
_LIKELIHOODS = f"{_LIKELIHOODS_OF_8}, noted DOUBLE"
_LIKELIHOOD_HISTORY = (
    'model VARCHAR, object VARCHAR, n INTEGER, "at" BIGINT, version INTEGER, before DOUBLE, after DOUBLE,'
    " priority_before VARCHAR, priority_after VARCHAR, cause VARCHAR"
)
_TABLES = {
    "settings": "name VARCHAR, value VARCHAR",
    "objects": "object VARCHAR, number INTEGER",
    "properties": (
        "object VARCHAR, name VARCHAR, type VARCHAR, options VARCHAR[], column_name VARCHAR, has_history BOOLEAN"
    ),
    # What a table said last of a property whose value comes from changes: only if it says something else is it news.
    "told": "object VARCHAR, n INTEGER, property VARCHAR, text VARCHAR, number DOUBLE, flag BOOLEAN, instant BIGINT",
    "event_types": "type VARCHAR",
    # Without an event type: a property that all of them may have.
    "event_properties": (
        "event_type VARCHAR, name VARCHAR, type VARCHAR, options VARCHAR[], column_name VARCHAR, inline BOOLEAN"
    ),
    "pairs": "from_object VARCHAR, to_object VARCHAR, table_name VARCHAR",
    "static_segments": "segment VARCHAR, object VARCHAR",
    "members": "segment VARCHAR, n INTEGER",
    "signatures": "signature INTEGER, type VARCHAR, machine BOOLEAN",
    "events": "contact INTEGER, occurred_at BIGINT, signature INTEGER, key UHUGEINT",
    # Every merge there ever was; one that holds has no `undone_at`.
    "merges": "merge INTEGER, kept INTEGER, other INTEGER, merged_at BIGINT, undone_at BIGINT, together BIGINT",
    # The contacts that are one record now (merged_groups.Merged), and what the tables above would say of them had they
    # never been merged. `merged_records` is made anew each time, with the columns that contacts have by then. Of the
    # events: by whose id they came, where that contact is no record now.
    "merged": "n INTEGER, kept INTEGER, place INTEGER, merged_at BIGINT",
    "merged_records": _RECORDS,
    "merged_changes": _CHANGES,
    "merged_links": "table_name VARCHAR, from_n INTEGER, to_n INTEGER, label VARCHAR, rank INTEGER",
    "merged_members": "segment VARCHAR, n INTEGER",
    "merged_events": "contact INTEGER, key UHUGEINT",
    "merged_values": (
        "score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR,"
        ' version INTEGER, "at" BIGINT, noted BIGINT'
    ),
    # Whom anonymous ids stand for: a contact, or, below zero, a visitor that nobody knows yet.
    "visitors": _VISITORS,
    # Names that nobody was known by when a source said whose they are, and of which contact, by the number of its own.
    "aliases": _ALIASES,
    # Records that something happened to since their scores were computed, and what.
    "dirty": _DIRTY,
    # Every engagement reset there ever was, of records by the number of their own; one that holds has no `undone_at`.
    # And those that hold, as scoring reads them: of merged contacts, by the number of the kept one.
    "reset_log": _RESET_LOG,
    "resets": _RESETS,
    # Contacts of which a person said that they are two, by numbers of their own, the lesser first.
    "dismissals": _DISMISSALS,
    # Of each contact the instant of its newest event that no machine made (newest_events.py).
    "newest_events": _NEWEST_EVENTS,
    # Of each source the days on which it was heard of (live/heard.py).
    "heard": _HEARD,
    # What the live models say of records (likelihoods/reading.py), and a row for each change of note. `noted` is the
    # likelihood that these rows said last, so they add up however slowly it moves.
    "likelihoods": _LIKELIHOODS,
    "likelihood_history": _LIKELIHOOD_HISTORY,
}


#: The step after which texts that are various are unpacked.
UNPACKING = 10

#: What makes a warehouse of an earlier format one of the next. Never changed: a new one is added.
STEPS: dict[int, tuple[str, ...]] = {
    1: (
        f"CREATE TABLE warehouse.visitors ({_VISITORS})",
        f"CREATE TABLE warehouse.dirty ({_DIRTY})",
        "ALTER TABLE warehouse.score_values ADD COLUMN noted BIGINT",
        "ALTER TABLE warehouse.merged_values ADD COLUMN noted BIGINT",
        "UPDATE warehouse.score_values SET noted = points",
        "UPDATE warehouse.merged_values SET noted = points",
    ),
    2: (
        f"CREATE TABLE warehouse.reset_log ({_RESET_LOG})",
        f"CREATE TABLE warehouse.resets ({_RESETS})",
    ),
    3: (f"CREATE TABLE warehouse.dismissals ({_DISMISSALS})",),
    4: (f"CREATE TABLE warehouse.aliases ({_ALIASES})",),
    5: (
        f"CREATE TABLE warehouse.newest_events ({_NEWEST_EVENTS})",
        """
        INSERT INTO warehouse.newest_events
        SELECT contact, max(occurred_at) FROM warehouse.events JOIN warehouse.signatures AS s USING (signature)
        WHERE NOT s.machine AND contact >= 0 GROUP BY contact
        """,
    ),
    6: (f"CREATE TABLE warehouse.heard ({_HEARD})",),
    7: (
        f"CREATE TABLE warehouse.likelihoods ({_LIKELIHOODS_OF_8})",
        f"CREATE TABLE warehouse.likelihood_history ({_LIKELIHOOD_HISTORY})",
    ),
    8: (
        "ALTER TABLE warehouse.likelihoods ADD COLUMN noted DOUBLE",
        """
        UPDATE warehouse.likelihoods AS l SET noted = h.after
        FROM (
            SELECT model, object, n, arg_max(struct_pack(after := after), rowid).after AS after
            FROM warehouse.likelihood_history GROUP BY ALL
        ) AS h
        WHERE l.model = h.model AND l.object = h.object AND l.n = h.n
        """,
    ),
    9: ("ALTER TABLE warehouse.merges ADD COLUMN together BIGINT",),
    # What is various among the records is unpacked, for which no statement could be written here.
    10: (),
}


def empty_warehouse(time_zone: str) -> list[tuple[str, list[object]]]:
    """The statements, with their parameters, that make an empty warehouse."""
    tables = [f"CREATE TABLE warehouse.{table} ({columns})" for table, columns in _TABLES.items()]
    made: list[tuple[str, list[object]]] = [(statement, []) for statement in (*tables, *VALUES_DDL)]
    settings = (("format", str(FORMAT)), ("time_zone", time_zone))
    made += [("INSERT INTO warehouse.settings VALUES (?, ?)", list(setting)) for setting in settings]
    for number, name in enumerate(OBJECTS):
        made += new_object(name, number)
    return made


def new_object(name: str, number: int) -> list[tuple[str, list[object]]]:
    """The statements that make the tables of one more object type."""
    return [
        ("INSERT INTO warehouse.objects VALUES (?, ?)", [name, number]),
        (f"CREATE TABLE warehouse.records_{number} ({_RECORDS})", []),
        (f"CREATE TABLE warehouse.changes_{number} ({_CHANGES})", []),
    ]
