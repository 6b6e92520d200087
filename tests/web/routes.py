"""Every route of the pages, with the permission that it says it needs, one line of JSON: asked in a process of its own,
since Django is set up once a process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SAMPLES = {"int": "999999", "str": "nothing", "slug": "nothing", "path": "nothing"}


@dataclass(frozen=True)
class Route:
    """A route with something in place of what it takes. `permission`: `public` where it needs none."""

    path: str
    name: str
    permission: str


def all_routes() -> list[Route]:
    """Those of pages; the API describes itself."""
    command = [sys.executable, "-m", __name__]
    root = Path(__file__).parents[2]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return [Route(**each) for each in json.loads(said)]


def _main() -> None:
    from tamis.server.django_settings import set_up_django
    from tamis.server.reach import Reach

    with tempfile.TemporaryDirectory() as folder:
        set_up_django(Path(folder), {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}, Reach())
        from django.urls import get_resolver

        print(json.dumps(list(_routes(get_resolver().url_patterns, "/"))))  # noqa: T201 - it is read by the test.


def _routes(patterns: list[Any], before: str) -> Iterator[dict[str, str | None]]:
    from tamis.server.accounts.needs import permission_of

    for pattern in patterns:
        path = before + _filled(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            if path != "/api/v1/":
                yield from _routes(pattern.url_patterns, path)
        else:
            said = permission_of(pattern.callback)
            yield {"path": path, "name": pattern.name or "", "permission": None if said is None else str(said)}


def _filled(route: str) -> str:
    """The route with samples in place of what it takes, such as `<int:id>`."""
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: _SAMPLES.get(found[1] or "str", "nothing"), route)


if __name__ == "__main__":
    _main()
