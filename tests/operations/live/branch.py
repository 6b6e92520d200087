"""A workspace that is kept by a keeper, with a clock that stands still until a test moves it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tamis.messages import Message
from tamis.operations.keeper import Keeper, keeping
from tamis.operations.meters import Meters
from tamis.operations.publish import reviewing
from tamis.operations.published import read_published
from tamis.operations.rescore import by_object, micros_of
from tamis.operations.workspace import Workspace, find_workspace, init_workspace
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tamis.store.inbox import Inbox, open_inbox
from tamis.store.warehouse.values import compute_values
from tests.operations.live.definitions import FILES, START
from tests.operations.office import Office

VALUES = "SELECT score, object, n, points, fit, engagement, tier FROM {} WHERE points IS NOT NULL ORDER BY ALL"


@dataclass
class Branch:
    """A workspace, its keeper, and a source that sends to its inbox."""

    folder: Path
    time: datetime = field(default=datetime(2026, 3, 10, 12, tzinfo=UTC))
    is_there: bool = False

    def __post_init__(self) -> None:
        if self.is_there:
            self.workspace = find_workspace(self.folder / "work", self.folder)
        else:
            (self.folder / "data").mkdir(parents=True)
            self.workspace = init_workspace(self.folder / "work", time_zone="Europe/Paris")
        self._ids = itertools.count()
        self._stack = ExitStack()
        self.seconds = self.seconds_a_look = self.worked = self.worked_a_look = 0.0
        self.meanwhile: Callable[[], None] = lambda: None
        self.source = 0
        self.open()

    def begin(self) -> None:
        """Imports the first data and publishes the definitions."""
        self.office().take(**START)
        self.publish(FILES)
        self.keep()

    def publish(self, files: Mapping[str, str]) -> None:
        """Publishes definitions, by the names of their files."""
        office = self.office()
        paths = [office.write(f"{name}.yaml", text) for name, text in files.items()]
        with reviewing(self.held, paths, now=lambda: self.time, progress=NullProgress()) as publishing:
            publishing.publish(progress=NullProgress())

    def open(self) -> None:
        """Starts the process, so to say."""
        self._stack = ExitStack()
        self.inbox: Inbox = self._stack.enter_context(open_inbox(self.workspace.inbox))
        if not self.inbox.sources.all():
            self.inbox.sources.add("site", 0)
        [source] = self.inbox.sources.all()
        self.source = source.id
        self.meters = Meters()
        self.keeper: Keeper = self._stack.enter_context(
            keeping(
                self.workspace,
                self.inbox,
                now=lambda: self.time,
                meters=self.meters,
                clock=self._seconds,
                effort=self._worked,
            )
        )

    def _seconds(self) -> float:
        """No work takes any time, unless a test says so."""
        self.meanwhile()
        self.seconds += self.seconds_a_look
        return self.seconds

    def _worked(self) -> float:
        self.worked += self.worked_a_look
        return self.worked

    def close(self) -> None:
        """Ends it."""
        self._stack.close()

    def restart(self) -> None:
        """Ends and starts it again."""
        self.close()
        self.open()

    @property
    def held(self) -> Workspace:
        """The workspace as operations in the same process see it."""
        return self.keeper.workspace

    def office(self) -> Office:
        """The same workspace for operations that commands ask for."""
        return Office(self.held, self.folder / "data", self.time)

    def later(self, **delta: float) -> None:
        """Lets time pass; it may go back, too."""
        self.time += timedelta(**delta)

    @property
    def at(self) -> int:
        """The present instant."""
        return micros_of(self.time)

    def say(self, kind: str, *, ago: float = 0, id: str | None = None, **said: Any) -> Message:
        """A message of something that happened so many seconds ago; not sent yet."""
        return Message(
            kind=kind,  # type: ignore[arg-type]
            id=id or f"m{next(self._ids)}",
            received_at=self.at,
            occurred_at=self.at - int(ago * 1_000_000),
            **said,
        )

    def send(self, *messages: Message) -> None:
        """Puts messages into the inbox."""
        self.inbox.put(self.source, messages)

    def keep(self) -> None:
        """Lets the keeper work until there is nothing to do."""
        while self.keeper.step():
            pass
        assert not (self.workspace.rejects / "messages.jsonl").exists(), "a message was put aside"

    def tell(self, kind: str, **said: Any) -> None:
        """Sends a message, and lets the keeper work."""
        self.send(self.say(kind, **said))
        self.keep()

    def live(self) -> list[tuple[Any, ...]]:
        """The values that are kept."""
        with self.held.opened() as warehouse:
            return warehouse.rows(VALUES.format("warehouse.score_values"))

    def points(self, id: str, score: str = "interest") -> float | None:
        """The kept value of a contact."""
        with self.held.opened() as warehouse:
            found = warehouse.rows(
                "SELECT v.points / 1e6 FROM score_values AS v JOIN records_0 AS r USING (n)"
                " WHERE r.id = ? AND v.score = ? AND v.object = 'contact'",
                [id, score],
            )
        return found[0][0] if found else None

    def wholes(self) -> dict[str, str]:
        """By the id of each contact there is, the id of the record that it is part of."""
        with self.held.opened() as warehouse:
            merged = warehouse.rows(
                "SELECT o.id, k.id FROM merged AS m JOIN merged_records AS o USING (n)"
                " JOIN records_0 AS k ON k.n = m.kept"
            )
            return dict(warehouse.rows("SELECT id, id FROM records_0")) | dict(merged)

    def anew(self) -> list[tuple[Any, ...]]:
        """The values that computing everything from scratch gives at this instant."""
        with open_application(self.workspace.application) as application:
            published = read_published(application)
        found: list[tuple[Any, ...]] = []
        with self.held.opened() as warehouse:
            for scores in by_object(published.scores).values():
                compute_values(warehouse, scores, published.segments, self.at)
                found += warehouse.rows(VALUES.format("temp.computed"))
        return sorted(found, key=lambda row: row[:3])

    def newest_events(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """When each contact last did something: as it is noted, and as its events say."""
        with self.held.opened() as warehouse:
            noted = warehouse.rows("SELECT contact, occurred_at FROM newest_events ORDER BY ALL")
            return noted, warehouse.rows(
                "SELECT contact, max(occurred_at) FROM events JOIN signatures USING (signature)"
                " WHERE NOT machine AND contact >= 0 GROUP BY contact ORDER BY ALL"
            )

    def chains(self) -> Mapping[tuple[str, str, int], list[tuple[Any, ...]]]:
        """The history of each record: before, after, tier before and after, cause."""
        with self.held.opened() as warehouse:
            rows = warehouse.rows(
                "SELECT score, object, n, before, after, tier_before, tier_after, cause"
                " FROM score_history ORDER BY rowid"
            )
        chains: dict[tuple[str, str, int], list[tuple[Any, ...]]] = {}
        for score, object, n, *change in rows:
            chains.setdefault((score, object, n), []).append(tuple(change))
        return chains
