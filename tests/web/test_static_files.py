"""Style sheets and scripts that change under a server that runs, as when another Tamis is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Django is set up once a process, and other tests do it otherwise.
ASKING = """
import sys
from pathlib import Path
from django.conf import settings

settings.configure(STATIC_URL="/static/", WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False)

from django.http import HttpResponse
from django.test import RequestFactory
from tamis.server.web.layout.static_files import CurrentFiles

file = Path(sys.argv[1])
file.write_text("a {}")
files = CurrentFiles(lambda request: HttpResponse("no such page", status=404))
files.add_files(str(file.parent), prefix="static/")

def tell():
    answer = files(RequestFactory().get("/static/look.css"))
    body = b"".join(answer).decode()
    print(answer.status_code, answer.get("Content-Length", ""), body)

tell()
file.write_text("a { color: red }")
tell()
file.unlink()
tell()
file.write_text("b {}")
tell()
"""


def test_a_file_that_has_changed_is_sent_whole(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKING, str(tmp_path / "look.css")], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == ["200 4 a {}", "200 16 a { color: red }", "404  no such page", "200 4 b {}"]
