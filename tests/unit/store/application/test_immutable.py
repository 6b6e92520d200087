"""What is published never changes, whatever a program tries."""

from __future__ import annotations

import sqlite3

import pytest

from tamis.store.application import open_application

from .author import Author, text_of


@pytest.fixture
def stored(application, author):
    """The published version as Django's object, and all versions."""
    from tamis.store.application.models import StoredVersion

    author.publishes(text_of("interest"))
    versions = StoredVersion.objects.using(application._connection.alias)
    return versions.get(), versions


@pytest.mark.parametrize(
    "act",
    [
        lambda one, all_: one.save(),
        lambda one, all_: one.delete(),
        lambda one, all_: all_.update(text="other"),
        lambda one, all_: all_.delete(),
        lambda one, all_: all_.bulk_update([one], ["text"]),
    ],
    ids=["save", "delete", "update all", "delete all", "update in bulk"],
)
def test_a_version_is_neither_changed_nor_deleted(application, stored, act):
    from tamis.store.application.models import ImmutableVersion

    one, versions = stored
    one.text = "other"
    with pytest.raises(ImmutableVersion):
        act(one, versions)
    assert application.versions("interest")[0].text == text_of("interest")


def test_a_new_version_does_not_take_the_place_of_another(application, stored):
    from django.db import IntegrityError

    from tamis.store.application.models import StoredVersion

    one, _ = stored
    twin = {"definition": one.definition, "kind": "score", "text": "other", "published_at": 0}
    for place in ({"pk": one.pk, "number": 2}, {"number": 1}):
        with pytest.raises(IntegrityError):
            StoredVersion(**twin, **place).save(using=application._connection.alias)
    assert [version.text for version in application.versions("interest")] == [text_of("interest")]


@pytest.mark.parametrize("place", ["SQLite"], indirect=True)
def test_a_definition_with_versions_is_not_deleted_from_under_them(application, stored, file):
    application.close()
    other = sqlite3.connect(file)
    other.execute("PRAGMA foreign_keys = ON")
    other.execute("DELETE FROM definitions")
    with pytest.raises(sqlite3.IntegrityError):
        other.commit()
    other.close()


def test_what_is_published_is_there_after_closing(place):
    with open_application(place) as application:
        version = Author(application).publishes(text_of("interest"))
    with open_application(place) as application:
        assert application.versions("interest") == [version]
