"""A browser without a window: keeps cookies, sends forms, follows nothing by itself."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass(frozen=True)
class Page:
    """An answer."""

    status: int
    text: str
    headers: http.client.HTTPMessage

    @property
    def location(self) -> str:
        """Where it leads."""
        return self.headers.get("Location", "")


@dataclass
class Plain:
    """Somebody who asks the server at a port of this machine; `comes_from` another of its addresses, if given."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    comes_from: str = "127.0.0.1"

    def get(self, path: str, **headers: str) -> Page:
        """A page."""
        return self._asks("GET", path, b"", headers)

    def post(
        self, path: str, form: Mapping[str, str] | None = None, *, token: str | None = None, **headers: str
    ) -> Page:
        """Sends a form with a token against forgery: that of the page, or of the cookie where none is given."""
        said = {"csrfmiddlewaretoken": token or self._token(), **(form or {})}
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._asks("POST", path, urlencode(said).encode(), headers)

    def forged(self, path: str, form: Mapping[str, str] | None = None) -> Page:
        """Sends a form as the page of another site would: with the cookies, without a token."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asks("POST", path, urlencode(form or {}).encode(), headers)

    def signs_in(self, email: str, password: str, *, to: str = "") -> Page:
        """By the form."""
        place = "/sign-in/" + (f"?{urlencode({'next': to})}" if to else "")
        return self.post(place, {"login": email, "password": password, **({"next": to} if to else {})})

    def _token(self) -> str:
        if "tamis_csrf" not in self.cookies:
            self.get("/sign-in/")
        return self.cookies.get("tamis_csrf", "")

    def _asks(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.comes_from, 0))
        try:
            sent = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies.pop(name, None) if morsel["max-age"] == "0" else self.cookies.update({name: morsel.value})
        return Page(answer.status, text, answer.headers)


def fields_of(page: Page) -> dict[str, str]:
    """The hidden fields of a page's forms, by name."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
