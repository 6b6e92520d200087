"""A served demo company, and programs that speak with its API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.api.client import Program, make_token, make_tokens
from tests.api.company import make_small_company
from tests.once import copied
from tests.web.site import Site

Enter = Callable[..., Program]
# Of tokens, whose names are there once.
_NUMBERS = count()


@pytest.fixture(scope="session")
def api_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served company for all tests of the API; each changes what is its own."""
    folder = copied(tmp_path_factory, "api-company", make_small_company)
    tokens = make_tokens(folder)
    with Site(folder) as started:
        started.tokens = tokens  # type: ignore[attr-defined]
        yield started


@pytest.fixture
def enter(api_site: Site) -> Iterator[Enter]:
    """Makes programs: `enter("sales")` by the token of a role, `enter("sales", scopes=…)` by one of its own."""
    made: list[Program] = []

    def entered(
        role: str = "administrator",
        *,
        scopes: frozenset[str] | None = None,
        token: str | None = None,
        cookies: str = "",
    ) -> Program:
        folder = api_site.workspace.folder
        if scopes is not None:
            token = make_token(folder, role, scopes, name=f"test {next(_NUMBERS)}")
        made.append(Program(api_site.port, token if token is not None else api_site.tokens[role]))  # type: ignore[attr-defined]
        made[-1].headers |= {"Cookie": cookies} if cookies else {}
        return made[-1]

    yield entered
    for program in made:
        program.close()


@pytest.fixture
def api(enter: Enter) -> Program:
    """A program of an administrator."""
    return enter()
