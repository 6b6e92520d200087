"""Publishing: reviewed first, then exactly what was reviewed."""

import pytest

from tamis.errors import DefinitionError, UsageError
from tamis.operations.publish import reviewing
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.operations.office import INTEREST

HAS_THE_WAREHOUSE_OPEN = True
STRICTER = INTEREST.replace("points: 20", "points: 5").replace("from: 25", "from: 15")
FRENCH = "key: french\nwhen: {property: country, is: France}\n"
WARM = "key: warm\nwhen: {score: interest, at_least: 20}\n"
CALL = """\
key: call
object: contact
population: {exclude: [french]}
groups:
  - {key: g, category: fit, rules: [{when: {in_segment: warm}, points: 50}]}
"""
OF_COMPANIES = """\
key: size
object: company
groups:
  - {key: g, category: fit, rules: [{when: {property: size, at_least: 10}, points: 3}]}
"""


def test_a_first_version_gives_every_record_a_value(office):
    assert office.publish(interest=INTEREST) == {"interest": 3}
    assert office.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    assert office.history("ann") == [(None, 30, "publish", 1)]


def test_a_review_changes_nothing_but_the_draft(office):
    office.publish(interest=INTEREST)
    review = office.review(interest=STRICTER)
    assert review.definitions[0].next_version == 2
    assert office.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    with open_application(office.workspace.application) as application:
        assert application.draft("interest").text == STRICTER
        assert [version.number for version in application.versions("interest")] == [1]


def test_a_review_tells_what_differs_and_who_moves(office):
    office.publish(interest=INTEREST)
    [definition], [score] = (review := office.review(interest=STRICTER)).definitions, review.scores
    assert [str(each) for each in definition.differences] == [
        "Rule Asked for a demo: 20 points become 5",
        "Tier High: from 25 becomes 15",
    ]
    assert (score.moves.records, score.moves.changed) == (3, 2)
    assert [(move.id, move.before, move.after) for move in score.moves.largest] == [
        ("ann", 30_000_000, 15_000_000),
        ("bob", 20_000_000, 5_000_000),
    ]


def test_what_time_did_is_told_apart_from_what_the_definition_does(office):
    office.publish(interest=INTEREST)
    # The demos are out of the window by now: ann and bob lose their points whatever the definition says of them.
    office.later("2026-04-20T12:00")
    more = INTEREST.replace("points: 10", "points: 12")
    [score] = office.review(interest=more).scores
    assert (score.moves.changed, score.moves.by_time, score.moves.tiers) == (1, 1, {})
    assert [(move.id, move.before, move.after) for move in score.moves.largest] == [("ann", 10_000_000, 12_000_000)]
    assert [(each.label, each.before, each.after) for each in score.reasons["ann"]] == [("In France", 10, 12)]
    assert office.publish(interest=more) == {"interest": 1}
    assert office.values() == ["ann,12,Low", "bob,0,Low", "cem,0,Low"]


def test_where_a_segment_changes_too_what_time_did_is_among_it(office):
    office.publish(french=FRENCH, call=CALL.replace("in_segment: warm", "in_segment: french"))
    [score] = office.review(french=FRENCH.replace("France", "Spain")).scores
    assert score.moves.by_time is None


@pytest.mark.parametrize("many", [0, 100_000])
def test_a_move_is_told_with_its_reasons(office, monkeypatch, many):
    # Of so many, what explains the moves is written while they are computed.
    monkeypatch.setattr("tamis.operations.review.MANY_RECORDS", many)
    office.publish(interest=INTEREST)
    [score] = office.review(interest=STRICTER.replace("label: In France", "label: French")).scores
    assert [(each.label, each.before, each.after) for each in score.reasons["ann"]] == [("Asked for a demo", 20, 5)]


def test_what_is_published_is_what_was_reviewed(office):
    office.publish(interest=INTEREST)
    files = [office.write("interest.yaml", STRICTER)]
    with reviewing(office.workspace, files, now=office.now, progress=NullProgress()) as publishing:
        office.write("interest.yaml", INTEREST)
        publishing.publish(progress=NullProgress())
    assert office.values() == ["ann,15,High", "bob,5,Low", "cem,0,Low"]


def test_publishing_the_same_again_changes_nothing(office):
    office.publish(interest=INTEREST)
    office.later("2026-06-01")
    assert office.review(interest=INTEREST).is_nothing
    assert office.publish(interest=INTEREST) == {}
    assert office.values()[0] == "ann,30,High"


def test_a_segment_rescores_the_scores_that_ask_for_it(office):
    office.publish(interest=INTEREST, french=FRENCH, warm=WARM, call=CALL)
    assert office.values("call") == ["ann,", "bob,50", "cem,0"]
    assert office.publish(french=FRENCH.replace("France", "Spain")) == {"call": 2}
    assert office.values("call") == ["ann,50", "bob,", "cem,0"]


def test_a_score_that_another_asks_for_takes_it_along(office):
    office.publish(interest=INTEREST, french=FRENCH, warm=WARM, call=CALL)
    assert office.publish(interest=STRICTER) == {"interest": 2, "call": 1}
    assert office.values("call") == ["ann,", "bob,0", "cem,0"]


def test_scores_of_several_objects_are_published_together(office):
    office.take(companies="id,size\nacme,12\n")
    assert office.publish(size=OF_COMPANIES, interest=INTEREST) == {"size": 1, "interest": 3}
    assert (office.values("size"), office.values()[0]) == (["acme,3"], "ann,30,High")


def test_before_any_import_the_way_is_told(empty):
    with pytest.raises(UsageError, match="import some first"):
        empty.publish(interest=INTEREST)


def test_mistakes_are_told_at_their_places_and_nothing_is_kept(office):
    wrong = INTEREST.replace("country", "contry")
    with pytest.raises(DefinitionError) as told:
        office.publish(interest=wrong, warm=WARM.replace("interest", "intrest"))
    assert {issue.code for issue in told.value.issues} == {"unknown-property", "unknown-score"}
    assert all(issue.file.endswith(".yaml") for issue in told.value.issues)
    with open_application(office.workspace.application) as application:
        assert application.drafts() == []


def test_a_change_that_breaks_what_is_published_is_refused(office):
    hot = "key: hot\nwhen: {tier: interest, is: High}\n"
    call = CALL.replace("warm", "hot").replace("population: {exclude: [french]}\n", "")
    office.publish(interest=INTEREST, hot=hot, call=call)
    with pytest.raises(DefinitionError) as told:
        office.publish(interest=INTEREST.split("thresholds")[0])
    [issue] = told.value.issues
    assert (issue.code, issue.file) == ("no-tiers", "segments/hot.yaml (version 1)")


def test_a_publication_that_was_stopped_half_way_is_completed_by_the_next(office):
    office.publish(interest=INTEREST, french=FRENCH, warm=WARM, call=CALL)
    office.later("2026-03-10T13:00")
    spanish = FRENCH.replace("France", "Spain")
    office.review(french=spanish)
    with open_application(office.workspace.application) as application:
        application.publish("french", int(office.time.timestamp() * 1e6))
    office.later("2026-03-10T14:00")
    assert office.publish(french=spanish) == {"call": 2}
    assert office.review(french=spanish).is_nothing


def test_a_definition_out_of_use_is_put_into_use_again(office):
    office.publish(interest=INTEREST)
    with open_application(office.workspace.application) as application:
        application.deactivate("interest", 5)
    office.later("2026-06-01")
    assert office.publish(interest=INTEREST) == {"interest": 2}
    assert office.history("ann")[-1] == (30, 10, "publish", 1)
