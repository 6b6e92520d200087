"""Contacts that come with an e-mail address and no id."""

import csv

import pytest

from tamis.errors import DataError
from tamis.operations.import_data import Imported, import_data
from tamis.operations.merge import merge, unmerge
from tamis.progress import NullProgress
from tests.operations.office import Office

HAS_THE_WAREHOUSE_OPEN = True


def take(office: Office, **files: str) -> Imported:
    """Imports these files, contacts by their addresses."""
    for name, text in files.items():
        office.write(f"{name}.csv", text)
    return import_data(office.workspace, office.folder, now=office.now, by_email=True, progress=NullProgress())


def contacts(office: Office, name: str = "country") -> dict[str, object]:
    """A property of each contact, by its id."""
    with office.workspace.opened() as warehouse:
        found = warehouse.catalog().objects["contact"]
        return dict(warehouse.rows(f"SELECT id, {found.properties[name].column} FROM {found.table}"))


def rejects(imported: Imported) -> list[tuple[str, str, str]]:
    """File, line and reason."""
    if imported.rejects_file is None:
        return []
    with imported.rejects_file.open(newline="") as stream:
        return [(row["file"], row["line"], row["reason"]) for row in csv.DictReader(stream)]


@pytest.fixture
def crm(empty) -> Office:
    """A workspace with two contacts, each with an address."""
    empty.take(contacts="id,email,country\n1,ann@x.org,Spain\n2,Bob@X.org ,Spain\n")
    return empty


def test_a_contact_without_an_id_is_the_one_with_its_address(crm):
    imported = take(crm, contacts="email,country\n  ANN@x.ORG,France\nbob@x.org,Italy\n")
    assert contacts(crm) == {"1": "France", "2": "Italy"}
    assert (imported.taken.new_records["contact"], imported.rejected) == (0, 0)


def test_an_unknown_address_is_a_new_contact_once(crm):
    rows = "email,country\nCem@x.org,France\ncem@x.org ,Italy\n"
    imported = take(crm, contacts=rows)
    assert contacts(crm) == {"1": "Spain", "2": "Spain", "cem@x.org": "France"}
    assert rejects(imported) == [("contacts.csv", "3", "an earlier row is of this contact")]
    assert take(crm, contacts=rows).taken.is_nothing


def test_a_given_id_counts_and_an_address_that_it_shares_tells_nobody(crm):
    imported = take(crm, contacts="id,email,country\n,ann@x.org,France\n3,ann@x.org,Italy\n1,,Chile\n")
    assert contacts(crm) == {"1": "Chile", "2": "Spain", "3": "Italy"}
    assert rejects(imported) == [("contacts.csv", "2", "several contacts have this e-mail")]


def test_an_address_of_several_contacts_tells_nobody(crm):
    crm.take(contacts="id,email\n3,ANN@x.org\n")
    imported = take(crm, contacts="email,country\nann@x.org,France\nbob@x.org,France\n")
    assert rejects(imported) == [("contacts.csv", "2", "several contacts have this e-mail")]
    assert contacts(crm) == {"1": "Spain", "2": "France", "3": None}
    assert not any("@" in message for message in imported.messages)


@pytest.mark.parametrize(("cell", "reason"), [("", "id and email are blank"), ("n/a", "email is no address")])
def test_what_is_no_address_tells_nobody(crm, cell, reason):
    assert rejects(take(crm, contacts=f"email,country\n{cell},France\n")) == [("contacts.csv", "2", reason)]


def test_an_id_that_is_taken_is_given_to_nobody_else(crm):
    crm.take(contacts="id,email\ndia@x.org,other@x.org\ndia@x.org-2,\n")
    rows = "email,country\ndia@x.org,France\n"
    take(crm, contacts=rows)
    assert contacts(crm)["dia@x.org-3"] == "France"
    assert take(crm, contacts=rows).taken.is_nothing


def test_merged_contacts_are_one_and_their_addresses_lead_to_them(crm):
    merge(crm.workspace, "1", "2", now=crm.now, progress=NullProgress())
    take(crm, contacts="email,country\nbob@x.org,France\n")
    assert contacts(crm, "email") == {"1": "ann@x.org"}
    unmerge(crm.workspace, "2", now=crm.now, progress=NullProgress())
    assert contacts(crm) == {"1": "Spain", "2": "France"}


def test_two_addresses_of_one_merged_contact_are_not_several_contacts(crm):
    crm.take(contacts="id,email\n3,ann@x.org\n")
    merge(crm.workspace, "1", "3", now=crm.now, progress=NullProgress())
    assert take(crm, contacts="email,country\nann@x.org,France\n").rejected == 0
    assert contacts(crm)["1"] == "France"


def test_a_row_with_an_id_tells_whose_address_it_is_now(crm):
    rows = "id,email,country\n1,new@x.org,France\n,ann@x.org,Italy\n,new@x.org,Chile\n"
    assert rejects(take(crm, contacts=rows)) == [("contacts.csv", "4", "an earlier row is of this contact")]
    assert contacts(crm) == {"1": "France", "2": "Spain", "ann@x.org": "Italy"}
    assert take(crm, contacts=rows).taken.is_nothing


def test_events_may_name_a_contact_by_its_address(crm):
    events = (
        "contact_email,type,occurred_at\nAnn@x.org,viewed,2026-03-01\ncem@x.org,viewed,2026-03-01\nx@y.z,a,2026-03-01\n"
    )
    imported = take(crm, contacts="email\ncem@x.org\n", events=events)
    assert rejects(imported) == [("events.csv", "4", "no such contact")]
    assert imported.taken.events == 2
    assert take(crm).taken.is_nothing
    with crm.workspace.opened() as warehouse:
        assert warehouse.rows("SELECT id FROM events JOIN records_0 ON n = contact ORDER BY 1") == [
            ("1",),
            ("cem@x.org",),
        ]
        assert "contact_email" not in warehouse.catalog().events["viewed"]


def test_an_event_of_an_address_stays_whosever_it_becomes(crm):
    events = "contact_email,type,occurred_at\nann@x.org,viewed,2026-03-01\n"
    (crm.folder / "contacts.csv").unlink()
    take(crm, events=events)
    take(crm, contacts="id,email\n1,new@x.org\n2,ann@x.org\n")
    assert take(crm, events=events).taken.events == 0


def test_an_event_of_an_address_that_several_have_is_rejected(crm):
    crm.take(contacts="id,email\n3,ANN@x.org\n")
    (crm.folder / "contacts.csv").unlink()
    imported = take(crm, events="contact_email,type,occurred_at\nann@x.org,viewed,2026-03-01\n")
    assert rejects(imported) == [("events.csv", "2", "several contacts have this e-mail")]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"contacts": "country\nFrance\n"}, "contacts.csv: It has no column id and no column email"),
        ({"events": "type,occurred_at\na,2026-03-01\n"}, "events.csv: It has no column contact_id and no column"),
    ],
)
def test_files_that_name_nobody_are_refused(crm, files, message):
    with pytest.raises(DataError, match=message):
        take(crm, **files)


def test_without_asking_for_it_an_id_is_required(crm):
    with pytest.raises(DataError, match="It has no column id"):
        crm.take(contacts="email,country\nann@x.org,France\n")


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_other_files_know_contacts_by_their_addresses_too(crm, ending):
    (crm.folder / "contacts.csv").unlink()
    with crm.workspace.opened() as warehouse:
        rows = "(VALUES (1, NULL, 'Chile'), (NULL, 'BOB@x.org', 'Italy')) AS t(id, email, country)"
        form = "FORMAT parquet" if ending == "parquet" else "FORMAT json"
        warehouse.rows(f"COPY (FROM {rows}) TO '{crm.folder}/contacts.{ending}' ({form})")
    take(crm)
    assert contacts(crm) == {"1": "Chile", "2": "Italy"}
