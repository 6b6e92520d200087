"""What is drafted, what is published, and what is in use."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.store.application import Draft, Standing, Version

from .author import segment_text, text_of


def keys(found):
    return [each.key for each in found]


def test_a_draft_is_kept_as_it_was_written(application, author):
    author.saves(text_of("interest") + "# Why? Ask Zoë.\n")
    draft = Draft("score", "interest", text_of("interest") + "# Why? Ask Zoë.\n", 1_000_000)
    assert application.draft("interest") == draft
    assert application.drafts() == [draft]


def test_a_later_draft_takes_the_place_of_the_earlier(application, author):
    author.saves(text_of("interest", 1))
    author.saves(text_of("interest", 2))
    assert [(draft.text, draft.saved_at) for draft in application.drafts()] == [(text_of("interest", 2), 2_000_000)]


def test_what_is_published_is_a_draft_no_more(application, author):
    version = author.publishes(text_of("interest"), "first")
    assert version == Version("score", "interest", 1, text_of("interest"), 1_000_000, "first")
    assert application.draft("interest") is None
    assert application.drafts() == []
    assert application.published() == [version]


def test_a_version_says_who_published_it(application, author):
    author.publishes(text_of("interest", 1))
    author.saves(text_of("interest", 2))
    application.publish("interest", 1, by="Ana Silva")
    # None, and no empty name, where nobody knows.
    assert [each.published_by for each in application.versions("interest")] == [None, "Ana Silva"]


def test_versions_are_counted_for_each_key_and_listed_newest_last(application, author):
    author.publishes(text_of("interest", 1))
    author.publishes(segment_text("france"))
    author.publishes(text_of("interest", 2))
    assert [(version.number, version.text) for version in application.versions("interest")] == [
        (1, text_of("interest", 1)),
        (2, text_of("interest", 2)),
    ]
    assert [(each.kind, each.key, each.number) for each in application.published()] == [
        ("segment", "france", 1),
        ("score", "interest", 2),
    ]


def test_the_same_text_is_not_published_twice(application, author):
    first = author.publishes(text_of("interest"), "first")
    assert author.publishes(text_of("interest"), "again") == first
    assert application.versions("interest") == [first]
    assert application.drafts() == []


def test_an_earlier_text_is_brought_back_as_a_new_version(application, author):
    for points in (1, 2, 1):
        author.publishes(text_of("interest", points))
    assert [version.number for version in application.versions("interest")] == [1, 2, 3]
    assert application.published()[0].text == text_of("interest", 1)


def test_nothing_is_published_without_a_draft(application, author):
    author.publishes(text_of("interest"))
    with pytest.raises(UsageError, match=r'^There is no draft of "interest"\.$'):
        application.publish("interest", 2)
    with pytest.raises(UsageError, match=r'^There is no draft of "intrest"; did you mean interest\.$'):
        application.publish("intrest", 2)


def test_only_what_was_reviewed_is_published(application, author):
    author.saves(text_of("interest", 2))
    with pytest.raises(UsageError, match="was changed in the meantime"):
        application.publish("interest", 2, reviewed=text_of("interest", 1))
    assert application.versions("interest") == []
    assert application.publish("interest", 2, reviewed=text_of("interest", 2)).number == 1


def test_a_draft_is_discarded_and_what_is_published_stays(application, author):
    version = author.publishes(text_of("interest", 1))
    author.saves(text_of("interest", 2))
    author.saves(text_of("never_published"))
    application.discard_draft("interest")
    application.discard_draft("never_published")
    assert application.drafts() == []
    assert application.published() == [version]
    # The key is free again.
    author.saves(segment_text("never_published"))


def test_a_score_and_a_segment_do_not_share_a_key(application, author):
    author.saves(text_of("drafted"))
    author.publishes(text_of("published"))
    for key in ("drafted", "published"):
        with pytest.raises(UsageError, match=f'^"{key}" is the key of a score already'):
            author.saves(segment_text(key))
    assert keys(application.drafts()) == ["drafted"]


def test_a_deactivated_definition_keeps_its_versions_and_comes_back(application, author):
    version = author.publishes(text_of("interest"))
    application.deactivate("interest", 5)
    assert not application.is_active("interest")
    assert application.published() == []
    assert application.versions("interest") == [version]
    application.activate("interest")
    assert application.is_active("interest")
    assert application.published() == [version]


def test_a_draft_leaves_a_deactivated_definition_out_of_use_until_it_is_published(application, author):
    author.publishes(text_of("interest", 1))
    application.deactivate("interest", 5)
    author.saves(text_of("interest", 2))
    assert not application.is_active("interest")
    application.publish("interest", 9)
    assert application.is_active("interest")


def test_where_every_definition_stands_is_told(application, author):
    used = author.publishes(text_of("used", 1))
    author.saves(text_of("used", 2))
    author.saves(segment_text("drafted"))
    resting = author.publishes(text_of("resting"))
    application.deactivate("resting", 5)
    author.publishes(text_of("gone"))
    application.delete("gone")
    drafts = {draft.key: draft for draft in application.drafts()}
    assert application.standing() == [
        Standing("drafted", None, drafts["drafted"], is_active=False, deactivated_at=None),
        Standing("resting", resting, None, is_active=False, deactivated_at=5),
        Standing("used", used, drafts["used"], is_active=True, deactivated_at=None),
    ]
    assert [(each.kind, each.is_deactivated) for each in application.standing()] == [
        ("segment", False),
        ("score", True),
        ("score", False),
    ]


def test_what_is_deleted_and_drafted_again_has_no_version(application, author):
    author.publishes(text_of("interest"))
    application.delete("interest")
    author.saves(segment_text("interest"))
    [standing] = application.standing()
    assert (standing.kind, standing.version, standing.is_deactivated) == ("segment", None, False)


def test_what_is_deactivated_stays_so_since_then(application, author):
    author.publishes(text_of("interest"))
    application.deactivate("interest", 5)
    with pytest.raises(UsageError, match="is deactivated already"):
        application.deactivate("interest", 6)
    assert [each.deactivated_at for each in application.standing()] == [5]
    application.activate("interest")
    assert [each.deactivated_at for each in application.standing()] == [None]


def test_publishing_the_same_text_again_puts_it_back_into_use(application, author):
    author.publishes(text_of("interest"))
    application.deactivate("interest", 5)
    assert author.publishes(text_of("interest")).number == 1
    assert application.is_active("interest")


def test_a_deleted_definition_is_gone_but_for_its_history(application, author):
    version = author.publishes(text_of("interest", 1))
    author.saves(text_of("interest", 2))
    application.delete("interest")
    assert (application.drafts(), application.published()) == ([], [])
    assert not application.is_active("interest")
    assert application.versions("interest") == [version]
    for act in (application.delete, application.activate, application.discard_draft):
        with pytest.raises(UsageError, match='"interest"'):
            act("interest")
    with pytest.raises(UsageError, match='"interest"'):
        application.deactivate("interest", 5)


def test_a_key_that_was_deleted_counts_on_and_may_change_its_kind(application, author):
    author.publishes(text_of("interest"))
    application.delete("interest")
    author.saves(segment_text("interest"))
    with pytest.raises(UsageError, match="is the key of a segment already"):
        author.saves(text_of("interest"))
    with pytest.raises(UsageError, match=r'^"interest" is not published'):
        application.activate("interest")
    version = application.publish("interest", 9)
    assert (version.kind, version.number) == ("segment", 2)
    assert [version.kind for version in application.versions("interest")] == ["score", "segment"]


def test_a_deleted_draft_leaves_nothing(application, author):
    author.saves(text_of("interest"))
    application.delete("interest")
    assert application.drafts() == []
    with pytest.raises(UsageError, match="There is no score or segment"):
        application.delete("interest")


def test_what_was_never_there_has_no_versions(application):
    assert application.versions("interest") == []
    assert application.draft("interest") is None
    assert not application.is_active("interest")
    for act in (application.activate, lambda key: application.deactivate(key, 5)):
        with pytest.raises(UsageError, match=r'^"interest" is not published\.$'):
            act("interest")


def test_a_draft_alone_is_neither_activated_nor_deactivated(application, author):
    author.saves(text_of("interest"))
    for act in (application.activate, lambda key: application.deactivate(key, 5)):
        with pytest.raises(UsageError, match="is not published"):
            act("interest")


def test_keys_tell_capitals_and_signs_apart(application, author):
    for key in ("Frankreich", "frankreich", '"; DROP TABLE versions --', "50 %", "été"):
        text = f"key: '{key}'\nwhen: {{property: country, is: France}}\n"
        assert author.publishes(text).number == 1
    assert len(application.published()) == 5
    assert application.versions("Frankreich") != application.versions("frankreich")


def test_several_definitions_are_published_together_or_not_at_all(application, author):
    author.saves(text_of("interest"))
    with pytest.raises(UsageError, match='no draft of "fit"'), application.together():
        application.publish("interest", 2)
        application.publish("fit", 2)
    assert application.published() == []
    assert keys(application.drafts()) == ["interest"]
    author.saves(text_of("fit"))
    with application.together():
        application.publish("interest", 2)
        application.publish("fit", 2)
    assert keys(application.published()) == ["fit", "interest"]
