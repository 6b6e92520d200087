"""Guesses at one address, from however many clients, become slow, and the owner is never kept out."""

from __future__ import annotations

from tamis.server.accounts.guessing import Guesses


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_after_some_wrong_passwords_each_attempt_waits_longer_up_to_some_seconds() -> None:
    guesses = Guesses(Clock())
    waited = []
    for _ in range(12):
        waited.append(guesses.pause("ada"))
        guesses.failed("ada")
    assert waited == [0, 0, 0, 0, 0, 0.5, 1, 2, 4, 4, 4, 4]
    for _ in range(3_000):
        guesses.failed("ada")
    assert guesses.pause("ada") == 4
    assert guesses.pause("bob") == 0


def test_wrong_passwords_are_forgotten_one_a_minute() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(6):
        guesses.failed("ada")
    assert guesses.pause("ada") == 1
    clock.seconds = 60
    assert guesses.pause("ada") == 0.5
    clock.seconds = 121
    assert guesses.pause("ada") == 0


def test_few_wait_at_once_and_who_needs_not_is_let_through() -> None:
    guesses, slept = Guesses(Clock()), list[float]()
    for _ in range(5):
        guesses.failed("ada")

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            assert guesses.wait("ada", sleep)
            assert guesses.wait("bob", sleep)
        elif len(slept) == 2:
            assert not guesses.wait("ada", sleep)

    assert guesses.wait("ada", sleep)
    assert slept == [0.5, 0.5]
