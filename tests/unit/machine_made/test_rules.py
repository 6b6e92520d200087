"""What a machine rule looks at, and how."""

import msgspec
import pytest
from tests.unit.machine_made.telling import event, rules

STAFF = "{key: staff, email_domain: [acme.com, acme.fr]}"
OFFICE = '{key: office, ip: [203.0.113.0/24, "2001:db8::/32", 198.51.100.7]}'


@pytest.mark.parametrize("email", ["eva@acme.com", "EVA@Acme.COM", "eva@mail.acme.fr", "eva@acme.com."])
def test_staff_are_known_by_the_domain_of_their_address_and_what_is_below_it(email):
    assert rules(STAFF).of(event(), email=email) == "staff"


@pytest.mark.parametrize("email", ["eva@notacme.com", "eva@acme.com.example.org", "acme.com@example.org", "", None])
def test_an_address_that_only_looks_like_it_is_not_staff(email):
    assert rules(STAFF).of(event(), email=email) is None


@pytest.mark.parametrize(
    "ip", ["203.0.113.0", "203.0.113.255", "2001:DB8::1", "198.51.100.7", "::ffff:203.0.113.9", "203.0.113.9, 10.0.0.1"]
)
def test_an_address_within_a_range_is_found(ip):
    assert rules(OFFICE).of(event(ip=ip), email=None) == "office"


@pytest.mark.parametrize("ip", ["203.0.112.255", "203.0.114.0", "2001:db9::", "198.51.100.8", "10.0.0.1, 203.0.113.9"])
def test_an_address_beside_a_range_is_not(ip):
    assert rules(OFFICE).of(event(ip=ip), email=None) is None


@pytest.mark.parametrize("ip", ["", "nowhere", "203.0.113", "1" * 100_000, 3405803785, None, ["203.0.113.1"]])
def test_what_is_no_address_lies_nowhere(ip):
    assert rules(OFFICE).of(event(ip=ip), email=None) is None


def test_a_mail_service_may_tell_program_and_address_as_properties():
    told = rules("{key: scanner, user_agent: {contains_any_of: [scanner]}, ip: 203.0.113.0/24}")
    message = event("email_clicked", useragent="Big Scanner 2")
    assert told.of(message, email=None) is None
    properties = {**message.properties, "ip": "203.0.113.7"}
    assert told.of(msgspec.structs.replace(message, properties=properties), email=None) == "scanner"


def test_what_a_user_agent_says_at_endless_length_is_not_read_to_its_end():
    told = rules("{key: scanner, user_agent: {contains_any_of: [scanner]}}")
    assert told.of(event(user_agent="x" * 900 + "scanner"), email=None) == "scanner"
    assert told.of(event(user_agent="x" * 1_000 + "scanner"), email=None) is None


def test_the_first_rule_that_holds_decides():
    both = ("{key: one, event: form_submitted}", "{key: two, any_property: {test: true}}")
    assert rules(*both).of(event("form_submitted", test=True), email=None) == "one"
    assert rules(*reversed(both)).of(event("form_submitted", test=True), email=None) == "two"
    assert rules(*both).of(event("email_opened", test=True), email=None) == "two"


def test_all_that_a_rule_says_must_hold():
    told = rules("{key: both, event: [email_opened, email_clicked], ip: 203.0.113.0/24, email_domain: acme.com}")
    assert told.of(event(ip="203.0.113.1"), email="eva@acme.com") == "both"
    assert told.of(event(ip="203.0.114.1"), email="eva@acme.com") is None
    assert told.of(event(ip="203.0.113.1"), email="eva@example.com") is None
    assert told.of(event("page_viewed", ip="203.0.113.1"), email="eva@acme.com") is None


def test_a_rule_that_is_turned_off_is_not_asked():
    assert rules("{key: off, enabled: false, event: email_opened}").of(event(), email=None) is None


@pytest.mark.parametrize(
    ("written", "value", "holds"),
    [
        ("true", True, True),
        ("true", "TRUE", True),
        ("true", False, False),
        ("true", 1, False),
        ("1", 1.0, True),
        ("[Apple, Google]", "google", True),
        ("Apple", "Applesauce", False),
        ("Apple", ["Apple"], False),
        ("Apple", None, False),
    ],
)
def test_a_property_is_compared_as_it_is_written(written, value, holds):
    told = rules(f"{{key: proxy, any_property: {{other: x, proxySource: {written}}}}}")
    assert (told.of(event(proxySource=value), email=None) == "proxy") is holds


def test_known_bots_can_be_excepted():
    told = rules("{key: bots, user_agent: {known_bot: true, contains_none_of: [OkHttp]}}")
    assert told.of(event(user_agent="curl/8.4.0"), email=None) == "bots"
    assert told.of(event(user_agent="okhttp/4.9.0"), email=None) is None


def test_what_must_not_be_a_known_bot_needs_a_user_agent():
    told = rules("{key: people, user_agent: {known_bot: false}}")
    assert told.of(event(user_agent="Anything else"), email=None) == "people"
    assert told.of(event(), email=None) is None


def test_capital_letters_of_a_user_agent_make_no_difference():
    told = rules("{key: exact, user_agent: {is_any_of: [MOZILLA/5.0]}}")
    assert told.of(event(user_agent=" mozilla/5.0 "), email=None) == "exact"
    assert told.of(event(user_agent="mozilla/5.0 (X11)"), email=None) is None


@pytest.mark.parametrize("user_agent", [7, True, ["curl"], {"a": 1}, "(" * 1_000_000, "a" * 32_000 + "!", "\ud800"])
def test_a_strange_user_agent_does_no_harm(user_agent):
    told = rules("{key: bots, user_agent: {known_bot: true}}")
    assert told.of(event(user_agent=user_agent), email=None) is None


def test_what_is_no_event_is_nobodys():
    assert rules(STAFF).of(event(None), email="eva@acme.com") is None
