"""How a route is made: its permission, what it answers, and what is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, Protocol

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from tamis.errors import TamisError, UsageError, closest
from tamis.operations.access import Permission
from tamis.server.api.entering import Entered, enter
from tamis.server.api.problems import Mistake, Refused, answer_error, not_found
from tamis.server.api.repeating import once
from tamis.server.context import Context
from tamis.server.desk import NotReady
from tamis.server.rereading import read_again

View = Callable[..., Any]
Run = Callable[..., HttpResponse]
# By what a request is refused.
_EXPECTED = (TamisError, NotReady, Refused, Http404, HttpError, SuspiciousOperation, BadRequest)


@dataclass(frozen=True)
class Rules:
    """What holds for a route. `permission`: None where any token will do. `tells_secret`: its answer is kept nowhere,
    not even to be given again."""

    permission: Permission | None
    tells_secret: bool = False


class Routing(Protocol):
    """What makes a route of a view."""

    def __call__(self, view: View) -> View: ...


def route(
    router: Router,
    method: str,
    path: str,
    permission: Permission | None,
    answers: Any,
    *,
    tells_secret: bool = False,
    is_told: bool = True,
    extra: Mapping[str, Any] | None = None,
) -> Routing:
    """Makes a route; `answers` is a shape, or shapes by status. Its permission is told in the description of the API,
    unless the description holds the route under another address (`is_told`).

    Every POST may be repeated: see `repeating`.
    """
    rules = Rules(permission, tells_secret)

    def marked(view: View) -> View:
        decorate_view(partial(_guarded, rules=rules))(view)
        name = view.__name__.rstrip("_")
        summary, description = _sentences(view.__doc__ or "")
        router.api_operation(
            [method],
            path,
            response=answers if isinstance(answers, dict) else {200: answers},
            operation_id=name,
            summary=summary,
            description=description,
            url_name=f"api_{name}",
            include_in_schema=is_told,
            openapi_extra={"x-permission": permission.value if permission else "any", **(extra or {})},
        )(view)
        return view

    return marked


def _sentences(doc: str) -> tuple[str, str | None]:
    """The first sentence, and the rest.

    >>> _sentences("Merge. A job.")
    ('Merge', 'A job.')
    """
    first, _, rest = " ".join(doc.split()).partition(". ")
    return first.rstrip("."), rest or None


def context_in(request: HttpRequest) -> Context:
    """The context of a request that was let in."""
    entered: Entered = request.entered
    return entered.context


def found(look: Callable[[], Any]) -> Any:
    """What is looked up; raises Refused with 404 where there is no such thing."""
    try:
        return look()
    except UsageError as error:
        raise not_found(str(error)) from error


def _guarded(run: Run, rules: Rules) -> Run:
    operation: Any = run.__self__  # type: ignore[attr-defined]
    if operation.methods == ["GET"]:
        operation.view_func = _reading(operation.view_func)

    @wraps(run)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            entered = enter(request, rules.permission)
            request.entered = entered
            _refuse_unknown_parameters(request, run)
            _refuse_unwritable(values)
            answer = once(request, entered.context, partial(run, request, **values), rules.tells_secret)
        except Exception as error:  # noqa: BLE001 - whatever it is, a program is answered with a problem.
            answer = answer_error(request, error)
        if hasattr(request, "entered"):
            for name, text in request.entered.allowance.headers.items():
                answer.headers.setdefault(name, text)
        # What one may see is nobody else's to keep.
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guarded


def _reading(view: View) -> View:
    @wraps(view)
    def read(*request: Any, **values: Any) -> Any:
        try:
            return view(*request, **values)
        except _EXPECTED:
            raise
        except Exception as error:  # noqa: BLE001 - raised again, unless something had changed.
            return read_again(error, lambda: view(*request, **values))

    return read


def _refuse_unknown_parameters(request: HttpRequest, run: Run) -> None:
    models = run.__self__.models  # type: ignore[attr-defined]
    known = {
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", model.model_fields)
    }
    mistakes = [
        Mistake("unknown-parameter", f"query.{_shown(name)}", "There is no such parameter.", _hint(name, known))
        for name in request.GET
        if name not in known
    ]
    if mistakes:
        raise Refused(422, "wrong-request", "The request has parameters that this route does not know.", mistakes)


def _hint(name: str, known: set[str]) -> str:
    return closest(name, known) or (f"there are {', '.join(sorted(known))}" if known else "it has none")


def _shown(name: str) -> str:
    return name[:100]


def _refuse_unwritable(values: Mapping[str, Any]) -> None:
    """A NUL is no part of any name here, and databases stumble over it."""
    if any(isinstance(value, str) and "\0" in value for value in values.values()):
        raise not_found("There is nothing at this address.")
