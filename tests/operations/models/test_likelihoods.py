"""What the live models say of one record, in English and French, with every reason."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from tamis.errors import UsageError
from tamis.operations.models.clearing import clear_reached
from tamis.operations.models.kept_reasons import read_reasons
from tamis.operations.models.likelihoods import LeadingModel, leading_model, likelihoods_of, live_models
from tamis.operations.models.live_models import kept_version
from tamis.operations.models.whole_explanation import whole_explanation
from tamis.operations.rescore import micros_of
from tests.cli.test_predict import AS_OF, GOAL
from tests.operations.models.conftest import Learnt

DAY = 86_400_000_000


def one_open(learnt: Learnt, place: int = 0) -> str:
    """The open contact at that place of the list, the likeliest first."""
    likeliest = "FROM likelihoods JOIN records_0 AS r USING (n) ORDER BY likelihood DESC NULLS LAST, r.id"
    [(id,)] = learnt.rows(f"SELECT r.id {likeliest} LIMIT 1 OFFSET {place}")
    return str(id)


def test_the_leading_model_is_the_one_that_went_live_first(predicted: Learnt) -> None:
    expected = LeadingModel(
        "close_90d", "Likelihood to close", "contact", "close_90d", "close_90d_priority", 1, micros_of(AS_OF)
    )
    assert leading_model(predicted.workspace, "contact") == expected
    assert leading_model(predicted.workspace, "company") is None
    predicted.clock += timedelta(days=1)
    predicted.train(GOAL.replace("key: close_90d\n", "").replace("Likelihood to close", "Standard"), is_anyway=True)
    predicted.predict()
    first, standard = live_models(predicted.workspace)
    assert first.key == "close_90d"
    assert (standard.likelihood_column, standard.priority_column) == ("likelihood_to_close", "contact_priority")
    assert [each.model for each in likelihoods_of(predicted.workspace, "contact", one_open(predicted))] == [
        "close_90d",
        "likelihood_to_close",
    ]


def test_before_a_model_is_asked_there_is_nothing_to_tell(learnt: Learnt) -> None:
    assert likelihoods_of(learnt.workspace, "contact", "c001") == ()
    found = leading_model(learnt.workspace, "contact")
    assert found is not None
    assert found.predicted_at is None


def test_a_likelihood_is_told_with_its_reasons(predicted: Learnt) -> None:
    id = one_open(predicted)
    [said] = likelihoods_of(predicted.workspace, "contact", id)
    [(likelihood, low, high, priority, reasons)] = predicted.rows(
        "SELECT likelihood, low, high, priority, reasons FROM likelihoods JOIN records_0 USING (n) WHERE id = ?", id
    )
    assert (said.likelihood, said.low, said.high, said.priority) == (likelihood, low, high, priority)
    assert (said.priority, said.change, said.is_reached) == ("very high", None, False)
    assert said.horizon == 30 * DAY
    assert 1 < said.base_rate < 50
    assert [each.contribution for each in said.reasons] == [each.contribution for each in read_reasons(reasons)]
    assert all(each.fact.startswith(each.meaning) for each in said.reasons if len(each.features) == 1)


def test_reasons_are_told_in_french(predicted: Learnt) -> None:
    id = one_open(predicted)
    [english] = likelihoods_of(predicted.workspace, "contact", id)
    [french] = likelihoods_of(predicted.workspace, "contact", id, language="fr")
    assert [each.features for each in french.reasons] == [each.features for each in english.reasons]
    for one, other in zip(french.reasons, english.reasons, strict=True):
        # What the customer's own properties are called is the same in every language.
        assert (one.meaning != other.meaning) == (one.features[0] != "property:country")
        assert "reach the goal" not in one.fact
    assert any("atteignent l’objectif, contre" in each.fact for each in french.reasons)


def test_the_change_is_told_in_points_against_the_run_before(predicted: Learnt) -> None:
    id = one_open(predicted)
    [before] = likelihoods_of(predicted.workspace, "contact", id)
    predicted.clock += timedelta(days=25)
    predicted.predict()
    [after] = likelihoods_of(predicted.workspace, "contact", id)
    assert after.likelihood is not None
    assert before.likelihood is not None
    assert after.change == pytest.approx(after.likelihood - before.likelihood)


def test_who_reached_the_goal_has_no_likelihood(predicted: Learnt) -> None:
    id = one_open(predicted)
    predicted.clock += timedelta(days=2)
    won = f"{predicted.clock - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    predicted.take(
        property_changes=f"object,id,property,value,changed_at\ncontact,{id},lifecycle_stage,customer,{won}\n"
    )
    clear_reached(predicted.workspace, now=predicted.now)
    [said] = likelihoods_of(predicted.workspace, "contact", id)
    assert (said.likelihood, said.priority, said.is_reached, said.reasons) == (None, "closed won", True, ())
    with pytest.raises(UsageError, match="has no likelihood"):
        whole_explanation(predicted.workspace, "contact", id, "close_90d")


def test_the_model_looks_at_colleagues_companies_and_scores(predicted: Learnt) -> None:
    families = {each.family for each in kept_version(predicted.workspace, "close_90d", 1).model.features}
    assert families >= {"activity", "record", "properties", "company", "colleagues", "scores"}


@pytest.mark.parametrize("place", range(0, 50, 10))
def test_every_reason_adds_up_to_the_log_odds(predicted: Learnt, place: int) -> None:
    """Gathered anew, for the one record on a copy of what is around it."""
    id = one_open(predicted, place)
    whole = whole_explanation(predicted.workspace, "contact", id, "close_90d")
    assert math.fsum([whole.intercept, *(each.contribution for each in whole.terms)]) == whole.log_odds
    [(log_odds, likelihood)] = predicted.rows(
        "SELECT log_odds, likelihood FROM likelihoods JOIN records_0 USING (n) WHERE id = ?", id
    )
    assert whole.log_odds == pytest.approx(log_odds, abs=1e-9)
    assert whole.likelihood == pytest.approx(likelihood, abs=1e-3)
    assert whole.kept == likelihood
    [said] = likelihoods_of(predicted.workspace, "contact", id)
    told = {each.features: each.contribution for each in whole.terms}
    assert all(told[each.features] == pytest.approx(each.contribution, abs=6e-5) for each in said.reasons)


def test_a_record_stands_on_each_curve_where_its_contribution_is(predicted: Learnt) -> None:
    whole = whole_explanation(predicted.workspace, "contact", one_open(predicted), "close_90d", language="fr")
    drawn = [each for each in whole.terms if each.curve is not None]
    assert len(drawn) > 3
    for each in drawn:
        assert each.curve is not None
        if each.here is not None:
            assert each.curve.points[each.here].log_odds == pytest.approx(each.contribution, abs=1e-9)
    assert sum(each.here is not None for each in drawn) >= len(drawn) - 1


def test_what_is_told_of_later_is_seen_in_the_explanation(predicted: Learnt) -> None:
    id = one_open(predicted)
    before = whole_explanation(predicted.workspace, "contact", id, "close_90d")
    rows = "".join(f"{id},demo_requested,2026-10-1{day}T10:00:00Z\n" for day in range(9))
    predicted.take(events="contact_id,type,occurred_at\n" + rows)
    after = whole_explanation(predicted.workspace, "contact", id, "close_90d")
    assert after.kept == before.kept
    assert after.likelihood != before.likelihood


def test_nothing_is_told_of_who_is_not_there(predicted: Learnt) -> None:
    with pytest.raises(UsageError, match="There is no contact"):
        likelihoods_of(predicted.workspace, "contact", "nobody")
    with pytest.raises(UsageError, match="is live"):
        whole_explanation(predicted.workspace, "contact", "c001", "other")
