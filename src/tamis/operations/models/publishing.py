"""Which version of a model is live: by hand, back to the one before, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.models.live_models import kept_version
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, KeptModel, Schedule, open_application
from tamis.store.warehouse.likelihoods import forget_likelihoods, withdraw_likelihoods


@dataclass(frozen=True)
class MadeLive:
    """The version of a model that is live now, and the one that was (None: none)."""

    key: str
    number: int | None
    before: int | None


def publish_model(
    workspace: Workspace, key: str, number: int, *, is_anyway: bool = False, by: str, now: Callable[[], datetime]
) -> MadeLive:
    """Makes a version live; its likelihoods take the place of those kept when they are computed next.

    Raises UsageError for what is not there, and for a version that is not ready unless `is_anyway`; DataError for one
    whose bytes were changed.
    """
    with open_application(workspace.application) as application:
        model = application.models.get(key)
        version = model.version(number)
        if version.verdict == "not_ready" and not is_anyway:
            message = f'Version {number} of "{key}" is not ready: {_why_not(model, number)}'
            raise UsageError(message)
        kept_version(workspace, key, number)
        before = model.live.number if model.live else None
        if before != number:
            application.models.go_live(key, number, "by_hand", micros_of(now()), by=by)
        return MadeLive(key, number, before)


def revert_model(
    workspace: Workspace,
    key: str,
    *,
    number: int | None = None,
    by: str,
    now: Callable[[], datetime],
    is_again: bool = False,
) -> MadeLive:
    """Makes the version live that was so before. Raises UsageError where there is none, and where the live one is not
    the one of this number."""
    with open_application(workspace.application) as application:
        model = application.models.get(key)
        if number is not None and (model.live is None or model.live.number != number):
            if is_again and model.live is not None and model.livings[0].why == "reverted":
                return MadeLive(key, model.live.number, number)
            raise UsageError(f'Version {number} of "{key}" is not live any more; look which one is.')
        earlier = model.before_live
        if earlier is None:
            raise UsageError(f'No version of "{key}" was live before; there is nothing to go back to.')
        kept_version(workspace, key, earlier)
        application.models.go_live(key, earlier, "reverted", micros_of(now()), by=by)
        return MadeLive(key, earlier, model.live.number if model.live else None)


def withdraw_model(
    workspace: Workspace, key: str, *, by: str, now: Callable[[], datetime], is_again: bool = False
) -> MadeLive:
    """Takes the live version away, and what it says of records; `revert_model` brings it back. Raises UsageError where
    none is live."""
    with workspace.opened(is_current=False) as warehouse, open_application(workspace.application) as application:
        model = application.models.get(key)
        if model.live is None and not is_again:
            raise UsageError(f'No version of "{key}" is live.')
        at = micros_of(now())
        if model.live is not None:
            application.models.go_live(key, 0, "withdrawn", at, by=by)
        withdraw_likelihoods(warehouse, key, at)
        return MadeLive(key, None, model.live.number if model.live else None)


def delete_model(workspace: Workspace, key: str, *, is_again: bool = False) -> None:
    """Deletes a model with all its versions and all that it said of records. Raises UsageError where there is none."""
    with workspace.opened(is_current=False) as warehouse, open_application(workspace.application) as application:
        if not is_again or _is_there(application, key):
            application.models.delete(key)
        forget_likelihoods(warehouse, key)


def schedule_model(workspace: Workspace, key: str, schedule: Schedule) -> None:
    """Sets when a model is trained anew and asked again. Raises UsageError for times that make no sense."""
    if schedule.retrain_days is not None and not 1 <= schedule.retrain_days <= 3650:
        raise UsageError("A model is trained anew every 1 to 3650 days, or never.")
    if schedule.predict_hours is not None and not 1 <= schedule.predict_hours <= 8760:
        raise UsageError("Likelihoods are computed anew every 1 to 8760 hours, or never.")
    with open_application(workspace.application) as application:
        application.models.set_schedule(key, schedule)


def _is_there(application: Application, key: str) -> bool:
    return any(model.key == key for model in application.models.all())


def _why_not(model: KeptModel, number: int) -> str:
    note = model.version(number).note
    return f"{note}\n  hint: --anyway makes it live all the same" if note else "--anyway makes it live all the same."
