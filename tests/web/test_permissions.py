"""Every page and every route of the API, whoever wrote it, lets in who may, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tamis.operations.access import ALLOWED, Permission, Role, permissions_of
from tamis.store.application import open_application
from tests.web.plain import Plain
from tests.web.routes import Route, all_routes
from tests.web.site import PASSWORD, Site, email_of

# In place of what a route takes.
_SAMPLES = {"integer": "999999", "string": "contact"}


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


@pytest.fixture(scope="module")
def tokens(site: Site) -> Iterator[dict[str, str]]:
    """By role, the secret of a token with every scope."""
    scopes = frozenset(permission.value for permission in Permission)
    with open_application(site.workspace.application) as application:
        people = {role.value: application.people.with_email(email_of(role.value)) for role in Role}
        made = {role: application.tokens.add(person.id, "all", scopes, 0) for role, person in people.items()}
        yield {role: secret for role, (secret, _) in made.items()}


@pytest.fixture(scope="module")
def api_routes(site: Site) -> list[tuple[str, str, str]]:
    """Method, path and permission of each route of the API."""
    told = json.loads(Plain(site.port).get("/api/v1/openapi.json").text)
    return [
        (method.upper(), _filled(path, operation), operation["x-permission"])
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
        if method in ("get", "put", "post", "delete", "patch")
    ]


@pytest.mark.parametrize("role", Role)
def test_the_api_lets_in_whose_role_may(site, api_routes, tokens, role):
    wrong = []
    for method, path, permission in api_routes:
        may = permission == "any" or Permission(permission) in permissions_of(role)
        if may and method != "GET":
            # What it does with an empty request is the affair of its own tests.
            continue
        status = Plain(site.port)._asks(method, path, b"", {"Authorization": f"Bearer {tokens[role]}"}).status
        wrong += [(method, path, status)] if may is (status == 403) or status in (401, 429) or status >= 500 else []
    assert api_routes
    assert wrong == []


def test_the_api_asks_for_a_token(site, api_routes):
    for method, path, _permission in api_routes:
        assert Plain(site.port)._asks(method, path, b"", {}).status == 401, (method, path)


def test_a_token_without_the_scope_is_refused(site, api_routes):
    with open_application(site.workspace.application) as application:
        person = application.people.with_email(email_of("administrator"))
        secret, _ = application.tokens.add(person.id, "narrow", frozenset({"see_overview"}), 0)
    for method, path, permission in api_routes:
        if permission not in ("any", "see_overview"):
            answer = Plain(site.port)._asks(method, path, b"", {"Authorization": f"Bearer {secret}"})
            assert answer.status == 403, (method, path)


def _filled(path: str, operation: dict[str, Any]) -> str:
    for parameter in operation["parameters"]:
        sample = _SAMPLES.get(parameter["schema"].get("type", ""), "contact")
        path = path.replace(f"{{{parameter['name']}}}", sample)
    return path


def _guarded(routes: list[Route]) -> list[Route]:
    return [route for route in routes if route.permission != "public"]
