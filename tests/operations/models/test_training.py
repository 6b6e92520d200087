"""Versions of a model: which goes live by itself, and that a training is the same wherever it is done."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from tamis.errors import DataError, DefinitionError, UsageError
from tamis.operations.handing_over.wire import decode_verb, encode_verb
from tamis.operations.models.assessing import assess_goal
from tamis.operations.models.deciding import decide
from tamis.operations.models.fitting import FitEnded, Fitted, fit_apart
from tamis.operations.models.listing import read_card
from tamis.operations.models.publishing import delete_model, publish_model, withdraw_model
from tamis.operations.models.suggesting import suggested_goals
from tamis.operations.predict.training import Prepared
from tamis.operations.verbs import Place, TrainModel
from tamis.predict.artefact.manifest import MANIFEST
from tamis.predict.card.json_form import to_json
from tamis.predict.card.model_card import ModelCard
from tamis.predict.evaluation.comparison import Rival, RivalKind
from tamis.predict.evaluation.intervals import Interval
from tamis.predict.evaluation.verdict import Level
from tamis.progress import NullProgress
from tamis.store.application import KeptModel, Living, ModelVersion, Schedule
from tests.cli.test_predict import AS_OF, GOAL
from tests.operations.models.conftest import Learnt
from tests.predict.card.cards import ready_card

LIVE = ModelVersion(1, 0, 0, "ready", "glass_box", 0.2, 0.8, 900, 80)


def model(*versions: ModelVersion, live: int = 1) -> KeptModel:
    livings = (Living(live, 0, "first", ""),) if live else ()
    return KeptModel("closing", "Closing", "contact", "", 0, Schedule(), versions, livings, (), None)


def judged(*difference: float) -> ModelCard:
    """The card of a challenger whose log loss differs so much (low end, value, high end) from that of version 1, which
    is 0.2; without a difference, of one that could not be held against it."""
    card = ready_card()
    assert card.held_out is not None
    rivals = [each for each in card.held_out.rivals if each.kind is not RivalKind.LIVE]
    if difference:
        low, value, high = difference
        rivals.append(Rival(RivalKind.LIVE, "1", 0.8, 0.2, 0.3, None, Interval(value, low, high)))
    return replace(card, held_out=replace(card.held_out, rivals=tuple(rivals)))


def test_a_first_model_goes_live_if_it_may_be_used() -> None:
    assert decide(model(live=0), 1, ready_card(), is_published=True).living == "first"
    assert decide(model(live=0), 1, ready_card(), is_published=False).living is None


def test_what_is_not_ready_never_goes_live_by_itself() -> None:
    card = ready_card()
    card = replace(card, verdict=replace(card.verdict, level=Level.NOT_READY))
    assert not decide(model(live=0), 1, card, is_published=True).is_live


def test_a_challenger_that_is_better_takes_the_place() -> None:
    decided = decide(model(LIVE), 2, judged(-0.03, -0.02, -0.01), is_published=True)
    assert decided.living == "challenger"
    assert decided.why == (
        "Its log loss on the newest examples is 0.1800, that of version 1 is 0.2000; so it took its place."
    )


def test_one_that_these_rows_cannot_tell_apart_takes_it_too() -> None:
    assert decide(model(LIVE), 2, judged(-0.01, 0.001, 0.012), is_published=True).is_live


def test_a_worse_one_does_not() -> None:
    decided = decide(model(LIVE), 2, judged(0.01, 0.02, 0.03), is_published=True)
    assert (decided.is_live, decided.living) == (False, None)
    assert decided.why.endswith("so version 1 stays.")


def test_where_too_little_has_happened_since_the_live_one_stays() -> None:
    decided = decide(model(LIVE), 2, judged(), is_published=True)
    assert not decided.is_live
    assert "Too little has happened" in decided.why


def test_a_challenger_is_held_against_the_live_version_on_what_neither_learnt_from(learnt: Learnt) -> None:
    goal = GOAL.replace("close_90d", "early")
    learnt.clock = AS_OF - timedelta(days=95)
    learnt.train(goal, is_anyway=True)
    publish_model(learnt.workspace, "early", 1, is_anyway=True, by="Ada", now=learnt.now)
    learnt.clock = AS_OF
    learnt.train(goal, is_anyway=True)
    card = read_card(learnt.workspace, "early", 2)
    assert card.held_out is not None
    [rival] = [each for each in card.held_out.rivals if each.kind is RivalKind.LIVE]
    assert (rival.name, card.live_version) == ("1", "1")
    assert rival.log_loss is not None
    assert rival.log_loss_difference is not None


def test_the_same_data_and_seed_give_the_same_model_to_the_byte(learnt: Learnt) -> None:
    learnt.train()
    with learnt.application() as application:
        first, second = (_arrays(application.models.artefact("close_90d", number)) for number in (1, 2))
    assert first == second
    assert first
    one, other = (read_card(learnt.workspace, "close_90d", number) for number in (1, 2))
    assert (one.curves, one.importances, one.choice) == (other.curves, other.importances, other.choice)


def _arrays(artefact: bytes) -> dict[str, bytes]:
    """All files of a model but its manifest, which names the version."""
    with zipfile.ZipFile(io.BytesIO(artefact)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}


def test_a_model_that_is_not_ready_is_published_only_by_who_insists(learnt: Learnt) -> None:
    with learnt.application() as application:
        application.models.add_version(
            "close_90d", replace(LIVE, verdict="not_ready"), goal=GOAL, artefact=b"no model", card=b"{}"
        )

    def publish(*, is_anyway: bool) -> None:
        publish_model(learnt.workspace, "close_90d", 2, is_anyway=is_anyway, by="Ada", now=learnt.now)

    with pytest.raises(UsageError, match="is not ready"):
        publish(is_anyway=False)
    # Nor is one that cannot be asked, whoever insists.
    with pytest.raises(DataError, match="no archive of a model"):
        publish(is_anyway=True)
    with learnt.application() as application:
        assert application.models.live_numbers() == {"close_90d": 1}


def test_a_model_that_is_deleted_while_it_is_trained_does_not_come_back(
    learnt: Learnt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fitted_meanwhile(prepared: Prepared, progress: object) -> Fitted:
        delete_model(learnt.workspace, "close_90d")
        return Fitted(to_json(ready_card()), b"a")

    monkeypatch.setattr("tamis.operations.models.train_model.fit_apart", fitted_meanwhile)
    with pytest.raises(UsageError, match="was deleted while it was trained"):
        learnt.train()
    with learnt.application() as application:
        assert application.models.all() == []


def test_a_model_that_is_withdrawn_while_it_is_trained_stays_so(
    learnt: Learnt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fitted_meanwhile(prepared: Prepared, progress: object) -> Fitted:
        withdraw_model(learnt.workspace, "close_90d", by="Ada", now=learnt.now)
        return Fitted(to_json(ready_card()), b"a")

    monkeypatch.setattr("tamis.operations.models.train_model.fit_apart", fitted_meanwhile)
    learnt.train()
    with learnt.application() as application:
        kept = application.models.get("close_90d")
    assert (kept.live, len(kept.versions)) == (None, 2)
    assert "was changed while this one was trained" in kept.versions[0].note


def test_a_training_whose_version_was_kept_before_its_process_was_killed_is_not_done_again(
    learnt: Learnt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tamis.operations.models.train_model.fit_apart", lambda *_: Fitted(to_json(ready_card()), b"a"))
    place = Place(learnt.workspace, learnt.now, NullProgress(), io.BytesIO())
    wish, other = (TrainModel(GOAL, "close_90d", is_published=False) for _ in range(2))
    first = wish.do(place)
    again = decode_verb(wish.kind, encode_verb(wish)).do(replace(place, is_again=True))
    assert (again.number, again.level, again.why) == (first.number, first.level, first.why) == (2, "ready", again.why)
    assert again.read_card() == first.read_card()
    # Whoever was killed before that, or wishes for the same once more, gets one of their own.
    assert other.do(replace(place, is_again=True)).number == 3


def test_readiness_is_told_without_training(learnt: Learnt) -> None:
    assessed = assess_goal(learnt.workspace, GOAL, "goal.yaml", now=learnt.now, progress=NullProgress())
    card = read_card(learnt.workspace, "close_90d")
    assert assessed.readiness == card.readiness
    with pytest.raises(DefinitionError, match="did you mean lifecycle_stage"):
        assess_goal(learnt.workspace, GOAL.replace("stage", "stag"), "g", now=learnt.now, progress=NullProgress())


def test_goals_are_suggested_in_the_names_of_the_data(learnt: Learnt) -> None:
    [suggested] = [each for each in suggested_goals(learnt.workspace) if each.object == "contact"]
    assert "outcome: {property: lifecycle_stage, is: customer}" in suggested.text
    assessed = assess_goal(learnt.workspace, suggested.text, "g", now=learnt.now, progress=NullProgress())
    assert assessed.readiness.converted > 40


def test_a_process_that_dies_while_it_trains_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tamis.operations.models.fitting.sys.executable", "/bin/false")
    with pytest.raises(FitEnded):
        fit_apart(None, NullProgress())  # type: ignore[arg-type]


def test_what_goes_wrong_in_the_other_process_is_raised_here() -> None:
    from tamis.errors import FaultElsewhere

    broken: Prepared = "no examples"  # type: ignore[assignment]
    with pytest.raises(FaultElsewhere):
        fit_apart(broken, NullProgress())
