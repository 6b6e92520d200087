"""Templates of scores: which fit the data, and beginning a draft with one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.fitting_templates import FittingTemplate, fitting_templates
from tamis.operations.start_draft import start_from_template
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Sent, Told
from tamis.templates import template_named

router = Router(tags=["Definitions"])


class MissingNameTold(Told):
    """A name that a template uses and the data has not: a property of an object or an event type (`of`), or an event
    type."""

    name: str = Field(examples=["employees"])
    of: str = Field(examples=["contact"])


class RenamedTold(Told):
    """A name of a template and that of the data for the same, which a draft begins with; `of` as of what is missing."""

    name: str = Field(examples=["job_title"])
    here: str = Field(examples=["jobTitle"])
    of: str = Field(examples=["contact"])


class TemplateTold(Told):
    """A score to begin with; `unfitting` of its rules ask for what the data has not, `missing`."""

    name: str = Field(examples=["fit_and_engagement"])
    title: str
    description: str
    object: str = Field(examples=["contact"])
    rules: int
    unfitting: int
    missing: list[MissingNameTold]
    renamed: list[RenamedTold]
    text: str = Field(description="Its YAML, with comments.")


class TemplatesTold(Told):
    """All templates, those that fit the data best first."""

    items: list[TemplateTold]


class BeginningSent(Sent):
    """The key and the name of the new score; `only_fitting`: without the rules that ask for what the data has not."""

    key: str = Field(min_length=1, max_length=200, examples=["interest_2027"])
    label: str | None = Field(default=None, max_length=200, examples=["Interest 2027"])
    only_fitting: bool = False


class BegunTold(Told):
    """The new draft, and the segments that came with it as drafts."""

    kind: str = Field(examples=["score"])
    key: str = Field(examples=["interest_2027"])
    segments: list[str]


@route(router, "GET", "/templates", Permission.EDIT_SCORES, TemplatesTold)
def list_templates(request: HttpRequest) -> Any:
    """List the templates of scores, those that fit the data best first."""
    return {"items": [_told(each) for each in fitting_templates(context_in(request).workspace)]}


@route(router, "POST", "/templates/{name}/draft", Permission.EDIT_SCORES, {201: BegunTold})
def begin_with_template(request: HttpRequest, name: str, body: BeginningSent) -> Any:
    """Begin a score with a template. It is the draft of a new key, to be changed, reviewed and published."""
    context = context_in(request)
    found(lambda: template_named(name))
    return start_from_template(
        context.workspace,
        name,
        body.key,
        label=body.label,
        now=context.now,
        only_fitting=body.only_fitting,
        by=context.actor,
    )


def _told(each: FittingTemplate) -> dict[str, Any]:
    template = each.template
    return {
        "name": template.name,
        "title": template.title,
        "description": template.description,
        "object": each.score.object,
        "rules": each.rules,
        "unfitting": each.unfitting,
        "missing": list(each.missing),
        "renamed": list(each.renamed),
        "text": template.text,
    }
