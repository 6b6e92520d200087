"""Likelihoods that end: of those that reached the goal, of a model that is withdrawn, of one that is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tamis.store.warehouse.likelihoods.kept import CLOSED_WON, Saying

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

#: A temporary table of the numbers of records.
_CHOSEN = "chosen_likelihoods"


def clear_reached(warehouse: Warehouse, said: Saying, reached: Sequence[int]) -> int:
    """Takes the likelihoods of the records of these numbers away, because they reached the goal, and tells so; gives
    how many of them had not been told to have reached it. All of it happens, or nothing."""
    number = warehouse.objects()[said.object]
    warehouse.engine.choose(_CHOSEN, reached)
    with warehouse.transaction():
        warehouse.engine.sql(_NEWS.format(records=f"warehouse.records_{number}"), [said.model, said.version])
        news = int(warehouse.one("SELECT count(*) FROM temp.news_of_reached"))
        if news:
            warehouse.engine.sql(_REMEMBER_REACHED, [said.model, said.object, said.at])
            warehouse.engine.sql(_DELETE_REACHED, [said.model])
            warehouse.engine.sql(_KEEP_REACHED, [said.model, said.object, said.at])
    return news


def withdraw_likelihoods(warehouse: Warehouse, model: str, at: int) -> None:
    """Takes all that a model said away, with a row of the history for each record (`withdraw`). All of it, or
    nothing."""
    with warehouse.transaction():
        warehouse.engine.sql(_REMEMBER_WITHDRAWN, [model, at])
        warehouse.engine.sql("DELETE FROM warehouse.likelihoods WHERE model = ?", [model])


def forget_likelihoods(warehouse: Warehouse, model: str) -> None:
    """Takes all that a model said away, and the history of it: the model is deleted. All of it, or nothing."""
    with warehouse.transaction():
        for table in ("likelihoods", "likelihood_history"):
            warehouse.engine.sql(f"DELETE FROM warehouse.{table} WHERE model = ?", [model])


def forget_gone(warehouse: Warehouse) -> None:
    """Takes away what is told of records that are not there, nor merged into others. All of it, or nothing."""
    with warehouse.transaction():
        for object, number in warehouse.objects().items():
            for table in ("likelihoods", "likelihood_history"):
                warehouse.engine.sql(_FORGET_GONE.format(table=table, number=number), [object])


def told_of(warehouse: Warehouse) -> set[str]:
    """The keys of the models that say something of a record, or did."""
    tables = " UNION ".join(
        f"SELECT DISTINCT model FROM warehouse.{each}" for each in ("likelihoods", "likelihood_history")
    )
    return {key for (key,) in warehouse.rows(tables)}


_FORGET_GONE = """
    DELETE FROM warehouse.{table} WHERE object = $1 AND n NOT IN (
        SELECT n FROM warehouse.records_{number} UNION ALL SELECT n FROM warehouse.merged WHERE $1 = 'contact'
    )
"""

_NEWS = f"""
    CREATE OR REPLACE TEMP TABLE news_of_reached AS
    SELECT n, coalesce(l.version, $2) AS version, l.likelihood, l.noted, l."at" AS before_at, l.priority
    FROM temp.{_CHOSEN} AS c SEMI JOIN {{records}} AS r USING (n)
    LEFT JOIN (FROM warehouse.likelihoods WHERE model = $1) AS l USING (n)
    WHERE l.priority IS DISTINCT FROM '{CLOSED_WON}'
"""

_REMEMBER_REACHED = f"""
    INSERT INTO warehouse.likelihood_history
    SELECT $1, $2, n, $3, version, noted, NULL, priority, '{CLOSED_WON}', 'reached' FROM temp.news_of_reached
"""

_DELETE_REACHED = "DELETE FROM warehouse.likelihoods WHERE model = ? AND n IN (SELECT n FROM temp.news_of_reached)"

_KEEP_REACHED = f"""
    INSERT INTO warehouse.likelihoods
    SELECT $1, $2, n, NULL, NULL, NULL, NULL, '{CLOSED_WON}', version, $3, likelihood, before_at, NULL, NULL
    FROM temp.news_of_reached
"""

_REMEMBER_WITHDRAWN = """
    INSERT INTO warehouse.likelihood_history
    SELECT model, object, n, $2, version, noted, NULL, priority, NULL, 'withdraw' FROM warehouse.likelihoods
    WHERE model = $1 AND (likelihood IS NOT NULL OR priority IS NOT NULL)
"""
