"""A company that learnt who will buy: made once, copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tamis.operations.import_data import import_data
from tamis.operations.models.predicting import PredictedModels, predict_models
from tamis.operations.models.train_model import Training, train_model
from tamis.operations.publish import reviewing
from tamis.operations.workspace import Workspace, find_workspace, init_workspace
from tamis.progress import NullProgress
from tamis.store.application import Application, open_application
from tamis.store.warehouse import Warehouse, open_warehouse
from tests.cli.test_predict import AS_OF, GOAL, company
from tests.once import made_for_all
from tests.operations.conftest import ADDRESS, copied

INTEREST = """\
key: interest
object: contact
groups:
  - key: deeds
    category: engagement
    rules:
      - {label: Asked for a demo, event: demo_requested, within: {last: 60 days}, points: 20}
      - {label: Looked, event: page_viewed, decay: {percent: 20, every: 1 month}, points: 3}
"""


@dataclass
class Learnt:
    """A workspace of 260 contacts with a live model, `close_90d`; its clock stands still until a test moves it."""

    workspace: Workspace
    crm: Path
    clock: datetime = AS_OF

    def now(self) -> datetime:
        return self.clock

    def take(self, **files: str) -> None:
        """Imports tables."""
        for old in self.crm.iterdir():
            old.unlink()
        for name, text in files.items():
            (self.crm / f"{name}.csv").write_text(text, encoding="utf-8")
        import_data(self.workspace, self.crm, now=self.now, progress=NullProgress())

    def publish(self, text: str) -> None:
        """Publishes a score."""
        file = self.crm.parent / "score.yaml"
        file.write_text(text, encoding="utf-8")
        with reviewing(self.workspace, [file], now=self.now, progress=NullProgress()) as publishing:
            publishing.publish(progress=NullProgress())

    def train(self, text: str = GOAL, **wishes: object) -> None:
        training = Training(text, "goal.yaml", kinds=("binned_logistic",), **wishes)  # type: ignore[arg-type]
        train_model(self.workspace, training, now=self.now, progress=NullProgress())

    def predict(self, *keys: str) -> PredictedModels:
        return predict_models(self.workspace, keys or None, now=self.now, progress=NullProgress())

    @contextmanager
    def warehouse(self) -> Iterator[Warehouse]:
        with self.workspace.opened() as warehouse:
            yield warehouse

    @contextmanager
    def application(self) -> Iterator[Application]:
        with open_application(self.workspace.application) as application:
            yield application

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        with self.warehouse() as warehouse:
            return warehouse.rows(sql, params)


@pytest.fixture(scope="session")
def kept_learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_for_all(tmp_path_factory, "learnt", make_trained)


def make_trained(folder: Path) -> None:
    """A company with a model that is live and was not asked yet, `work`, and a folder for its files, `crm`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS, raising=False)
        (folder / "crm").mkdir(parents=True)
        made = Learnt(init_workspace(folder / "work", time_zone="UTC"), folder / "crm")
        made.take(**tables())
        made.publish(INTEREST)
        made.train()


def tables() -> dict[str, str]:
    """What the company keeps: its contacts belong to twenty companies."""
    found = {Path(name).stem: text for name, text in company().items() if name.endswith(".csv")}
    header, *contacts = found["contacts"].splitlines()
    employed = [f"{row},k{number % 20}" for number, row in enumerate(contacts)]
    found["contacts"] = "\n".join([f"{header},company_id", *employed]) + "\n"
    companies = [f"k{number},{10 * number}" for number in range(20)]
    return {**found, "companies": "\n".join(["id,employees", *companies]) + "\n"}


@pytest.fixture
def learnt(tmp_path: Path, kept_learnt: Path) -> Iterator[Learnt]:
    """Trained, and not asked yet; the warehouse stays open, as in the process that serves."""
    made = copied(kept_learnt, tmp_path)
    with open_warehouse(made.workspace.warehouse, is_current=False) as held:
        yield Learnt(replace(find_workspace(tmp_path / "work", tmp_path), held=held), tmp_path / "crm")


@pytest.fixture
def predicted(learnt: Learnt) -> Learnt:
    """The same, asked."""
    learnt.predict()
    return learnt
