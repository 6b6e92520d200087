"""Engagement resets: from which instant on what happened counts for a record, in the engagement groups of its scores.

`reset_log` tells of every one, under the number of the record that it was asked of; `resets` is made of it, as scoring
reads it. Of merged contacts, whatever was asked of one of them counts for all.
"""

from __future__ import annotations

from tamis.store.warehouse.warehouse import Warehouse


def add_reset(
    warehouse: Warehouse, object: str, n: int, reset_at: int, asked_at: int, *, now: int, is_again: bool = False
) -> bool:
    """Resets a record as of an instant, inside a transaction; False, and nothing changes, if a reset as of that
    instant or of a later one that is not to come holds already. With `is_again`, one that was asked for at the same
    `asked_at` is this one. Instants are microseconds since the epoch, UTC."""
    held = [(int(at), int(asked)) for _, at, undone_at, asked in _of_record(warehouse, object, n) if undone_at is None]
    if any(reset_at <= at <= max(now, reset_at) for at, _ in held):
        return is_again and (reset_at, asked_at) in held
    warehouse.engine.sql(
        "INSERT INTO warehouse.reset_log SELECT count(*) + 1, ?, ?, ?, ?, NULL FROM warehouse.reset_log",
        [object, n, reset_at, asked_at],
    )
    place_resets(warehouse)
    return True


def undo_reset(warehouse: Warehouse, object: str, n: int, undone_at: int, *, is_again: bool = False) -> int | None:
    """Takes back the reset of a record that was asked for last, inside a transaction, and gives its instant; None if
    none holds. With `is_again`, one that was taken back at the same `undone_at` is enough."""
    found = _of_record(warehouse, object, n)
    done = [int(reset_at) for _, reset_at, at, _ in found if is_again and at == undone_at]
    held = [(reset, reset_at) for reset, reset_at, at, _ in found if at is None]
    if done or not held:
        return done[0] if done else None
    [(reset, reset_at), *_] = held
    warehouse.engine.sql("UPDATE warehouse.reset_log SET undone_at = ? WHERE reset = ?", [undone_at, reset])
    place_resets(warehouse)
    return int(reset_at)


def last_reset(warehouse: Warehouse, object: str, n: int) -> int | None:
    """The instant up to which nothing counts for a record; None if no reset of it holds."""
    found = warehouse.one("SELECT max(reset_at) FROM warehouse.resets WHERE object = ? AND n = ?", [object, n])
    return None if found is None else int(found)


def _of_record(warehouse: Warehouse, object: str, n: int) -> list[tuple[int, int, int | None, int]]:
    """The number of each reset of a record, the newest first, its instant, when it was undone, and asked for."""
    return warehouse.rows(_OF_RECORD, [object, n])


def place_resets(warehouse: Warehouse) -> None:
    """Makes the table that scoring reads anew: who is merged with whom may have changed."""
    if warehouse.one("SELECT EXISTS (FROM warehouse.reset_log)"):
        warehouse.engine.sql("DELETE FROM warehouse.resets")
        warehouse.engine.sql(_PLACE)


_WHOSE = """
    warehouse.reset_log AS r LEFT JOIN warehouse.merged AS m ON r.object = 'contact' AND m.n = r.n
"""
_PLACE = f"""
    INSERT INTO warehouse.resets
    SELECT DISTINCT r.object, coalesce(m.kept, r.n), r.reset_at FROM {_WHOSE} WHERE r.undone_at IS NULL
"""
_OF_RECORD = f"""
    SELECT r.reset, r.reset_at, r.undone_at, r.done_at FROM {_WHOSE}
    WHERE r.object = $1 AND coalesce(m.kept, r.n) = $2 ORDER BY r.reset DESC
"""
