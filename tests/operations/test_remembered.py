"""What is found anew, and what is still good enough to be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tamis.operations.remembered import MOST_SECONDS, MOST_SECONDS_AT_WORK, SECONDS_OF_MANY, Remembered


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def finding(clock: Clock, seconds: float) -> tuple[Callable[[], int], list[int]]:
    """What takes so long, and gives another answer each time."""
    found: list[int] = []

    def find() -> int:
        clock.at += seconds
        found.append(len(found))
        return found[-1]

    return find, found


def test_a_list_that_is_dear_serves_for_some_seconds(clock: Clock) -> None:
    remembered, (find, found) = Remembered(clock, clock), finding(clock, 0.1)
    assert [remembered.answer_at_work("a", find) for _ in range(3)] == [0, 0, 0]
    clock.at += 9.9
    assert remembered.answer_at_work("a", find) == 0
    clock.at += 0.2
    assert remembered.answer_at_work("a", find) == 1
    assert remembered.answer_at_work("b", find) == 2
    assert len(found) == 3


def test_a_list_that_is_found_at_once_is_never_old(clock: Clock) -> None:
    remembered, (find, _) = Remembered(clock, clock), finding(clock, 0.09)
    assert [remembered.answer_at_work("a", find) for _ in range(3)] == [0, 1, 2]


def test_a_list_of_many_records_is_found_once_for_all_who_ask_within_seconds(clock: Clock) -> None:
    remembered, (find, _) = Remembered(clock, clock), finding(clock, 0.01)
    assert [remembered.answer_at_work("a", find, of_many=True) for _ in range(3)] == [0, 0, 0]
    clock.at += SECONDS_OF_MANY
    assert remembered.answer_at_work("a", find, of_many=True) == 1


def test_who_asks_while_another_ones_answer_is_found_waits_for_it(clock: Clock) -> None:
    remembered, found, others = Remembered(clock, clock), list[int](), list[Future[int]]()
    with ThreadPoolExecutor() as threads:

        def find() -> int:
            found.append(len(found))
            if not others:
                others.extend(threads.submit(remembered.answer_at_work, "a", find, of_many=True) for _ in range(3))
            return found[-1]

        assert remembered.answer_at_work("a", find, of_many=True) == 0
        assert [other.result() for other in others] == [0, 0, 0]


def test_of_records_only_those_are_looked_up_that_nobody_has_asked_for_lately(clock: Clock) -> None:
    remembered, asked = Remembered(clock, clock), list[list[int]]()

    def find(numbers: Sequence[int]) -> dict[int, str]:
        asked.append(list(numbers))
        return {n: f"{n}, {len(asked)}" for n in numbers if n != 4}

    assert remembered.rows_at_work("a", [1, 2], find) == {1: "1, 1", 2: "2, 1"}
    assert remembered.rows_at_work("a", [2, 3, 4], find) == {2: "2, 1", 3: "3, 2"}
    clock.at += MOST_SECONDS_AT_WORK
    assert remembered.rows_at_work("a", [3], find) == {3: "3, 3"}
    remembered.forget()
    assert remembered.rows_at_work("a", [3], find) == {3: "3, 4"}
    assert asked == [[1, 2], [3, 4], [3], [3]]


def test_of_records_in_the_same_state_what_was_found_serves_for_minutes(clock: Clock) -> None:
    remembered, (find, _) = Remembered(clock, clock), finding(clock, 0)

    def found(state: object) -> int:
        return remembered.rows_at_work("a", [1], lambda _: {1: find()}, {1: state})[1]

    assert [found("x"), found("x"), found("y"), found("y")] == [0, 0, 1, 1]
    clock.at += MOST_SECONDS - 1
    assert found("y") == 1
    clock.at += 1
    assert found("y") == 2


def test_however_dear_a_list_is_not_old_for_long(clock: Clock) -> None:
    remembered, (find, _) = Remembered(clock, clock), finding(clock, 60)
    remembered.answer_at_work("a", find)
    clock.at += MOST_SECONDS_AT_WORK
    assert remembered.answer_at_work("a", find) == 1


def test_whoever_changes_something_sees_it(clock: Clock) -> None:
    remembered, (find, _) = Remembered(clock, clock), finding(clock, 5)
    assert remembered.answer_at_work("a", find) == 0
    remembered.forget()
    assert remembered.answer_at_work("a", find) == 1


def test_what_is_found_while_somebody_changes_something_is_not_kept(clock: Clock) -> None:
    remembered, (find, _) = Remembered(clock, clock), finding(clock, 5)

    def meanwhile() -> int:
        remembered.forget()
        return find()

    assert remembered.answer_at_work("a", meanwhile) == 0
    assert remembered.answer_at_work("a", find) == 1


class Interrupted(Remembered):
    """Somebody changes something in the last moment before an answer is kept."""

    def _keep(self, *answer: Any, **more: Any) -> None:
        self.forget()
        super()._keep(*answer, **more)

    def _keep_rows(self, *rows: Any, **more: Any) -> None:
        self.forget()
        super()._keep_rows(*rows, **more)


def test_nor_is_what_was_found_before_it_kept_after_it(clock: Clock) -> None:
    remembered, (find, _) = Interrupted(clock, clock), finding(clock, 5)
    assert [remembered.answer_at_work("a", find) for _ in range(2)] == [0, 1]
    assert [remembered.answer_until_changed("b", find) for _ in range(2)] == [2, 3]
    assert [remembered.rows_at_work("c", [7], lambda _: {7: find()})[7] for _ in range(2)] == [4, 5]
