"""The SQL of scores is written once, and again as soon as it would be another one."""

from tamis.compile.catalog import Catalog, ObjectShape, Property
from tamis.definitions import PropertyType, Score, read_definitions
from tamis.store.warehouse.values import Plans

SCORE = """
key: size
object: contact
groups:
  - {key: g, category: fit, rules: [{when: {property: staff, at_least: 10}, points: POINTS}]}
"""


def score(tmp_path, points: str = "5") -> Score:
    (tmp_path / "size.yaml").write_text(SCORE.replace("POINTS", points))
    definitions = read_definitions([tmp_path / "size.yaml"])
    assert definitions.issues == ()
    return definitions.scores[0]


def catalog(column: str = "p0") -> Catalog:
    staff = Property("staff", PropertyType.NUMBER, column)
    return Catalog({"contact": ObjectShape("contact", "records_0", {"staff": staff})})


def test_whoever_asks_next_gets_the_text_that_is_there(tmp_path):
    text = Plans().sql([score(tmp_path)], {}, catalog())
    assert Plans().sql([score(tmp_path)], {}, catalog()) is text


def test_a_text_is_of_its_score_and_of_its_tables(tmp_path):
    texts = {Plans().sql([score(tmp_path, points)], {}, catalog()) for points in ("5", "6")}
    texts.add(Plans().sql([score(tmp_path)], {}, catalog("p1")))
    assert len(texts) == 3
