"""Who moved between tiers, and who reached one for the first time."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.moving import Moved
from tests.operations.leads.conftest import SCORE, Sales


def moved(sales: Sales, way: str, **how: object) -> dict[str, str | None]:
    """By id, from which tier they came."""
    leads = sales.leads(moved=Moved(way, **how))  # type: ignore[arg-type]
    return {id: lead.came_from for id, lead in leads.items()}


def test_who_moved_up_in_the_last_week_is_found_with_the_tier_before(sales):
    assert moved(sales, "up") == {"c1": "A2", "c3": "B2"}
    assert moved(sales, "down") == {}
    # The history is of today.
    assert moved(sales, "up", until=1_772_000_000_000_000) == {}


def test_what_counts_is_where_they_are_at_the_end(own_sales):
    own_sales.office.later("2026-04-05T12:00")
    own_sales.office.rescore()
    assert moved(own_sales, "down") == {"c1": "A1"}
    # In a month Ann came and went.
    assert moved(own_sales, "up", days=30) == {"c3": "B2"}


def test_a_movement_from_one_tier_to_another_is_found_by_both(sales):
    assert moved(sales, "any") == {"c1": "A2", "c3": "B2"}
    assert moved(sales, "any", before="A2", after="A1") == {"c1": "A2"}
    assert moved(sales, "any", before="A1") == {}


def test_who_reached_a_tier_for_the_first_time_is_new_in_it(own_sales):
    assert moved(own_sales, "entered", after="A1") == {"c1": None}
    own_sales.office.take(
        contacts="id,first_name,created_at\nc6,Eve,2026-03-10\n", events="id,contact_id,type,occurred_at\n"
    )
    own_sales.office.rescore()
    assert list(moved(own_sales, "entered")) == ["c1", "c3", "c6"]
    # Eve came from no tier, which is no rise.
    assert list(moved(own_sales, "up")) == ["c1", "c3"]
    assert list(moved(own_sales, "any", before="")) == ["c6"]


def test_what_a_publication_moves_is_no_movement(own_sales):
    own_sales.office.later("2026-03-18T12:00")
    own_sales.office.publish(interest=SCORE.replace("from: 30", "from: 60"))
    assert own_sales.leads()["c1"].tier == "B1"
    assert moved(own_sales, "any", days=1) == {}


def test_who_left_the_population_is_told_of_and_has_no_points(own_sales):
    own_sales.office.publish(staff="key: staff\nobject: contact\nwhen: {property: seats, at_least: 200}\n")
    own_sales.office.publish(
        interest=SCORE.replace("object: contact", "object: contact\npopulation: {exclude: [staff]}")
    )
    own_sales.office.later("2026-03-18T12:00")
    own_sales.office.take(contacts="id,first_name,last_name,seats,created_at\nc1,Ann,Adler,500,2026-01-01\n")
    own_sales.office.rescore()
    assert moved(own_sales, "any", after="") == {"c1": "A1"}
    assert [lead.points for lead in own_sales.leads(moved=Moved("any")).values()] == [None]
    assert moved(own_sales, "down") == {}


def test_it_goes_with_other_filters_and_into_a_saved_view(sales):
    asked = Asked(moved=Moved("up", days=30, since=1, until=2), owner="greta")
    assert read_asked(asked.as_json()) == asked
    assert sales.ids(moved=Moved("up"), tiers=("B1",)) == ["c3"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"object": "deal", "moved": Moved("up")}, "No score of deal records"),
        ({"object": "company", "moved": Moved("up")}, "No score of company records"),
        ({"moved": Moved("up", days=0)}, "1 to 3650 days"),
    ],
)
def test_what_cannot_move_is_told(sales, asked, told):
    with pytest.raises(UsageError, match=told):
        sales.page(**asked)
