"""Models that were learnt: their goals, their versions with artefact and card, which one is live, and their runs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tamis.errors import Unknown, UsageError, closest
from tamis.store.application.connection import Connection

Why = Literal["first", "challenger", "by_hand", "reverted", "withdrawn"]
MOST_RUNS = 30
"""So many runs of a model are told of; earlier ones are forgotten."""


@dataclass(frozen=True)
class Schedule:
    """When a model is trained anew (after so many days, None for never by itself; and where inputs drifted, if
    `on_drift`), and after how many hours its likelihoods are computed again (None for never by itself)."""

    retrain_days: int | None = 30
    on_drift: bool = True
    predict_hours: int | None = 24


@dataclass(frozen=True)
class ModelVersion:
    """One version, without its bytes. Instants are microseconds since the epoch, UTC: when it was made, and up to when
    it looked (`as_of`). `verdict` is ready, with_care or not_ready; `kind` names the estimator; `log_loss` (nats) and
    `auc` are of held-out rows; `rows` and `converted` what it learnt from; `kept` the properties that were used though
    they seem to know the outcome; `note` why it is not live, or what else there is to tell; `asked` is the mark of the
    wish that it was made for."""

    number: int
    made_at: int
    as_of: int
    verdict: str
    kind: str
    log_loss: float | None
    auc: float | None
    rows: int
    converted: int
    seed: int = 0
    kept: tuple[str, ...] = ()
    note: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Living:
    """A version going live (number 0: none was live from then on), when, why, and by whose hand."""

    number: int
    at: int
    why: Why
    by: str


@dataclass(frozen=True)
class Run:
    """Likelihoods that were computed: by which version, as of when, of how many records, how many of them open, how
    many changed; and how far each input has moved since training, the furthest first."""

    number: int
    at: int
    records: int
    open: int
    changed: int
    drifts: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Tried:
    """The last training that made no version: when, and the card that says why."""

    at: int
    card: bytes


@dataclass(frozen=True)
class KeptModel:
    """A model with everything but bytes; versions, livings and runs newest first."""

    key: str
    label: str
    object: str
    goal: str
    made_at: int
    schedule: Schedule
    versions: tuple[ModelVersion, ...]
    livings: tuple[Living, ...]
    runs: tuple[Run, ...]
    tried: Tried | None
    lengths: Mapping[str, int] = field(default_factory=dict)
    """How long the last training took, in microseconds, by the kinds that it tried (`of_kinds`)."""

    @property
    def live(self) -> ModelVersion | None:
        """The version whose likelihoods are shown."""
        number = self.livings[0].number if self.livings else 0
        return next((version for version in self.versions if version.number == number), None)

    @property
    def before_live(self) -> int | None:
        """What going back brings: the version that was live before the live one, or the last live one where none is.

        What was gone back from is not come back to: going back twice goes back by two.
        """
        was, is_withdrawn = list[int](), False
        for living in reversed(self.livings):
            if living.number and living.why == "reverted" and not is_withdrawn:
                was.pop()
            elif living.number and was[-1:] != [living.number]:
                was.append(living.number)
            is_withdrawn = not living.number
        earlier = was if is_withdrawn else was[:-1]
        return earlier[-1] if earlier else None

    def version(self, number: int) -> ModelVersion:
        """The version of that number. Raises UsageError without one."""
        for version in self.versions:
            if version.number == number:
                return version
        raise Unknown(f'Model "{self.key}" has no version {number}.')


class Models:
    """The models in one application database. Methods may raise UsageError for a faulty database, and for a key that
    no model has."""

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._models = models.StoredModel.objects.db_manager(connection.alias)
        self._versions = models.StoredModelVersion.objects.db_manager(connection.alias)
        self._livings = models.StoredLiving.objects.db_manager(connection.alias)
        self._runs = models.StoredRun.objects.db_manager(connection.alias)

    def all(self) -> list[KeptModel]:
        """Every model: those first that went live first, then by key."""
        with self._connection.reading():
            found = [self._kept(stored) for stored in self._models.order_by("key")]
        return sorted(found, key=lambda each: (_first(each), each.key))

    def get(self, key: str) -> KeptModel:
        """The model of a key."""
        with self._connection.reading():
            return self._kept(self._stored(key))

    def live_numbers(self) -> dict[str, int]:
        """By key, the number of the live version of each model that has one."""
        with self._connection.reading():
            found = self._livings.order_by("pk").values_list("model__key", "number")
            return {key: number for key, number in dict(found).items() if number}

    def save_goal(self, key: str, *, label: str, object: str, goal: str, at: int) -> None:
        """Keeps the goal of a model, which is new or trained anew. Raises UsageError where the key is that of a model
        of another object's records."""
        with self._connection.writing():
            stored, _ = self._models.get_or_create(
                key=key, defaults={"label": label, "object": object, "goal": goal, "made_at": at}
            )
            _refuse_other_object(stored, object)
            stored.label, stored.goal = label, goal
            stored.save()

    def refuse_other_object(self, key: str, object: str) -> None:
        """Raises UsageError where the key is that of a model of another object's records."""
        with self._connection.reading():
            _refuse_other_object(self._stored(key), object)

    def add_version(self, key: str, version: ModelVersion, *, goal: str, artefact: bytes, card: bytes) -> ModelVersion:
        """Keeps a version, under the next number whatever number it says, and gives it back with that."""
        with self._connection.writing():
            stored = self._stored(key)
            number = self._next(stored)
            fields = {name: getattr(version, name) for name in _OF_VERSION}
            made = self._versions.create(
                model=stored, number=number, goal=goal, artefact=artefact, card=card, **_stored_fields(fields)
            )
            stored.tried_at, stored.tried_card = None, None
            stored.save()
            return _version(made)

    def made_for(self, asked: str) -> tuple[str, int] | None:
        """The key and number of the version that was made for a wish of this mark, if there is one."""
        with self._connection.reading():
            found = self._versions.filter(asked=asked).exclude(asked="").values_list("model__key", "number")
            return found.first()

    def artefact(self, key: str, number: int) -> bytes:
        """The bytes of a version."""
        return self._bytes(key, number, "artefact")

    def card(self, key: str, number: int) -> bytes:
        """The card of a version, as JSON."""
        return self._bytes(key, number, "card")

    def go_live(self, key: str, number: int, why: Why, at: int, *, by: str) -> None:
        """Makes a version live, or none with number 0. Raises UsageError for a version that is not there."""
        with self._connection.writing():
            stored = self._stored(key)
            if number:
                self._kept(stored).version(number)
            self._livings.create(model=stored, number=number, at=at, why=why, by=by)

    def keep_tried(self, key: str, tried: Tried) -> None:
        """Keeps the card of a training that made no version, in place of an earlier one."""
        with self._connection.writing():
            stored = self._stored(key)
            stored.tried_at, stored.tried_card = tried.at, tried.card
            stored.save()

    def keep_length(self, key: str, kinds: Collection[str], took: int) -> None:
        """Keeps how long a training took (microseconds) that tried these kinds, or all, if none is named."""
        with self._connection.writing():
            stored = self._stored(key)
            stored.lengths = json.dumps({**json.loads(stored.lengths), of_kinds(kinds): took})
            stored.save()

    def note(self, key: str, number: int, note: str) -> None:
        """Writes what there is to tell of a version."""
        with self._connection.writing():
            self._versions.filter(model=self._stored(key), number=number).update(note=note)

    def add_run(self, key: str, run: Run) -> None:
        """Keeps that likelihoods were computed."""
        with self._connection.writing():
            stored = self._stored(key)
            said = {"number": run.number, "at": run.at, "records": run.records, "open": run.open}
            self._runs.create(model=stored, changed=run.changed, drifts=json.dumps(list(run.drifts)), **said)
            kept = self._runs.filter(model=stored).order_by("-pk").values_list("pk", flat=True)[:MOST_RUNS]
            self._runs.filter(model=stored).exclude(pk__in=list(kept)).delete()

    def set_schedule(self, key: str, schedule: Schedule) -> None:
        """Sets when a model is trained anew and asked again."""
        with self._connection.writing():
            stored = self._stored(key)
            stored.retrain_days, stored.on_drift = schedule.retrain_days, schedule.on_drift
            stored.predict_hours = schedule.predict_hours
            stored.save()

    def delete(self, key: str) -> None:
        """Deletes a model with all its versions."""
        with self._connection.writing():
            self._stored(key).delete()

    def _stored(self, key: str) -> Any:
        stored = self._models.filter(key=key).first()
        if stored is None:
            hint = closest(key, self._models.values_list("key", flat=True))
            raise Unknown(f'There is no model "{key}"{f"; {hint}".removesuffix("?") if hint else ""}.')
        return stored

    def _next(self, stored: Any) -> int:
        newest = self._versions.filter(model=stored).order_by("-number").values_list("number", flat=True).first()
        return (newest or 0) + 1

    def _bytes(self, key: str, number: int, name: str) -> bytes:
        with self._connection.reading():
            found = self._versions.filter(model=self._stored(key), number=number).values_list(name, flat=True).first()
        if found is None:
            raise Unknown(f'Model "{key}" has no version {number}.')
        return bytes(found)

    def _kept(self, stored: Any) -> KeptModel:
        versions = self._versions.filter(model=stored).defer("artefact", "card", "goal").order_by("-number")
        livings = self._livings.filter(model=stored).order_by("-pk")
        runs = self._runs.filter(model=stored).order_by("-pk")
        return KeptModel(
            key=stored.key,
            label=stored.label,
            object=stored.object,
            goal=stored.goal,
            made_at=stored.made_at,
            schedule=Schedule(stored.retrain_days, stored.on_drift, stored.predict_hours),
            versions=tuple(map(_version, versions)),
            livings=tuple(Living(each.number, each.at, each.why, each.by) for each in livings),
            runs=tuple(map(_run, runs)),
            tried=None if stored.tried_at is None else Tried(stored.tried_at, bytes(stored.tried_card)),
            lengths=json.loads(stored.lengths),
        )


def of_kinds(kinds: Collection[str]) -> str:
    """What a training that tried these kinds is known by: their names, or nothing for all."""
    return ",".join(sorted(set(kinds)))


_OF_VERSION = (
    *("made_at", "as_of", "verdict", "kind", "log_loss", "auc", "rows", "converted"),
    *("seed", "kept", "note", "asked"),
)
_NEVER = 2**63


def _first(model: KeptModel) -> int:
    return model.livings[-1].at if model.livings else _NEVER


def _stored_fields(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    kept: Sequence[str] = fields["kept"]
    return {**fields, "kept": json.dumps(list(kept))}


def _refuse_other_object(stored: Any, object: str) -> None:
    if stored.object != object:
        message = f'"{stored.key}" is the key of a model of {stored.object} records already'
        raise UsageError(f"{message}; give the goal a key of its own.")


def _version(stored: Any) -> ModelVersion:
    said = {name: getattr(stored, name) for name in _OF_VERSION}
    return ModelVersion(stored.number, **{**said, "kept": tuple(json.loads(stored.kept))})


def _run(stored: Any) -> Run:
    drifts = tuple(json.loads(stored.drifts))
    return Run(stored.number, stored.at, stored.records, stored.open, stored.changed, drifts)
