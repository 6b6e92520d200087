"""Input made to break things: a sentence and an exit code, never a traceback, a hang or a file followed out."""

import contextlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from tamis.cli.shell import run
from tests.cli.conftest import AS_OF

GIVEN = f"--data crm --definition interest.yaml --as-of {AS_OF} --quiet"


def test_a_segment_that_leads_out_of_the_folder_is_refused_unread(crm, tamis):
    crm.write("secret.yaml", "password: hunter2\n")
    (crm.root / "crm" / "segments").mkdir()
    (crm.root / "crm" / "segments" / "a.yaml").symlink_to(crm.root / "secret.yaml")
    said = tamis(f"score {GIVEN}")
    assert (said.code, said.out) == (2, "")
    assert "segments/a.yaml: This link leads out of the data folder." in said.err
    assert "password" not in said.err


def test_a_pipe_is_no_definition_and_is_not_waited_for(crm, tamis):
    os.mkfifo(crm.root / "pipe.yaml")
    said = tamis("check pipe.yaml")
    assert said.code == 2
    assert "This is no plain file." in said.err


def test_a_segments_folder_that_is_none_is_told(crm, tamis):
    crm.write("crm/segments", "")
    said = tamis(f"score {GIVEN}")
    assert said.code == 2
    assert said.err.startswith("error: segments/: This folder cannot be read")


def test_a_long_chain_of_segments_is_told(crm, tamis):
    for i in range(60):
        crm.write(f"crm/segments/s{i:02}.yaml", f"key: s{i}\nwhen: {{in_segment: s{i + 1}}}\n")
    crm.write("crm/segments/s60.yaml", "key: s60\nwhen: {property: country, is: Spain}\n")
    crm.define("deep", "{when: {in_segment: s0}, points: 1}")
    said = tamis(f"score --data crm --definition deep.yaml --as-of {AS_OF} --quiet")
    assert said.code == 2
    assert "chain of more than 50 definitions" in said.err


def test_half_a_character_is_no_text(crm, tamis):
    crm.define("half", '{when: {property: country, is: "\\ud800"}, points: 1}')
    said = tamis("check half.yaml")
    assert said.code == 2
    assert "holds half a character" in said.err


def test_half_a_character_is_nobodys_id(crm, tamis):
    said = tamis(f"explain {GIVEN} --record", "\udc80")
    assert said.code == 2
    assert "the data has no contact of that id" in said.err


def test_an_offset_that_leads_out_of_the_calendar_is_no_instant(crm, tamis):
    said = tamis("score --data crm --definition interest.yaml --as-of 9999-12-31T23:59:59-23:59 --output o.csv")
    assert said.code == 2
    assert "is no instant" in said.err
    assert "o.csv" not in crm.names()


def test_rejects_are_in_place_before_a_reader_can_leave(crm):
    crm.write("crm/contacts.csv", "id\na\na\n")
    crm.define("one", "{when: {property: country, is_known: true}, points: 1}")
    crm.write("crm/contacts.csv", "id,country\na,x\na,y\n")
    (crm.root / "crm" / "events.csv").unlink()
    command = f"{sys.executable} -m tamis score --data crm --definition one.yaml --rejects r.csv --as-of {AS_OF} | true"
    subprocess.run(["bash", "-c", command], cwd=crm.root, check=False, capture_output=True)
    assert crm.read("r.csv").count("\n") == 2


CLEAR = "\x1b[2J"
STEERING = {
    "contacts": f'id,country,created_at,"ci{CLEAR}ty"\n"a{CLEAR}b\nc\x9b",France,2026-01-01,x\nz,Spain,2026-01-01,y\n',
    "events": f'contact_id,type,occurred_at\n"a{CLEAR}b\nc\x9b",demo_requested,2026-03-01T10:00:00Z\n',
    "segment_members": f'segment,id\n"new{CLEAR}s",z\n',
}


@pytest.fixture(scope="module")
def taken(made, tmp_path_factory):
    """A workspace that has taken such files in, with a score published: made once."""
    place = tmp_path_factory.mktemp("steering")
    (place / "crm").mkdir()
    for table, text in STEERING.items():
        (place / f"crm/{table}.csv").write_bytes(text.encode())
    work = shutil.copytree(made / "init", place / "work")
    assert run(["import", f"{place}/crm", "--workspace", str(work), "--quiet"]) == 0
    assert run(["publish", f"{made}/interest.yaml", "--workspace", str(work), "--yes", "--quiet"]) == 0
    return place


@pytest.fixture
def steering(crm, taken):
    """A folder with such files, and a workspace that has taken them in."""
    for folder in ("crm", "work"):
        shutil.copytree(taken / folder, crm.root / folder, dirs_exist_ok=True)
    return crm


# To begin a process for each takes most of the time.
ONE_BY_ONE = """
import json, sys
from tamis.cli.shell import run

for command in json.loads(sys.argv[1]):
    print("\\n--- ended with", run(command), flush=True)
"""


def on_a_terminal(crm, *commands: list[str]) -> list[str]:
    """What a person's terminal is sent by each of some commands."""
    ours, theirs = os.openpty()
    line = [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)]
    process = subprocess.Popen(line, cwd=crm.root, stdout=theirs, stderr=theirs)
    os.close(theirs)
    sent = b""
    # At the end of the process, Linux has it fail.
    with contextlib.suppress(OSError):
        while part := os.read(ours, 4096):
            sent += part
    os.close(ours)
    assert process.wait(timeout=60) == 0
    *told, rest = sent.decode().split("--- ended with 0\r\n")
    assert (len(told), rest) == (len(commands), "")
    return told


def test_what_a_file_holds_does_not_steer_the_terminal(steering):
    named = f"a{CLEAR}b\nc\x9b"
    commands = (
        ["values", "interest", "--workspace", "work", "--quiet"],
        ["values", "interest", "--as-of", AS_OF, "--workspace", "work", "--quiet"],
        ["history", named, "--workspace", "work"],
        ["explain", named, "--workspace", "work", "--quiet"],
        ["segments", "--workspace", "work", "--quiet"],
        ["properties", "--workspace", "work"],
        ["score", "--data", "crm", "--definition", "interest.yaml", "--as-of", AS_OF, "--quiet"],
        ["explain", "--data", "crm", "--definition", "interest.yaml", "--as-of", AS_OF, "--quiet", "--record", named],
        ["history", named, "--workspace", "work", "--json"],
    )
    for command, sent in zip(commands, on_a_terminal(steering, *commands), strict=True):
        assert CLEAR not in sent, command
        assert "\x9b" not in sent, command
        assert "[2J" in sent, command


@pytest.mark.usefixtures("steering")
@pytest.mark.parametrize("command", ["history", "explain"])
def test_an_id_of_two_lines_stays_in_its_line(tamis, command):
    said = tamis(f"{command} --workspace work", f"a{CLEAR}b\nc\x9b")
    assert "a\\x1b[2Jb\\nc\\x9b: " in said.out.splitlines()[0]


@pytest.mark.usefixtures("steering")
def test_programs_read_what_is_there(tamis):
    named = f"a{CLEAR}b\nc\x9b"
    said = tamis("history --json --workspace work", named).out
    assert [change["id"] for change in json.loads(said)] == [named]
    assert f'"{named}",' in tamis("values interest --workspace work").out


def test_a_closed_standard_output_ends_quietly(crm):
    command = f"{sys.executable} -m tamis score {GIVEN} --output o.csv >&-"
    done = subprocess.run(["bash", "-c", command], cwd=crm.root, check=False, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert crm.read("o.csv").startswith("id,interest")
