"""Models that were learnt: versions, which of them is live, and runs."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_WHYS = [(why, why) for why in ("first", "challenger", "by_hand", "reverted", "withdrawn")]


def _of_model(name: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=models.CASCADE, related_name=name, to="application.storedmodel")


class Migration(migrations.Migration):
    dependencies = (("application", "0010_decisions"),)
    operations = (
        migrations.CreateModel(
            name="StoredModel",
            fields=[
                ("id", _ID),
                ("key", models.TextField(unique=True)),
                ("label", models.TextField()),
                ("object", models.TextField()),
                ("goal", models.TextField()),
                ("made_at", models.BigIntegerField()),
                ("retrain_days", models.PositiveIntegerField(null=True, default=30)),
                ("on_drift", models.BooleanField(default=True)),
                ("predict_hours", models.PositiveIntegerField(null=True, default=24)),
                ("tried_at", models.BigIntegerField(null=True)),
                ("tried_card", models.BinaryField(null=True)),
            ],
            options={"db_table": "models"},
        ),
        migrations.CreateModel(
            name="StoredModelVersion",
            fields=[
                ("id", _ID),
                ("number", models.PositiveIntegerField()),
                ("goal", models.TextField()),
                ("artefact", models.BinaryField()),
                ("card", models.BinaryField()),
                ("made_at", models.BigIntegerField()),
                ("as_of", models.BigIntegerField()),
                ("verdict", models.TextField()),
                ("kind", models.TextField()),
                ("log_loss", models.FloatField(null=True)),
                ("auc", models.FloatField(null=True)),
                ("rows", models.BigIntegerField()),
                ("converted", models.BigIntegerField()),
                ("seed", models.BigIntegerField(default=0)),
                ("kept", models.TextField(default="[]")),
                ("note", models.TextField(default="")),
                ("model", _of_model("versions")),
            ],
            options={
                "db_table": "model_versions",
                "constraints": [models.UniqueConstraint(fields=("model", "number"), name="one_model_version_a_number")],
            },
        ),
        migrations.CreateModel(
            name="StoredLiving",
            fields=[
                ("id", _ID),
                ("number", models.PositiveIntegerField()),
                ("at", models.BigIntegerField()),
                ("why", models.CharField(max_length=10, choices=_WHYS)),
                ("by", models.TextField()),
                ("model", _of_model("livings")),
            ],
            options={"db_table": "model_livings"},
        ),
        migrations.CreateModel(
            name="StoredRun",
            fields=[
                ("id", _ID),
                ("number", models.PositiveIntegerField()),
                ("at", models.BigIntegerField()),
                ("records", models.BigIntegerField()),
                ("open", models.BigIntegerField()),
                ("changed", models.BigIntegerField()),
                ("drifts", models.TextField(default="[]")),
                ("model", _of_model("runs")),
            ],
            options={"db_table": "model_runs"},
        ),
    )
