"""Review and publishing: the dry run, the agreement, and what happened."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.compare_versions import list_versions
from tamis.operations.labels import definition_labels
from tamis.operations.publish import Changed, Drafted, Publication
from tamis.operations.text_differences import text_differences
from tamis.operations.verbs import Publish, ReviewDraft
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.scores.listing import about, listed
from tamis.server.web.scores.progress import progress_of
from tamis.server.web.scores.reviewed import reviewed_scores

# Seconds: a small workspace has its answer by then, and shows no progress first.
_WITHIN = 1.5


@needs(Permission.PUBLISH)
def begin_review(request: HttpRequest, key: str) -> HttpResponse:
    """The way to the dry run: the page begins it by itself, since whoever comes here wants to see it."""
    context = context_of(request)
    if list_versions(context.place, key).draft is None:
        return render(request, "scores/nothing_to_review.html", about(context, listed(context, key), "review"))
    if request.method != "POST":
        return render(request, "scores/begin_review.html", about(context, listed(context, key), "review"))
    place = reverse("scores:reviewed", args=[key, context.submit(ReviewDraft(key))])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": place})
    return redirect(place)


@needs(Permission.PUBLISH)
def review(request: HttpRequest, key: str, job: int) -> HttpResponse:
    """What publishing would change; its progress, until that is known."""
    context = context_of(request)
    drafted: Drafted | None = context.desk.result(ReviewDraft(key), job, within=_WITHIN)
    if drafted is None:
        return _working(request, context, key, job, _("Computing what would change"))
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    shown = about(context, listed(context, key), "review")
    others = [each for each in drafted.review.definitions if each.key != key and each.is_changed]
    own = next((each for each in drafted.review.definitions if each.key == key), None)
    shown["differences"] = text_differences(context.place, key, drafted.texts.get(key, ""))
    return render(
        request,
        "scores/review.html",
        {
            **shown,
            "job": job,
            "review": drafted.review,
            "own": own,
            "others": others,
            "moved": reviewed_scores(context.workspace, drafted),
        },
    )


@needs(Permission.PUBLISH)
@require_POST
def publish(request: HttpRequest, key: str, job: int) -> HttpResponse:
    """Publishes the very texts that were reviewed."""
    context = context_of(request)
    drafted: Drafted | None = context.desk.result(ReviewDraft(key), job, within=_WITHIN)
    if drafted is None or not drafted.texts:
        raise UsageError(_("There is nothing to publish; review the draft first."))
    verb = _publish(drafted, request.POST.get("note", "").strip()[:1000])
    return redirect("scores:published", key, context.submit(verb))


@needs(Permission.PUBLISH)
def published(request: HttpRequest, key: str, job: int) -> HttpResponse:
    """What publishing came to; its progress, until it is done."""
    context = context_of(request)
    publication: Publication | None = context.desk.result(Publish({}, {}), job, within=_WITHIN)
    if publication is None:
        return _working(request, context, key, job, _("Publishing"))
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    found = listed(context, key)
    newest = list_versions(context.place, key).versions[-1]
    return render(
        request,
        "scores/published.html",
        {**about(context, found, "review"), "changed": _by_label(context, publication.changed), "newest": newest},
    )


def _by_label(context: Context, changed: Mapping[str, Changed]) -> list[tuple[str, Changed]]:
    labels = definition_labels(context.place)
    return sorted(((labels.get(key, key), each) for key, each in changed.items()), key=lambda pair: pair[0])


def _working(request: HttpRequest, context: Context, key: str, job: int, title: str) -> HttpResponse:
    told = {"title": title, "progress": progress_of(context, job), "path": request.path}
    if request.htmx:
        return render(request, "scores/working_part.html", told)
    return render(request, "scores/working.html", {**about(context, listed(context, key), "review"), **told})


def _publish(drafted: Drafted, note: str) -> Publish:
    kinds = {each.key: each.kind for each in drafted.review.definitions}
    texts = {f"{kinds[key]}s/{key}.yaml": text for key, text in drafted.texts.items()}
    return Publish(texts, drafted.texts, note)
