"""Whether a server holds the workspace or not: a command says the same, writes the same and ends the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tamis.cli.shell import run
from tests.operations.handed.keeper import Keeper
from tests.operations.office import CONTACTS, EVENTS, INTEREST

_MORE = "id,contact_id,type,occurred_at\ne3,bob,demo_requested,2026-03-05T10:00:00Z\ne4,zoe,demo_requested,never\n"
_FILES = {
    "crm/contacts.csv": CONTACTS,
    "crm/events.csv": EVENTS,
    "crm/scores/interest.yaml": INTEREST,
    "more/events.csv": _MORE,
    "bad/contacts.csv": 'id,country\n"ann,France\n',
    "interest.yaml": INTEREST,
    "stricter.yaml": INTEREST.replace("points: 20", "points: 5"),
    "wrong.yaml": INTEREST.replace("country", "contry"),
    "broken.yaml": "key: [",
    "french.yaml": "key: french\nwhen: {property: country, is: France}\n",
}
_COMMANDS = """\
rescore
import nothing
import crm/scores
import bad
import crm --dry-run
import crm
publish wrong.yaml
publish broken.yaml
publish nothing.yaml
publish interest.yaml french.yaml
publish interest.yaml french.yaml --yes --note first
publish stricter.yaml --yes --json
publish stricter.yaml --yes
import more --rejects out/none/left.csv
import more --rejects left.csv --max-rejects 0
import more --json
values interest
values interest --output values.jsonl
values interest --output values.txt
values interest --as-of 2026-03-09
values interest --as-of soon
values nothing
values french --version 1
history bob
history bob --json --score interest
history bob --score nothing
history nobody
explain ann
explain ann --as-of 2026-03-09 --json
explain nobody --score interest
segments
segments --json
merge ann bob
merge ann bob --json
history bob
unmerge bob --json
unmerge bob
reset ann
reset ann --at 2026-03-01 --json
reset ann --at soon
reset nobody
reset ann --object company
unreset ann --json
unreset ann
unreset ann
history ann
rescore interest
rescore nothing
backup kept.zip
backup interest.yaml
backup out/none/kept.zip
"""
# Instants, and the size of a backup, which holds how often it was asked.
_OWN = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d[-:]\d\d([-:]\d\d(\.\d+)?)?(\+00:00)?|\d+\.\d MB")


class Console:
    """A folder with a workspace and data in it, where commands are typed."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._capfd, self._monkeypatch = folder, capfd, monkeypatch
        for name, text in _FILES.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.type("init work --time-zone Europe/Paris")

    def type(self, line: str) -> tuple[int, str, str]:
        """What a command ends with, gives and says."""
        self._monkeypatch.chdir(self.folder)
        words = line.split()
        code = run(words if words[0] in ("init", "restore") else [*words, "--workspace", "work"])
        told = self._capfd.readouterr()
        return code, _OWN.sub("#", told.out), _OWN.sub("#", told.err)

    def made(self) -> dict[str, str]:
        """The files that the commands have written beside the workspace."""
        found = (path for path in self.folder.iterdir() if path.is_file() and path.suffix != ".zip")
        return {path.name: path.read_text(encoding="utf-8") for path in found}


@pytest.fixture
def consoles(tmp_path, capfd, monkeypatch) -> tuple[Console, Console]:
    return Console(tmp_path / "a", capfd, monkeypatch), Console(tmp_path / "b", capfd, monkeypatch)


def test_a_command_does_not_show_who_did_it(consoles):
    alone, served = consoles
    with Keeper(served.folder / "work"):
        for line in _COMMANDS.splitlines():
            here, there = alone.type(line), served.type(line)
            assert (line, there[0], there[1]) == (line, here[0], here[1])
            assert (line, _said(there[2])) == (line, _said(here[2]))
        assert not list((served.folder / "work").glob(".answer-*"))
    assert served.made() == alone.made()
    assert alone.type("values interest") == served.type("values interest")


def _said(err: str) -> list[str]:
    """What was said, without the steps that a server takes once more: it reviews again before it publishes."""
    again = ("Scoring contacts", "Comparing with the values there are")
    return [line for line in err.splitlines() if line not in again]
