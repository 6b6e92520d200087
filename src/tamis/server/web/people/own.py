"""One's own settings: the name, how pages look, the password and the second step."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.people import change_own, sign_out_everywhere
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken

_LANGUAGES = {code for code, _name in settings.LANGUAGES}


@needs(Permission.OWN_SETTINGS)
def profile(request: HttpRequest) -> HttpResponse:
    """The name, language, time zone and theme."""
    if request.method == "POST" and (answer := _change(request)) is not None:
        return answer
    context = context_of(request)
    shown = {"languages": settings.LANGUAGES, "zones": _zones(), "workspace_zone": context.place.time_zone}
    return render(request, "people/profile.html", shown)


@needs(Permission.OWN_SETTINGS)
def security(request: HttpRequest) -> HttpResponse:
    """What is set of the password and the second step."""
    from allauth.mfa.models import Authenticator

    found = {each.type: each for each in Authenticator.objects.filter(user_id=request.user.pk)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes()) if codes else 0
    return render(request, "people/security.html", {"app": found.get(Authenticator.Type.TOTP), "codes_left": left})


@needs(Permission.OWN_SETTINGS)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends every other session of one's own."""
    context = context_of(request)
    sign_out_everywhere(context.place, context.actor, request.user.pk, now=context.now)
    # This one goes on.
    update_session_auth_hash(request, get_user_model().objects.get(pk=request.user.pk))
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("security")


def _change(request: HttpRequest) -> HttpResponse | None:
    context, said = context_of(request), request.POST
    language = said.get("language", "")
    try:
        change_own(
            context.place,
            context.actor,
            name=said.get("name", ""),
            language=language if language in _LANGUAGES else "",
            time_zone=said.get("time_zone", ""),
            theme=said.get("theme", ""),
            now=context.now,
        )
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return None
    with translation.override(language or context.language):
        messages.success(request, _("Your settings are saved."))
    return redirect("settings")


def _zones() -> list[str]:
    """Names such as Europe/Paris; not the old ones, such as GB."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
