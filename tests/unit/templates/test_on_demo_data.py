"""Every template and every score of the demo company passes the check against its data, and tells leads apart."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamis.demo import demo_scores, generate
from tamis.operations.check_definitions import check_definitions
from tamis.operations.score_folder import score_folder
from tamis.progress import NullProgress
from tamis.templates import list_templates, write_template

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
KEYS = {template.name: template.name.replace("-", "_") + "_score" for template in list_templates()}
SCORES = [file.name.removesuffix(".yaml") for file in demo_scores()]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "demo"
    generate(folder, contacts=600, as_of=AS_OF)
    for template in list_templates():
        write_template(template, KEYS[template.name], folder / "scores")
    return folder


@pytest.fixture(scope="module")
def tiers(company: Path) -> Mapping[str, Counter[str]]:
    """How many contacts each tier of each score holds; a blank tier is outside the population."""
    output = company.parent / "scores.csv"
    scored = score_folder(
        company, sorted((company / "scores").glob("*.yaml")),
        now=lambda: AS_OF, as_of="2026-07-01", output=output, progress=NullProgress(),
    )  # fmt: skip
    assert (scored.records, scored.rejected, scored.messages) == (600, 0, ())
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: Counter(row[f"{key}_tier"] for row in rows) for key in (*KEYS.values(), *SCORES)}


def test_all_pass_the_check_against_the_data(company):
    files = sorted((company / "scores").glob("*.yaml"))
    assert check_definitions(files, data=company, progress=NullProgress()).issues == ()


@pytest.mark.parametrize("key", [*KEYS.values(), *SCORES])
def test_leads_fall_into_several_tiers(tiers, key):
    assert sum(tiers[key].values()) == 600
    assert len([tier for tier in tiers[key] if tier]) >= 2


def test_colleagues_and_competitors_are_left_out_of_the_matrix_and_last_by_warnings(tiers):
    assert tiers["fit_engagement_score"][""] > 0
    assert tiers["negative_score"]["Leave out"] >= tiers["fit_engagement_score"][""]
