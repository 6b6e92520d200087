"""Who is in a segment, and who would be."""

from datetime import UTC, datetime

import pytest

from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import COMMAND_LINE
from tamis.operations.segments import export_members, preview_segment, read_members
from tests.operations.office import Office
from tests.operations.segments.conftest import ACTIVE, FRENCH


def test_members_come_a_page_at_a_time_by_id_and_name(open_fair: Office) -> None:
    first = read_members(open_fair.workspace, "french", most=1, now=open_fair.now)
    assert [(m.id, m.name, m.email) for m in first.members] == [("ann", "Ann Ashe", "ann@example.com")]
    second = read_members(open_fair.workspace, "french", after=first.after, most=1, now=open_fair.now)
    assert [m.id for m in second.members] == ["cem"]
    assert second.after is None


def test_a_segment_of_events_holds_who_did_them(open_fair: Office) -> None:
    assert [m.id for m in read_members(open_fair.workspace, "active", now=open_fair.now).members] == ["ann"]
    later = datetime(2026, 4, 11, 12, tzinfo=UTC)
    assert read_members(open_fair.workspace, "active", now=lambda: later).members == ()


def test_a_segment_that_is_not_there_is_told_with_those_that_are(open_fair: Office) -> None:
    with pytest.raises(UsageError, match="did you mean fair"):
        read_members(open_fair.workspace, "fare", now=open_fair.now)


def test_an_export_has_all_members_and_nothing_that_a_spreadsheet_would_compute(open_fair: Office) -> None:
    text = b"".join(export_members(open_fair.workspace, COMMAND_LINE, "french", now=open_fair.now)).decode()
    assert text.splitlines() == [
        "id,name,email",
        "ann,Ann Ashe,ann@example.com",
        "cem,Cem Cole,'=cem@example.com",
    ]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (FRENCH, ["ann", "cem"]),
        (ACTIVE, ["ann"]),
        ("key: both\nwhen: {all: [{in_segment: fair}, {property: country, is: France}]}\n", ["ann"]),
        ("key: worth\nwhen: {score: lead, at_least: 10}\n", ["ann"]),
        ("key: fair\nlabel: The fair\n", ["ann"]),
    ],
)
def test_a_draft_tells_whom_it_would_hold(open_fair: Office, text: str, members: list[str]) -> None:
    told = preview_segment(open_fair.workspace, text, now=open_fair.now)
    assert (told.members.count, told.members.is_exact, told.records) == (len(members), True, 4)
    assert sorted(member.id for member in told.shown) == members


def test_a_draft_of_a_segment_stands_in_the_place_of_the_published_one(open_fair: Office) -> None:
    told = preview_segment(open_fair.workspace, FRENCH.replace("is: France", "is: Spain"), now=open_fair.now)
    assert [member.id for member in told.shown] == ["bob"]
    assert [m.id for m in read_members(open_fair.workspace, "french", now=open_fair.now).members] == ["ann", "cem"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("key: x\nwhen: {property: contry, is: France}\n", "unknown-property"),
        ("key: x\nwhen: {in_segment: x}\n", "cycle"),
        ("key: x\nwhen: {is: France}\n", ""),
        ("key: x\nobject: contact\ngroups: []\n", ""),
    ],
)
def test_mistakes_of_a_draft_are_told_with_their_place(open_fair: Office, text: str, code: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        preview_segment(open_fair.workspace, text, now=open_fair.now)
    assert any(code in issue.code and issue.line for issue in caught.value.issues)


def test_a_mistake_of_another_definition_is_no_matter_of_the_draft(fair: Office) -> None:
    fair.publish(french=FRENCH, lead2=fair_score())
    # The property is taken away from the data behind the score's back.
    with fair.workspace.opened() as warehouse:
        warehouse.engine.sql("UPDATE properties SET name = 'land' WHERE name = 'country'")
    told = preview_segment(fair.workspace, "key: x\nwhen: {in_segment: fair}\n", now=fair.now)
    assert told.members.count == 1
    with pytest.raises(DefinitionError):
        preview_segment(fair.workspace, "key: x\nwhen: {in_segment: french}\n", now=fair.now)


def fair_score() -> str:
    return (
        "key: lead2\nobject: contact\ngroups:\n"
        "  - {key: g, label: G, category: fit, rules: [{label: F, when: {property: country, is: France}, points: 1}]}\n"
    )
