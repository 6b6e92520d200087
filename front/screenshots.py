"""Pictures of the demo company's pages for the documents: `python front/screenshots.py DEMO IMAGES`. Run by make."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tamis.operations.demo_workspace import demo_secret, have_learnt
from tamis.operations.free_port import free_port
from tamis.operations.make_demo import DemoCompany
from tamis.operations.models.listing import list_models
from tamis.operations.workspace import find_workspace

HOST = "127.0.0.1"
DESKTOP, PHONE = (1280, 800), (390, 844)


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it."""

    name: str
    path: str
    language: str = "en"
    scheme: str = "light"
    size: tuple[int, int] = DESKTOP


# The second best lead of those that are no customers yet: everything is on its page.
_PROMISING = '{"priorities": ["very high"]}'
PICTURES = (
    Picture("leads", "/leads/"),
    Picture("leads-dark", "/leads/", scheme="dark"),
    Picture("leads-phone", "/leads/", "fr", size=PHONE),
    Picture("contact", "LEAD"),
    Picture("contact-phone", "LEAD", scheme="dark", size=PHONE),
    Picture("likelihood", "LEAD?tab=likelihood"),
    Picture("models", "/models/"),
    Picture("model", "/models/of/likelihood_to_close/"),
    Picture("model-card", "/models/of/likelihood_to_close/card/", size=(1280, 1400)),
    Picture("editor", "/scores/lead_score/edit/"),
    Picture("score", "/scores/lead_score/"),
    Picture("overview", "/overview/", "fr", "dark"),
    Picture("segments", "/segments/"),
    Picture("data", "/data/sources/"),
    Picture("settings", "/settings/people/"),
)


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """The address of a server on a workspace."""
    port = free_port(HOST, 0)
    command = [sys.executable, "-m", "tamis", "serve", "--workspace", str(workspace), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        # Said when it listens; the first page waits for the workspace.
        server.stdout.readline()
        address = f"http://{HOST}:{port}"
        while server.poll() is None and not _is_ready(address):
            pass
        yield address
    finally:
        server.terminate()
        server.wait()


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=30):
            return True
    except (URLError, OSError):
        return False


def take(browser: Browser, address: str, secret: str, picture: Picture, folder: Path) -> None:
    """Takes one picture, when nothing more comes."""
    width, height = picture.size
    scheme = "dark" if picture.scheme == "dark" else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=picture.language,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/demo/{secret}/")
    path = picture.path.replace("LEAD", _second_lead(page, address)) if "LEAD" in picture.path else picture.path
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{picture.name}.png")
    context.close()


def _second_lead(page: Page, address: str) -> str:
    page.goto(f"{address}/leads/?{urlencode({'asked': _PROMISING})}")
    return str(page.locator("main a[href^='/records/contact/']").nth(1).get_attribute("href"))


def learn(demo: Path) -> None:
    """Waits until the company's model is live; its server trains it, which takes a minute."""
    workspace = find_workspace(demo / "workspace", demo)
    have_learnt(DemoCompany(demo, datetime.now(UTC), {}), workspace, now=lambda: datetime.now(UTC))
    while not any(model.runs for model in list_models(workspace)):
        time.sleep(1)


def main(demo: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    workspace = demo / "workspace"
    secret = demo_secret(workspace)
    assert secret is not None, f"{demo} is no demo company that was opened"
    with served(workspace) as address:
        learn(demo)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
                args=["--no-sandbox", "--disable-dev-shm-usage"],
            )
            for picture in PICTURES:
                take(browser, address, secret, picture, folder)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
