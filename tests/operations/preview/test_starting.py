"""How a score begins, and how an earlier version comes back to the desk."""

import io
from datetime import UTC, datetime

import pytest

from tamis.definitions.editing import values_of
from tamis.definitions.language import told_in
from tamis.errors import DefinitionError, UsageError
from tamis.operations.draft_version import draft_version
from tamis.operations.drafted import draft_texts
from tamis.operations.editing import mistakes_of, open_draft
from tamis.operations.fitted import fitted
from tamis.operations.fitting_templates import MissingName, fitting_templates
from tamis.operations.list_scores import list_scores
from tamis.operations.start_draft import start_from_template, start_from_text
from tamis.operations.verbs import Place
from tamis.operations.verbs.changing import ReviewDraft
from tamis.operations.workspace import init_workspace
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tamis.templates import segment_text, template_named
from tests.operations.office import INTEREST

OTHER = INTEREST.replace("points: 20", "points: 5")


def draft(office, key):
    with open_application(office.workspace.application) as application:
        return application.draft(key)


def test_a_template_becomes_a_draft_with_the_segments_that_it_needs(office):
    started = start_from_template(office.workspace, "fit-engagement", "leads", label="Our leads", now=office.now)
    assert "key: leads\nlabel: Our leads" in draft(office, "leads").text
    assert all(draft(office, key).kind == "segment" for key in started.segments)
    assert len(draft_texts(office.workspace, "leads")) == 1 + len(started.segments)


def test_a_template_can_leave_out_what_the_data_does_not_have(office):
    started = start_from_template(
        office.workspace, "fit-engagement", "leads", label="Our leads", now=office.now, only_fitting=True
    )
    text = draft(office, started.key).text
    whole = template_named("fit-engagement").text
    assert text.count("points:") < whole.count("points:")
    # Tiers that begin out of reach would be none.
    tiers = values_of(text)["thresholds"]
    assert [tier.get("from") for tier in tiers["engagement"]] == [24, 6, None]
    assert [tier.get("from") for tier in tiers["fit"]] == [3, 1.5, None]
    drafted = open_draft(office.workspace, "leads", now=office.now)
    assert mistakes_of(office.workspace, drafted) == ()
    with office.workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        # What is left fits: nothing more goes.
        assert fitted(text, {key: segment_text(key) for key in started.segments}, catalog) == text


def test_a_template_that_looks_at_nothing_that_is_there_is_refused(tmp_path):
    empty = init_workspace(tmp_path / "empty", time_zone="UTC")
    with pytest.raises(UsageError, match="Your data has nothing that this template looks at"):
        start_from_template(
            empty, "saas", "leads", label=None, now=lambda: datetime(2026, 1, 1, tzinfo=UTC), only_fitting=True
        )


def test_a_key_that_is_taken_is_refused(scored):
    with pytest.raises(UsageError, match='"interest" already'):
        start_from_template(scored.workspace, "saas", "interest", label=None, now=scored.now)


def test_a_file_becomes_a_draft_unless_it_holds_a_mistake_or_another_would_be_lost(scored):
    assert start_from_text(scored.workspace, OTHER, now=scored.now).key == "interest"
    with pytest.raises(DefinitionError, match="unknown-key"):
        start_from_text(scored.workspace, OTHER + "colour: red\n", now=scored.now)
    with pytest.raises(UsageError, match="would be lost"):
        start_from_text(scored.workspace, INTEREST, now=scored.now)
    with pytest.raises(UsageError, match='is of "interest"'):
        start_from_text(scored.workspace, OTHER, now=scored.now, key="other")


def test_templates_tell_what_the_data_lacks(office):
    found = {each.template.name: each for each in fitting_templates(office.workspace)}
    assert not found["fit-engagement"].fits
    assert MissingName("demo_requested") not in found["fit-engagement"].missing
    assert any(each.of == "contact" for each in found["demographic-fit"].missing)
    # Those that give something to begin with come first, and what only takes points away behind them.
    giving = [name for name, each in found.items() if each.left and name != "negative"]
    assert list(found)[: len(giving)] == giving
    assert found["saas"].left == 1
    assert found["sales-marketing"].left == 0
    assert [each.left > 0 for each in found.values()] == sorted(
        (each.left > 0 for each in found.values()), reverse=True
    )


def test_a_template_begins_in_the_names_of_the_data(office):
    office.take(
        contacts="id,jobTitle,Country\nann,CEO,France\n",
        companies="id,numberOfEmployees,industry,Industry\no1,50,Software,Software\n",
        events="id,contact_id,type,occurred_at,URL\np1,ann,Page Viewed,2026-03-03T10:00:00Z,/pricing\n",
    )
    found = {each.template.name: each for each in fitting_templates(office.workspace)}["fit-engagement"]
    # What the data has by this very name is that; contacts had a country before.
    assert {(each.name, each.here, each.of) for each in found.renamed} == {
        ("job_title", "jobTitle", "contact"),
        ("employees", "numberOfEmployees", "company"),
        ("page_viewed", "Page Viewed", ""),
        ("url", "URL", "Page Viewed"),
    }
    assert not {"job_title", "employees", "page_viewed", "url"} & {each.name for each in found.missing}
    start_from_template(office.workspace, "fit-engagement", "leads", label=None, now=office.now, only_fitting=True)
    text = draft(office, "leads").text
    assert "jobTitle" in text
    assert "job_title" not in text
    assert mistakes_of(office.workspace, open_draft(office.workspace, "leads", now=office.now)) == ()


def test_a_name_that_two_of_the_data_could_stand_for_is_not_guessed(office):
    office.take(contacts="id,jobTitle,JobTitle\nann,CEO,CEO\n")
    found = {each.template.name: each for each in fitting_templates(office.workspace)}["demographic-fit"]
    assert not found.renamed
    assert MissingName("job_title", "contact") in found.missing


def test_templates_tell_of_whom_they_give_no_score_and_for_whom_they_have_rules(office):
    found = {each.template.name: each for each in fitting_templates(office.workspace)}
    assert (found["fit-engagement"].left_out, found["fit-engagement"].asked_for) == (("Competitors", "Staff"), ())
    assert (found["negative"].left_out, found["negative"].asked_for) == ((), ("Competitors", "Staff"))
    assert (found["saas"].left_out, found["saas"].asked_for) == ((), ())


def test_a_template_that_somebody_french_begins_with_is_in_french(office):
    with told_in("fr"):
        started = start_from_template(office.workspace, "negative", "alertes", label=None, now=office.now)
    score = values_of(draft(office, "alertes").text)
    assert (score["label"], score["groups"][0]["key"]) == ("Signaux d’alerte", "behaviour")
    assert score["groups"][0]["label"] == "Ce qu’ils ont fait"
    assert [values_of(draft(office, key).text)["label"] for key in started.segments] == [
        "Concurrents",
        "Collaborateurs",
    ]


def test_an_earlier_version_becomes_the_draft(scored):
    scored.publish(interest=OTHER)
    draft_version(scored.workspace, "interest", 1, now=scored.now)
    assert draft(scored, "interest").text == INTEREST
    with pytest.raises(UsageError, match="is what is in use"):
        draft_version(scored.workspace, "interest", 2, now=scored.now)


def test_a_draft_is_reviewed_by_its_key(scored):
    start_from_text(scored.workspace, OTHER, now=scored.now)
    place = Place(scored.workspace, scored.now, NullProgress(), io.BytesIO())
    drafted = ReviewDraft("interest").do(place)
    assert drafted.texts == {"interest": OTHER}
    assert drafted.review.scores[0].moves.changed == 2


def test_scores_are_listed_with_the_size_of_their_tiers_and_who_asks_for_them(scored):
    scored.publish(warm="key: warm\nwhen: {score: interest, at_least: 20}\n")
    start_from_template(scored.workspace, "saas", "new", label="A new one", now=scored.now)
    interest, new = list_scores(scored.workspace)
    assert (interest.key, interest.state, interest.version, interest.valued, interest.rules) == (
        "interest",
        "published",
        1,
        3,
        2,
    )
    assert [(tier.tier, tier.count) for tier in interest.tiers] == [("High", 1), ("Low", 2)]
    assert [use.key for use in interest.uses] == ["warm"]
    assert (new.key, new.state, new.version, new.valued) == ("new", "draft", None, 0)
