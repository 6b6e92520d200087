"""Among many records, people are found in texts that are kept in memory: the same people as without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tamis.operations import search_texts
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.merge import merge, unmerge
from tamis.operations.record.erasing import erase
from tamis.operations.record.finding import find_records
from tamis.operations.remembered import forget_at_work
from tamis.operations.retype import retype
from tamis.operations.workspace import Workspace
from tamis.progress import NullProgress
from tamis.store.warehouse import open_warehouse
from tamis.store.warehouse.properties import delete_property
from tests.operations.office import Office

CONTACTS = """\
id,first_name,last_name,email,company_id
c1,Ann,Adler,Ann@acme.example,o1
c2,Bob,Brown,bob_b@acme.example,o1
c3,Zoé,Čapek,zoe@bolt.example,o2
c4,,,dan%@corp.example,
c5,,,,
C1x,Anna,STRAßE,,o2
"""
COMPANIES = "id,name,domain\no1,Acme Hôtels,acme.example\no2,Bolt,bolt.example\n"
PARENTS = "from_object,from_id,to_object,to_id\ncompany,o1,company,o2\n"
SCORE = """\
key: interest
object: contact
groups: [{key: a, category: fit, rules: [{label: Known, when: {property: email, is_known: true}, points: 3}]}]
"""
WORDS = (
    *("ann", "ANN", "zoe", "Zoé", "čapek", "capek", "o1", "zoé capek", "adler ann", "bob zoe", "hotels", "HÔTELS"),
    *("acme.ex", "c1", "C1", "c5", "%", "_", "!", "b_b", "n%", "straße", "strasse", "STRASSE", "adlerann", "nobody"),
)


@pytest.fixture
def served(empty: Office) -> Iterator[Workspace]:
    empty.take(contacts=CONTACTS, companies=COMPANIES, associations=PARENTS)
    empty.publish(interest=SCORE)
    with open_warehouse(empty.workspace.warehouse, is_current=False) as warehouse:
        yield replace(empty.workspace, held=warehouse)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two records are many."""
    monkeypatch.setattr("tamis.operations.search_texts.MANY_RECORDS", 2)


def _listed(workspace: Workspace, office: Office, text: str, **asked: str) -> list[str]:
    return [lead.id for lead in read_leads(workspace, Asked(search=text, **asked), now=office.now).leads]


def _found(workspace: Workspace, text: str, object: str = "contact") -> list[str]:
    return [each.id for each in find_records(workspace, text, object)]


def _all(workspace: Workspace, office: Office) -> list[object]:
    everything: list[object] = []
    for text in WORDS:
        everything += [text, _listed(workspace, office, text), _listed(workspace, office, text, object="company")]
        everything += [_found(workspace, text), _found(workspace, text, "company")]
    return everything


def test_the_same_are_found_as_without(
    served: Workspace, empty: Office, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = _all(served, empty)
    assert search_texts._texts_of(served.held)._kept == {}  # type: ignore[arg-type]
    request.getfixturevalue("many")
    assert _all(served, empty) == without
    assert len(search_texts._texts_of(served.held)._kept) >= 2  # type: ignore[arg-type]


@pytest.mark.usefixtures("many")
def test_what_a_person_here_changes_is_found_at_once(served: Workspace, empty: Office) -> None:
    office = Office(served, empty.folder, empty.time)
    assert _found(served, "ann") == ["c1", "C1x"]
    office.take(contacts="id,first_name\nc1,Berta\nc9,Annegret\n")
    forget_at_work(served)
    assert (_found(served, "adler"), _found(served, "ann@"), _found(served, "berta")) == (["c1"], ["c1"], ["c1"])
    assert _found(served, "annegret") == ["c9"]
    merge(served, "c9", "c3", now=office.now, progress=NullProgress())
    forget_at_work(served)
    assert _found(served, "zoe@") == ["c9"]
    unmerge(served, "c3", now=office.now, progress=NullProgress())
    forget_at_work(served)
    assert _found(served, "zoe@") == ["c3"]
    office.take(contacts="id,level\nc1,007\n")
    how = {"is_event": False, "dry_run": False, "now": office.now, "progress": NullProgress()}
    retype(served, "contact", "first_name", "choice", **how)  # type: ignore[arg-type]
    forget_at_work(served)
    assert _found(served, "berta") == ["c1"]


@pytest.mark.usefixtures("many")
def test_nothing_of_who_was_erased_is_kept(served: Workspace, empty: Office) -> None:
    assert (_found(served, "zoe@"), _listed(served, empty, "zoe@")) == (["c3"], ["c3"])
    erase(served, "c3", now=empty.now, progress=NullProgress())
    texts = search_texts._texts_of(served.held)  # type: ignore[arg-type]
    with served.opened() as warehouse:
        kept = [row for source in texts._kept for row in warehouse.rows(f"FROM {texts._named(source)}")]
    assert kept
    assert "zoe" not in str(kept)
    assert (_found(served, "zoe@"), _listed(served, empty, "zoe@")) == ([], [])


@pytest.mark.usefixtures("many")
def test_somebody_is_erased_after_a_property_that_was_searched_is_deleted(served: Workspace, empty: Office) -> None:
    assert _found(served, "capek") == ["c3"]
    with served.opened() as warehouse:
        delete_property(warehouse, "contact", "last_name")
    erase(served, "c3", now=empty.now, progress=NullProgress())
    assert (_found(served, "zoe@"), _found(served, "ann@")) == ([], ["c1"])
    texts = search_texts._texts_of(served.held)  # type: ignore[arg-type]
    named = "SELECT table_name FROM duckdb_tables() WHERE database_name = ?"
    with served.opened() as warehouse:
        assert warehouse.rows(named, [texts._database]) == [(source.name,) for source in texts._kept]
