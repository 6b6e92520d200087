"""A server is killed at random instants while events come, models are trained and asked, and goals are reached: what is
kept of likelihoods is whole, its history adds up to it, and each training makes one version."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.models.predicting import predict_models
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import PredictModels, TrainModel
from tamis.operations.workspace import Workspace, find_workspace
from tamis.progress import NullProgress
from tamis.store.application import Job, Schedule, open_application
from tamis.store.warehouse import Warehouse, open_warehouse
from tests.cli.test_predict import GOAL
from tests.operations.models.conftest import make_trained
from tests.server.killing import KILLS, SEED, Sender, await_some_instant, sending
from tests.server.serving import ServeProcess, eventually, runs

KEY, CONTACTS = "close_90d", 260
# In seconds: what a training may take beside other tests.
LONG = 300
FITTING = b"tamis.operations.models.fitting"


class Leads(Sender):
    """Sends what contacts do; now and then what they are changes, or one of them becomes a customer."""

    def message(self, number: int) -> dict[str, object]:
        chance = random.Random(f"{SEED} {self.prefix} {number}")
        who = {"userId": f"c{chance.randrange(CONTACTS):03}", "messageId": f"{self.prefix}-{number}"}
        match chance.randrange(20):
            case 0:
                # Not all of them, or nobody would have a likelihood at the end.
                customer = {
                    "userId": f"c{chance.randrange(CONTACTS // 4):03}",
                    "traits": {"lifecycle_stage": "customer"},
                }
                return {**who, **customer, "type": "identify"}
            case 1 | 2:
                return {**who, "type": "identify", "traits": {"country": chance.choice(["FR", "DE", "US"])}}
        return {**who, "type": "track", "event": chance.choice(["demo_requested", "page_viewed"])}


def jobs(workspace: Workspace) -> list[Job]:
    with open_application(workspace.application) as application:
        return application.jobs.list(most=1_000)


def unfinished(workspace: Workspace) -> set[str]:
    return {job.kind for job in jobs(workspace) if job.state in ("waiting", "running")}


def submit(workspace: Workspace, verb: TrainModel | PredictModels) -> None:
    """Unless the same is under way."""
    with open_application(workspace.application) as application:
        at = micros_of(datetime.now(UTC))
        application.jobs.add(verb.kind, encode_verb(verb), at, key=verb.kind, most_attempts=100)


def versions(workspace: Workspace) -> int:
    with open_application(workspace.application) as application:
        return len(application.models.get(KEY).versions)


def fitting(worker: int) -> list[int]:
    """The processes that train for a worker."""
    children = Path(f"/proc/{worker}/task").glob("*/children")
    found = [int(each) for file in children for each in file.read_text().split()]
    return [each for each in found if FITTING in Path(f"/proc/{each}/cmdline").read_bytes()]


def odd(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """Records whose history is not of one piece, or does not end with what is kept, within the point that it tells."""
    return warehouse.rows(
        """
        WITH told AS (
            SELECT *, rowid AS place, lag(after) OVER one AS was, lag(priority_after) OVER one AS priority_was
            FROM likelihood_history WINDOW one AS (PARTITION BY n ORDER BY rowid)
        ), last AS (
            SELECT n, last(after ORDER BY place) AS after, last(priority_after ORDER BY place) AS priority
            FROM told GROUP BY n
        )
        SELECT n FROM told WHERE before IS DISTINCT FROM was OR priority_before IS DISTINCT FROM priority_was
        UNION ALL
        SELECT n FROM likelihoods AS l FULL JOIN last USING (n)
        WHERE l.priority IS DISTINCT FROM last.priority OR (likelihood IS NULL) <> (after IS NULL)
            OR abs(likelihood - after) >= 1
        UNION ALL SELECT n FROM likelihoods GROUP BY n HAVING count(*) > 1
        """
    )


def said(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.rows("SELECT n, likelihood, low, high, priority, version, reasons FROM likelihoods ORDER BY n")


def test_likelihoods_are_whole_and_each_training_makes_one_version(tmp_path: Path):
    chance = random.Random(SEED)
    make_trained(tmp_path / "company")
    with open_application(find_workspace(tmp_path / "company/work", tmp_path).application) as application:
        # Its past is some months old, so the server would train it by itself, too.
        application.models.set_schedule(KEY, Schedule(None, False, None))
    training = TrainModel(GOAL, KEY, kinds=("binned_logistic",), is_anyway=True)
    with ServeProcess(tmp_path / "company/work") as server:
        workspace = server.workspace
        with sending(Leads(server, "a"), Leads(server, "b")):
            for _ in range(KILLS):
                submit(workspace, replace(training, asked=f"{chance.random()}"))
                submit(workspace, PredictModels(KEY))
                before = versions(workspace)
                if chance.random() < 0.5:
                    eventually(lambda before=before: versions(workspace) > before, within=LONG)
                await_some_instant(chance, 0, 4)
                trainers = fitting(server.worker)
                server.kill()
                eventually(lambda trainers=trainers: not any(map(runs, trainers)))
                server.start()
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        eventually(lambda: not unfinished(workspace), within=LONG)
        submit(workspace, PredictModels(KEY))
        await_some_instant(chance, 0, 2)
        server.kill()
        server.start()
        eventually(lambda: not unfinished(workspace), within=LONG)
        server.stop()
    ended = [job for job in jobs(workspace) if job.kind == TrainModel.kind]
    assert {job.state for job in ended} == {"done"}, SEED
    assert versions(workspace) == 1 + len(ended), SEED
    with open_warehouse(workspace.warehouse) as held:
        assert odd(held) == [], SEED
        kept = said(held)
        at = held.one('SELECT max("at") FROM likelihoods WHERE likelihood IS NOT NULL')
        asked_at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)
        predict_models(replace(workspace, held=held), None, now=lambda: asked_at, progress=NullProgress())
        assert said(held) == kept, SEED
