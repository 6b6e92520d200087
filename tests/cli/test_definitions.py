"""`tamis list`, `drafts`, `discard`, `clone`, `deactivate`, `activate`, `revert`, `delete` and `properties`: what is
said, and with which code."""

import json

import pytest

from tests.cli.conftest import SCORE

STRICTER = SCORE.replace("points: 20.5", "points: 5")
WARM = "key: warm\nwhen: {score: interest, at_least: 20}\n"
CALL = (
    "key: call\nobject: contact\ngroups:\n  - {key: g, category: fit, rules: [{when: {in_segment: warm}, points: 1}]}\n"
)


@pytest.fixture
def work(work, monkeypatch):
    """The current folder is in it."""
    monkeypatch.chdir(work.root / "work")
    return work


def test_a_score_goes_through_its_whole_life(work, tamis):
    said = tamis("clone interest other --output other.yaml")
    assert (said.code, said.out) == (0, "")
    assert "Next: change other.yaml, and: tamis publish other.yaml" in said.err
    assert tamis("publish other.yaml --yes --quiet").code == 0
    assert tamis("deactivate other").code == 0
    said = tamis("values other --quiet")
    assert said.out.startswith("id,other,other_tier\n")
    assert "warning: The score is deactivated since 20" in said.err
    assert [
        (each["key"], each["state"], each["records_with_value"]) for each in json.loads(tamis("list --json").out)
    ] == [
        ("interest", "published", 4),
        ("other", "deactivated", 4),
    ]
    said = tamis("activate other")
    assert (said.code, said.out.splitlines()[0]) == (1, "Score other: version 1 is put into use again")
    assert "It stays deactivated." in said.err
    assert tamis("activate other --yes").code == 0
    said = tamis("delete other --yes")
    assert (said.code, said.out.splitlines()[0]) == (0, "Score other: 1 version")
    assert tamis("list").out.splitlines()[1].split() == ["interest", "score", "contact", "1", "published", "4"]


def test_a_version_is_brought_back_with_its_note(work, tamis):
    work.write("interest.yaml", STRICTER)
    tamis("publish ../interest.yaml --yes --quiet")
    said = tamis("revert interest 1")
    assert (said.code, "version 2 becomes version 3" in said.out) == (1, True)
    assert "Nothing was published." in said.err
    assert tamis("revert interest 1 --yes --quiet").code == 0
    versions = json.loads(tamis("versions interest --json").out)["versions"]
    assert [(each["version"], each["note"]) for each in versions][2:] == [(3, "version 1 again")]


def test_drafts_are_listed_written_and_discarded(work, tamis):
    work.write("interest.yaml", STRICTER)
    tamis("publish ../interest.yaml")
    assert tamis("drafts").out.splitlines()[1].split()[0] == "interest"
    assert tamis("drafts interest").out == STRICTER
    [told] = json.loads(tamis("drafts --json").out)
    assert (told["key"], told["version"]) == ("interest", 1)
    said = tamis("discard interest")
    assert (said.code, said.err) == (0, 'The draft of "interest" is gone; version 1 is as it was.\n')
    assert (tamis("drafts").out, tamis("discard interest").code) == ("", 2)


def test_what_uses_a_definition_is_told_before_it_is_deleted(work, tamis):
    work.write("warm.yaml", WARM)
    work.write("call.yaml", CALL)
    tamis("publish ../warm.yaml ../call.yaml --yes --quiet")
    said = tamis("delete interest --yes")
    assert (said.code, said.out.splitlines()[-2:]) == (2, ["In use by:", "  segment warm"])
    assert "is in use and stays" in said.err
    tamis("deactivate call")
    said = tamis("delete warm")
    assert said.code == 1
    assert said.out.splitlines()[-1] == "  score call (Rule 1 of group g, deactivated)"
    told = json.loads(tamis("delete warm --json --yes").out)
    assert (told["deleted"], told["used_by"][0]["key"]) == (True, "call")


def test_properties_are_listed_and_deleted(work, tamis):
    assert tamis("properties").out.splitlines()[0] == "Contact: 4 contacts"
    told = {each["property"]: each for each in json.loads(tamis("properties --json --object contact").out)}
    assert (told["country"]["filled"], told["country"]["used_by"][0]["places"]) == (3, ['Rule "In France"'])
    said = tamis("properties delete contact country --yes")
    assert (said.code, said.out.splitlines()[-1]) == (2, '  score interest (Rule "In France")')
    tamis("deactivate interest")
    assert tamis("properties delete contact country").code == 1
    assert tamis("properties delete contact country --yes").code == 0
    assert "country" not in tamis("properties").out


def test_an_empty_workspace_says_what_to_do_next(crm, tamis):
    tamis("init work")
    for command in ("list", "drafts", "properties"):
        said = tamis(f"{command} --workspace work")
        assert (said.code, said.out) == (0, "")
        assert said.err
