"""What a process that was killed has left of likelihoods, put right by the next one."""

from __future__ import annotations

from functools import partial

from tamis.operations.models.writing_beside import until_alone
from tamis.operations.workspace import Workspace
from tamis.store.application import Application
from tamis.store.warehouse.likelihoods import forget_gone, forget_likelihoods, told_of, withdraw_likelihoods


def put_right(workspace: Workspace, application: Application, at: int) -> None:
    """Takes away what was said of records by a model that was deleted or withdrawn while it was asked, and of contacts
    that were erased in that very moment: whoever had asked it was killed before."""
    with workspace.opened(is_current=False) as warehouse:
        # In this order: of a model that is made meanwhile nothing is told yet.
        told = told_of(warehouse)
        there = {model.key for model in application.models.all()}
        live = application.models.live_numbers()
        for key in told - there:
            until_alone(partial(forget_likelihoods, warehouse, key))
        for key in told & there - live.keys():
            until_alone(partial(withdraw_likelihoods, warehouse, key, at))
        until_alone(partial(forget_gone, warehouse))
