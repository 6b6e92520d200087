"""From gathered values to the table that a model looks at."""

import json

import numpy as np
import pytest

from tamis.definitions import PropertyType
from tamis.predict.feature import Feature, Kind
from tamis.predict.features import Encoding, Gathered, Plan, learn_encoding
from tamis.predict.features.standing import Texted

ROWS = 100


def number(name):
    return Feature(name, Kind.NUMBER, "events", name, name)


def choice(name):
    return Texted(Feature(name, Kind.CATEGORY, "properties", name, name), is_items=False)


def gathered(numbers, texts=None, items=None):
    columns = [np.asarray(values, dtype=np.float32) for values in numbers.values()]
    texted = [choice(name) for name in texts or {}]
    texted += [Texted(choice(name).feature, is_items=True) for name in items or {}]
    cells = {name: np.array(values, dtype=object) for name, values in {**(texts or {}), **(items or {})}.items()}
    shaped = np.array(columns, dtype=np.float32).reshape(-1, ROWS)
    return Gathered(tuple(number(name) for name in numbers), shaped, tuple(texted), cells)


def learnt(values):
    return learn_encoding(values, np.arange(ROWS))


def test_what_tells_nothing_or_the_same_again_is_left_out():
    count = [0] * 50 + [1] * 50
    values = gathered({"count": count, "again": count, "same": [3] * ROWS, "unknown": [np.nan] * ROWS})
    assert [feature.name for feature in learnt(values).features] == ["count"]


def test_a_rare_value_is_other_and_a_value_never_seen_too():
    encoding = learnt(gathered({}, {"plan": ["basic"] * 60 + ["pro"] * 30 + ["rare"] * 5 + [None] * 5}))
    later = gathered({}, {"plan": ["pro", "new", None] + ["basic"] * 97})
    assert encoding.table(later)["plan"].tolist()[:4] == ["pro", "other", None, "basic"]


def test_a_value_counts_by_its_records_and_not_by_its_rows():
    values = gathered({}, {"plan": ["basic"] * 50 + ["pro"] * 50})
    record = np.concatenate([np.arange(50), np.full(50, 99)])
    assert learn_encoding(values, record).columns[0].kept == ("basic",)


def test_each_common_item_of_several_is_a_feature():
    both, one = "\x1fcrm\x1fshop\x1f", "\x1fcrm\x1f"
    values = gathered({}, items={"uses": [both] * 20 + [one] * 30 + [None] * 50})
    table = learnt(values).table(values)
    assert {name: table[name].sum() for name in table} == {"uses:crm": 50, "uses:shop": 20}


def test_a_column_that_is_no_longer_there_is_unknown():
    encoding = learnt(gathered({"count": range(ROWS)}, {"plan": ["basic"] * 50 + ["pro"] * 50}))
    table = encoding.table(gathered({"other": range(ROWS)}))
    assert table["count"].isna().all()
    assert table["plan"].tolist() == [None] * ROWS


def test_what_is_kept_of_an_encoding_and_a_plan_is_read_again():
    encoding = learnt(gathered({"count": range(ROWS)}, {"plan": ["basic"] * 50 + ["pro"] * 50}))
    assert Encoding.from_json(json.loads(json.dumps(encoding.to_json()))) == encoding
    values = {"form": {"name": ("Demo", "News")}}
    plan = Plan(
        "contact", ("form",), values, {"plan": PropertyType.TEXT}, {}, {"contact": ("email",)}, ({"form": "name"},)
    )
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize("read", [[{"feature": {}}], [{}], [3]])
def test_anything_else_is_refused(read):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Encoding.from_json(read)
