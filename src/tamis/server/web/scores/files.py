"""Definitions that come as files."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tamis.definitions.reading import MOST_BYTES
from tamis.errors import UsageError


def text_of_file(request: HttpRequest) -> str:
    """The text of the file that was sent. Raises UsageError for what is no text, and for too much of it."""
    file = request.FILES.get("file")
    if file is None:
        raise UsageError(_("Choose a file to upload."))
    if file.size is None or file.size > MOST_BYTES:
        raise UsageError(_("The file is too large for a definition."))
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(_("The file is not UTF-8; save it as UTF-8.")) from None
