"""By which wish for a training a version was made."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("application", "0012_lengths"),)
    operations = (
        migrations.AddField(model_name="storedmodelversion", name="asked", field=models.TextField(default="")),
    )
