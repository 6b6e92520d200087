"""Places that scores must not be written to are refused before any work."""

import os
from pathlib import Path

import pytest

from tamis.errors import UsageError
from tamis.operations.targets import choose_targets, refuse_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    crm = tmp_path / "crm"
    (crm / "events").mkdir(parents=True)
    (crm / "events" / "2026-01.csv").write_text("contact_id,type,occurred_at\n")
    (crm / "contacts.csv").write_text("id\n")
    (crm / "score.yaml").write_text("")
    return crm


def refusal(folder: Path, output: str, rejects: Path | None = None) -> str:
    with pytest.raises(UsageError) as raised:
        targets = choose_targets(folder / output, rejects)
        refuse_inputs(targets, folder, tables=["invoice"], files=[folder / "score.yaml"])
    return str(raised.value)


@pytest.mark.parametrize("name", ["scores", "scores.txt", "scores.csv.gz", "scores.CSV"])
def test_another_ending_is_refused(folder, name):
    assert "ends in none of .csv, .parquet, .jsonl" in refusal(folder, name)


def test_a_missing_folder_is_named(folder):
    assert refusal(folder, "nowhere/scores.csv").startswith("There is no folder")


def test_a_folder_is_refused(folder):
    (folder / "x.csv").mkdir()
    assert "is a folder" in refusal(folder, "x.csv")


@pytest.mark.parametrize(
    "name", ["contacts.csv", "deals.csv", "invoice.jsonl", "events/scores.csv", "../crm/contacts.csv"]
)
def test_a_place_that_a_table_is_read_from_is_refused(folder, name):
    assert "is read from" in refusal(folder, name)


def test_an_input_is_refused_under_another_name(folder, tmp_path):
    os.link(folder / "contacts.csv", tmp_path / "hard.csv")
    (tmp_path / "soft.csv").symlink_to(folder / "events" / "2026-01.csv")
    assert "is read from" in refusal(folder, "../hard.csv")
    assert "is read from" in refusal(folder, "../soft.csv")


def test_rejects_are_refused_in_the_same_places(folder):
    assert "is an input" in refusal(folder, "scores.csv", folder / "score.yaml")
    assert "is read from" in refusal(folder, "scores.csv", folder / "events" / "rejects")
    assert "cannot hold both" in refusal(folder, "rejects.csv")


def test_scores_may_lie_beside_the_tables(folder):
    targets = choose_targets(folder / "scores.csv", None)
    refuse_inputs(targets, folder, tables=[], files=[folder / "score.yaml"])
    assert targets.rejects == folder / "rejects.csv"
    assert not targets.always_rejects


def test_without_an_output_rejects_are_only_counted():
    assert choose_targets(None, None).rejects is None
