"""What asks for a score or segment is one click away, whatever it is."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
from pathlib import Path
import sys, tempfile
from tamis.operations.uses import Use
from tamis.server.django_settings import set_up_django
from tamis.server.reach import Reach
with tempfile.TemporaryDirectory() as folder:
    set_up_django(Path(folder), {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}, Reach())
from tamis.server.web.segments.templatetags.segments import each_once, used_at
print(*(used_at(Use(kind, "key & co" if kind == "segment" else "key", "", "published", ())) for kind in sys.argv[1:]))
states = (("score", "published"), ("score", "draft"), ("model", "draft"))
uses = [Use(kind, "key", "", state, ()) for kind, state in states]
print(*(f"{use.kind}:{use.state}" for use in each_once(uses)))
"""


def test_a_score_a_segment_and_a_model_each_have_their_own_page() -> None:
    command = [sys.executable, "-c", _SCRIPT, "score", "segment", "model"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    addresses, once = said.stdout.splitlines()
    assert addresses.split() == ["/scores/key/", "/segments/one/?segment=key+%26+co", "/models/of/key/"]
    # A version and a draft of it are one score.
    assert once.split() == ["score:published", "model:draft"]
