"""`tamis people`: a link alone on standard output, all else on standard error."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import aligned, iso_text, minute_text
from tamis.cli.speech import print_json, printable, say
from tamis.errors import UsageError, closest
from tamis.operations import people
from tamis.operations.access import COMMAND_LINE, Role
from tamis.operations.people import Invited, PersonSeen
from tamis.operations.serving import served_at
from tamis.operations.workspace import Workspace, find_workspace

_USUAL = "http://127.0.0.1:8000"
_HEAD = ("person", "e-mail", "role", "last signed in (UTC)", "state")


def list_all(*, workspace: Path | None, as_json: bool) -> int:
    """Lists the people."""
    seen = people.list_people(_found(workspace), now=_now)
    if as_json:
        print_json([_json(each) for each in seen])
    elif seen:
        rows = [_HEAD, *(_row(each) for each in seen)]
        sys.stdout.write(printable("\n".join(aligned(rows, "<<<<<", indent=0)) + "\n"))
    else:
        say("Nobody can sign in yet; add somebody with: tamis people add EMAIL")
    return 0


def add(email: str, *, name: str, role: str, address: str, workspace: Path | None, quiet: bool) -> int:
    """Adds a person and prints their link."""
    found = _found(workspace)
    invited = people.invite(found, COMMAND_LINE, email=email, name=name, role=_role(role), now=_now)
    return _print_link(found, invited, address, quiet=quiet)


def reset_password(email: str, *, address: str, workspace: Path | None, quiet: bool) -> int:
    """Makes a link to choose another password."""
    found = _found(workspace)
    person = people.person_of(found, email)
    if not person.is_active:
        people.activate(found, COMMAND_LINE, person.id, now=_now)
    return _print_link(found, people.make_reset_link(found, COMMAND_LINE, person.id, now=_now), address, quiet=quiet)


def reset_second_step(email: str, *, workspace: Path | None, quiet: bool) -> int:
    """Forgets a second factor."""
    found = _found(workspace)
    people.forget_second_factor(found, COMMAND_LINE, people.person_of(found, email).id, now=_now)
    if not quiet:
        say("They sign in by password alone now, and are signed out everywhere.")
    return 0


def change_role(email: str, role: str, *, workspace: Path | None, quiet: bool) -> int:
    """Gives a person another role."""
    found = _found(workspace)
    people.change_role(found, COMMAND_LINE, people.person_of(found, email).id, _role(role), now=_now)
    if not quiet:
        say(f"Their role is {role} now.")
    return 0


def deactivate(email: str, *, workspace: Path | None, quiet: bool) -> int:
    """Lets a person in no more."""
    found = _found(workspace)
    people.deactivate(found, COMMAND_LINE, people.person_of(found, email).id, now=_now)
    if not quiet:
        say("They can sign in no more. To let them in again: tamis people reset-password EMAIL")
    return 0


def _found(workspace: Path | None) -> Workspace:
    return find_workspace(workspace, Path(), with_warehouse=False)


def _now() -> datetime:
    return datetime.now(UTC)


def _role(name: str) -> Role:
    try:
        return Role(name.replace("-", "_"))
    except ValueError:
        hint = closest(name, list(Role)) or f"there is {', '.join(Role)}"
        raise UsageError(f"There is no such role.\n  hint: {hint}") from None


def _print_link(workspace: Workspace, invited: Invited, address: str, *, quiet: bool) -> int:
    """By the address that was given, or that of the server at work, or the one where `tamis serve` listens if nothing
    is said."""
    reached = address or served_at(workspace) or _USUAL
    sys.stdout.write(f"{reached.rstrip('/')}/welcome/{invited.secret}/\n")
    sys.stdout.flush()
    if not quiet:
        say(
            f"By this link they choose a password, once, until {minute_text(invited.expires_at)} UTC; "
            "it is kept nowhere."
        )
    return 0


def _row(seen: PersonSeen) -> tuple[str, ...]:
    person = seen.person
    signed_in = "never" if person.signed_in_at is None else minute_text(person.signed_in_at)
    return person.name, person.email, person.role, signed_in, _state(seen)


def _state(seen: PersonSeen) -> str:
    if not seen.person.is_active:
        return "deactivated"
    if not seen.person.can_sign_in:
        return "invited" if seen.invited_until else "invitation too old"
    return "second step" if seen.person.has_second_factor else "password"


def _json(seen: PersonSeen) -> dict[str, object]:
    person = seen.person
    return {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "state": _state(seen),
        "signed_in_at": None if person.signed_in_at is None else iso_text(person.signed_in_at),
        "api_tokens": seen.tokens,
    }
