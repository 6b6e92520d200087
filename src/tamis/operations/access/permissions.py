"""The roles of people, what there is to permit, and the table of who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for; each person has one."""

    ADMINISTRATOR = "administrator"
    MARKETING = "marketing"
    SALES = "sales"
    READ_ONLY = "read_only"


class Permission(StrEnum):
    """One thing that a person may do; each page and each route of the API asks for one."""

    SEE_LEADS = "see_leads"
    EXPORT_LEADS = "export_leads"
    WORK_LEADS = "work_leads"
    MERGE_RECORDS = "merge_records"
    PRIVACY = "privacy"
    SEE_SCORES = "see_scores"
    EDIT_SCORES = "edit_scores"
    PUBLISH = "publish"
    SEE_DATA = "see_data"
    CHANGE_DATA = "change_data"
    MANAGE_SOURCES = "manage_sources"
    SHARE_VIEWS = "share_views"
    MANAGE_PEOPLE = "manage_people"
    SEE_AUDIT = "see_audit"
    SEE_OVERVIEW = "see_overview"
    OWN_SETTINGS = "own_settings"


_EVERYBODY = frozenset(Role)
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_MARKETING = _ADMINISTRATOR | {Role.MARKETING}
_SALES = _MARKETING | {Role.SALES}

ALLOWED: Mapping[Permission, frozenset[Role]] = {
    Permission.SEE_LEADS: _EVERYBODY,
    Permission.EXPORT_LEADS: _SALES,
    Permission.WORK_LEADS: _SALES,
    Permission.MERGE_RECORDS: _MARKETING,
    Permission.PRIVACY: _ADMINISTRATOR,
    Permission.SEE_SCORES: _EVERYBODY,
    Permission.EDIT_SCORES: _MARKETING,
    Permission.PUBLISH: _MARKETING,
    Permission.SEE_DATA: _MARKETING | {Role.READ_ONLY},
    Permission.CHANGE_DATA: _MARKETING,
    Permission.MANAGE_SOURCES: _ADMINISTRATOR,
    Permission.SHARE_VIEWS: _MARKETING,
    Permission.MANAGE_PEOPLE: _ADMINISTRATOR,
    Permission.SEE_AUDIT: _ADMINISTRATOR,
    Permission.SEE_OVERVIEW: _EVERYBODY,
    Permission.OWN_SETTINGS: _EVERYBODY,
}
"""Which roles have which permission."""


def permissions_of(role: Role) -> frozenset[Permission]:
    """Everything that a role may do."""
    return frozenset(permission for permission, roles in ALLOWED.items() if role in roles)
