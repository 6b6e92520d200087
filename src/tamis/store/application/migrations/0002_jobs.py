"""Jobs, and the periods that have had theirs."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_STATES = [("waiting", "waiting"), ("running", "running"), ("done", "done"), ("failed", "failed")]
_UNFINISHED = models.Q(("state__in", ("waiting", "running")))


class Migration(migrations.Migration):
    dependencies = (("application", "0001_definitions"),)
    operations = (
        migrations.CreateModel(
            name="StoredJob",
            fields=[
                ("id", _ID),
                ("kind", models.TextField()),
                ("arguments", models.BinaryField()),
                ("state", models.CharField(choices=_STATES, default="waiting", max_length=7)),
                ("key", models.TextField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("most_attempts", models.PositiveIntegerField(default=1)),
                ("worker", models.TextField(default="")),
                ("lease_until", models.BigIntegerField(null=True)),
                ("progress", models.TextField(default="")),
                ("result", models.BinaryField(null=True)),
                ("reason", models.TextField(default="")),
                ("created_at", models.BigIntegerField()),
                ("not_before", models.BigIntegerField(null=True)),
                ("started_at", models.BigIntegerField(null=True)),
                ("ended_at", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "jobs",
                "constraints": [
                    models.UniqueConstraint(condition=_UNFINISHED, fields=("key",), name="one_unfinished_job_a_key")
                ],
                "indexes": [models.Index(condition=_UNFINISHED, fields=["id"], name="unfinished_jobs")],
            },
        ),
        migrations.CreateModel(
            name="StoredPeriod",
            fields=[
                ("id", _ID.clone()),
                ("kind", models.TextField()),
                ("begin", models.BigIntegerField()),
                ("end", models.BigIntegerField()),
            ],
            options={
                "db_table": "periods",
                "constraints": [models.UniqueConstraint(fields=("kind", "begin"), name="one_job_a_period")],
            },
        ),
    )
