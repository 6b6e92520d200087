"""The people who may sign in."""

from __future__ import annotations

from django.db import migrations, models

_ROLES = [(role, role) for role in ("administrator", "marketing", "sales", "read_only")]
_THEMES = [(theme, theme) for theme in ("auto", "light", "dark")]
_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = (("application", "0004_saved_views"),)
    operations = (
        migrations.CreateModel(
            name="StoredPerson",
            fields=[
                ("id", _ID),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("role", models.CharField(choices=_ROLES, max_length=13)),
                ("is_active", models.BooleanField(default=True)),
                ("language", models.CharField(default="", max_length=5)),
                ("time_zone", models.CharField(default="", max_length=64)),
                ("theme", models.CharField(choices=_THEMES, default="auto", max_length=5)),
                ("created_at", models.BigIntegerField()),
            ],
            options={"db_table": "people"},
        ),
    )
