"""What features of every family mean is told in French, and so are the values that Tamis names itself."""

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.predict.card.cards import ready_card
from tests.predict.features.test_families import AT, FILES
from tests.predict.folders import loaded, numbers_of, write

from tamis.predict.card.html.page import to_html
from tamis.predict.card.text import to_text
from tamis.predict.evaluation.importance import Curve, Point
from tamis.predict.feature import OTHER, Feature, Kind
from tamis.predict.features import Gathering, Rows, learn_encoding, plan_features
from tamis.predict.features.families import FAMILIES
from tamis.predict.features.french import french_meaning, in_french
from tamis.predict.features.roles import DISTINCT, ROLES

ENGLISH = re.compile(
    r"\b(the|days|since|last|whether|with|in|ever|changed|changes|this|month|months|other|things|known|events|viewed"
    r"|opened|records?|company|points of|mean|until|associated|address|number|below|sent|views|visits|of)\b"
)
#: What the company of the test calls its own things.
OWN = """
    annual revenue|call started|channel|cta clicked|email bounced|email clicked|email delivered|email opened
    email replied|email sent|employees|form name|form submitted|industry|lifecycle stage|meeting booked
    note added|page viewed|plan|renewal|social clicked|spend|tags|technologies|unsubscribed|deal|stage|is closed
"""


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> list[Feature]:
    """All that the company's data gives, with what a score and commoner events would give."""
    with loaded(write(tmp_path_factory.mktemp("families"), FILES)) as (engine, catalog):
        plan = plan_features(engine, catalog, "contact")
        record = np.array(list(numbers_of(engine, catalog).values()), dtype=np.int64)
        gathered = Gathering(engine, catalog, plan).gather(Rows(record, np.full(len(record), AT)))
        texted = [each.feature for each in gathered.texted]
        encoded = learn_encoding(gathered, record).features
    more = {"scores": "points of Fit", "event values": "form submitted with form name “Demo” in the last 90 days"}
    others = [Feature(family, Kind.NUMBER, family, "", meaning) for family, meaning in more.items()]
    return [*gathered.features, *texted, *encoded, *others]


def test_no_family_is_told_in_english(features):
    assert {family.key for family in FAMILIES} == {feature.family for feature in features}
    for feature in features:
        told = french_meaning(feature)
        for name in re.split(r"\s*[|\n]\s*", OWN.strip()):
            told = told.replace(name, "")
        assert not ENGLISH.search(re.sub("«.*»", "", told)), f"{feature.meaning}: {told}"


@pytest.mark.parametrize("noun", [*(role.noun for role in ROLES), *(noun for _, _, noun, _, _ in DISTINCT)])
def test_each_part_of_events_has_its_french_name(noun):
    assert in_french(noun) != noun or noun in ("conversions", "notes")
    assert in_french(f"{noun} in the last 30 days") == f"{in_french(noun)} ces 30 derniers jours"


def test_a_card_tells_features_and_rare_values_in_french():
    rare = Curve("country", (Point(0.4, 400, label="FR"), Point(-0.5, 90, label=OTHER)))
    card = replace(ready_card(), curves=(rare,))
    page, text = to_html(card, language="fr"), to_text(card, language="fr")
    assert "in the last 30 days" not in page + text
    assert "Visites ces 30 derniers jours" in page
    assert ">autre<" in page
