"""Nothing that happened after a landmark changes a feature: the data cut off there give the same values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.predict.folders import loaded, micros, numbers_of

from tamis.definitions import Definitions, read_definitions
from tamis.demo import generate
from tamis.predict.features import Gathered, Gathering, Plan, Rows, plan_features

LANDMARK = "2026-02-01"
AT = micros(LANDMARK)


@dataclass(frozen=True)
class Company:
    whole: Path
    cut: Path
    ids: dict[str, list[str]]
    definitions: Definitions


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A demo company, and the same as it was known at the landmark."""
    whole = tmp_path_factory.mktemp("whole") / "company"
    generate(whole, contacts=250, events=12_000, seed=5, as_of=datetime(2026, 7, 1, tzinfo=UTC))
    cut = tmp_path_factory.mktemp("cut")
    _cut(whole, cut)
    tables = {"contact": "contacts", "company": "companies", "deal": "deals"}
    with duckdb.connect() as connection:
        found = {of: connection.execute(f"SELECT id FROM '{cut}/{t}.parquet'").fetchall() for of, t in tables.items()}
    ids = {of: [id for (id,) in rows] for of, rows in found.items()}
    definitions = read_definitions([whole / "scores" / "newsletter_reader.yaml", *(whole / "segments").glob("*.yaml")])
    return Company(whole, cut, ids, definitions)


def _cut(whole: Path, cut: Path) -> None:
    """Writes what there was by the landmark. A property with a history says nothing of before its first change."""
    until = f"<= TIMESTAMPTZ '{LANDMARK}T00:00:00Z'"
    records = {"contacts": "contact", "companies": "company", "deals": "deal", "campaign": "campaign"}
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        changed = f"SELECT DISTINCT object, id, property FROM '{whole}/property_changes.parquet'"
        for table, object_type in records.items():
            names = [each[0] for each in connection.execute(f"DESCRIBE FROM '{whole}/{table}.parquet'").fetchall()]
            known = connection.execute(f"SELECT DISTINCT property FROM ({changed}) WHERE object = ?", [object_type])
            blank = {name for (name,) in known.fetchall()} & set(names)
            columns = ", ".join(
                f"CASE WHEN (id, '{name}') NOT IN (SELECT id, property FROM ({changed}) WHERE object = '{object_type}')"
                f' THEN "{name}" END AS "{name}"'
                if name in blank
                else f'"{name}"'
                for name in names
            )
            _copy(connection, f"SELECT {columns} FROM '{whole}/{table}.parquet' WHERE created_at {until}", cut, table)
        ids = " UNION ALL ".join(f"SELECT '{of}' AS o, id AS i FROM '{cut}/{t}.parquet'" for t, of in records.items())
        there = f"(SELECT o, i FROM ({ids}))"
        _copy(
            connection,
            f"SELECT * FROM '{whole}/associations.parquet' WHERE (from_object, from_id) IN {there}"
            f" AND (to_object, to_id) IN {there}",
            cut,
            "associations",
        )
        changes = f"SELECT * FROM '{whole}/property_changes.parquet' WHERE changed_at {until}"
        _copy(connection, f"{changes} AND (object, id) IN {there}", cut, "property_changes")
        contacts = f"(SELECT id FROM '{cut}/contacts.parquet')"
        events = f"SELECT * FROM '{whole}/events/*.parquet' WHERE occurred_at {until} AND contact_id IN {contacts}"
        _copy(connection, events, cut, "events")
        members = f"SELECT * FROM '{whole}/segment_members.parquet' WHERE id IN {contacts}"
        _copy(connection, members, cut, "segment_members")
    (cut / "schema.yaml").write_text((whole / "schema.yaml").read_text(encoding="utf-8"), encoding="utf-8")


def _copy(connection: duckdb.DuckDBPyConnection, query: str, folder: Path, table: str) -> None:
    connection.execute(f"COPY ({query}) TO '{folder}/{table}.parquet'")


def gathered(company: Company, folder: Path, plans: Mapping[str, Plan]) -> dict[str, tuple[Plan, Gathered]]:
    """By object the records that were there at the landmark, as they were; plans are made where there are none yet."""
    with loaded(folder) as (engine, catalog):
        segments = {segment.key: segment for segment in company.definitions.segments}
        found = {}
        for object_type, wanted in company.ids.items():
            plan = plans.get(object_type) or plan_features(engine, catalog, object_type)
            gathering = Gathering(engine, catalog, plan, scores=company.definitions.scores, segments=segments)
            ids = numbers_of(engine, catalog, object_type)
            record = np.array([ids[id] for id in wanted], dtype=np.int64)
            found[object_type] = plan, gathering.gather(Rows(record, np.full(len(record), AT)))
        return found


@pytest.fixture(scope="module")
def both(company: Company) -> dict[str, tuple[Gathered, Gathered]]:
    """From the whole data and from those cut off, by object."""
    whole = gathered(company, company.whole, {})
    cut = gathered(company, company.cut, {object_type: plan for object_type, (plan, _) in whole.items()})
    return {object_type: (whole[object_type][1], cut[object_type][1]) for object_type in whole}


def differing(one: Gathered, other: Gathered) -> Iterator[str]:
    """The features that are not the same for every record."""
    assert [feature.name for feature in one.features] == [feature.name for feature in other.features]
    for feature, values, others in zip(one.features, one.numbers, other.numbers, strict=True):
        if not np.array_equal(values, others, equal_nan=True):
            yield feature.name
    assert one.texts.keys() == other.texts.keys()
    for name, cells in one.texts.items():
        if cells.tolist() != other.texts[name].tolist():
            yield name


@pytest.mark.parametrize("object_type", ["contact", "company", "deal"])
def test_every_feature_is_the_same_from_data_that_end_at_the_landmark(both, object_type):
    whole, cut = both[object_type]
    assert len(whole.features) > 300
    # There is something to compare.
    assert (whole.numbers != 0).any(axis=1).mean() > 0.8
    assert list(differing(whole, cut)) == []
