"""The demo company as a workspace to look round in: its data, weeks of scores, and somebody to sign in as."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.import_data import import_data
from tamis.operations.make_demo import DemoCompany
from tamis.operations.people import add_administrator
from tamis.operations.publish import reviewing
from tamis.operations.rescore import rescore
from tamis.operations.workspace import Workspace, find_workspace, init_workspace
from tamis.progress import NullProgress, Progress
from tamis.templates import list_templates

#: Who looks round. Nobody knows the password: they come by a link.
DEMO_PERSON = "demo@example.com"

_NAME = "workspace"
_KEY = "demo.key"
# So that there is a past to see: charts, movements, and who has become a lead since.
_WEEKS = 6


def open_demo(company: DemoCompany, *, time_zone: str, now: Callable[[], datetime], progress: Progress) -> Workspace:
    """The workspace in the folder of a demo company; made if it is not there, whole or not at all."""
    folder = company.folder / _NAME
    if not folder.exists():
        part = company.folder / f".{_NAME}.{secrets.token_hex(4)}.part"
        try:
            _make(part, company, time_zone, now, progress)
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return find_workspace(folder, folder)


def demo_secret(folder: Path) -> str | None:
    """What the link holds by which one is signed in to the demo workspace of a folder; None in any other workspace."""
    try:
        return (folder / _KEY).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _make(folder: Path, company: DemoCompany, time_zone: str, now: Callable[[], datetime], progress: Progress) -> None:
    workspace, present = init_workspace(folder, time_zone=time_zone), now()
    begin = present - timedelta(weeks=_WEEKS)
    progress.step("Taking the company in")
    import_data(workspace, company.folder, now=lambda: begin, progress=NullProgress())
    progress.step("Publishing its scores")
    with reviewing(workspace, _definitions(company.folder), now=lambda: begin, progress=NullProgress()) as publishing:
        publishing.publish("With the demo company", progress=NullProgress())
    for week in range(1, _WEEKS + 1):
        at = begin + timedelta(weeks=week)
        progress.step(f"Scoring as of {at:%Y-%m-%d}")
        rescore(workspace, None, now=lambda at=at: at, progress=NullProgress())  # type: ignore[misc]
    password = secrets.token_urlsafe(32)
    add_administrator(workspace, email=DEMO_PERSON, name="Dana Demo", password=password, now=lambda: begin)
    _write_key(folder / _KEY)


def _definitions(folder: Path) -> list[Path]:
    """Those that come with the company; raises UsageError where somebody has taken them away."""
    # Templates may lie beside them, to be tried on the company.
    others = {f"{template.name.replace('-', '_')}_score.yaml" for template in list_templates()}
    files = [*sorted((folder / "segments").glob("*.yaml")), *sorted((folder / "scores").glob("*.yaml"))]
    found = [file for file in files if file.name not in others]
    if not found:
        raise UsageError(f'"{folder}" holds no definitions any more; delete it, and it is made anew.')
    return found


def _write_key(file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(32))
