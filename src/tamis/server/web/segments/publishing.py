"""Review and publishing of a segment's draft: the dry run, and the agreement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.publish import Drafted
from tamis.operations.text_differences import text_differences
from tamis.operations.verbs import Publish
from tamis.operations.verbs.changing import ReviewDraft
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.segments.shown import about, key_of, place_of

# In seconds: how long a request waits for the keeper before the page asks again by itself.
_WITHIN, _PUBLISHING = 5.0, 60.0


@needs(Permission.PUBLISH)
def begin(request: HttpRequest) -> HttpResponse:
    """Has it computed what publishing would change; a page that is only looked at asks for that by itself."""
    context, key = context_of(request), key_of(request)
    if request.method != "POST":
        return render(request, "segments/begin.html", about(context, key))
    place = place_of(key, "segments:reviewed", context.submit(ReviewDraft(key)))
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": place})
    return redirect(place)


@needs(Permission.PUBLISH)
@require_GET
def review(request: HttpRequest, job: int) -> HttpResponse:
    """What publishing would change, as soon as it is known."""
    context, key = context_of(request), key_of(request)
    drafted: Drafted | None = context.desk.result(ReviewDraft(key), job, within=_WITHIN)
    shown = {**about(context, key), "job": job}
    if drafted is None:
        return render(request, "segments/working.html", shown)
    own = next((each for each in drafted.review.definitions if each.key == key), None)
    others = [each for each in drafted.review.definitions if each.key != key and each.is_changed]
    told = {
        "review": drafted.review,
        "own": own,
        "others": others,
        "can_publish": bool(drafted.texts),
        "differences": text_differences(context.place, key, drafted.texts.get(key, "")),
    }
    return render(request, "segments/review.html", {**shown, **told})


@needs(Permission.PUBLISH)
@require_POST
def publish(request: HttpRequest, job: int) -> HttpResponse:
    """Publishes the very texts that were reviewed."""
    context, key = context_of(request), key_of(request)
    drafted: Drafted | None = context.desk.result(ReviewDraft(key), job, within=_WITHIN)
    if drafted is None or not drafted.texts:
        raise UsageError(_("There is nothing to publish; review the draft first."))
    kinds = {each.key: each.kind for each in drafted.review.definitions}
    texts = {f"{kinds[each]}s/{each.replace('/', '_')}.yaml": text for each, text in drafted.texts.items()}
    verb = Publish(texts, drafted.texts, request.POST.get("note", "").strip()[:1000])
    if context.do(verb, within=_PUBLISHING) is None:
        messages.info(request, _("It is being published; the page of jobs tells how far it is."))
    else:
        messages.success(request, _("The segment is published; scores that ask for it follow at once."))
    return redirect(place_of(key))
