"""Models are trained by the process that serves, beside everything else it does."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamis.operations.handing_over.wire import encode_verb, read_answer
from tamis.operations.import_data import import_data
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import PredictModels, TrainModel
from tamis.operations.workspace import init_workspace
from tamis.progress import NullProgress
from tamis.store.application import Job, open_application
from tests.cli.test_predict import GOAL, company
from tests.server.serving import ServeProcess, eventually

TRAIN = TrainModel(GOAL, "close_90d", kinds=("binned_logistic",))


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("learning")
    workspace = init_workspace(folder / "w", time_zone="UTC")
    (folder / "crm").mkdir()
    for name, text in company().items():
        if name.endswith(".csv"):
            (folder / name).write_text(text, encoding="utf-8")
    import_data(workspace, folder / "crm", now=lambda: datetime.now(UTC), progress=NullProgress())
    with ServeProcess(folder / "w") as started:
        yield started


def submitted(serving: ServeProcess, verb: TrainModel | PredictModels) -> int:
    with open_application(serving.workspace.application) as application:
        at = micros_of(datetime.now(UTC))
        return application.jobs.add(verb.kind, encode_verb(verb), at, most_attempts=5)


def job(serving: ServeProcess, id: int) -> Job:
    with open_application(serving.workspace.application) as application:
        found = application.jobs.get(id)
    assert found is not None
    return found


def versions(serving: ServeProcess) -> list[int]:
    with open_application(serving.workspace.application) as application:
        return [version.number for model in application.models.all() for version in model.versions]


def test_a_training_that_is_broken_off_by_the_end_of_the_server_is_done_by_the_next(serving: ServeProcess):
    id = submitted(serving, TRAIN)
    eventually(lambda: job(serving, id).state == "running")
    os.kill(serving.pid, signal.SIGTERM)
    began = time.monotonic()
    assert serving.ended() == 0
    assert time.monotonic() - began < 30
    assert job(serving, id).state in ("running", "waiting")
    serving.start()
    eventually(lambda: job(serving, id).state == "done", within=120)
    answer = job(serving, id).result
    assert answer is not None
    trained, _ = read_answer(answer, TRAIN, serving.workspace)
    assert (trained.key, trained.number) == ("close_90d", versions(serving)[0])
    assert "unexpected" not in serving.log


def test_a_training_that_nobody_wants_any_more_is_stopped(serving: ServeProcess):
    before = versions(serving)
    id = submitted(serving, TRAIN)
    eventually(lambda: job(serving, id).state == "running")
    with open_application(serving.workspace.application) as application:
        assert application.jobs.withdraw(id, "Stopped.", micros_of(datetime.now(UTC)), attempts=1)
    asked = submitted(serving, PredictModels())
    eventually(lambda: job(serving, asked).state == "done", within=120)
    assert versions(serving) == before
