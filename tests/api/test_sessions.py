"""Who is signed in may call too, but no other site for them."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.api.conftest import Enter
from tests.web.site import PASSWORD, Site, email_of


@pytest.fixture(scope="module")
def signed_in(api_site: Site) -> dict[str, str]:
    """The cookies of an administrator."""
    form = api_site.request("GET", "/sign-in/")
    [secret] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form.body.decode())[:1]
    cookie = SimpleCookie(form.headers["set-cookie"])["tamis_csrf"].value
    sent = urlencode({"csrfmiddlewaretoken": secret, "login": email_of("administrator"), "password": PASSWORD})
    answer = api_site.request(
        "POST",
        "/sign-in/",
        sent.encode(),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=f"tamis_csrf={cookie}",
    )
    assert answer.status == 302
    session = re.findall(r"tamis_session=(\w+)", answer.headers["set-cookie"])
    return {"csrf": cookie, "session": session[0]} if session else {}


def test_a_session_may_read(enter: Enter, signed_in: dict[str, str]) -> None:
    program = enter(token="", cookies=f"tamis_session={signed_in['session']}")
    said = program.get("/me").said
    assert (said["role"], said["token"]) == ("administrator", None)


def test_a_change_needs_the_token_of_the_forms(enter: Enter, signed_in: dict[str, str]) -> None:
    cookies = f"tamis_session={signed_in['session']}; tamis_csrf={signed_in['csrf']}"
    program = enter(token="", cookies=cookies)
    body = {"events": [{"type": "page_viewed", "contact": "c0000009"}]}
    refused = program.post("/events", body)
    assert (refused.status, refused.said["type"]) == (403, "urn:tamis:problem:foreign-form")
    assert program.post("/events", body, X_CSRFToken=signed_in["csrf"]).status == 202
