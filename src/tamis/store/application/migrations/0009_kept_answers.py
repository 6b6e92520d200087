"""What requests with a key of their own were answered, for a day: sent again, they are not done again."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = (("application", "0008_signing_in"),)
    operations = (
        migrations.CreateModel(
            name="StoredAnswer",
            fields=[
                ("id", _ID),
                ("owner", models.TextField()),
                ("key", models.TextField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveIntegerField(null=True)),
                ("headers", models.TextField(default="{}")),
                ("content", models.BinaryField(default=b"")),
                ("at", models.BigIntegerField(db_index=True)),
            ],
            options={"db_table": "kept_answers"},
        ),
        migrations.AddConstraint(
            model_name="storedanswer",
            constraint=models.UniqueConstraint(fields=("owner", "key"), name="one_answer_a_key"),
        ),
    )
