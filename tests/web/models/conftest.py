"""A served company whose contacts can be learnt from, with a model that is live: made once for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tamis.operations.import_data import import_data
from tamis.operations.models.predicting import predict_models
from tamis.operations.models.train_model import Training, train_model
from tamis.operations.workspace import init_workspace
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.cli.test_predict import GOAL, company
from tests.once import copied
from tests.web.conftest import Visit
from tests.web.site import ROLES, Site, add_people, email_of, now
from tests.web.tabs import Tabs


def make_learnt(folder: Path) -> None:
    """260 contacts, two versions of `close_90d`, of which the first is live and was asked; a person of each role."""
    crm = folder.parent / f"{folder.name}-data"
    crm.mkdir(exist_ok=True)
    for name, text in company().items():
        (crm / Path(name).name).write_text(text, encoding="utf-8")
    (crm / "goal.yaml").unlink()
    workspace = init_workspace(folder, time_zone="Europe/Paris")
    import_data(workspace, crm, now=now, progress=NullProgress())
    for seed in (0, 1):
        training = Training(GOAL, "goal.yaml", seed, kinds=("binned_logistic",), by="Dana Demo")
        train_model(workspace, training, now=now, progress=NullProgress())
    predict_models(workspace, None, now=now, progress=NullProgress())
    with open_application(workspace.application) as application:
        add_people(application, {email_of(role): (f"{role.title()} Person", role) for role in ROLES})


@pytest.fixture(scope="package")
def learnt_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served copy for all tests of models; each changes what is its own."""
    with Site(copied(tmp_path_factory, "trained-company", make_learnt)) as started:
        yield started


@pytest.fixture(scope="package")
def learnt_tabs(browser: Browser, learnt_site: Site) -> Iterator[Tabs]:
    """The tabs in which it is looked at."""
    yield (tabs := Tabs(browser, learnt_site))
    tabs.close()


@pytest.fixture
def look(learnt_tabs: Tabs) -> Iterator[Visit]:
    """Makes visitors of the company that learnt, as `visit` does of the other one."""
    with learnt_tabs.lent() as lending:
        yield lending
