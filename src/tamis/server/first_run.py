"""A workspace that nobody can sign in to yet: whoever reads the server's log creates the first administrator.

Not whoever comes from this machine: behind a reverse proxy everybody does, and so do other people's programs on it.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from pathlib import Path

from tamis.operations.people import has_people
from tamis.operations.workspace import Workspace
from tamis.server.secret_key import secret_key

_LOG = logging.getLogger("tamis.server")


def set_up_secret(folder: Path) -> str:
    """What the link to set a workspace up holds; the same at every start, and of no use once there is somebody."""
    return hmac.new(secret_key(folder).encode(), b"tamis set-up", hashlib.sha256).hexdigest()


def tell_set_up(place: Workspace, address: str) -> None:
    """Logs the link, while nobody can sign in; `address` is that of the server, such as http://127.0.0.1:8000."""
    if not has_people(place):
        _LOG.info("Nobody can sign in yet. Set Tamis up here: %s/set-up/%s/", address, set_up_secret(place.folder))
