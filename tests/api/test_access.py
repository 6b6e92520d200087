"""Each operation of the API asks for its permission, of the role and of the token."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tamis.operations.access import ALLOWED, Permission, Role
from tamis.operations.workspace import find_workspace
from tamis.store.application import open_application
from tests.api.client import EVERYTHING, Program
from tests.api.conftest import Enter
from tests.api.describing import SNAPSHOT
from tests.web.site import ROLES, Site

_NOWHERE = {"object": "contact", "number": "999999"}


def operations() -> Iterator[tuple[str, str, Permission | None]]:
    """Method, path and permission of every operation, about things that are not there."""
    for path, methods in json.loads(SNAPSHOT.read_text())["paths"].items():
        for method, operation in methods.items():
            permission = operation["x-permission"]
            address = path.removeprefix("/api/v1")
            for name in ("object", "key", "score", "name", "number", "id"):
                is_number = any(part in path for part in ("/jobs/", "/people/", "/tokens/", "/views/"))
                there = "999999" if name == "id" and is_number else _NOWHERE.get(name, "nobody")
                address = address.replace("{" + name + "}", there)
            yield method.upper(), address, None if permission == "any" else Permission(permission)


OPERATIONS = tuple(operations())


def asked(program: Program, method: str, path: str) -> int:
    """The status; a body that nobody means does nothing, whoever may."""
    return program.ask(method, path, {"nothing": 1} if method in ("POST", "PUT") else None).status


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_permissions_say(enter: Enter, role: str) -> None:
    program = enter(role)
    for method, path, permission in OPERATIONS:
        is_allowed = permission is None or Role(role) in ALLOWED[permission]
        status = asked(program, method, path)
        assert (status != 403) is is_allowed, (method, path, status)
        assert status < 500, (method, path, status)


@pytest.mark.parametrize("permission", sorted({each for _, _, each in OPERATIONS if each}))
def test_a_token_may_do_what_it_was_made_for(enter: Enter, permission: Permission) -> None:
    inside, outside = enter(scopes=frozenset({permission})), enter(scopes=EVERYTHING - {permission})
    for method, path, needed in OPERATIONS:
        if needed == permission and path != "/jobs/999999":
            assert asked(inside, method, path) != 403, (method, path)
            assert asked(outside, method, path) == 403, (method, path)


def test_nobody_may_do_anything(enter: Enter) -> None:
    nobody, stranger = enter(token=""), enter(token="tamis_" + "A" * 43)
    for method, path, _ in OPERATIONS:
        assert asked(nobody, method, path) == 401, (method, path)
    answer = stranger.get("/me")
    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_revoked_token_lets_nobody_in(api_site: Site, enter: Enter) -> None:
    program = enter("marketing", scopes=frozenset({"own_settings"}))
    own = program.pages("/tokens")[0]
    assert program.delete(f"/tokens/{own['id']}").status == 204
    assert program.get("/me").status == 401


def test_a_deactivated_person_has_no_tokens(api_site: Site, enter: Enter, api: Program) -> None:
    folder = api_site.workspace.folder
    with open_application(find_workspace(folder, folder).application) as application:
        person = application.people.add("gone@example.com", "Gone Soon", "sales", 0, password="a good pass phrase")
        secret, _ = application.tokens.add(person.id, "gone", EVERYTHING, 0)
    program = enter(token=secret)
    assert program.get("/me").said["name"] == "Gone Soon"
    assert api.post(f"/people/{person.id}/deactivate").said["is_active"] is False
    assert program.get("/me").status == 401


def test_no_token_makes_another(api: Program) -> None:
    answer = api.post("/tokens", {"name": "more", "scopes": ["see_leads"]})
    assert (answer.status, answer.said["type"]) == (403, "urn:tamis:problem:forbidden")
