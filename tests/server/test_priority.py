"""Threads that leave processors to others."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from tamis.server.priority import go_second

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there has a thread a priority of its own")


def nice_after(times: int) -> int:
    """How nice a thread is that has gone second so many times."""
    found = []

    def work() -> None:
        for _ in range(times):
            go_second()
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


def test_a_thread_goes_second_and_the_others_stay_as_they_are() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert nice_after(1) == min(before + 10, 19)
    assert os.getpriority(os.PRIO_PROCESS, 0) == nice_after(0) == before


def test_there_is_a_nicest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpriority", lambda *_: 15)
    set_to: list[int] = []
    monkeypatch.setattr(os, "setpriority", lambda _which, _thread, nice: set_to.append(nice))
    go_second()
    assert set_to == [19]


def test_to_go_second_twice_is_as_once() -> None:
    assert nice_after(2) == nice_after(1)


def test_where_it_is_forbidden_all_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: int) -> None:
        raise PermissionError("forbidden")

    monkeypatch.setattr(os, "setpriority", forbid)
    assert nice_after(1) == os.getpriority(os.PRIO_PROCESS, 0)
