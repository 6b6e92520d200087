"""The write key of a request: in its body, or in its Authorization header."""

from __future__ import annotations

import binascii
from base64 import b64decode


def key_in_header(authorization: str) -> str | None:
    """The user name of Basic credentials, with or without the colon that should follow it; None if there is none.

    >>> key_in_header("Basic a2V5Og=="), key_in_header("basic a2V5"), key_in_header("Bearer a2V5")
    ('key', 'key', None)
    """
    scheme, _, credentials = authorization.strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = b64decode(credentials.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return decoded.partition(":")[0].strip() or None


def key_in_body(value: object) -> str | None:
    """A write key as a body or a message has it; blank or null is none."""
    return (value.strip() or None) if isinstance(value, str) else None
