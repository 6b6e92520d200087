"""Every page says what one must be permitted to see it; one that says nothing is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from tamis.operations.access import Permission, require
from tamis.server.context import actor_of

View = TypeVar("View", bound=Callable[..., Any])
# What a view without a permission of its own says.
_PUBLIC = "public"


def needs(permission: Permission) -> Callable[[View], View]:
    """Lets only those through who have the permission: others are told so, and who is not signed in may sign in."""

    def marked(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return _sign_in(request)
            require(actor_of(request), permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return marked


def public(view: View) -> View:
    """Lets everybody through, also who is not signed in."""
    view.permission = _PUBLIC  # type: ignore[attr-defined]
    return view


def permission_of(view: Callable[..., Any]) -> Permission | str | None:
    """What a view needs; `public` where it needs nothing, None where it does not say."""
    return getattr(view, "permission", None)


def refusing_unnamed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a view that does not say what it needs is a mistake of ours, and shows nothing."""
    return _RefusingUnnamed(get_response)


class _RefusingUnnamed:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if permission_of(view) is None:
            raise ImproperlyConfigured(f"The view {view.__module__}.{view.__qualname__} does not say what it needs.")


def _sign_in(request: HttpRequest) -> HttpResponse:
    """To the form, and back afterwards; a part of a page has the whole page go there."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())
