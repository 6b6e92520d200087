"""The segments there are, where each stands, and how many are in it."""

import pytest

from tamis.errors import UsageError
from tamis.operations.deactivate import deactivate
from tamis.operations.segments import change_members, count_members, kept_segment, kept_segments
from tamis.progress import NullProgress
from tests.operations.office import Office
from tests.operations.segments.conftest import FRENCH


def test_segments_tell_where_they_stand_and_what_asks_for_them(open_fair: Office) -> None:
    found = {each.key: each for each in kept_segments(open_fair.workspace)}
    assert [(each.key, each.state, each.is_dynamic) for each in found.values()] == [
        ("active", "published", True),
        ("fair", "list", False),
        ("french", "published", True),
    ]
    assert [use.key for use in found["fair"].uses] == ["lead"]
    assert found["french"].label == "French"
    assert "France" in found["french"].told
    assert found["french"].version == 1


def test_members_are_counted_of_conditions_and_lists(open_fair: Office) -> None:
    assert count_members(open_fair.workspace, now=open_fair.now) == {"active": 1, "fair": 1, "french": 2}
    assert count_members(open_fair.workspace, ["fair"], now=open_fair.now) == {"fair": 1}


def test_a_segment_that_the_data_bears_out_no_longer_is_not_counted_and_the_others_are(fair: Office) -> None:
    fair.publish(french=FRENCH)
    with fair.workspace.opened() as warehouse:
        warehouse.engine.sql("UPDATE properties SET name = 'land' WHERE name = 'country'")
    assert count_members(fair.workspace, now=fair.now) == {"fair": 1}


def test_what_is_drafted_or_deactivated_is_told_so(fair: Office) -> None:
    fair.review(french=FRENCH)
    assert (kept_segment(fair.workspace, "french").state, kept_segment(fair.workspace, "french").version) == (
        "draft",
        None,
    )
    fair.publish(french=FRENCH)
    deactivate(fair.workspace, "french", now=fair.now)
    assert kept_segment(fair.workspace, "french").state == "deactivated"
    with pytest.raises(UsageError, match="did you mean french"):
        kept_segment(fair.workspace, "frensh")


def test_a_list_that_changed_is_counted_as_it_is(fair: Office) -> None:
    assert count_members(fair.workspace, now=fair.now) == {"fair": 1}
    change_members(fair.workspace, "fair", ["bob"], how="add", now=fair.now, progress=NullProgress())
    assert count_members(fair.workspace, now=fair.now) == {"fair": 2}
