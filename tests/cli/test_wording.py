"""What a person reads who is new to it: usage, hints, tables and reasons."""

from datetime import UTC, datetime

import pytest

from tamis.cli.history import _why
from tamis.store.warehouse.values import HistoryRow

TIERS = """\
key: rank
object: contact
groups:
  - {key: g, category: fit, rules: [{when: {property: country, is: France}, points: 10}]}
  - {key: h, category: engagement, rules: [{event: demo_requested, points: 5}]}
thresholds:
  fit: [{tier: Zeal, from: 10}, {tier: Also}]
  engagement: [{tier: "+", from: 5}, {tier: "-"}]
"""


@pytest.fixture
def work(has_workspace):
    """A workspace in `work` with the data in it."""
    return has_workspace("import")


@pytest.mark.parametrize("command", ["", "duplicates", "jobs", "machine", "people", "properties", "sources"])
def test_no_command_is_described_in_half_a_sentence(tamis, command):
    listed = tamis(f"{command} --help").out.split("Commands:")[1]
    assert "..." not in listed


@pytest.mark.parametrize("command", ["duplicates", "jobs", "machine", "people", "properties", "sources"])
def test_what_does_something_by_itself_needs_no_other_command(tamis, command):
    assert tamis(f"{command} --help").out.startswith(f"Usage: tamis {command} [OPTIONS] [COMMAND] [ARGS]...\n")


def test_what_may_be_left_out_stands_in_brackets_once(tamis):
    for command, last in (("diff", "[FROM] [TO]"), ("explain", "[ID]"), ("rescore", "[KEY]"), ("drafts", "[KEY]")):
        assert tamis(f"{command} --help").out.splitlines()[0].endswith(f" {last}"), command
        assert "[[" not in tamis(f"{command} --help").out.splitlines()[0]


def test_the_tiers_of_a_new_score_stand_best_first(work, tamis):
    work.write("rank.yaml", TIERS)
    said = tamis("publish rank.yaml --workspace work --yes").out.splitlines()
    begin = said.index("  tier   records")
    # b and late are from France; a and b asked for a demo.
    assert [line.split() for line in said[begin + 1 : begin + 5]] == [
        ["Zeal+", "1"],
        ["Zeal-", "1"],
        ["Also+", "1"],
        ["Also-", "1"],
    ]


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("leads.csv", "id\n", "rename it to contacts.csv\n"),
        ("contact.csv", "id\n", "did you mean contacts?\n"),
        ("stuff.csv", "id\n", "the name of a file says which table it is; name it one of contacts, companies, deals,"),
        ("contacts.csv", "Email,Land\n", 'it has Email, Land; say which one is id with tamis import --map HEADER=id,'),
        ("contacts.csv", "Email,Land\n", 'or take contacts in with --map "Email=email" --by email\n'),
        ("contacts.csv", "email,Land\n", "or take contacts in with --by email\n"),
        ("empty/readme.txt", "", "a table is a file or a folder of files, named contacts, companies, deals, events,"),
    ],
)  # fmt: skip
def test_an_import_says_what_is_missing_and_what_to_do(work, tamis, name, text, hint):
    work.write(f"more/{name}", text)
    said = tamis(f"import more/{name.removesuffix('/readme.txt')} --workspace work")
    assert said.code == 2
    assert hint in said.err


@pytest.mark.parametrize(("points", "told"), [("10.04", "No value moves by a tenth of a point"), ("11", "+1.0")])
def test_a_move_that_rounds_to_nothing_is_not_listed(work, tamis, points, told):
    work.define("land", "{when: {property: country, is: France}, points: 10}")
    assert tamis("publish land.yaml --workspace work --yes --quiet").code == 0
    work.define("land", f"{{when: {{property: country, is: France}}, points: {points}}}")
    said = tamis("publish land.yaml --workspace work --yes").out
    assert told in said
    assert "+0.0 " not in said


def test_what_was_not_done_is_named(work, tamis):
    work.write("more/contacts.csv", "land\n")
    work.write("more/events.csv", "what\n")
    assert tamis("import more --workspace work").err.endswith("\n2 errors; nothing was taken in.\n")
    work.define("wrong", "{when: {property: countri, is: France}, points: 1}")
    assert tamis("publish wrong.yaml --workspace work").err.endswith("\n1 error; nothing was published.\n")


def test_values_say_as_of_when(work, tamis):
    tamis("publish interest.yaml --workspace work --yes --quiet")
    said = tamis("values interest --workspace work").err
    at = said.removeprefix("4 contacts by version 1 of interest as of ").removesuffix(" UTC.\n")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(f"{at}Z")).total_seconds() < 3600


def test_a_workspace_that_is_named_first_is_the_one_that_is_meant(work, tamis, monkeypatch):
    assert tamis("init other --quiet").code == 0
    monkeypatch.chdir(work.root / "other")
    assert tamis("sources --workspace ../work add site --quiet").code == 0
    assert tamis("sources").err.startswith("There are no sources yet")
    assert "site" in tamis("sources --workspace ../work").out
    assert tamis("properties --workspace ../work delete contact country --yes --quiet").code == 0
    assert "country" not in tamis("properties --workspace ../work").out


def test_lists_can_be_quiet(work, tamis):
    for command in ("properties", "history b"):
        assert tamis(f"{command} --workspace work --quiet").err == ""


@pytest.mark.parametrize(
    ("cause", "detail", "told"),
    [
        ("association", "association", "association"),
        ("created", "created, page_viewed ×3", "created, page_viewed ×3"),
        ("event", "association, demo_requested", "event demo_requested, association"),
        ("publish", "", "publish"),
        ("publish", "staff version 2", "publish with staff version 2"),
        ("merge", "a", "merge a"),
        ("reset", "2026-03-01T10:00:00+00:00", "reset up to 2026-03-01 10:00:00"),
        ("unreset", "2026-03-01T10:00:00.5+00:00", "unreset of 2026-03-01 10:00:00"),
        ("time", "", "time"),
    ],
)
def test_a_cause_is_told_once(cause, detail, told):
    row = HistoryRow(0, "interest", 1, None, 0, None, None, cause, detail)
    assert _why(row) == told
