"""What people decided about leads."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_VERDICTS = [("accepted", "accepted"), ("rejected", "rejected")]


class Migration(migrations.Migration):
    dependencies = (("application", "0009_kept_answers"),)
    operations = (
        migrations.CreateModel(
            name="StoredDecision",
            fields=[
                ("id", _ID),
                ("object", models.TextField()),
                ("record", models.TextField()),
                ("verdict", models.CharField(max_length=8, choices=_VERDICTS)),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("person", models.BigIntegerField(null=True)),
                ("at", models.BigIntegerField()),
                ("undone_at", models.BigIntegerField(null=True)),
                ("undone_by", models.TextField(default="")),
            ],
            options={
                "db_table": "decisions",
                "indexes": [models.Index(fields=("object", "record"), name="decisions_of_a_record")],
            },
        ),
    )
