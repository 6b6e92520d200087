"""Input made to break things: a sentence and an exit code, never a traceback, a hang or a file followed out."""

import os
import subprocess
import sys

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


def test_a_closed_standard_output_ends_quietly(crm):
    command = f"{sys.executable} -m tamis score {GIVEN} --output o.csv >&-"
    done = subprocess.run(["bash", "-c", command], cwd=crm.root, check=False, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert crm.read("o.csv").startswith("id,interest")
