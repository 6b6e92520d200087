"""A workspace with a clock that stands still until a test moves it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tamis.operations.import_data import Imported, import_data
from tamis.operations.publish import reviewing
from tamis.operations.read_history import read_history
from tamis.operations.read_values import read_values
from tamis.operations.remembered import forget_at_work
from tamis.operations.rescore import Rescored, rescore
from tamis.operations.review import Review
from tamis.operations.workspace import Workspace
from tamis.progress import NullProgress

CONTACTS = "id,country,created_at\nann,France,2026-01-01\nbob,Spain,2026-01-01\ncem,,2026-01-01\n"
EVENTS = (
    "id,contact_id,type,occurred_at\n"
    "e1,ann,demo_requested,2026-03-01T10:00:00Z\n"
    "e2,bob,demo_requested,2026-03-02T10:00:00Z\n"
)
INTEREST = """\
key: interest
label: Interest
object: contact
groups:
  - key: deeds
    label: Deeds
    category: engagement
    rules:
      - {label: Asked for a demo, event: demo_requested, within: {last: 30 days}, points: 20}
      - {label: In France, when: {property: country, is: France}, points: 10}
thresholds:
  engagement: [{tier: High, from: 25}, {tier: Low}]
"""


@dataclass
class Office:
    """A workspace, a folder of its data and definitions, and the time on the wall."""

    workspace: Workspace
    folder: Path
    time: datetime = field(default=datetime(2026, 3, 10, 12, tzinfo=UTC))

    def now(self) -> datetime:
        """The time on the wall."""
        return self.time

    def later(self, instant: str) -> None:
        """Moves the clock to an instant, UTC."""
        self.time = datetime.fromisoformat(instant).replace(tzinfo=UTC)

    def closed(self) -> Office:
        """The same with its warehouse closed, so that others may open it."""
        if self.workspace.held is not None:
            self.workspace.held.close()
        return replace(self, workspace=replace(self.workspace, held=None))

    def write(self, name: str, text: str) -> Path:
        """Writes a file into the folder."""
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def take(self, *, dry_run: bool = False, **files: str) -> Imported:
        """Imports the folder after writing these tables into it."""
        for table, text in files.items():
            self.write(f"{table}.csv", text)
        return import_data(self.workspace, self.folder, now=self.now, dry_run=dry_run, progress=NullProgress())

    def review(self, **texts: str) -> Review:
        """What publishing these definitions would change."""
        with reviewing(self.workspace, self._files(texts), now=self.now, progress=NullProgress()) as publishing:
            return publishing.review

    def publish(self, **texts: str) -> Mapping[str, int]:
        """Publishes definitions; gives the number of records that changed, by score."""
        with reviewing(self.workspace, self._files(texts), now=self.now, progress=NullProgress()) as publishing:
            changed = publishing.publish(progress=NullProgress()).changed
        # As the process does that serves, after each job.
        forget_at_work(self.workspace)
        return {key: each.records for key, each in changed.items()}

    def rescore(self, key: str | None = None) -> Rescored:
        """Computes what is published anew."""
        return rescore(self.workspace, key, now=self.now, progress=NullProgress())

    def values(self, key: str = "interest") -> list[str]:
        """The rows of a score's values, without their header."""
        stream = io.BytesIO()
        read_values(self.workspace, key, output=stream)
        return stream.getvalue().decode().splitlines()[1:]

    def history(self, id: str, score: str | None = "interest") -> list[tuple[int | None, int | None, str, int]]:
        """Before and after, in points, cause and version of each change."""
        [history] = read_history(self.workspace, id, score=score)
        return [(_points(row.before), _points(row.after), row.cause, row.version) for row in history.changes]

    def _files(self, texts: Mapping[str, str]) -> list[Path]:
        return [self.write(f"definitions/{name}.yaml", text) for name, text in texts.items()]


def _points(micros: int | None) -> int | None:
    return None if micros is None else micros // 1_000_000
