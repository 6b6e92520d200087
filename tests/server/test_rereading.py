"""What was read while somebody changed it is read again, once; what fails as before is a fault."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse

from tamis.errors import UsageError
from tamis.server.rereading import read_again
from tamis.server.web.layout.errors import telling
from tamis.store.application.settings import set_up_django


@pytest.fixture(autouse=True)
def _django() -> None:
    set_up_django()


def view(*answers: HttpResponse | Exception) -> Callable[..., HttpResponse]:
    """One that gives these, one after the other."""
    left = list(answers)

    def answered(*_: object) -> HttpResponse:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return answered


def failing(method: str, again: Callable[..., HttpResponse], error: Exception) -> HttpResponse | None:
    """What is answered where a view failed that would now do this."""
    request: Any = SimpleNamespace(method=method, resolver_match=(again, (), {}))
    told: Any = telling(lambda _: HttpResponse())
    answer: HttpResponse | None = told.process_exception(request, error)
    return answer


def test_a_page_of_what_changed_meanwhile_is_made_again() -> None:
    there = HttpResponse("as it is now")
    assert failing("GET", view(there), ValueError("c0000012")) is there


def test_a_page_that_fails_again_is_told_of_as_the_first_time() -> None:
    assert failing("GET", view(KeyError()), ValueError()) is None


def test_what_changes_something_is_done_once() -> None:
    assert failing("POST", view(), ValueError()) is None


def test_what_is_not_there_any_more_is_told() -> None:
    with pytest.raises(UsageError):
        read_again(ValueError(), view(UsageError("There is no contact.")))


def test_of_two_faults_the_first_is_raised() -> None:
    first = ValueError()
    with pytest.raises(ValueError) as raised:
        read_again(first, view(KeyError()))
    assert raised.value is first


def operation(method: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a route of the API does."""
    from ninja import Router

    from tamis.server.api.routing import route

    def look(request: object) -> Any:
        """Look."""
        return view()

    router = Router()
    route(router, method, "/looked", None, {200: str})(look)
    [made] = router.path_operations["/looked"].operations
    done: Callable[..., HttpResponse] = made.view_func
    return done


def test_a_program_is_told_what_is_there_now() -> None:
    there = HttpResponse("as it is now")
    assert operation("GET", view(ValueError(), there))(None) is there


def test_what_a_program_asks_to_be_done_is_done_once() -> None:
    with pytest.raises(ValueError):
        operation("POST", view(ValueError(), HttpResponse()))(None)
