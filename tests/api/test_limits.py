"""How many requests somebody may make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tamis.operations.workspace import init_workspace
from tamis.server.api.limits import Limits
from tamis.store.application import open_application
from tests.api.client import Program, make_token
from tests.api.test_access import OPERATIONS
from tests.web.site import Site, email_of


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_bucket_is_emptied_and_fills_evenly() -> None:
    clock = Clock()
    limits = Limits(60, clock)
    assert [limits.take("ann").wait for _ in range(60)] == [0] * 60
    assert limits.take("ann").wait == 1
    clock.seconds = 1.0
    assert (limits.take("ann").wait, limits.take("ann").wait) == (0, 1)
    clock.seconds = 61.0
    assert limits.take("ann").left == 59


def test_buckets_are_apart() -> None:
    limits = Limits(1, Clock())
    assert (limits.take("ann").wait, limits.take("bob").wait) == (0, 0)
    assert limits.take("ann").wait == 60


def test_the_headers_say_what_is_left() -> None:
    limits = Limits(2, Clock())
    assert limits.take("ann").headers == {"RateLimit-Policy": '"requests";q=2;w=60', "RateLimit": '"requests";r=1;t=30'}
    limits.take("ann")
    assert limits.take("ann").headers["Retry-After"] == "30"


@pytest.fixture
def small_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A served workspace without any data, where each token may ask a hundred times a minute."""
    monkeypatch.setenv("TAMIS_API_REQUESTS_PER_MINUTE", "100")
    workspace = init_workspace(tmp_path / "work", time_zone="UTC")
    with open_application(workspace.application) as application:
        application.people.add(email_of("administrator"), "Ada Lovelace", "administrator", 0)
    with Site(workspace.folder) as started:
        yield started


def test_without_data_everything_answers_until_it_is_too_much(small_site: Site) -> None:
    folder = small_site.workspace.folder
    paths = [path for method, path, _ in OPERATIONS if method == "GET"]
    with closing(Program(small_site.port, make_token(folder, "administrator"))) as program:
        assert [path for path in paths if program.get(path).status >= 500] == []
        answers = [program.get("/me") for _ in range(200)]
        refused = [answer for answer in answers if answer.status == 429]
        assert int(refused[0].headers["retry-after"]) >= 1
        assert refused[0].said["type"] == "urn:tamis:problem:too-many-requests"
    with closing(Program(small_site.port, make_token(folder, "administrator", name="other"))) as other:
        assert other.get("/me").headers["ratelimit"].startswith('"requests";r=99;')
