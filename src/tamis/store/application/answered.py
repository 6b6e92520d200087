"""The table of the answers to requests that may be sent again."""

from __future__ import annotations

from django.db import models


class StoredAnswer(models.Model):
    """What a request with a key of its own was answered; `status` is null while it is being done."""

    owner = models.TextField()
    key = models.TextField()
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveIntegerField(null=True)
    headers = models.TextField(default="{}")
    content = models.BinaryField(default=b"")
    at = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "kept_answers"
        app_label = "application"
        constraints = (models.UniqueConstraint(fields=("owner", "key"), name="one_answer_a_key"),)
