"""The templates: what they promise, what they write, what they refuse."""

from __future__ import annotations

import re

import pytest

from tamis.definitions import EventRule, read_definitions
from tamis.definitions.editing import values_of
from tamis.definitions.language import told_in
from tamis.errors import UsageError
from tamis.templates import list_templates, segment_text, template_named, write_template
from tamis.templates.french import french_comments, french_names

NAMES = ["b2b-services", "demographic-fit", "ecommerce", "fit-engagement", "negative", "saas", "sales-marketing"]


def rules(name):
    (score,) = read_definitions([(name, template_named(name).text)]).scores
    return {rule.label: rule for group in score.groups for rule in group.rules}


def test_they_are_seven_and_tell_what_they_are_for():
    templates = list_templates()
    assert [template.name for template in templates] == NAMES
    assert all(template.title and template.description for template in templates)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_reads_without_a_mistake_and_speaks_to_its_reader(name):
    template = template_named(name)
    assert read_definitions([(name, template.text)]).issues == ()
    assert template.text.startswith("# ")


def said(values):
    """All that people read of a definition."""
    if isinstance(values, list):
        return [text for each in values for text in said(each)]
    if not isinstance(values, dict):
        return []
    own = [text for key, text in values.items() if key in ("label", "description", "tier")]
    return [*own, *(text for each in values.values() for text in said(each))]


def comments(text):
    return re.findall(r"(?<=# ).+$", text, flags=re.MULTILINE)


def unsaid(values):
    """All the rest."""
    if isinstance(values, list):
        return [unsaid(each) for each in values]
    if not isinstance(values, dict):
        return values
    return {key: unsaid(each) for key, each in values.items() if key not in ("label", "description", "tier")}


@pytest.mark.parametrize("name", [*NAMES, "staff", "competitors"])
def test_in_french_a_template_says_the_same_of_the_same_names_to_french_readers(name):
    text = template_named(name).text if name in NAMES else segment_text(name)
    with told_in("fr"):
        french = template_named(name).text if name in NAMES else segment_text(name)
    assert said(values_of(french)) == [french_names()[each] for each in said(values_of(text))]
    assert unsaid(values_of(french)) == unsaid(values_of(text))
    assert read_definitions([(name, french)], check_unreached=False).issues == ()
    assert comments(french) == [french_comments()[each] for each in comments(text)]


@pytest.mark.parametrize(
    ("name", "label", "event", "points"),
    [
        ("saas", "Attended a webinar", "webinar_attended", 15),
        ("saas", "Looked at the pricing page", "page_viewed", 10),
        ("ecommerce", "Added to the cart", "cart_added", 8),
        ("ecommerce", "Abandoned the cart", "cart_abandoned", -5),
        ("b2b-services", "Downloaded a brochure", "brochure_downloaded", 12),
        ("b2b-services", "Requested a demo", "demo_requested", 20),
    ],
)
def test_the_points_that_a_trade_is_known_for(name, label, event, points):
    rule = rules(name)[label]
    assert isinstance(rule, EventRule)
    assert (rule.event, rule.points) == ((event,), points)


def test_a_decision_maker_earns_twenty_and_a_visit_to_the_careers_page_costs_fifteen():
    assert rules("demographic-fit")["Decision maker"].points == 20
    assert rules("negative")["Visited the careers page"].times[0].points == -15


def test_sales_and_marketing_share_a_hundred_points():
    (score,) = read_definitions([("t", template_named("sales-marketing").text)]).scores
    assert [group.limit for group in score.groups] == [60, 40]


def test_fit_and_engagement_make_nine_tiers():
    (score,) = read_definitions([("t", template_named("fit-engagement").text)]).scores
    tiers = [[tier.tier for tier in score.thresholds[category]] for category in ("fit", "engagement")]
    assert tiers == [["A", "B", "C"], ["1", "2", "3"]]


def test_the_score_gets_the_key_and_keeps_the_comments(tmp_path):
    (file,) = write_template(template_named("saas"), "hot_leads", tmp_path)
    assert file == tmp_path / "hot_leads.yaml"
    (score,) = read_definitions([file]).scores
    assert score.key == "hot_leads"
    assert file.read_text(encoding="utf-8").count("#") == template_named("saas").text.count("#")


def test_the_segments_it_needs_come_along_unless_they_are_there(tmp_path):
    mine = tmp_path / "segments" / "staff.yaml"
    mine.parent.mkdir()
    mine.write_text("key: staff\n")
    written = write_template(template_named("negative"), "warnings", tmp_path / "scores")
    assert written == (tmp_path / "scores" / "warnings.yaml", tmp_path / "segments" / "competitors.yaml")
    assert mine.read_text() == "key: staff\n"
    assert read_definitions(written).issues == ()


@pytest.mark.parametrize("key", ["", "Hot", "my_fit", "my_tier", "id", "../out", "a b", "a # b", '"a"', "a\nlabel: b"])
def test_a_key_that_no_score_may_have_is_refused(tmp_path, key):
    with pytest.raises(UsageError, match="cannot be the key"):
        write_template(template_named("saas"), key, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "mine.yaml").write_text("mine")
    with pytest.raises(UsageError, match="already"):
        write_template(template_named("negative"), "mine", tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["mine.yaml"]


def test_an_unknown_template_gets_a_hint():
    with pytest.raises(UsageError, match="did you mean saas"):
        template_named("sas")
