"""A small CRM, and `tamis` run in this process."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.cli.shell import run

SCORE = """\
key: interest
object: contact
groups:
  - key: what_they_did
    category: engagement
    rules:
      - {label: Asked for a demo, event: demo_requested, points: 20.5}
      - {label: In France, when: {property: country, is: France}, points: 10}
thresholds:
  engagement:
    - {tier: High, from: 25}
    - {tier: Low}
"""
CONTACTS = """\
id,country,created_at
b,France,2026-01-01
a,Spain,2026-01-01
é,,2026-01-01
late,France,2026-06-01
"""
EVENTS = """\
contact_id,type,occurred_at
b,demo_requested,2026-03-01T10:00:00Z
a,demo_requested,2026-03-02T10:00:00Z
a,demo_requested,2026-05-01T10:00:00Z
"""
AS_OF = "2026-04-01"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Crm:
    """A data folder with a definition beside it; the current folder is their parent."""

    root: Path

    def write(self, name: str, text: str | bytes) -> None:
        """Writes a file, its folders too."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def define(self, key: str, rule: str, *, object_type: str = "contact", more: str = "") -> None:
        """Writes `KEY.yaml`, a fit score of one rule."""
        groups = f"groups:\n  - key: g\n    category: fit\n    rules:\n      - {rule}\n"
        self.write(f"{key}.yaml", f"key: {key}\nobject: {object_type}\n{more}{groups}")

    def read(self, name: str) -> str:
        """The text of a file."""
        return (self.root / name).read_bytes().decode()

    def names(self) -> list[str]:
        """All files, as paths from the root."""
        return sorted(str(file.relative_to(self.root)) for file in self.root.rglob("*") if file.is_file())


@pytest.fixture
def crm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crm:
    root = tmp_path / "work"
    root.mkdir()
    monkeypatch.chdir(root)
    return _written(Crm(root))


def _written(crm: Crm) -> Crm:
    crm.write("crm/contacts.csv", CONTACTS)
    crm.write("crm/events.csv", EVENTS)
    crm.write("interest.yaml", SCORE)
    return crm


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workspaces made once, by the name of the last command that was given: most tests begin with a copy of one."""
    crm = _written(Crm(tmp_path_factory.mktemp("made")))
    folder = crm.root
    assert run(["init", f"{folder}/init", "--quiet"]) == 0
    shutil.copytree(folder / "init", folder / "import")
    assert run(["import", f"{folder}/crm", "--workspace", f"{folder}/import", "--quiet"]) == 0
    shutil.copytree(folder / "import", folder / "publish")
    command = ["publish", f"{folder}/interest.yaml", "--workspace", f"{folder}/publish", "--yes", "--quiet"]
    assert run(command) == 0
    return folder


@pytest.fixture
def has_workspace(crm: Crm, made: Path) -> Callable[[str], Crm]:
    """Puts a workspace in `work`, as it is after `init`, `import` of the data, or `publish` of the score."""

    def put(after: str) -> Crm:
        shutil.copytree(made / after, crm.root / "work")
        return crm

    return put


@pytest.fixture
def tamis(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command line, written as a person would type it; gives what it said."""

    def run_it(line: str, *more: str) -> Said:
        capsys.readouterr()
        code = run([*line.split(), *more])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return run_it


@pytest.fixture
def work(has_workspace: Callable[[str], Crm]) -> Crm:
    """A workspace in `work` with the data in it and the score published."""
    return has_workspace("publish")
