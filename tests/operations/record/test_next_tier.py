"""What would move a record to the next tier: each suggestion, made true, gives what it promised."""

import pytest

from tamis.definitions.passing import passing
from tamis.errors import UsageError
from tamis.operations.record.nearing.next_tier import CategoryOutlook, Outlook, read_outlook
from tamis.operations.record.opened import open_record
from tamis.operations.rescore import micros_of
from tamis.operations.reset import reset
from tamis.progress import NullProgress
from tamis.store.warehouse.supposed import Supposed
from tests.operations.office import Office
from tests.operations.record.conftest import LEAD

HAS_THE_WAREHOUSE_OPEN = True


def outlook(company: Office, id: str, key: str = "lead", object: str = "contact") -> Outlook:
    with open_record(company.workspace, object, id) as record:
        return read_outlook(record, key, micros_of(company.now()))


def category(company: Office, id: str, name: str, key: str = "lead") -> CategoryOutlook:
    return next(each for each in outlook(company, id, key).categories if each.category == name)


def told(found: CategoryOutlook) -> list[list[tuple[str, str, int]]]:
    return [[(wish.kind, wish.words, wish.times) for wish in each.wishes] for each in found.suggestions]


def test_one_thing_that_suffices_is_told_with_the_points_it_brings(company: Office):
    found = category(company, "bob", "engagement")
    assert (found.tier, found.next_tier, found.from_) == ("3", "2", 10_000_000)
    assert told(found)[0] == [("event", "Asked for a demo", 1)]
    assert found.suggestions[0].points == 20_000_000
    company.take(events="id,contact_id,type,occurred_at,form_name\nnew,bob,form_submitted,2026-03-10T12:00:00Z,Demo\n")
    company.rescore()
    assert company.values("lead")[1].split(",")[3] == "20"


def test_what_earns_by_its_number_is_told_with_the_number_that_is_lacking(company: Office):
    """Bob has viewed a page once; six times are worth 12 points."""
    assert [("event", "Came back", 5)] in told(category(company, "bob", "engagement"))


def test_where_nothing_alone_suffices_two_things_are_told(company: Office):
    found = category(company, "bob", "fit")
    assert (found.points, found.next_tier) == (0, "B")
    # One thing is enough for B; for A, cleo's 40 points, two or three are needed.
    assert told(found)[0] == [("property", "job title contains director", 1)]
    company.publish(lead=LEAD.replace("{tier: B, from: 20}, ", ""))
    found = category(company, "bob", "fit")
    assert [[words for _, words, _ in each] for each in told(found)] == [
        ["job title contains director", "employees is between 50 and 500"]
    ]
    assert found.suggestions[0].points == 40_000_000


def test_an_associated_record_is_named_with_the_value_it_has_now(company: Office):
    company.publish(lead=LEAD.replace("{tier: B, from: 20}", "{tier: B, from: 12}"))
    wish = next(
        wish
        for each in category(company, "bob", "fit").suggestions
        for wish in each.wishes
        if wish.words == "employees is between 50 and 500"
    )
    assert (wish.about, wish.now) == ("South SA", 5)


def test_an_association_that_is_lacking_is_suggested(company: Office):
    company.take(contacts="id,first_name,last_name,email,created_at\ndan,Dan,Doe,dan@else.example,2026-01-01\n")
    company.publish(lead=LEAD.replace("{tier: B, from: 20}", "{tier: B, from: 12}"))
    assert [("association", "employees is between 50 and 500", 1)] in told(category(company, "dan", "fit"))


def test_no_limit_is_promised_away(company: Office):
    """The group gives 40 at most, so 41 is out of reach, and the most that can be had is told."""
    company.publish(lead=LEAD.replace("{tier: A, from: 40}", "{tier: A, from: 41}"))
    found = category(company, "cleo", "fit")
    assert (found.suggestions, found.next_tier, found.most) == ((), "A", 40_000_000)


def test_what_is_switched_off_or_out_of_season_is_not_suggested(company: Office):
    company.publish(
        lead=LEAD.replace("within: {last: 60 days}", "within: {before: 2026-03-01}").replace(
            "- label: Came back\n", "- label: Came back\n        enabled: false\n"
        )
    )
    assert category(company, "bob", "engagement").suggestions == ()


def test_at_the_top_there_is_no_next_tier(company: Office):
    found = category(company, "cleo", "fit")
    assert (found.tier, found.next_tier, found.suggestions) == ("A", None, ())


def test_outside_the_population_nothing_is_suggested(company: Office):
    company.take(contacts="id,email,created_at\neve,eve@tamis.example,2026-01-01\n")
    company.rescore()
    found = outlook(company, "eve")
    assert (found.is_scored, found.categories) == (False, ())


def test_the_fall_by_time_alone_is_foretold_to_the_minute(company: Office):
    """Ann's 20 points of 1 March, 10:00, are 10 after a month, and fewer from then on."""
    fall = category(company, "ann", "engagement").fall
    assert fall is not None
    assert (fall.tier, abs(fall.at - micros_of(company.now().replace(day=31, hour=10)))) == (
        "3",
        pytest.approx(0, abs=60_000_000),
    )
    assert category(company, "ann", "fit").fall is None


FADING = LEAD.replace(
    "- {label: In France",
    "- {label: New, when: {property: created_at, in_the_last: 80 days}, points: 7}\n      - {label: In France",
).replace("decay: {percent: 50, every: 1 month}", "decay: {percent: 10, every: 1 day, mode: linear}")


@pytest.mark.parametrize("text", [LEAD, FADING], ids=["steps", "fading"])
def test_many_later_instants_at_once_are_what_each_is_alone(company: Office, text: str):
    """What happened is set back instead: properties that are compared with the present, resets and changes too."""
    company.publish(lead=text)
    reset(company.workspace, "bob", now=company.now, progress=NullProgress())
    ages = [minutes * 60_000_000 for minutes in (1, 1439, 1440, 1441, 14_000, 28_800, 43_200, 70_000, 100_000)]
    for id in ("ann", "bob", "cleo"):
        with open_record(company.workspace, "contact", id) as record:
            scores, segments = record.published.of_object("contact", {"lead"}), dict(record.published.segments)
            moving, as_of = passing(scores, list(segments.values())), micros_of(company.now())
            assert moving.is_relative
            with Supposed(record.warehouse, record.catalog, scores, segments, record.n) as supposed:
                alone = [supposed.value("lead", as_of + age) for age in ages]
                assert supposed.later("lead", ages, as_of, moving.clocked) == alone


def test_what_looks_at_the_calendar_is_asked_instant_by_instant(company: Office):
    company.publish(lead=LEAD.replace("within: {last: 60 days}", "within: {after: 2026-01-01}"))
    fall = category(company, "ann", "engagement").fall
    assert fall is not None
    assert abs(fall.at - micros_of(company.now().replace(day=31, hour=10))) <= 60_000_000


def test_a_company_is_brought_on_by_what_its_contacts_do(company: Office):
    company.publish(
        account="""\
key: account
object: company
groups:
  - key: deeds
    category: engagement
    rules: [{label: Asked, event: form_submitted, where: {property: form_name, is: Demo}, points: 10}]
thresholds: {engagement: [{tier: Hot, from: 25}, {tier: Cold}]}
"""
    )
    found = outlook(company, "north", "account", "company").categories[0]
    assert found.points == 10_000_000
    assert told(found)[0] == [("event", "Asked", 2)]
    assert found.suggestions[0].points == 30_000_000


def test_a_score_of_other_records_is_refused(company: Office):
    with pytest.raises(UsageError, match='"lead" scores contact records, not company'):
        outlook(company, "north", "lead", "company")


def test_nothing_of_what_is_supposed_is_kept(company: Office):
    before = company.values("lead")
    outlook(company, "bob")
    company.rescore()
    assert company.values("lead") == before
