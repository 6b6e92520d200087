"""What somebody should look at, and how far the scores are behind."""

from tamis.errors import UsageError
from tamis.operations.handing_over.wire import encode_failure, encode_verb
from tamis.operations.meters import Meters
from tamis.operations.overview import needs_attention, read_lag
from tamis.operations.rescore import micros_of
from tamis.operations.sources import add_source
from tamis.operations.verbs import Rescore
from tamis.store.application import open_application
from tests.operations.office import INTEREST, Office


def _kinds(office: Office, warnings: list[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    with office.workspace.opened() as warehouse:
        found = needs_attention(office.workspace, warehouse, micros_of(office.now()), warnings=warnings or [])
    return [(concern.kind, concern.subject) for concern in found]


def test_where_all_is_well_nothing_needs_attention(scored: Office) -> None:
    assert _kinds(scored) == []


def test_a_draft_that_was_never_published_and_one_that_lies_for_long_are_told(scored: Office) -> None:
    scored.review(interest=INTEREST.replace("points: 20", "points: 30"), other=INTEREST.replace("interest", "other"))
    assert _kinds(scored) == [("never_published", "other")]
    scored.later("2026-03-20T12:00")
    assert _kinds(scored) == [("old_draft", "interest"), ("never_published", "other")]


def test_a_source_that_never_sent_anything_is_told_after_some_days(scored: Office) -> None:
    add_source(scored.workspace, "Website", now=scored.now)
    assert _kinds(scored) == []
    scored.later("2026-03-20T12:00")
    assert _kinds(scored) == [("unheard", "Website")]


def test_a_job_that_was_given_up_is_told_and_one_that_was_refused_is_not(scored: Office) -> None:
    at = micros_of(scored.now())
    with open_application(scored.workspace.application) as application:
        for error in (ZeroDivisionError(), *[UsageError("There is no score of that key.")] * 6):
            number = application.jobs.add(Rescore.kind, encode_verb(Rescore()), at)
            application.jobs.claim("a", at, lease=1)
            answer = encode_failure(error, scored.workspace)
            application.jobs.failed(number, "a", "It says why.", at, result=answer, for_good=True)
    assert _kinds(scored) == [("failed_job", "rescore")]


def test_what_the_server_warns_of_comes_first(scored: Office) -> None:
    add_source(scored.workspace, "Website", now=scored.now)
    scored.later("2026-03-20T12:00")
    warnings = [("scores", "Scores are not computed."), ("jobs", "Job 3 fails.")]
    assert _kinds(scored, warnings) == [("warning", "scores"), ("unheard", "Website")]


def test_lag_is_what_most_messages_waited_at_most() -> None:
    meters = Meters()
    assert read_lag(meters).half is None
    for _ in range(9):
        meters.drain_lag.observe(0.04)
    meters.drain_lag.observe(4)
    meters.queue_depth.set(12)
    lag = read_lag(meters)
    assert (lag.messages, lag.half, lag.most, lag.waiting) == (10, 0.05, 5.0, 12)
