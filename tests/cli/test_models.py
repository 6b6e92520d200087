"""`tamis train`, `predict` and `model` in a workspace."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tamis.cli.shell import run
from tamis.operations.models import live_models
from tests.cli.test_predict import GOAL, company
from tests.once import made_for_all

TRAIN = "train --goal goal.yaml --kind binned_logistic --quiet"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A workspace with a live version, and the files that it was made of."""
    return made_for_all(tmp_path_factory, "models", _make)


def _make(root: Path) -> None:
    for name, text in company().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["init", "work", "--quiet"]) == 0
        assert run(["import", "crm", "--workspace", "work", "--quiet"]) == 0
        assert run(f"{TRAIN} --workspace work".split()) == 0


@pytest.fixture
def tamis(made, tmp_path, monkeypatch, capsys):
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    capsys.readouterr()

    def said(line: str, code: int = 0) -> str:
        """What a command said, on both streams."""
        assert run([*line.split(), "--workspace", "work"]) == code
        told = capsys.readouterr()
        return told.out + told.err

    return said


def rows_of(file: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(Path(file).read_text(encoding="utf-8").splitlines())}


def test_a_first_version_is_live_and_has_said_something_of_everybody(tamis):
    [model] = json.loads(tamis("model list --json"))
    assert (model["key"], model["live"], len(model["versions"])) == ("close_90d", 1, 1)
    tamis("model values --output told.csv")
    rows = list(rows_of("told.csv").values())
    assert len(rows) == 260
    open_ = [row for row in rows if row["likelihood"]]
    assert {row["priority"] for row in open_} == {"very high", "high", "medium", "low"}
    assert {row["priority"] for row in rows if not row["likelihood"]} == {"closed won"}
    assert all(json.loads(row["reasons"])["for"] or json.loads(row["reasons"])["against"] for row in open_)


def test_what_is_kept_is_what_predict_writes_of_the_same_data(tamis):
    """But for the instant: the folder is looked at as of when the workspace was asked."""
    tamis("model values --output told.csv")
    [version] = json.loads(tamis("model list --json"))[0]["versions"]
    assert version["verdict"] in ("ready", "with_care")
    assert run([*TRAIN.split(), "--data", "crm", "--model", "model"]) == 0
    assert run(["predict", "--data", "crm", "--model", "model", "--output", "folder.csv", "--quiet"]) == 0
    told, folder = rows_of("told.csv"), rows_of("folder.csv")
    assert told.keys() == folder.keys()
    for id, row in told.items():
        assert row["priority"] == folder[id]["priority"]
        if row["likelihood"]:
            # Their clocks are some seconds apart, which moves what is counted in days.
            assert float(row["likelihood"]) == pytest.approx(float(folder[id]["likelihood"]), rel=0.02)


def test_a_challenger_without_news_waits_and_is_published_by_hand_and_gone_back_from(tamis):
    told = tamis(f"{TRAIN} --seed 3")
    assert "Too little has happened since version 1 was trained" in told
    assert "tamis model publish close_90d 2" in told
    assert 'Version 2 of "close_90d" is live; it was 1.' in tamis("model publish close_90d 2 --quiet")
    assert "live already" in tamis("model publish close_90d 2 --quiet")
    assert 'Version 1 of "close_90d" is live; it was 2.' in tamis("model revert close_90d --quiet")
    assert "there is nothing to go back to" in tamis("model revert close_90d", 2)


def test_what_is_withdrawn_says_nothing_any_more_and_comes_back(tamis):
    assert "No version" in tamis("model withdraw close_90d")
    assert "No model is live" in tamis("model values", 2)
    assert "Version 1" in tamis("model revert close_90d --quiet")
    assert "260 contacts" in tamis("model values --output told.csv")


def test_a_draft_does_not_go_live_though_there_is_no_other(tamis):
    tamis("model withdraw close_90d")
    assert "It was not to go live by itself." in tamis(f"{TRAIN} --draft")
    assert json.loads(tamis("model list --json"))[0]["live"] is None


def test_when_it_is_trained_anew_is_said_in_words(tamis):
    told = tamis("model schedule close_90d --retrain never --predict 1 --no-drift")
    assert "trained anew never by itself." in told
    assert "computed anew every hour." in told
    [model] = json.loads(tamis("model list --json"))
    assert (model["retrain_days"], model["predict_hours"], model["on_drift"]) == (None, 1, False)
    assert '--retrain wants a whole number or "never"' in tamis("model schedule close_90d --retrain often", 2)
    assert "every 1 to 3650 days" in tamis("model schedule close_90d --retrain 0", 2)


def test_cards_of_versions_are_shown_and_written(tamis):
    assert "Is it worth having?" in tamis("model show close_90d")
    assert json.loads(tamis("model show close_90d@1 --json"))["version"] == "1"
    tamis("model show close_90d --html card.html --language fr")
    assert "<html" in Path("card.html").read_text(encoding="utf-8")
    assert 'Model "close_90d" has no version 4.' in tamis("model show close_90d@4", 2)
    assert "did you mean close_90d" in tamis("model show close_90", 2)
    assert "names no version" in tamis("model show close_90d@x", 2)


def test_a_model_is_deleted_for_good_when_that_is_meant(tamis):
    assert "add --yes" in tamis("model delete close_90d", 1)
    assert "was deleted" in tamis("model delete close_90d --yes")
    assert json.loads(tamis("model list --json")) == []
    assert "There is no model" in tamis("model publish close_90d 1", 2)


def test_too_little_to_learn_from_keeps_no_version_and_says_what_is_missing(tamis):
    Path("goal.yaml").write_text(GOAL.replace("close_90d", "french").replace("is: customer", "is: nobody"))
    told = tamis(TRAIN, 1)
    assert "no version was kept" in told
    french = next(each for each in json.loads(tamis("model list --json")) if each["key"] == "french")
    assert (french["versions"], french["live"]) == ([], None)
    assert "tried in vain" in tamis("model list")
    assert "conversions" in tamis("model show french").lower()


def test_a_goal_that_the_data_do_not_bear_out_is_refused_and_keeps_nothing(tamis):
    Path("goal.yaml").write_text(GOAL.replace("lifecycle_stage", "lifecycle_stag"))
    assert "did you mean lifecycle_stage" in tamis(TRAIN, 2)
    Path("goal.yaml").write_text(GOAL + "segment: emea\n")
    assert "there is no such segment" in tamis(TRAIN, 2)
    assert [each["key"] for each in json.loads(tamis("model list --json"))] == ["close_90d"]


def test_a_key_stays_with_its_object(tamis):
    Path("goal.yaml").write_text("key: close_90d\nobject: deal\noutcome: {property: is_won, is: true}\n")
    assert "records" in tamis(TRAIN, 2)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("train --goal goal.yaml --model m", "--model goes with --data"),
        ("train --data crm --goal goal.yaml", "--data wants --model"),
        ("predict --max-rejects 3 --as-of 2026-01-01", "--as-of, --max-rejects go with --data"),
        ("predict close_90d --data crm --model m", "goes with a workspace"),
    ],
)
def test_options_that_mean_nothing_here_are_refused(made, monkeypatch, capsys, line, told):
    monkeypatch.chdir(made)
    assert run(line.split()) == 2
    assert told in capsys.readouterr().err


def test_bytes_that_were_changed_are_refused(tamis):
    # Which this process knows by the same name from other tests.
    live_models._read.cache_clear()
    with sqlite3.connect("work/application.sqlite3") as database:
        [(data,)] = database.execute("SELECT artefact FROM model_versions").fetchall()
        database.execute("UPDATE model_versions SET artefact = ?", [data[:-200] + b"\0" * 200])
    assert "this is no archive of a model" in tamis("predict", 2)
