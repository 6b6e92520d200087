"""Contacts that come with the name or the domain of their company."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tamis.errors import DataError
from tamis.operations.import_data import Imported, import_data
from tamis.progress import NullProgress
from tests.operations.office import Office

HAS_THE_WAREHOUSE_OPEN = True
MAPPED = {"Company": "company.name"}


def take(office: Office, rows: str, *, dry_run: bool = False, table: str = "contacts") -> Imported:
    """Imports a file in which the column Company says of which company each row is."""
    file = office.write(f"{table}.csv", rows)
    return import_data(
        office.workspace, file, now=office.now, columns=MAPPED, by_email=True, dry_run=dry_run, progress=NullProgress()
    )


def companies(office: Office) -> dict[str, tuple[str | None, str | None]]:
    """Name and domain by id."""
    with office.workspace.opened() as warehouse:
        found = warehouse.catalog().objects["company"]
        name, domain = (found.properties[each].column for each in ("name", "domain"))
        return {id: (a, b) for id, a, b in warehouse.rows(f"SELECT id, {name}, {domain} FROM {found.table}")}


def belonging(office: Office, object: str = "contact") -> set[tuple[str, str]]:
    """Which records are associated with which companies."""
    with office.workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        links = catalog.links[object, "company"]
        tables = catalog.objects[object].table, catalog.objects["company"].table
        return set(
            warehouse.rows(
                f"SELECT a.id, b.id FROM {links} AS l JOIN {tables[0]} AS a ON a.n = l.from_n"
                f" JOIN {tables[1]} AS b ON b.n = l.to_n"
            )
        )


@pytest.fixture
def crm(empty: Office) -> Office:
    """A workspace with two companies."""
    empty.take(companies="id,name,domain\n7,Acme  Corp,https://www.acme.com/about\n8,Bell,\n")
    return empty


def test_a_company_is_found_by_its_name_or_domain_in_whatever_spelling(crm: Office) -> None:
    imported = take(crm, "id,Company\n1, acme corp\n2,ACME.com\n3,http://acme.com/\n4,bell\n5,\n")
    assert belonging(crm) == {("1", "7"), ("2", "7"), ("3", "7"), ("4", "8")}
    assert (imported.taken.new_records["company"], imported.rejected) == (0, 0)


def test_a_row_that_is_rejected_makes_no_company(crm: Office) -> None:
    imported = take(crm, "id,Company\n1,Acme Corp\n,Noid Ltd\n1,Again Ltd\n2,New Ltd\n")
    assert imported.rejected == 2
    assert imported.taken.new_records["company"] == 1
    assert companies(crm).keys() == {"7", "8", "New Ltd"}
    assert belonging(crm) == {("1", "7"), ("2", "New Ltd")}


def test_an_unknown_company_is_made_once_and_the_trial_tells_how_many(crm: Office) -> None:
    rows = "email,Company\nann@x.org,Dorn GmbH\nbob@x.org,dorn gmbh\ncem@x.org,www.eel.io\ndee@x.org,eel.io\n"
    tried = take(crm, rows, dry_run=True)
    assert (tried.taken.new_records["company"], tried.taken.links) == (2, 4)
    assert companies(crm).keys() == {"7", "8"}
    take(crm, rows)
    assert companies(crm).keys() - {"7", "8"} == {"Dorn GmbH", "eel.io"}
    assert companies(crm)["eel.io"][1] == "eel.io"
    assert belonging(crm) == {
        ("ann@x.org", "Dorn GmbH"),
        ("bob@x.org", "Dorn GmbH"),
        ("cem@x.org", "eel.io"),
        ("dee@x.org", "eel.io"),
    }
    assert take(crm, rows).taken.is_nothing


def test_a_new_company_takes_no_id_of_another(crm: Office) -> None:
    take(crm, "id,Company\n1,8\n2,8-2\n")
    assert {name for name, _ in companies(crm).values()} == {"Acme  Corp", "Bell", "8", "8-2"}
    assert len(belonging(crm)) == 2


def test_a_name_that_several_companies_have_tells_none_of_them(crm: Office) -> None:
    crm.take(companies="id,name\n9,BELL\n")
    imported = take(crm, "id,Company,city\n1,Bell,Lyon\n")
    assert imported.rejects_file is not None
    with imported.rejects_file.open(newline="") as stream:
        [row] = csv.DictReader(stream)
    assert (row["column"], row["reason"]) == ("Company", "several companies are called so")
    assert imported.taken.new_records == {"contact": 1, "company": 0, "deal": 0}


def test_a_deal_may_name_its_company_too(crm: Office) -> None:
    take(crm, "id,Company\nd1,Bell\n", table="deals")
    assert belonging(crm, "deal") == {("d1", "8")}


def test_a_company_is_named_once(crm: Office) -> None:
    with pytest.raises(DataError, match="says the company of a record twice"):
        take(crm, "id,Company,company_id\n1,Bell,8\n")
    assert Path(crm.folder / "contacts.csv").exists()
