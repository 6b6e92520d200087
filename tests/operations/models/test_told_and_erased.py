"""What a person may ask of whoever keeps data about them holds of likelihoods too."""

from __future__ import annotations

import json

from tamis.operations.access import COMMAND_LINE
from tamis.operations.merge import merge, unmerge
from tamis.operations.models.likelihoods import likelihoods_of
from tamis.operations.record.erasing import erase
from tamis.operations.record.export import export_contact
from tamis.progress import NullProgress
from tests.operations.models.conftest import Learnt


def an_open_contact(learnt: Learnt) -> str:
    [(id,)] = learnt.rows("SELECT max(id) FROM likelihoods JOIN records_0 USING (n) WHERE likelihood IS NOT NULL")
    return str(id)


def test_likelihoods_are_told_with_everything_else(predicted: Learnt) -> None:
    id = an_open_contact(predicted)
    told = json.loads(export_contact(predicted.workspace, COMMAND_LINE, id, now=predicted.now))
    [said], [change] = told["likelihoods"], told["likelihood_history"]
    assert (said["model"], said["version"], said["at"]) == ("close_90d", 1, "2026-10-20T00:00:00+00:00")
    assert said["low"] <= said["likelihood"] <= said["high"]
    assert said["reasons"][0][1]
    assert (change["likelihood"], change["priority"]) == (said["likelihood"], said["priority"])


def test_they_are_erased_and_what_is_asked_next_does_not_bring_them_back(predicted: Learnt) -> None:
    id = an_open_contact(predicted)
    [(n,)] = predicted.rows("SELECT n FROM records_0 WHERE id = ?", id)
    erase(predicted.workspace, id, now=predicted.now, progress=NullProgress())
    assert predicted.predict().models[0].records == 259
    for table in ("likelihoods", "likelihood_history"):
        assert predicted.rows(f"SELECT * FROM {table} WHERE n = ?", n) == []


def test_of_merged_contacts_the_next_prediction_tells_as_of_one(predicted: Learnt) -> None:
    id = an_open_contact(predicted)
    merge(predicted.workspace, "c000", id, now=predicted.now, progress=NullProgress())
    predicted.predict()
    [of_both] = likelihoods_of(predicted.workspace, "contact", "c000")
    # By either id.
    assert likelihoods_of(predicted.workspace, "contact", id) == (of_both,)
    unmerge(predicted.workspace, id, now=predicted.now, progress=NullProgress())
    assert likelihoods_of(predicted.workspace, "contact", id) == ()
    predicted.predict()
    assert len(likelihoods_of(predicted.workspace, "contact", id)) == 1
