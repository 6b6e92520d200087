"""Imports: what is new is taken in once, and what is published follows at once."""

import csv
import io

import pytest

from tamis.errors import DataError, UsageError
from tamis.operations.import_data import import_data
from tamis.operations.read_values import read_values
from tamis.progress import NullProgress
from tests.operations.office import CONTACTS, EVENTS, INTEREST

HAS_THE_WAREHOUSE_OPEN = True
SOUTH = """\
key: south
object: contact
groups:
  - {key: g, category: fit, rules: [{when: {property: zip, is: '33'}, points: 5}]}
"""


def test_what_was_taken_in_is_counted(empty):
    taken = empty.take(contacts=CONTACTS, events=EVENTS).taken
    assert (taken.new_records["contact"], taken.events) == (3, 2)


def test_the_same_data_twice_changes_nothing(office):
    office.publish(interest=INTEREST)
    before = office.values()
    imported = office.take()
    assert imported.taken.is_nothing
    assert office.values() == before
    assert len(office.history("ann")) == 1


def test_new_data_changes_the_values_in_the_same_command(office):
    office.publish(interest=INTEREST)
    office.later("2026-03-11T12:00")
    imported = office.take(contacts="id,country\ncem,France\ndia,France\n", events="contact_id,type,occurred_at\n")
    assert office.values() == ["ann,30,High", "bob,20,Low", "cem,10,Low", "dia,10,Low"]
    assert [(score.records, score.changed) for score in imported.rescored.scores] == [(4, 2)]
    assert office.history("cem") == [(None, 0, "publish", 1), (0, 10, "import", 1)]


def test_a_dry_run_takes_nothing_in(empty):
    imported = empty.take(dry_run=True, contacts=CONTACTS, events=EVENTS)
    assert imported.taken.new_records["contact"] == 3
    assert imported.rescored is None
    assert empty.take().taken.new_records["contact"] == 3


def test_one_file_of_a_folder_is_taken_in_alone(office):
    file = office.write("contacts.csv", "id,country\neve,Spain\n")
    office.write("events.csv", "contact_id,type,occurred_at\neve,demo_requested,2026-03-09\n")
    taken = import_data(office.workspace, file, now=office.now, progress=NullProgress()).taken
    assert (taken.new_records["contact"], taken.events) == (1, 0)


def test_a_file_that_is_no_table_is_told(office):
    file = office.write("contact.csv", "id\n")
    with pytest.raises(UsageError, match=r"(?s)has the name of no table.*did you mean contacts\?"):
        import_data(office.workspace, file, now=office.now, progress=NullProgress())


def test_what_cannot_be_taken_is_kept_beside_the_workspace(office):
    imported = office.take(events="contact_id,type,occurred_at\nann,demo_requested,yesterday\nnobody,x,2026-03-01\n")
    assert imported.rejected == 2
    with imported.rejects_file.open(newline="") as rejects:
        rows = list(csv.DictReader(rejects))
    assert [(row["file"], row["line"]) for row in rows] == [("events.csv", "2"), ("events.csv", "3")]
    assert imported.rejects_file.parent == office.workspace.rejects
    # It says of which import it is.
    assert imported.rejects_file.name == "crm-rejected-2026-03-10T12-00-00.000000.csv"


def test_cells_that_were_left_out_are_told_apart_from_rows_that_were_not_taken(office):
    imported = office.take(contacts="id,created_at\ndia,yesterday\ndia,2026-03-01\n,\nfay,2026-03-01\n")
    assert (imported.rejected, imported.rejected_rows, imported.rejected_cells) == (3, 2, 1)
    assert imported.taken.new_records["contact"] == 2


def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(office):
    office.write("contacts.csv", "id,country\neve,Spain\n")
    office.write("events.csv", "contact_id,type\n")
    with pytest.raises(DataError):
        office.take()
    office.write("events.csv", EVENTS)
    assert office.take().taken.new_records["contact"] == 1


def test_a_property_stays_of_the_type_it_had(office):
    office.take(contacts="id,zip\nann,007\n")
    office.publish(south=SOUTH)
    office.take(contacts="id,zip\nbob,33\n")
    assert office.values("south") == ["ann,0", "bob,5", "cem,0"]


def test_dates_begin_where_the_days_of_the_workspace_do(office):
    office.take(events="contact_id,type,occurred_at\ncem,demo_requested,2026-03-11\n")
    office.publish(interest=INTEREST)
    office.later("2026-03-10T22:59")
    office.rescore()
    assert office.values()[2] == "cem,0,Low"
    office.later("2026-03-10T23:00")
    office.rescore()
    assert office.values()[2] == "cem,20,Low"


def test_definitions_beside_the_data_are_told_until_they_are_published(office):
    file = office.write("scores/interest.yaml", INTEREST)
    assert office.take().definitions == (file,)
    office.publish(interest=INTEREST)
    assert office.take().definitions == ()


def test_a_list_is_of_the_object_that_its_definition_says(empty):
    empty.write("segments/targets.yaml", "key: targets\nobject: company\n")
    imported = empty.take(companies="id\nacme\n", contacts="id\nann\n", segment_members="segment,id\ntargets,acme\n")
    assert (imported.rejected, imported.taken.members) == (0, 1)


def test_values_follow_after_an_import_that_was_stopped_before_them(office, monkeypatch):
    office.publish(interest=INTEREST)
    office.later("2026-03-11")
    with monkeypatch.context() as stopped:
        stopped.setattr("tamis.operations.import_data.rescore_published", _stop)
        with pytest.raises(KeyboardInterrupt):
            office.take(contacts="id,country\ncem,France\n")
    assert read_values(office.workspace, "interest", output=io.BytesIO()).messages[0].endswith("tamis rescore interest")
    office.later("2026-03-12")
    assert office.take().taken.is_nothing
    assert office.history("cem")[-1] == (0, 10, "import", 1)


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
