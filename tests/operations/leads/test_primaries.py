"""Among many contacts the primary companies are kept in memory; a filter finds by them whom it finds without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tamis.operations.leads.asked import Asked
from tamis.operations.leads.question import questioned
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.remembered import forget_at_work
from tamis.operations.workspace import Workspace
from tests.operations.leads.conftest import Sales

# Of c4 the only one, of c5 the flagged one; of c1, who has one by its column, they say nothing.
ASSOCIATIONS = """\
from_object,from_id,to_object,to_id,primary
contact,c4,company,o1,
contact,c5,company,o1,
contact,c5,company,o2,true
contact,c1,company,o2,true
"""
LARGE = {"of": "company", "property": "employees", "at_least": 100}
ANY_LARGE = {**LARGE, "association": "any"}
INDUSTRY = {"property": "industry", "is": "hotels"}


@pytest.fixture
def held(own_sales: Sales, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """As a server holds it, with so many contacts that they are kept."""
    own_sales.office.take(associations=ASSOCIATIONS)
    monkeypatch.setattr("tamis.operations.leads.primaries.MANY_RECORDS", 1)
    with own_sales.office.workspace.opened() as warehouse:
        yield replace(own_sales.office.workspace, held=warehouse)


def found(workspace: Workspace, sales: Sales, **asked: object) -> set[str]:
    page = read_leads(workspace, Asked(**asked), now=sales.office.now)  # type: ignore[arg-type]
    return {lead.id for lead in page.leads}


def is_kept(workspace: Workspace, condition: object) -> bool:
    with questioned(workspace, Asked(condition=condition), 0) as question:  # type: ignore[arg-type]
        return question.primaries is not None


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        (LARGE, {"c1", "c2", "c4"}),
        ({**LARGE, "association": "primary"}, {"c1", "c2", "c4"}),
        ({"none": [LARGE]}, {"c3", "c5"}),
        ({"all": [LARGE, INDUSTRY]}, {"c1", "c2"}),
        ({"any": [{"of": "company", "property": "name", "is": "bolt"}, INDUSTRY]}, {"c1", "c2", "c3", "c5"}),
    ],
)
def test_the_same_are_found(
    held: Workspace, own_sales: Sales, condition: object, ids: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_kept(held, condition)
    assert found(held, own_sales, condition=condition) == ids
    assert found(held, own_sales, condition=condition, search="acme") == ids & {"c1", "c2", "c4", "c5"}
    monkeypatch.setattr("tamis.operations.leads.primaries.MANY_RECORDS", 100)
    assert not is_kept(held, condition)
    assert found(held, own_sales, condition=condition) == ids


def test_they_are_found_anew_when_somebody_changed_something(held: Workspace, own_sales: Sales) -> None:
    assert found(held, own_sales, condition=LARGE) == {"c1", "c2", "c4"}
    assert held.held is not None
    with held.opened() as warehouse:
        table = warehouse.catalog().links["contact", "company"]
        warehouse.engine.sql(f"DELETE FROM {table} WHERE from_n = (SELECT n FROM records_0 WHERE id = 'c4')")
    assert found(held, own_sales, condition=LARGE) == {"c1", "c2", "c4"}
    forget_at_work(held)
    assert found(held, own_sales, condition=LARGE) == {"c1", "c2"}


def test_whoever_is_broken_off_while_they_are_found_leaves_nothing_half_done(
    held: Workspace, own_sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("tamis.operations.leads.primaries.primaries_sql", lambda *_: "SELECT error('broken off')")
        with pytest.raises(Exception, match="broken off"):
            found(held, own_sales, condition=LARGE)
    assert found(held, own_sales, condition=LARGE) == {"c1", "c2", "c4"}


def test_nothing_is_kept_where_other_companies_are_looked_at_too_or_none(held: Workspace) -> None:
    assert not is_kept(held, ANY_LARGE)
    assert not is_kept(held, {"all": [LARGE, ANY_LARGE]})
    assert not is_kept(held, INDUSTRY)
