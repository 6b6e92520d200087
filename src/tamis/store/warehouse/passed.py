"""The records that the passing of time may have moved: those with something at the edge of a window or a step, or
fading, or that begins to be seen, as does a reset after the clock was set back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tamis.definitions.passing import Passing
from tamis.definitions.walk import CONTACT
from tamis.store.warehouse.live.dirty import Touched
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.warehouse import Warehouse


def records_passed(
    warehouse: Warehouse, passing: Passing, since: int, upto: int, *, knowing: Sequence[str] = ()
) -> Touched:
    """All records that may be worth something else at the instant `upto` than at the earlier one `since`
    (microseconds since the epoch, UTC) though nothing happened; without those that only look at one of these.

    `knowing`: keys of the scores of contacts that are asked about, where these look at no other contact. What a contact
    did before its values were computed is in them then, and need not be looked at again: else whoever did something in
    the last minute would be computed twice.
    """
    found: dict[str, set[int]] = {}
    for object, number in warehouse.objects().items():
        known = _known(knowing if object == CONTACT else ())
        for table, column in ((f"records_{number}", "created_at"), (f"changes_{number}", "changed_at")):
            rows = warehouse.rows(
                f"SELECT DISTINCT e.n FROM warehouse.{table} AS e LEFT JOIN ({known}) AS k ON k.n = e.n"
                f' WHERE e.{column} > ? AND e.{column} <= ? AND (k."at" IS NULL OR k."at" < e.{column})',
                [since, upto],
            )
            found.setdefault(object, set()).update(int(n) for (n,) in rows)
    resets = warehouse.rows(
        "SELECT DISTINCT object, n FROM warehouse.resets WHERE reset_at > ? AND reset_at <= ?", [since, upto]
    )
    for object, n in resets:
        found[object].add(int(n))
    found[CONTACT].update(_contacts(warehouse, passing, since, upto, knowing))
    return Touched({object: tuple(sorted(numbers)) for object, numbers in found.items() if numbers})


def _contacts(warehouse: Warehouse, passing: Passing, since: int, upto: int, knowing: Sequence[str]) -> Iterable[int]:
    seen = _between(since, upto)
    spans = {(type, _between(since - age, upto - age)) for type, ages in passing.edges.items() for age in ages}
    spans |= {(type, _between(since - age, upto)) for type, age in passing.fades.items()}
    news = f'({seen} AND (k."at" IS NULL OR k."at" < e.occurred_at))'
    tests = {news, *(f"(s.type = {literal(type)} AND {between})" for type, between in spans)}
    # The few instants first, whatever the type: most events are out of it then, and cost a fifth.
    instants = {seen, *(between for _, between in spans)}
    rows = warehouse.rows(
        "SELECT DISTINCT contact FROM"
        f" (FROM warehouse.events AS e WHERE contact >= 0 AND ({' OR '.join(sorted(instants))})) AS e"
        f" JOIN warehouse.signatures AS s USING (signature) LEFT JOIN ({_known(knowing)}) AS k ON k.n = e.contact"
        f" WHERE {' OR '.join(sorted(tests))}"
    )
    return (int(n) for (n,) in rows)


def _known(knowing: Sequence[str]) -> str:
    """SQL of the contacts that have a value of all these scores, and the instant of the oldest (`n`, `at`)."""
    keys = ", ".join(map(literal, sorted(knowing))) or "NULL"
    return (
        f'SELECT n, min("at") AS "at" FROM warehouse.score_values WHERE object = \'{CONTACT}\' AND score IN ({keys})'
        f" GROUP BY n HAVING count(*) = {len(knowing)}"
    )


def _between(after: int, upto: int) -> str:
    return f"(e.occurred_at > {after} AND e.occurred_at <= {upto})"
