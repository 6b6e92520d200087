"""An event that is there already stays as it is; what is told otherwise under its id is rejected, and said."""

import csv

import pytest

from tamis.operations.merge import merge
from tamis.progress import NullProgress
from tests.operations.office import EVENTS

HAS_THE_WAREHOUSE_OPEN = True
HEADER = "id,contact_id,type,occurred_at,page,machine\n"
FIRST = "e9,ann,viewed,2026-03-05,pricing,\n"


@pytest.mark.parametrize(
    "row",
    [
        "e9,bob,viewed,2026-03-05,pricing,",
        "e9,ann,opened,2026-03-05,pricing,",
        "e9,ann,viewed,2026-03-04,pricing,",
        "e9,ann,viewed,2026-03-05,home,",
        "e9,ann,viewed,2026-03-05,pricing,true",
    ],
    ids=["contact", "type", "time", "property", "machine"],
)
def test_an_event_that_is_told_otherwise_is_rejected_and_what_is_there_stays(office, row):
    office.take(events=HEADER + FIRST)
    before = contents(office)
    imported = office.take(events=f"{HEADER}e8,ann,viewed,2026-03-06,home,\n{row}\n")
    assert (
        "events.csv: 1 row has the id of an event that is there with other contents, which stay." in imported.messages
    )
    assert (imported.rejected, imported.taken.events, imported.taken.events_known) == (1, 1, 1)
    with imported.rejects_file.open(newline="") as rejects:
        [reject] = csv.DictReader(rejects)
    assert (reject["line"], reject["column"], reject["row"]) == ("3", "id", row)
    assert before <= contents(office)


@pytest.mark.parametrize("events", [HEADER + FIRST, HEADER + "e9,ann,viewed,2026-03-05,,\n", EVENTS])
def test_the_same_event_or_less_of_it_is_no_news(office, events):
    office.take(events=HEADER + FIRST)
    imported = office.take(events=events)
    assert imported.taken.is_nothing
    assert imported.rejected == 0


def test_the_same_file_is_rejected_alike_each_time(office):
    told = [office.take(events=f"id,contact_id,type,occurred_at\ne1,bob,viewed,2026-03-0{day}\n") for day in (1, 1)]
    assert [(imported.rejected, imported.taken.is_nothing) for imported in told] == [(1, True), (1, True)]


def test_the_contact_of_an_event_may_be_merged_meanwhile(office):
    merge(office.workspace, "bob", "ann", now=office.now, progress=NullProgress())
    assert office.take(events=EVENTS).rejected == 0


def test_events_without_an_id_are_never_told_otherwise(office):
    rows = "contact_id,type,occurred_at,page\nann,viewed,2026-03-05,pricing\nann,viewed,2026-03-05,home\n"
    assert office.take(events=rows).taken.events == 2
    assert office.take(events=rows).rejected == 0


def test_properties_in_json_are_compared_too(office):
    (office.folder / "events.csv").unlink()
    row = '{"id":"e9","contact_id":"ann","type":"viewed","occurred_at":"2026-03-05","properties":{"page":"%s"}}\n'
    office.write("events.jsonl", row % "pricing")
    office.take()
    assert office.take().rejected == 0
    office.write("events.jsonl", row % "home")
    assert office.take().rejected == 1


def contents(office) -> set[tuple]:
    """Everything that the workspace has of its events."""
    with office.workspace.opened() as warehouse:
        return set(warehouse.rows("SELECT * EXCLUDE (signature) FROM events JOIN signatures USING (signature)"))
