"""The demo company as a workspace to look round in: its data, weeks of scores, a model, and somebody to sign in as."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tamis.definitions.goal import read_goal
from tamis.errors import UsageError
from tamis.operations.access import TAMIS
from tamis.operations.handing_over import perform
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.import_data import import_data
from tamis.operations.make_demo import DemoCompany
from tamis.operations.models.likelihoods import leading_model
from tamis.operations.people import add_administrator
from tamis.operations.publish import reviewing
from tamis.operations.rescore import micros_of, rescore
from tamis.operations.verbs import Likelihoods, TrainModel
from tamis.operations.workspace import Workspace, find_workspace, init_workspace
from tamis.progress import NullProgress, Progress
from tamis.store.application import open_application
from tamis.templates import list_templates

#: Who looks round. Nobody knows the password: they come by a link.
DEMO_PERSON = "demo@example.com"

_NAME = "workspace"
_KEY = "demo.key"
# So that there is a past to see: charts, movements, and who has become a lead since.
_WEEKS = 6
# All kinds come to this one with a company of the usual size; to try them takes four times as long (100 s of CPU).
_KINDS = ("binned_logistic",)
_ATTEMPTS = 3


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


def have_learnt(company: DemoCompany, workspace: Workspace, *, now: Callable[[], datetime]) -> None:
    """Has the server of the workspace learn the goals that come with the company; nothing where that was begun, or
    somebody has trained a model. It takes a minute, and whoever came to look round need not wait for it."""
    goals = [
        (file.name, file.read_text(encoding="utf-8")) for file in sorted((company.folder / "goals").glob("*.yaml"))
    ]
    with open_application(workspace.application) as application:
        jobs = application.jobs
        if application.models.all() or any(job.kind == TrainModel.kind for job in jobs.list()):
            return
        for name, text in goals:
            goal = read_goal((name, text)).goal
            if goal is not None:
                verb = TrainModel(text, goal.key, name, kinds=_KINDS)
                asked = encode_verb(verb, by=TAMIS)
                jobs.add(verb.kind, asked, micros_of(now()), key=f"{verb.kind} {goal.key}", most_attempts=_ATTEMPTS)


def write_demo_likelihoods(company: DemoCompany, *, now: Callable[[], datetime]) -> Path | None:
    """Writes what the company's model says of its contacts beside its data; gives the file, None where no model is live
    yet."""
    folder = company.folder / _NAME
    if not folder.exists():
        return None
    workspace = find_workspace(folder, folder)
    model = leading_model(workspace, "contact")
    if model is None:
        return None
    file = company.folder / "likelihoods.csv"
    perform(workspace, Likelihoods(model.key, file.absolute()), now=now, progress=NullProgress())
    return file


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
        publishing.publish("With the demo company", by=TAMIS, progress=NullProgress())
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
