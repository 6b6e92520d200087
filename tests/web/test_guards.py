"""What keeps strangers out: guessing is slow, sessions end, links lead nowhere else, names are only text."""

from __future__ import annotations

import base64
import hmac
import itertools
import struct
import time
from collections.abc import Iterator

import pytest

from tamis.operations.access import COMMAND_LINE, Role
from tamis.operations.people import invite, list_people, make_reset_link
from tamis.server.first_run import set_up_secret
from tamis.store.application import open_application
from tests.server.serving import eventually
from tests.web.plain import Plain
from tests.web.site import PASSWORD, Site, add_people, now

EVIL = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served workspace without data, of Ada, its administrator, and others."""
    with Site(tmp_path_factory.mktemp("guards") / "work") as site:
        with open_application(site.workspace.application) as application:
            staff = {"ada": "administrator", "bob": "sales", "cem": "sales", "dan": "sales", "fay": "sales"}
            add_people(application, {f"{name}@example.com": (name, role) for name, role in staff.items()})
        eventually(lambda: Plain(site.port).get("/sign-in/").status == 200)
        yield site


_addresses = itertools.count(2)


def signed_in(place: Site, name: str = "ada") -> Plain:
    # Each from an address of their own: from one, only so many may sign in a minute.
    person = Plain(place.port, comes_from=f"127.0.1.{next(_addresses)}")
    assert person.signs_in(f"{name}@example.com", PASSWORD).location == "/"
    return person


def id_of(place: Site, name: str) -> int:
    with open_application(place.workspace.application) as application:
        return application.people.with_email(f"{name}@example.com").id


def is_signed_in(person: Plain) -> bool:
    return person.get("/settings/").status == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "\t//e.x",
    ],
)
def test_after_signing_in_one_stays_on_this_site(place, elsewhere):
    person = Plain(place.port)
    assert person.signs_in("ada@example.com", PASSWORD, to=elsewhere).location == "/"
    person.post("/sign-out/", {"next": elsewhere})
    assert person.post("/sign-out/", {"next": elsewhere}).location.startswith("/sign-in/")
    assert (
        Plain(place.port).signs_in("ada@example.com", PASSWORD, to="/settings/people/").location == "/settings/people/"
    )


def test_the_session_that_a_stranger_planted_is_not_the_one_that_is_signed_in(place):
    stranger = Plain(place.port)
    stranger.get("/sign-in/")
    planted = {**stranger.cookies, "tamis_session": "a" * 32}
    person = Plain(place.port, dict(planted))
    person.signs_in("ada@example.com", PASSWORD)
    assert person.cookies["tamis_session"] != planted["tamis_session"]
    assert not is_signed_in(Plain(place.port, planted))
    assert is_signed_in(person)


def test_who_signs_out_is_out_also_for_who_kept_the_cookie(place):
    person = signed_in(place)
    kept = dict(person.cookies)
    person.post("/sign-out/")
    assert not is_signed_in(Plain(place.port, kept))


def test_cookies_are_for_the_server_alone(place):
    person = Plain(place.port)
    person.get("/sign-in/")
    answer = person.signs_in("ada@example.com", PASSWORD)
    cookies = {line.split("=")[0]: line.lower() for line in answer.headers.get_all("Set-Cookie")}
    assert {"httponly", "samesite=lax"} <= {word.strip() for word in cookies["tamis_session"].split(";")}
    assert "httponly" in cookies["tamis_csrf"]


def test_who_guesses_is_refused_after_some_attempts_and_never_keeps_the_owner_out(place):
    """So is the right password then, or guessing would only have to go on."""
    attacker = Plain(place.port, comes_from="127.0.0.2")
    for _ in range(5):
        assert "not correct" in attacker.signs_in("dan@example.com", "wrong").text
    refused = attacker.signs_in("dan@example.com", PASSWORD)
    assert (refused.status, "Too many" in refused.text) == (200, True)
    # One more from elsewhere is answered, and so is the owner; but each a little later.
    began = time.monotonic()
    assert "not correct" in Plain(place.port, comes_from="127.0.0.3").signs_in("dan@example.com", "wrong").text
    assert Plain(place.port, comes_from="127.0.0.99").signs_in("dan@example.com", PASSWORD).location == "/"
    assert time.monotonic() - began >= 0.5 + 1


def test_guessing_who_there_is_is_refused_after_some_attempts_and_others_go_on(place):
    attacker = Plain(place.port, comes_from="127.0.0.50")
    answers = [attacker.signs_in(f"nobody{number}@example.com", "wrong") for number in range(11)]
    assert ["Too many" in answer.text for answer in answers] == [False] * 10 + [True]
    assert is_signed_in(signed_in(place))


def test_who_is_unknown_is_answered_like_who_errs(place):
    said = [
        Plain(place.port).signs_in(email, "wrong").text.count("not correct")
        for email in ("cem@example.com", "nobody@example.com")
    ]
    assert said[0] == said[1] > 0


def test_who_is_deactivated_is_out_at_once(place):
    ada, bob = signed_in(place), signed_in(place, "bob")
    ada.post(f"/settings/people/{id_of(place, 'bob')}/deactivate/")
    assert not is_signed_in(bob)
    assert Plain(place.port).signs_in("bob@example.com", PASSWORD).location == "/sign-in/"
    ada.post(f"/settings/people/{id_of(place, 'bob')}/activate/")
    assert is_signed_in(signed_in(place, "bob"))


def test_who_signs_out_everywhere_stays_here(place):
    here, there = signed_in(place, "cem"), signed_in(place, "cem")
    assert here.post("/settings/security/sign-out-everywhere/").location == "/settings/security/"
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_another_password_signs_out_elsewhere_and_has_to_be_a_good_one(place):
    invited = invite(place.workspace, COMMAND_LINE, email="eve@example.com", name="Eve", role=Role.SALES, now=now)
    eve = Plain(place.port)
    link = f"/welcome/{invited.secret}/"
    assert "eve@example.com" in eve.get(link).text
    for weak in ("short", "password12", "1234567890123", "eve@example.com"):
        assert eve.post(link, {"password1": weak, "password2": weak}).status == 422
    assert eve.post(link, {"password1": PASSWORD, "password2": PASSWORD + "x"}).status == 422
    assert eve.post(link, {"password1": PASSWORD, "password2": PASSWORD}).location == "/"
    assert is_signed_in(eve)
    assert eve.get(link).status == 410
    there = signed_in(place, "eve")
    other = "quite another pass phrase"
    changed = eve.post(
        "/settings/security/password/", {"oldpassword": PASSWORD, "password1": other, "password2": other}
    )
    assert changed.location == "/settings/security/"
    assert (is_signed_in(eve), is_signed_in(there)) == (True, False)


def test_with_another_password_tokens_end_unless_they_are_kept(place):
    cem = signed_in(place, "cem")
    made = cem.post("/settings/tokens/", {"name": "nightly", "days": "30", "scopes": "see_leads"})
    secret = made.text.split('id="secret" value="')[1].split('"')[0]
    token = {"Authorization": f"Bearer {secret}"}
    form = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    back = {"oldpassword": PASSWORD + "!", "password1": PASSWORD, "password2": PASSWORD}
    assert "My API token goes on working" in cem.get("/settings/security/password/").text
    cem.post("/settings/security/password/", {**form, "keep_tokens": "on"})
    assert Plain(place.port).get("/api/v1/me", **token).status == 200
    cem.post("/settings/security/password/", back)
    assert Plain(place.port).get("/api/v1/me", **token).status == 401


def test_a_link_that_was_withdrawn_lets_nobody_in(place):
    reset = make_reset_link(place.workspace, COMMAND_LINE, id_of(place, "cem"), now=now)
    newer = make_reset_link(place.workspace, COMMAND_LINE, id_of(place, "cem"), now=now)
    assert Plain(place.port).get(f"/welcome/{reset.secret}/").status == 410
    assert Plain(place.port).get(f"/welcome/{newer.secret}/").status == 200
    assert Plain(place.port).get("/welcome/x/").status == 410


def code_of(secret: str) -> str:
    """What an authenticator app shows (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    begin = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[begin : begin + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_with_a_second_step_a_password_alone_lets_nobody_in(place):
    fay = Plain(place.port)
    fay.signs_in("fay@example.com", PASSWORD)
    asked = fay.get("/settings/security/second-step/")
    assert asked.location.startswith("/sign-in/password-again/")
    fay.post(asked.location, {"password": PASSWORD, "next": "/settings/security/second-step/"})
    shown = fay.get("/settings/security/second-step/").text
    secret = shown.split('id="secret">')[1].split("<")[0]
    wrong = fay.post("/settings/security/second-step/", {"code": "000000"})
    assert (wrong.status, "Turn the second step on" in wrong.text) == (200, True)
    fay.post("/settings/security/second-step/", {"code": code_of(secret)})
    codes = fay.get("/settings/security/recovery-codes/").text.split("readonly>")[1].split("<")[0].split()
    assert len(codes) == 10
    assert codes[0] not in fay.get("/settings/security/recovery-codes/").text
    again = Plain(place.port)
    assert again.signs_in("fay@example.com", PASSWORD).location == "/sign-in/code/"
    assert not is_signed_in(again)
    assert again.post("/sign-in/code/", {"code": "000000"}).status == 200
    assert not is_signed_in(again)
    again.post("/sign-in/code/", {"code": codes[0]})
    assert is_signed_in(again)
    # A recovery code is good once.
    third = Plain(place.port)
    third.signs_in("fay@example.com", PASSWORD)
    third.post("/sign-in/code/", {"code": codes[0]})
    assert not is_signed_in(third)
    reset = make_reset_link(place.workspace, COMMAND_LINE, id_of(place, "fay"), now=now)
    by_link = Plain(place.port)
    answer = by_link.post(f"/welcome/{reset.secret}/", {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    assert answer.location == "/sign-in/code/"
    assert not is_signed_in(by_link)


def test_what_people_call_themselves_is_only_text(place):
    ada = signed_in(place)
    ada.post("/settings/people/", {"email": "x@example.com", "name": EVIL, "role": "sales"})
    ada.post("/settings/tokens/", {"name": EVIL, "days": "30", "scopes": "see_leads"})
    for page in ("/settings/people/", "/settings/tokens/", "/settings/audit/"):
        shown = ada.get(page).text
        assert EVIL not in shown, page
        assert "&lt;script&gt;" in shown, page


def test_the_audit_log_as_csv_holds_no_formula(place):
    ada = signed_in(place)
    ada.post("/settings/people/", {"email": "y@example.com", "name": "=1+1", "role": "sales"})
    ada.post("/settings/tokens/", {"name": "=2+2", "days": "30", "scopes": "see_leads"})
    lines = ada.get("/settings/audit.csv").text.splitlines()
    assert any(",'=2+2," in line for line in lines)
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))


def test_the_secret_of_a_token_is_shown_once(place):
    ada = signed_in(place)
    made = ada.post("/settings/tokens/", {"name": "once", "days": "30", "scopes": "see_leads"})
    secret = made.text.split('id="secret" value="')[1].split('"')[0]
    assert secret.startswith("tamis_")
    assert made.headers["Cache-Control"].count("no-store") == 1
    for page in ("/settings/tokens/", "/settings/audit/", "/settings/audit.csv"):
        assert secret not in ada.get(page).text


def test_the_first_administrator_comes_by_the_link_in_the_log_alone(tmp_path):
    with Site(tmp_path / "work") as site:
        eventually(lambda: "/set-up/" in site.log)
        link = "/set-up/" + site.log.split("/set-up/")[1].split("/")[0] + "/"
        assert link == f"/set-up/{set_up_secret(site.workspace.folder)}/"
        eventually(lambda: Plain(site.port).get("/sign-in/").status == 200)
        ada = Plain(site.port)
        assert "Nobody can sign in yet" in ada.get("/sign-in/").text
        assert ada.get("/set-up/guessed/").status == 404
        assert ada.get("/set-up/%C3%A9/").status == 404
        chosen = {"name": "Ada", "email": "ada@example.com", "password1": PASSWORD, "password2": PASSWORD}
        assert ada.forged(link, chosen).status == 403
        assert ada.post(link, {**chosen, "password2": "another"}).status == 422
        assert ada.post(link, chosen).location == "/start/"
        assert is_signed_in(ada)
        # Once there is somebody, the link is good no more.
        eve = Plain(site.port)
        assert eve.get(link).location == "/sign-in/"
        assert eve.post(link, {**chosen, "email": "eve@example.com"}).location == "/sign-in/"
        assert [seen.person.name for seen in list_people(site.workspace, now=now)] == ["Ada"]


def test_no_address_of_a_page_is_in_the_log(place):
    ada = signed_in(place)
    assert ada.get("/records/contact/jane.doe%40secret-company.example").status == 404
    made = invite(place.workspace, COMMAND_LINE, email="new@example.com", name="New", role=Role.SALES, now=now)
    assert (
        Plain(place.port).post(f"/welcome/{made.secret}/", {"password1": "short", "password2": "short"}).status == 422
    )
    assert Plain(place.port).get("/nothing/at/all/").status == 404
    assert "secret-company" not in place.log
    assert made.secret not in place.log
    assert '"level": "error"' not in place.log


def test_what_somebody_saw_is_not_kept_by_the_browser(place):
    ada = signed_in(place)
    for page in ("/settings/", "/settings/audit/", "/data/jobs/", "/segments/", "/leads/"):
        assert "no-store" in ada.get(page).headers["Cache-Control"], page


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_a_page_is_asked_for_or_sent_a_form_and_nothing_else(place, method):
    assert signed_in(place)._asks(method, "/settings/", b"", {}).status == 405


def test_a_body_nested_without_end_is_refused_and_the_server_goes_on(place):
    body = b'{"userId":"d","event":"e","properties":{"x":' + b"[" * 100_000
    answer = Plain(place.port)._asks("POST", "/v1/track", body, {"Content-Type": "application/json"})
    assert answer.status == 400
    ada = signed_in(place)
    nested = "[" * 30_000
    assert ada.get(f"/leads/?asked={nested}").status in (422, 431, 414)
    assert is_signed_in(ada)
