"""`tamis merge` and `tamis unmerge`, as a person drives them."""

import json

import pytest


def test_two_contacts_become_one_and_two_again(work, tamis):
    alone = tamis("values interest --workspace work").out
    said = tamis("merge é a --workspace work")
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines()[-3] == '"a" is part of "é" now.'
    # é has a's country, Spain, and its two demos.
    merged = "id,interest,interest_tier\nb,30.5,High\nlate,10,Low\né,41,High\n"
    assert tamis("values interest --workspace work").out == merged
    assert tamis("import crm --workspace work").err.splitlines()[-3] == "crm holds nothing new."
    assert tamis("values interest --workspace work").out == merged
    assert tamis("explain a --workspace work --quiet").out.startswith("é: interest 41, tier High\n")
    assert "merge a" in tamis("history a --workspace work").out
    said = tamis("unmerge a --workspace work")
    assert said.err.splitlines()[-3] == '"a" is a record of its own again, and no longer part of "é".'
    assert tamis("values interest --workspace work").out == alone


def test_a_program_may_read_what_came_of_it(work, tamis):
    told = json.loads(tamis("merge b a --workspace work --json --quiet").out)
    assert (told["kept"], told["other"]) == ("b", "a")
    assert [(score["score"], score["records"], score["changed"]) for score in told["scores"]] == [("interest", 3, 1)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("merge a a", "error: A contact cannot be merged with itself.\n"),
        ("merge a nobody", 'error: There is no contact "nobody".\n'),
        ("unmerge a", 'error: "a" is not merged into another contact.\n'),
    ],
)
def test_what_cannot_be_done_is_told(work, tamis, line, told):
    said = tamis(f"{line} --workspace work --quiet")
    assert (said.code, said.err) == (2, told)
