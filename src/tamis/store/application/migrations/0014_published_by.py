"""Who published a version."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("application", "0013_asked"),)
    operations = (
        migrations.AddField(model_name="storedversion", name="published_by", field=models.TextField(default="")),
    )
