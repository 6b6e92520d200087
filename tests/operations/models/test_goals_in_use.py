"""What a live model's goal asks for cannot be taken away under it."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.delete_definition import delete_definition, review_deletion
from tamis.operations.properties import review_property
from tests.cli.test_predict import GOAL
from tests.operations.models.conftest import Learnt


def test_a_segment_that_a_live_model_is_for_stays(learnt: Learnt) -> None:
    with learnt.warehouse() as warehouse:
        warehouse.engine.sql("INSERT INTO static_segments VALUES ('emea', 'contact')")
    goal = GOAL + "segment: emea\n"
    with learnt.application() as application:
        application.models.save_goal("close_90d", label="To close", object="contact", goal=goal, at=1)
    [use] = review_deletion(learnt.workspace, "emea").uses
    assert (use.kind, use.label, use.places) == ("model", "To close", ("segment",))
    with pytest.raises(UsageError, match=r"in use and stays[\s\S]*model close_90d \(segment\)"):
        delete_definition(learnt.workspace, "emea", now=learnt.now)
    with learnt.application() as application:
        application.models.go_live("close_90d", 0, "withdrawn", 2, by="")
    delete_definition(learnt.workspace, "emea", now=learnt.now)


def test_a_property_that_a_live_model_foretells_is_in_use(learnt: Learnt) -> None:
    assert [use.kind for use in review_property(learnt.workspace, "contact", "lifecycle_stage").uses] == ["model"]
