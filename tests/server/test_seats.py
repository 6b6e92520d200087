"""Pages leave threads for messages, and one person's for others': so many are made at once, some wait, and the rest
come again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from threading import Event, Thread
from typing import Any, cast

from tamis.server.bodies import Bodies
from tamis.server.callers import Callers
from tamis.server.context import PERSON
from tamis.server.desk import Desk
from tamis.server.pages import Pages
from tamis.server.reach import Reach
from tamis.server.seats import Seats


def waits(seats: Seats, who: str, got: list[bool]) -> Thread:
    """Somebody who waits for a seat by now."""
    before, begun = seats.waiting, Event()

    def wait() -> None:
        begun.set()
        with seats.taken(who) as has_seat:
            got.append(has_seat)

    waiting = Thread(target=wait)
    waiting.start()
    begun.wait()
    while seats.waiting == before:
        pass
    return waiting


def test_who_finds_no_seat_waits_for_one_and_the_others_are_told_to_come_again() -> None:
    seats, got = Seats(seats=1, waiting=1, patience=60), list[bool]()
    with ExitStack() as stack:
        assert stack.enter_context(seats.taken("ann"))
        waiting = waits(seats, "bob", got)
        with seats.taken("cem") as has_seat:
            assert not has_seat
    waiting.join()
    assert got == [True]


def test_whoever_asks_for_much_waits_for_themselves_and_others_are_answered() -> None:
    seats, got = Seats(seats=3, waiting=2, patience=60, own_seats=2, own_waiting=1), list[bool]()
    with ExitStack() as stack:
        assert all(stack.enter_context(seats.taken("ann")) for _ in range(2))
        waiting = waits(seats, "ann", got)
        with seats.taken("ann") as has_seat:
            assert not has_seat
        with seats.taken("bob") as has_seat:
            assert has_seat
    waiting.join()
    assert got == [True]


def test_nobody_waits_for_ever() -> None:
    seats = Seats(seats=1, waiting=1, patience=0.01)
    with seats.taken("ann"), seats.taken("bob") as has_seat:
        assert not has_seat


def test_a_seat_is_free_again_also_after_an_error() -> None:
    seats = Seats(seats=1, waiting=1, patience=0.01)
    for _ in range(3):
        try:
            with seats.taken("ann") as has_seat:
                assert has_seat
                raise RuntimeError
        except RuntimeError:
            pass


def asks(address: str, session: str = "", token: str = "", **more: str) -> dict[str, str]:
    """What the server knows of a request."""
    said = {"HTTP_COOKIE": f"tamis_csrf=x; tamis_session={session}"} if session else {}
    said |= {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    return {"REMOTE_ADDR": address, **said, **more}


def test_a_person_is_the_same_wherever_they_ask_from_and_by_whatever() -> None:
    callers = Callers()
    for request in (asks("10.0.0.1", session="s"), asks("10.0.0.2", token="t")):
        assert callers.who(request)[0] == "address"
        callers.learn({**request, PERSON: 7})
    assert callers.who(asks("10.0.0.3", session="s")) == callers.who(asks("10.0.0.1", token="t")) == ("person", 7)


def test_nobody_is_anybody_by_saying_so() -> None:
    callers = Callers()
    invented = [callers.who(asks("10.0.0.1", session=f"invented {number}")) for number in range(3)]
    assert invented == [("address", "10.0.0.1")] * 3
    # Who signed out is nobody any more.
    callers.learn({**asks("10.0.0.1", session="s"), PERSON: 7})
    callers.learn(asks("10.0.0.1", session="s"))
    assert callers.who(asks("10.0.0.1", session="s")) == ("address", "10.0.0.1")


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_tells() -> None:
    request = asks("10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 5.6.7.8")
    assert Callers(is_behind_proxy=True).who(request) == ("address", "5.6.7.8")
    assert Callers().who(request) == ("address", "10.0.0.1")


class _Desk:
    """As much of one as is asked for before Django is."""

    reach = Reach()


def asked(pages: Pages, session: str, path: str = "/quick/") -> str:
    """The status of a page that somebody asks for, all from one address."""
    statuses = list[str]()
    environ: Any = {**asks("10.0.0.1", session=session), "REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": None}
    pages(environ, lambda status, headers, error=None: statuses.append(status))  # type: ignore[arg-type]
    return statuses[0]


def test_heavy_pages_of_one_person_leave_seats_for_the_others() -> None:
    """She has four of them, and ten wait with her."""
    let_go, begun = Event(), list[None]()

    def django(environ: Any, start_response: Any) -> Iterable[bytes]:
        environ[PERSON] = len(environ["HTTP_COOKIE"])
        if environ["PATH_INFO"] == "/heavy/":
            begun.append(None)
            let_go.wait()
        start_response("200 OK", [])
        return []

    pages = Pages(cast("Desk", _Desk()), Bodies(0, 16))
    pages._django = django
    assert (asked(pages, "ann"), asked(pages, "robert")) == ("200 OK", "200 OK")
    heavy = [Thread(target=asked, args=(pages, "ann", "/heavy/"), daemon=True) for _ in range(14)]
    for thread in heavy:
        thread.start()
    while len(begun) + pages._seats.waiting < 14:
        pass
    assert len(begun) == 4
    assert asked(pages, "ann") == "503 Service Unavailable"
    assert asked(pages, "robert") == "200 OK"
    let_go.set()
    for thread in heavy:
        thread.join()
    assert asked(pages, "ann") == "200 OK"


def test_who_is_not_known_yet_shares_the_seats_of_an_address() -> None:
    let_go, begun = Event(), list[None]()

    def django(environ: Any, start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/heavy/":
            begun.append(None)
            let_go.wait()
        else:
            environ[PERSON] = 7
        start_response("200 OK", [])
        return []

    pages = Pages(cast("Desk", _Desk()), Bodies(0, 16))
    pages._django = django
    assert asked(pages, "ann") == "200 OK"
    heavy = [Thread(target=asked, args=(pages, f"invented {number}", "/heavy/")) for number in range(8)]
    for thread in heavy:
        thread.start()
    while len(begun) + pages._seats.waiting < 8:
        pass
    assert len(begun) == 6
    assert asked(pages, "ann") == "200 OK"
    let_go.set()
    for thread in heavy:
        thread.join()
