"""What Django knows of a thread is that thread's own, and no other one waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from asgiref.local import Local
from django.urls import base
from django.utils import timezone, translation
from django.utils.translation import trans_real

from tamis.server.django_locals import keep_without_lock
from tamis.store.application.settings import set_up_django


@pytest.fixture(autouse=True)
def _without_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    set_up_django()
    for module, name in ((trans_real, "_active"), (timezone, "_active"), (base, "_prefixes"), (base, "_urlconfs")):
        monkeypatch.setattr(module, name, Local())
    keep_without_lock()
    yield
    translation.deactivate()


def in_a_thread(look: Callable[[], object]) -> object:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(look()))
    thread.start()
    thread.join()
    return found[0]


def test_none_of_it_is_where_all_threads_wait_for_one_lock() -> None:
    kept = (trans_real._active, timezone._active, base._prefixes, base._urlconfs)
    assert [type(each) for each in kept] == [threading.local] * 4


def test_each_thread_has_its_own() -> None:
    usual, zone = in_a_thread(translation.get_language), in_a_thread(timezone.get_current_timezone_name)
    with translation.override("fr"), timezone.override("Asia/Tokyo"):
        base.set_script_prefix("/tamis/")
        assert translation.get_language() == "fr"
        assert timezone.get_current_timezone_name() == "Asia/Tokyo"
        assert in_a_thread(translation.get_language) == usual != "fr"
        assert in_a_thread(timezone.get_current_timezone_name) == zone != "Asia/Tokyo"
        assert in_a_thread(base.get_script_prefix) == "/"
        base.clear_script_prefix()
    assert base.get_script_prefix() == "/"
