"""Who did what; API tokens; links that let a person in once, to choose a password."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_PURPOSES = [("invitation", "invitation"), ("reset", "reset")]


class Migration(migrations.Migration):
    dependencies = (("application", "0005_people"),)
    operations = (
        migrations.CreateModel(
            name="StoredAuditEntry",
            fields=[
                ("id", _ID),
                ("at", models.BigIntegerField(db_index=True)),
                ("actor", models.TextField()),
                ("person", models.BigIntegerField(null=True)),
                ("token", models.TextField(default="")),
                ("kind", models.TextField()),
                ("subject", models.TextField(default="")),
                ("before", models.TextField(default="{}")),
                ("after", models.TextField(default="{}")),
            ],
            options={
                "db_table": "audit_entries",
                "indexes": [
                    models.Index(fields=["actor", "id"], name="audit_entries_by_actor"),
                    models.Index(fields=["kind", "id"], name="audit_entries_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredToken",
            fields=[
                ("id", _ID.clone()),
                ("person", models.BigIntegerField(db_index=True)),
                ("name", models.TextField()),
                ("prefix", models.CharField(max_length=16)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("scopes", models.TextField()),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(null=True)),
                ("last_used_at", models.BigIntegerField(null=True)),
                ("revoked_at", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "api_tokens"},
        ),
        migrations.CreateModel(
            name="StoredLink",
            fields=[
                ("id", _ID.clone()),
                ("person", models.BigIntegerField(db_index=True)),
                ("purpose", models.CharField(choices=_PURPOSES, max_length=10)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "person_links"},
        ),
    )
