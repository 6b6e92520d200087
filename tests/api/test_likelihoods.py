"""Likelihoods and models by the API: what leads and records are told of, and training, publishing and going back."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, fsum
from typing import Any

import pytest

from tests.api.client import Program, make_tokens
from tests.cli.test_predict import GOAL
from tests.once import copied
from tests.web.learnt import EAGER, make_learnt
from tests.web.site import Site

KEY = "close_90d"


@pytest.fixture(scope="module")
def api_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The company that learnt, served."""
    folder = copied(tmp_path_factory, "learnt-company", make_learnt)
    tokens = make_tokens(folder)
    with Site(folder) as started:
        started.tokens = tokens  # type: ignore[attr-defined]
        yield started


def done(program: Program, method: str, path: str, body: Any = None) -> Any:
    """The result of a job that is waited for."""
    answer = program.ask(method, path, body, Prefer="wait=30")
    assert answer.status == 200, answer.said
    return answer.said["result"]


def test_leads_are_told_with_their_likelihoods_and_found_by_them(api: Program) -> None:
    said = api.get("/leads/contact", order="likelihood", priority=["very high", "high"], limit=5).said
    assert said["model"] == KEY
    told = [lead["likelihood"] for lead in said["items"]]
    assert [each["likelihood"] for each in told] == sorted((each["likelihood"] for each in told), reverse=True)
    assert all(each["low"] <= each["likelihood"] <= each["high"] for each in told)
    ids = api.get("/leads/contact/ids", order="likelihood", likelihood_from=told[0]["likelihood"]).said["ids"]
    assert said["items"][0]["id"] in ids
    assert api.get("/leads/contact", priority="best").status == 422
    assert api.get("/leads/contact", likelihood_from=101).status == 422
    assert api.get("/leads/company", priority="high").status == 422
    assert api.get("/leads/company").said["model"] is None


def test_a_record_is_told_its_likelihoods_with_reasons_their_whole_sum_and_their_history(api: Program) -> None:
    told = api.get(f"/likelihoods/contact/{EAGER}").said["items"][0]
    assert (told["model"], told["is_reached"]) == (KEY, False)
    assert told["change"] > 0
    assert {reason["contribution"] > 0 for reason in told["reasons"]} == {True, False}
    shapes = api.get("/openapi.json").said["components"]["schemas"]
    for shape, answer in (("LikelihoodTold", told), ("LikelihoodReasonTold", told["reasons"][0])):
        assert set(shapes[shape]["properties"]) == set(answer)
    whole = api.get(f"/whole-likelihoods/{KEY}/contact/{EAGER}").said
    assert "intercept" in whole, whole
    total = fsum([whole["intercept"], *(term["contribution"] for term in whole["terms"])])
    assert total == pytest.approx(whole["log_odds"], abs=1e-9)
    assert whole["likelihood"] == pytest.approx(100 / (1 + exp(-total)), abs=1e-3)
    drawn = next(term for term in whole["terms"] if term["curve"] and term["here"] is not None)
    assert drawn["curve"]["points"][drawn["here"]]["log_odds"] == pytest.approx(drawn["contribution"], abs=1e-9)
    changes = api.get(f"/likelihood-history/contact/{EAGER}", model=KEY).said["items"]
    assert changes[-1]["after"] == told["likelihood"]
    french = api.ask("GET", f"/likelihoods/contact/{EAGER}", Accept_Language="fr").said["items"][0]
    assert "fiches" in french["reasons"][0]["fact"]
    assert api.get("/likelihoods/contact/nobody").status == 404
    assert api.get(f"/whole-likelihoods/renewal/contact/{EAGER}").status == 404


def test_models_are_told_with_their_cards_and_what_could_be_learnt(api: Program) -> None:
    model = api.get("/models").said["items"][0]
    assert (model["key"], model["live"], model["columns"]) == (KEY, 1, [KEY, f"{KEY}_priority"])
    assert len(model["runs"]) == 2
    assert api.get(f"/models/{KEY}").said == model
    card = api.get(f"/models/{KEY}/card", version=1).said["card"]
    assert card["goal"]["key"] == KEY
    assert api.get(f"/models/{KEY}/card", version=9).status == 404
    assert api.get("/models/renewal").status == 404
    goals = api.get("/suggested-goals").said["items"]
    assert any("lifecycle_stage" in goal["text"] for goal in goals)
    assessed = done(api, "POST", "/models/assess", {"text": GOAL})
    assert (assessed["key"], assessed["stage"]) == (KEY, "percentages")


def test_a_goal_with_mistakes_is_refused_with_their_places(api: Program) -> None:
    for path in ("/models", "/models/assess"):
        answer = api.post(path, {"text": "key: 7\nhorizont: 90 days\n"})
        assert answer.status == 422
        assert "unknown-key" in answer.codes


def test_who_may_not_publish_may_read_models_and_train_none(enter: Any) -> None:
    program = enter("sales")
    assert program.get("/models").status == 200
    assert program.post("/models", {"text": GOAL}).status == 403
    assert program.post(f"/models/{KEY}/revert").status == 403


def test_a_model_is_trained_published_asked_withdrawn_gone_back_to_and_deleted(api: Program) -> None:
    key = "close_soon"
    wishes = {"text": GOAL.replace(KEY, key), "kinds": ["binned_logistic"], "is_published": False}
    trained = done(api, "POST", "/models", wishes)
    assert (trained["number"], trained["is_live"], said_by(api, key)) == (1, False, None)
    assert done(api, "POST", f"/models/{key}/publish", {"number": 1}) == {"key": key, "number": 1, "before": None}
    [asked] = done(api, "POST", "/models/predict", {"key": key})["models"]
    assert asked["version"] == said_by(api, key) == 1
    done(api, "PUT", f"/models/{key}/schedule", {"retrain_days": None, "on_drift": False, "predict_hours": None})
    assert api.get(f"/models/{key}").said["schedule"]["retrain_days"] is None
    assert done(api, "POST", f"/models/{key}/withdraw") == {"key": key, "number": None, "before": 1}
    assert said_by(api, key) is None
    assert api.get("/leads/contact", model=key).status == 422
    assert done(api, "POST", f"/models/{key}/revert") == {"key": key, "number": 1, "before": None}
    done(api, "DELETE", f"/models/{key}")
    assert api.post(f"/models/{key}/withdraw").status == 404


def said_by(api: Program, key: str) -> int | None:
    """By which version of a model the eager contact is told how likely it is."""
    told = api.get(f"/likelihoods/contact/{EAGER}").said["items"]
    return next((each["version"] for each in told if each["model"] == key), None)
