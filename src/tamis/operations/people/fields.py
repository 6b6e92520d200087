"""What people may be called, and where they may be reached."""

from __future__ import annotations

import re

from tamis.errors import UsageError, is_unicode

_LONGEST_NAME, _LONGEST_EMAIL = 150, 254
# One sign each side and no spaces: whether it exists, only a message to it can tell.
_EMAIL = re.compile(r"[^@\s\x00-\x1f\"'<>,;()\[\]\\]+@[^@\s\x00-\x1f\"'<>,;()\[\]\\.][^@\s\x00-\x1f\"'<>,;()\[\]\\]*")


def checked_email(email: str) -> str:
    """The address without spaces around it. Raises UsageError for what is none."""
    email = email.strip()
    if len(email) > _LONGEST_EMAIL or not is_unicode(email) or not _EMAIL.fullmatch(email):
        raise UsageError("This is no e-mail address; write one such as ada@example.com.")
    return email


def checked_name(name: str) -> str:
    """The name without spaces around it. Raises UsageError for none, and for one that cannot be shown on a line."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not is_unicode(name) or not name.isprintable():
        raise UsageError(f"A name has 1 to {_LONGEST_NAME} letters, digits, signs and spaces.")
    return name
