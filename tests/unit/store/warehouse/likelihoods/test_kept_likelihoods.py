"""What models say of records is kept all at once, with a row of history for what moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pytest
from tests.unit.store.warehouse.conftest import Store

from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.erasure import erase_contact
from tamis.store.warehouse.likelihoods import (
    CLOSED_WON,
    Changed,
    Saying,
    clear_reached,
    forget_likelihoods,
    keep_likelihoods,
    likelihood_history_of,
    predictions,
    read_likelihoods,
    withdraw_likelihoods,
)

Told = Mapping[int, tuple[float | None, str | None]]


@pytest.fixture
def leads(store: Store) -> Store:
    """Contacts a to d, with the numbers 0 to 3."""
    store.take(contacts__csv="id\na\nb\nc\nd\n")
    return store


def keep(
    store: Store, told: Told, *, at: int = 10, version: int = 1, model: str = "m", cause: str = "predict"
) -> Changed:
    """As if a model had said these likelihoods and priorities, by number."""
    is_open = {n: likelihood for n, (likelihood, _) in told.items() if likelihood is not None}
    batch = pa.table(
        {
            "n": pa.array(is_open, pa.int32()),
            "log_odds": [0.5] * len(is_open),
            "likelihood": list(is_open.values()),
            "low": [1.0] * len(is_open),
            "high": [99.0] * len(is_open),
            "reasons": ["[]"] * len(is_open),
        }
    )
    priorities = pa.table(
        {"n": pa.array(told, pa.int32()), "priority": pa.array([p for _, p in told.values()], pa.string())}
    )
    with store.opened() as warehouse, predictions(warehouse) as asked:
        asked.add(batch)
        asked.prioritise(priorities)
        return keep_likelihoods(warehouse, Saying(model, "contact", version, at, cause))


def kept(store: Store, n: int, model: str = "m") -> tuple[object, ...] | None:
    with store.opened() as warehouse:
        found = read_likelihoods(warehouse, "contact", n).get(model)
    return found and (found.likelihood, found.priority, found.version, found.at, found.before, found.before_at)


def history(store: Store, n: int) -> list[tuple[object, ...]]:
    with store.opened() as warehouse:
        rows = likelihood_history_of(warehouse, "contact", n)
    return [(row.at, row.before, row.after, row.priority_before, row.priority_after, row.cause) for row in rows]


def test_the_first_prediction_is_new_to_everybody(leads):
    changed = keep(leads, {0: (80.0, "very high"), 1: (5.0, "low"), 2: (None, CLOSED_WON), 3: (None, None)})
    assert changed == Changed(records=4, open=2, changed=3, cleared=0)
    assert kept(leads, 0) == (80.0, "very high", 1, 10, None, None)
    assert kept(leads, 2) == (None, CLOSED_WON, 1, 10, None, None)
    assert kept(leads, 3) == (None, None, 1, 10, None, None)
    assert history(leads, 0) == [(10, None, 80.0, None, "very high", "predict")]
    assert history(leads, 2) == [(10, None, None, None, CLOSED_WON, "reached")]
    assert history(leads, 3) == []


def test_the_change_is_held_against_the_run_before(leads):
    keep(leads, {0: (40.0, "high")})
    keep(leads, {0: (42.5, "high")}, at=20)
    assert kept(leads, 0) == (42.5, "high", 1, 20, 40.0, 10)
    assert history(leads, 0)[1:] == [(20, 40.0, 42.5, "high", "high", "predict")]


def test_what_another_version_said_is_no_change_of_the_record(leads):
    keep(leads, {0: (40.0, "high")})
    keep(leads, {0: (62.5, "high")}, at=20, version=2, cause="publish")
    assert kept(leads, 0) == (62.5, "high", 2, 20, None, None)
    assert history(leads, 0)[1:] == [(20, 40.0, 62.5, "high", "high", "publish")]


@pytest.mark.parametrize(
    ("after", "priority", "is_told"),
    [(40.9, "high", False), (41.0, "high", True), (39.0, "high", True), (40.2, "medium", True), (None, None, True)],
)
def test_the_history_tells_of_a_point_or_another_priority(leads, after, priority, is_told):
    keep(leads, {0: (40.0, "high")})
    assert keep(leads, {0: (after, priority)}, at=20).changed == is_told
    assert len(history(leads, 0)) == 1 + is_told


def test_what_moves_slowly_is_told_too_so_that_the_history_adds_up(leads):
    for day, likelihood in enumerate([40.0, 40.4, 40.8, 41.2, 41.6], start=1):
        keep(leads, {0: (likelihood, "high"), 1: (likelihood, "high"), 2: (likelihood, "high")}, at=day)
    assert kept(leads, 0) == (41.6, "high", 1, 5, 41.2, 4)
    assert history(leads, 0)[1:] == [(4, 40.0, 41.2, "high", "high", "predict")]
    with leads.opened() as warehouse:
        clear_reached(warehouse, Saying("m", "contact", 1, 6), [0])
        withdraw_likelihoods(warehouse, "m", 7)
    for n, cause in ((0, "reached"), (1, "withdraw")):
        assert next(row for row in history(leads, n) if row[-1] == cause)[1:3] == (41.2, None)


def test_who_is_no_longer_asked_about_has_no_row_but_a_history(leads):
    keep(leads, {0: (40.0, "high"), 1: (5.0, "low")})
    assert keep(leads, {1: (5.0, "low")}, at=20) == Changed(records=1, open=1, changed=1, cleared=1)
    assert kept(leads, 0) is None
    assert history(leads, 0)[-1] == (20, 40.0, None, "high", None, "predict")


def test_models_do_not_touch_each_other(leads):
    keep(leads, {0: (40.0, "high")})
    keep(leads, {0: (7.0, "low")}, model="other")
    keep(leads, {1: (3.0, "low")}, model="other", at=20)
    assert kept(leads, 0) == (40.0, "high", 1, 10, None, None)


def test_who_is_not_there_any_more_is_not_told_of(leads):
    # Erased while the model was asked.
    assert keep(leads, {0: (40.0, "high"), 99: (50.0, "high")}).records == 1
    assert kept(leads, 99) is None
    assert history(leads, 99) == []


def test_who_is_erased_in_that_very_moment_is_not_told_of(leads):
    with leads.opened() as warehouse, predictions(warehouse) as asked:
        asked.prioritise(pa.table({"n": pa.array([0, 1], pa.int32()), "priority": ["low", "low"]}))
        warehouse.engine.heard = erasing(leads, when="INSERT INTO warehouse.likelihoods", n=1)
        keep_likelihoods(warehouse, Saying("m", "contact", 1, 20))
    for table in ("likelihoods", "likelihood_history"):
        assert leads.rows(f"SELECT n FROM {table}") == [(0,)]


def erasing(store: Store, *, when: str, n: int) -> Callable[[str], object]:
    def hear(statement: str) -> None:
        if when in statement:
            with store.opened() as other:
                erase_contact(other, n)

    return hear


def test_nothing_is_kept_where_something_fails(leads):
    keep(leads, {0: (40.0, "high")})
    with leads.opened() as warehouse, pytest.raises(RuntimeError, match="stopped"):
        stopped_while_keeping(warehouse)
    assert kept(leads, 0) == (40.0, "high", 1, 10, None, None)
    assert len(history(leads, 0)) == 1


def stopped_while_keeping(warehouse: Warehouse) -> None:
    def hear(statement: str) -> None:
        if "DELETE FROM warehouse.likelihoods" in statement:
            raise RuntimeError("stopped")

    with predictions(warehouse) as asked:
        asked.prioritise(pa.table({"n": pa.array([0], pa.int32()), "priority": ["low"]}))
        warehouse.engine.heard = hear
        keep_likelihoods(warehouse, Saying("m", "contact", 2, 20))


def test_those_that_reached_the_goal_are_cleared_once(leads):
    keep(leads, {0: (40.0, "high"), 1: (5.0, "low"), 2: (None, CLOSED_WON)})
    with leads.opened() as warehouse:
        # One that no prediction knows yet, and one that is not there.
        reached = [0, 2, 3, 99]
        assert clear_reached(warehouse, Saying("m", "contact", 1, 20), reached) == 2
        assert clear_reached(warehouse, Saying("m", "contact", 1, 30), reached) == 0
    assert kept(leads, 0) == (None, CLOSED_WON, 1, 20, 40.0, 10)
    assert kept(leads, 3) == (None, CLOSED_WON, 1, 20, None, None)
    assert kept(leads, 1) == (5.0, "low", 1, 10, None, None)
    assert history(leads, 0)[-1] == (20, 40.0, None, "high", CLOSED_WON, "reached")
    assert kept(leads, 99) is None


def test_a_withdrawn_model_leaves_its_history_and_a_deleted_one_nothing(leads):
    keep(leads, {0: (40.0, "high")})
    keep(leads, {0: (7.0, "low")}, model="other")
    with leads.opened() as warehouse:
        withdraw_likelihoods(warehouse, "m", 30)
        forget_likelihoods(warehouse, "other")
    assert kept(leads, 0) is None
    assert history(leads, 0) == [
        (10, None, 40.0, None, "high", "predict"),
        (30, 40.0, None, "high", None, "withdraw"),
    ]


def test_a_merged_contact_has_none_of_its_own(leads):
    keep(leads, {0: (40.0, "high"), 1: (5.0, "low")})
    keep(leads, {0: (40.0, "high"), 1: (5.5, "low")}, at=10)
    leads.merge("a", "b")
    assert kept(leads, 1) is None
    assert kept(leads, 0)[:2] == (40.0, "high")
    assert history(leads, 1)[-1][1:] == (5.0, None, "low", None, "merge")
    leads.unmerge("b")
    assert kept(leads, 1) is None


def test_an_erased_contact_leaves_nothing_behind(leads):
    keep(leads, {0: (40.0, "high"), 1: (5.0, "low")})
    leads.merge("a", "b")
    with leads.opened() as warehouse:
        assert erase_contact(warehouse, 0).rows["changes of likelihoods"] == 3
    for table in ("likelihoods", "likelihood_history"):
        assert leads.rows(f"FROM {table}") == []
