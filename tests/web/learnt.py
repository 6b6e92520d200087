"""A company whose live model has been asked twice, with a person of each role; nothing is due there by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tamis.operations.workspace import init_workspace
from tamis.store.application import Schedule, open_application
from tests.operations.models.conftest import INTEREST, Learnt, tables
from tests.web.site import ROLES, add_people, email_of

#: Who asked for two demos between the runs.
EAGER = "c043"


def make_learnt(folder: Path) -> None:
    """The workspace in this folder."""
    crm = folder.parent / f"{folder.name}-crm"
    crm.mkdir(exist_ok=True)
    made = Learnt(init_workspace(folder, time_zone="Europe/Paris"), crm)
    made.take(**tables())
    made.publish(INTEREST)
    made.train()
    made.predict()
    made.clock += timedelta(days=3)
    asked = [f"{EAGER},demo_requested,{made.clock - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (30, 20)]
    made.take(events="\n".join(["contact_id,type,occurred_at", *asked]) + "\n")
    made.predict()
    with open_application(made.workspace.application) as application:
        application.models.set_schedule("close_90d", Schedule(None, on_drift=False, predict_hours=None))
        add_people(application, {email_of(role): (f"{role.title()} Person", role) for role in ROLES})
