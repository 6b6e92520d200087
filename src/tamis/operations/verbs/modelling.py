"""Verbs about models: to learn one, to ask it, and to say which version is live."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.models.assessing import Assessed
    from tamis.operations.models.predicting import PredictedModels
    from tamis.operations.models.publishing import MadeLive
    from tamis.operations.models.train_model import TrainedModel
    from tamis.operations.models.write_likelihoods import WrittenLikelihoods


@dataclass(frozen=True)
class TrainModel:
    """`tamis train` in a workspace: of the text of a goal `file`, whose key is `key`. `asked` is drawn for each wish,
    and the same at every attempt at it. See `Training` for the rest."""

    kind: ClassVar[str] = "train model"
    of: ClassVar[str] = "tamis.operations.models.train_model"
    text: str
    key: str
    file: str = "goal"
    seed: int = 0
    kept: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_anyway: bool = False
    is_published: bool = True
    asked: str = field(default_factory=lambda: secrets.token_hex(16), compare=False)

    def do(self, place: Place) -> TrainedModel:
        """Trains and, where the version went live, asks it about every record."""
        from tamis.operations.models.predicting import predict_models
        from tamis.operations.models.train_model import Training, made_before, train_model

        wishes = self.seed, self.kept, self.kinds, self.is_anyway, self.is_published
        trained = made_before(place.workspace, self.asked) if place.is_again else None
        if trained is None:
            training = Training(self.text, self.file, *wishes, by=place.by.name, asked=self.asked)
            trained = train_model(place.workspace, training, now=place.now, progress=place.progress)
        if trained.is_live:
            predict_models(place.workspace, [trained.key], now=place.now, progress=place.progress)
        return trained


@dataclass(frozen=True)
class PredictModels:
    """`tamis predict` in a workspace: of one model, or of all that have a live version."""

    kind: ClassVar[str] = "predict"
    of: ClassVar[str] = "tamis.operations.models.predicting"
    key: str | None = None

    def do(self, place: Place) -> PredictedModels:
        """Asks the live versions about every record."""
        from tamis.operations.models.predicting import predict_models

        keys = None if self.key is None else [self.key]
        return predict_models(place.workspace, keys, now=place.now, progress=place.progress)


@dataclass(frozen=True)
class Likelihoods:
    """`tamis predict KEY --output`: what the live version said of every record, into a file, or as CSV to standard
    output."""

    kind: ClassVar[str] = "likelihoods"
    of: ClassVar[str] = "tamis.operations.models.write_likelihoods"
    key: str
    output: Path | None = None

    def do(self, place: Place) -> WrittenLikelihoods:
        """Writes what is kept."""
        from tamis.operations.models.write_likelihoods import write_likelihoods

        return write_likelihoods(place.workspace, self.key, output=self.output or place.out)


@dataclass(frozen=True)
class AssessGoal:
    """Whether the text of a goal `file` can be learnt yet."""

    kind: ClassVar[str] = "assess goal"
    of: ClassVar[str] = "tamis.operations.models.assessing"
    text: str
    file: str = "goal"

    def do(self, place: Place) -> Assessed:
        """Counts."""
        from tamis.operations.models.assessing import assess_goal

        return assess_goal(place.workspace, self.text, self.file, now=place.now, progress=place.progress)


@dataclass(frozen=True)
class PublishModel:
    """`tamis model publish`. What it says of records is computed by `PredictModels`, which is asked for next."""

    kind: ClassVar[str] = "publish model"
    of: ClassVar[str] = "tamis.operations.models.publishing"
    key: str
    number: int
    is_anyway: bool = False

    def do(self, place: Place) -> MadeLive:
        """Makes the version live."""
        from tamis.operations.models.publishing import publish_model

        return publish_model(
            place.workspace, self.key, self.number, is_anyway=self.is_anyway, by=place.by.name, now=place.now
        )


@dataclass(frozen=True)
class RevertModel:
    """`tamis model revert`; `number` is the version that whoever asks takes to be live, so that nothing is gone back
    from twice. Then `PredictModels` is asked for."""

    kind: ClassVar[str] = "revert model"
    of: ClassVar[str] = "tamis.operations.models.publishing"
    key: str
    number: int | None = None

    def do(self, place: Place) -> MadeLive:
        """Makes the version live that was so before."""
        from tamis.operations.models.publishing import revert_model

        return revert_model(
            place.workspace, self.key, number=self.number, by=place.by.name, now=place.now, is_again=place.is_again
        )


@dataclass(frozen=True)
class WithdrawModel:
    """Takes the live version of a model out of use, with what it says of records."""

    kind: ClassVar[str] = "withdraw model"
    of: ClassVar[str] = "tamis.operations.models.publishing"
    key: str

    def do(self, place: Place) -> MadeLive:
        """Withdraws it."""
        from tamis.operations.models.publishing import withdraw_model

        return withdraw_model(place.workspace, self.key, by=place.by.name, now=place.now, is_again=place.is_again)


@dataclass(frozen=True)
class ScheduleModel:
    """When a model is trained anew and asked again; None is never."""

    kind: ClassVar[str] = "schedule model"
    of: ClassVar[str] = "tamis.operations.models.publishing"
    key: str
    retrain_days: int | None = 30
    on_drift: bool = True
    predict_hours: int | None = 24

    def do(self, place: Place) -> None:
        """Sets it."""
        from tamis.operations.models.publishing import schedule_model
        from tamis.store.application import Schedule

        schedule = Schedule(self.retrain_days, self.on_drift, self.predict_hours)
        schedule_model(place.workspace, self.key, schedule)


@dataclass(frozen=True)
class DeleteModel:
    """Deletes a model with all its versions and all that it said."""

    kind: ClassVar[str] = "delete model"
    of: ClassVar[str] = "tamis.operations.models.publishing"
    key: str

    def do(self, place: Place) -> None:
        """Deletes it."""
        from tamis.operations.models.publishing import delete_model

        delete_model(place.workspace, self.key, is_again=place.is_again)
