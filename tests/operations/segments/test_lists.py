"""Lists made by hand: who is in them, and the scores that hang on them."""

import pytest

from tamis.errors import UsageError
from tamis.operations.delete_definition import delete_definition
from tamis.operations.merge import merge, unmerge
from tamis.operations.segments import ListChange, change_members, create_list, read_members
from tamis.progress import NullProgress
from tests.operations.office import Office


def _change(office: Office, how: str, *names: str, key: str = "fair") -> ListChange:
    return change_members(office.workspace, key, names, how=how, now=office.now, progress=NullProgress())  # type: ignore[arg-type]


def _create(office: Office, key: str, *names: str, object: str = "contact", is_again: bool = False) -> ListChange:
    return create_list(
        office.workspace, key, names, object=object, now=office.now, progress=NullProgress(), is_again=is_again
    )


def _ids(office: Office, key: str = "fair") -> list[str]:
    return [member.id for member in read_members(office.workspace, key, now=office.now).members]


def test_who_is_added_to_a_list_has_its_points_at_once_and_the_history_says_why(fair: Office) -> None:
    told = _change(fair, "add", "bob", "nobody")
    assert (told.named, told.changed, told.members, told.unknown, told.moved) == (2, 1, 2, ("nobody",), (("lead", 1),))
    assert fair.values("lead") == ["ann,11", "bob,10", "cem,1", "dee,0"]
    assert fair.history("bob", "lead")[-1] == (0, 10, "membership", 1)


def test_who_is_taken_out_of_a_list_loses_its_points(fair: Office) -> None:
    assert _change(fair, "remove", "ann", "cem").changed == 1
    assert fair.values("lead")[0] == "ann,1"
    assert _ids(fair) == []


def test_adding_again_changes_nothing(fair: Office) -> None:
    told = _change(fair, "add", "ann")
    assert (told.changed, told.members, told.moved) == (0, 1, ())


def test_an_address_stands_for_all_who_have_it_however_it_is_written(fair: Office) -> None:
    told = _change(fair, "add", "ANN@example.com ", "bob@example.com")
    assert (told.changed, told.unknown) == (2, ())
    assert _ids(fair) == ["ann", "bob", "dee"]


def test_a_merged_contact_is_added_and_taken_out_as_one(fair: Office) -> None:
    merge(fair.workspace, "bob", "dee", now=fair.now, progress=NullProgress())
    assert _change(fair, "add", "dee").changed == 1
    assert _ids(fair) == ["ann", "bob"]
    unmerge(fair.workspace, "dee", now=fair.now, progress=NullProgress())
    # It was under Dee's own id that they came.
    assert _ids(fair) == ["ann", "dee"]
    merge(fair.workspace, "bob", "dee", now=fair.now, progress=NullProgress())
    assert _change(fair, "remove", "bob").changed == 1
    unmerge(fair.workspace, "dee", now=fair.now, progress=NullProgress())
    assert _ids(fair) == ["ann"]


def test_a_new_list_is_a_segment_like_any(fair: Office) -> None:
    assert _create(fair, " Webinar, May ", "bob", "cem").members == 2
    assert _ids(fair, "Webinar, May") == ["bob", "cem"]
    fair.publish(other=SCORE_OF_LIST)
    assert fair.values("other")[1] == "bob,5"
    with pytest.raises(UsageError, match="is in use and stays"):
        delete_definition(fair.workspace, "Webinar, May", now=fair.now)


SCORE_OF_LIST = """\
key: other
object: contact
groups:
  - {key: g, label: G, category: fit, rules: [{label: There, when: {in_segment: 'Webinar, May'}, points: 5}]}
"""


def test_a_list_needs_a_name_of_its_own(fair: Office) -> None:
    for key in ("fair", "lead"):
        with pytest.raises(UsageError, match="already"):
            _create(fair, key, "bob")
    for key in ("  ", "a\nb"):
        with pytest.raises(UsageError, match="needs a name"):
            _create(fair, key, "bob")
    with pytest.raises(UsageError, match='no object "dog"'):
        _create(fair, "dogs", "bob", object="dog")


def test_a_list_of_nobody_who_is_known_is_not_made(fair: Office) -> None:
    with pytest.raises(UsageError, match="None of these"):
        _create(fair, "empty", "nobody", "no@example.com")
    with pytest.raises(UsageError, match="no segment"):
        _ids(fair, "empty")


def test_a_list_that_was_made_by_a_broken_off_attempt_is_made_once(fair: Office) -> None:
    _create(fair, "new", "bob")
    assert _create(fair, "new", "bob", is_again=True).members == 1


def test_a_list_that_is_not_there_is_told_with_those_that_are(fair: Office) -> None:
    with pytest.raises(UsageError, match="did you mean fair"):
        _change(fair, "add", "bob", key="fare")
    fair.publish(french="key: french\nwhen: {property: country, is: France}\n")
    with pytest.raises(UsageError, match="those who meet its condition"):
        _change(fair, "add", "bob", key="french")


def test_a_segment_that_is_defined_without_a_list_gets_one_with_its_first_members(fair: Office) -> None:
    fair.publish(guests="key: guests\nlabel: Guests\n")
    assert _ids(fair, "guests") == []
    assert _change(fair, "add", "bob", key="guests").members == 1
    assert _ids(fair, "guests") == ["bob"]
