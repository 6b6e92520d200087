"""What a workspace keeps is read back, explained and compared."""

import io

import pytest

from tamis.errors import UsageError
from tamis.operations.compare_versions import compare_versions, list_versions
from tamis.operations.explain_workspace import explain_workspace
from tamis.operations.list_segments import list_segments
from tamis.operations.read_history import read_history
from tamis.operations.read_values import read_values
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.operations.office import INTEREST

HAS_THE_WAREHOUSE_OPEN = True


def test_time_alone_moves_a_value_when_it_is_rescored(office):
    office.publish(interest=INTEREST)
    office.later("2026-04-01T10:00")
    [score] = office.rescore().scores
    assert (score.key, score.changed) == ("interest", 2)
    assert office.values() == ["ann,10,Low", "bob,0,Low", "cem,0,Low"]
    assert office.history("ann")[-1] == (30, 10, "rescore", 1)


def test_one_score_is_rescored_alone(office):
    office.publish(interest=INTEREST, other=INTEREST.replace("key: interest", "key: other"))
    office.later("2026-04-01T10:00")
    assert [score.key for score in office.rescore("other").scores] == ["other"]
    assert office.values()[0] == "ann,30,High"
    with pytest.raises(UsageError, match='No score "othr" is published'):
        office.rescore("othr")


def test_values_go_to_a_file_by_its_ending(office, tmp_path):
    office.publish(interest=INTEREST)
    read = read_values(office.workspace, "interest", output=tmp_path / "v.jsonl")
    assert (read.records, read.version) == (3, 1)
    assert '{"id":"ann","interest":30,"interest_tier":"High"}' in (tmp_path / "v.jsonl").read_text()
    with pytest.raises(UsageError, match="ends in none of"):
        read_values(office.workspace, "interest", output=tmp_path / "v.txt")


def test_values_older_than_what_is_published_are_told(office):
    office.publish(interest=INTEREST)
    office.later("2026-03-11")
    office.review(interest=INTEREST + "\n")
    with open_application(office.workspace.application) as application:
        application.publish("interest", int(office.time.timestamp() * 1e6))
    [message] = read_values(office.workspace, "interest", output=io.BytesIO()).messages
    assert message.endswith("tamis rescore interest")


def test_an_explanation_adds_up_to_the_value_that_is_kept(office):
    office.publish(interest=INTEREST)
    office.later("2026-06-01")
    explained = explain_workspace(office.workspace, "ann", None, now=office.now, progress=NullProgress())
    assert (explained.scores[0].points, explained.as_of.isoformat()) == (30, "2026-03-10T12:00:00+00:00")
    now = explain_workspace(
        office.workspace, "ann", "interest", now=office.now, as_of="2026-06-01", progress=NullProgress()
    )
    assert now.scores[0].points == 10


def test_an_explanation_of_nobody_is_refused(office):
    office.publish(interest=INTEREST)
    for id in ("nobody", "\udcff"):
        with pytest.raises(UsageError, match="There is no contact"):
            explain_workspace(office.workspace, id, "interest", now=office.now, progress=NullProgress())
        with pytest.raises(UsageError, match="no record"):
            read_history(office.workspace, id, score=None)


def test_versions_are_listed_with_the_draft(office):
    office.publish(interest=INTEREST)
    office.publish(interest=INTEREST.replace("20", "25"))
    office.review(interest=INTEREST)
    found = list_versions(office.workspace, "interest")
    assert [version.number for version in found.versions] == [1, 2]
    assert found.draft.text == INTEREST
    with pytest.raises(UsageError, match=r"did you mean interest\?"):
        list_versions(office.workspace, "intrest")


def test_a_draft_of_what_was_never_published_is_compared_with_nothing(office):
    office.review(interest=INTEREST)
    with pytest.raises(UsageError, match='Nothing of "interest" is published yet'):
        compare_versions(office.workspace, "interest", None, None)


def test_versions_are_compared_in_words(office):
    office.publish(interest=INTEREST)
    with pytest.raises(UsageError, match="only one version"):
        compare_versions(office.workspace, "interest", None, None)
    office.publish(interest=INTEREST.replace("points: 20", "points: 25"))
    compared = compare_versions(office.workspace, "interest", None, None)
    assert (compared.old, compared.new) == ("1", "2")
    assert [str(each) for each in compared.differences] == ["Rule Asked for a demo: 20 points become 25"]
    office.review(interest=INTEREST)
    assert compare_versions(office.workspace, "interest", None, None).new == "draft"
    assert compare_versions(office.workspace, "interest", "draft", None).new == "draft"
    assert compare_versions(office.workspace, "interest", "1", "draft").differences == ()
    with pytest.raises(UsageError, match="There is no version 3"):
        compare_versions(office.workspace, "interest", "1", "3")


def test_segments_are_listed_with_their_members_now(office):
    office.take(segment_members="segment,id\nstaff,cem\n")
    office.publish(
        french="key: french\nwhen: {property: country, is: France}\n",
        interest=INTEREST.replace("groups:", "population: {exclude: [staff]}\ngroups:", 1),
    )
    listed = list_segments(office.workspace, now=office.now, progress=NullProgress()).segments
    told = [(each.key, each.is_dynamic, each.members, each.version, each.used_by) for each in listed]
    assert told == [("french", True, 1, 1, ()), ("staff", False, 1, 0, ("interest",))]
