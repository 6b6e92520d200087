"""`tamis train`, `predict` and `model show`: from a folder and a goal to a list with likelihoods and reasons."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tamis.cli.shell import run

GOAL = """\
key: close_90d
label: Likelihood to close
outcome: {property: lifecycle_stage, is: customer}
horizon: 30 days
"""
TRAIN = "train --data crm --goal goal.yaml --model model --kind binned_logistic --threads 1"
START = datetime(2026, 1, 10, tzinfo=UTC)
AS_OF = datetime(2026, 10, 20, tzinfo=UTC)


def company(contacts: int = 260, *, converts: bool = True) -> dict[str, str]:
    """Nine months of contacts who ask for demos, and of whom those who ask often become customers two weeks later;
    `signature` is known of customers only."""
    draw = np.random.default_rng(5)
    people, events, changes = ["id,created_at,country,signature,lifecycle_stage"], [], []
    for number in range(contacts):
        name, stage, signed = f"c{number:03}", "lead", ""
        changes.append(f"contact,{name},lifecycle_stage,lead,{START:%Y-%m-%dT%H:%M:%SZ}")
        at = START + timedelta(days=float(draw.uniform(0, 20)))
        while at < AS_OF and stage == "lead":
            is_demo = draw.random() < 0.3
            events.append(f"{name},{'demo_requested' if is_demo else 'page_viewed'},{at:%Y-%m-%dT%H:%M:%SZ}")
            won = at + timedelta(days=float(draw.uniform(5, 20)))
            if converts and is_demo and draw.random() < 0.18 and won < AS_OF:
                stage, signed = "customer", "Ada Lovelace"
                changes.append(f"contact,{name},lifecycle_stage,customer,{won:%Y-%m-%dT%H:%M:%SZ}")
            at += timedelta(days=float(draw.exponential(14)))
        people.append(f"{name},{START:%Y-%m-%d},{draw.choice(['France', 'Spain'])},{signed},{stage}")
    return {
        "crm/contacts.csv": "\n".join(people) + "\n",
        "crm/events.csv": "\n".join(["contact_id,type,occurred_at", *events]) + "\n",
        "crm/property_changes.csv": "\n".join(["object,id,property,value,changed_at", *changes]) + "\n",
        "goal.yaml": GOAL,
    }


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with data, a goal and a model; and what training said, as JSON."""
    root = tmp_path_factory.mktemp("predict")
    for name, text in company().items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.chdir(root)
        patch.setattr("sys.stdout", out)
        assert run([*TRAIN.split(), "--json", "--quiet"]) == 0
    return root, json.loads(out.getvalue())


@pytest.fixture
def folder(trained, monkeypatch, capfdbinary):
    root, _ = trained
    monkeypatch.chdir(root)

    def tamis(line: str) -> tuple[int, str, str]:
        code = run(line.split())
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return root, tamis


def test_the_card_tells_what_was_learnt_and_what_was_left_out(trained):
    _, card = trained
    assert card["goal"]["key"] == "close_90d"
    assert card["verdict"]["level"] in ("ready", "with_care")
    assert [leak["finding"]["name"] for leak in card["leaks"] if leak["is_left_out"]] == ["signature"]
    assert card["held_out"]["gap"] >= 30 * 24 * 3_600_000_000
    assert card["trained_at"] <= int(AS_OF.timestamp() * 1e6)
    assert [each["name"] for each in card["choice"]["candidates"]] == ["binned_logistic"]


def test_every_record_gets_a_likelihood_a_priority_and_reasons_that_add_up_in_words(folder):
    _, tamis = folder
    code, out, err = tamis("predict --data crm --model model --as-of 2026-10-01")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["id", "likelihood", "low", "high", "priority", "reasons"]
    assert [row["id"] for row in rows] == [f"c{number:03}" for number in range(260)]
    open_ = [row for row in rows if row["likelihood"]]
    won = [row for row in rows if not row["likelihood"]]
    assert {row["priority"] for row in won} == {"closed won"}
    assert {row["priority"] for row in open_} == {"very high", "high", "medium", "low"}
    for row in open_:
        assert 0 < float(row["low"]) <= float(row["likelihood"]) <= float(row["high"]) < 100
    best = max(open_, key=lambda row: float(row["likelihood"]))
    assert best["priority"] == "very high"
    reasons = json.loads(best["reasons"])
    assert all(reason["contribution"] > 0 for reason in reasons["for"])
    assert any("demo" in reason["fact"] for reason in reasons["for"])
    assert f"260 contacts, {len(open_)} of them open, as of 2026-10-01" in err


def test_csv_parquet_and_json_lines_hold_the_same(folder):
    root, tamis = folder
    for ending in ("csv", "jsonl", "parquet"):
        assert tamis(f"predict --data crm --model model --as-of 2026-10-01 --quiet --output out.{ending}")[0] == 0
    import pyarrow.parquet

    lines = [json.loads(line) for line in (root / "out.jsonl").read_text().splitlines()]
    assert lines == pyarrow.parquet.read_table(root / "out.parquet").to_pylist()
    rows = list(csv.DictReader(io.StringIO((root / "out.csv").read_text())))
    assert [float(row["likelihood"] or "nan") for row in rows] == pytest.approx(
        [float("nan") if line["likelihood"] is None else line["likelihood"] for line in lines], nan_ok=True
    )


def test_what_comes_later_changes_no_likelihood_of_an_earlier_instant(folder):
    root, tamis = folder
    before = tamis("predict --data crm --model model --as-of 2026-08-01 --quiet")[1]
    events = (root / "crm/events.csv").read_text()
    try:
        (root / "crm/events.csv").write_text(events + "c000,demo_requested,2026-08-01T00:00:01Z\n" * 5)
        assert tamis("predict --data crm --model model --as-of 2026-08-01 --quiet")[1] == before
    finally:
        (root / "crm/events.csv").write_text(events)


def test_the_card_as_text_page_and_json(folder, trained):
    root, tamis = folder
    code, out, _ = tamis("model show model")
    assert code == 0
    assert out.startswith("Likelihood to close: ")
    assert "signature – Left out" in out
    assert tamis("model show model --html card.html --language fr")[0] == 0
    assert '<html lang="fr"' in (root / "card.html").read_text()
    assert json.loads(tamis("model show model --json")[1]) == trained[1]


def test_a_model_is_only_replaced_when_asked(folder):
    _, tamis = folder
    code, _, err = tamis(TRAIN)
    assert code == 2
    assert "holds a model already" in err


def test_the_same_seed_gives_the_same_model(folder):
    root, tamis = folder
    assert tamis(TRAIN.replace("--model model", "--model again") + " --quiet")[0] == 0
    for file in (root / "model").iterdir():
        assert file.read_bytes() == (root / "again" / file.name).read_bytes(), file.name


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("key: x\noutcome: {property: lifecycle_stag, is: customer}\n", "did you mean lifecycle_stage?"),
        ("key: x\noutcome: {event: demo_requsted}\n", "did you mean demo_requested?"),
        ("key: x\noutcome: {event: demo_requested}\nsegment: emea\n", "there is no such segment"),
        ("key: x\noutcome: {event: demo_requested}\nleave_out: [contry]\n", "did you mean country?"),
        ("key: x\nobject: deal\noutcome: {event: demo_requested}\n", "The folder has no table of deal records"),
        ("key: x\noutcome: {property: country, is: 3}\n", "country"),
        ("key: x\noutcome: {property: country, is: France}\n", "Nobody knows when the outcome was reached"),
    ],
)
def test_a_goal_that_the_data_does_not_bear_out_is_refused_with_a_hint(folder, goal, words):
    root, tamis = folder
    (root / "wrong.yaml").write_text(goal)
    code, out, err = tamis("train --data crm --goal wrong.yaml --model other --kind binned_logistic --quiet")
    assert (code, out) == (2, "")
    assert words in err
    assert "nothing was scored" not in err
    assert not (root / "other").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--keep contry", "did you mean country?"),
        ("--kind forest", "kinds are glass_box, binned_logistic, boosted"),
        ("--goal none.yaml", "cannot be read"),
        ("--model crm", "a model needs a folder of its own"),
    ],
)
def test_wrong_options_are_refused_before_any_work(folder, options, words):
    root, tamis = folder
    line = f"train --data crm --goal goal.yaml --model other {options} --quiet"
    code, out, err = tamis(line)
    assert (code, out) == (2, "")
    assert words in err
    assert not (root / "other").exists()


def test_too_few_conversions_are_told_with_how_many_are_missing(crm_of, tamis):
    crm_of(company(60))
    said = tamis(TRAIN)
    assert said.code == 1
    assert "of 40 conversions" in said.out
    assert "What groups tell so far" in said.out
    assert "By country" in said.out
    assert "13 of 22" in said.out
    assert "Not ready, so no model was written" in said.err


def test_nobody_converted_and_everybody(crm_of, tamis):
    root = crm_of(company(60, converts=False))
    said = tamis(TRAIN)
    assert (said.code, (root / "model").exists()) == (1, False)
    assert "0 of 40 conversions" in said.out


def test_what_is_no_model_is_refused(crm_of, tamis):
    root = crm_of(company(20))
    assert "There is no model here" in tamis("predict --data crm --model nothing").err
    (root / "model").mkdir()
    (root / "model/manifest.json").write_text("{}")
    said = tamis("predict --data crm --model model")
    assert (said.code, said.out) == (2, "")
    assert "no manifest of a model" in said.err


@pytest.fixture
def crm_of(tmp_path, monkeypatch):
    def write(files: dict[str, str]):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return write
