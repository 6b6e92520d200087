"""What some people do, as messages that a client sends and as a folder of files that says the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

PEOPLE = 8
# Every message has a minute of its own, in the middle of one of so many days: a message that comes a little later than
# it was sent changes neither their order nor which window they are in.
DAYS, MINUTES = 60, 600
BEFORE = timedelta(hours=7)
CREATED = "2020-02-03T04:05:06Z"
COMPANIES = ("acme", "bolt", "corp")
ROBOT = {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
_ALIAS, _SEEN = "k", "v"
_VIEWS = {"page": "page_viewed", "screen": "screen_viewed"}


@dataclass(frozen=True)
class Told:
    """One message: its kind and what a client is called with, in the words of the Python client."""

    kind: str
    said: dict[str, Any]

    @property
    def at(self) -> str:
        """When it happened."""
        return str(self.said["timestamp"])

    @property
    def event(self) -> str | None:
        """The type of the event that it is, if it is one."""
        return _VIEWS.get(self.kind) or ("form_submitted" if self.kind == "track" else None)


@dataclass
class Story:
    """What one client tells. Nobody else tells of its people; companies are everybody's.

    `merged` are pairs of a contact and another one that it turned out to be.
    """

    name: str
    told: list[Told] = field(default_factory=list)
    contacts: dict[str, str] = field(default_factory=dict)
    merged: list[tuple[str, str]] = field(default_factory=list)

    def contact_of(self, told: Told) -> str | None:
        """Whose message it is, by what is known of everybody in the end; None: of a visitor that nobody knows."""
        user, anonymous = told.said.get("user_id"), told.said.get("anonymous_id")
        return user or self.contacts.get(str(anonymous))

    def events(self) -> list[Told]:
        """The messages that are events."""
        return [each for each in self.told if each.event]

    def write(self, file: Path) -> None:
        """For a client to read."""
        file.write_text(json.dumps([[each.kind, each.said] for each in self.told]), encoding="utf-8")


def make_story(name: str, count: int, *, now: datetime, seed: int) -> Story:
    """So many messages, and at the end those that say who is who."""
    return _Teller(name, now, random.Random(f"{name}{seed}")).tell(count)


class _Teller:
    def __init__(self, name: str, now: datetime, chance: random.Random) -> None:
        self._chance, self._now = chance, now
        # What two clients tell of one company must not be of the same instant: then neither is right.
        self._moment = timedelta(milliseconds=crc32(name.encode()) % 50_000)
        self._story = Story(name)
        self._people = [f"{name}-{i}" for i in range(PEOPLE)]
        self._minutes = iter(chance.sample(range(DAYS * MINUTES), DAYS * MINUTES))

    def tell(self, count: int) -> Story:
        kinds = [self._form, self._view, self._robot, self._traits, self._group, self._alias]
        for _ in range(count - 2 * PEOPLE - 1):
            self._chance.choices(kinds, [6, 4, 1, 3, 1, 1])[0](self._chance.choice(self._people))
        for person in self._people:
            self._say("identify", user_id=person, anonymous_id=_SEEN + person, traits={"createdAt": CREATED})
            self._alias(person)
        self._merge(self._people[0], self._people[1])
        return self._story

    def _say(self, kind: str, **said: Any) -> None:
        day, minute = divmod(next(self._minutes), MINUTES)
        at = self._now - BEFORE - timedelta(days=day, minutes=minute) - self._moment
        id = f"{self._story.name}-m{len(self._story.told)}"
        self._story.told.append(Told(kind, said | {"timestamp": at.isoformat(), "message_id": id}))

    def _who(self, person: str) -> dict[str, str | None]:
        """As themselves, by a name of a browser that will be found to be theirs, or by one that never will."""
        known = {"user_id": person}, {"user_id": person, "anonymous_id": f"{person}-else"}
        seen = {"anonymous_id": _SEEN + person}, {"anonymous_id": _ALIAS + person}, {"anonymous_id": f"{person}-never"}
        return self._chance.choice([*known, *seen])

    def _form(self, person: str) -> None:
        form = self._chance.choice(["Demo", "Newsletter", None])
        self._say("track", **self._who(person), event="Form Submitted", properties={"form_name": form, "tries": 2})

    def _view(self, person: str) -> None:
        seen = {"url": self._chance.choice(["/pricing", "/"]), "seconds": self._chance.choice([5, 61.5, None])}
        self._say(self._chance.choice(["page", "screen"]), **self._who(person), properties=seen)

    def _robot(self, person: str) -> None:
        self._say("page", **self._who(person), properties={"url": "/pricing"}, context=ROBOT)

    def _traits(self, person: str) -> None:
        chance = self._chance
        traits = {
            "plan": chance.choice(["pro", "free", None]),
            "seats": chance.choice([1, 20, 30.5, None]),
            "regions": chance.choice([["north", "west"], ["south"], None]),
        }
        self._say("identify", user_id=person, traits=dict(chance.sample(sorted(traits.items()), 2)))

    def _group(self, person: str) -> None:
        company = self._chance.choice([COMPANIES[len(person) % 2], self._chance.choice(COMPANIES)])
        traits = {"industry": self._chance.choice(["Software", "Trade", None]), "createdAt": CREATED}
        self._say("group", user_id=person, group_id=company, traits=traits)

    def _alias(self, person: str) -> None:
        self._say("alias", previous_id=_ALIAS + person, user_id=person)
        self._story.contacts |= {_ALIAS + person: person, _SEEN + person: person}

    def _merge(self, kept: str, other: str) -> None:
        self._say("alias", previous_id=other, user_id=kept)
        self._story.merged.append((kept, other))


def write_files(stories: Sequence[Story], folder: Path) -> None:
    """What they tell, as a data folder; that two contacts are one is for `tamis merge` to say."""
    folder.mkdir()
    people = sorted({contact for story in stories for told in story.told if (contact := story.contact_of(told))})
    _write(folder, "contacts", [{"id": id, "created_at": CREATED} for id in people])
    # A short story may leave one out.
    companies = sorted({told.said["group_id"] for story in stories for told in _groups(story)})
    _write(folder, "companies", [{"id": id, "created_at": CREATED} for id in companies])
    _write(folder, "events", [row for story in stories for row in _events(story)])
    _write(folder, "property_changes", [row for story in stories for row in _changes(story)])
    ends = {(told.said["user_id"], told.said["group_id"]) for story in stories for told in _groups(story)}
    named = {"from_object": "contact", "to_object": "company"}
    _write(folder, "associations", [{**named, "from_id": one, "to_id": other} for one, other in sorted(ends)])


def _groups(story: Story) -> list[Told]:
    return [told for told in story.told if told.kind == "group"]


def _write(folder: Path, table: str, rows: Sequence[dict[str, Any]]) -> None:
    lines = (json.dumps(row) + "\n" for row in rows)
    (folder / f"{table}.jsonl").write_text("".join(lines), encoding="utf-8")


def _events(story: Story) -> Iterator[dict[str, Any]]:
    for told in story.events():
        if contact := story.contact_of(told):
            yield {
                "id": told.said["message_id"],
                "contact_id": contact,
                "type": told.event,
                "occurred_at": told.at,
                "machine": told.said.get("context") == ROBOT,
                "properties": told.said["properties"],
            }


def _changes(story: Story) -> Iterator[dict[str, Any]]:
    for told in story.told:
        place = ("company", "group_id") if told.kind == "group" else ("contact", "user_id")
        for name, value in told.said.get("traits", {}).items():
            if name != "createdAt":
                row = {"object": place[0], "id": told.said[place[1]], "property": name, "changed_at": told.at}
                yield row | {"value": ";".join(value) if isinstance(value, list) else value}
