"""Views of the lists of records that people saved."""

from __future__ import annotations

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = (("application", "0003_deactivated_at"),)
    operations = (
        migrations.CreateModel(
            name="StoredView",
            fields=[
                ("id", _ID),
                ("owner", models.TextField()),
                ("object", models.TextField()),
                ("name", models.TextField()),
                ("content", models.TextField()),
                ("is_shared", models.BooleanField(default=False)),
                ("saved_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "saved_views",
                "constraints": [models.UniqueConstraint(fields=("owner", "object", "name"), name="one_view_a_name")],
            },
        ),
    )
