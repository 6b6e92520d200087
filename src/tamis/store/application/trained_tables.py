"""The tables of models that were learnt. Instants are microseconds since the epoch, UTC."""

from __future__ import annotations

from django.db import models

_WHYS = [(why, why) for why in ("first", "challenger", "by_hand", "reverted", "withdrawn")]


class StoredModel(models.Model):
    """A goal that is learnt: the text of its file as it was last, and when it is learnt anew."""

    key = models.TextField(unique=True)
    label = models.TextField()
    object = models.TextField()
    goal = models.TextField()
    made_at = models.BigIntegerField()
    retrain_days = models.PositiveIntegerField(null=True, default=30)
    on_drift = models.BooleanField(default=True)
    predict_hours = models.PositiveIntegerField(null=True, default=24)
    tried_at = models.BigIntegerField(null=True)
    """When it was last tried in vain; with the card that says why."""
    tried_card = models.BinaryField(null=True)
    lengths = models.TextField(default="{}")
    """JSON: how long the last training took, in microseconds, by the kinds that were tried, with commas between."""

    class Meta:
        app_label = "application"
        db_table = "models"


class StoredModelVersion(models.Model):
    """What one training made: never changed but for its note."""

    model = models.ForeignKey(StoredModel, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    goal = models.TextField()
    artefact = models.BinaryField()
    card = models.BinaryField()
    made_at = models.BigIntegerField()
    as_of = models.BigIntegerField()
    verdict = models.TextField()
    kind = models.TextField()
    log_loss = models.FloatField(null=True)
    auc = models.FloatField(null=True)
    rows = models.BigIntegerField()
    converted = models.BigIntegerField()
    seed = models.BigIntegerField(default=0)
    kept = models.TextField(default="[]")
    note = models.TextField(default="")
    asked = models.TextField(default="")
    """The mark of the wish that it was made for: an attempt at it that was broken off had got so far."""

    class Meta:
        app_label = "application"
        db_table = "model_versions"
        constraints = (models.UniqueConstraint(fields=("model", "number"), name="one_model_version_a_number"),)


class StoredLiving(models.Model):
    """A version going live; number 0 is none."""

    model = models.ForeignKey(StoredModel, on_delete=models.CASCADE, related_name="livings")
    number = models.PositiveIntegerField()
    at = models.BigIntegerField()
    why = models.CharField(max_length=10, choices=_WHYS)
    by = models.TextField()

    class Meta:
        app_label = "application"
        db_table = "model_livings"


class StoredRun(models.Model):
    """Likelihoods that were computed."""

    model = models.ForeignKey(StoredModel, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    at = models.BigIntegerField()
    records = models.BigIntegerField()
    open = models.BigIntegerField()
    changed = models.BigIntegerField()
    drifts = models.TextField(default="[]")

    class Meta:
        app_label = "application"
        db_table = "model_runs"
