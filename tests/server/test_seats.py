"""Pages leave threads for messages: so many are made at once, some wait, and the others come again."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Thread

from tamis.server.seats import Seats


def test_who_finds_no_seat_waits_for_one_and_the_others_are_told_to_come_again() -> None:
    seats = Seats(seats=1, waiting=1, patience=60)
    begun, got = Event(), list[bool]()

    def wait() -> None:
        begun.set()
        with seats.taken() as has_seat:
            got.append(has_seat)

    with ExitStack() as stack:
        assert stack.enter_context(seats.taken())
        waiting = Thread(target=wait)
        waiting.start()
        begun.wait()
        while seats._waiting._value:
            pass
        with seats.taken() as has_seat:
            assert not has_seat
    waiting.join()
    assert got == [True]


def test_nobody_waits_for_ever() -> None:
    seats = Seats(seats=1, waiting=1, patience=0.01)
    with seats.taken(), seats.taken() as has_seat:
        assert not has_seat


def test_a_seat_is_free_again_also_after_an_error() -> None:
    seats = Seats(seats=1, waiting=1, patience=0.01)
    for _ in range(3):
        try:
            with seats.taken() as has_seat:
                assert has_seat
                raise RuntimeError
        except RuntimeError:
            pass
