"""What a job is about, as a list of jobs says it."""

from pathlib import Path

import pytest

from tamis.operations.handing_over.wire import encode_verb, subjects
from tamis.operations.verbs import Import, Merge, Publish, Rescore, ReviewDraft


@pytest.mark.parametrize(
    ("verb", "about"),
    [
        (ReviewDraft("lead"), ("lead",)),
        (Publish({"scores/lead.yaml": "key: lead", "segments/staff.yaml": "key: staff"}, {}), ("lead", "staff")),
        (Import(Path("/home/ada/contacts.csv")), ("contacts.csv",)),
        (Import(Path("/w/uploads/1/data/contacts.csv"), called="Messe Köln.csv"), ("Messe Köln.csv",)),
        (Rescore(), ()),
        # Whose records they are is nobody's to list.
        (Merge("ann@north.example", "bob"), ()),
    ],
)
def test_a_job_says_which_definitions_or_file_it_is_about(verb, about):
    assert subjects(encode_verb(verb)) == about


def test_what_another_tamis_has_sent_is_about_nothing_that_is_known():
    assert subjects(b"\xc1") == ()
