"""How long trainings took, by the kinds of model that were tried."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("application", "0011_trained"),)
    operations = (migrations.AddField(model_name="storedmodel", name="lengths", field=models.TextField(default="{}")),)
