"""The description of the API, made without a server; and writing what is compared with it anew:

python -m tests.api.describing
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).parent / "openapi.json"
REFERENCE = Path(__file__).parents[2] / "docs" / "api.md"


def description() -> dict[str, Any]:
    """As the server tells it. Sets Django up, once a process."""
    from tamis.server.django_settings import set_up_django
    from tamis.server.reach import Reach
    from tamis.store.application import django_database

    with tempfile.TemporaryDirectory() as folder:
        set_up_django(Path(folder), django_database(Path(folder) / "application.sqlite3"), Reach())
        from tamis.server.api.description import describe
        from tamis.server.api.service import make_service

        return describe(make_service())


def as_text(told: dict[str, Any]) -> str:
    """The description as it is kept."""
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    from tests.api.reference import reference

    found = description()
    SNAPSHOT.write_text(as_text(found), encoding="utf-8")
    REFERENCE.write_text(reference(found, REFERENCE.read_text(encoding="utf-8")), encoding="utf-8")
