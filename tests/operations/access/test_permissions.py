"""Who may do what is one table, in the program and in the documents."""

import re
from itertools import product
from pathlib import Path

import pytest

from tamis.errors import Forbidden
from tamis.operations.access import ALLOWED, COMMAND_LINE, Actor, Permission, Role, may, permissions_of, require

DOCUMENT = Path(__file__).parents[3] / "docs" / "permissions.md"
SAID = {"yes": True, "no": False}


def documented() -> dict[tuple[str, str], bool]:
    """What the table of the document says, by permission and role."""
    lines = re.findall(r"^\|(.+)\|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    head, _, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    roles = [name.lower().replace(" ", "_") for name in head[2:]]
    return {(row[0].strip("`"), role): SAID[cell] for row in rows for role, cell in zip(roles, row[2:], strict=True)}


def test_the_document_names_each_permission_for_each_role():
    assert set(documented()) == {(permission.value, role.value) for permission, role in product(Permission, Role)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_do_what_the_document_says(permission, role):
    actor = Actor("Ada", role)
    assert may(actor, permission) is documented()[permission.value, role.value]
    assert (permission in permissions_of(role)) is (role in ALLOWED[permission])
    if may(actor, permission):
        require(actor, permission)
    else:
        with pytest.raises(Forbidden, match=f'"{permission.value}"'):
            require(actor, permission)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_token_may_do_what_it_was_made_for_and_never_more_than_its_person(permission, role):
    narrow = Actor("Ada", role, scopes=frozenset({Permission.SEE_LEADS}), token="export")
    wide = Actor("Ada", role, scopes=frozenset(Permission), token="everything")
    assert may(narrow, permission) is (permission is Permission.SEE_LEADS)
    assert may(wide, permission) is may(Actor("Ada", role), permission)


def test_who_is_refused_hears_whether_role_or_token_is_at_fault():
    with pytest.raises(Forbidden, match=r"^The role read-only does not have .*; an administrator can give it\.$"):
        require(Actor("Ada", Role.READ_ONLY), Permission.PUBLISH)
    token = Actor("Ada", Role.ADMINISTRATOR, scopes=frozenset({Permission.SEE_LEADS}), token="export")
    with pytest.raises(Forbidden, match=r"^This API token does not have .*; make a token that has it\.$"):
        require(token, Permission.PUBLISH)


def test_the_command_line_may_do_everything():
    assert all(may(COMMAND_LINE, permission) for permission in Permission)
