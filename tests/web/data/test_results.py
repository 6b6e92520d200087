"""What a job that is done says of its result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from tamis.connectors.files import RejectReason
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.import_data import Imported
from tamis.operations.merge import Merging
from tamis.operations.merge_duplicates import MergingTogether
from tamis.operations.publish import Changed, Publication
from tamis.operations.rescore import Rescored, RescoredScore
from tamis.operations.segments import ListChange
from tamis.operations.verbs import Import, Merge, MergeDuplicates, Publish, Unmerge, Verb
from tamis.operations.verbs.listing import CreateList
from tamis.server.results import result_in_words
from tamis.store.application import Job
from tamis.store.application.settings import set_up_django
from tamis.store.warehouse.taking_in import TakenIn

TAKEN = TakenIn({"contact": 1200}, {"contact": 1}, 0, 0, 0, 0, 0, {})
UNMOVED = RescoredScore("fit", "contact", 1, 9, 0)
FILE = Path("/w/contacts.csv")


def done(verb: Verb) -> Job:
    nothing = dict.fromkeys(("key", "not_before", "started_at", "ended_at", "lease_until"))
    said = {"progress": "", "result": b"", "reason": "", "attempts": 1, "most_attempts": 1, "created_at": 0}
    return Job(id=1, kind=verb.kind, arguments=encode_verb(verb), state="done", **said, **nothing)


@pytest.mark.parametrize(
    ("verb", "result", "told"),
    [
        (
            Import(FILE),
            Imported(
                TAKEN,
                3,
                None,
                (),
                (),
                rejected_cells=2,
                reasons=(
                    RejectReason("a.csv", "born cannot be read as date", 2, 1_002),
                    RejectReason("a.csv", "x", 1, 9),
                ),
            ),
            (
                "1,200 new records, 1 changed record. 1 row was not taken. 2 cells were left out."
                " born cannot be read as date: 2 times, first in line 1,002. x: 1 time, in line 9."
            ),
        ),
        (
            Import(FILE, dry_run=True),
            Imported(replace(TAKEN, new_records={}), 0, None, (), ()),
            "Only tried, nothing is changed. 1 changed record.",
        ),
        (Import(FILE), Imported(replace(TAKEN, new_records={}, changed_records={}), 0, None, (), ()), "Nothing new."),
        (
            Publish({}, {}),
            Publication({"lead": 3}, {"lead": Changed(3, 50, 54)}),
            "Lead score, version 3. 50 records have another value or tier, 54 others by what happened meanwhile.",
        ),
        # A segment, and a score that asks for it.
        (
            Publish({}, {}),
            Publication({"staff": 1}, {"lead": Changed(3, 1, None)}),
            "staff, version 1. Lead score: 1 record has another value or tier.",
        ),
        (
            CreateList("fair", ("ann",)),
            ListChange("fair", "contact", 2, 1, 1, unknown_count=1),
            "1 record added or taken out, 1 member now. 1 name is unknown.",
        ),
        # Whom, no list of jobs says.
        (
            Merge("ann", "bob"),
            Merging("ann", "bob", Rescored((RescoredScore("lead", "contact", 3, 9, 1), UNMOVED), 0)),
            "1 contact is part of another now. Lead score: 1 record has another value or tier.",
        ),
        (Unmerge("bob", 0), Merging("ann", "bob"), "1 contact is a record of its own again."),
        (MergeDuplicates(9, 0), MergingTogether(0, 2), "2 contacts are part of others now."),
    ],
)
def test_a_result_is_told_in_sentences(verb: Verb, result: object, told: str) -> None:
    set_up_django()
    with translation.override("en"):
        assert result_in_words(done(verb), result, {"lead": "Lead score"}) == told


def test_of_what_is_not_done_there_is_nothing_to_tell() -> None:
    assert result_in_words(replace(done(Import(FILE)), state="running"), None, {}) == ""


def test_what_is_counted_is_what_the_last_attempt_took_in() -> None:
    """A server that is killed after an import is stored does it again, and finds nothing new."""
    set_up_django()
    nothing = Imported(replace(TAKEN, new_records={}, changed_records={}), 0, None, (), ())
    with translation.override("en"):
        told = result_in_words(replace(done(Import(FILE)), attempts=2), nothing, {})
    assert told == "Nothing new. What an earlier attempt took in is kept and not counted."
