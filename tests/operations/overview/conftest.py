"""One company for all that is told of it: nothing here changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.compile.catalog import Catalog
from tamis.operations.overview import ShownScore, shown_score
from tamis.operations.published import read_published
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import init_workspace
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tests.operations.office import Office
from tests.operations.overview.company import history


@dataclass
class Open:
    """The company with its warehouse open."""

    office: Office
    warehouse: Warehouse
    catalog: Catalog
    score: ShownScore

    @property
    def as_of(self) -> int:
        return micros_of(self.office.now())


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Office:
    place: Path = tmp_path_factory.mktemp("company")
    (place / "crm").mkdir()
    return history(Office(init_workspace(place / "work", time_zone="Europe/Paris"), place / "crm"))


@pytest.fixture
def opened(company: Office) -> Iterator[Open]:
    with open_application(company.workspace.application) as application:
        score = shown_score(read_published(application))
    assert score is not None
    with company.workspace.opened() as warehouse:
        yield Open(company, warehouse, warehouse.catalog(), score)
