"""The values that a score would have had at another instant, or by another version."""

import io

import pytest

from tamis.errors import DefinitionError, UsageError
from tamis.operations.score_folder import score_folder
from tamis.operations.values_as_of import values_as_of
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.operations.office import CONTACTS, EVENTS, INTEREST, Office

HAS_THE_WAREHOUSE_OPEN = True
CHANGES = (
    "object,id,property,value,changed_at\n"
    "contact,bob,country,France,2026-01-15\n"
    "contact,bob,country,Spain,2026-03-01\n"
    "contact,cem,country,France,2026-03-05T09:00\n"
)
LATER = "dan,France,2026-03-04\n"
IN_FRANCE = "      - {label: In France, when: {property: country, is: France}, points: 10}\n"
FRENCH = "key: french\nobject: contact\nwhen: {property: country, is: France}\n"
OF_FRENCH = INTEREST.replace("groups:", "population: {include: [french]}\ngroups:", 1)
TWICE = INTEREST.replace("points: 20", "points: 40")


def computed(office: Office, key: str = "interest", **chosen: object) -> list[str]:
    """The rows of a score's values as of an instant or by a version, without their header."""
    stream = io.BytesIO()
    values_as_of(office.workspace, key, now=office.now, output=stream, progress=NullProgress(), **chosen)
    return stream.getvalue().decode().splitlines()[1:]


def kept(office: Office) -> list[list[tuple]]:
    """Every value that is kept, and its history."""
    with office.workspace.opened() as warehouse:
        return [warehouse.rows(f"FROM warehouse.{table} ORDER BY ALL") for table in ("score_values", "score_history")]


@pytest.mark.parametrize(
    "instant",
    ["2025-12-31", "2026-01-15", "2026-03-01", "2026-03-01T10:00Z", "2026-03-02T11:00", "2026-03-05", "2026-06-01"],
)
def test_a_value_of_a_past_instant_is_that_of_the_folder_as_of_then(empty, instant):
    empty.write("schema.yaml", "time_zone: Europe/Paris\n")
    empty.take(contacts=CONTACTS + LATER, events=EVENTS, property_changes=CHANGES)
    empty.publish(french=FRENCH, interest=OF_FRENCH)
    definition, segment = empty.folder / "definitions/interest.yaml", empty.folder / "definitions/french.yaml"
    empty.write("segments/french.yaml", segment.read_text())
    scored = io.BytesIO()
    score_folder(empty.folder, [definition], now=empty.now, as_of=instant, output=scored, progress=NullProgress())
    assert computed(empty, as_of=instant) == scored.getvalue().decode().splitlines()[1:]


def test_what_came_later_is_unseen(empty):
    empty.take(contacts=CONTACTS + LATER, events=EVENTS, property_changes=CHANGES)
    empty.publish(interest=INTEREST)
    assert computed(empty, as_of="2026-03-02") == ["ann,30,High", "bob,0,Low", "cem,0,Low", "dan,,"]
    assert computed(empty, as_of="2026-02-01")[1] == "bob,10,Low"
    assert computed(empty) == empty.values() == ["ann,30,High", "bob,20,Low", "cem,10,Low", "dan,10,Low"]


def test_a_property_that_an_import_changed_is_as_it_was_before(office):
    office.publish(interest=INTEREST)
    office.later("2026-03-12")
    office.take(contacts=CONTACTS.replace("Spain", "France"))
    assert office.values()[1] == "bob,30,High"
    assert computed(office, as_of="2026-03-11")[1] == "bob,20,Low"


def test_a_date_begins_in_the_time_zone_of_the_workspace(empty):
    empty.take(contacts=CONTACTS, events=EVENTS.replace("2026-03-01T10:00:00Z", "2026-02-28T23:30:00Z"))
    empty.publish(interest=INTEREST)
    assert computed(empty, as_of="2026-03-01")[0] == "ann,10,Low"
    assert computed(empty, as_of="2026-03-01T00:30")[0] == "ann,30,High"


def test_another_version_is_computed_as_of_now_or_then(office):
    office.publish(interest=INTEREST)
    office.publish(interest=TWICE)
    assert computed(office) == office.values() == ["ann,50,High", "bob,40,High", "cem,0,Low"]
    assert computed(office, version=1) == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    assert computed(office, version=1, as_of="2026-04-01T09:00Z") == ["ann,10,Low", "bob,20,Low", "cem,0,Low"]
    assert computed(office, version=2, as_of="2026-04-01T09:00Z") == ["ann,10,Low", "bob,40,High", "cem,0,Low"]


def test_nothing_is_kept(office):
    office.publish(interest=INTEREST)
    office.publish(interest=TWICE)
    before = kept(office)
    computed(office, as_of="2026-03-01")
    computed(office, version=1)
    assert kept(office) == before


def test_it_tells_the_instant_and_the_version(office, tmp_path):
    office.publish(interest=INTEREST)
    office.publish(interest=TWICE)
    file = tmp_path / "then.jsonl"
    read = values_as_of(
        office.workspace, "interest", now=office.now, version=1, as_of="1970-01-02T00:00Z", output=file,
        progress=NullProgress(),
    )  # fmt: skip
    assert (read.object, read.records, read.version, read.computed_at) == ("contact", 3, 1, 86_400_000_000)
    assert file.read_text().splitlines()[0] == '{"id":"ann","interest":null,"interest_tier":null}'


def test_segments_are_those_published_now(office):
    office.publish(french=FRENCH, interest=OF_FRENCH)
    office.publish(french=FRENCH.replace("France", "Spain"))
    assert computed(office, version=1, as_of="2026-03-05") == ["ann,,", "bob,20,Low", "cem,,"]


def test_a_version_of_which_a_segment_is_gone_is_told(office):
    office.publish(french=FRENCH, interest=OF_FRENCH)
    office.publish(interest=INTEREST)
    with open_application(office.workspace.application) as application:
        application.delete("french")
    with pytest.raises(DefinitionError, match=r"\(version 1\)(.|\n)*segment french; there is no such segment"):
        computed(office, version=1)
    assert computed(office) == office.values()


def test_a_version_of_which_a_property_is_gone_is_told(office):
    office.publish(interest=INTEREST)
    office.publish(interest=INTEREST.replace(IN_FRANCE, ""))
    with office.workspace.opened() as warehouse:
        warehouse.rows("DELETE FROM warehouse.properties WHERE name = 'country'")
    with pytest.raises(DefinitionError, match=r'\(version 1\)(.|\n)*Rule "In France" asks for contact.country'):
        computed(office, version=1)


def test_a_mistake_of_another_score_does_not_matter(office):
    high = "key: high\nobject: contact\nwhen: {tier: interest, is: High}\n"
    asking = OF_FRENCH.replace("key: interest", "key: other").replace("french", "high")
    office.publish(interest=INTEREST.split("thresholds")[0])
    office.publish(interest=INTEREST, high=high, other=asking)
    assert computed(office, version=1) == ["ann,30", "bob,20", "cem,0"]


def test_a_version_that_is_not_there_is_told(office):
    office.publish(interest=INTEREST, french=FRENCH)
    with pytest.raises(UsageError, match='There is no version 3 of "interest"; there is 1'):
        computed(office, version=3)
    with pytest.raises(UsageError, match='No score "interst" is published'):
        computed(office, "interst", version=1)
    with pytest.raises(UsageError, match='Version 1 of "french" is a segment'):
        computed(office, "french")
    with pytest.raises(UsageError, match='--as-of "soon" is no instant'):
        computed(office, as_of="soon")


@pytest.mark.parametrize("end", ["delete", "deactivate"])
def test_a_version_of_what_is_not_in_use_is_told(office, end):
    office.publish(interest=INTEREST)
    with open_application(office.workspace.application) as application:
        application.delete("interest") if end == "delete" else application.deactivate("interest", 5)
    for version in (None, 1):
        with pytest.raises(UsageError, match='"interest" is deactivated or deleted'):
            computed(office, version=version)
