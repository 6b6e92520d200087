"""Tabs of a browser that are kept: a page costs half in one that has shown another of the same site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from tests.web.plain import Plain
from tests.web.site import DESKTOP, PASSWORD, Site, Visitor, email_of, visiting


class Tabs:
    """Of a served company; each has cookies of its own, and its person signed in before."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._idle: dict[tuple[str | None, str], list[Visitor]] = defaultdict(list)
        self._cookies: dict[str, dict[str, str]] = {}

    @contextmanager
    def lent(self) -> Iterator[Lending]:
        """Tabs for one test, which fails where the browser complained of anything: an error of a script, something that
        the policy forbids."""
        lending = Lending(self)
        yield lending
        complaints = [complaint for visitor, _ in lending.lent for complaint in visitor.complaints]
        for visitor, kind in lending.lent:
            if kind[0] is None:
                visitor.context.clear_cookies()
            visitor.rests()
            self._idle[kind].append(visitor)
        assert complaints == [], complaints

    def take(self, role: str | None, language: str) -> Visitor:
        """One that nobody uses."""
        idle = self._idle[role, language]
        if idle:
            return idle.pop()
        visitor = visiting(self._browser, self._site, language=language)
        if role:
            visitor.keeps(self._cookies_of(role))
        return visitor

    def _cookies_of(self, role: str) -> dict[str, str]:
        if role not in self._cookies:
            person = Plain(self._site.port)
            assert person.signs_in(email_of(role), PASSWORD).status == 302
            self._cookies[role] = person.cookies
        return self._cookies[role]

    def close(self) -> None:
        """Closes all that nobody uses."""
        for visitors in self._idle.values():
            for visitor in visitors:
                visitor.context.close()


class Lending:
    """What one test has of the tabs."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self.lent: list[tuple[Visitor, tuple[str | None, str]]] = []

    def __call__(
        self,
        role: str | None = "administrator",
        *,
        language: str = "en",
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
    ) -> Visitor:
        """A visitor: `visit("sales", language="fr", size=PHONE, scheme="dark")`; None: nobody."""
        visitor = self._tabs.take(role, language)
        self.lent.append((visitor, (role, language)))
        visitor.looks(size, scheme)
        return visitor
