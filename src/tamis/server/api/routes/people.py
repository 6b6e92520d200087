"""People, API tokens, and the audit log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from tamis.errors import UsageError
from tamis.operations.access import Permission, Role
from tamis.operations.call import read_as_of
from tamis.operations.people import (
    Invited,
    activate,
    change_role,
    deactivate,
    invite,
    list_people,
    list_tokens,
    make_token,
    read_audit,
    revoke_token,
)
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import Refused, not_found
from tamis.server.api.routing import context_in, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Told
from tamis.store.application import AuditFilter, Person, Token, open_application

router = Router(tags=["Access"])


class PersonTold(Told):
    """Somebody who may sign in, or was invited to."""

    id: int
    email: str = Field(examples=["ada@example.com"])
    name: str = Field(examples=["Ada Lovelace"])
    role: Role
    is_active: bool
    can_sign_in: bool = Field(description="False for who was invited and has not come yet.")
    created_at: Instant


class InvitedTold(Told):
    """A person who was invited, and the link by which they choose a password: it is told once."""

    person: PersonTold
    link: str
    expires_at: Instant


class InvitationSent(Sent):
    """Whom to invite, as what."""

    email: str = Field(min_length=3, max_length=254, examples=["ada@example.com"])
    name: str = Field(min_length=1, max_length=150, examples=["Ada Lovelace"])
    role: str = Field(examples=["marketing"], json_schema_extra={"enum": [role.value for role in Role]})


class RoleSent(Sent):
    """Another role."""

    role: str = Field(examples=["marketing"], json_schema_extra={"enum": [role.value for role in Role]})


class TokenTold(Told):
    """An API token, without its secret."""

    id: int
    name: str = Field(examples=["Nightly export"])
    prefix: str = Field(examples=["tamis_Ab3dE6"])
    scopes: list[str] = Field(examples=[["see_leads"]])
    created_at: Instant
    expires_at: Instant | None
    last_used_at: Instant | None
    revoked_at: Instant | None


class MadeTokenTold(Told):
    """A new API token, with its secret, which is told once."""

    secret: str
    token: TokenTold


class TokenSent(Sent):
    """A name for a token, what it may do, and for how many days."""

    name: str = Field(min_length=1, max_length=150, examples=["Nightly export"])
    scopes: list[str] = Field(min_length=1, max_length=50, examples=[["see_leads"]])
    days: int | None = Field(default=90, ge=1, le=3_650)


class AuditEntryTold(Told):
    """Who did what, and when."""

    id: int
    at: Instant
    actor: str
    token: str
    kind: str = Field(examples=["publish"])
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


@route(router, "GET", "/people", Permission.MANAGE_PEOPLE, PageOf[PersonTold])
def list_people_(request: HttpRequest, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List people, by id."""
    context = context_in(request)
    after = place_of("people", cursor, tuple[int])
    people = sorted((each.person for each in list_people(context.place, now=context.now)), key=lambda each: each.id)
    rest = [each for each in people if after is None or each.id > after[0]]
    return page_of(rest[: limit + 1], limit, lambda each: cursor_of("people", each.id))


@route(router, "POST", "/people", Permission.MANAGE_PEOPLE, {201: InvitedTold}, tells_secret=True)
def invite_person(request: HttpRequest, body: InvitationSent) -> Any:
    """Invite somebody. The link by which they choose a password is told once."""
    context = context_in(request)
    invited = invite(
        context.place, context.actor, email=body.email, name=body.name, role=_role(body.role), now=context.now
    )
    return told_invited(request, invited)


@route(router, "PUT", "/people/{int:id}/role", Permission.MANAGE_PEOPLE, PersonTold)
def change_role_(request: HttpRequest, id: int, body: RoleSent) -> Any:
    """Give a person another role. There is always an administrator."""
    context = context_in(request)
    known_person(request, id)
    return change_role(context.place, context.actor, id, _role(body.role), now=context.now)


@route(router, "POST", "/people/{int:id}/deactivate", Permission.MANAGE_PEOPLE, PersonTold)
def deactivate_person(request: HttpRequest, id: int) -> Any:
    """Let a person in no more; their sessions and tokens end."""
    context = context_in(request)
    known_person(request, id)
    return deactivate(context.place, context.actor, id, now=context.now)


@route(router, "POST", "/people/{int:id}/activate", Permission.MANAGE_PEOPLE, PersonTold)
def activate_person(request: HttpRequest, id: int) -> Any:
    """Let a deactivated person in again."""
    context = context_in(request)
    known_person(request, id)
    return activate(context.place, context.actor, id, now=context.now)


@route(router, "GET", "/tokens", Permission.OWN_SETTINGS, PageOf[TokenTold])
def list_tokens_(request: HttpRequest, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List one's own API tokens, newest first."""
    context = context_in(request)
    before = place_of("tokens", cursor, tuple[int])
    rest = [each for each in list_tokens(context.place, context.actor) if before is None or each.id < before[0]]
    page = page_of(rest[: limit + 1], limit, lambda each: cursor_of("tokens", each.id))
    return {**page, "items": [_told(each) for each in page["items"]]}


@route(router, "POST", "/tokens", Permission.OWN_SETTINGS, {201: MadeTokenTold}, tells_secret=True)
def make_token_(request: HttpRequest, body: TokenSent) -> Any:
    """Make an API token. Only who is signed in may: no token makes another. Its secret is told once."""
    context = context_in(request)
    if context.actor.scopes is not None:
        raise Refused(403, "forbidden", "No API token makes another; sign in, and make it in the settings.")
    scopes = [_scope(name) for name in body.scopes]
    secret, token = make_token(
        context.place, context.actor, name=body.name, scopes=scopes, days=body.days, now=context.now
    )
    return {"secret": secret, "token": _told(token)}


@route(router, "DELETE", "/tokens/{int:id}", Permission.OWN_SETTINGS, {204: None})
def revoke_token_(request: HttpRequest, id: int) -> Any:
    """End an API token of one's own, or as an administrator anybody's."""
    context = context_in(request)
    with open_application(context.place.application) as application:
        if id > 1 << 62 or application.tokens.get(id) is None:
            raise not_found("There is no such API token.")
    revoke_token(context.place, context.actor, id, now=context.now)
    return Status(204, None)


@route(router, "GET", "/audit", Permission.SEE_AUDIT, PageOf[AuditEntryTold])
def list_audit(
    request: HttpRequest,
    actor: str = "",
    kind: str = "",
    subject: str = "",
    since: str | None = None,
    until: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List who did what, newest first.

    `since` and `until` (such as 2026-03-01 or 2026-03-01T09:30:00Z): only what was done from then on, or before.
    """
    context = context_in(request)
    begin, end = (read_as_of(each, context.now(), context.time_zone) if each else None for each in (since, until))
    asked = AuditFilter(actor=actor, kind=kind, subject=subject, since=begin, until=end)
    before = place_of(asked, cursor, tuple[int])
    entries = read_audit(context.place, context.actor, asked, before=before[0] if before else None, most=limit + 1)
    page = page_of(entries, limit, lambda each: cursor_of(asked, each.id))
    page["items"] = [{**vars(each), **vars(each.deed)} for each in page["items"]]
    return page


def told_invited(request: HttpRequest, invited: Invited) -> dict[str, Any]:
    """A person, and the link by which they choose a password."""
    link = request.build_absolute_uri(f"/welcome/{invited.secret}/")
    return {"person": invited.person, "link": link, "expires_at": invited.expires_at}


def _told(token: Token) -> dict[str, Any]:
    return {**vars(token), "scopes": sorted(token.scopes)}


def known_person(request: HttpRequest, id: int) -> Person:
    """The person of that id. Raises Refused with 404 where there is none."""
    with open_application(context_in(request).place.application) as application:
        person = application.people.get(id) if id < 1 << 62 else None
    if person is None:
        raise not_found("There is no such person.")
    return person


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise UsageError(f"There is no such role; there are {', '.join(role.value for role in Role)}.") from None


def _scope(name: str) -> Permission:
    try:
        return Permission(name)
    except ValueError:
        raise UsageError(
            f"There is no such scope; there are {', '.join(permission.value for permission in Permission)}."
        ) from None
