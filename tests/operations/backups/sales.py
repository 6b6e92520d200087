"""A workspace with records, published scores and a history, and what can be read from it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tamis.operations.backup import backup
from tamis.operations.import_data import import_data
from tamis.operations.publish import reviewing
from tamis.operations.read_values import read_values
from tamis.operations.rescore import rescore
from tamis.operations.restore import restore
from tamis.operations.workspace import Workspace, find_workspace, init_workspace
from tamis.progress import NullProgress, Progress
from tamis.store.application import open_application
from tamis.store.warehouse import open_warehouse

AT = datetime(2026, 6, 1, tzinfo=UTC)
SCORE = """\
key: interest
object: contact
groups:
  - key: what_they_did
    category: engagement
    decay: {{percent: 50, every: 1 month}}
    rules:
      - {{label: Asked for a demo, event: demo_requested, points: {points}}}
      - {{label: In France, when: {{property: country, is: France}}, points: 10}}
      - {{label: Friend, when: {{in_segment: friends}}, points: 3}}
"""
FRIENDS = "key: friends\nobject: contact\nwhen: {property: country, is_any_of: [Spain, Peru]}\n"
SEEN = (
    "SELECT * FROM warehouse.score_values",
    "SELECT * FROM warehouse.score_history",
    "SELECT * FROM warehouse.records_0",
    "SELECT * FROM warehouse.events",
    "SELECT * FROM warehouse.properties",
)

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Sales:
    """One workspace, driven by its operations."""

    folder: Path

    @property
    def workspace(self) -> Workspace:
        return find_workspace(self.folder, self.folder)

    @property
    def outside(self) -> Path:
        """A folder beside it for what goes in."""
        outside = self.folder.parent / "outside"
        outside.mkdir(exist_ok=True)
        return outside

    def take(self, contacts: str, events: str = "", *, at: datetime = AT) -> None:
        """Imports `id country` and `id type instant` lines."""
        folder = self.outside / "data"
        folder.mkdir(exist_ok=True)
        tables = {"contacts": ("id,country", contacts), "events": ("contact_id,type,occurred_at", events)}
        for table, (columns, rows) in tables.items():
            lines = [",".join(line.split()) for line in rows.splitlines() if line.strip()]
            (folder / f"{table}.csv").write_text("\n".join([columns, *lines, ""]), encoding="utf-8")
        import_data(self.workspace, folder, now=lambda: at, progress=NullProgress())

    def publish(self, points: float, *, at: datetime = AT) -> None:
        """Publishes the score with so many points for a demo, and its segment."""
        files = [self.outside / "interest.yaml", self.outside / "friends.yaml"]
        for file, text in zip(files, (SCORE.format(points=points), FRIENDS), strict=True):
            file.write_text(text, encoding="utf-8")
        with reviewing(self.workspace, files, now=lambda: at, progress=NullProgress()) as publishing:
            publishing.publish("agreed", progress=NullProgress())

    def rescore(self, days: int) -> None:
        """Computes the values anew, so many days later."""
        rescore(self.workspace, None, now=lambda: AT + timedelta(days=days), progress=NullProgress())

    def back_up(self, name: str = "backup.zip", *, progress: Progress | None = None) -> Path:
        """Backs up into a file of that name beside it, or a file of that path."""
        file = self.folder.parent / name
        backup(self.workspace, file, now=lambda: AT, progress=progress or NullProgress())
        return file

    def sql(self, text: str) -> list[tuple]:
        """Runs one statement on the warehouse."""
        with open_warehouse(self.workspace.warehouse) as warehouse:
            return warehouse.rows(text)

    def seen(self) -> dict[str, object]:
        """Everything a person can read from it."""
        rows = io.BytesIO()
        read_values(self.workspace, "interest", output=rows)
        with open_warehouse(self.workspace.warehouse) as warehouse:
            tables = {sql: sorted(map(repr, warehouse.rows(sql))) for sql in SEEN}
        with open_application(self.workspace.application) as application:
            versions = [application.versions(key) for key in ("interest", "friends")]
            definitions = (versions, application.drafts(), application.published())
        rejects = {file.name: file.read_bytes() for file in self.workspace.rejects.iterdir()}
        settings = (self.folder / "workspace.yaml").read_bytes()
        return {"values": rows.getvalue(), "definitions": definitions, "rejects": rejects, "yaml": settings, **tables}


def make_sales(folder: Path) -> Sales:
    """A workspace with two leads and one row that was rejected; of its score, two versions were published."""
    init_workspace(folder, time_zone="Europe/Paris")
    sales = Sales(folder)
    sales.take("a Spain\nb France", "a demo_requested 2026-05-20\nb demo_requested never")
    sales.publish(20)
    sales.publish(25.5)
    return sales


def files(folder: Path) -> Parts:
    """Everything below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_back(file: Path, folder: Path, *, replace: bool = False) -> None:
    """Restores, without a word."""
    restore(file, folder, replace=replace, progress=NullProgress())
