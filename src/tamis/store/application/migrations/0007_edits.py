"""Drafts as they are being edited: each text, so that edits are undone, also one that is not valid yet."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = (("application", "0006_audit_and_tokens"),)
    operations = (
        migrations.CreateModel(
            name="StoredEditing",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("score", "score"), ("segment", "segment")], max_length=7)),
                ("revision", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("saved", models.TextField(null=True)),
                ("by", models.TextField()),
                ("at", models.BigIntegerField()),
            ],
            options={"db_table": "editings"},
        ),
        migrations.CreateModel(
            name="StoredEdit",
            fields=[
                ("id", _ID),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "editing",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="edits", to="application.storedediting"
                    ),
                ),
            ],
            options={"db_table": "edits"},
        ),
        migrations.AddConstraint(
            model_name="storededit",
            constraint=models.UniqueConstraint(fields=("editing", "number"), name="one_edit_a_number"),
        ),
    )
