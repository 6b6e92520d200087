"""The editor's page and its parts: each edit is one POST that gives the form anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.definitions.editing import edited, values_of
from tamis.definitions.editing.tree import path_of
from tamis.definitions.grammar import Path
from tamis.definitions.language import with_labels
from tamis.definitions.source import path_text
from tamis.errors import Issue, TamisError, UsageError
from tamis.operations.access import Permission
from tamis.operations.editing import Drafting, LostUpdate, edit, mistakes_of, names_for_editing, open_draft, redo, undo
from tamis.operations.offered_values import offered_values
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.editor.actions import act
from tamis.server.web.editor.clicks import Click
from tamis.server.web.editor.conditions import Showing
from tamis.server.web.editor.fields import Issues
from tamis.server.web.editor.names import Names
from tamis.server.web.editor.shown import Form, form_of


@dataclass(frozen=True)
class Shown:
    """What the page shows of one draft."""

    drafting: Drafting
    form: Form | None
    issues: tuple[Issue, ...]
    opened: str | None
    is_wrong: bool

    @property
    def name(self) -> str:
        """What people call it."""
        label = self.form.head[0].value if self.form is not None else ""
        return str(label) or self.drafting.key

    @property
    def object(self) -> str:
        """Whose records it is about."""
        return self.form.object if self.form is not None else "contact"


@require_GET
@needs(Permission.EDIT_SCORES)
def page(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The whole page, or, with `open`, the form with that part open."""
    context = context_of(request)
    drafting = _of_kind(open_draft(context.workspace, key, now=context.now), kind)
    opened = request.GET.get("open")
    shown = _shown(context, drafting, Names(names_for_editing(context.workspace)), _path(opened))
    template = "editor/parts.html" if "part" in request.GET else "editor/page.html"
    return render(request, template, _around(context, shown, kind))


@require_POST
@needs(Permission.EDIT_SCORES)
def change(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """One action of the form."""
    context = context_of(request)
    names = Names(names_for_editing(context.workspace))
    click = Click(
        do=request.POST.get("do", ""),
        path=path_of(request.POST.get("path", "")),
        kind=request.POST.get("kind", "text"),
        typed=request.POST.getlist("value"),
        names=names,
        today=f"{context.now():%Y-%m-%d}",
        opened=_path(request.POST.get("open")),
    )
    return _answer(request, context, key, kind, names, click, lambda text: edited(text, act, click))


@require_POST
@needs(Permission.EDIT_SCORES)
def write(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The YAML as it was typed."""
    context = context_of(request)
    typed = request.POST.get("text", "").replace("\r\n", "\n").removeprefix("\ufeff")
    names = Names(names_for_editing(context.workspace))
    return _answer(request, context, key, kind, names, _opened(request, names), lambda _: typed)


@require_POST
@needs(Permission.EDIT_SCORES)
def step(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Undo or redo."""
    context, how = context_of(request), undo if request.POST.get("do") == "undo" else redo
    names, told = Names(names_for_editing(context.workspace)), ""
    drafting = None
    try:
        drafting = how(context.workspace, key, mark=request.POST.get("mark", ""), actor=context.actor, now=context.now)
    except UsageError as error:
        told = _refused(error)
    return _parts(request, context, drafting, (key, kind), names, _opened(request, names), told)


@require_GET
@needs(Permission.EDIT_SCORES)
def offers(request: HttpRequest) -> HttpResponse:
    """The values that the data has and that begin with what was typed, as options."""
    asked, context = request.GET, context_of(request)
    try:
        offered = offered_values(
            context.workspace,
            asked.get("of", ""),
            asked.get("property", ""),
            is_event=asked.get("event") == "1",
            starting=asked.get("starting", "")[:200],
        )
    except UsageError:
        return HttpResponse("")
    return render(request, "editor/offers.html", {"values": offered.values})


def _answer(
    request: HttpRequest, context: Context, key: str, kind: str, names: Names, click: Click, make: Any
) -> HttpResponse:
    told, drafting = "", None
    try:
        mark = request.POST.get("mark", "")
        drafting = edit(context.workspace, key, make, mark=mark, actor=context.actor, now=context.now)
    except UsageError as error:
        told = _refused(error)
    return _parts(request, context, drafting, (key, kind), names, click, told)


def _parts(
    request: HttpRequest,
    context: Context,
    drafting: Drafting | None,
    named: tuple[str, str],
    names: Names,
    click: Click,
    told: str,
) -> HttpResponse:
    """The form and the YAML as they are now; `told`: why it is not as was wanted."""
    key, kind = named
    drafting = drafting or open_draft(context.workspace, key, now=context.now)
    _of_kind(drafting, kind)
    shown = _shown(context, drafting, names, click.opened)
    return render(request, "editor/parts.html", {**_around(context, shown, kind), "told": told})


def _around(context: Context, shown: Shown, kind: str) -> dict[str, Any]:
    """What the templates need beside the form."""
    key = shown.drafting.key
    return {
        "shown": shown,
        "drafting": shown.drafting,
        "kind": kind,
        "urls": {name: f"{name}_{kind}" for name in ("edit", "change", "write", "step")},
        "list_url": _route(f"{kind}s:list"),
        "preview_url": _route("scores:preview" if kind == "score" else "edit_segment_members", key),
        "test_url": _route("scores:test", key) if kind == "score" else "",
        "review_url": _review(kind, key) if context.may(Permission.PUBLISH) else "",
    }


def _review(kind: str, key: str) -> str:
    """Where publishing begins; segments are asked for by their key."""
    if kind == "score":
        return _route("scores:review", key)
    address = _route("segments:review")
    return f"{address}?{urlencode({'segment': key})}" if address else ""


def _route(name: str, *arguments: str) -> str:
    """A page of another room; none where that room has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _shown(context: Context, drafting: Drafting, names: Names, opened: Path | None) -> Shown:
    issues, values = mistakes_of(context.workspace, drafting), values_of(drafting.text)
    showing = Showing(names, Issues.of(issues), drafting.kind == "segment")
    with with_labels(names.definitions):
        form = form_of(values, showing, opened) if values is not None else None
    is_wrong = any(issue.severity == "error" for issue in issues)
    return Shown(drafting, form, issues, path_text(opened) if opened is not None else None, is_wrong)


def _refused(error: UsageError) -> str:
    if not isinstance(error, LostUpdate):
        return str(error)
    who = error.by or _("Somebody")
    return _("%(who)s changed it in the meantime. You see what it says now, so make your change again.") % {"who": who}


def _of_kind(drafting: Drafting, kind: str) -> Drafting:
    if drafting.kind != kind:
        raise UsageError(_('"%(key)s" is no %(kind)s.') % {"key": drafting.key, "kind": _(kind)})
    return drafting


def _opened(request: HttpRequest, names: Names) -> Click:
    return Click("", (), "", [], names, "", opened=_path(request.POST.get("open")))


def _path(text: str | None) -> Path | None:
    """A part of the form by its path; `-` is none, and the empty one the head."""
    if text is None or text == "-":
        return None
    try:
        return path_of(text)
    except TamisError:
        return None
