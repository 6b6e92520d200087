"""API tokens let in until they expire or are revoked; links once."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError

MINUTE = 60_000_000
SCOPES = frozenset({"see_leads", "see_scores"})


def test_a_token_is_known_by_its_secret_which_is_kept_nowhere(application):
    secret, token = application.tokens.add(7, "export", SCOPES, 1)
    known = application.tokens.known(secret, 2)
    assert (known.person, known.name, known.scopes) == (7, "export", SCOPES)
    assert secret.startswith(token.prefix)
    assert len(secret) > len(token.prefix) + 30
    assert secret not in str(application._connection.sql("SELECT * FROM api_tokens"))


@pytest.mark.parametrize("wrong", ["", "tamis_", "tamis_é\udc80", "x" * 10_000])
def test_another_secret_is_unknown(application, wrong):
    secret, _ = application.tokens.add(7, "export", SCOPES, 1)
    assert application.tokens.known(wrong, 2) is None
    assert application.tokens.known(secret + "a", 2) is None
    assert application.tokens.known(secret[:-1], 2) is None


def test_a_token_is_good_until_it_expires(application):
    secret, _ = application.tokens.add(7, "export", SCOPES, 1, expires_at=100)
    assert application.tokens.known(secret, 99) is not None
    assert application.tokens.known(secret, 100) is None


def test_a_revoked_token_is_good_no_more_and_its_name_is_free(application):
    secret, token = application.tokens.add(7, "export", SCOPES, 1)
    with pytest.raises(UsageError, match='There is an API token "export" already'):
        application.tokens.add(7, "export", SCOPES, 2)
    application.tokens.add(8, "export", SCOPES, 2)
    application.tokens.revoke(token.id, 3)
    application.tokens.revoke(token.id, 4)
    assert application.tokens.known(secret, 5) is None
    assert application.tokens.get(token.id).revoked_at == 3
    application.tokens.add(7, "export", SCOPES, 6)


def test_who_goes_has_no_token_that_works(application):
    secrets = [application.tokens.add(7, name, SCOPES, 1)[0] for name in ("a", "b")]
    kept, _ = application.tokens.add(8, "a", SCOPES, 1)
    assert application.tokens.revoke_all(7, 2) == 2
    assert [application.tokens.known(secret, 3) for secret in secrets] == [None, None]
    assert application.tokens.known(kept, 3) is not None


def test_when_a_token_was_last_used_is_known_to_the_minute(application):
    secret, token = application.tokens.add(7, "export", SCOPES, 1)
    for at in (5, 6, MINUTE, MINUTE + 5):
        application.tokens.known(secret, at)
        used = application.tokens.get(token.id).last_used_at
        assert used == (MINUTE + 5 if at == MINUTE + 5 else 5)
    assert [token.name for token in application.tokens.of(7)] == ["export"]
    assert application.tokens.of(8) == []


def test_a_link_is_good_once(application):
    secret = application.links.add(7, "invitation", 1, expires_at=100)
    assert application.links.known(secret, 50).person == 7
    assert application.links.use(secret, 51).purpose == "invitation"
    assert application.links.use(secret, 52) is None
    assert application.links.known(secret, 53) is None


def test_a_link_is_good_until_it_expires_another_is_made_or_it_is_withdrawn(application):
    secret = application.links.add(7, "reset", 1, expires_at=100)
    assert application.links.use(secret, 100) is None
    newer = application.links.add(7, "reset", 2, expires_at=200)
    assert application.links.known(secret, 3) is None
    assert list(application.links.open_at(3, [7, 8])) == [7]
    application.links.withdraw(7)
    assert application.links.known(newer, 3) is None
    assert application.links.open_at(3, [7, 8]) == {}
