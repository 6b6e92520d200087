"""The preview of a draft: what it would give, before it is published."""

from dataclasses import replace

import pytest

from tamis.errors import DefinitionError, UsageError
from tamis.operations.preview import Estimate, points, prepare_previews, preview_draft, try_on_record
from tamis.operations.preview.sample import Reached, make_sample
from tamis.operations.preview.samples import Samples
from tamis.store.warehouse import open_warehouse
from tests.operations.office import INTEREST

STRICTER = INTEREST.replace("points: 20", "points: 5").replace("from: 25", "from: 15")
NEW = """\
key: new
object: contact
groups: [{key: g, category: fit, rules: [{when: {property: created_at, is_known: true}, points: 1}]}]
"""
FRENCH = "key: french\nwhen: {property: country, is: France}\n"


@pytest.fixture
def served(scored):
    """The office as a server holds it."""
    with open_warehouse(scored.workspace.warehouse, is_current=False) as warehouse:
        scored.workspace = replace(scored.workspace, held=warehouse)
        yield scored


def preview(office, text):
    return preview_draft(office.workspace, text, now=office.now)


def reach(previewed):
    return {rule.label: rule.reached.count for group in previewed.groups for rule in group.rules}


def test_a_draft_is_told_beside_what_is_published(scored):
    told = preview(scored, STRICTER)
    assert (told.sampled, told.records, told.is_sample, told.version) == (3, 3, False, 1)
    assert told.changed == Estimate(2)
    assert [(tier.tier, tier.before.count, tier.after.count) for tier in told.tiers] == [("High", 1, 1), ("Low", 2, 2)]
    assert sum(each.before for each in told.distribution) == sum(each.after for each in told.distribution) == 3


def test_nothing_is_saved(scored):
    preview(scored, STRICTER)
    assert scored.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]


def test_each_rule_is_told_with_whom_it_reaches_and_its_share_of_the_points(scored):
    told = preview(scored, INTEREST)
    assert reach(told) == {"Asked for a demo": 2, "In France": 1}
    assert [rule.share for rule in told.groups[0].rules] == [0.8, 0.2]


def test_a_rule_that_takes_points_is_told_as_such(scored):
    told = preview(scored, INTEREST.replace("points: 10", "points: -10"))
    assert [(rule.share, rule.takes) for rule in told.groups[0].rules] == [(0.8, False), (0.2, True)]


def test_a_rule_that_is_switched_off_reaches_nobody(scored):
    off = INTEREST.replace("{label: In France,", "{label: In France, enabled: false,")
    assert reach(preview(scored, off)) == {"Asked for a demo": 2, "In France": 0}


def test_a_score_that_never_was_published_has_nothing_beside_it(office):
    told = preview(office, INTEREST)
    assert told.version is None
    assert told.valued_before is None
    assert [tier.before for tier in told.tiers] == [None, None]
    assert told.changed == Estimate(3)


def test_a_limit_of_a_group_tells_whom_it_cuts(scored):
    told = preview(scored, INTEREST.replace("category: engagement", "category: engagement\n    limit: 25"))
    assert told.groups[0].cut == Estimate(1)


def test_who_is_outside_the_population_has_no_value(office):
    office.publish(french=FRENCH)
    told = preview(office, INTEREST + "population: {include: [french]}\n")
    assert told.valued == Estimate(1)
    assert reach(told) == {"Asked for a demo": 1, "In France": 1}


def test_a_segment_that_is_only_a_draft_counts_too(office):
    office.review(french=FRENCH)
    assert preview(office, INTEREST + "population: {exclude: [french]}\n").valued == Estimate(2)


def test_mistakes_are_told_as_of_a_file(scored):
    with pytest.raises(DefinitionError, match="contry"):
        preview(scored, INTEREST.replace("property: country", "property: contry"))
    with pytest.raises(DefinitionError, match="unknown-key"):
        preview(scored, INTEREST + "colour: red\n")


def test_there_is_nothing_to_tell_without_records(empty):
    with pytest.raises(UsageError, match="no records"):
        preview(empty, NEW)


def test_a_kept_sample_answers_edits_from_what_it_knows(served):
    first = preview(served, INTEREST)
    again = preview(served, STRICTER)
    assert again.as_of == first.as_of
    assert [(tier.tier, tier.after.count) for tier in again.tiers] == [("High", 1), ("Low", 2)]
    assert reach(preview(served, INTEREST.replace("is: France", "is: Spain"))) == {
        "Asked for a demo": 2,
        "In France": 1,
    }


def test_who_previews_another_score_meanwhile_takes_nothing_away(served, monkeypatch):
    preview(served, INTEREST)
    monkeypatch.setattr(points, "_MOST_KEPT", 0)
    compile_parts = points.compile_parts

    def beside_another(*asked):
        monkeypatch.setattr(points, "compile_parts", compile_parts)
        preview(served, NEW)
        return compile_parts(*asked)

    monkeypatch.setattr(points, "compile_parts", beside_another)
    assert reach(preview(served, STRICTER)) == {"Asked for a demo": 2, "In France": 1}


def test_a_kept_sample_knows_a_segment_of_today(served):
    draft = INTEREST + "population: {exclude: [french]}\n"
    served.publish(french=FRENCH)
    assert preview(served, draft).valued == Estimate(2)
    served.publish(french=FRENCH.replace("is: France", "is_known: true"))
    assert preview(served, draft).valued == Estimate(1)


def test_new_data_is_seen_when_the_sample_is_made_anew(served):
    now = 0.0
    samples = Samples(clock=lambda: now)
    alone = Reached(frozenset(), 0)
    with served.workspace.opened() as warehouse:

        def total():
            with samples.using(warehouse, warehouse.catalog(), "contact", alone, 0) as sample:
                return sample.total

        assert total() == 3
        served.later("2026-03-12T12:00")
        served.take(contacts="id,country,created_at\ndan,France,2026-01-01\n")
        now = 400.0
        assert total() == 4


def test_who_may_see_an_older_sample_does_not_wait_while_it_is_made_anew(served):
    now = 0.0
    samples = Samples(clock=lambda: now)
    alone = Reached(frozenset(), 0)
    with served.workspace.opened() as warehouse:
        asked = (warehouse, warehouse.catalog(), "contact", alone, 0)

        def total():
            with samples.using(*asked, may_be_old=True) as sample:
                return sample.total

        assert samples.renew(*asked)
        assert not samples.renew(*asked)
        served.later("2026-03-12T12:00")
        served.take(contacts="id,country,created_at\ndan,France,2026-01-01\n")
        now = 400.0
        with samples.using(*asked, may_be_old=True) as old:
            assert total() == 3
            assert samples.renew(*asked)
            assert total() == 4
            # Whoever still computes on the older one can.
            with warehouse.current(old.name):
                assert warehouse.one("SELECT count(*) FROM sampled") == 3
        now = 10_000.0
        served.take(contacts="id,country,created_at\neve,France,2026-01-01\n")
        assert total() == 5


def test_a_sample_that_was_prepared_is_what_the_first_preview_is_told_from(served):
    began = served.time
    assert prepare_previews(served.workspace, "contact", now=served.now)
    assert not prepare_previews(served.workspace, "contact", now=served.now)
    assert not prepare_previews(served.workspace, "nothing", now=served.now)
    served.later("2026-03-10T12:01")
    assert preview(served, INTEREST).as_of == int(began.timestamp() * 1_000_000)


def test_the_same_records_are_chosen_again(scored):
    with scored.workspace.opened() as warehouse:
        chosen = []
        for _ in range(2):
            sample = make_sample(warehouse, warehouse.catalog(), "contact", Reached(frozenset(), 0), as_of=0, most=2)
            chosen.append(sample.numbers)
            sample.drop(warehouse)
    assert chosen[0] == chosen[1]
    assert len(chosen[0]) == 2


def test_a_draft_is_tried_on_one_record_beside_what_is_published(scored):
    tried = try_on_record(scored.workspace, STRICTER, "ann", now=scored.now)
    assert (tried.published.points, tried.published.tier) == (30, "High")
    assert (tried.draft.points, tried.draft.tier) == (15, "High")
    assert [(reason.label, reason.before, reason.after) for reason in tried.reasons] == [("Asked for a demo", 20, 5)]


def test_only_a_record_that_is_there_can_be_tried(scored):
    with pytest.raises(UsageError, match='no contact "zoe"'):
        try_on_record(scored.workspace, INTEREST, "zoe", now=scored.now)
