"""Contacts that are probably one person are proposed, with why, and nobody else."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.duplicates import dismiss_duplicate, find_duplicates
from tamis.operations.handing_over import perform
from tamis.operations.make_demo import make_demo
from tamis.operations.merge import merge, unmerge
from tamis.operations.verbs import DismissDuplicate, FindDuplicates
from tamis.progress import NullProgress
from tamis.store.warehouse.duplicates import SURE, Duplicates, Proposal
from tests.operations.handed.keeper import Keeper
from tests.operations.office import Office
from tests.operations.planted import plant

HAS_THE_WAREHOUSE_OPEN = True
HEAD = "id,first_name,last_name,email,phone,company_id,created_at\n"
# The other ways leave a name and little more, and many people in the demo have one name: some pairs stay doubtful.
PLAIN = {
    "the address in capitals, the name mistyped",
    "an address with a +, and nothing else",
    "by telephone: no address, and the number in another form",
}
COMPANIES = "id,name,domain\nacme,Acme,www.acme.example\nbolt,Bolt,https://bolt.example/about\n"


def found(office: Office, *, is_sure: bool = False, most: int = 100) -> Duplicates:
    return find_duplicates(office.workspace, is_sure=is_sure, most=most, progress=NullProgress())


def proposed(office: Office, contacts: str, **tables: str) -> tuple[Proposal, ...]:
    """What is proposed of these contacts, of a workspace where there is nobody else."""
    office.take(contacts=HEAD + contacts, companies=COMPANIES, **tables)
    return found(office).proposals


def pairs(proposals: tuple[Proposal, ...]) -> set[tuple[str, str]]:
    """Kept and other, by their ids."""
    return {(proposal.kept.id, other.contact.id) for proposal in proposals for other in proposal.others}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (",,Ann@Acme.example ,,,", ",,ann@acme.example,,,", ("same e-mail",)),
        ("Ann,Noir,ann+fair@web.de,,,", "Ann,Noir,ann@web.de,,,", ("e-mail of the same mailbox", "same name")),
        (",,a.noir@gmail.com,,,", ",,anoir+x@gmail.com,,,", ("e-mail of the same mailbox",)),
        ("Zoé,Noir,,,acme,", "NOIR,Zoe,,,acme,", ("same name", "same company domain")),
        ("Zoé,Noir,zn@acme.example,,,", "Zoe,Noir,,,acme,", ("same name", "same company domain")),
        ("Jonathan,Meyer,,,acme,", "Jonathon,Meyer,,,acme,", ("similar name", "same company domain")),
        ("J.,Meyerbeer,,+49 30 23125-0764,,", "Jo,Meyerbeer,,030/231250764 ext. 5,,", ("similar name", "same phone")),
        (
            "Ann,Noir,a@web.de,+33 1 99 00 05 99,bolt,",
            "Ann,Noir,b@gmx.net,0199000599,acme,",
            ("same name", "same phone"),
        ),
    ],
)
def test_one_person_twice_is_proposed_with_why(empty, one, other, why):
    [proposal] = proposed(empty, f"a,{one}\nb,{other}\n")
    [duplicate] = proposal.others
    assert duplicate.reasons == why
    assert 0.5 <= duplicate.probability < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # One name at two companies, and at two providers.
        ("Anna,Schmidt,anna@acme.example,,acme,", "Anna,Schmidt,anna@bolt.example,,bolt,"),
        ("Anna,Schmidt,anna@web.de,,,", "Anna,Schmidt,anna.s@gmx.net,,,"),
        ("Anna,Schmidt,anna@web.de,,,", "Anna,Schmidt,as1@web.de,,,"),
        # Colleagues, with the switchboard's number too.
        ("Anna,Schmidt,anna@acme.example,,acme,", "Paul,Meyer,paul@acme.example,,acme,"),
        ("Anna,Schmidt,,+49 30 1234567,acme,", "Paul,Meyer,,+49 30 1234567,acme,"),
        ("Anna,Schmidt,,+49 30 1234567,,", "Paul,Schmidt,,+49 30 1234567,,"),
        # Two who read one mailbox.
        ("Anna,Schmidt,info@acme.example,,acme,", "Paul,Meyer,info@acme.example,,acme,"),
        # What is no address, and no telephone.
        (",,none,,,", ",,none,,,"),
        ("Anna,Schmidt,,0000000000,,", "Anna,Schmidt,,000000000,,"),
        ("Anna,Schmidt,,12,,", "Anna,Schmidt,,12,,"),
        (",,,,,", ",,,,,"),
    ],
)
def test_two_people_are_not_proposed(empty, one, other):
    assert proposed(empty, f"a,{one}\nb,{other}\n") == ()


def test_the_one_with_more_events_is_kept_else_the_older(empty):
    events = "id,contact_id,type,occurred_at\n1,b,demo_requested,2026-03-01T10:00:00Z\n"
    contacts = "a,,,x@acme.example,,,2025-01-01\nb,,,x@acme.example,,,2026-01-01\n"
    contacts += "c,,,y@acme.example,,,2026-01-01\nd,,,y@acme.example,,,2025-01-01\n"
    assert pairs(proposed(empty, contacts, events=events)) == {("b", "a"), ("d", "c")}


def test_three_of_one_person_are_one_proposal(empty):
    contacts = "".join(f"{id},Ann,Noir,ann@acme.example,,,2025-01-0{day}\n" for day, id in enumerate("abc", start=1))
    assert pairs(proposed(empty, contacts)) == {("a", "b"), ("a", "c")}


def test_a_common_name_at_a_large_company_is_no_one_person(empty):
    def contact(number: int, name: str) -> str:
        return f"{number},{name},,,acme,\n"

    others = "".join(contact(number, f"Person,Number{chr(97 + number % 26)}{number}") for number in range(900))
    namesakes = "".join(contact(number, "Anna,Schmidt") for number in range(900, 920))
    rare = contact(1000, "Tiberius,Quandt") + contact(1001, "Tiberius,Quandt")
    assert pairs(proposed(empty, others + namesakes)) == set()
    assert pairs(proposed(empty, rare)) == set()


def test_an_address_of_a_merged_contact_is_still_that_persons(empty):
    contacts = "a,Ann,Noir,ann@acme.example,,,\nb,Ann,Noir,noir@web.de,,,\nc,,,noir@web.de,,,\n"
    proposed(empty, contacts)
    merge(empty.workspace, "a", "b", now=empty.now, progress=NullProgress())
    [proposal] = found(empty).proposals
    assert pairs((proposal,)) == {("a", "c")}
    assert proposal.others[0].reasons == ("same e-mail",)


def test_what_is_merged_is_proposed_no_more(empty):
    proposed(empty, "a,Ann,Noir,ann@acme.example,,,\nb,Ann,Noir,ann@acme.example,,,\n")
    merge(empty.workspace, "a", "b", now=empty.now, progress=NullProgress())
    assert found(empty).proposals == ()


def test_only_what_is_sure_is_shown_if_that_is_asked_for(empty):
    contacts = "a,,,ann@acme.example,,,\nb,,,ann@acme.example,,,\n"
    contacts += "c,Ann,Noir,an@acme.example,,acme,\nd,Ann,Noir,noir@acme.example,,acme,\n"
    office_pairs = pairs(proposed(empty, contacts))
    assert office_pairs == {("a", "b"), ("c", "d")}
    assert pairs(found(empty, is_sure=True).proposals) == {("a", "b")}
    shown = found(empty, most=1)
    assert (pairs(shown.proposals), shown.found) == ({("a", "b")}, 2)


def test_a_value_that_very_many_share_is_not_compared_and_told(empty):
    assert proposed(empty, "".join(f"{n},,,shop@acme.example,,,\n" for n in range(61))) == ()
    [left] = found(empty).uncompared
    assert (left.kind, left.values, left.most_shared) == ("email", 1, 61)


def test_a_workspace_without_what_could_be_compared_has_no_duplicates(office):
    assert found(office) == Duplicates((), 0, 0, (), ())


THREE = "".join(f"{id},Ann,Noir,ann@acme.example,,,2025-01-0{day}\n" for day, id in enumerate("abc", start=1))


def dismissed(office: Office, one: str, other: str, *, is_undone: bool = False) -> None:
    dismiss_duplicate(office.workspace, one, other, now=office.now, is_undone=is_undone)


def test_two_that_are_said_to_be_two_are_not_proposed_until_that_is_taken_back(empty):
    proposed(empty, THREE)
    dismissed(empty, "c", "a")
    dismissed(empty, "c", "a")
    # Whoever merges b into a and c into b would make one of a and c.
    assert pairs(found(empty).proposals) == {("a", "b")}
    dismissed(empty, "a", "c", is_undone=True)
    assert pairs(found(empty).proposals) == {("a", "b"), ("a", "c")}


def test_what_was_said_of_a_contact_holds_for_the_one_it_is_merged_into(empty):
    proposed(empty, THREE)
    dismissed(empty, "b", "c")
    merge(empty.workspace, "a", "b", now=empty.now, progress=NullProgress())
    assert pairs(found(empty).proposals) == set()
    unmerge(empty.workspace, "b", now=empty.now, progress=NullProgress())
    assert pairs(found(empty).proposals) == {("a", "b")}


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [("a", "a", "no duplicate of itself"), ("a", "nobody", 'no contact "nobody"'), ("a", "b", "are merged")],
)
def test_what_cannot_be_dismissed_is_told(empty, one, other, told):
    proposed(empty, THREE)
    merge(empty.workspace, "a", "b", now=empty.now, progress=NullProgress())
    with pytest.raises(UsageError, match=told):
        dismissed(empty, one, other)


def test_of_people_planted_in_a_company_most_are_found_and_hardly_anyone_else(empty):
    """Recall and precision, counted: by what is left of a person, and of all."""
    make_demo(empty.folder, contacts=1_500, events=0, seed=3, now=empty.now, progress=NullProgress())
    planted = plant(empty.folder, each=20, seed=3)
    assert empty.take().rejected == 0
    everyone = found(empty, most=1_000).proposals
    proposed_pairs = pairs(everyone) | {(other, kept) for kept, other in pairs(everyone)}
    recall = {
        way: sum(pair in proposed_pairs for pair in people.items()) / len(people)
        for way, people in planted.ways.items()
    }
    assert {recall[way] for way in PLAIN} == {1.0}
    assert min(recall.values()) >= 0.5
    assert sum(recall.values()) / len(recall) > 0.85
    true = {pair for people in planted.ways.values() for pair in people.items()}
    # The demo's own namesakes with one address are one person as far as anybody can tell.
    said = {
        (proposal.kept.id, other.contact.id): other.probability
        for proposal in everyone
        for other in proposal.others
        if "same e-mail" not in other.reasons
    }
    wrong = {pair for pair in said if pair not in true and pair[::-1] not in true}
    assert len(wrong) / len(said) < 0.05
    assert not any(said[pair] >= SURE for pair in wrong)
    assert not any(pair in proposed_pairs for pair in planted.strangers.items())


def test_a_workspace_of_an_earlier_tamis_can_have_pairs_dismissed(empty):
    proposed(empty, THREE)
    earlier = empty.closed()
    with earlier.workspace.opened() as warehouse:
        for table in ("dismissals", "aliases", "newest_events", "heard", "likelihoods", "likelihood_history"):
            warehouse.engine.sql(f"DROP TABLE warehouse.{table}")
        warehouse.engine.sql("ALTER TABLE warehouse.merges DROP COLUMN together")
        warehouse.note("format", "3")
    dismissed(earlier, "a", "b")
    assert pairs(found(earlier).proposals) == {("a", "c")}


def test_a_server_does_it_as_a_job(empty):
    proposed(empty, THREE)
    commands = empty.closed()

    def asked(verb):
        return perform(commands.workspace, verb, now=empty.now, progress=NullProgress())

    alone = asked(FindDuplicates(is_sure=True, most=10))
    with Keeper(empty.workspace.folder):
        assert asked(FindDuplicates(is_sure=True, most=10)) == alone
        asked(DismissDuplicate("a", "b"))
        assert pairs(asked(FindDuplicates(is_sure=False, most=10)).proposals) == {("a", "c")}
