"""Definitions, their drafts and their versions."""

from __future__ import annotations

from django.db import migrations, models

_KINDS = [("score", "score"), ("segment", "segment")]
_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="StoredDefinition",
            fields=[
                ("id", _ID),
                ("key", models.TextField(unique=True)),
                ("is_active", models.BooleanField(default=False)),
                ("is_deleted", models.BooleanField(default=False)),
            ],
            options={"db_table": "definitions"},
        ),
        migrations.CreateModel(
            name="StoredDraft",
            fields=[
                (
                    "definition",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="draft",
                        serialize=False,
                        to="application.storeddefinition",
                    ),
                ),
                ("kind", models.CharField(choices=_KINDS, max_length=7)),
                ("text", models.TextField()),
                ("saved_at", models.BigIntegerField()),
            ],
            options={"db_table": "drafts"},
        ),
        migrations.CreateModel(
            name="StoredVersion",
            fields=[
                ("id", _ID.clone()),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=_KINDS, max_length=7)),
                ("text", models.TextField()),
                ("published_at", models.BigIntegerField()),
                ("note", models.TextField(default="")),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="versions", to="application.storeddefinition"
                    ),
                ),
            ],
            options={
                "db_table": "versions",
                "constraints": [models.UniqueConstraint(fields=("definition", "number"), name="one_version_a_number")],
            },
        ),
    )
