"""A company's workspace: the data that it begins with, its published scores, and what these say of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from tamis.cli.shell import run
from tamis.operations.workspace import Workspace
from tests.server.stories.story import Story, write_files

# One of each, so that every name that the scores ask for is known, with its type, before anything is sent.
_BEGINNING = {
    "schema.yaml": """\
time_zone: UTC
objects:
  contact: {plan: text, seats: number, regions: choices}
  company: {industry: text}
events:
  form_submitted: {form_name: text, tries: number}
  page_viewed: {url: text, seconds: number}
  screen_viewed: {url: text, seconds: number}
""",
    "contacts.csv": "id,created_at,plan,seats,regions\nfirst,2020-01-01T00:00:00Z,pro,5,north\n",
    "companies.csv": "id,created_at,industry\nfirm,2020-01-01T00:00:00Z,Trade\n",
    "events.csv": (
        "id,contact_id,type,occurred_at,form_name,tries,url,seconds\n"
        "b1,first,form_submitted,2020-03-01T10:00:00Z,Demo,1,,\n"
        "b2,first,page_viewed,2020-03-01T10:00:00Z,,,/,10\n"
        "b3,first,screen_viewed,2020-03-01T10:00:00Z,,,/,10\n"
    ),
    "scores/interest.yaml": """\
key: interest
object: contact
limit: null
groups:
  - key: deeds
    category: engagement
    rules:
      - {event: form_submitted, where: {property: form_name, is: Demo}, points: 20, within: {last: 30 days}}
      - {event: form_submitted, where: {property: tries, at_least: 2}, points: 0.25}
      - {event: page_viewed, points: 3, decay: {percent: 50, every: 1 week, mode: step}}
      - event: screen_viewed
        where: {property: seconds, at_least: 60}
        times: [{from: 1, to: 2, points: 1}, {from: 3, points: 9}]
      - {event: page_viewed, where: {property: url, contains: pricing}, points: 2, limit: 30}
  - key: being
    category: fit
    rules:
      - {when: {property: plan, is: pro}, points: 10}
      - {when: {property: seats, at_least: 20}, points: 7}
      - {when: {property: regions, contains_any_of: [west, south]}, points: 4}
      - {of: company, association: any, when: {property: industry, is: Software}, points: 5, combine: sum}
thresholds:
  engagement: [{tier: A, from: 100}, {tier: B, from: 30}, {tier: C}]
  fit: [{tier: "1", from: 15}, {tier: "2"}]
""",
    "scores/account.yaml": """\
key: account
object: company
limit: null
groups:
  - key: people
    category: engagement
    rules:
      - {event: form_submitted, points: 2, within: {last: 45 days}}
      - {of: contact, when: {property: plan, is: pro}, points: 3, combine: sum}
""",
}
SCORES = ("interest", "account")


class Company:
    """A workspace to which commands are given, whether a server serves it or not."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace, self._folder = workspace, folder

    @property
    def folder(self) -> Path:
        """Of the workspace."""
        return self._workspace.folder

    def begin(self) -> None:
        """Imports the first data and publishes the scores."""
        for name, text in _BEGINNING.items():
            file = self._folder / "beginning" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.do("import", str(self._folder / "beginning"))
        self.do("publish", "--yes", *(str(self._folder / f"beginning/scores/{key}.yaml") for key in SCORES))

    def do(self, *words: str) -> None:
        """A command, which must succeed."""
        assert run([*words, "--workspace", str(self._workspace.folder)]) == 0, words

    def values(self, *options: str) -> dict[str, list[str]]:
        """The lines of all scores."""
        found = {}
        for key in SCORES:
            file = self._folder / f"{key}.csv"
            self.do("values", key, "--output", str(file), *options)
            found[key] = file.read_text(encoding="utf-8").splitlines()
            file.unlink()
        return found


def take_files(company: Company, stories: Sequence[Story], folder: Path) -> None:
    """Files say to a workspace what clients say to another."""
    write_files(stories, folder)
    company.do("import", str(folder), "--max-rejects", "0")
    for story in stories:
        for kept, other in story.merged:
            company.do("merge", kept, other)
    # The merges do that too; what is compared must not depend on it.
    company.do("rescore")


def stored_events(workspace: Workspace) -> tuple[int, int]:
    """How many events a workspace has that nobody has open, and how many different ones."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        found = warehouse.execute("SELECT count(*), count(DISTINCT key) FROM events").fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def history_of(contact: str, workspace: Workspace) -> list[tuple[int, int]]:
    """What the interest of a contact was before and after each change, in millionths; nobody has the workspace open."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        return warehouse.execute(
            "SELECT before, after FROM score_history AS h JOIN records_0 AS r USING (n)"
            " WHERE r.id = ? AND h.score = 'interest' ORDER BY h.rowid",
            [contact],
        ).fetchall()
