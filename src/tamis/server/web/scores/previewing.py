"""What a draft would give, beside every edit: a part of a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tamis.definitions.language import with_labels
from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Permission
from tamis.operations.compare_versions import list_versions
from tamis.operations.labels import definition_labels
from tamis.operations.preview import Preview, preview_draft
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.scores.mixing import preview_mix
from tamis.server.web.scores.reviewed import distribution_chart


@needs(Permission.SEE_SCORES)
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The preview of the draft, or else of what is published; with POST, of the text that is sent."""
    context = context_of(request)
    text = request.POST["text"] if "text" in request.POST else text_of(context, key)
    try:
        with with_labels(definition_labels(context.place)):
            told = preview_draft(context.workspace, text, now=context.now, may_be_old=True)
    except DefinitionError as error:
        return render(request, "scores/preview_mistakes.html", {"issues": error.issues})
    except UsageError as error:
        return render(request, "scores/preview_mistakes.html", {"sentence": str(error)})
    return render(request, "scores/preview.html", shown(told))


def shown(told: Preview) -> dict[str, object]:
    """A preview as the page shows it."""
    bins = [(each.start, each.end, each.before, each.after) for each in told.distribution]
    # What is in use beside itself would say everything twice.
    is_beside = told.version is not None and told.changed.count + told.changed.margin > 0
    return {
        "preview": told,
        "is_beside": is_beside,
        "is_exact": not is_beside and not told.is_sample,
        "chart": distribution_chart(bins, has_before=is_beside),
        "mix": preview_mix(told),
    }


def text_of(context: Context, key: str) -> str:
    """The draft of a key, or else its newest version. Raises UsageError for a key that is not there."""
    found = list_versions(context.place, key)
    return found.draft.text if found.draft is not None else found.versions[-1].text
