"""The command as a process: signals, pipes, start-up, and no traceback ever."""

import os
import signal
import subprocess
import sys

import pytest
from typer.main import get_command

from tamis.cli.predict_commands import app
from tamis.cli.shell import run
from tests.cli.conftest import AS_OF

SCORE = f"score --data crm --definition interest.yaml --as-of {AS_OF}"
# The process sends itself the signal in the middle of writing: as Ctrl-C would, but always at the same moment.
# Heard even where these tests run in the background, in which Ctrl-C is ignored and stays so in every child.
STOPPED_WHILE_WRITING = """
import os, signal, sys
from tamis.operations import score_folder

signal.signal({number}, signal.SIG_DFL)

def half_written(engine, query, columns, file, *, ending):
    file.write_text("half")
    os.kill(os.getpid(), {number})
    raise AssertionError("not stopped")

score_folder.write_rows = half_written
from tamis.cli import main
sys.argv = ["tamis", *{words}]
main()
"""


def process(*words: str, program: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program] if program else [sys.executable, "-m", "tamis", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_command_leaves_nothing_behind(crm, tmp_path, monkeypatch, number, code):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    crm.write("out.csv", "old")
    before = crm.names()
    words = f"{SCORE} --output out.csv --rejects bad.csv".split()
    stopped = process(program=STOPPED_WHILE_WRITING.format(number=int(number), words=words))
    assert (stopped.returncode, stopped.stdout) == (code, "")
    assert stopped.stderr.splitlines()[-1] == "Stopped; nothing was written."
    assert "Traceback" not in stopped.stderr
    assert crm.names() == before
    assert crm.read("out.csv") == "old"
    assert list(temporary.iterdir()) == []


def test_a_reader_that_leaves_early_is_no_error(crm):
    crm.write("crm/contacts.csv", "id,country\n" + "".join(f"contact {n:06},\n" for n in range(20_000)))
    crm.write("crm/events.csv", "contact_id,type,occurred_at\ncontact 000001,demo_requested,2026-03-01\n")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "tamis", *SCORE.split(), "--quiet"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_and_the_module_are_one(crm):
    script = os.path.join(os.path.dirname(sys.executable), "tamis")  # noqa: PTH118, PTH120 - what a shell would find
    named = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)
    assert named.stdout == process("--version").stdout == "tamis 0.1.0\n"


FAULTY = """
import sys
from tamis.operations import score_folder

def faulty(*given, **named):
    raise RuntimeError("jane@example.com")

score_folder.score_folder = faulty
from tamis.cli import main
sys.argv = ["tamis", *{words}]
main()
"""


def test_a_fault_of_ours_is_a_sentence_without_anyone_in_it(crm):
    failed = process(program=FAULTY.format(words=SCORE.split()))
    assert failed.returncode == 3
    assert failed.stderr.splitlines() == [
        "error: Tamis itself failed (RuntimeError); nothing was written.",
        "Run the same command with --debug to see where, and please report that.",
    ]


def test_debug_shows_where_a_fault_came_from(crm):
    failed = process(program=FAULTY.format(words=[*SCORE.split(), "--debug"]))
    assert "Traceback" in failed.stderr
    assert "in faulty" in failed.stderr


def test_progress_is_plain_lines_without_a_terminal(crm):
    done = process(*SCORE.split())
    assert done.returncode == 0
    assert "Scoring" in done.stderr.splitlines()
    assert "\x1b" not in done.stderr


def test_a_command_built_alone_is_the_command_among_all(capsys):
    together = get_command(app)
    for name in sorted(together.commands):
        assert run([name, "--help"]) == 0
        alone = capsys.readouterr().out
        assert together([name, "--help"], prog_name="tamis", standalone_mode=False) == 0
        assert alone == capsys.readouterr().out != ""
