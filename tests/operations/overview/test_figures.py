"""What the overview tells of who came, moved, waits and bought."""

from datetime import UTC, datetime, timedelta

import pytest

from tamis.errors import UsageError
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.customers import customers_by
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.overview import (
    conversion,
    conversion_kinds,
    event_flow,
    hot_leads,
    movements,
    new_leads,
    period_of,
    shown_score,
)
from tamis.operations.published import read_published
from tamis.operations.rescore import micros_of
from tamis.store.application import open_application
from tests.operations.office import Office
from tests.operations.overview.conftest import Open


def _at(text: str) -> int:
    return micros_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_the_tiers_of_two_categories_go_from_the_best_to_the_worst(opened: Open) -> None:
    assert opened.score.tiers == ("A1", "A2", "B1", "B2")
    assert opened.score.best == ("A1",)


def test_a_new_lead_is_counted_in_the_week_in_which_it_first_reached_the_tier(opened: Open) -> None:
    told = new_leads(opened.warehouse, opened.catalog, opened.score, period_of("quarter", opened.as_of, "Europe/Paris"))
    weeks = dict(zip(told.period.begins, zip(*told.reached.values(), strict=True), strict=True))
    # Weeks begin on Monday, in Paris: of 9 March before the clocks change.
    assert weeks[_at("2026-03-08T23:00")] == (1, 0, 0, 0)  # Dee
    assert weeks[_at("2026-03-15T23:00")] == (0, 0, 1, 0)  # Bob
    # Ann fell to A2 for the first time.
    assert weeks[_at("2026-04-12T22:00")] == (0, 1, 0, 0)
    assert told.total == 3


def test_who_a_publication_put_into_a_tier_is_no_new_lead(opened: Open) -> None:
    told = new_leads(opened.warehouse, opened.catalog, opened.score, period_of("quarter", opened.as_of, "Europe/Paris"))
    assert told.published == {"A1": 1, "A2": 2, "B2": 1}


def test_days_with_a_change_of_clocks_have_their_own_length(opened: Open) -> None:
    period = period_of("month", _at("2026-04-15T12:00"), "Europe/Paris")
    lengths = [(b - a) // 3_600_000_000 for a, b in zip(period.edges, period.edges[1:-1], strict=False)]
    assert lengths.count(23) == 1
    assert set(lengths) == {23, 24}
    moments = [_at("2026-03-29T21:59:59"), _at("2026-03-29T22:00"), _at("2026-03-28T23:00"), _at("2026-03-28T22:59:59")]
    places = [opened.warehouse.one(f"SELECT {period.place_of(str(moment))}") for moment in moments]
    days = [datetime.fromtimestamp(period.edges[place] / 1e6, UTC).isoformat()[:16] for place in places]
    assert days == ["2026-03-28T23:00", "2026-03-29T22:00", "2026-03-28T23:00", "2026-03-27T23:00"]


def test_a_day_of_25_hours_ends_with_its_last_hour(opened: Open) -> None:
    period = period_of("week", _at("2026-10-27T12:00"), "Europe/Paris")
    place = opened.warehouse.one(f"SELECT {period.place_of(str(_at('2026-10-25T22:30')))}")
    assert period.edges[place] == _at("2026-10-24T22:00")
    assert period.edges[place + 1] == _at("2026-10-25T23:00")


def test_hot_leads_are_told_with_whom_nobody_owns_and_who_is_silent(opened: Open) -> None:
    told = hot_leads(opened.warehouse, opened.catalog, opened.score, opened.as_of, tiers=["A2", "B1"], days=20)
    assert (told.all, told.without_owner, told.idle) == (4, 2, 4)
    assert [(lead.id, lead.name, lead.has_owner) for lead in told.best] == [
        ("bob", "Bob Bell", True),
        ("ann", "Ann Ashe", False),
        ("cem", "Cem Cole", True),
        ("dee", "Dee Dorn", False),
    ]
    assert told.behind(has_no_owner=True) == Asked(score="lead", tiers=("A2", "B1"), owner="")
    waiting = {"event": ["demo_requested", "page_viewed"], "within": {"last": "20 days"}}
    assert told.behind(is_idle=True).condition == {"none": [waiting]}


def test_who_did_something_lately_is_not_silent(opened: Open) -> None:
    told = hot_leads(opened.warehouse, opened.catalog, opened.score, _at("2026-03-20T12:00"), tiers=["A2"], days=9)
    # Dee's demo was eight days before.
    assert (told.all, told.idle) == (3, 2)


def test_movements_are_told_from_tier_to_tier_with_their_reason(opened: Open) -> None:
    told = movements(opened.warehouse, opened.catalog, opened.score, _at("2026-03-11T00:00"), opened.as_of)
    moves = {(move.before, move.after): (move.count, move.kind, move.is_up) for move in told.moves}
    # Dee rose and fell again within the time: she ends where she began.
    assert moves == {("A1", "A2"): (1, "time", False), ("B2", "B1"): (1, "happened", True)}
    assert (told.count(is_up=True), told.count(is_up=False), told.published) == (1, 1, 0)
    assert [(mover.id, mover.by) for mover in told.fallen] == [("ann", -20_000_000)]


def test_what_a_publication_moves_is_apart(opened: Open) -> None:
    told = movements(opened.warehouse, opened.catalog, opened.score, _at("2026-03-10T00:00"), _at("2026-03-13T00:00"))
    assert told.published == 3
    assert told.count(is_up=True) == 1  # Dee, whose last change was what she did.
    assert [(mover.id, mover.by) for mover in told.risen] == [("dee", 25_000_000)]


def test_the_list_behind_a_figure_has_as_many_rows(company: Office) -> None:
    with company.workspace.opened() as warehouse, open_application(company.workspace.application) as application:
        catalog, as_of, score = warehouse.catalog(), micros_of(company.now()), shown_score(read_published(application))
        assert score is not None
        moved = movements(warehouse, catalog, score, _at("2026-03-11T00:00"), as_of)
        new = new_leads(warehouse, catalog, score, period_of("quarter", as_of, "Europe/Paris"))
    # Whatever happens later.
    later = lambda: company.now() + timedelta(hours=3)  # noqa: E731
    rows = lambda asked: read_leads(company.workspace, asked, now=later).total  # noqa: E731
    assert [rows(moved.behind(way)) for way in ("up", "down")] == [1, 1]
    assert (
        {pair: rows(moved.behind_pair(*pair)) for pair in moved.pairs}
        == moved.pairs
        == {("A1", "A2"): 1, ("B2", "B1"): 1}
    )
    counts = {tier: sum(reached) for tier, reached in new.reached.items()}
    assert {tier: rows(new.behind(tier)) for tier in counts} == counts == {"A1": 1, "A2": 1, "B1": 1, "B2": 0}


def test_without_customers_the_list_behind_a_figure_has_as_many_rows_too(company: Office) -> None:
    with company.workspace.opened() as warehouse, open_application(company.workspace.application) as application:
        catalog, as_of, score = warehouse.catalog(), micros_of(company.now()), shown_score(read_published(application))
        assert score is not None
        bought = customers_by(company.workspace, warehouse, catalog, score.object)
        assert bought is not None
        moved = movements(warehouse, catalog, score, _at("2026-03-11T00:00"), as_of, without=bought)
        new = new_leads(warehouse, catalog, score, period_of("quarter", as_of, "Europe/Paris"), without=bought)
    rows = lambda asked: read_leads(company.workspace, asked, now=company.now).total  # noqa: E731
    # Ann, who fell from A1 to A2, has bought.
    assert {pair: rows(moved.behind_pair(*pair)) for pair in moved.pairs} == moved.pairs == {("B2", "B1"): 1}
    assert (moved.fallen, rows(moved.behind("down")), moved.count(is_up=False)) == ((), 0, 0)
    counts = {tier: sum(reached) for tier, reached in new.reached.items()}
    assert {tier: rows(new.behind(tier)) for tier in counts} == counts == {"A1": 1, "A2": 0, "B1": 1, "B2": 0}
    assert new.published == {"A2": 1, "B2": 1}


def test_conversion_counts_who_was_in_a_tier_and_bought_after_that(opened: Open) -> None:
    told = conversion(opened.warehouse, opened.catalog, opened.score, opened.as_of, days=35)
    assert told is not None
    assert told.kind.name == "deal.is_won = true"
    # Cem had bought before; Dee and Bob did not.
    assert {each.tier: (each.records, each.converted) for each in told.tiers} == {
        "A1": (1, 1),
        "A2": (1, 0),
        "B1": (0, 0),
        "B2": (1, 0),
    }
    assert told.tiers[0].share == 1
    assert told.tiers[2].share is None


def test_a_score_that_is_younger_than_the_time_asked_for_says_so(opened: Open) -> None:
    told = conversion(opened.warehouse, opened.catalog, opened.score, opened.as_of, days=365)
    assert told is not None
    assert told.is_shortened
    assert told.days == 36


def test_what_counts_as_a_conversion_can_be_chosen_from_the_data(opened: Open) -> None:
    kinds = [kind.name for kind in conversion_kinds(opened.warehouse, opened.catalog)]
    assert kinds[:3] == ["deal.is_won = true", "deal.stage = won", "contact.lifecycle_stage = customer"]
    told = conversion(opened.warehouse, opened.catalog, opened.score, opened.as_of, kind=kinds[2], days=35)
    assert told is not None
    assert sum(each.converted for each in told.tiers) == 0
    with pytest.raises(UsageError, match="cannot be taken for a conversion"):
        conversion(opened.warehouse, opened.catalog, opened.score, opened.as_of, kind="deal.amount = 5")


def test_events_are_counted_by_day_and_type(opened: Open) -> None:
    told = event_flow(opened.warehouse, period_of("month", _at("2026-03-20T12:00"), "Europe/Paris"))
    assert {type: sum(counts) for type, counts in told.types.items()} == {"demo_requested": 3, "page_viewed": 1}
    assert told.types["demo_requested"][-1] == 1
    assert told.types["page_viewed"][-9] == 1
    assert (told.total, told.machines, told.last_at) == (4, 0, _at("2026-03-20T10:00"))


def test_a_quiet_period_has_no_last_event(opened: Open) -> None:
    told = event_flow(opened.warehouse, period_of("day", opened.as_of, "Asia/Kathmandu"))
    assert (told.total, told.last_at, told.period.parts) == (0, None, 24)
