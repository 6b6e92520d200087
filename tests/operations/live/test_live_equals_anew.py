"""One property rules: the live value equals a full recomputation from scratch, whatever happens in whatever order."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tamis.errors import UsageError
from tamis.messages import Message
from tamis.operations.merge import merge, unmerge
from tamis.operations.reset import reset, unreset
from tamis.progress import NullProgress
from tests.operations.live.branch import Branch
from tests.operations.live.definitions import INTEREST, STRICTER

PEOPLE = st.sampled_from(["ann", "bob", "cem", "dan", "eve"])
COOKIES = st.sampled_from(["k1", "k2", "k3", "dan"])
COMPANIES = st.sampled_from(["acme", "bolt", "corp"])
EVENTS = st.sampled_from(["demo_requested", "page_viewed", "mail_opened", "sneezed"])
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "url": st.sampled_from(["/pricing", "/", ""]),
        "seconds": st.sampled_from([10, 60, 60.5, "70", "long", None]),
        "mood": st.sampled_from(["good", 3, True, ["a", "b"], {"a": 1}]),
    },
)
TRAITS = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["France", "Spain", None, ""]),
        "company_id": st.sampled_from(["acme", "corp", "nobody", None]),
        "created_at": st.sampled_from(["2026-01-05", "2026-03-01T10:00:00Z"]),
        "age": st.sampled_from([3, "4", "old"]),
    },
)
INDUSTRIES = st.fixed_dictionaries({}, optional={"industry": st.sampled_from(["Software", "Trade", None])})
# In seconds: now, within the hour, out of some windows, out of all.
AGO = st.sampled_from([0, 1, 3600, 8 * 86400, 29 * 86400, 45 * 86400, 400 * 86400])


class LiveEqualsAnew(RuleBasedStateMachine):
    """Everything that can happen to a workspace."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tamis-live-"))
        shutil.copytree(_begun(), self.folder / "branch")
        self.branch = Branch(self.folder / "branch", is_there=True)
        self.sent: list[Message] = []
        self.one: set[tuple[str, str]] = set()

    def _send(self, kind: str, ago: int, **said: object) -> None:
        message = self.branch.say(kind, ago=ago, **said)
        self.sent.append(message)
        self.branch.send(message)

    @rule(user=PEOPLE, event=EVENTS, properties=PROPERTIES, ago=AGO)
    def someone_does(self, user: str, event: str, properties: dict[str, object], ago: int) -> None:
        self._send("track", ago, user_id=user, event=event, properties=properties)

    @rule(cookie=COOKIES, event=EVENTS, properties=PROPERTIES, ago=AGO)
    def a_visitor_does(self, cookie: str, event: str, properties: dict[str, object], ago: int) -> None:
        self._send("track", ago, anonymous_id=cookie, event=event, properties=properties)

    @rule(user=st.none() | PEOPLE, cookie=st.none() | COOKIES, traits=TRAITS, ago=AGO)
    def someone_is_identified(self, user: str | None, cookie: str | None, traits: dict[str, object], ago: int) -> None:
        if user or cookie:
            self._send("identify", ago, user_id=user, anonymous_id=cookie, traits=traits)

    @rule(user=PEOPLE, company=COMPANIES, traits=INDUSTRIES, ago=AGO)
    def someone_belongs(self, user: str, company: str, traits: dict[str, object], ago: int) -> None:
        self._send("group", ago, user_id=user, group_id=company, traits=traits)

    @rule(user=PEOPLE, other=PEOPLE | COOKIES)
    def two_are_one(self, user: str, other: str) -> None:
        self._send("alias", 0, user_id=user, previous_id=other)
        self.one.add((user, other))

    @rule(data=st.data())
    def a_message_comes_again(self, data: st.DataObject) -> None:
        if self.sent:
            self.branch.send(data.draw(st.sampled_from(self.sent)))

    @rule(kept=PEOPLE, other=PEOPLE)
    def a_command_merges(self, kept: str, other: str) -> None:
        self._try(lambda: merge(self.branch.held, kept, other, now=lambda: self.branch.time, progress=NullProgress()))

    @rule(other=PEOPLE)
    def a_command_unmerges(self, other: str) -> None:
        self._try(lambda: unmerge(self.branch.held, other, now=lambda: self.branch.time, progress=NullProgress()))
        # It may be of what a message said.
        self.one.clear()

    @rule(record=PEOPLE.map(lambda id: ("contact", id)) | COMPANIES.map(lambda id: ("company", id)), ago=AGO)
    def a_record_is_reset(self, record: tuple[str, str], ago: int) -> None:
        object, id = record
        at = (self.branch.time - timedelta(seconds=ago)).isoformat()
        self._try(lambda: reset(self.branch.held, id, object=object, at=at, **self._asked()))

    @rule(record=PEOPLE.map(lambda id: ("contact", id)) | COMPANIES.map(lambda id: ("company", id)))
    def a_reset_is_taken_back(self, record: tuple[str, str]) -> None:
        object, id = record
        self._try(lambda: unreset(self.branch.held, id, object=object, **self._asked()))

    def _asked(self) -> dict[str, Any]:
        return {"now": lambda: self.branch.time, "progress": NullProgress()}

    def _try(self, act: Callable[[], object]) -> None:
        self.branch.keep()
        with suppress(UsageError):
            act()

    @rule(user=PEOPLE, country=st.sampled_from(["France", "Spain"]), event=EVENTS, id=st.sampled_from(["f1", "f2"]))
    def a_file_is_imported(self, user: str, country: str, event: str, id: str) -> None:
        # What waits belongs to the time before.
        self.branch.keep()
        self.branch.office().take(
            contacts=f"id,country\n{user},{country}\n",
            events=f"id,contact_id,type,occurred_at\n{id},{user},{event},2026-03-01T10:00:00Z\n",
            companies="id,industry\n",
            segment_members=f"segment,id\nnewsletter,{user}\n",
        )

    @rule(text=st.sampled_from([INTEREST, STRICTER]))
    def a_score_is_published(self, text: str) -> None:
        self.branch.publish({"scores/interest": text})

    @rule(hours=st.sampled_from([1, 24, 24 * 8, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        self.branch.later(hours=hours)

    @rule()
    def the_clock_is_set_back(self) -> None:
        self.branch.later(hours=-1)

    @rule()
    def the_process_starts_again(self) -> None:
        self.branch.restart()

    @invariant()
    def live_is_anew(self) -> None:
        if hasattr(self, "branch"):
            self.branch.keep()
            assert self.branch.live() == self.branch.anew()

    @invariant()
    def the_newest_event_of_each_contact_is_noted(self) -> None:
        if hasattr(self, "branch"):
            noted, said = self.branch.newest_events()
            assert noted == said

    @invariant()
    def who_is_said_to_be_one_is_one(self) -> None:
        if hasattr(self, "branch"):
            whole = self.branch.wholes()
            for user, other in self.one:
                assert other not in whole or whole[user] == whole[other], (user, other)

    def teardown(self) -> None:
        if hasattr(self, "branch"):
            self._history_adds_up()
            self.branch.close()
            shutil.rmtree(self.folder)

    def _history_adds_up(self) -> None:
        chains = self.branch.chains()
        values = {row[:3]: row[3] for row in self.branch.live()}
        for place, chain in chains.items():
            assert [row[0] for row in chain] == [None, *(row[1] for row in chain[:-1])], (place, chain)
            last = chain[-1][1]
            assert (last is None) == (place not in values), (place, chain)
            assert last is None or abs(last - values[place]) < 1_000_000, (place, chain)


_template: list[Path] = []


def _begun() -> Path:
    """A workspace with its data and definitions; made once, since each example begins with it."""
    if not _template:
        folder = Path(tempfile.mkdtemp(prefix="tamis-begun-")) / "branch"
        branch = Branch(folder)
        branch.begin()
        branch.close()
        _template.append(folder)
    return _template[0]


@pytest.fixture(scope="module", autouse=True)
def _clear_template() -> Iterator[None]:
    yield
    for folder in _template:
        shutil.rmtree(folder.parent)
    _template.clear()


TestLiveEqualsAnew = LiveEqualsAnew.TestCase
TestLiveEqualsAnew.settings = settings(
    max_examples=int(os.environ.get("LIVE_EXAMPLES", "2")),
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
