"""A company whose live model has been asked twice, with a person of each role; nothing is due there by itself."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from tamis.operations.workspace import find_workspace
from tamis.store.application import Schedule, open_application
from tests.once import made_once
from tests.operations.models.conftest import Learnt, make_trained
from tests.web.site import ROLES, add_people, email_of

#: Who asked for two demos between the runs.
EAGER = "c043"


def make_learnt(folder: Path) -> None:
    """The workspace in this folder."""
    trained = made_once(folder.parent / "learnt", make_trained)
    shutil.copytree(trained / "work", folder)
    crm = Path(shutil.copytree(trained / "crm", folder.parent / f"{folder.name}-crm"))
    made = Learnt(find_workspace(folder, folder), crm)
    made.predict()
    made.clock += timedelta(days=3)
    asked = [f"{EAGER},demo_requested,{made.clock - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (30, 20)]
    made.take(events="\n".join(["contact_id,type,occurred_at", *asked]) + "\n")
    made.predict()
    with open_application(made.workspace.application) as application:
        application.models.set_schedule("close_90d", Schedule(None, on_drift=False, predict_hours=None))
        add_people(application, {email_of(role): (f"{role.title()} Person", role) for role in ROLES})
