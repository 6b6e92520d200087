"""The page families: where each is, and its place in the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from tamis.operations.access import Permission


@dataclass(frozen=True)
class Page:
    """A Django app of pages. `label` and `icon` (of Tabler's icons) are for the navigation; `route` is its first page,
    by name. Without a label it is not in the navigation."""

    app: str
    prefix: str
    permission: Permission
    label: str = ""
    icon: str = ""
    route: str = ""


PAGES: tuple[Page, ...] = (
    Page("tamis.server.web.leads", "leads/", Permission.SEE_LEADS, gettext_lazy("Leads"), "list-numbers", "leads:list"),
    Page(
        "tamis.server.web.overview",
        "overview/",
        Permission.SEE_OVERVIEW,
        gettext_lazy("Overview"),
        "layout-dashboard",
        "overview:overview",
    ),
    Page(
        "tamis.server.web.scores",
        "scores/",
        Permission.SEE_SCORES,
        gettext_lazy("Scores"),
        "adjustments-horizontal",
        "scores:list",
    ),
    Page(
        "tamis.server.web.segments",
        "segments/",
        Permission.SEE_SCORES,
        gettext_lazy("Segments"),
        "users-group",
        "segments:list",
    ),
    Page(
        "tamis.server.web.models",
        "models/",
        Permission.SEE_SCORES,
        gettext_lazy("Models"),
        "chart-dots-3",
        "models:list",
    ),
    Page("tamis.server.web.records", "records/", Permission.SEE_LEADS),
    Page("tamis.server.web.data", "data/", Permission.SEE_DATA, gettext_lazy("Data"), "database", "data"),
    Page("tamis.server.web.editor", "", Permission.EDIT_SCORES),
    Page("tamis.server.web.start", "start/", Permission.SEE_OVERVIEW),
    Page(
        "tamis.server.web.people",
        "settings/",
        Permission.OWN_SETTINGS,
        gettext_lazy("Settings"),
        "settings",
        "settings",
    ),
)
"""In the order of the navigation; one line a page."""

__all__ = ["PAGES", "Page", "gettext_lazy"]
