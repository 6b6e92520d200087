"""How many SQL statements pages make, with few rows and with many: counted in a process of its own, since Django is set
up once a process. `python -m tests.web.statements FOLDER` prints JSON of a copy of a small demo company's workspace."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tamis.operations import remembered

_PARTS = ("hot", "moved", "attention", "arrivals", "conversions", "events", "health")
_RECORD = ("", "-/scores/", "-/next/", "-/timeline/", "-/history/")
_COMPANIES = '{"object":"company","columns":["name","contacts","property:industry"]}'
# Asked for before there is more of everything, and after.
_GROWING = (
    "/",
    "/records/contact/c0000001",
    "/leads/",
    f"/leads/?{urlencode({'asked': _COMPANIES})}",
    "/leads/filter/?property=industry",
    "/overview/",
    *(f"/overview/part/{part}/" for part in _PARTS),
    "/scores/",
    "/scores/new/",
    "/scores/lead_score/",
    "/scores/lead_score/edit/",
    "/scores/lead_score/preview/",
    "/scores/lead_score/versions/",
    "/scores/lead_score/test/?record=c0000001",
    "/scores/lead_score/delete/",
    "/scores/lead_score/test/find/?name=a",
    "/scores/lead_score/file/",
    "/segments/",
    "/segments/new/",
    "/segments/sizes/",
    "/segments/one/?segment=in_france",
    "/segments/one/size/?segment=in_france",
    "/segments/one/members/?segment=in_france",
    "/segments/in_france/edit/",
    "/segments/in_france/edit/members/",
    "/editor/offers/?of=contact&name=industry",
    "/records/find/?q=a",
    "/data/",
    "/data/import/",
    "/data/sources/",
    "/data/sources/tail/",
    "/data/names/",
    "/data/names/?in=events",
    "/data/names/event/?type=page_viewed",
    "/data/names/values/?of=contact&name=industry",
    "/data/duplicates/",
    "/data/duplicates/?part",
    "/data/jobs/",
    "/settings/",
    "/settings/security/",
    "/settings/tokens/",
    "/settings/people/",
    "/settings/audit/",
    "/settings/audit.csv",
    "/start/",
)
_FEW, _MANY = "few", "many"


def _pairs() -> Iterator[tuple[str, str]]:
    """Two addresses of one page: with few rows on it, and with many."""
    for object in ("contact", "company"):
        # What would move a contact is searched for: it costs what there is to try, and not what there is to show.
        for part in (each for each in _RECORD if (object, each) != ("contact", "-/next/")):
            yield f"/records/{object}/{part}{_FEW}", f"/records/{object}/{part}{_MANY}"
    ranked = [f"/leads/?{urlencode({'q': text})}" for text in ("Few Person", "Person")]
    yield ranked[0], ranked[1]
    yield ranked[0].replace("/?", "/export.csv?"), ranked[1].replace("/?", "/export.csv?")
    ids = [[("id", f"p{number}"), ("n", str(number))] for number in range(30)]
    yield (
        f"/leads/reasons/?{urlencode(ids[0])}",
        f"/leads/reasons/?{urlencode([pair for each in ids for pair in each])}",
    )
    yield "/segments/one/members.csv?segment=listed_few", "/segments/one/members.csv?segment=listed_many"
    yield f"/records/contact/-/merge/{_FEW}?q=Few", f"/records/contact/-/merge/{_FEW}?q=Person"
    yield f"/records/contact/-/erase/{_FEW}", f"/records/contact/-/erase/{_MANY}"
    yield f"/records/contact/-/export/{_FEW}", f"/records/contact/-/export/{_MANY}"


Walked = tuple[int, list[str]]


@dataclass(frozen=True)
class Counted:
    """The statements of a page with few rows and with many, and what it answered."""

    few: str
    many: str
    statements: tuple[list[str], list[str]]
    statuses: tuple[int, int]


def counted(folder: Path) -> list[Counted]:
    """Every page that lists anything."""
    command = [sys.executable, "-m", __name__, str(folder)]
    said = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return [Counted(**each) for each in json.loads(said.stdout)]


def _main(folder: Path) -> None:
    with ExitStack() as stack:
        walker = _Walker(folder, stack)
        walker.begin()
        # Twice: the first time, some things are made that serve for all later ones.
        before = {address: min(walker.walk(address), walker.walk(address), key=_statements) for address in _GROWING}
        walker.grow()
        told = [(few, few, before[few], walker.walk(few, at_most=before[few])) for few in _GROWING]
        for few, many in _pairs():
            one = walker.walk(few)
            told.append((few, many, one, walker.walk(many, at_most=one)))
    rows = [
        {"few": few, "many": many, "statements": (one[1], other[1]), "statuses": (one[0], other[0])}
        for few, many, one, other in told
    ]
    print(json.dumps(rows))  # noqa: T201 - it is read by the test.


def _statements(walked: Walked) -> int:
    return len(walked[1])


class _Walker:
    """An administrator who asks for pages in this very process."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        from tamis.operations.workspace import find_workspace
        from tamis.server.context import DESK
        from tamis.server.django_settings import set_up_django
        from tamis.server.reach import Reach
        from tamis.store.application import django_database

        self._place = find_workspace(folder, folder)
        set_up_django(folder, django_database(self._place.application), Reach())
        from django.contrib.auth import get_user_model
        from django.test import Client

        desk = self._desk(stack)
        self._client = Client(SERVER_NAME="localhost", **{DESK: desk})
        person = get_user_model().objects.get(email="administrator@example.com")
        self._client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        self._said: list[str] = []
        stack.enter_context(_listening(self._said))

    def walk(self, address: str, *, at_most: Walked | None = None) -> Walked:
        """The status of a page, and its statements; where they are more than those of another one, once more, for the
        same reason."""
        found = self._walked(address)
        if at_most is not None and _statements(found) > _statements(at_most):
            found = min(found, self._walked(address), key=_statements)
        return found

    def _walked(self, address: str) -> Walked:
        headers = {"HX-Request": "true"} if "part" in address else {}
        self._said.clear()
        # What is remembered for some seconds would hide what the rows cost.
        remembered._BY_WAREHOUSE.clear()
        answer = self._client.get(address, headers=headers)
        list(answer)
        return answer.status_code, list(self._said)

    def begin(self) -> None:
        """One of everything that pages list."""
        from tests.web.growing import add

        add(self._workspace, 1)

    def grow(self) -> None:
        """More of it."""
        from tests.web.growing import grow

        grow(self._workspace)

    def _desk(self, stack: ExitStack) -> Any:
        from tamis.operations.keeper import keeping
        from tamis.operations.meters import Meters
        from tamis.server.arrivals import Arrivals
        from tamis.server.desk import Desk, Lent
        from tamis.server.health import Health
        from tamis.server.reach import Reach
        from tamis.store.inbox import open_inbox
        from tests.web.site import now

        inbox = stack.enter_context(open_inbox(self._place.inbox))
        keeper = stack.enter_context(keeping(self._place, inbox, now=now, meters=Meters()))
        self._workspace = keeper.workspace
        lent = Lent(inbox, Health(), Meters(), Arrivals())
        return Desk(self._place, lambda: keeper.workspace, lambda: None, now, lent, Reach())


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """Hears every statement, whatever database it is for."""
    from django.db.backends.utils import CursorWrapper

    from tamis.engine import DuckDBEngine
    from tamis.store.inbox.file_connection import FileConnection

    places: list[tuple[Any, str]] = [(CursorWrapper, "execute"), (DuckDBEngine, "sql"), (FileConnection, "run")]
    kept = [(kind, name, getattr(kind, name)) for kind, name in places]
    for kind, name, run in kept:
        setattr(kind, name, _heard(run, said))
    try:
        yield
    finally:
        for kind, name, run in kept:
            setattr(kind, name, run)


def _heard(run: Any, said: list[str]) -> Any:
    def heard(self: Any, text: str, *params: Any) -> Any:
        said.append(str(text)[:200])
        return run(self, text, *params)

    return heard


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
