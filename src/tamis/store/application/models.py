"""The tables of the application database. Instants are microseconds since the epoch, UTC."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from tamis.store.application.answered import StoredAnswer as StoredAnswer
from tamis.store.application.person import StoredPerson as StoredPerson
from tamis.store.application.trained_tables import StoredLiving as StoredLiving
from tamis.store.application.trained_tables import StoredModel as StoredModel
from tamis.store.application.trained_tables import StoredModelVersion as StoredModelVersion
from tamis.store.application.trained_tables import StoredRun as StoredRun

_KINDS = [("score", "score"), ("segment", "segment")]
_STATES = [(state, state) for state in ("waiting", "running", "done", "failed")]
_PURPOSES = [(purpose, purpose) for purpose in ("invitation", "reset")]
_UNFINISHED = models.Q(state__in=("waiting", "running"))


class StoredDefinition(models.Model):
    """A key that was ever drafted; scores and segments share their keys."""

    key = models.TextField(unique=True)
    is_active = models.BooleanField(default=False)
    """Published, and neither deactivated nor deleted."""
    is_deleted = models.BooleanField(default=False)
    """Its versions stay: the history of values names them, and numbers are never given twice."""
    deactivated_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "definitions"


class StoredDraft(models.Model):
    """What is saved and not yet published; at most one for a definition."""

    definition = models.OneToOneField(
        StoredDefinition, primary_key=True, on_delete=models.CASCADE, related_name="draft"
    )
    kind = models.CharField(max_length=7, choices=_KINDS)
    text = models.TextField()
    saved_at = models.BigIntegerField()

    class Meta:
        db_table = "drafts"


class ImmutableVersion(Exception):
    """The program tried to change what was published."""


class _Unchanging(models.QuerySet):
    """A query that reads and adds, and no more."""

    def update(self, **values: Any) -> NoReturn:
        raise ImmutableVersion("A published version never changes.")

    def delete(self) -> NoReturn:
        raise ImmutableVersion("A published version is never deleted.")


class StoredVersion(models.Model):
    """What was published, for ever as it was."""

    definition = models.ForeignKey(StoredDefinition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=_KINDS)
    text = models.TextField()
    published_at = models.BigIntegerField()
    note = models.TextField(default="")
    published_by = models.TextField(default="")

    objects = _Unchanging.as_manager()

    class Meta:
        db_table = "versions"
        constraints = (models.UniqueConstraint(fields=("definition", "number"), name="one_version_a_number"),)

    def save(self, *, using: str | None = None, **_: Any) -> None:
        """Adds the version. Raises ImmutableVersion for one that is there already."""
        if not self._state.adding:
            raise ImmutableVersion("A published version never changes.")
        # Without force_insert, a row with the id of another would take its place.
        super().save(using=using, force_insert=True)

    def delete(self, **_: Any) -> NoReturn:
        raise ImmutableVersion("A published version is never deleted.")


class StoredJob(models.Model):
    """Work that waits for a process, is being done, or was."""

    kind = models.TextField()
    arguments = models.BinaryField()
    state = models.CharField(max_length=7, choices=_STATES, default="waiting")
    key = models.TextField(null=True)
    """What no two unfinished jobs share."""
    attempts = models.PositiveIntegerField(default=0)
    most_attempts = models.PositiveIntegerField(default=1)
    worker = models.TextField(default="")
    """Who holds it; empty for what is not running."""
    lease_until = models.BigIntegerField(null=True)
    progress = models.TextField(default="")
    result = models.BinaryField(null=True)
    reason = models.TextField(default="")
    created_at = models.BigIntegerField()
    not_before = models.BigIntegerField(null=True)
    started_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "jobs"
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=_UNFINISHED, name="one_unfinished_job_a_key"),
        )
        # Few jobs are unfinished, and workers look for one many times a second.
        indexes = (models.Index(fields=("id",), condition=_UNFINISHED, name="unfinished_jobs"),)


class StoredPeriod(models.Model):
    """A period that has had its job."""

    kind = models.TextField()
    begin = models.BigIntegerField()
    end = models.BigIntegerField()

    class Meta:
        db_table = "periods"
        constraints = (models.UniqueConstraint(fields=("kind", "begin"), name="one_job_a_period"),)


class StoredView(models.Model):
    """A view of the list of an object's records, personal or shared."""

    owner = models.TextField()
    object = models.TextField()
    name = models.TextField()
    content = models.TextField()
    is_shared = models.BooleanField(default=False)
    saved_at = models.BigIntegerField()

    class Meta:
        db_table = "saved_views"
        constraints = (models.UniqueConstraint(fields=("owner", "object", "name"), name="one_view_a_name"),)


class StoredAuditEntry(models.Model):
    """Something that somebody did. `person` is no foreign key: the log outlives people."""

    at = models.BigIntegerField(db_index=True)
    actor = models.TextField()
    person = models.BigIntegerField(null=True)
    token = models.TextField(default="")
    kind = models.TextField()
    subject = models.TextField(default="")
    before = models.TextField(default="{}")
    after = models.TextField(default="{}")

    class Meta:
        db_table = "audit_entries"
        indexes = (
            models.Index(fields=("actor", "id"), name="audit_entries_by_actor"),
            models.Index(fields=("kind", "id"), name="audit_entries_by_kind"),
        )


class StoredToken(models.Model):
    """An API token; of its secret only a hash."""

    person = models.BigIntegerField(db_index=True)
    name = models.TextField()
    prefix = models.CharField(max_length=16)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.TextField()
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(null=True)
    last_used_at = models.BigIntegerField(null=True)
    revoked_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "api_tokens"


class StoredLink(models.Model):
    """A link by which a person chooses a password, once; of its secret only a hash."""

    person = models.BigIntegerField(db_index=True)
    purpose = models.CharField(max_length=10, choices=_PURPOSES)
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "person_links"


class StoredEditing(models.Model):
    """A draft that is being edited: where one stands among its texts, and who was last."""

    key = models.TextField(primary_key=True)
    """Not a definition's row: what is not valid yet has none."""
    kind = models.CharField(max_length=7, choices=_KINDS)
    revision = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    saved = models.TextField(null=True)
    by = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "editings"


class StoredEdit(models.Model):
    """One text of a draft that is being edited, valid or not."""

    editing = models.ForeignKey(StoredEditing, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "edits"
        constraints = (models.UniqueConstraint(fields=("editing", "number"), name="one_edit_a_number"),)


class StoredSecondFactor(models.Model):
    """By what a person shows that it is they, beside the password; written by allauth, whose table it is."""

    person = models.BigIntegerField(db_column="user_id")
    type = models.CharField(max_length=20)
    data = models.JSONField()
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mfa_authenticator"
        managed = False


class StoredDecision(models.Model):
    """What somebody decided about a record: a lead accepted or rejected."""

    object = models.TextField()
    record = models.TextField()
    verdict = models.CharField(max_length=8, choices=[("accepted", "accepted"), ("rejected", "rejected")])
    reason = models.TextField()
    by = models.TextField()
    person = models.BigIntegerField(null=True)
    at = models.BigIntegerField()
    undone_at = models.BigIntegerField(null=True)
    undone_by = models.TextField(default="")

    class Meta:
        db_table = "decisions"
        indexes = (models.Index(fields=("object", "record"), name="decisions_of_a_record"),)
