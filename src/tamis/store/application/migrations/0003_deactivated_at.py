"""Since when a definition is deactivated."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("application", "0002_jobs"),)
    operations = (
        migrations.AddField(
            model_name="storeddefinition", name="deactivated_at", field=models.BigIntegerField(null=True)
        ),
    )
