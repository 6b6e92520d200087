"""Every page, whoever wrote it, lets in who may, and nobody else. Of the API: tests/api/test_access.py."""

from __future__ import annotations

import pytest

from tamis.operations.access import ALLOWED, Permission, Role
from tests.web.plain import Plain
from tests.web.routes import Route, all_routes
from tests.web.site import PASSWORD, Site, email_of


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    return all_routes()


@pytest.fixture(scope="module")
def signed_in_plainly(site: Site) -> dict[str, Plain]:
    people = {role.value: Plain(site.port) for role in Role}
    for role, person in people.items():
        assert person.signs_in(email_of(role), PASSWORD).status == 302
    return people


def test_every_route_says_what_it_needs(routes):
    assert [route.path for route in routes if route.permission is None] == []
    known = {*(permission.value for permission in Permission), "public"}
    assert {route.permission for route in routes} <= known


def test_only_what_lets_people_in_is_open_to_everybody(routes):
    opened = {route.path.split("/")[1] for route in routes if route.permission == "public"}
    assert opened <= {"demo", "sign-in", "sign-out", "set-up", "welcome"}


@pytest.mark.parametrize("role", Role)
def test_a_page_lets_in_whose_role_may(routes, signed_in_plainly, role):
    person, wrong = signed_in_plainly[role.value], []
    for route in _guarded(routes):
        if role in ALLOWED[Permission(route.permission)]:
            status = person.get(route.path).status
            wrong += [(route.path, status)] if status in (401, 403) or status >= 500 else []
        else:
            found = person.get(route.path).status, person.post(route.path).status
            # What is only for forms may say so first.
            wrong += [(route.path, found)] if not {403} <= set(found) <= {403, 405} else []
    assert wrong == []


def test_who_is_not_signed_in_is_asked_to(site, routes):
    nobody = Plain(site.port)
    for route in _guarded(routes):
        asked = (nobody.get(route.path), nobody.post(route.path))
        led = {(answer.status, answer.location.split("?")[0]) for answer in asked}
        assert {(302, "/sign-in/")} <= led <= {(302, "/sign-in/"), (405, "")}, route.path


def test_a_form_of_another_site_is_refused_by_every_page(routes, signed_in_plainly):
    person = signed_in_plainly["administrator"]
    answers = {route.path: person.forged(route.path).status for route in routes}
    assert {path: status for path, status in answers.items() if status != 403} == {}


def _guarded(routes: list[Route]) -> list[Route]:
    return [route for route in routes if route.permission != "public"]
