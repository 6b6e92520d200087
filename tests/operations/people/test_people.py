"""Who may sign in is decided by administrators, of whom there is always one; everything is in the audit log."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tamis.errors import Forbidden, UsageError
from tamis.operations.access import COMMAND_LINE, Actor, Permission, Role, may
from tamis.operations.people import (
    activate,
    actor_of_token,
    add_administrator,
    change_own,
    change_role,
    choose_password,
    deactivate,
    forget_second_factor,
    invite,
    link_of,
    list_people,
    list_tokens,
    make_reset_link,
    make_token,
    renew_invitation,
    revoke_token,
    sign_out_everywhere,
    withdraw_invitation,
)
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application

PASSWORD = "a good pass phrase"


class Staff:
    """A workspace with Ada, its administrator, and a clock."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, self.time = workspace, datetime(2026, 3, 1, tzinfo=UTC)
        if not workspace.application_file.exists():
            add_administrator(workspace, email="Ada@Example.com", name="Ada", password=PASSWORD, now=self.now)
        [seen] = list_people(workspace, now=self.now)
        self.ada = Actor(seen.person.name, Role.ADMINISTRATOR, seen.person.id)

    def now(self) -> datetime:
        return self.time

    def joins(self, name: str, role: Role = Role.SALES) -> Actor:
        invited = invite(self.workspace, self.ada, email=f"{name}@example.com", name=name, role=role, now=self.now)
        choose_password(self.workspace, invited.secret, PASSWORD, now=self.now)
        return Actor(name, role, invited.person.id)

    def person(self, actor: Actor):
        return next(seen.person for seen in list_people(self.workspace, now=self.now) if seen.person.id == actor.id)

    @property
    def deeds(self) -> list[tuple[str, str]]:
        """Who did what, newest first."""
        with open_application(self.workspace.application) as application:
            return [(entry.actor, entry.deed.kind) for entry in application.audit.page()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The application database that each test gets a copy of: a password takes as long as all else."""
    return Staff(Workspace(tmp_path_factory.mktemp("staff"), "Europe/Paris")).workspace.application_file


@pytest.fixture
def staff(made: Path, tmp_path: Path) -> Staff:
    shutil.copy(made, tmp_path)
    return Staff(Workspace(tmp_path, "Europe/Paris"))


def test_only_the_first_sets_a_workspace_up(staff):
    with pytest.raises(UsageError, match="Somebody has set this workspace up already"):
        add_administrator(staff.workspace, email="eve@example.com", name="Eve", password=PASSWORD, now=staff.now)
    assert [seen.person.email for seen in list_people(staff.workspace, now=staff.now)] == ["ada@example.com"]


def test_who_is_invited_comes_in_by_the_link_once(staff):
    invited = invite(staff.workspace, staff.ada, email="bob@example.com", name="Bob", role=Role.SALES, now=staff.now)
    assert link_of(staff.workspace, invited.secret, now=staff.now) == invited.person
    assert not invited.person.can_sign_in
    choose_password(staff.workspace, invited.secret, PASSWORD, now=staff.now)
    assert staff.person(Actor("Bob", Role.SALES, invited.person.id)).can_sign_in
    with pytest.raises(UsageError, match="used already"):
        choose_password(staff.workspace, invited.secret, "another pass phrase", now=staff.now)
    assert staff.deeds[:2] == [("Bob", "accept_invitation"), ("Ada", "invite_person")]


def test_an_invitation_lasts_a_week_and_can_be_renewed(staff):
    invited = invite(staff.workspace, staff.ada, email="bob@example.com", name="Bob", role=Role.SALES, now=staff.now)
    staff.time += timedelta(days=7)
    assert link_of(staff.workspace, invited.secret, now=staff.now) is None
    [seen] = [seen for seen in list_people(staff.workspace, now=staff.now) if seen.person.name == "Bob"]
    assert seen.invited_until is None
    renewed = renew_invitation(staff.workspace, staff.ada, invited.person.id, now=staff.now)
    choose_password(staff.workspace, renewed.secret, PASSWORD, now=staff.now)


def test_a_withdrawn_invitation_leaves_nobody(staff):
    invited = invite(staff.workspace, staff.ada, email="bob@example.com", name="Bob", role=Role.SALES, now=staff.now)
    withdraw_invitation(staff.workspace, staff.ada, invited.person.id, now=staff.now)
    assert link_of(staff.workspace, invited.secret, now=staff.now) is None
    invite(staff.workspace, staff.ada, email="bob@example.com", name="Bob", role=Role.SALES, now=staff.now)
    bob = staff.joins("bo")
    with pytest.raises(UsageError, match="accepted already"):
        withdraw_invitation(staff.workspace, staff.ada, bob.id, now=staff.now)


def test_the_last_administrator_stays(staff):
    staff.joins("bob")
    invite(staff.workspace, staff.ada, email="z@example.com", name="Zoë", role=Role.ADMINISTRATOR, now=staff.now)
    for attempt in (
        lambda: change_role(staff.workspace, staff.ada, staff.ada.id, Role.SALES, now=staff.now),
        lambda: deactivate(staff.workspace, staff.ada, staff.ada.id, now=staff.now),
    ):
        with pytest.raises(UsageError, match="There has to be an administrator"):
            attempt()
    assert staff.person(staff.ada).role == "administrator"
    staff.joins("eve", Role.ADMINISTRATOR)
    change_role(staff.workspace, staff.ada, staff.ada.id, Role.SALES, now=staff.now)
    assert staff.person(staff.ada).role == "sales"


def test_who_is_deactivated_has_nothing_left_that_lets_them_in(staff):
    bob = staff.joins("bob")
    secret, _ = make_token(staff.workspace, bob, name="t", scopes=[Permission.SEE_LEADS], days=None, now=staff.now)
    reset = make_reset_link(staff.workspace, staff.ada, bob.id, now=staff.now)
    deactivate(staff.workspace, staff.ada, bob.id, now=staff.now)
    assert not staff.person(bob).is_active
    assert actor_of_token(staff.workspace, secret, now=staff.now) is None
    assert link_of(staff.workspace, reset.secret, now=staff.now) is None
    activate(staff.workspace, staff.ada, bob.id, now=staff.now)
    assert staff.person(bob).is_active
    assert actor_of_token(staff.workspace, secret, now=staff.now) is None


@pytest.mark.parametrize("role", [Role.MARKETING, Role.SALES, Role.READ_ONLY])
def test_only_administrators_change_other_people(staff, role):
    bob = staff.joins("bob", role)
    for attempt in (
        lambda: invite(staff.workspace, bob, email="x@example.com", name="X", role=Role.SALES, now=staff.now),
        lambda: change_role(staff.workspace, bob, bob.id, Role.ADMINISTRATOR, now=staff.now),
        lambda: deactivate(staff.workspace, bob, staff.ada.id, now=staff.now),
        lambda: make_reset_link(staff.workspace, bob, staff.ada.id, now=staff.now),
        lambda: sign_out_everywhere(staff.workspace, bob, staff.ada.id, now=staff.now),
        lambda: forget_second_factor(staff.workspace, bob, bob.id, now=staff.now),
    ):
        with pytest.raises(Forbidden):
            attempt()
    sign_out_everywhere(staff.workspace, bob, bob.id, now=staff.now)


def test_a_token_acts_as_its_person_is_now_within_its_scopes(staff):
    bob = staff.joins("bob", Role.MARKETING)
    scopes = [Permission.SEE_LEADS, Permission.PUBLISH]
    secret, _ = make_token(staff.workspace, bob, name="nightly", scopes=scopes, days=30, now=staff.now)
    actor = actor_of_token(staff.workspace, secret, now=staff.now)
    assert actor == Actor("bob", Role.MARKETING, bob.id, frozenset(scopes), "nightly")
    assert [may(actor, each) for each in (*scopes, Permission.SEE_SCORES)] == [True, True, False]
    change_role(staff.workspace, staff.ada, bob.id, Role.SALES, now=staff.now)
    assert not may(actor_of_token(staff.workspace, secret, now=staff.now), Permission.PUBLISH)
    staff.time += timedelta(days=30)
    assert actor_of_token(staff.workspace, secret, now=staff.now) is None
    assert [each.name for each in list_tokens(staff.workspace, bob)] == ["nightly"]
    assert secret not in str(staff.deeds)


def test_nobody_makes_a_token_that_may_do_more_than_they(staff):
    bob = staff.joins("bob", Role.SALES)
    with pytest.raises(Forbidden):
        make_token(staff.workspace, bob, name="t", scopes=[Permission.PUBLISH], days=None, now=staff.now)
    with pytest.raises(UsageError, match="no API token may"):
        make_token(staff.workspace, bob, name="t", scopes=[Permission.OWN_SETTINGS], days=None, now=staff.now)
    with pytest.raises(UsageError, match="at least one"):
        make_token(staff.workspace, bob, name="t", scopes=[], days=None, now=staff.now)


def test_one_ends_ones_own_tokens_and_an_administrator_anybodys(staff):
    bob, eve = staff.joins("bob"), staff.joins("eve")
    made = [
        make_token(staff.workspace, bob, name=name, scopes=[Permission.SEE_LEADS], days=None, now=staff.now)
        for name in "ab"
    ]
    with pytest.raises(Forbidden):
        revoke_token(staff.workspace, eve, made[0][1].id, now=staff.now)
    revoke_token(staff.workspace, bob, made[0][1].id, now=staff.now)
    revoke_token(staff.workspace, staff.ada, made[1][1].id, now=staff.now)
    assert [actor_of_token(staff.workspace, secret, now=staff.now) for secret, _ in made] == [None, None]


@pytest.mark.parametrize("email", ["", "ada", "a@b@c", "a b@c.d", "a@.b", "\udc80@b.c", "a@" + "b" * 300, "a@b\n.c"])
def test_what_is_no_address_is_refused(staff, email):
    with pytest.raises(UsageError, match="no e-mail address"):
        invite(staff.workspace, staff.ada, email=email, name="X", role=Role.SALES, now=staff.now)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 151, "\u202eevil"])
def test_what_cannot_be_shown_is_no_name(staff, name):
    with pytest.raises(UsageError, match="A name has"):
        invite(staff.workspace, staff.ada, email="x@example.com", name=name, role=Role.SALES, now=staff.now)


def test_an_address_signs_in_one_person(staff):
    with pytest.raises(UsageError, match="may sign in already"):
        invite(staff.workspace, staff.ada, email=" ADA@example.COM", name="X", role=Role.SALES, now=staff.now)


def test_one_sets_oneself_up(staff):
    chosen = {"name": "Ada L.", "language": "fr", "time_zone": "Europe/Paris", "theme": "dark"}
    assert change_own(staff.workspace, staff.ada, **chosen, now=staff.now).name == "Ada L."
    with pytest.raises(UsageError, match="no such time zone"):
        change_own(staff.workspace, staff.ada, **{**chosen, "time_zone": "Mars"}, now=staff.now)
    assert staff.deeds[0] == ("Ada", "change_name")


def test_on_the_command_line_it_is_the_command_line(staff):
    bob = staff.joins("bob")
    change_role(staff.workspace, COMMAND_LINE, bob.id, Role.ADMINISTRATOR, now=staff.now)
    assert staff.deeds[0] == ("command line", "change_role")


def test_a_token_cannot_make_people(staff):
    token = replace(staff.ada, scopes=frozenset({Permission.SEE_LEADS}), token="t")
    with pytest.raises(Forbidden, match="This API token"):
        invite(staff.workspace, token, email="x@example.com", name="X", role=Role.SALES, now=staff.now)


def test_who_chooses_another_password_by_a_link_keeps_their_tokens_only_if_they_say_so(staff):
    bob = staff.joins("bob")
    secret, _ = make_token(staff.workspace, bob, name="nightly", scopes=[Permission.SEE_LEADS], days=30, now=staff.now)

    def choose(*, keeps_tokens: bool) -> None:
        link = make_reset_link(staff.workspace, staff.ada, bob.id, now=staff.now)
        choose_password(staff.workspace, link.secret, PASSWORD, now=staff.now, keeps_tokens=keeps_tokens)

    choose(keeps_tokens=True)
    assert actor_of_token(staff.workspace, secret, now=staff.now) is not None
    choose(keeps_tokens=False)
    assert actor_of_token(staff.workspace, secret, now=staff.now) is None
    assert ("bob", "revoke_token") in staff.deeds
