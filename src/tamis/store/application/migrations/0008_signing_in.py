"""What signing in needs: sessions, and the tables of allauth.

Their apps bring migrations of their own, which are switched off: a database has the same shape whether a command made
it or the server, so a backup carries second factors too, and a command can reset them.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils import timezone

_PERSON = "application.storedperson"
_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_ONE_OF_A_TYPE = models.Q(("type__in", ("totp", "recovery_codes")))


class _Table(migrations.CreateModel):
    """A table that may be there already."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            if self.options["db_table"] in schema_editor.connection.introspection.table_names(cursor):
                return
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = (("application", "0007_edits"),)
    operations = (
        migrations.AddField(model_name="storedperson", name="sessions", field=models.IntegerField(default=0)),
        _Table(
            name="StoredSession",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("session_data", models.TextField()),
                ("expire_date", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "django_session"},
        ),
        _Table(
            name="StoredSecondFactor",
            fields=[
                ("id", _ID),
                ("type", models.CharField(max_length=20)),
                ("data", models.JSONField()),
                ("created_at", models.DateTimeField(default=timezone.now)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=models.CASCADE, to=_PERSON)),
            ],
            options={
                "db_table": "mfa_authenticator",
                "constraints": [
                    models.UniqueConstraint(
                        condition=_ONE_OF_A_TYPE, fields=("user", "type"), name="unique_authenticator_type"
                    )
                ],
            },
        ),
        _Table(
            name="StoredEmailAddress",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(db_index=True, max_length=254)),
                ("verified", models.BooleanField(default=False)),
                ("primary", models.BooleanField(default=False)),
                ("user", models.ForeignKey(on_delete=models.CASCADE, to=_PERSON)),
            ],
            options={"db_table": "account_emailaddress"},
        ),
        _Table(
            name="StoredEmailConfirmation",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.DateTimeField(default=timezone.now)),
                ("sent", models.DateTimeField(null=True)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("email_address", models.ForeignKey(on_delete=models.CASCADE, to="application.storedemailaddress")),
            ],
            options={"db_table": "account_emailconfirmation"},
        ),
        # Their models are those of the apps they belong to. Of second factors we have one beside, for commands.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("StoredEmailConfirmation"),
                migrations.DeleteModel("StoredEmailAddress"),
                migrations.DeleteModel("StoredSession"),
                migrations.DeleteModel("StoredSecondFactor"),
                migrations.CreateModel(
                    name="StoredSecondFactor",
                    fields=[
                        ("id", _ID.clone()),
                        ("person", models.BigIntegerField(db_column="user_id")),
                        ("type", models.CharField(max_length=20)),
                        ("data", models.JSONField()),
                        ("created_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(null=True)),
                    ],
                    options={"db_table": "mfa_authenticator", "managed": False},
                ),
            ]
        ),
    )
