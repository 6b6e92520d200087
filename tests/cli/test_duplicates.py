"""`tamis duplicates`, as a person drives it."""

import json

import pytest

HEAD = "id,first_name,last_name,email,company_id,created_at\n"
PEOPLE = """\
a,Ann,Noir,ann@acme.example,,2024-01-01
b,Ann,Noir,ann@ACME.example,,2025-02-01
-c,Zoë,Blanc,z@acme.example,,2025-01-01
"d e",Zoe,Blanc,z@acme.example,,2025-02-01
f,Paul,Vert,paul@acme.example,,2025-01-01
"""


@pytest.fixture
def work(has_workspace, tamis):
    """A workspace in `work` with two people who are there twice, and one who is not."""
    crm = has_workspace("init")
    crm.write("twice/contacts.csv", HEAD + PEOPLE)
    assert tamis("import twice --workspace work --quiet").code == 0


def test_each_proposal_shows_whom_it_is_about_why_and_the_command(work, tamis):
    said = tamis("duplicates --workspace work --quiet")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(
        "keep    a · Ann Noir · ann@acme.example · 0 events · since 2024-01-01\n"
        "99.9 %  b · Ann Noir · ann@ACME.example · 0 events · since 2025-02-01\n"
        "        same e-mail, same name\n"
        "        tamis merge --workspace work a b\n\n"
    )
    assert "tamis merge --workspace work -- -c 'd e'\n" in said.out
    assert "paul" not in said.out


def test_the_commands_do_what_they_say_until_nothing_is_left(work, tamis):
    told = json.loads(tamis("duplicates --workspace work --json --quiet").out)
    assert (told["found"], told["not_compared"]) == (2, [])
    [first, second] = told["proposals"]
    assert (first["keep"]["id"], first["merge"][0]["id"], first["merge"][0]["against"]) == ("a", "b", [])
    assert 0.95 < first["merge"][0]["probability"] < 1
    assert tamis(first["merge"][0]["command"].removeprefix("tamis ")).code == 0
    assert tamis("duplicates dismiss --workspace work --", "-c", "d e").err.endswith("will not be proposed again.\n")
    assert tamis("duplicates --workspace work --sure").err.endswith("No two contacts are probably one person.\n")
    assert tamis("unmerge b --workspace work --quiet").code == 0
    assert tamis("duplicates dismiss --undo --workspace work --", "d e", "-c").code == 0
    assert json.loads(tamis("duplicates --workspace work --json --quiet").out) == told
    assert second["keep"]["id"] == "-c"


def test_all_that_are_as_good_as_certain_are_merged_and_taken_apart_by_the_command_that_is_told(work, tamis):
    asked = tamis("duplicates merge --workspace work")
    assert (asked.code, "same e-mail, same name" in asked.out) == (1, True)
    assert asked.err.endswith("Nothing was merged. To merge 2 contacts into 2 others, say yes, or add --yes.\n")
    done = tamis("duplicates merge --workspace work --yes --quiet")
    assert done.err.startswith("2 contacts became part of others. To take that back: tamis duplicates merge --undo 20")
    assert tamis("duplicates merge --workspace work --yes").err.endswith(
        "No two contacts are as good as certainly one person.\n"
    )
    undo = done.err.split(": tamis ")[1].strip()
    assert tamis(undo).err.endswith("2 contacts became records of their own again.\n")
    assert tamis("duplicates merge --undo yesterday --workspace work").code == 2
    told = json.loads(tamis("duplicates merge --workspace work --yes --json --quiet").out)
    assert told["contacts"] == 2


def test_a_part_of_many_says_how_many_there_are(work, tamis):
    said = tamis("duplicates --workspace work --limit 1")
    assert said.out.count("keep") == 1
    assert said.err.endswith("The surest 1 of 2 proposals; see more with --limit 2.\n")


def test_what_cannot_be_dismissed_is_told(work, tamis):
    said = tamis("duplicates dismiss a nobody --workspace work")
    assert (said.code, said.err) == (2, 'error: There is no contact "nobody".\n')
