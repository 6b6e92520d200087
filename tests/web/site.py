"""A served workspace of the demo company with a person of each role, and a Chromium that looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from tamis.operations.import_data import import_data
from tamis.operations.make_demo import make_demo
from tamis.operations.publish import reviewing
from tamis.operations.workspace import init_workspace
from tamis.progress import NullProgress
from tamis.store.application import Application, open_application
from tests.server.serving import ServeProcess

PASSWORD = "a good pass phrase"
ROLES = ("administrator", "marketing", "sales", "read_only")
DESKTOP, PHONE = (1280, 900), (390, 844)


def email_of(role: str) -> str:
    """What the person of a role signs in with."""
    return f"{role}@example.com"


def make_company(folder: Path) -> None:
    """A workspace of a small demo company with its scores published, and a person of each role."""
    company = folder.parent / f"{folder.name}-data"
    make_demo(company, contacts=300, events=9_000, seed=1, now=now, progress=NullProgress())
    workspace = init_workspace(folder, time_zone="Europe/Paris")
    import_data(workspace, company, now=now, progress=NullProgress())
    definitions = sorted(company.glob("s*/*.yaml"), key=lambda file: file.parent.name, reverse=True)
    with reviewing(workspace, definitions, now=now, progress=NullProgress()) as publishing:
        publishing.publish(progress=NullProgress())
    with open_application(workspace.application) as application:
        add_people(application, {email_of(role): (f"{role.title()} Person", role) for role in ROLES})


def add_people(application: Application, people: Mapping[str, tuple[str, str]]) -> None:
    """People by their addresses, with name and role; they sign in with PASSWORD."""
    from django.contrib.auth.hashers import make_password

    # Once for all: it takes a third of a second.
    laid_down = make_password(PASSWORD)
    for email, (name, role) in people.items():
        application.people.change(application.people.add(email, name, role, 0).id, password=laid_down)


def now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class Site(ServeProcess):
    """`tamis serve`, as people's browsers see it."""

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


class Visitor:
    """Somebody at a browser, who may be signed in. Whatever the browser complains of fails the test (`complaints`)."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        self.site, self.context = site, context
        self.complaints: list[str] = []
        self._is_agreeing = False
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("dialog", self._answer)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def goes(self, path: str) -> Page:
        """Opens a page of the site."""
        self.page.goto(self.site.address + path)
        return self.page

    def signs_in(self, role: str) -> None:
        """By the form, as the person of a role."""
        self.goes("/sign-in/")
        self.page.fill("input[type=email]", email_of(role))
        self.page.fill("input[type=password]", PASSWORD)
        self.page.click("button[type=submit]")

    def keeps(self, cookies: dict[str, str]) -> None:
        """Is the person who got these when they signed in."""
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.site.address} for name, value in cookies.items()]
        )

    def looks(self, size: tuple[int, int], scheme: str) -> None:
        """Through a window of this size, with the system light or dark."""
        width, height = size
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def agrees(self) -> None:
        """Says yes to whatever a page asks from now on."""
        self._is_agreeing = True

    def rests(self) -> None:
        """Leaves the page, and keeps nothing of it; the tab shows something of the same site, since Chromium would
        begin another one with a new process."""
        self.page.unroute_all()
        self.goes("/healthz")
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.complaints.clear()
        self._is_agreeing = False

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of" not in message.text:
            self.complaints.append(message.text)

    def _answer(self, dialog: Dialog) -> None:
        # Nobody stays on a page because something there is not saved.
        dialog.accept() if self._is_agreeing or dialog.type == "beforeunload" else dialog.dismiss()


def visiting(browser: Browser, site: Site, *, language: str = "en") -> Visitor:
    """A new visitor, who is nobody yet."""
    context = browser.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale=language, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    return Visitor(site, context)
