"""The page about features is that of the code."""

from pathlib import Path

from tamis.predict.features.families import FAMILIES
from tamis.predict.features.page import features_page
from tamis.predict.features.roles import ROLES

PAGE = Path(__file__).parents[3] / "docs" / "features.md"


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == features_page()


def test_every_part_is_of_a_family_that_the_page_tells_of():
    assert {role.family for role in ROLES} <= {family.key for family in FAMILIES}
