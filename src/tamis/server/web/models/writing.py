"""The page where a goal is written as YAML, with what is wrong with it beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tamis.errors import DefinitionError, Issue, TamisError
from tamis.server.french import spoken

_EXAMPLE = """\
key: close_90d
label: Likelihood to close in 90 days
object: contact
outcome: {property: lifecycle_stage, is: customer}
horizon: 90 days
leave_out: [lead_quality]
segment: emea
"""


def writing(request: HttpRequest, text: str, issues: Sequence[Issue], sentence: str = "") -> HttpResponse:
    """The text with its mistakes, those of a line together; or with the sentence that says why it will not do."""
    marked = {issue.line for issue in issues if issue.line}
    lines = [(number, line, number in marked) for number, line in enumerate(text.split("\n"), start=1)]
    ordered = sorted(issues, key=lambda issue: issue.line or 0)
    told = {"text": text, "issues": ordered, "lines": lines if issues else (), "sentence": sentence}
    status = 422 if issues or sentence else 200
    return render(request, "models/write.html", {**told, "example": _EXAMPLE}, status=status)


def refused(request: HttpRequest, text: str, error: TamisError) -> HttpResponse:
    """The same for what counting or training said: nobody has to write a goal anew because it cannot be learnt."""
    if isinstance(error, DefinitionError):
        return writing(request, text, error.issues)
    return writing(request, text, (), spoken(str(error)))
