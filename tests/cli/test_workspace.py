"""The commands of a workspace: what is said, what a program may read, and how they end."""

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from tamis.cli.shell import run
from tests.cli.conftest import CONTACTS, EVENTS, SCORE, Crm, Said

HOLDING = """
import pathlib, sys
from tamis.store.warehouse import open_warehouse

with open_warehouse(pathlib.Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""
STRICTER = SCORE.replace("points: 20.5", "points: 5")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the data in it, made once."""
    root = tmp_path_factory.mktemp("made")
    for name, text in (("contacts", CONTACTS), ("events", EVENTS)):
        (root / "crm").mkdir(exist_ok=True)
        (root / "crm" / f"{name}.csv").write_text(text, encoding="utf-8")
    assert tamis(f"init {root}/work --time-zone Europe/Paris").code == 0
    assert tamis(f"import {root}/crm --workspace {root}/work --quiet").code == 0
    return root / "work"


@pytest.fixture(scope="module")
def made_published(made: Path) -> Path:
    """The same with the score published, made once."""
    root = made.parent
    (root / "interest.yaml").write_text(SCORE, encoding="utf-8")
    shutil.copytree(made, root / "published")
    assert tamis(f"publish {root}/interest.yaml --workspace {root}/published --yes").code == 0
    return root / "published"


@pytest.fixture
def work(crm: Crm, made: Path) -> Crm:
    """A workspace `work` of its own beside the data, with the data in it."""
    shutil.copytree(made, crm.root / "work")
    return crm


@pytest.fixture
def published(crm: Crm, made_published: Path) -> Crm:
    """One with the score published, too."""
    shutil.copytree(made_published, crm.root / "work")
    return crm


def tamis(line: str, *more: str) -> Said:
    """Runs a command line in this process, which takes a second less."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*line.split(), *more])
    return Said(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def by_process(line: str, *more: str) -> Said:
    """Runs a command line in a process of its own."""
    command = [sys.executable, "-m", "tamis", *line.split(), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert "Traceback" not in done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def on_a_terminal(line: str, answer: str) -> tuple[int, str]:
    """Runs a command line as somebody at a terminal, who answers its question; gives the code and what was seen."""
    pid, terminal = pty.fork()
    if not pid:
        os.execv(sys.executable, [sys.executable, "-m", "tamis", *line.split()])
    seen = b""
    while True:
        try:
            read = os.read(terminal, 1024)
        except OSError:
            break
        if not read:
            break
        asked = b"[y/N]" in seen
        seen += read
        if b"[y/N]" in seen and not asked:
            os.write(terminal, answer.encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen.decode()


def test_a_workspace_is_driven_from_end_to_end(crm):
    said = by_process("init work")
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines()[-1] == "Next: tamis import YOUR_FOLDER --workspace work"
    said = by_process("import crm --workspace work")
    assert said.err.splitlines()[-1] == "4 new contacts and 3 new events taken in."
    said = by_process("publish interest.yaml --workspace work --yes")
    assert said.code == 0
    assert said.out.startswith("Score interest: new, becomes version 1\n\ninterest: 4 of 4 contacts get a value\n")
    said = by_process("values interest --workspace work")
    assert said.out == "id,interest,interest_tier\na,41,High\nb,30.5,High\nlate,10,Low\né,0,Low\n"
    said = by_process("explain b --score interest --workspace work --quiet")
    assert said.out.startswith("b: interest 30.5, tier High\n")


def test_without_yes_nothing_is_published_where_nobody_can_be_asked(work):
    said = tamis("publish interest.yaml --workspace work --quiet")
    assert said.code == 1
    assert said.err.startswith("Nothing was published; what you wrote is kept as a draft.")
    assert tamis("values interest --workspace work").code == 2
    told = json.loads(tamis("versions interest --workspace work --json").out)
    assert (told["versions"], told["draft"]["text"]) == ([], SCORE)


@pytest.mark.parametrize(("answer", "code", "versions"), [("y", 0, 1), ("", 1, 0), ("no", 1, 0)])
def test_on_a_terminal_the_person_is_asked(work, answer, code, versions):
    ended, seen = on_a_terminal("publish interest.yaml --workspace work", answer)
    assert ended == code
    assert "Publish this? [y/N]" in seen
    assert len(json.loads(tamis("versions interest --workspace work --json").out)["versions"]) == versions


def test_a_review_is_shown_in_columns(published):
    published.write("interest.yaml", STRICTER)
    lines = tamis("publish interest.yaml --workspace work").out.splitlines()
    assert lines[:3] == [
        "Score interest: version 1 becomes version 2",
        "  Rule Asked for a demo: 20.5 points become 5",
        "",
    ]
    assert lines[3] == "interest: 2 of 4 contacts change"
    assert lines[4] == "  By the definition alone."
    assert "  High  →  Low        2" in lines
    assert lines[-2:] == [
        "    a  41.0  →  10.0  -31.0  High → Low  -31 Asked for a demo",
        "    b  30.5  →  15.0  -15.5  High → Low  -15.5 Asked for a demo",
    ]


def test_a_program_reads_the_review(published):
    published.write("interest.yaml", STRICTER)
    said = tamis("publish interest.yaml --workspace work --json --yes --quiet")
    told = json.loads(said.out)
    assert (told["published"], told["changed"]) == (True, {"interest": 2})
    [score] = told["scores"]
    assert score["tiers"] == [{"before": "High", "after": "Low", "records": 2}]
    assert score["largest"][0] == {
        "id": "a",
        "before": 41,
        "after": 10,
        "tier_before": "High",
        "tier_after": "Low",
        "reasons": [{"label": "Asked for a demo", "before": 41.0, "after": 10.0}],
    }


def test_versions_and_their_difference_are_told(published):
    published.write("interest.yaml", STRICTER)
    tamis("publish interest.yaml --workspace work --yes --note calmer")
    said = tamis("versions interest --workspace work")
    assert said.out.splitlines()[0] == "Score interest: 2 versions; instants in UTC."
    assert " by command line  calmer" in said.out.splitlines()[2]
    said = tamis("diff interest --workspace work")
    assert said.out == "Rule Asked for a demo: 20.5 points become 5\n"
    assert said.err == "Score interest, version 1 compared with version 2:\n"
    told = json.loads(tamis("diff interest 2 1 --workspace work --json").out)
    assert [each["sentence"] for each in told["differences"]] == ["Rule Asked for a demo: 5 points become 20.5"]


def test_the_history_of_a_record_is_told(published):
    published.write("more/events.csv", "contact_id,type,occurred_at\nb,demo_requested,2026-03-05T10:00:00Z\n")
    assert tamis("import more --workspace work").err.splitlines()[-1].split() == [
        "interest", "1", "of", "4", "contacts", "changed",
    ]  # fmt: skip
    lines = tamis("history b --workspace work").out.splitlines()
    assert lines[0] == "Contact b: 2 changes; instants in UTC."
    assert [line.split()[2:] for line in lines[3:]] == [
        ["30.5", "High", "version", "1", "publish"],
        ["30.5", "→", "51", "+20.5", "High", "version", "1", "import", "more"],
    ]
    told = json.loads(tamis("history b --score interest --workspace work --json").out)
    assert [(row["before"], row["after"], row["cause"]) for row in told] == [
        (None, 30.5, "publish"),
        (30.5, 51, "import"),
    ]


def test_values_of_another_instant_and_version_are_written_and_not_kept(published):
    published.write("interest.yaml", STRICTER)
    tamis("publish interest.yaml --workspace work --yes")
    said = tamis("values interest --as-of 2026-03-02 --version 1 --workspace work")
    assert said.out == "id,interest,interest_tier\na,0,Low\nb,30.5,High\nlate,,\né,0,Low\n"
    assert said.err.splitlines()[-2:] == [
        "4 contacts by version 1 of interest as of 2026-03-01T23:00:00+00:00.",
        "The workspace keeps none of them; segments and other scores that it asks for are those published now.",
    ]
    assert tamis("values interest --as-of 2026-03-02 --output then.csv --workspace work --quiet").err == ""
    assert published.read("then.csv").splitlines()[2] == "b,15,Low"
    assert "by version 1 of interest as of 20" in tamis("values interest --version 1 --workspace work --quiet").err
    assert tamis("values interest --workspace work").out.splitlines()[1] == "a,10,Low"


def test_the_workspace_is_found_from_the_current_folder(work, monkeypatch):
    monkeypatch.chdir("work")
    assert tamis("publish ../interest.yaml --yes --quiet").code == 0
    assert tamis("rescore --json").code == 0
    told = json.loads(tamis("rescore interest --json --quiet").out)
    assert told["scores"] == [{"score": "interest", "object": "contact", "version": 1, "records": 4, "changed": 0}]


def test_segments_are_listed_in_columns(work):
    work.write("french.yaml", "key: french\nwhen: {property: country, is: France}\n")
    tamis("publish french.yaml --workspace work --yes")
    lines = tamis("segments --workspace work").out.splitlines()
    assert lines == [
        "segment  members  of       kind                  asked for by",
        "french         2  contact  condition, version 1  –",
    ]
    [told] = json.loads(tamis("segments --workspace work --json").out)
    assert (told["segment"], told["members"], told["dynamic"]) == ("french", 2, True)


def test_an_import_is_told_to_a_program(work):
    work.write("crm/contacts.csv", CONTACTS + "new,Spain,2026-01-01\n,Spain,\n")
    said = tamis("import crm --workspace work --json --quiet --max-rejects 0")
    told = json.loads(said.out)
    assert said.code == 1
    assert (told["new_records"]["contact"], told["known_events"], told["rejected"]) == (1, 3, 1)
    assert Path(told["rejects_file"]).is_file()


def test_a_dry_run_says_so(work):
    work.write("crm/events.csv", EVENTS + "a,demo_requested,2026-03-09T10:00:00Z\n")
    said = tamis("import crm --workspace work --dry-run")
    assert said.err.splitlines()[-1] == "1 new event would be taken in; this was a dry run."


def test_data_that_no_longer_bears_out_a_score_is_stored_and_told(crm):
    tamis("init work")
    declared = "objects: {contact: {country: {type: choice, options: [France, Spain]}}}\n"
    crm.write("crm/schema.yaml", declared)
    tamis("import crm --workspace work")
    tamis("publish interest.yaml --workspace work --yes")
    crm.write("crm/schema.yaml", declared.replace("France, ", ""))
    crm.write("crm/contacts.csv", CONTACTS + "new,Spain,2026-01-01\n")
    said = tamis("import crm --workspace work")
    assert said.code == 2
    assert "scores/interest.yaml (version 1):8:" in said.err
    assert said.err.splitlines()[-1] == "1 error; the data is stored, and no score was computed from it."
    assert tamis("values interest --workspace work").out.count("\n") == 6


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("publish interest.yaml", "There is no workspace here; make one with: tamis init DIR"),
        ("publish interest.yaml --workspace crm", '"crm" is no workspace; make one with: tamis init crm'),
        ("publish nothing.yaml --workspace work", "The file cannot be read: no such file or directory."),
        ("init work", '"work" is a workspace already.'),
        ("import nowhere --workspace work", 'There is no file or folder "nowhere".'),
        ("values interest --workspace work", 'No score "interest" is published.'),
        ("values interest --version 1 --workspace work", 'No score "interest" is published.'),
        ("values interest --as-of soon --workspace work", '--as-of "soon" is no instant;'),
        ("rescore --workspace work", "No score is published yet; publish one with: tamis publish FILE"),
        ("explain b --workspace work", "No score is published yet."),
        ("explain", "Name the record: tamis explain ID --score KEY"),
        ("explain --data crm --record b", "--data DIR --definition FILE --record ID, all three."),
        ("history nobody --workspace work", 'There is no record "nobody".'),
        ("versions interest --workspace work", 'There is no score or segment "interest".'),
    ],
)
def test_a_wrong_command_is_told_in_a_sentence(work, line, sentence):
    said = tamis(line)
    assert said.code == 2
    assert sentence in said.err
    assert said.out == ""


def test_a_command_waits_for_another_one_that_has_the_workspace_open(work):
    command = [sys.executable, "-c", HOLDING, "work/warehouse.duckdb"]
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **piped) as other:
        assert other.stdout.readline() == "open\n"
        with subprocess.Popen(
            [sys.executable, "-m", "tamis", "history", "a", "--workspace", "work"], **piped
        ) as waiting:
            assert waiting.stderr.readline() == "Waiting for another Tamis command to end\n"
            other.communicate()
            told, _ = waiting.communicate()
    assert waiting.returncode == 0
    assert told.startswith("Contact a: 0 changes")


def test_an_export_is_taken_in_by_its_own_headers_and_by_addresses(crm):
    tamis("init work")
    crm.write("crm/contacts.csv", 'Email Address,Land\nAnn@x.org,France\n"bob@x.org",Spain\n')
    asked = "import crm/contacts.csv --workspace work --by email --map Land=country"
    said = tamis(asked, "--map", "Email Address=email")
    assert (said.code, said.err.splitlines()[-1]) == (0, "2 new contacts taken in.")
    assert tamis(asked, "--map", "Email Address=email").err.splitlines()[-1] == "crm/contacts.csv holds nothing new."
    assert tamis("merge ann@x.org bob@x.org --workspace work").code == 0
    assert tamis(asked, "--map", "Email=email").err.endswith(
        'contacts.csv: It has no column "Email", which is mapped to email.\n  hint: it has Email Address, Land\n'
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--map", "email"], 'is no HEADER=NAME, such as "Email Address=email"'),
        (["--map", "A=b", "--map", "A=c"], 'names the column "A" twice'),
        (["--map", "A=b", "--map", "C=b"], "makes two columns b"),
        (["--map", "A=b"], "--map is for one file"),
        (["--leave-out", "A"], "--leave-out is for one file"),
        (["--type", "score"], 'is no NAME=TYPE, such as "score=number"'),
        (["--type", "score=numbr"], "did you mean number?"),
        (["--type", "a=text", "--type", "a=date"], '--type names "a" twice'),
        (["--type", "a=text"], "--type is for one file"),
    ],
)
def test_what_is_said_of_columns_and_cannot_be_read_is_a_mistake_of_usage(work, asked, told):
    said = tamis("import crm --workspace work", *asked)
    assert said.code == 2
    assert told in said.err


def test_columns_are_left_out_and_given_a_type(work):
    work.write("crm/contacts.csv", "id,Internal note,quiz\na,call back,7\nb,never,high\n")
    asked = ["--leave-out", "Internal note", "--type", "score=number", "--map", "quiz=score"]
    said = tamis("import crm/contacts.csv --workspace work --json", *asked)
    told = json.loads(said.out)
    assert (said.code, list(told["new_properties"]["contact"]), told["rejected_cells"]) == (0, ["score"], 1)
    assert "  1 × score cannot be read as number (contacts.csv, first in line 3)\n" in said.err
    said = tamis("import crm/contacts.csv --workspace work", *asked[:3], "score=text", *asked[4:])
    assert (said.code, said.err.count("score in contacts is number already")) == (2, 1)


def test_a_property_of_another_type_is_told(work):
    work.write("crm/contacts.csv", "id,zip\na,007\n")
    tamis("import crm --workspace work")
    work.write("crm/schema.yaml", "objects: {contact: {zip: number}}\n")
    said = tamis("import crm --workspace work --json")
    assert "The property zip of a contact was text before and is number now; 1 value was converted." in said.err
    assert json.loads(said.out)["retyped_properties"] == [
        {"object": "contact", "property": "zip", "before": "text", "now": "number", "values": 1, "unreadable": 0}
    ]
