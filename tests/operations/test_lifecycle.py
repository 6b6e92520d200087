"""From a draft to what is deleted: where a definition stands, and what that means for its values."""

import pytest

from tamis.errors import DefinitionError, UsageError
from tamis.operations.bring_back import bringing_back
from tamis.operations.clone import clone_definition
from tamis.operations.deactivate import deactivate
from tamis.operations.delete_definition import delete_definition, review_deletion
from tamis.operations.drafts import discard_draft, list_drafts, read_draft_of
from tamis.operations.list_definitions import list_definitions
from tamis.operations.list_segments import list_segments
from tamis.operations.merge import merge, unmerge
from tamis.operations.read_values import read_values
from tamis.operations.remembered import forget_at_work
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.operations.office import INTEREST

HAS_THE_WAREHOUSE_OPEN = True
MEMBERS = "segment,id\nvip,ann\nvip,bob\n"
STRICTER = INTEREST.replace("points: 20", "points: 5")
WARM = "key: warm\nwhen: {score: interest, at_least: 20}\n"
CALL = """\
key: call
object: contact
groups:
  - {key: g, category: fit, rules: [{label: Is warm, when: {in_segment: warm}, points: 50}]}
"""
OF_VIPS = """\
key: gold
object: contact
population: {include: [vip]}
groups:
  - {key: g, category: fit, rules: [{when: {property: country, is: France}, points: 1}]}
"""


def standing(office) -> dict[str, tuple[str, int | None, int | None]]:
    return {each.key: (each.state, each.version, each.valued) for each in list_definitions(office.workspace)}


def off(office, key: str = "interest") -> None:
    deactivate(office.workspace, key, now=office.now)
    # As the process does that serves, after each job.
    forget_at_work(office.workspace)


def test_everything_defined_is_listed_with_where_it_stands(office):
    office.publish(interest=INTEREST, warm=WARM, call=CALL)
    office.review(gold=INTEREST.replace("key: interest", "key: gold"), interest=STRICTER)
    off(office, "call")
    assert standing(office) == {
        "call": ("deactivated", 1, 3),
        "gold": ("draft", None, 0),
        "interest": ("published", 1, 3),
        "warm": ("published", 1, None),
    }
    assert [each.drafted_at is None for each in list_definitions(office.workspace)] == [True, False, False, True]


def test_values_of_a_deactivated_score_stay_as_they_are(office):
    office.publish(interest=INTEREST)
    before = office.values()
    off(office)
    office.later("2026-06-01")
    office.take(events="id,contact_id,type,occurred_at\ne9,cem,demo_requested,2026-05-30\n")
    with pytest.raises(UsageError, match="No score is in use"):
        office.rescore()
    assert office.values() == before
    assert office.history("ann") == [(None, 30, "publish", 1)]
    read = read_values(office.workspace, "interest", output=office.folder / "values.csv")
    assert (read.is_frozen, read.version, read.messages) == (True, 1, ())
    assert read.deactivated_at is not None


def test_what_is_in_use_is_computed_beside_a_deactivated_score(office):
    office.publish(interest=INTEREST, warm=WARM, call=CALL)
    office.publish(gold=INTEREST.replace("key: interest", "key: gold"))
    off(office, "gold")
    office.later("2026-06-01")
    assert [score.key for score in office.rescore().scores] == ["call", "interest"]
    assert office.values("gold")[0] == "ann,30,High"
    assert office.values("interest")[0] == "ann,10,Low"


def test_an_import_without_news_is_no_cause_because_a_score_is_deactivated(office):
    office.publish(interest=INTEREST, gold=INTEREST.replace("key: interest", "key: gold"))
    off(office, "gold")
    office.later("2026-03-20")
    office.take(events="id,contact_id,type,occurred_at\ne9,cem,demo_requested,2026-03-15\n")
    office.later("2026-06-01")
    office.take()
    assert office.history("cem")[-1] == (20, 0, "time", 1)


def test_what_names_a_deactivated_score_says_so(office):
    office.publish(interest=INTEREST)
    off(office)
    with pytest.raises(UsageError, match=r"is deactivated\.\n  hint: .* tamis activate interest"):
        office.rescore("interest")
    with pytest.raises(UsageError, match="No score is in use"):
        office.rescore()
    with pytest.raises(DefinitionError, match="asks for the score of interest; no such score"):
        office.publish(warm=WARM, call=CALL)


def test_what_something_asks_for_stays_in_use(office):
    office.publish(interest=INTEREST, warm=WARM, call=CALL)
    with pytest.raises(UsageError, match=r'"interest" stays in use\. These ask for it:\n  segment warm\n'):
        off(office, "interest")
    with pytest.raises(UsageError, match=r"score call \(Rule \"Is warm\"\)"):
        off(office, "warm")
    assert standing(office)["interest"][0] == "published"
    off(office, "call")
    off(office, "warm")
    off(office, "interest")
    assert {state for state, *_ in standing(office).values()} == {"deactivated"}


def test_a_deactivated_list_of_companies_takes_no_contacts(office):
    (office.folder / "companies.csv").write_text("id,name\nc1,Acme\nann,Anne\n")
    office.take()
    office.publish(big="key: big\nobject: company\n")
    off(office, "big")
    office.take(segment_members="segment,id\nbig,ann\n")
    listed = list_segments(office.workspace, now=office.now, progress=NullProgress())
    told = [(each.key, each.object, each.members, each.version, each.is_deactivated) for each in listed.segments]
    assert told == [("big", "company", 1, 1, True)]


def test_a_draft_is_discarded_and_what_is_published_stays(office):
    office.publish(interest=INTEREST)
    office.review(interest=STRICTER, warm=WARM)
    assert [(each.key, each.version and each.version.number) for each in list_drafts(office.workspace)] == [
        ("interest", 1),
        ("warm", None),
    ]
    assert read_draft_of(office.workspace, "interest").text == STRICTER
    assert discard_draft(office.workspace, "interest", now=office.now) == 1
    assert discard_draft(office.workspace, "warm", now=office.now) is None
    assert standing(office) == {"interest": ("published", 1, 3)}
    with pytest.raises(UsageError, match='no draft of "interest"'):
        discard_draft(office.workspace, "interest", now=office.now)


def clone(office, key: str, new: str, **more):
    return clone_definition(office.workspace, key, new, **{"label": None, "output": None, "now": office.now} | more)


def test_a_clone_is_a_draft_that_gives_the_same_values(office):
    office.publish(interest="# Whom to call\n" + INTEREST)
    cloned = clone(office, "interest", "other", output=office.folder / "other.yaml")
    assert cloned.text.startswith("# Whom to call\nkey: other\nlabel: Copy of Interest\nobject: contact\n")
    assert (office.folder / "other.yaml").read_text() == cloned.text
    assert standing(office)["other"] == ("draft", None, 0)
    office.publish(other=cloned.text)
    assert office.values("other") == office.values("interest")


def test_a_clone_of_what_is_only_drafted(office):
    office.review(warm="key: warm\nwhen: {property: country, is: France}\n")
    assert clone(office, "warm", "hot", label="Hot: now").text.startswith('key: hot\nlabel: "Hot: now"\nwhen:')
    assert read_draft_of(office.workspace, "hot").kind == "segment"


def test_a_clone_that_cannot_be_leaves_nothing(office):
    office.publish(interest=INTEREST)
    (office.folder / "there.yaml").write_text("mine")
    for key, new, output, told in (
        ("interest", "interest", None, "There is a score"),
        ("intrest", "other", None, "did you mean interest"),
        ("interest", "other", office.folder / "there.yaml", "is there already"),
        ("interest", "other", office.folder / "nowhere" / "x.yaml", "no folder"),
        ("interest", "Not a key", None, "small letters"),
    ):
        with pytest.raises((UsageError, DefinitionError), match=told):
            clone(office, key, new, output=output)
    assert list_drafts(office.workspace) == ()
    assert (office.folder / "there.yaml").read_text() == "mine"


def test_a_deleted_score_leaves_its_history_and_its_versions(office):
    office.publish(interest=INTEREST)
    office.publish(interest=STRICTER)
    review = review_deletion(office.workspace, "interest")
    assert (review.version, review.valued, review.uses) == (2, 3, ())
    office.later("2026-03-11")
    delete_definition(office.workspace, "interest", now=office.now)
    assert standing(office) == {}
    assert office.history("ann")[-1] == (15, None, "delete", 2)
    with pytest.raises(UsageError, match="No score"):
        office.values()
    with open_application(office.workspace.application) as application:
        assert len(application.versions("interest")) == 2
    office.publish(interest=INTEREST)
    assert office.history("ann")[-2:] == [(15, None, "delete", 2), (None, 30, "publish", 3)]


def test_an_unmerge_does_not_bring_values_of_a_deleted_score_back(office):
    office.publish(interest=INTEREST)
    merge(office.workspace, "ann", "bob", now=office.now, progress=NullProgress())
    delete_definition(office.workspace, "interest", now=office.now)
    # Another score, of the same name.
    office.publish(interest=STRICTER)
    unmerge(office.workspace, "bob", now=office.now, progress=NullProgress())
    assert office.history("bob")[2:] == [(None, 5, "unmerge", 2)]


def test_what_something_asks_for_is_not_deleted(office):
    office.publish(interest=INTEREST, warm=WARM, call=CALL)
    off(office, "call")
    review = review_deletion(office.workspace, "warm")
    assert ([str(use) for use in review.uses], review.is_forbidden) == (
        ['score call (Rule "Is warm", deactivated)'],
        False,
    )
    with pytest.raises(UsageError, match=r'"interest" is in use and stays\. These ask for it:\n  segment warm'):
        delete_definition(office.workspace, "interest", now=office.now)
    assert office.values()[0] == "ann,30,High"
    delete_definition(office.workspace, "warm", now=office.now)
    delete_definition(office.workspace, "interest", now=office.now)
    assert standing(office) == {"call": ("deactivated", 1, 3)}


def test_an_imported_list_is_deleted_with_its_members_unless_it_is_asked_for(office):
    office.take(segment_members=MEMBERS)
    office.publish(gold=OF_VIPS)
    assert review_deletion(office.workspace, "vip").members == 2
    with pytest.raises(UsageError, match="These ask for it:\n  score gold"):
        delete_definition(office.workspace, "vip", now=office.now)
    delete_definition(office.workspace, "gold", now=office.now)
    delete_definition(office.workspace, "vip", now=office.now)
    listed = list_segments(office.workspace, now=office.now, progress=NullProgress())
    assert listed.segments == ()
    with pytest.raises(UsageError, match='There is no score or segment "vip"'):
        review_deletion(office.workspace, "vip")


def bring_back(office, key: str, number: int | None = None, *, is_meant: bool = True):
    asked = bringing_back(office.workspace, key, number, now=office.now, progress=NullProgress())
    with asked as reviewed:
        if is_meant:
            reviewed.publish("again", progress=NullProgress())
        return reviewed.review


def test_what_is_activated_is_computed_as_of_now(office):
    office.publish(interest=INTEREST)
    off(office)
    office.later("2026-06-01")
    review = bring_back(office, "interest")
    assert [(each.version, each.next_version) for each in review.definitions] == [(1, 1)]
    assert [score.moves.changed for score in review.scores] == [2]
    assert standing(office)["interest"] == ("published", 1, 3)
    assert office.values() == ["ann,10,Low", "bob,0,Low", "cem,0,Low"]
    assert office.history("ann")[-1] == (30, 10, "publish", 1)


def test_an_earlier_version_comes_back_as_the_next_one(office):
    office.publish(interest=INTEREST)
    office.publish(interest=STRICTER)
    bring_back(office, "interest", 1)
    with open_application(office.workspace.application) as application:
        versions = application.versions("interest")
    assert [(each.number, each.text, each.note) for each in versions][2:] == [(3, INTEREST, "again")]
    assert office.values()[0] == "ann,30,High"


def test_a_deleted_score_comes_back_by_its_number(office):
    office.publish(interest=INTEREST)
    delete_definition(office.workspace, "interest", now=office.now)
    bring_back(office, "interest", 1)
    assert standing(office) == {"interest": ("published", 1, 3)}


def test_what_is_reviewed_and_not_published_leaves_nothing(office):
    office.publish(interest=INTEREST)
    office.publish(interest=STRICTER)
    bring_back(office, "interest", 1, is_meant=False)
    off(office)
    bring_back(office, "interest", is_meant=False)
    assert standing(office)["interest"][0] == "deactivated"
    assert list_drafts(office.workspace) == ()
    assert office.values()[0] == "ann,15,Low"


def test_a_draft_is_not_lost_by_bringing_something_back(office):
    office.publish(interest=INTEREST)
    off(office)
    office.review(interest=STRICTER)
    with pytest.raises(UsageError, match=r"a draft .* would be lost; .* tamis discard interest"):
        bring_back(office, "interest")
    assert read_draft_of(office.workspace, "interest").text == STRICTER


@pytest.mark.parametrize(
    ("key", "number", "told"),
    [
        ("interest", None, "Version 1 of .* is in use already"),
        ("interest", 1, "Version 1 of .* is in use already"),
        ("interest", 7, "no version 7 of .* there is 1"),
        ("intrest", 1, "did you mean interest"),
        ("warm", None, "was never published"),
    ],
)
def test_what_cannot_be_brought_back_is_told(office, key, number, told):
    office.publish(interest=INTEREST)
    office.review(warm=WARM)
    with pytest.raises(UsageError, match=told):
        bring_back(office, key, number)


def test_what_asks_for_something_deactivated_is_not_activated(office):
    office.publish(interest=INTEREST, warm=WARM)
    off(office, "warm")
    off(office, "interest")
    with pytest.raises(DefinitionError, match="asks for the score of interest"):
        bring_back(office, "warm")
    assert list_drafts(office.workspace) == ()
