"""The demo company in a browser: its workspace made, served, and opened signed in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

from tamis.cli.speech import say
from tamis.cli.stops import Stopped
from tamis.errors import TamisError
from tamis.operations.demo_workspace import demo_secret, have_learnt, open_demo
from tamis.operations.free_port import free_port
from tamis.operations.make_demo import DemoCompany
from tamis.operations.workspace import Workspace
from tamis.progress import progress_on

_HOST, _USUAL_PORT = "127.0.0.1", 8000
# Seconds: for the server to open the workspace, and for one page.
_TO_START, _FOR_A_PAGE = 120.0, 30.0


def serve_demo(company: DemoCompany, *, check: bool, quiet: bool) -> int:
    """Serves the company until it is told to stop, with a browser open where there is one; with `check` looks at its
    first page as somebody signed in would, and stops."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        workspace = open_demo(company, time_zone="UTC", now=lambda: datetime.now(UTC), progress=progress)
    if not check:
        # Who only looks whether the page is there does not stay for what is learnt.
        have_learnt(company, workspace, now=lambda: datetime.now(UTC))
    address = f"http://{_HOST}:{free_port(_HOST, _USUAL_PORT)}"
    link = f"{address}/demo/{demo_secret(workspace.folder)}/"
    with _server(workspace, address) as server:
        _wait_until_ready(server, address)
        if check:
            say(f"The demo company, signed in, was there: {_first_page(link)}")
            return 0
        say(f"The demo company, signed in: {link}")
        say("Ctrl-C ends it.")
        if _has_browser():
            webbrowser.open(link)
        return _until_stopped(server)


def _until_stopped(server: subprocess.Popen[bytes]) -> int:
    """Waits for the server; whoever stops it, by Ctrl-C as was said, has done nothing wrong."""
    try:
        return server.wait()
    except Stopped:
        say("Stopped. What was done there is kept; the same command opens it again.")
        return 0


@contextmanager
def _server(workspace: Workspace, address: str) -> Iterator[subprocess.Popen[bytes]]:
    port = address.rpartition(":")[2]
    words = ["serve", "--workspace", str(workspace.folder), "--host", _HOST, "--port", port]
    log = workspace.folder / "serve.log"
    with log.open("ab") as told:
        server = subprocess.Popen(
            [sys.executable, "-m", "tamis", *words], stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
    try:
        yield server
    finally:
        # Ctrl-C on a terminal has told it already.
        server.terminate()
        server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + _TO_START
    while server.poll() is None and time.monotonic() < end:
        if _answers(f"{address}/healthz"):
            return
        time.sleep(0.1)
    raise TamisError("The server of the demo company did not start; workspace/serve.log in its folder says why.")


def _answers(url: str) -> bool:
    try:
        with _opener().open(url, timeout=_FOR_A_PAGE):
            return True
    except (URLError, OSError):
        return False


def _first_page(link: str) -> str:
    """Where the link leads. Raises TamisError unless that is a page for somebody who is signed in."""
    try:
        with _opener().open(link, timeout=_FOR_A_PAGE) as page:
            text, url = page.read().decode("utf-8"), str(page.url)
    except (URLError, OSError) as error:
        raise TamisError(f"The page of the demo company could not be had: {error}") from error
    if 'href="/leads/"' not in text or "sign-in" in url:
        raise TamisError(f"{url} is not the page of somebody who is signed in.")
    return url


def _opener() -> OpenerDirector:
    """Keeps cookies, and asks this machine itself and no proxy."""
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def _has_browser() -> bool:
    """Whether a browser with a window can be opened: one in the terminal would be in the way."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
